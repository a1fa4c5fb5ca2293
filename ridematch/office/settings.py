"""The configuration: the commented defaults in two TOML files, with a user's file laid over them."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from difflib import get_close_matches
from importlib.resources import files
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import Any

from ridematch.language import LANGUAGES
from ridematch.model.curriculum import Curriculum
from ridematch.model.errors import RidematchError
from ridematch.model.settings import Settings
from ridematch.views.json_file import settings_json

FREE_KEYS = ("vocabulary", "areas")
"""Sections whose keys are the user's own words."""


def default_toml() -> str:
    """The default configuration with its comments."""
    folder = files("ridematch.office")
    return "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in ("ridematch.toml", "curriculum.toml"))


def load_settings(path: Path | None) -> Settings:
    """The defaults, and over them what `path` says.

    RidematchError: no such file, not TOML, an unknown key or a value that can't be, each with file and key.
    """
    defaults = tomllib.loads(default_toml())
    if path is None:
        return _validated(defaults, "ridematch.toml")
    return _validated(_laid_over(defaults, _own(path), file=str(path), section=""), str(path))


def differing(kept: str) -> tuple[tuple[str, object], ...]:
    """What a kept configuration (JSON) says otherwise than the defaults: names and values, by name."""
    if not kept:
        return ()
    ours = _flat(json.loads(settings_json(load_settings(None))))
    return tuple(sorted((name, value) for name, value in _flat(json.loads(kept)).items() if ours.get(name) != value))


def _flat(content: dict[str, Any], section: str = "") -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in content.items():
        found |= _flat(value, f"{section}{key}.") if isinstance(value, dict) else {f"{section}{key}": value}
    return found


def language_of(path: Path | None) -> str:
    """The language alone, long before anything else of the configuration is needed.

    RidematchError: no such file, not TOML, or no language of ours.
    """
    content = tomllib.loads(default_toml()) | ({} if path is None else _own(path))
    _check(_about_language(content["language"]), file=str(path))
    return str(content["language"])


