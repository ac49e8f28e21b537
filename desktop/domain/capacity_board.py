"""The board of reported room: one row for each unit and group of a service, oldest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from desktop.domain.capacity import (
    CapacityReport,
    CapacityUnit,
    ForGroup,
    Freshness,
    ReportSource,
    find_problems,
    freshness,
)
from desktop.domain.directory import ServiceListing
from desktop.domain.encounter import Problem
from desktop.domain.terms import CapacityStatus
from desktop.domain.words import Say

# What a service counts while nobody has said: the first line with one of its codes. Judgement
# from SAMHSA's codes; see `needs.py`.
_LIKELY: tuple[tuple[frozenset[str], CapacityUnit], ...] = (
    (frozenset({"RD", "HID"}), CapacityUnit.DETOX_BED),
    (frozenset({"RES", "RL", "RS", "HI", "HIT", "PSYH"}), CapacityUnit.BED),
    (frozenset({"OTP"}), CapacityUnit.OTP_NEW_PATIENT),
    (frozenset({"HH"}), CapacityUnit.SHELTER_BED),
    (frozenset({"PEER", "RC"}), CapacityUnit.PEER_ON_CALL),
)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """What one service last said of one unit for one group; `report` is None if nobody asked."""

    service_id: str
    name: str
    town: str
    unit: CapacityUnit
    for_group: ForGroup
    report: CapacityReport | None = None
    two_answers: bool = False  # reports of equal standing differ; the newest is shown

    @property
    def key(self) -> str:
        """Return what the row is known by."""
        return f"{self.unit.value}/{self.for_group.value}/{self.service_id}"


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody types into a row. `status` is None where the figures say it."""

    status: CapacityStatus | None = None
    free: int | None = None
    most: int | None = None
    waiting: int | None = None
    opens: date | None = None  # the day on which the next place opens
    who: str = ""  # who at the service said so


def oldest_first(rows: Iterable[BoardRow], now: datetime) -> list[BoardRow]:
    """Return the rows in the order they are asked anew: never asked, too old to go by, the rest.

    Among equals the oldest stands first. A report from the future is too old: a clock is wrong.
    """

    def order(row: BoardRow) -> tuple[int, float, str, str]:
        report = row.report
        rank = 0 if report is None else 1 if freshness(report, now) is Freshness.STALE else 2
        at = report.reported_at.timestamp() if report else 0.0
        return (rank, at, row.name.casefold(), row.key)

    return sorted(rows, key=order)


def likely_unit(listing: ServiceListing) -> CapacityUnit:
    """Return what a service probably counts."""
    for codes, unit in _LIKELY:
        if not codes.isdisjoint(listing.codes):
            return unit
    return CapacityUnit.INTAKE_SLOT


def typed_report(
    row: BoardRow, typed: Typed, *, at: datetime, told_to: str
) -> tuple[CapacityReport, list[Problem]]:
    """Return what was typed as a report, and why it cannot be kept; empty when it can."""
    report = CapacityReport(
        service_id=row.service_id,
        unit=row.unit,
        status=typed.status or _status_of(typed),
        reported_at=at,
        reported_by=typed.who,
        source=ReportSource.BOARD,
        available=typed.free,
        maximum=typed.most,
        waitlist=typed.waiting,
        next_opening=typed.opens,
        for_group=row.for_group,
        told_to=told_to,
    )
    if typed.opens is not None and typed.opens < at.date():
        return report, [Problem("next_opening", Say("This day is past."))]
    if typed.status is None and typed.free is None and typed.waiting is None and not typed.opens:
        says = Say("Type how many are free or how many wait, or choose what they said.")
        return report, [Problem("available", says)]
    return report, find_problems(report)


def _status_of(typed: Typed) -> CapacityStatus:
    if typed.free:
        return CapacityStatus.CAPACITY
    if typed.waiting:
        return CapacityStatus.WAITLIST
    # Who names the day of the next opening has none before.
    full = typed.free == 0 or typed.opens is not None
    return CapacityStatus.NO_CAPACITY if full else CapacityStatus.UNKNOWN
