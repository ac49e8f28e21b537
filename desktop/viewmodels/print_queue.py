"""The print queue in words: what waits, what is in doubt, what is printed now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.words import Listing, Plural, Say, Sayable
from desktop.viewmodels.marks import Line, Mark, Tone


class ReaderKey(StrEnum):
    """Whose page set it is, when many packets are printed at once."""

    PERSON = "person"
    LEAD = "lead"
    PROVIDER = "provider"
    PROSECUTOR = "prosecutor"
    DESK = "desk"


READERS: tuple[tuple[ReaderKey, Sayable], ...] = (
    (ReaderKey.PERSON, Say("For the person: contact card, own copy of the consent")),
    (ReaderKey.LEAD, Say("For the lead agency: referral form")),
    (ReaderKey.PROVIDER, Say("For the service chosen: provider's sheet")),
    (ReaderKey.PROSECUTOR, Say("For the prosecutor and the supervisor: worksheet")),
    (ReaderKey.DESK, Say("For the desk: checklist")),
)


@dataclass(frozen=True, slots=True)
class PacketJob:
    """The sheets of one reader of one referral that wait. `held` says why one cannot be made."""

    key: str
    number: str
    reader: Sayable
    sheets: int
    began: bool = False  # some of its pages are out
    held: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Pages that were being handed to the printer when the program ended."""

    job: str
    number: str
    sheet: Sayable
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class PrintQueueView:
    """What waits for the printer. `running`: it is being printed now."""

    packets: tuple[PacketJob, ...] = ()
    doubt: Doubt | None = None
    last_page: tuple[str, int] | None = None  # of a sheet begun: its job and the last page out
    running: bool = False

    @property
    def sheets(self) -> int:
        """Return how many sheets wait."""
        return sum(one.sheets for one in self.packets)

    @property
    def waits(self) -> bool:
        """Return whether anything can go on."""
        return any(not one.held for one in self.packets)


@dataclass(frozen=True, slots=True)
class PrintAllAsked:
    """Packets to print one after another: whose page sets, and a fax cover before the form."""

    referrals: tuple[str, ...]
    readers: tuple[ReaderKey, ...]
    cover: bool = False


@dataclass(frozen=True, slots=True)
class PacketMoved:
    """A packet goes up (-1) or down (1) in the queue."""

    key: str
    by: int


@dataclass(frozen=True, slots=True)
class CameOut:
    """A person's word for the last page of a sheet that came out whole."""

    job: str
    page: int


@dataclass(frozen=True, slots=True)
class Progressing:
    """How far the run is."""

    sheet: int
    sheets: int
    page: int
    pages: int


def queue_words(view: PrintQueueView) -> Sayable:
    """Return what the band says."""
    if view.doubt is not None:
        doubt = view.doubt
        return Say(
            "Offramp ended while it printed. Did {pages} of {sheet}, {number}, come out?",
            pages=page_words(doubt.first, doubt.last),
            sheet=doubt.sheet,
            number=doubt.number,
        )
    sheets = Plural("{n} sheet waits", "{n} sheets wait", view.sheets)
    held = sum(bool(one.held) for one in view.packets)
    if held:
        blocked = Plural("{n} packet cannot be printed", "{n} packets cannot be printed", held)
        return Say("{sheets} for the printer; {blocked}.", sheets=sheets, blocked=blocked)
    if any(one.began for one in view.packets):
        return Say("Printing stopped: {sheets} for the printer.", sheets=sheets)
    return Say("{sheets} for the printer.", sheets=sheets)


def page_words(first: int, last: int) -> Sayable:
    """Return "page 2" or "pages 2 to 3"."""
    if first == last:
        return Say("page {n}", n=first)
    return Say("pages {first} to {last}", first=first, last=last)


def progress_words(at: Progressing) -> Sayable:
    """Return "Sheet 3 of 50, page 2 of 3"."""
    return Say(
        "Sheet {sheet} of {sheets}, page {page} of {pages}",
        sheet=at.sheet,
        sheets=at.sheets,
        page=at.page,
        pages=at.pages,
    )


def packet_lines(packets: Iterable[PacketJob]) -> tuple[Line, ...]:
    """Return what waits as lines, in the order of printing."""
    return tuple(
        Line(
            key=one.key,
            title=Listing((one.number, one.reader), between=" · "),
            detail=one.held or Plural("{n} sheet", "{n} sheets", one.sheets),
            mark=_mark(one),
        )
        for one in packets
    )


def _mark(one: PacketJob) -> Mark | None:
    if one.held:
        return Mark(Say("Held"), Tone.WARNING, "lock")
    if one.began:
        return Mark(Say("Begun"), Tone.INFO, "print")
    return None


def all_words(referrals: Sequence[str]) -> Sayable:
    """Return what the button says that prints all that is shown."""
    return Plural("Print {n} packet", "Print {n} packets", len(referrals))
