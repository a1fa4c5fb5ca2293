"""The one error of the house, and what ends a command that the system wants to end."""


class RidematchError(Exception):
    """Something a person can mend: the message says what happened and what to do, without anybody's personal data."""


class Terminated(BaseException):
    """The system asked the program to end (SIGTERM). Like a KeyboardInterrupt it is no error, and nobody mends it."""
