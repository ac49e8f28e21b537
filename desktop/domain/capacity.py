"""What a service said of its room, who said it, and how old that is.

A figure is never called "available": it was reported free, by somebody, some time ago. Past its
limit it is "Unknown: call". Reports travel as changes, one `Record` each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from desktop.domain.encounter import Problem
from desktop.domain.facts import Record
from desktop.domain.refused import Refused
from desktop.domain.terms import CapacityStatus, PhoneResult
from desktop.domain.words import Say

CLOCK_SLACK = timedelta(minutes=15)  # two laptops may differ by this much and still be believed
MOST = 100_000  # places; more than any service has, so a typing slip


class CapacityUnit(StrEnum):
    """What is counted. Source: field.md 4.2."""

    BED = "bed"
    DETOX_BED = "detox_bed"
    SHELTER_BED = "shelter_bed"
    INTAKE_SLOT = "intake_slot"
    OTP_NEW_PATIENT = "OTP_new_patient"
    PEER_ON_CALL = "peer_on_call"


class ForGroup(StrEnum):
    """For whom the places are."""

    ANY = "any"
    MALE = "male"
    FEMALE = "female"
    PREGNANT = "pregnant"
    YOUTH = "youth"
    FAMILY = "family"


class ReportSource(StrEnum):
    """How the report came."""

    PHONE = "phone"
    EXPORT = "export"  # the service's own list
    REGISTRY = "registry"  # a state's bed registry
    BOARD = "board"  # typed by the lead agency


class Freshness(StrEnum):
    """How far a report may be believed."""

    FRESH = "fresh"
    AGING = "aging"
    STALE = "stale"
    NONE = "none"  # nobody ever reported


@dataclass(frozen=True, slots=True)
class Band:
    """Until when a report is fresh, and from when it is stale."""

    fresh_for: timedelta
    stale_after: timedelta


_BEDS = Band(timedelta(hours=12), timedelta(hours=24))
_CLINICS = Band(timedelta(days=7), timedelta(days=7))
# Source: field.md 4.2; Colorado asks services to report daily (field.md S44).
BANDS: dict[CapacityUnit, Band] = {
    CapacityUnit.BED: _BEDS,
    CapacityUnit.DETOX_BED: _BEDS,
    CapacityUnit.SHELTER_BED: _BEDS,
    CapacityUnit.INTAKE_SLOT: _CLINICS,
    CapacityUnit.OTP_NEW_PATIENT: _CLINICS,
    CapacityUnit.PEER_ON_CALL: _CLINICS,
}


@dataclass(frozen=True, slots=True)
class CapacityReport:
    """One report. `told_to` is the officer who heard it; `heard` is set when it came by phone."""

    service_id: str
    unit: CapacityUnit
    status: CapacityStatus
    reported_at: datetime
    reported_by: str
    source: ReportSource
    available: int | None = None
    maximum: int | None = None
    waitlist: int | None = None
    next_opening: date | None = None
    for_group: ForGroup = ForGroup.ANY
    told_to: str = ""
    note: str = ""
    heard: PhoneResult | None = None
    undated: bool = False  # read under a clock in doubt: nobody can say how old it is

    @property
    def field(self) -> str:
        """Return the register it is a value of: one for each unit and group of a service.

        A phone nobody took has its own, so that it does not put out what was said of the room.
        """
        kind = "report" if self.tells_room else "call"
        return f"{kind}/{self.unit}/{self.for_group}"

    @property
    def tells_room(self) -> bool:
        """Return whether it says anything of the room (an unanswered phone does not)."""
        return self.heard not in (PhoneResult.NO_ANSWER, PhoneResult.WRONG_NUMBER)


def find_problems(report: CapacityReport) -> list[Problem]:
    """Return what is wrong with the figures; empty when they can be kept."""
    problems = []
    for name in ("available", "maximum", "waitlist"):
        number = getattr(report, name)
        if number is not None and not 0 <= number <= MOST:
            says = Say("A number of places is between 0 and {most}.", most=MOST)
            problems.append(Problem(name, says))
    free, most = report.available, report.maximum
    if free is not None and most is not None and free > most:
        says = Say("{free} free of at most {most} cannot be. Ask again.", free=free, most=most)
        problems.append(Problem("available", says))
    if report.status is CapacityStatus.NO_CAPACITY and free:
        problems.append(Problem("available", Say("Full, but {free} free?", free=free)))
    if report.status is CapacityStatus.CAPACITY and free == 0:
        problems.append(Problem("available", Say("Room, but none free?")))
    if report.reported_at.tzinfo is None:
        problems.append(Problem("reported_at", Say("The time needs its zone.")))
    if not 1900 <= report.reported_at.year <= 2999:
        problems.append(Problem("reported_at", Say("Nobody reported in that year.")))
    return problems


def phone_report(
    result: PhoneResult,
    *,
    service_id: str,
    unit: CapacityUnit,
    at: datetime,
    told_to: str,
    waitlist: int | None = None,
    who_answered: str = "",
) -> CapacityReport:
    """Return what a call to a service says of its room."""
    return CapacityReport(
        service_id=service_id,
        unit=unit,
        status=_HEARD[result],
        reported_at=at,
        reported_by=who_answered,
        source=ReportSource.PHONE,
        waitlist=waitlist if result is PhoneResult.WAITLIST else None,
        told_to=told_to,
        heard=result,
    )


_HEARD = {
    PhoneResult.ACCEPTED: CapacityStatus.CAPACITY,
    PhoneResult.FULL: CapacityStatus.NO_CAPACITY,
    PhoneResult.WAITLIST: CapacityStatus.WAITLIST,
    PhoneResult.NO_ANSWER: CapacityStatus.UNKNOWN,
    PhoneResult.WRONG_NUMBER: CapacityStatus.UNKNOWN,
}


def freshness(report: CapacityReport | None, now: datetime) -> Freshness:
    """Return how far the report may be believed.

    One from the future, or read under a clock in doubt, is stale.
    """
    if report is None:
        return Freshness.NONE
    age = now - report.reported_at
    band = BANDS[report.unit]
    if report.undated or age < -CLOCK_SLACK or age > band.stale_after:
        return Freshness.STALE
    return Freshness.FRESH if age <= band.fresh_for else Freshness.AGING


def newest(reports: Iterable[CapacityReport]) -> CapacityReport | None:
    """Return the last report that tells something of the room; a call nobody took tells nothing."""
    telling = [one for one in reports if one.tells_room]
    return max(telling, key=lambda one: one.reported_at, default=None)


def adds_news(report: CapacityReport, known: Iterable[CapacityReport]) -> bool:
    """Return whether nobody told as late or later of the same places: an old file is no news."""
    return all(one.field != report.field or one.reported_at < report.reported_at for one in known)


def last_call(reports: Iterable[CapacityReport]) -> CapacityReport | None:
    """Return the last phone call made there, answered or not."""
    calls = [one for one in reports if one.heard is not None]
    return max(calls, key=lambda one: one.reported_at, default=None)


def to_record(report: CapacityReport) -> Record:
    """Return the report as it travels: all but the service, which is the change's subject."""
    return Record.of(
        unit=report.unit.value,
        status=report.status.value,
        reported_at=report.reported_at.isoformat(timespec="seconds"),
        reported_by=report.reported_by,
        source=report.source.value,
        available=_text(report.available),
        maximum=_text(report.maximum),
        waitlist=_text(report.waitlist),
        next_opening=report.next_opening.isoformat() if report.next_opening else None,
        for_group=report.for_group.value,
        told_to=report.told_to or None,
        note=report.note or None,
        heard=report.heard.value if report.heard else None,
    )


def from_record(service_id: str, record: Record) -> CapacityReport:
    """Return the report a record holds; refuses one that another version wrote differently."""
    try:
        report = CapacityReport(
            service_id=service_id,
            unit=CapacityUnit(record.get("unit")),
            status=CapacityStatus(record.get("status")),
            reported_at=datetime.fromisoformat(record.get("reported_at")),
            reported_by=record.get("reported_by"),
            source=ReportSource(record.get("source")),
            available=_number(record.get("available")),
            maximum=_number(record.get("maximum")),
            waitlist=_number(record.get("waitlist")),
            next_opening=_day(record.get("next_opening")),
            for_group=ForGroup(record.get("for_group")),
            told_to=record.get("told_to"),
            note=record.get("note"),
            heard=PhoneResult(heard) if (heard := record.get("heard")) else None,
        )
    except ValueError:
        raise Refused(
            Say("A capacity report is written in a way this version does not know."),
            remedy=Say("Update Offramp on this computer, then import again."),
        ) from None
    if problems := find_problems(report):
        remedy = Say("Call the service and report again.")
        raise Refused(problems[0].says, remedy=remedy)
    return report


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)


def _number(text: str) -> int | None:
    return int(text) if text else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
