"""What every command shares: global options, exit statuses, dates as typed, what a stopped run left behind."""

import os
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import typer

from ridematch.language import say
from ridematch.model.errors import RidematchError
from ridematch.model.settings import Settings

SOUND, UNSOUND, WRONG, INTERRUPTED, TERMINATED = 0, 1, 2, 130, 143
"""Exit statuses: done, the result is not sound, wrong use or wrong data, stopped by Ctrl-C, ended by the system."""


EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
MOST_DAYS = 366

_written: list[str] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What holds for every command."""

    store_url: str
    config: Path | None
    plain: bool
    by: str = ""
    """Who is at the desk, for the trail of what was noted; a code."""
    command: str = "ridematch"
    """How to call the program again with these options, for commands that can be copied."""

    @property
    def store(self) -> str:
        """The store's address; by default a file in the user's data folder."""
        if self.store_url:
            return self.store_url
        from ridematch.store.database import default_url

        return default_url()

    def settings(self) -> Settings:
        """The configuration."""
        return _settings(self.config)

    def zone(self) -> ZoneInfo:
        """Where local times are."""
        return ZoneInfo(self.settings().calendar.zone)

    def date_said(self, text: str) -> date | None:
        """A date as a person types it: in ISO form, or today, tomorrow, friday; None where nothing is said."""
        from ridematch.tables.said import said_date

        return as_date(said_date(text, today=self.today())) if text else None

    def today(self) -> date:
        """The local date."""
        return now().astimezone(self.zone()).date()


@cache
def _settings(config: Path | None) -> Settings:
    from ridematch.office.settings import load_settings

    return load_settings(config)


def now() -> datetime:
    """This instant; or the one in RIDEMATCH_NOW, for rehearsals: "2026-12-11T18:00+01:00"."""
    pretended = os.environ.get("RIDEMATCH_NOW", "")
    if not pretended:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        found = datetime.fromisoformat(pretended)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise RidematchError(say("RIDEMATCH_NOW is no instant: write it like 2026-12-11T18:00+01:00, or leave it out."))
    return found.astimezone(UTC).replace(microsecond=0)


def as_date(text: str) -> date:
    """A date as a person types it; ISO only, so that nobody has to guess which is the month."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(say("{text!r} is not a date: write it like 2026-12-14.", text=text)) from None
    if not EARLIEST <= found <= LATEST:
        raise typer.BadParameter(say("{text!r} is not a date of this century.", text=text))
    return found


def as_instant(text: str, zone: ZoneInfo) -> datetime:
    """An instant as a person types it: a date stands for its end, "2026-12-08T09:00" is local."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            say("{text!r} is neither a date nor an instant: write it like 2026-12-08 or 2026-12-08T09:00.", text=text)
        ) from None
    as_date(found.date().isoformat())
    if "T" not in text and " " not in text:
        found = datetime.combine(found.date(), time.max)
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


def confirmed(question: str) -> bool:
    """Whether the person at the terminal says yes, in either language; no answer is no."""
    while True:
        answer = typer.prompt(say("{question} [y/N]", question=question), default="", show_default=False)
        if answer.strip().lower() in ("y", "yes", "j", "ja"):
            return True
        if answer.strip().lower() in ("", "n", "no", "nej"):
            return False
        typer.echo(say("Answer yes or no."))


def promise_may_break() -> bool:
    """Whether the person at the terminal means it although it breaks a promise. RidematchError: nobody is there."""
    if not sys.stdin.isatty():
        raise RidematchError(
            say("Nothing was changed: it breaks a promise, and nobody is there to ask. Say --yes if it is meant.")
        )
    return confirmed(say("It breaks a promise. Change it all the same?"))


def begins_to_write(what: str) -> None:
    """From now on a run that is stopped may have changed something; `what` is said then."""
    _written.append(what)


def left_behind() -> str:
    """What a run that is stopped now may have changed."""
    return _written[-1] if _written else say("nothing was changed")


def nothing_written_yet() -> None:
    """A new run."""
    _written.clear()
