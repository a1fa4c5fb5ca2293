"""What the tables' columns are made of: keys and references, and types for words, sentences and instants."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, Table, Text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel


class Words(TypeDecorator[tuple[str, ...]]):
    """Words without blanks, kept as blank-separated text, as a person would write them in a cell."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """To the database."""
        return None if value is None else " ".join(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        """From the database."""
        return None if value is None else tuple(value.split())


class Sentences(TypeDecorator[tuple[str, ...]]):
    """Whole sentences, kept as a JSON list."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> list[str] | None:
        """To the database."""
        return None if value is None else list(value)

    def process_result_value(self, value: list[str] | None, dialect: Dialect) -> tuple[str, ...] | None:
        """From the database."""
        return None if value is None else tuple(value)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept and given back in UTC, also where the database knows no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database. A naive datetime is a mistake in the program: ValueError."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def key() -> Any:
    """A column that identifies a row."""
    return Field(primary_key=True)


def line_as_key() -> Any:
    """A number that identifies a row and is given by us."""
    return Field(primary_key=True, sa_column_kwargs={"autoincrement": False})


def reference(column: str, *, primary_key: bool = False) -> Any:
    """A reference that may dangle within a transaction and not at its end."""
    foreign_key = ForeignKey(column, deferrable=True, initially="DEFERRED")
    return Field(primary_key=primary_key, sa_column_args=[foreign_key])


def table_of(model: type[SQLModel]) -> Table:
    """The database table behind a class, for statements about many rows at once."""
    return SQLModel.metadata.tables[str(model.__tablename__)]
