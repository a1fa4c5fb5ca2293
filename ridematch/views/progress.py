"""Learners' progress for people: what was logged, how far everybody is, and one learner's card."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, tzinfo

from ridematch.language import all_of, say, say_many, say_title, spoken
from ridematch.model.curriculum import Curriculum, Moment, Part, Remark
from ridematch.model.edition import PlannedStop
from ridematch.model.facts import Learner, LoggedLesson
from ridematch.rules.practice import Rule
from ridematch.rules.practice.progress import Next, Progress, in_order
from ridematch.views.clock import day, length, local_date, span
from ridematch.views.directory import Directory
from ridematch.views.page import Lines, Page, Table
from ridematch.views.practice import Judged, with_whom


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A planned lesson or practice ride, whether it is in the dark, and the part to practise; None: all are done."""

    stop: PlannedStop
    dark: bool
    part: Part | None


LESSONS_SHOWN = 10
"""So many of the last lessons stand on a card."""


def logged_page(
    *,
    lesson: LoggedLesson | None,
    before: LoggedLesson | None,
    progress: Progress,
    following: Next,
    warnings: tuple[str, ...],
    curriculum: Curriculum,
    people: Directory,
    take_back: str,
) -> Page:
    """What became of the log, how far the learner is now, and how to take it back."""
    shown = lesson or before
    if shown is None:
        return Page()
    words = {"rider": people.who(shown.rider), "lesson": lesson_words(shown, curriculum=curriculum, people=people)}
    if lesson is None:
        title = say("Taken out of the log of {rider}: {lesson}.", **words)
    elif before is None:
        title = say("In the log of {rider}: {lesson}.", **words)
    else:
        was = lesson_words(before, curriculum=curriculum, people=people)
        title = say("In the log of {rider}: {lesson}, instead of {was}.", was=was, **words)
    return Page(
        title=title,
        parts=(
            Lines(heading=say("Warnings"), lines=warnings),
            Lines(lines=(so_far(progress, curriculum), *next_words(following))),
            Lines(heading=say("To take it back"), lines=(f"  {take_back}",)),
        ),
    )


def progress_page(
    rows: Iterable[tuple[Progress, Next]], *, curriculum: Curriculum, today: date, people: Directory
) -> Page:
    """All learners: hours towards the target, parts done, what is next."""
    found = tuple(rows)
    return Page(
        title=say("Learners on {day}", day=day(today)),
        parts=(
            Table(
                columns=(say("learner"), say("practised"), say("in the dark"), say("parts"), say("last"), say("next")),
                rows=tuple(
                    (
                        people.who(progress.rider),
                        say(
                            "{hours} of {target} h",
                            hours=length(progress.minutes),
                            target=f"{curriculum.target_hours:g}",
                        ),
                        length(progress.dark_minutes) if progress.dark_minutes else "",
                        say("{done} of {all}", done=len(progress.done), all=_all(progress)),
                        str(progress.last or ""),
                        title_of(following.part) if following.part else "",
                    )
                    for progress, following in found
                ),
                stacks=(
                    (say("learner"), say("last")),
                    (say("practised"), say("in the dark")),
                    (say("parts"), say("next")),
                ),
            ),
            Lines(lines=() if found else (say("Nobody learns to drive."),)),
            Lines(lines=(_advice(curriculum),) if found else ()),
        ),
    )


def card_page(
    *,
    learner: Learner,
    progress: Progress,
    following: Next,
    log: tuple[LoggedLesson, ...],
    supervisors: tuple[Judged, ...],
    keep_to: tuple[Rule, ...],
    coming: tuple[Coming, ...],
    curriculum: Curriculum,
    today: date,
    people: Directory,
    zone: tzinfo,
) -> Page:
    """One learner's card, to be printed for those in the car: with whom, what to keep to, and how far it has come."""
    last = in_order(log)[::-1][:LESSONS_SHOWN]
    return Page(
        title=say("Learner's card, {day}: {who}", day=day(today), who=people.who(learner.rider)),
        parts=(
            Lines(
                lines=(
                    say("Permit until {date}.", date=learner.permit_until),
                    so_far(progress, curriculum),
                    *next_words(following),
                )
            ),
            Table(
                heading=say("May practise with"),
                columns=(say("supervisor"), say("phone"), say("until")),
                rows=tuple(
                    (with_whom(one, people), people.phone(one.volunteer), str(one.until or say("more than a year")))
                    for one in supervisors
                    if one.is_supervisor and not one.refusals
                ),
            ),
            Table(
                heading=say("Planned"),
                columns=(say("date"), say("time"), say("supervisor"), say("part"), say("what")),
                rows=tuple(_coming_row(one, people=people, zone=zone) for one in coming),
                stacks=((say("date"), say("time")), (say("supervisor"),), (say("part"), say("what"))),
            ),
            Lines(heading=say("On every lesson"), lines=tuple(_kept(rule) for rule in keep_to)),
            Table(
                heading=say("Parts"),
                columns=(say("moment"), say("part"), say("what"), say("when"), say("done")),
                rows=tuple(_part_row(part, curriculum, progress, log) for part in _parts(learner, curriculum)),
                grouped=1,
            ),
            Table(
                heading=say("Last lessons"),
                columns=(say("date"), say("supervisor"), say("minutes"), say("parts"), say("remarks")),
                rows=tuple(
                    (
                        _begun(row),
                        _with_whom(row, people),
                        str(row.minutes),
                        " ".join((*row.parts, *((say("in the dark"),) if row.dark else ()))),
                        _remarks(row, curriculum),
                    )
                    for row in last
                ),
                stacks=((say("date"), say("supervisor")), (say("minutes"),), (say("parts"), say("remarks"))),
            ),
        ),
    )


