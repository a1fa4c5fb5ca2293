from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import Engine, delete, select
from sqlmodel import SQLModel

from ridematch.model.errors import RidematchError
from ridematch.model.facts import ROW_TYPES, Away, Rider, Tables
from ridematch.store.columns import table_of
from ridematch.store.database import reading, transaction
from ridematch.store.schema import INPUT_TABLES, RiderContactRow
from ridematch.store.tables import load_tables, replace_tables
from tests.store.examples import PERSONAL, TABLES, any_tables, field_names


def _replace(store: Engine, tables: Tables) -> None:
    with transaction(store) as session:
        replace_tables(session, tables)


def _load(store: Engine) -> Tables:
    with reading(store) as session:
        return load_tables(session)


def test_a_new_store_holds_empty_tables(store: Engine) -> None:
    assert _load(store) == Tables(**dict.fromkeys(ROW_TYPES, ()))


def test_what_is_loaded_equals_what_was_imported_in_the_same_order(store: Engine) -> None:
    _replace(store, TABLES)
    assert _load(store) == TABLES


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables=any_tables())
def test_any_tables_replace_whatever_was_there(store: Engine, tables: Tables) -> None:
    # The store keeps the rows of the example before: from any state to any other.
    _replace(store, tables)
    assert _load(store) == tables


@pytest.mark.parametrize("table", ROW_TYPES)
def test_every_column_of_a_table_has_a_place_in_the_store(table: str) -> None:
    kept = [{column.name for column in table_of(model).columns} for model in INPUT_TABLES[table]]
    assert set.union(*kept) - {"line"} == field_names(ROW_TYPES[table])


def test_tables_that_are_absent_are_left_alone(store: Engine) -> None:
    _replace(store, TABLES)
    away = (Away(who="V01", first_date=date(2026, 12, 14), last_date=date(2026, 12, 14)),)
    _replace(store, Tables(away=away))
    assert _load(store) == replace(TABLES, away=away)


def test_a_table_that_is_present_and_empty_empties_the_table(store: Engine) -> None:
    _replace(store, TABLES)
    _replace(store, Tables(roads=(), away=()))
    assert _load(store) == replace(TABLES, roads=(), away=())


def test_riders_are_replaced_alone_while_shifts_refer_to_them(store: Engine) -> None:
    _replace(store, TABLES)
    berit, anders = TABLES.riders or ()
    riders = (Rider(rider="R03", name="Elin Example", home="Duved"), anders, replace(berit, seats=3, home="Duved"))
    _replace(store, Tables(riders=riders))
    assert _load(store) == replace(TABLES, riders=riders)


def test_a_row_that_refers_to_nobody_is_named_and_changes_nothing(store: Engine) -> None:
    _replace(store, TABLES)
    with pytest.raises(RidematchError) as caught:
        _replace(store, Tables(riders=(TABLES.riders or ())[1:], avoid=()))
    assert "shifts has rider R02, but riders has no R02." in str(caught.value)
    assert "learners has rider R02" in str(caught.value)
    assert "R01" not in str(caught.value)
    assert _load(store) == TABLES


def test_removing_a_rider_with_all_that_refers_to_them(store: Engine) -> None:
    _replace(store, TABLES)
    without = Tables(
        riders=(TABLES.riders or ())[1:],
        shifts=(TABLES.shifts or ())[1:],
        shift_changes=(),
        avoid=(),
        learners=(),
        lesson_times=(),
        approvals=(),
        practice_log=(),
    )
    _replace(store, without)
    assert _load(store).riders == without.riders
    with reading(store) as session:
        contacts = session.execute(select(table_of(RiderContactRow).c.rider)).scalars().all()
    assert contacts == ["R01"]


def test_a_code_that_stands_twice_is_refused(store: Engine) -> None:
    rider = Rider(rider="R01", name="Anders Example", home="Duved")
    with pytest.raises(RidematchError, match="riders: R01 stands there twice"):
        _replace(store, Tables(riders=(rider, replace(rider, home="Undersåker"))))
    assert _load(store).riders == ()


def test_the_same_row_twice_is_kept_twice_where_rows_have_no_code(store: Engine) -> None:
    away = Away(who="V01", first_date=date(2026, 12, 14), last_date=date(2026, 12, 14), start=time(8), end=time(9))
    _replace(store, Tables(away=(away, away)))
    assert _load(store).away == (away, away)


def test_personal_data_stands_in_the_contact_tables_alone(store: Engine) -> None:
    _replace(store, TABLES)
    with reading(store) as session:
        for table in SQLModel.metadata.tables.values():
            everything = str(session.execute(select(table)).all())
            found = [word for word in PERSONAL if word in everything]
            assert bool(found) == (table.name in ("rider_contact", "volunteer_contact")), (table.name, found)


def test_without_a_contact_a_person_is_a_code(store: Engine) -> None:
    _replace(store, TABLES)
    with transaction(store) as session:
        contact = table_of(RiderContactRow)
        session.execute(delete(contact).where(contact.c.rider == "R02"))
    berit, anders = TABLES.riders or ()
    needed = Rider(rider="R02", name="R02", home="", needs=berit.needs)
    assert _load(store) == replace(TABLES, riders=(needed, anders))
