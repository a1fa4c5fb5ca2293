"""Prefixes of fragments, many of them with equally many stops, as arrays: a row for each.

A prefix's network, as in `timing`, has its first stop and its last, and when each of those aboard is due: by the end of
the window and of the longest ride.
"""

from typing import NamedTuple

import numpy as np

from ridematch.match.compiled import Ints, Words
from ridematch.match.timing import DUE, ROWS

PARENT, RIDE, DELIVERED, FIRST, PLACE, SERVICE, DRIVING, BOARDING, MANY = range(9)
"""Columns of `numbers`: where it came from, its last step, its first ride, where it stands, minutes, people aboard."""

NUMBERS = 9


class Layer(NamedTuple):
    """Prefixes with equally many stops. `aboard` are rides in order of their numbers, `load` the most at any time."""

    numbers: Ints
    served: Words
    drivers: Words
    aboard: Ints
    load: Ints
    network: Ints


def empty_layer(rows: int, *, words: int, driver_words: int, kinds: int, aboard: int) -> Layer:
    """Room for so many prefixes."""
    return Layer(
        numbers=np.empty((rows, NUMBERS), dtype=np.int64),
        served=np.empty((rows, words), dtype=np.uint64),
        drivers=np.empty((rows, driver_words), dtype=np.uint64),
        aboard=np.full((rows, aboard), -1, dtype=np.int64),
        load=np.empty((rows, kinds), dtype=np.int64),
        network=np.empty((rows, ROWS, DUE + aboard), dtype=np.int64),
    )