def _coming_row(one: Coming, *, people: Directory, zone: tzinfo) -> tuple[str, ...]:
    where = [people.place(one.stop.place), one.stop.vehicle, say("on the way to work") if one.stop.practice else ""]
    what = title_of(one.part) if one.part else ""
    told = [what, *where, say("in the dark") if one.dark else ""]
    return (
        day(local_date(one.stop.begins_at, zone)),
        span(one.stop.begins_at, one.stop.ends_at, zone),
        people.who(one.stop.volunteer),
        one.part.part if one.part else "",
        ", ".join(filter(None, told)),
    )


def lesson_words(lesson: LoggedLesson, *, curriculum: Curriculum, people: Directory) -> str:
    """A logged lesson in words: date and time, minutes, with whom, parts, darkness, remarks."""
    told = [_begun(lesson), length(lesson.minutes), _with_whom(lesson, people), *lesson.parts]
    told += [say("in the dark")] if lesson.dark else []
    return ", ".join(filter(None, (*told, _remarks(lesson, curriculum))))


def so_far(progress: Progress, curriculum: Curriculum) -> str:
    """Hours and parts so far."""
    told = say(
        "Practised so far: {hours} of {target} h, {done} of {all} parts.",
        hours=length(progress.minutes),
        target=f"{curriculum.target_hours:g}",
        done=len(progress.done),
        all=_all(progress),
    )
    if not progress.again:
        return told
    more = say("Once more: {parts}.", parts=all_of(progress.again))
    return f"{told} {more}"


def next_words(following: Next) -> tuple[str, ...]:
    """What to practise next, and what has to wait for its time."""
    told = []
    if following.part:
        told.append(say("Next: {part} ({code}).", part=title_of(following.part), code=following.part.part))
    if following.waiting:
        waiting = all_of(title_of(part) for part in following.waiting)
        told.append(say("Waiting for their season, for darkness or daylight: {parts}.", parts=waiting))
    return tuple(told)


def title_of(one: Part | Moment | Remark) -> str:
    """A title in the language that is spoken."""
    return one.title_sv if spoken() == "sv" and one.title_sv else say_title(one.title)


def _kept(rule: Rule) -> str:
    return say("{words} ({by})", words=rule.words, by=rule.by)


def _part_row(part: Part, curriculum: Curriculum, progress: Progress, log: tuple[LoggedLesson, ...]) -> tuple[str, ...]:
    moment = next(one for one in curriculum.moments if one.moment == part.moment)
    dates = sorted(row.date for row in log if part.part in row.parts)
    done = (
        {part.part: str(dates[-1])} if part.part in progress.done else dict.fromkeys(progress.again, say("once more"))
    )
    return f"{moment.moment}. {title_of(moment)}", part.part, title_of(part), _when(part), done.get(part.part, "")


def _when(part: Part) -> str:
    told = [f"{part.season_from} - {part.season_to}"] if part.season_from else []
    told += [say("in the dark")] if part.dark else []
    return ", ".join([*told, *([say("by daylight")] if part.daylight else [])])


def _parts(learner: Learner, curriculum: Curriculum) -> tuple[Part, ...]:
    return tuple(sorted(curriculum.parts_for(learner.transmission), key=lambda part: part.moment))


def _begun(lesson: LoggedLesson) -> str:
    return day(lesson.date) if lesson.start is None else f"{day(lesson.date)} {lesson.start:%H:%M}"


def _with_whom(lesson: LoggedLesson, people: Directory) -> str:
    return people.who(lesson.volunteer) if lesson.volunteer else say("with somebody from outside")


def _remarks(lesson: LoggedLesson, curriculum: Curriculum) -> str:
    return ", ".join(title_of(one) for one in curriculum.remarks if one.remark in lesson.remarks)


def _all(progress: Progress) -> int:
    return len(progress.done) + len(progress.again) + len(progress.left)


def _advice(curriculum: Curriculum) -> str:
    return say_many(
        "{number} hour is advice, not law; curriculum.target_hours in the configuration.",
        "{number} hours are advice, not law; curriculum.target_hours in the configuration.",
        round(curriculum.target_hours),
    )
