"""program.toml: what a program is called, when it holds, who leads it, and its settings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import holidays

from desktop.domain.clocks import Calendar
from desktop.domain.program import LeadAgency, Settings
from desktop.domain.refused import Refused
from desktop.domain.release import ReleaseRules
from desktop.domain.terms import Pathway
from desktop.domain.words import Given, Say, Sayable
from desktop.formats.tables import closest, decode

FILE = "program.toml"
KEYS = (
    "slug", "version", "agency", "name", "effective_from", "effective_to", "otherwise", "pathways",
    "time_zone", "holidays", "extra_holidays", "office_hours", "sources", "lead_agency",
    "settings", "to_confirm",
)  # fmt: skip
LEAD_KEYS = ("name", "code", "inside_boundary")
SETTING_KEYS = (
    "spoken_consent", "personal_to_inside_lead", "justice_to_inside_lead", "safety_to_provider",
    "lead_automatic_keep", "admission_statement", "unit_is_part2", "consent_days",
    "paper_days",
    "agency_on_card", "booking_minutes",
)  # fmt: skip
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
OFFICE_HOURS = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")  # on one day, in the program's own zone
HOLIDAY_YEARS = range(2020, 2046)


@dataclass(frozen=True, slots=True)
class Head:
    """What program.toml says."""

    slug: str
    version: str
    name: Given
    agency: str
    pathways: tuple[Pathway, ...]
    otherwise: Pathway | None
    effective_from: date
    effective_to: date | None
    zone: ZoneInfo
    calendar: Calendar
    lead: LeadAgency
    settings: Settings
    sources: tuple[str, ...]
    to_confirm: tuple[Given, ...]


def read_head(content: bytes) -> Head:
    """Return what program.toml says; refuses a key that is wrong, missing or unknown."""
    try:
        found = tomllib.loads(decode(FILE, content))
    except tomllib.TOMLDecodeError as fault:
        place = re.search(r"at line (\d+), column (\d+)", str(fault))
        row, column = place.groups() if place else ("1", "1")
        raise Refused(
            Say("{file}, row {row}, column {column} cannot be read.", file=FILE, row=row,
                column=column),
            remedy=Say("Look for a missing quotation mark or bracket there."),
        ) from None  # fmt: skip
    _only_known(found, KEYS)
    zone = _zone(found)
    return Head(
        slug=_name(found, "slug", SLUG),
        version=_name(found, "version", VERSION),
        name=_given(found, "name"),
        agency=_text(found, "agency"),
        pathways=tuple(_pathway(word) for word in _list(found, "pathways")),
        otherwise=_pathway(found["otherwise"]) if "otherwise" in found else None,
        effective_from=_day(found, "effective_from") or _refuse("effective_from", EMPTY),
        effective_to=_day(found, "effective_to"),
        zone=zone,
        calendar=_calendar(found, zone),
        lead=_lead(found),
        settings=_settings(found),
        sources=tuple(str(one) for one in _list(found, "sources")),
        to_confirm=tuple(_words(one, "to_confirm") for one in _list(found, "to_confirm")),
    )


EMPTY = Say("Write it into program.toml.")


@lru_cache(maxsize=32)
def holidays_of(place: str) -> frozenset[date]:
    """Return the public holidays of "US" or "US-NM", 2020 to 2045; refuses an unknown place."""
    country, _, part = place.partition("-")
    # The library would take any name of its own for a country.
    if country not in holidays.list_supported_countries():
        _refuse("holidays", Say("Write US, or a state such as US-NM."))
    try:
        found = holidays.country_holidays(country, subdiv=part or None, years=HOLIDAY_YEARS)
    except NotImplementedError:
        _refuse("holidays", Say("Write US, or a state such as US-NM."))
    return frozenset(found)


def _calendar(found: Mapping[str, Any], zone: ZoneInfo) -> Calendar:
    days = set(holidays_of(_text(found, "holidays"))) if "holidays" in found else set()
    for day in _list(found, "extra_holidays"):
        if not isinstance(day, date):
            _refuse("extra_holidays", Say("Write days as 2026-12-24, without quotation marks."))
        days.add(day)
    words = str(found.get("office_hours", "08:00-17:00"))
    match = OFFICE_HOURS.fullmatch(words)
    try:
        opens, closes = map(time.fromisoformat, match.groups() if match else ())
    except ValueError:
        _refuse("office_hours", Say('Write "08:00-17:00".'))
    if opens >= closes:
        _refuse("office_hours", Say('Write "08:00-17:00".'))
    return Calendar(zone, frozenset(days), opens=opens, closes=closes)


def _lead(found: Mapping[str, Any]) -> LeadAgency:
    lead = _section(found, "lead_agency", LEAD_KEYS)
    return LeadAgency(
        _text(lead, "name"), _text(lead, "code"), inside=_yes(lead, "inside_boundary")
    )


def _settings(found: Mapping[str, Any]) -> Settings:
    given = _section(found, "settings", SETTING_KEYS)
    days = given.get("consent_days", Settings().consent_days)
    if type(days) is not int or not 0 < days <= 3660:
        _refuse("consent_days", Say("Write a number of days, up to 3660."))
    paper = given.get("paper_days", Settings().paper_days)
    if type(paper) is not int or not 0 <= paper <= 3660:
        _refuse("paper_days", Say("Write a number of days, up to 3660; 0 prints no day."))
    booking = given.get("booking_minutes", Settings().booking_minutes)
    if type(booking) is not int or not 0 <= booking <= 1440:
        _refuse("booking_minutes", Say("Write whole minutes, up to 1440; 0 is not entered."))
    part2 = given.get("unit_is_part2", "unsure")
    if part2 not in ("yes", "no", "unsure"):
        _refuse("unit_is_part2", Say("Use one of: {words}.", words="yes, no, unsure"))
    return Settings(
        release=ReleaseRules(
            spoken_consent=_yes(given, "spoken_consent"),
            personal_to_inside_lead=_yes(given, "personal_to_inside_lead"),
            justice_to_inside_lead=_yes(given, "justice_to_inside_lead"),
            safety_to_provider=_yes(given, "safety_to_provider"),
        ),
        lead_automatic_keep=_yes(given, "lead_automatic_keep"),
        admission_statement=_yes(given, "admission_statement"),
        unit_is_part2=part2 != "no",
        agency_on_card=_yes(given, "agency_on_card"),
        consent_days=days,
        paper_days=paper,
        booking_minutes=booking,
    )


def _zone(found: Mapping[str, Any]) -> ZoneInfo:
    try:
        return ZoneInfo(_text(found, "time_zone"))
    except (KeyError, ValueError, OSError):
        _refuse("time_zone", Say('Write it as "America/Denver".'))


def _section(found: Mapping[str, Any], name: str, keys: tuple[str, ...]) -> Mapping[str, Any]:
    section = found.get(name, {})
    if not isinstance(section, dict):
        _refuse(name, Say("Write it as a section: [{name}].", name=name))
    _only_known(section, keys)
    return section


def _only_known(found: Mapping[str, Any], keys: tuple[str, ...]) -> None:
    for key in found:
        if key not in keys:
            raise Refused(
                Say('{file}: "{name}" is not known.', file=FILE, name=key[:40]),
                remedy=closest(key, keys),
            )


def _name(found: Mapping[str, Any], key: str, shape: re.Pattern[str]) -> str:
    text = _text(found, key)
    if not shape.fullmatch(text):
        _refuse(key, Say("Use small letters, digits and -."))
    return text


def _text(found: Mapping[str, Any], key: str) -> str:
    text = found.get(key)
    if not isinstance(text, str) or not text.strip():
        _refuse(key, EMPTY)
    return text.strip()


def _list(found: Mapping[str, Any], key: str) -> list[Any]:
    several = found.get(key, [])
    if not isinstance(several, list):
        _refuse(key, Say("Write it in brackets, parted by commas."))
    return several


def _given(found: Mapping[str, Any], key: str) -> Given:
    return _words(found.get(key), key)


def _words(texts: Any, key: str) -> Given:
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        _refuse(key, Say("Write it in each language: en = ..., es = ..."))
    return Given.of(texts)


def _pathway(word: Any) -> Pathway:
    try:
        return Pathway(word)
    except ValueError:
        _refuse("pathways", closest(str(word), [one.value for one in Pathway]))


def _day(found: Mapping[str, Any], key: str) -> date | None:
    day = found.get(key)
    if day is not None and type(day) is not date:
        _refuse(key, Say("Write days as 2026-12-24, without quotation marks."))
    return day


def _yes(found: Mapping[str, Any], key: str) -> bool:
    answer = found.get(key, False)
    if not isinstance(answer, bool):
        _refuse(key, Say("Write true or false."))
    return answer


def _refuse(key: str, remedy: Sayable) -> NoReturn:
    raise Refused(Say('{file}: "{name}" is missing or wrong.', file=FILE, name=key), remedy=remedy)
