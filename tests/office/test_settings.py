from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ridematch.model.errors import RidematchError
from ridematch.office.settings import default_toml, language_of, load_settings

PART = "[[curriculum.parts]]\n"


def test_there_are_fifteen_parts_under_four_moments_in_both_languages() -> None:
    curriculum = load_settings(None).curriculum
    assert (len(curriculum.parts), [one.moment for one in curriculum.moments]) == (15, [1, 2, 3, 4])
    assert {part.moment for part in curriculum.parts} == {1, 2, 3, 4}
    for titled in (curriculum.parts, curriculum.moments, curriculum.remarks):
        assert all(one.title and one.title_sv for one in titled)
    assert [part.part for part in curriculum.parts if part.is_bound] == ["darkness", "slippery"]
    assert curriculum.target_hours == 120
    assert len(curriculum.parts_for("automatic")) == 14


def test_ones_own_parts_take_the_place_of_all(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(f"{PART}part = 'ice'\nmoment = 1\ntitle = 'On ice'\n", encoding="utf-8")
    settings = load_settings(own)
    assert [part.part for part in settings.curriculum.parts] == ["ice"]
    assert settings.curriculum.remarks == load_settings(None).curriculum.remarks


def test_the_defaults_are_what_the_commented_file_says() -> None:
    settings = load_settings(None)
    assert settings.calendar.zone == "Europe/Stockholm"
    assert settings.weights.asks == (0.0, 10.0, 25.0, 45.0)
    assert settings.vocabulary["wheelchair"] == "space"


def test_a_file_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[roads]\nwinter_speed = 0.9\n[vocabulary]\nroof-box = "space"\n', encoding="utf-8")
    settings = load_settings(own)
    assert settings.roads.winter_speed == 0.9
    assert settings.roads.village_minutes == load_settings(None).roads.village_minutes
    assert settings.vocabulary["roof-box"] == "space"
    assert "child-seat" in settings.vocabulary


def test_the_default_file_used_as_ones_own_changes_nothing(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(default_toml(), encoding="utf-8")
    assert load_settings(own) == load_settings(None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[roads]\nwinter_sped = 1", "roads.winter_sped. Maybe you meant roads.winter_speed"),
        ("zone = 1", "there is no setting zone. Known here: areas, calendar"),
        ('[limits]\nhome_stay_minutes = "x"', "limits.home_stay_minutes can't be 'x'"),
        ('[nights]\nbegins = "25:00"', "nights.begins can't be '25:00'"),
        ("roads = 3", "roads must be a section"),
        ('[calendar]\nzone = "Mars"', "calendar.zone can't be 'Mars'"),
        ("[roads]\nwinter_speed = 0", "roads.winter_speed"),
        ('[roads]\nwinter_to = "31/4"', "roads.winter_to"),
        ("[weights]\nasks = [1, 2]", "weights.asks"),
        ("[weights]\nasks = [0, 10, 15]", "weights.asks"),
        ("[weights]\nwaiting_minute = nan", "weights.waiting_minute"),
        ("[weights]\nwaiting_minute = 1.5", "weights.waiting_minute can't be 1.5: at most weights.driving_minute"),
        ("[costs.urgency]\nhigh = -1", "costs.urgency.high"),
        ('[vocabulary]\nwheelchair = "many"', "vocabulary.wheelchair"),
        ("[[mileage.rates]]\nfirst_date = 2027-01-01", "mileage.rates.0.kr_per_km"),
        ("[[mileage.rates]]\nfirst_date = 2027-01-01\nkr_per_km = -0.01", "mileage.rates.0.kr_per_km can't be -0.01"),
        ("[[mileage.rates]]\nfirst_date = 2027-01-01\nkr_pr_km = 3", "Maybe you meant mileage.rates.kr_per_km"),
        ('[[mileage.rates]]\nfirst_date = "soon"\nkr_per_km = 3', "mileage.rates.0.first_date can't be 'soon'"),
        ("[mileage]\nrates = 3", "mileage.rates"),
        ("[curriculum]\ntarget_hours = 0", "curriculum.target_hours can't be 0.0: above 0"),
        ("[curriculum]\nparts = []", "curriculum.parts can't be 0: one part or more"),
        (f"{PART}part = 'a'\nmoment = 5\ntitle = 'A'", "curriculum.parts.0.moment can't be 5: one of 1, 2, 3, 4"),
        (
            f"{PART}part = 'A b'\nmoment = 1\ntitle = 'A'",
            "curriculum.parts.0.part can't be 'A b': a word in lower case",
        ),
        (f"{PART}part = 'a'\nmoment = 1\n" + f"{PART}part = 'a'", "curriculum.parts.0.title"),
        (
            f"{PART}part = 'a'\nmoment = 1\ntitle = 'A'\n{PART}part = 'a'\nmoment = 1\ntitle = 'B'",
            "curriculum.parts.1.part can't be 'a': a code that no other row has",
        ),
        (
            f"{PART}part = 'a'\nmoment = 1\ntitle = 'A'\nseason_from = '11-15'",
            "curriculum.parts.0.season_to can't be '': given together with season_from",
        ),
        (
            f"{PART}part = 'a'\nmoment = 1\ntitle = 'A'\nseason_from = '11-15'\nseason_to = '31/4'",
            "curriculum.parts.0.season_to can't be '31/4'",
        ),
        (
            f"{PART}part = 'a'\nmoment = 1\ntitle = 'A'\ndark = true\ndaylight = true",
            "curriculum.parts.0.daylight can't be True: dark or daylight, not both",
        ),
        (f"{PART}part = 'a'\nmoment = 1\ntitel = 'A'", "Maybe you meant curriculum.parts.title"),
        ("[mileage]\nrates = [3]", "mileage.rates"),
        (
            "[[mileage.rates]]\nfirst_date = 2027-01-01\nkr_per_km = 3\n"
            "[[mileage.rates]]\nfirst_date = 2027-01-01\nkr_per_km = 4",
            "mileage.rates.1.first_date can't be '2027-01-01': later than in the row before",
        ),
        ('language = "fi"', 'language can\'t be \'fi\': "en" or "sv"'),
        ("[roads", "is not TOML"),
    ],
)
def test_a_mistake_names_file_and_key(tmp_path: Path, text: str, said: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(RidematchError) as caught:
        load_settings(own)
    assert said in str(caught.value)
    assert str(own) in str(caught.value)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    for load in (load_settings, language_of):
        with pytest.raises(RidematchError, match="can't be read"):
            load(tmp_path / "none.toml")


def test_the_language_alone_needs_no_other_setting_to_be_right(tmp_path: Path) -> None:
    assert language_of(None) == load_settings(None).language == "en"
    own = tmp_path / "own.toml"
    own.write_text('language = "sv"\nnonsense = 1\n', encoding="utf-8")
    assert language_of(own) == "sv"
    own.write_text("nonsense = 1\n", encoding="utf-8")
    assert language_of(own) == "en"
    own.write_text("language = 3\n", encoding="utf-8")
    with pytest.raises(RidematchError, match="language can't be 3"):
        language_of(own)


def test_own_mileage_rates_take_the_place_of_all_others(tmp_path: Path) -> None:
    assert [rate.kr_per_km for rate in load_settings(None).mileage.rates] == [Decimal("1.85"), Decimal("2.5")]
    own = tmp_path / "own.toml"
    own.write_text("[[mileage.rates]]\nfirst_date = 2027-01-01\nkr_per_km = 0", encoding="utf-8")
    (rate,) = load_settings(own).mileage.rates
    assert (rate.first_date, rate.kr_per_km, rate.source) == (date(2027, 1, 1), Decimal(0), "")
    own.write_text("[mileage]\nrates = []", encoding="utf-8")
    assert load_settings(own).mileage.rates == ()
