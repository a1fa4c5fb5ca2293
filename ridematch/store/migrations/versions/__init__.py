"""One file a revision, in order: 0001, 0002 ..."""
