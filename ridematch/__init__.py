"""ridematch brings people to work at awkward hours, with neighbours who drive and neighbours who teach driving."""

__version__ = "0.6.0"
