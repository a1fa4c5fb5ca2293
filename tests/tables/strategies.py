"""Any valid tables, as Hypothesis makes them up."""

from dataclasses import fields, replace
from datetime import date, time, timedelta
from typing import Any

from hypothesis import strategies as st

from ridematch.model.facts import (
    WEEKDAYS,
    Approval,
    Availability,
    Avoid,
    Away,
    Learner,
    LessonTime,
    Licence,
    LoggedLesson,
    Overnight,
    Place,
    Ride,
    Rider,
    Road,
    Row,
    Shift,
    ShiftChange,
    Supervisor,
    Tables,
    Vehicle,
    Volunteer,
)
from ridematch.tables.cells import CODE_CHARACTERS, EXCEL_ERROR, point
from ridematch.tables.findings import BadCellError
from ridematch.tables.spellings import clean, folded, one_line

FORMULAS = ("=1+1", "+46", "-1", "-", "@a", "=SUM(A1)", "'=1", "''-x", "'t Hof", "'", '"', "a;b", "a,b", "a\tb", "")
LIKE_VALUES = (
    "1E5",
    "007",
    "TRUE",
    "nej",
    "2026-12-14",
    "06:30",
    "24:00",
    "1,5",
    "63.4",
    "#N/A",
    "#REF!",
    "_x0041_",
    "_x000D_b",
    "'0701",
    "123456789012345678",
    "＝1+1",
    "&amp;",
)
LONG = "två\nrader\n\nmed ord och åäö " * 15
LATIN = st.characters(codec="cp1252", exclude_categories=["Cc"])
ANY = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")


