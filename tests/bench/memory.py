"""How much memory this process has taken at most."""

import resource
import sys

PER_MB = 1024**2 if sys.platform == "darwin" else 1024
"""The system counts in bytes there and in kilobytes here."""


def peak_mb() -> float:
    """In MB, since the process began."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / PER_MB
