"""Packets: what waits to be printed, the sheets of one referral, and how they look on paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.terms import PrintWhy, Tag
from desktop.domain.words import Listing, Plural, Say, Sayable
from desktop.viewmodels.marks import Choice, Line, Mark, Tone, Trouble
from desktop.viewmodels.referrals import NO_NAME


class PacketState(StrEnum):
    """Where the packet of a referral stands."""

    READY = "ready"
    HELD = "held"  # a consent is missing for a sheet
    STOPPED = "stopped"  # the printer stopped on the way
    PRINTED = "printed"
    WEIGHED_SOON = "weighed_soon"  # a long list is worked out a few at a time


ALL = "all"
QUEUE_CHOICES = (
    Choice(ALL, Say("All")),
    Choice(PacketState.READY, Say("Ready")),
    Choice(PacketState.HELD, Say("Held")),
    Choice(PacketState.PRINTED, Say("Printed")),
)
PAPER_FORM = "paper-form"
# Sheets that belong to no referral.
BLANK_CHOICES = (
    Choice("rules-card", Say("Rules card"), Say("The whole program on one page, for the car.")),
    Choice(PAPER_FORM, Say("Paper form"), Say("To be filled in by hand and typed in later.")),
)
WHY_CHOICES = (
    Choice("jam", Say("The paper jammed")),
    Choice("lost", Say("It was lost")),
    Choice("corrected", Say("Facts were corrected")),
    Choice("other", Say("Something else")),
)

WHY_WORDS: dict[PrintWhy, Sayable] = {
    PrintWhy.SPOILED: Say("the paper was spoiled"),
    PrintWhy.LOST: Say("it was lost"),
    PrintWhy.FACTS_CHANGED: Say("facts were corrected"),
    PrintWhy.ANOTHER_READER: Say("for another reader"),
}


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One referral of the queue. `page` is where the printer stopped, `when` when it printed."""

    referral: str
    person: str
    number: str
    sheets: int
    state: PacketState
    when: Sayable = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class SheetView:
    """One sheet: for whom, in which languages, what it shows and what it leaves out.

    `missing` names the consent without which it is not printed, "" for none.
    """

    key: str
    title: Sayable
    recipient: Sayable
    languages: tuple[str, ...]  # as people write them: "English"
    pages: int
    shows: tuple[Tag, ...] = ()
    leaves_out: Sayable = ""
    missing: Sayable = ""
    chosen: bool = False
    copies: int = 0  # printed before


@dataclass(frozen=True, slots=True)
class PacketView:
    """The sheets of one referral and what was printed of it."""

    referral: str
    person: str
    number: str
    sheets: tuple[SheetView, ...]
    log: tuple[Line, ...] = ()
    papers: int = 0  # pages of signed paper attached


@dataclass(frozen=True, slots=True)
class Preview:
    """A sheet as it will be on paper: a PNG for each page, and its whole text."""

    referral: str
    sheet: str
    title: Sayable
    pages: tuple[bytes, ...]
    text: str
    mark: Mark | None = None  # "Safe to share", or the missing consent


@dataclass(frozen=True, slots=True)
class PacketsView:
    """The queue; no printer named means that there is none."""

    queue: tuple[QueueItem, ...] = ()
    printer: str = ""
    languages: tuple[Choice, ...] = (Choice("en", "English"),)  # of the program's texts
    pathways: tuple[Choice, ...] = ()  # of the program
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class SheetRef:
    """A sheet of a referral."""

    referral: str
    sheet: str


@dataclass(frozen=True, slots=True)
class SheetToggled:
    """A sheet goes into the packet or out of it."""

    referral: str
    sheet: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class SheetsAsked:
    """Sheets to print or save. `why` is the reason of a second copy (a key of WHY_CHOICES)."""

    referral: str
    sheets: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class BlankAsked:
    """A sheet of no referral, a key of BLANK_CHOICES, in a language by its code.

    `pathway` is the one a paper form is for, "" for all of them.
    """

    sheet: str
    language: str
    pathway: str = ""


SAFE = Mark(Say("Safe to share"), Tone.SUCCESS, "check_circle")


