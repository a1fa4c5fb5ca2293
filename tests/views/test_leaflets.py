"""A page for each volunteer and rider: what stands on it, for whom, and that names stay names."""

from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser

from ridematch.language import speaking_to
from ridematch.model.edition import Person, Unserved
from ridematch.views.directory import Directory
from ridematch.views.leaflets import Leaflet, as_html, is_leaflet, rider_leaflet, volunteer_leaflet
from tests.views.schedules import PEOPLE, PROMISE, STOPS, ZONE

PLACES = {
    "Duved": (63.39, 12.93),
    "Mötesplatsen": (63.4, 13.08),
    "home:R1": (63.3652, 12.7012),
    "home:R2": (63.5, 13.5),
}


class Reader(HTMLParser):
    """The words and the links of a page; every element that is opened is closed."""

    VOID = ("meta", "br")

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(page.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip() and self.open[-1] not in ("style", "title"):
            self.words.append(" ".join(data.split()))


def volunteers(code: str = "V1", people: Directory = PEOPLE) -> Leaflet:
    return volunteer_leaflet(
        code, stops=STOPS, promises=(PROMISE,), events=(), people=people, places=PLACES, edition=3, zone=ZONE
    )


def riders(code: str, people: Directory = PEOPLE) -> Leaflet:
    return rider_leaflet(code, stops=STOPS, people=people, places=PLACES, edition=3, zone=ZONE)


def test_a_volunteers_page_has_stops_in_order_with_map_and_number() -> None:
    read = Reader(as_html(volunteers()))
    assert read.open == []
    assert "fetch Ada" in read.words and "told" in read.words
    assert "05:10" in read.words
    home = "63.36520,12.70120"
    assert any(link.startswith(f"geo:{home}?q={home}(Duved%2C%20P") for link in read.links)
    assert "tel:+46701740601" in read.links
    assert not any(link.startswith("http") for link in read.links)


def test_nobody_reads_of_people_they_do_not_meet() -> None:
    mine = {stop.rider for stop in STOPS if stop.volunteer == "V1"}
    page = as_html(volunteers()).decode("utf-8")
    for code, person in PEOPLE.people.items():
        if code not in mine | {"V1"}:
            assert person.phone not in page or not person.phone
    own = as_html(riders("R1")).decode("utf-8")
    others = {code for code in PEOPLE.people if code.startswith("R") and code != "R1"}
    assert not any(PEOPLE.people[code].phone in own for code in others if PEOPLE.people[code].phone)


def test_a_riders_page_says_who_fetches_when_and_where() -> None:
    read = Reader(as_html(riders("R1")))
    assert any(word.startswith("Bo fetches you") for word in read.words)
    assert "05:10" in read.words and "05:30" in read.words


def test_nothing_planned_is_said() -> None:
    assert "Nothing is planned." in Reader(as_html(volunteers("V9"))).words


def test_a_name_is_text_whatever_it_is() -> None:
    hostile = Person(code="R1", name="<script>alert(1)</script> أمينة", place='Duved"><b>', phone="1<2")
    people = Directory({**PEOPLE.people, "R1": hostile})
    page = as_html(volunteers(people=people))
    assert b"<script" not in page and b"<b>" not in page
    assert Reader(page).open == []


def test_our_pages_are_known_again_and_others_are_not() -> None:
    assert is_leaflet(as_html(volunteers()))
    assert not is_leaflet(b"<!doctype html><title>mine</title>")


def test_a_limited_rider_is_a_code_at_a_meeting_point() -> None:
    hidden = replace(PEOPLE.people["R1"], limited_visibility=True, name="R1", address="", phone="", pickup_note="")
    page = as_html(volunteers(people=Directory({**PEOPLE.people, "R1": hidden}))).decode("utf-8")
    assert "fetch R1" in page and "Ada" not in page


def test_a_map_never_leads_to_a_home_that_is_not_to_be_seen() -> None:
    """R2 is fetched at a meeting point; R1 now at home, which nobody may find."""
    assert "geo:63.40000,13.08000" in as_html(volunteers()).decode("utf-8")
    for meeting_point, leads_to in (("Mötesplatsen", "geo:63.40000,13.08000"), ("", "")):
        hidden = Person(code="R1", name="R1", place=meeting_point, limited_visibility=True)
        people = Directory({**PEOPLE.people, "R1": hidden})
        for page in (volunteers(people=people), riders("R1", people)):
            links = [line.geo for day in page.days for card in day.cards for line in card.lines if line.geo]
            assert not any("63.36520" in link for link in links)
            assert any(link.startswith(leads_to) for link in links) or not leads_to


def test_a_map_of_a_home_without_coordinates_leads_to_its_village() -> None:
    places = {"Duved": (63.39, 12.93)}
    page = rider_leaflet("R1", stops=STOPS, people=PEOPLE, places=places, edition=3, zone=ZONE)
    assert page.days[0].cards[0].lines[0].geo.startswith("geo:63.39000,12.93000?q=63.39000,12.93000(Duved")


def test_a_page_brings_the_letters_that_many_computers_lack() -> None:
    assert b"data:font" not in as_html(volunteers())
    named = Directory({**PEOPLE.people, "R1": replace(PEOPLE.people["R1"], name="ኣበበ Påhitt")})
    assert b"data:font/woff2;base64," in as_html(volunteers(people=named))
    with speaking_to("ti"):
        assert b"data:font/woff2;base64," in as_html(riders("R1"))


def test_a_rider_reads_on_which_dates_nobody_was_found() -> None:
    left = [
        Unserved(code=f"S9:{on}", kind=kind, rider=rider, date=on, verdict="taken")
        for on, kind, rider in (
            (date(2026, 12, 13), "commute", "R9"),
            (date(2026, 12, 17), "commute", "R9"),
            (date(2026, 12, 18), "lesson", "R9"),
            (date(2026, 12, 19), "ride", "R8"),
        )
    ]
    page = rider_leaflet(
        "R9",
        stops=STOPS,
        unserved=left,
        people=PEOPLE,
        places=PLACES,
        edition=3,
        zone=ZONE,
        now=datetime(2026, 12, 14, 5, tzinfo=UTC),
        past_too=False,
    )
    assert [(day.title, card.lines[0].what) for day in page.days for card in day.cards] == [
        ("Thursday 17 December", "Nobody has been found to drive you on this day so far.")
    ]
