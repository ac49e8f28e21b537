"""One service in full: reported room, whom to call, hours, terms, admission rules, last calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desktop.domain.capacity import CapacityReport, Freshness
from desktop.domain.directory import ADULT, Phone, ServiceListing, Sex, phone_in_words
from desktop.domain.hours import opening_in_words
from desktop.domain.kinds import kind_in_words
from desktop.domain.limits import LIMIT_WORDS, TAKES_MEDICATION, Limit, Person, bar, doubts_about
from desktop.domain.matching import report_for
from desktop.domain.needs import BARRIERS, Barrier
from desktop.domain.places import miles_in_words
from desktop.domain.standing import standing
from desktop.domain.terms import CapacityStatus, PhoneResult
from desktop.domain.wishes import removes
from desktop.domain.words import Listing, Plural, Say, Sayable
from desktop.viewmodels.marks import Tone

CALLS_SHOWN = 3
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


def service_detail(
    listing: ServiceListing,
    reports: Sequence[CapacityReport],
    *,
    now: datetime,
    person: Person,
    rules_for: Sayable = "",
    miles: float | None = None,
    reasons: Sequence[Sayable] = (),
    doubts: Sequence[Sayable] = (),
    holidays: frozenset[date] = frozenset(),
) -> ServiceDetail:
    """Return a service in full; `rules_for` names the person, "" for nobody.

    `reasons` and `doubts` are a match's own words; both are shown with the rules.
    """
    report = report_for(person, reports)
    stands = standing(report, now)
    tone = _TONES[stands.status]
    if tone is Tone.SUCCESS and stands.freshness is Freshness.AGING:
        tone = Tone.WARNING
    phone = listing.police_phone or listing.phone
    line: list[Sayable] = [kind_in_words(listing), listing.place.one_line]
    if miles is not None:
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
        pairs=_pairs(listing, now, holidays),
        rules_for=rules_for,
        rules=_rules(listing, person, reasons, doubts),
        calls=_calls(reports, now),
        alert=listing.service.alert,
    )


def _phone_note(listing: ServiceListing, phone: Phone | None) -> Sayable:
    if phone is None:
        return Say("No phone number is listed.")
    if phone is listing.police_phone:
        return Say("police line")
    return ""


def _pairs(
    listing: ServiceListing, now: datetime, holidays: frozenset[date]
) -> tuple[tuple[Sayable, Sayable], ...]:
    service = listing.service
    hours: Sayable = opening_in_words(listing.arrival_hours, now, holidays=holidays)
    rows: list[tuple[Sayable, Sayable]] = [(Say("Hours"), hours)]
    payment = [service.cost] if service.cost else []
    payment_words: list[Sayable] = [*payment]
    for barrier in (Barrier.INSURANCE, Barrier.MEDICAID):
        if removes(listing.codes, barrier):
            payment_words.append(BARRIERS[barrier].reason)
    rows.append((Say("Payment"), _joined(payment_words)))
    rows.append((Say("Who is served"), _joined([_ages(listing), _sexes(listing)])))
    languages: list[Sayable] = [
        BARRIERS[one].reason
        for one in (Barrier.SPANISH, Barrier.SIGN_LANGUAGE, Barrier.CHILDCARE, Barrier.TRANSPORT)
        if removes(listing.codes, one)
    ]
    rows.append((Say("Access"), _joined(languages)))
    rows.append((Say("Bring"), Listing(service.bring)))
    rows.append((Say("How to apply"), service.how_to_apply))
    rows.append((Say("About"), service.about))
    if service.assured_on is not None:
        rows.append((Say("Last checked"), Say("{day}", day=service.assured_on)))
    rows.append((Say("From"), listing.source))
    return tuple((name, words) for name, words in rows if words not in ("", Listing(())))


def _joined(parts: Sequence[Sayable]) -> Sayable:
    kept = tuple(part for part in parts if part)
    return Listing(kept, between=" ") if kept else ""


def _ages(listing: ServiceListing) -> Sayable:
    low, high = listing.service.min_age, listing.service.max_age
    if low is not None and high is not None:
        return Say("Ages {low} to {high}.", low=low, high=high)
    if low is not None:
        return Say("Ages {low} and older.", low=low)
    if high is not None:
        return Say("Up to age {high}.", high=high)
    children = "CHLD" in listing.codes
    grown = not listing.codes.isdisjoint({"YAD", "ADLT", "SNR"})
    if grown and not children:
        return Say("Adults.")
    if children and not grown:
        return Say("Children and teens.")
    return Say("Children and adults.") if children else ""


def _sexes(listing: ServiceListing) -> Sayable:
    if listing.service.only_for is Sex.FEMALE:
        return Say("Women only.")
    if listing.service.only_for is Sex.MALE:
        return Say("Men only.")
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
    age = _ages(listing)
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
