"""Spans against all integer timings, tried one by one."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ridematch.match.timing import BEGUN, DUE, EPOCH, NOW, ROWS, Span, in_a_row, one_more_event, service

small = st.integers(0, 6)


def moment(first: int, last: int) -> Span:
    """Something that takes no time."""
    return service(first, last, 0)


def then(one: Span, least_gap: int, most_gap: int, other: Span) -> Span | None:
    """In a row as a span, None where no times fit."""
    fits, *numbers = in_a_row(tuple(one), least_gap, most_gap, tuple(other))  # type: ignore[arg-type]
    return Span(*numbers) if fits else None


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """A span as `in_a_row` makes them: two moments with a gap between, so that its numbers fit together."""
    first, start_slack, end, end_slack = draw(small), draw(st.integers(0, 4)), draw(small), draw(st.integers(0, 4))
    least = draw(st.integers(0, 4))
    made = then(
        moment(first, first + start_slack), least, least + draw(st.integers(0, 4)), moment(end, end + end_slack)
    )
    return made if made is not None else service(first, first + start_slack, least)


def pairs(span: Span) -> set[tuple[int, int]]:
    """All starts and ends a span allows."""
    return {
        (start, end)
        for start, end in product(range(span.first, span.last + 1), range(span.earliest, span.latest + 1))
        if span.least <= end - start <= span.most
    }


def seen_from_outside(allowed: set[tuple[int, int]]) -> Span:
    """The six numbers of a set of starts and ends."""
    starts, ends = [s for s, _ in allowed], [e for _, e in allowed]
    lengths = [e - s for s, e in allowed]
    return Span(min(starts), max(starts), min(ends), max(ends), min(lengths), max(lengths))


@given(spans(), spans(), st.integers(0, 3), st.integers(0, 3))
@settings(max_examples=400, deadline=None)
def test_two_spans_in_a_row_do_what_trying_every_minute_says(one: Span, other: Span, gap: int, wait: int) -> None:
    tried = {
        (start, end)
        for start, between in pairs(one)
        for begins, end in pairs(other)
        if gap <= begins - between <= gap + wait
    }
    made = then(one, gap, gap + wait, other)
    if not tried:
        assert made is None
    else:
        assert made == seen_from_outside(tried)
        assert pairs(made) == tried


@given(spans(), small, small, small, small)
@settings(max_examples=200, deadline=None)
def test_part_of_a_span(span: Span, start: int, start_more: int, end: int, end_more: int) -> None:
    tried = {(s, e) for s, e in pairs(span) if start <= s <= start + start_more and end <= e <= end + end_more}
    started = then(moment(start, start + start_more), 0, 0, span)
    made = then(started, 0, 0, moment(end, end + end_more)) if started else None
    assert (made is None) == (not tried)
    if made is not None:
        assert pairs(made) == tried


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=3), small)
@settings(max_examples=300, deadline=None)
def test_a_network_allows_the_timings_that_trying_finds(events: list[tuple[int, int, int]], ride: int) -> None:
    """Events (first, slack, minutes since the one before); the last at most `ride` minutes after the first."""
    (first, slack, _), *rest = events
    network = np.zeros((ROWS, DUE + 1), dtype=np.int64)
    network[EPOCH, BEGUN:DUE], network[BEGUN:DUE, EPOCH] = first + slack, -first
    network[:, DUE] = network[:, BEGUN] + ride
    tried: list[tuple[int, ...]] = [(t,) for t in range(first, first + slack + 1)]
    for number, (early, room, least) in enumerate(rest, start=1):
        limited = number == len(rest)
        latest = network[:, EPOCH] + early + room
        if limited:
            latest = np.minimum(latest, network[:, DUE])
        wider = np.zeros_like(network)
        fits = one_more_event(network, latest, least, early, np.array([DUE]), 1, wider)
        tried = [
            (*times, t)
            for times in tried
            for t in range(early, early + room + 1)
            if t - times[-1] >= least and (not limited or t - times[0] <= ride)
        ]
        assert fits == bool(tried)
        if not fits:
            return
        network = wider
    assert -network[NOW, EPOCH] == min(times[-1] for times in tried)
    assert network[EPOCH, NOW] == max(times[-1] for times in tried)
    assert -network[NOW, BEGUN] == min(times[-1] - times[0] for times in tried)
    assert network[BEGUN, NOW] == max(times[-1] - times[0] for times in tried)
    assert network[EPOCH, DUE] == ride + max(times[0] for times in tried)
    assert -network[BEGUN, EPOCH] == min(times[0] for times in tried)
