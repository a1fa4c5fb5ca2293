"""Identical cars at one depot that must serve everybody: the shortest routes, proven. `best` is the way in."""
