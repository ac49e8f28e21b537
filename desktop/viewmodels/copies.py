"""Who has a copy of a referral, in words that claim no more than is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.terms import SheetKind
from desktop.domain.words import Clock, Listing, Plural, Say, Sayable
from desktop.viewmodels.home import moment_words
from desktop.viewmodels.marks import Choice

SHEET_NAMES: Mapping[SheetKind, Say] = {
    SheetKind.CARD: Say("Contact card"),
    SheetKind.REFERRAL_FORM: Say("Referral form"),
    SheetKind.PROVIDER: Say("Provider's sheet"),
    SheetKind.WORKSHEET: Say("Eligibility worksheet"),
    SheetKind.CONSENT: Say("Consent copy"),
    SheetKind.CHECKLIST: Say("Desk checklist"),
}
BY_HAND = Say(
    "Nobody can know of copies made by hand, of photographs, or of what another computer passed on."
)


def machine_line(who: Sayable, holds: str, at: datetime | None, *, now: datetime) -> Sayable:
    """Return what is known of another computer; `holds` is wrote, signed or sent."""
    when = moment_words(at.astimezone(now.tzinfo), now=now) if at is not None else ""
    if holds == "wrote":
        return Say("{who} wrote some of it and has it", who=who)
    if holds == "signed":
        return Say("{who} has it and signed for it, {when}", who=who, when=when)
    return Say("{who}: sealed for it, left {when}; no receipt yet", who=who, when=when)


def paper_line(kind: SheetKind, copy: int, at: datetime) -> Sayable:
    """Return one print: paper cannot be called back."""
    name = SHEET_NAMES.get(kind, Say("A sheet"))
    return Say("{sheet}, copy {n}, on paper or as a file since {when}",
               sheet=name, n=copy, when=Clock(at))  # fmt: skip


def sealed_line(count: int) -> Sayable:
    """Return how many sealed bundles with some of it lie on exchange places."""
    if count == 0:
        return Say("No sealed bundle with it has left this computer.")
    return Plural(
        "{n} sealed bundle with some of it lies on exchange places until somebody tidies them.",
        "{n} sealed bundles with some of it lie on exchange places until somebody tidies them.",
        count,
    )


def backup_line(count: int, set_aside: bool) -> Sayable:
    """Return what of this computer's backups is known, and that others have theirs."""
    backups = Plural(
        "{n} backup of this computer may hold it; the oldest goes as new ones are made.",
        "{n} backups of this computer may hold it; the oldest goes as new ones are made.",
        count,
    )
    parts: list[Sayable] = [
        backups if count else Say("This computer has no backup."),
        Say("Other computers have backups of their own."),
    ]
    if set_aside:
        parts.append(Say("The records from before a restore still lie beside these."))
    return Listing(tuple(parts), between=" ")


EXTENTS = (
    Choice(
        "person",
        Say("All that tells who it was"),
        Say("Name, health, justice and treatment facts. That there was a referral still counts."),
    ),
    Choice("all", Say("The whole referral"), Say("It is counted nowhere any more.")),
)
REASONS = (
    Choice("court_order", Say("A court ordered it")),
    Choice("retention", Say("Its time is over")),
    Choice("request", Say("The person asked for it")),
    Choice("mistake", Say("It was a mistake")),
)


@dataclass(frozen=True, slots=True)
class CopiesView:
    """What the dialog shows: a line with an icon for each copy."""

    number: str
    lines: tuple[tuple[str, Sayable], ...]
    can_erase: bool = False


@dataclass(frozen=True, slots=True)
class EraseAsked:
    """Somebody who is sure wants it erased; the keys of `EXTENTS` and `REASONS`."""

    referral: str
    extent: str
    why: str
