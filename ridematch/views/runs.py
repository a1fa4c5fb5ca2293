"""The runs of match looked back at: a list, one of them, and one that was made again."""

from collections.abc import Iterable
from datetime import tzinfo

from ridematch.language import say
from ridematch.model.plan import Plan
from ridematch.model.runs import Run
from ridematch.views.changes import Changed, changed_words, changes_table
from ridematch.views.clock import day, stamp
from ridematch.views.directory import Directory
from ridematch.views.page import Lines, Page, Table
from ridematch.views.schedule import dates_title

SHOWN = 60
"""Letters of a setting's value that are shown."""


def runs_page(runs: Iterable[Run], *, zone: tzinfo) -> Page:
    """A line for each, the last one at the bottom."""
    rows = tuple(
        (
            str(run.number),
            stamp(run.began_at, zone),
            f"{day(run.first_date)} +{run.days}",
            f"{run.served}/{run.asked}" if run.has_plan else "",
            outcome(run),
            how_good(run),
            f"{run.seconds:.1f}" if run.has_plan else "",
            run.by,
        )
        for run in runs
    )
    return Page(
        title=say("Runs of match"),
        parts=(
            Table(
                columns=(
                    *(say("run"), say("when"), say("dates"), say("served")),
                    *(say("what came of it"), say("gap"), say("seconds"), say("by")),
                ),
                rows=rows,
                stacks=(
                    (say("run"), say("by")),
                    (say("when"), say("dates")),
                    (say("served"), say("seconds")),
                    (say("what came of it"), say("gap")),
                ),
            ),
            Lines(lines=() if rows else (say("No run has been kept yet: run ridematch match."),)),
        ),
    )


def run_page(
    run: Run,
    *,
    changed: Changed | None = None,
    differing: Iterable[tuple[str, object]],
    people: Directory,
    zone: tzinfo,
    command: str,
) -> Page:
    """What one run was given, what came of it, and what it changed against the edition before, where that is known."""
    about = [
        say("Began {when} about {dates}.", when=stamp(run.began_at, zone), dates=dates_title(run.first_date, run.days)),
        *([say("By {who}.", who=run.by)] if run.by else []),
        f"{outcome(run)[:1].upper()}{outcome(run)[1:]}.",
        *([changed_words(changed)] if changed else []),
    ]
    if run.has_plan:
        about += [
            say("Served {served} of {asked}.", served=run.served, asked=run.asked),
            say(
                "Cost {objective}, at least {bound} ({gap}), {seconds} s.",
                objective=f"{run.objective:.1f}",
                bound=f"{run.bound:.1f}",
                gap=how_good(run),
                seconds=f"{run.seconds:.1f}",
            ),
        ]
    if run.seconds_limit is not None:
        about.append(say("Time limit {seconds} s.", seconds=f"{run.seconds_limit:.0f}"))
    about.append(say("With {versions}.", versions=run.versions))
    shown = tuple(f"{name} = {_short(value)}" for name, value in differing)
    return Page(
        title=say("Run {number}", number=run.number),
        parts=(
            Lines(lines=tuple(about)),
            changes_table(changed.changes if changed else (), people=people, zone=zone),
            Lines(heading=say("Settings that are not the defaults"), lines=shown),
            Lines(
                heading=say("To make its plan again"),
                lines=(f"  {command} replay {run.number}",) if run.problem_json else (),
            ),
        ),
    )


def replay_page(run: Run, *, kept: Plan, now: Plan, is_same: bool, versions: str) -> Page:
    """Whether the plan is the same, and where it is not what may have led to that."""
    if is_same:
        lines = [say("The same plan, in {seconds} s.", seconds=f"{now.seconds:.1f}")]
    else:
        lines = [
            say(
                "Another plan: it costs {now}, the one kept {kept}.",
                now=f"{now.objective:.1f}",
                kept=f"{kept.objective:.1f}",
            )
        ]
        if not (kept.complete and now.complete):
            lines.append(
                say("A search was cut short, by the time limit or by hand: where it ended depends on the hour.")
            )
        if versions != run.versions:
            lines.append(say("The run was made with {versions}.", versions=run.versions))
            lines.append(say("Now there is {versions}.", versions=versions))
    return Page(title=say("Run {number} again", number=run.number), parts=(Lines(lines=tuple(lines)),))


def outcome(run: Run) -> str:
    """What came of it, in a few words."""
    return {
        "published": say("published as edition {number}", number=run.edition or 0),
        "unchanged": say("nothing had changed; edition {number} stands", number=run.edition or 0),
        "unsound": say("NOT published: the plan broke rules"),
        "stopped": say("stopped before it was done; nothing was published"),
        "failed": say("failed ({kind}); nothing was published", kind=run.failure),
    }[run.outcome]


def how_good(run: Run) -> str:
    """Proven, or the gap between cost and bound in percent."""
    if not run.has_plan:
        return ""
    gap = (run.objective - run.bound) / run.objective if run.objective > 0 else 0.0
    return say("proven") if run.proven else f"{100 * gap:.1f} %"


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
