"""One service in full: reported room, whom to call, hours, terms, admission rules, last calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desktop.domain.capacity import CapacityReport, Freshness
from desktop.domain.directory import ADULT, Phone, ServiceListing, phone_in_words
from desktop.domain.kinds import kind_in_words
from desktop.domain.limits import LIMIT_WORDS, TAKES_MEDICATION, Limit, Person, bar, doubts_about
from desktop.domain.listing_parts import license_in_words
from desktop.domain.matching import report_for
from desktop.domain.places import Point, miles_in_words, way_in_words
from desktop.domain.standing import standing
from desktop.domain.terms import CapacityStatus, PhoneResult
from desktop.domain.words import Listing, Plural, Say, Sayable
from desktop.viewmodels.marks import Tone
from desktop.viewmodels.service_facts import ages_in_words, facts_of

CALLS_SHOWN = 3
LOG_SHOWN = 20  # calls of one service; older ones no longer tell anything
PHONE_KEYS: tuple[tuple[str, PhoneResult, Say], ...] = (
    ("1", PhoneResult.ACCEPTED, Say("Accepted")),
    ("2", PhoneResult.FULL, Say("Full")),
    ("3", PhoneResult.WAITLIST, Say("Waitlist")),
    ("4", PhoneResult.NO_ANSWER, Say("No answer")),
    ("5", PhoneResult.WRONG_NUMBER, Say("Wrong number")),
)
RESULT_WORDS = {result: words for _, result, words in PHONE_KEYS}
_TONES = {
    CapacityStatus.CAPACITY: Tone.SUCCESS,
    CapacityStatus.WAITLIST: Tone.WARNING,
    CapacityStatus.ASSESSMENT_REQUIRED: Tone.WARNING,
    CapacityStatus.NO_CAPACITY: Tone.ERROR,
    CapacityStatus.UNKNOWN: Tone.NEUTRAL,
}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One admission rule against this person: met, not asked (None) or not met."""

    met: bool | None
    words: Sayable


@dataclass(frozen=True, slots=True)
class ServiceDetail:
    """Everything the right side of Services shows."""

    id: str
    name: str
    line: Sayable
    room_tone: Tone
    room: Sayable
    room_words: Sayable
    phone: Sayable
    phone_note: Sayable
    pairs: tuple[tuple[Sayable, Sayable], ...]
    rules_for: Sayable
    rules: tuple[RuleLine, ...]
    calls: tuple[tuple[Sayable, Sayable], ...]
    alert: Sayable = ""
    warning: Sayable = ""  # its licence has run out, or soon will
    notes: tuple[tuple[Sayable, Sayable], ...] = ()  # what people found wrong with it


def service_detail(
    listing: ServiceListing,
    reports: Sequence[CapacityReport],
    *,
    now: datetime,
    person: Person,
    rules_for: Sayable = "",
    miles: float | None = None,
    near: Point | None = None,
    reasons: Sequence[Sayable] = (),
    doubts: Sequence[Sayable] = (),
    holidays: frozenset[date] = frozenset(),
    calls: Sequence[CapacityReport] | None = None,
    notes: Sequence[tuple[Sayable, Sayable]] = (),
) -> ServiceDetail:
    """Return a service in full; `rules_for` names the person, "" for nobody.

    `reasons` and `doubts` are a match's own words; both are shown with the rules. `calls` are all
    that were made; without them the last of the reports are told. `near` is where people set out.
    """
    report = report_for(person, reports)
    stands = standing(report, now)
    tone = _TONES[stands.status]
    if tone is Tone.SUCCESS and stands.freshness is Freshness.AGING:
        tone = Tone.WARNING
    phone = listing.police_phone or listing.phone
    line: list[Sayable] = [kind_in_words(listing), listing.place.one_line]
    there = listing.place.point
    if near is not None and there is not None:
        line.append(way_in_words(near, there))
    elif miles is not None:
        line.append(miles_in_words(miles))
    return ServiceDetail(
        id=listing.id,
        name=listing.name,
        line=Listing(tuple(part for part in line if part), between=" · "),
        room_tone=tone,
        room=stands.headline,
        room_words=Listing((stands.detail, stands.advice), between=" "),
        phone=phone_in_words(phone) if phone else "",
        phone_note=_phone_note(listing, phone),
        pairs=facts_of(listing, now, holidays=holidays, reports=reports, shown=report),
        rules_for=rules_for,
        rules=_rules(listing, person, reasons, doubts),
        calls=_calls(reports, now) if calls is None else _all_calls(calls, now),
        alert=listing.service.alert,
        warning=license_in_words(listing.service.license, now.date()) or "",
        notes=tuple(notes),
    )