def queue_lines(items: Iterable[QueueItem], show: str = ALL) -> tuple[Line, ...]:
    """Return the queue as lines; what stopped on the way stands among what is ready."""
    return tuple(_queue_line(one) for one in items if _shows(one, show))


def sheet_detail(sheet: SheetView) -> Sayable:
    """Return "For the lead agency · English · 2 pages"."""
    parts: list[Sayable] = [Say("For {who}", who=sheet.recipient)]
    if sheet.languages:
        parts.append(Listing(tuple(sheet.languages)))
    if not sheet.missing:  # what cannot be made has no pages; `missing` says why
        parts.append(Plural("{n} page", "{n} pages", sheet.pages))
    if sheet.copies:
        parts.append(Plural("printed once", "printed {n} times", sheet.copies))
    return Listing(tuple(parts), between=" · ")


def spoken_sheet(sheet: SheetView, kinds: Sequence[Sayable]) -> Sayable:
    """Return what a screen reader hears of a sheet; `kinds` are the words of what it shows."""
    parts: list[Sayable] = [sheet.title, Say("for {who}", who=sheet.recipient)]
    if kinds:
        parts.append(Say("shows {kinds}", kinds=Listing(tuple(kinds))))
    if sheet.leaves_out:
        parts.append(sheet.leaves_out)
    if sheet.missing:
        parts.append(sheet.missing)
    return Listing(tuple(parts))


def log_words(
    how: Sayable,
    *,
    copy: int,
    why: PrintWhy,
    by: str,
    pages: tuple[int, int, int],
    shred_by: Sayable = "",
) -> Sayable:
    """Return a line of the print log: how, which copy, which pages, by whom and why."""
    first, last, total = pages
    parts: list[Sayable] = [Say("{how}, copy {n}", how=how, n=copy)]
    if total and (first, last) != (1, total):
        parts.append(Say("pages {first} to {last} of {all}", first=first, last=last, all=total))
    parts.append(by)
    if why in WHY_WORDS:
        parts.append(WHY_WORDS[why])
    if shred_by:
        parts.append(Say("shred by {day}", day=shred_by))
    return Listing(tuple(parts), between=" · ")


def paper_words(pages: int) -> Sayable:
    """Return how much signed paper is attached."""
    if not pages:
        return Say("No signed paper is attached")
    return Plural("{n} page of signed paper", "{n} pages of signed paper", pages)


def amount_words(sheets: Sequence[SheetView]) -> Sayable:
    """Return "3 sheets, 5 pages" for the sheets chosen."""
    if not sheets:
        return Say("No sheet is chosen")
    return Say(
        "{sheets}, {pages}",
        sheets=Plural("{n} sheet", "{n} sheets", len(sheets)),
        pages=Plural("{n} page", "{n} pages", sum(one.pages for one in sheets)),
    )


def print_words(sheets: Sequence[SheetView]) -> Sayable:
    """Return what the button says."""
    return Plural("Print {n} sheet", "Print {n} sheets", len(sheets)) if sheets else Say("Print")


def _shows(item: QueueItem, show: str) -> bool:
    if show == PacketState.READY:
        return item.state in (PacketState.READY, PacketState.STOPPED)
    return show in (ALL, item.state)


def _queue_line(item: QueueItem) -> Line:
    if item.state is PacketState.WEIGHED_SOON:
        return Line(key=item.referral, title=item.number)
    sheets = Plural("{n} sheet", "{n} sheets", item.sheets)
    return Line(
        key=item.referral,
        title=item.person or NO_NAME,
        detail=Listing((item.number, sheets), between=" · "),
        mark=_mark(item),
    )


def _mark(item: QueueItem) -> Mark:
    match item.state:
        case PacketState.READY:
            return Mark(Say("Ready"), Tone.SUCCESS)
        case PacketState.HELD:
            return Mark(Say("Consent missing"), Tone.WARNING, "lock")
        case PacketState.STOPPED:
            return Mark(Say("Stopped, page {n}", n=item.page), Tone.ERROR, "print")
    if item.when:
        return Mark(Say("Printed {when}", when=item.when), Tone.NEUTRAL, "check")
    return Mark(Say("Printed"), Tone.NEUTRAL, "check")
