"""Editions, what belongs to them, promises and runs in the database, one class each.

They hold codes and refer to nobody's row, so that history stays when a person leaves.
"""

import datetime as dt

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from ridematch.store.columns import Instant, Sentences, key, line_as_key


class EditionRow(SQLModel, table=True):
    """What one run published. `ends_on` is the first date after its last: `first_date` + `days`."""

    __tablename__ = "edition"
    number: int = line_as_key()
    made_at: dt.datetime = Field(sa_type=Instant)
    by: str
    first_date: dt.date
    days: int
    ends_on: dt.date = Field(index=True)
    objective: float
    bound: float
    proven: bool
    seconds: float
    problem_json: str = Field(sa_type=Text)
    plan_json: str = Field(sa_type=Text)
    noted_with: int | None


class PlannedStopRow(SQLModel, table=True):
    """A visit of a published duty."""

    __tablename__ = "planned_stop"
    edition: int = Field(primary_key=True, foreign_key="edition.number")
    line: int = line_as_key()
    volunteer: str
    date: dt.date = Field(index=True)
    trip: int
    position: int
    action: str
    place: str
    arrives_at: dt.datetime = Field(sa_type=Instant)
    begins_at: dt.datetime = Field(sa_type=Instant)
    ends_at: dt.datetime = Field(sa_type=Instant)
    minutes: int
    metres: int
    own_trip: bool
    serves: str
    rider: str
    journey: str
    journey_date: dt.date | None
    seats: int
    practice: str
    vehicle: str


class UnservedRow(SQLModel, table=True):
    """Something an edition had no place for."""

    __tablename__ = "unserved"
    edition: int = Field(primary_key=True, foreign_key="edition.number")
    line: int = line_as_key()
    code: str
    kind: str
    rider: str
    date: dt.date = Field(index=True)
    verdict: str
    facts: tuple[str, ...] = Field(sa_type=Sentences)
    count: int


class CoveredRow(SQLModel, table=True):
    """A leg that its fallback covered in an edition."""

    __tablename__ = "covered"
    edition: int = Field(primary_key=True, foreign_key="edition.number")
    line: int = line_as_key()
    request: str
    rider: str
    date: dt.date = Field(index=True)
    fallback: str


class EventRow(SQLModel, table=True):
    """What was said about a ride or lesson, one row for each thing said; rows are added and never changed."""

    __tablename__ = "event"
    number: int = line_as_key()
    at: dt.datetime = Field(sa_type=Instant)
    by: str
    kind: str
    serves: str = Field(index=True)
    rider: str
    volunteer: str
    date: dt.date = Field(index=True)
    because: str
    undoes: int | None
    noted_with: int | None


class RunRow(SQLModel, table=True):
    """One run of match. `ends_on` is the first date after its last."""

    __tablename__ = "run"
    number: int = line_as_key()
    began_at: dt.datetime = Field(sa_type=Instant)
    by: str
    first_date: dt.date
    days: int
    ends_on: dt.date = Field(index=True)
    outcome: str
    edition: int | None
    before: int | None
    asked: int
    served: int
    objective: float
    bound: float
    proven: bool
    complete: bool
    seconds: float
    seconds_limit: float | None
    versions: str
    failure: str
    settings_json: str = Field(sa_type=Text)
    problem_json: str = Field(sa_type=Text)
    plan_json: str = Field(sa_type=Text)
    changes_json: str = Field(sa_type=Text)


class PromiseRow(SQLModel, table=True):
    """What was told by phone, one row for each request or lesson."""

    __tablename__ = "promise"
    serves: str = key()
    volunteer: str
    begins_at: dt.datetime = Field(sa_type=Instant, index=True)
    ends_at: dt.datetime = Field(sa_type=Instant)
    told_at: dt.datetime = Field(sa_type=Instant)
    practice: bool
    vehicle: str
