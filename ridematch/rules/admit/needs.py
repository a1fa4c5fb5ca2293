"""What riders need and volunteers offer, sorted by the vocabulary into spaces that are used up and plain offers."""

from collections import Counter
from dataclasses import dataclass

from ridematch.model.problem import Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """Codes by kind: `spaces` are counted ("child-seat:2"), `plain` must simply be offered, `unknown` are neither."""

    spaces: tuple[Amount, ...] = ()
    plain: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def sort_codes(codes: tuple[str, ...], vocabulary: dict[str, str]) -> Sorted:
    """Codes of a `needs` or `offers` column by what the vocabulary says of them; a space named twice adds up."""
    spaces: Counter[str] = Counter()
    plain, unknown = set(), set()
    for code in codes:
        head, _, tail = code.partition(":")
        if vocabulary.get(code) == "space":
            spaces[code] += 1
        elif vocabulary.get(head) == "space" and tail.isdecimal():
            spaces[head] += int(tail)
        elif "driver" in (vocabulary.get(code), vocabulary.get(f"{head}:") if tail else None):
            plain.add(code)
        else:
            unknown.add(code)
    return Sorted(
        spaces=amounts(spaces),
        plain=tuple(sorted(plain)),
        unknown=tuple(sorted(unknown)),
    )


def amounts(counts: dict[str, int]) -> tuple[Amount, ...]:
    """Counts as a problem holds them: sorted, and nothing of which there is none."""
    return tuple(Amount(code=code, count=count) for code, count in sorted(counts.items()) if count > 0)