def _phone_note(listing: ServiceListing, phone: Phone | None) -> Sayable:
    if phone is None:
        return Say("No phone number is listed.")
    if phone is listing.police_phone:
        return Say("police line")
    return ""


def _rules(
    listing: ServiceListing,
    person: Person,
    reasons: Sequence[Sayable],
    doubts: Sequence[Sayable],
) -> tuple[RuleLine, ...]:
    barred = bar(listing, person)
    open_points = doubts_about(listing, person)
    lines: list[RuleLine] = []
    if barred is not None:
        lines.append(RuleLine(False, LIMIT_WORDS[barred]))
    age = ages_in_words(listing)
    if age and barred is not Limit.AGE:
        asked = person.age_from is None or Say("May not take this age. Ask.") in open_points
        adult = person.age_from is not None and person.age_from >= ADULT
        lines.append(
            RuleLine(None if asked and not (adult and age == Say("Adults.")) else True, age)
        )
    if person.on_methadone and not TAKES_MEDICATION.isdisjoint(listing.codes):
        lines.append(RuleLine(True, Say("Takes people on methadone or buprenorphine.")))
    lines += [RuleLine(True, words) for words in reasons]
    lines += [RuleLine(None, words) for words in dict.fromkeys((*open_points, *doubts))]
    return tuple(dict.fromkeys(lines))


def _calls(reports: Sequence[CapacityReport], now: datetime) -> tuple[tuple[Sayable, Sayable], ...]:
    calls = sorted(
        (one for one in reports if one.heard is not None), key=lambda one: one.reported_at
    )
    return tuple(
        (_when(one.reported_at, now), _call(one)) for one in calls[: -CALLS_SHOWN - 1 : -1]
    )


def _all_calls(
    calls: Sequence[CapacityReport], now: datetime
) -> tuple[tuple[Sayable, Sayable], ...]:
    return tuple((_when(one.reported_at, now), _call(one)) for one in calls[:LOG_SHOWN])


def _when(at: datetime, now: datetime) -> Sayable:
    local = at.astimezone(now.tzinfo)
    if local.date() == now.date():
        return Say("{time} today", time=f"{local:%H:%M}")
    return Say("{when}", when=local)


def _call(report: CapacityReport) -> Sayable:
    result: Sayable = RESULT_WORDS[report.heard or PhoneResult.NO_ANSWER]
    if report.heard is PhoneResult.WAITLIST and report.waitlist is not None:
        result = Plural("Waitlist of {n}", "Waitlist of {n}", report.waitlist)
    return Listing((result, report.told_to), between=", ") if report.told_to else result


def as_text(detail: ServiceDetail, say: Callable[[Sayable], str]) -> str:
    """Return all that is shown of a service as plain text, to copy it."""
    lines = [detail.name, say(detail.line), f"{say(detail.room)} {say(detail.room_words)}"]
    lines += [say(one) for one in (detail.alert, detail.warning) if one]
    lines.append(" ".join(filter(None, (say(detail.phone), say(detail.phone_note)))))
    lines += [f"{say(name)}: {say(words)}" for name, words in (*detail.pairs, *detail.notes)]
    lines += [f"{say(Say('Calls'))}, {say(when)}: {say(words)}" for when, words in detail.calls]
    return "\n".join(line for line in lines if line.strip())
