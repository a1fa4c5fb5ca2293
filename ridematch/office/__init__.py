"""The use cases, each one screen long: read night.py first."""
