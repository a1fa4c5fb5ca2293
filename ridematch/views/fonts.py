"""Letters that a page brings along, because many computers and telephones have no font with them."""

import re
from base64 import b64encode
from functools import cache
from importlib.resources import files

ETHIOPIC = re.compile("[\u1200-\u137f]")
"""The letters of Tigrinya and Amharic."""


def letters_for(page: str) -> str:
    """The font for a page's Ethiopic letters in base 64 (WOFF 2), empty where it has none."""
    return _ethiopic() if ETHIOPIC.search(page) else ""


@cache
def _ethiopic() -> str:
    return b64encode(files(__package__).joinpath("templates", "ethiopic.woff2").read_bytes()).decode("ascii")
