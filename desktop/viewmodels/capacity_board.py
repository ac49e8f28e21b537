"""The board of reported room: each row with its age, its fields, and what was wrong with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desktop.domain.capacity import MOST, CapacityUnit, ForGroup
from desktop.domain.capacity_board import BoardRow, Typed
from desktop.domain.encounter import Problem
from desktop.domain.standing import GROUP_WORDS, standing
from desktop.domain.terms import CapacityStatus
from desktop.domain.words import Listing, Plural, Say, Sayable
from desktop.viewmodels.marks import Mark, Tone
from desktop.viewmodels.matches import capacity_mark, reported, when_tone

SHOWN = 40  # rows at once; the oldest are the ones to ask
UNIT_WORDS: dict[CapacityUnit, Sayable] = {
    CapacityUnit.BED: Say("Beds"),
    CapacityUnit.DETOX_BED: Say("Withdrawal beds"),
    CapacityUnit.SHELTER_BED: Say("Shelter beds"),
    CapacityUnit.INTAKE_SLOT: Say("Places for new people"),
    CapacityUnit.OTP_NEW_PATIENT: Say("New patients, medication"),
    CapacityUnit.PEER_ON_CALL: Say("Peers on call"),
}
BY_FIGURES = ""  # the key where the figures say how it stands
STATUS_CHOICES: tuple[tuple[str, Sayable], ...] = (
    (BY_FIGURES, Say("As the figures say")),
    (CapacityStatus.CAPACITY.value, Say("Accepting")),
    (CapacityStatus.NO_CAPACITY.value, Say("Full")),
    (CapacityStatus.WAITLIST.value, Say("Waitlist")),
    (CapacityStatus.ASSESSMENT_REQUIRED.value, Say("Decides after assessment")),
)
FREE, MOST_FIELD, WAITING, OPENS = "available", "maximum", "waitlist", "next_opening"
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{2}|\d{4}))?", re.ASCII)  # 12/1, 12/1/2026


@dataclass(frozen=True, slots=True)
class BoardTexts:
    """What stands in the fields of one row, as typed."""

    key: str
    free: str = ""
    most: str = ""
    waiting: str = ""
    opens: str = ""
    status: str = BY_FIGURES
    who: str = ""


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One row as it is shown. `most` is what was last said, which seldom changes."""

    key: str
    service_id: str
    name: str
    unit: Sayable
    said: Sayable
    mark: Mark
    when: Sayable
    when_tone: Tone
    most: str = ""
    stale: bool = False


@dataclass(frozen=True, slots=True)
class BoardView:
    """The page; `more` rows are not shown."""

    lines: tuple[BoardLine, ...] = ()
    more: int = 0
    context: Sayable = ""
    to_ask: int = 0  # rows whose figure is too old to go by, or was never said


def board_view(rows: Sequence[BoardRow], *, now: datetime, shown: int = SHOWN) -> BoardView:
    """Return the board; `rows` come oldest first."""
    lines = tuple(_line(one, now) for one in rows)
    to_ask = sum(one.stale for one in lines)
    context = Listing(
        (
            Plural("{n} row", "{n} rows", len(rows)),
            Plural("{n} to ask anew", "{n} to ask anew", to_ask),
        ),
        between=" · ",
    )
    return BoardView(lines[:shown], max(0, len(rows) - shown), context, to_ask)


def _line(row: BoardRow, now: datetime) -> BoardLine:
    stands = standing(row.report, now)
    unit: Sayable = UNIT_WORDS[row.unit]
    if row.for_group is not ForGroup.ANY:
        unit = Listing((unit, GROUP_WORDS[row.for_group]), between=". ")
    parts: list[Sayable] = [stands.detail]
    stale = stands.status is CapacityStatus.UNKNOWN  # then the detail tells the figure too
    if row.report and row.report.next_opening and not stale:
        parts.insert(0, Say("Next opening: {day}.", day=row.report.next_opening))
    if row.two_answers:
        parts.append(Say("Two reports differ; the newer one is shown."))
    most = row.report.maximum if row.report else None
    return BoardLine(
        key=row.key,
        service_id=row.service_id,
        name=row.name,
        unit=Listing((unit, row.town), between=" · ") if row.town else unit,
        said=Listing(tuple(parts), between=" "),
        mark=capacity_mark(row.report, now),
        when=reported(row.report, now),
        when_tone=when_tone(row.report, now),
        most="" if most is None else str(most),
        stale=stale,
    )


def read_texts(texts: BoardTexts, *, today: date) -> tuple[Typed, list[Problem]]:
    """Return what the fields say, and which of them say no number or day."""
    problems: list[Problem] = []
    numbers: dict[str, int | None] = {}
    for name, text in ((FREE, texts.free), (MOST_FIELD, texts.most), (WAITING, texts.waiting)):
        numbers[name] = _number(text.strip())
        if text.strip() and numbers[name] is None:
            says = Say("Type a whole number up to {most}, or nothing.", most=MOST)
            problems.append(Problem(name, says))
    opens = read_day(texts.opens.strip(), today)
    if texts.opens.strip() and opens is None:
        problems.append(Problem(OPENS, Say("Type a day such as 12/1, or nothing.")))
    typed = Typed(
        status=CapacityStatus(texts.status) if texts.status else None,
        free=numbers[FREE],
        most=numbers[MOST_FIELD],
        waiting=numbers[WAITING],
        opens=opens,
        who=" ".join(texts.who.split()),
    )
    return typed, problems


def read_day(text: str, today: date) -> date | None:
    """Return a day as Americans type it, month first, or as ISO; without a year the next such."""
    try:
        if found := _AMERICAN.fullmatch(text):
            month, day, year = found.groups()
            if year:
                return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
            this_year = date(today.year, int(month), int(day))
            return this_year if this_year >= today else this_year.replace(year=today.year + 1)
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None