def _own(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise RidematchError(f"The configuration {path} can't be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RidematchError(f"The configuration {path} is not TOML: {error}.") from None


def _laid_over(defaults: dict[str, Any], own: dict[str, Any], *, file: str, section: str) -> dict[str, Any]:
    merged = dict(defaults)
    for key, value in own.items():
        name = f"{section}{key}"
        if key not in defaults and section.rstrip(".") not in FREE_KEYS:
            near = get_close_matches(key, defaults, n=1, cutoff=0.5)
            hint = f"Maybe you meant {section}{near[0]}." if near else f"Known here: {', '.join(sorted(defaults))}."
            raise RidematchError(f"{file}: there is no setting {name}. {hint}")
        known = defaults.get(key)
        if isinstance(known, dict) != isinstance(value, dict):
            raise RidematchError(f"{file}: {name} must {'' if isinstance(known, dict) else 'not '}be a section.")
        if isinstance(known, dict):
            merged[key] = _laid_over(known, value, file=file, section=f"{name}.")
        else:
            _check_rows(known, value, file=file, section=f"{name}.")
            merged[key] = value
    return merged


def _check_rows(known: Any, value: Any, *, file: str, section: str) -> None:
    """Rows in double brackets have no keys that the defaults' rows have not; they do not lie over any."""
    if isinstance(known, list) and isinstance(value, list) and known and isinstance(known[0], dict):
        for row in value:
            if isinstance(row, dict):
                _laid_over(known[0], row, file=file, section=section)


def _validated(content: dict[str, Any], file: str) -> Settings:
    from pydantic import TypeAdapter, ValidationError

    try:
        settings = TypeAdapter(Settings).validate_python(content)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise RidematchError(f"{file}: {name} can't be {first['input']!r}: {first['msg'].lower()}.") from None
    for condition in _conditions(settings):
        _check(condition, file=file)
    return settings


_Condition = tuple[str, object, bool, str]
"""A setting's name, its value, whether it can be, and what it should be."""


def _check(condition: _Condition, *, file: str) -> None:
    name, value, right, remedy = condition
    if not right:
        raise RidematchError(f"{file}: {name} can't be {value!r}: {remedy}.")


def _about_language(language: object) -> _Condition:
    return "language", language, language in LANGUAGES, " or ".join(f'"{known}"' for known in LANGUAGES)


def _conditions(settings: Settings) -> Iterator[_Condition]:
    """What a type can't say."""
    yield _about_language(settings.language)
    roads, weights = settings.roads, settings.weights
    yield "calendar.zone", settings.calendar.zone, _zone_exists(settings.calendar.zone), "a name like Europe/Stockholm"
    for name in ("winter_from", "winter_to"):
        value = getattr(roads, name)
        yield f"roads.{name}", value, _month_and_day(value), 'month and day like "11-01"'
    yield "roads.winter_speed", roads.winter_speed, 0 < roads.winter_speed <= 1, "a share above 0, at most 1"
    for name in ("speed_kmh", "access_speed_kmh", "detour_factor"):
        yield f"roads.{name}", getattr(roads, name), getattr(roads, name) > 0, "above 0"
    yield "roads.village_minutes", roads.village_minutes, roads.village_minutes >= 0, "0 or more"
    for section in ("rides", "limits"):
        for name, value in asdict(getattr(settings, section)).items():
            yield f"{section}.{name}", value, value >= 0, "0 or more"
    for section in ("costs", "weights"):
        for name, value in asdict(getattr(settings, section)).items():
            if isinstance(value, float):
                yield f"{section}.{name}", value, 0 <= value < inf, "0 or more"
    legs, percent = settings.practice_rides.legs, settings.limits.practice_percent
    yield "practice_rides.legs", legs, legs in ("out", "both", "none"), '"out", "both" or "none"'
    yield "limits.practice_percent", percent, percent >= 100, "100 or more"
    worth = weights.practice_minute
    yield "weights.practice_minute", worth, worth <= weights.driving_minute, "at most weights.driving_minute"
    dearer = weights.waiting_minute > weights.driving_minute
    yield "weights.waiting_minute", weights.waiting_minute, not dearer, "at most weights.driving_minute"
    for name, value in settings.costs.urgency.items():
        yield f"costs.urgency.{name}", value, 0 <= value < inf, "0 or more"
    steps = [after - before for before, after in pairwise(weights.asks)]
    convex = len(steps) >= 2 and steps == sorted(steps) and min(weights.asks) >= 0 and steps[0] >= 0
    yield "weights.asks", weights.asks, convex, "three or more numbers that rise in ever larger steps"
    before = date.min
    for number, rate in enumerate(settings.mileage.rates):
        name = f"mileage.rates.{number}"
        yield f"{name}.kr_per_km", float(rate.kr_per_km), rate.kr_per_km >= 0, "0 or more"
        yield f"{name}.first_date", str(rate.first_date), rate.first_date > before, "later than in the row before"
        before = rate.first_date
    yield from _about_the_curriculum(settings.curriculum)
    for code, kind in settings.vocabulary.items():
        yield f"vocabulary.{code}", kind, kind in ("space", "driver"), '"space" or "driver"'


def _about_the_curriculum(curriculum: Curriculum) -> Iterator[_Condition]:
    hours, degrees = curriculum.target_hours, curriculum.dark_below_degrees
    yield "curriculum.target_hours", hours, 0 < hours < inf, "above 0"
    yield "curriculum.dark_below_degrees", degrees, -90 <= degrees <= 0, "between -90 and 0"
    moments = [one.moment for one in curriculum.moments]
    yield "curriculum.parts", len(curriculum.parts), bool(curriculum.parts), "one part or more"
    seen: set[str] = set()
    for table, codes in (
        ("moments", [str(one) for one in moments]),
        ("parts", [one.part for one in curriculum.parts]),
        ("remarks", [one.remark for one in curriculum.remarks]),
    ):
        seen.clear()
        for number, code in enumerate(codes):
            name = f"curriculum.{table}.{number}.{table.rstrip('s')}"
            yield name, code, bool(re.fullmatch(r"[\w-]+", code)) and code == code.lower(), "a word in lower case"
            yield name, code, code not in seen, "a code that no other row has"
            seen.add(code)
    for number, part in enumerate(curriculum.parts):
        name = f"curriculum.parts.{number}"
        yield f"{name}.moment", part.moment, part.moment in moments, f"one of {', '.join(map(str, moments))}"
        both = bool(part.season_from) == bool(part.season_to)
        yield f"{name}.season_to", part.season_to, both, "given together with season_from"
        for key in ("season_from", "season_to"):
            value = getattr(part, key)
            yield f"{name}.{key}", value, not value or _month_and_day(value), 'month and day like "11-15"'
        yield f"{name}.daylight", part.daylight, not (part.dark and part.daylight), "dark or daylight, not both"
        right = part.transmission in ("", "manual", "automatic")
        yield f"{name}.transmission", part.transmission, right, '"manual", "automatic" or empty'


def _zone_exists(name: str) -> bool:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return False
    return True


def _month_and_day(text: str) -> bool:
    try:
        date.fromisoformat(f"2024-{text}")
    except ValueError:
        return False
    return True
