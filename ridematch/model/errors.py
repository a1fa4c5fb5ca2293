"""The one error of the house."""


class RidematchError(Exception):
    """Something a person can mend: the message says what happened and what to do, without anybody's personal data."""
