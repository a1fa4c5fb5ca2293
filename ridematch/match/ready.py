"""All that a first plan would have to load, loaded before there is anything to plan."""


def get_ready() -> None:
    """OR-Tools and the compiled loops: half a second that somebody on the phone need not wait for."""
    from ortools.math_opt.python import mathopt  # noqa: F401

    from ridematch.match import solve  # noqa: F401
    from ridematch.match.compiled import zero

    zero()  # the first compiled function brings up the whole machine
