"""A plan by hand, improved by taking some of it out and putting it back: good within seconds, and proven nothing."""
