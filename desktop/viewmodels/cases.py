"""The list of cases at the lead agency, soonest deadline first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from desktop.domain.terms import CaseStatus
from desktop.domain.words import Say, Sayable
from desktop.viewmodels.deadlines import Deadline, deadline_line
from desktop.viewmodels.marks import Choice, Line, Mark, Tone, Trouble
from desktop.viewmodels.referrals import ACCEPTED, COMPLETED, NO_NAME, NO_SERVICE


class CaseShow(StrEnum):
    """Which cases are listed."""

    OPEN = "open"
    NEW = "new"  # nobody has accepted it yet
    LATE = "late"
    CLOSED = "closed"


CASE_CHOICES = (
    Choice(CaseShow.OPEN, Say("Open")),
    Choice(CaseShow.NEW, Say("New")),
    Choice(CaseShow.LATE, Say("Late")),
    Choice(CaseShow.CLOSED, Say("Closed")),
)


@dataclass(frozen=True, slots=True)
class CaseLine(Line):
    """A line with a ring: what is left of the deadline, or that there is none."""

    deadline: Deadline | None = None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case of the list."""

    line: CaseLine
    status: CaseStatus | None
    due: datetime | None = None

    @property
    def late(self) -> bool:
        """Return whether its deadline has passed."""
        return self.line.deadline is not None and self.line.deadline.tone is Tone.ERROR


@dataclass(frozen=True, slots=True)
class CasesView:
    """The list."""

    rows: tuple[CaseRow, ...] = ()
    trouble: Trouble | None = None


NEW = Mark(Say("New"), Tone.INFO, "add_circle")
_MARKS: dict[CaseStatus | None, Mark] = {
    None: NEW,
    CaseStatus.ACCEPTED: ACCEPTED,
    CaseStatus.CONTACT_MADE: Mark(Say("Contact made"), Tone.SUCCESS, "check"),
    CaseStatus.ENROLLED: Mark(Say("Enrolled"), Tone.SUCCESS, "check"),
    CaseStatus.COMPLETED: COMPLETED,
    CaseStatus.CLOSED: Mark(Say("Closed"), Tone.NEUTRAL, "check"),
}


def status_mark(status: CaseStatus | None) -> Mark:
    """Return the status of a case as a pill; None: nobody has accepted it."""
    return _MARKS[status]


def case_row(
    key: str,
    *,
    person: str,
    number: str,
    service: Sayable,
    status: CaseStatus | None,
    now: datetime,
    due: datetime | None = None,
    clock: Sayable = "",
    started: datetime | None = None,
) -> CaseRow:
    """Return one case; `due` and `clock` are its next deadline and what that is for."""
    open_ = status not in (CaseStatus.CLOSED, CaseStatus.COMPLETED)
    deadline = None
    if due is not None and open_:
        deadline = deadline_line(clock, due, now=now, started=started)
    detail: Sayable = service or NO_SERVICE
    if clock and deadline is not None:
        detail = Say("{clock} · {service}", clock=clock, service=detail)
    line = CaseLine(
        key=key,
        title=person or NO_NAME,
        detail=detail,
        number=number,
        mark=status_mark(status),
        when=deadline.left if deadline else "",
        when_tone=deadline.tone if deadline and deadline.tone is not Tone.INFO else Tone.NEUTRAL,
        deadline=deadline,
    )
    return CaseRow(line, status, due if deadline else None)


def case_lines(rows: Iterable[CaseRow], show: CaseShow) -> tuple[CaseLine, ...]:
    """Return the cases of that kind, soonest deadline first, those without one last."""
    shown = [row for row in rows if _shows(row, show)]
    never = datetime.max.replace(tzinfo=UTC)
    shown.sort(key=lambda row: row.due or never)
    return tuple(row.line for row in shown)


def cases_context(rows: Sequence[CaseRow]) -> Sayable:
    """Return "7 open, 1 late"."""
    open_ = sum(row.status is not CaseStatus.CLOSED for row in rows)
    late = sum(row.late for row in rows)
    return Say("{open} open, {late} late", open=open_, late=late) if rows else ""


def _shows(row: CaseRow, show: CaseShow) -> bool:
    match show:
        case CaseShow.NEW:
            return row.status is None
        case CaseShow.LATE:
            return row.late
        case CaseShow.CLOSED:
            return row.status is CaseStatus.CLOSED
    return row.status is not CaseStatus.CLOSED