def _texts(letters: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tricky = [each for each in (*FORMULAS, *LIKE_VALUES, LONG) if letters is not LATIN or in_windows_letters(each)]
    words = st.one_of(st.text(letters, max_size=8), st.sampled_from(tricky))
    made = st.lists(words, max_size=4).map("".join).map(clean)
    return made.filter(lambda text: clean(text) == text and not EXCEL_ERROR.fullmatch(text))


def _names(letters: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return _texts(letters).map(one_line).filter(lambda name: bool(name) and one_line(name) == name)


def _place_names(letters: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def is_name(name: str) -> bool:
        try:
            return point(name) is None and not name.startswith("home:")
        except BadCellError:
            return False

    return _names(letters).filter(is_name)


def _decimals(low: int, high: int) -> st.SearchStrategy[float]:
    return st.floats(low, high).map(lambda number: round(number, 12))


CODES = st.from_regex(r"[A-Za-zÅÄÖåäö0-9_][A-Za-zåäö0-9_.-]{0,8}", fullmatch=True) | st.sampled_from(
    ("1E5", "007", "TRUE", "2026-12-14", "3.10", "1-2", "R" * CODE_CHARACTERS)
)
DATES = st.dates(date(1900, 1, 1), date(2199, 12, 31)) | st.sampled_from((date(1900, 2, 28), date(1900, 3, 1)))
MAYBE_DATE = st.none() | DATES
TIMES = st.times().map(lambda at: time(at.hour, at.minute)) | st.sampled_from((time(0, 0), time(23, 59)))
PHONES = st.from_regex(r"\+?[0-9]{3,6}[ ()/.-][0-9]{3,8}", fullmatch=True) | st.sampled_from(("", "0701740605", "007"))
EMAILS = st.sampled_from(("", "a@example.org", "+b@example.org", "=c@example.org"))
NEEDS = st.lists(
    st.sampled_from(("wheelchair", "child-seat:2", "woman-driver", "lang:ar", "no-dog")), unique=True, max_size=3
).map(tuple)
DAYS = st.one_of(
    st.sets(st.sampled_from(WEEKDAYS), min_size=1).map(lambda found: tuple(day for day in WEEKDAYS if day in found)),
    DATES.map(lambda on: (on.isoformat(),)),
)
TRANSMISSIONS = st.sampled_from(("", "manual", "automatic"))
HIDDEN = "X77"
"""The code of the rider with limited visibility."""

BORN = st.one_of(st.integers(1900, 2100).map(str), DATES.map(date.isoformat))
FLOATS = _decimals(0, 3000) | st.sampled_from((0.0, 0.1, 0.1 + 0.2, 1e-7, 2.5, 1e-15, 3000.0, 2999.9999999999995))
POINTS = (
    st.tuples(st.integers(-90, 90), st.integers(-180, 180))
    .map(lambda pair: f"{pair[0]}.5,{pair[1]}.25")
    .filter(lambda text: not text.startswith(("90", "-90")) and ",180" not in text and ",-180" not in text)
)


@st.composite
def valid_tables(draw: st.DrawFn, *, latin: bool = False) -> Tables:
    """Tables of which some may be absent, whose references hold; with `latin`, in the letters of Windows-1252."""
    letters = LATIN if latin else ANY
    texts, names = _texts(letters), _names(letters)

    def some(row: type[Row], **fields: st.SearchStrategy[Any]) -> tuple[Any, ...]:
        made = st.builds(row, **fields, note=texts, source=texts)
        return tuple(draw(st.lists(made, max_size=2)))

    place_names = draw(st.lists(_place_names(letters), min_size=3, max_size=5, unique_by=folded))
    kinds = st.sampled_from(("village", "stop", "workplace"))
    places = tuple(
        Place(
            name=name,
            lat=draw(_decimals(-90, 90)),
            lon=draw(_decimals(-180, 180)),
            country=draw(st.sampled_from(("SE", "NO", "SE/NO"))),
            kind=draw(kinds) if number else "meeting-point",
            note=draw(texts),
        )
        for number, name in enumerate(place_names)
    )
    where = st.sampled_from(place_names) | POINTS
    maybe_where = where | st.just("")
    codes = draw(st.lists(CODES.filter(lambda code: code != HIDDEN), min_size=8, max_size=8, unique_by=folded))
    people = {"home": where, "phone": PHONES, "email": EMAILS, "name": names, "note": texts}
    riders = [
        draw(
            st.builds(
                Rider,
                rider=st.just(code),
                address=texts,
                pickup_note=texts,
                language=st.sampled_from(("", "sv", "ar")),
                needs=NEEDS,
                seats=st.integers(1, 60),
                boarding_minutes=st.integers(0, 60),
                minor=st.booleans(),
                limited_visibility=st.just(False),
                **people,
            )
        )
        for code in codes[:2]
    ]
    details = {"address": texts, "pickup_note": texts, "phone": PHONES, "email": EMAILS, "note": texts, "source": texts}
    hidden = st.builds(
        Rider,
        rider=st.just(HIDDEN),
        name=st.just("Gömd Hemlig"),
        home=st.just(place_names[0]),
        limited_visibility=st.just(True),
        **details,
    )
    riders.append(draw(hidden))
    volunteers = [
        draw(
            st.builds(
                Volunteer,
                volunteer=st.just(code),
                languages=st.sampled_from(((), ("sv",), ("sv", "ar"))),
                seats=st.integers(0, 60),
                offers=NEEDS,
                max_drive_minutes_per_day=st.integers(0, 1440),
                max_days_per_week=st.integers(0, 7),
                max_asks_per_week=st.none() | st.integers(0, 100),
                max_wait_away=st.integers(0, 1440),
                notice_hours=st.integers(0, 1000),
                only_employer=names | st.just(""),
                record_seen_on=MAYBE_DATE,
                active=st.booleans(),
                **people,
            )
        )
        for code in codes[2:4]
    ]
    rider = st.sampled_from([each.rider for each in riders])
    volunteer = st.sampled_from([each.volunteer for each in volunteers])
    shifts = _named(
        tuple(draw(_shifts(code, rider=rider, where=where, names=names, texts=texts)) for code in codes[4:6]),
        place_names[0],
    )
    first = draw(DATES)
    stretch = {"first_date": st.just(first), "last_date": st.integers(0, 9).map(lambda days: first + timedelta(days))}
    return Tables(
        places=places,
        roads=_going(
            some(
                Road,
                start=where,
                end=where,
                km=FLOATS,
                minutes=FLOATS,
                road=names | st.just(""),
                limit_kmh=st.none() | st.integers(5, 150),
                one_way=st.booleans(),
            )
        ),
        riders=tuple(riders),
        shifts=shifts,
        shift_changes=tuple(draw(_shift_changes(shift.shift, texts=texts)) for shift in shifts),
        rides=_going(
            _named(
                tuple(draw(_rides(code, rider=rider, where=where, texts=texts)) for code in codes[6:7]), place_names[0]
            )
        ),
        volunteers=tuple(volunteers),
        availability=tuple(
            each
            for each in some(
                Availability,
                volunteer=volunteer,
                days=DAYS,
                start=TIMES,
                end=TIMES,
                start_from=maybe_where,
                back_to=maybe_where,
                own_trip=st.booleans(),
                max_detour_minutes=st.integers(0, 1440),
                every_weeks=st.integers(1, 52),
                **stretch,
            )
            if not (each.own_trip and each.start_from == each.back_to)
        ),
        away=some(Away, who=rider | volunteer, start=st.none() | TIMES, end=st.none() | TIMES, **stretch),
        avoid=some(Avoid, volunteer=volunteer, rider=rider),
        licences=some(
            Licence,
            volunteer=volunteer,
            valid_from=st.just(first),
            valid_to=st.none() | st.just(first),
            country=st.sampled_from(("SE", "NO")),
            code=st.sampled_from(("B", "B78")),
        ),
        supervisors=some(
            Supervisor,
            volunteer=volunteer,
            born=BORN,
            transmission=TRANSMISSIONS,
            intro_course_on=MAYBE_DATE,
            other_approvals=st.integers(0, 100),
            may_practise_on_rides=st.booleans(),
        )[:1],
        learners=some(
            Learner,
            rider=rider,
            born=BORN,
            permit_until=DATES,
            transmission=TRANSMISSIONS,
            lesson_minutes=st.integers(10, 480),
            lessons_per_week=st.integers(0, 7),
            min_days_between=st.integers(1, 60),
            waiting_since=MAYBE_DATE,
            practised_minutes=st.integers(0, 1_000_000),
            may_practise_on_rides=st.booleans(),
            intro_course_on=MAYBE_DATE,
        )[:1],
        lesson_times=_named(
            some(LessonTime, rider=rider, days=DAYS, start=TIMES, end=TIMES, place=maybe_where, **stretch),
            place_names[0],
        ),
        approvals=some(
            Approval,
            volunteer=volunteer,
            rider=rider,
            approved_on=st.just(first),
            valid_until=st.none() | st.just(first),
        ),
        practice_log=some(
            LoggedLesson,
            rider=rider,
            volunteer=volunteer | st.none(),
            date=DATES,
            start=st.none() | TIMES,
            minutes=st.integers(1, 480),
            parts=st.lists(st.sampled_from(("seat", "gears", "my-own")), max_size=3).map(tuple),
            dark=st.booleans(),
            remarks=st.sampled_from(((), ("more",))),
        ),
        vehicles=some(
            Vehicle,
            vehicle=CODES,
            seats=st.integers(0, 60),
            offers=NEEDS,
            transmission=TRANSMISSIONS,
            place=maybe_where,
        )[:1],
        overnight=some(
            Overnight,
            place=where,
            days=DAYS,
            beds=st.integers(1, 500),
            employer=names,
            **stretch,
        ),
    )


@st.composite
def _shifts(
    draw: st.DrawFn,
    code: str,
    *,
    rider: st.SearchStrategy[str],
    where: st.SearchStrategy[str],
    names: st.SearchStrategy[str],
    texts: st.SearchStrategy[str],
) -> Shift:
    earliest, longest = draw(st.integers(0, 720)), draw(st.integers(0, 720))
    first = draw(MAYBE_DATE)
    return Shift(
        shift=code,
        rider=draw(rider),
        workplace=draw(where),
        days=draw(DAYS),
        start=draw(TIMES),
        end=draw(TIMES),
        employer=draw(names | st.just("")),
        first_date=first,
        last_date=draw(st.none() | st.just(first)),
        every_weeks=draw(st.integers(1, 52)) if first else 1,
        start_from=draw(where | st.just("")),
        back_to=draw(where | st.just("")),
        earliest_arrival=earliest,
        latest_arrival=draw(st.integers(0, earliest)),
        ready_after=draw(st.integers(0, longest)),
        longest_wait=longest,
        legs=draw(st.sampled_from(("both", "out", "back"))),
        fallback_out=draw(st.sampled_from(("none", "bus", "own", "bed"))),
        fallback_back=draw(st.sampled_from(("none", "bus", "own", "bed"))),
        holidays=draw(st.sampled_from(("as-usual", "not", "only"))),
        urgency=draw(st.sampled_from(("normal", "high", "must"))),
        note=draw(texts),
    )


@st.composite
def _shift_changes(draw: st.DrawFn, shift: str, *, texts: st.SearchStrategy[str]) -> ShiftChange:
    moved = draw(st.booleans())
    return ShiftChange(
        shift=shift,
        date=draw(DATES),
        change="moved" if moved else "cancelled",
        start=draw(TIMES) if moved else None,
        end=draw(TIMES) if moved else None,
        note=draw(texts),
    )


@st.composite
def _rides(
    draw: st.DrawFn,
    code: str,
    *,
    rider: st.SearchStrategy[str],
    where: st.SearchStrategy[str],
    texts: st.SearchStrategy[str],
) -> Ride:
    arrive = draw(st.none() | TIMES)
    return Ride(
        ride=code,
        rider=draw(rider),
        start=draw(where),
        end=draw(where),
        date=draw(DATES),
        arrive_by=arrive,
        leave_after=draw(TIMES) if arrive is None else None,
        seats=draw(st.none() | st.integers(1, 60)),
        return_after=draw(st.none() | TIMES),
        urgency=draw(st.sampled_from(("normal", "high", "must"))),
        source=draw(texts),
    )


def _named(made: tuple[Any, ...], meeting_point: str) -> tuple[Any, ...]:
    """The rows, of which those about the hidden rider have a meeting point in place of coordinates."""
    where = ("start", "end", "start_from", "back_to", "place")
    return tuple(
        replace(
            row,
            **{
                field.name: meeting_point
                for field in fields(row)
                if row.rider == HIDDEN and field.name in where and _is_point(getattr(row, field.name))
            },
        )
        for row in made
    )


def _is_point(value: object) -> bool:
    return isinstance(value, str) and point(value) is not None


def _going(made: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(each for each in made if each.start != each.end)


def in_windows_letters(text: str) -> bytes | None:
    """The text in Windows-1252 as it would be read back, None where that is not possible."""
    try:
        content = text.encode("cp1252")
    except UnicodeEncodeError:
        return None
    try:
        content.decode()
    except UnicodeDecodeError:
        return content
    return content if text.isascii() else None
