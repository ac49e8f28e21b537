"""All fields with two answers, for whoever may decide them, with a count for each machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.domain.words import Listing, Plural, Say, Sayable
from desktop.viewmodels.disputes import Dispute
from desktop.viewmodels.marks import Line, Mark, Tone, Trouble

_TWO = Mark(Say("Two answers"), Tone.WARNING, "warning")


@dataclass(frozen=True, slots=True)
class DisputeItem:
    """One field of one referral; `unit` is the machine the referral was made on."""

    key: str
    referral: str
    person: Sayable
    number: str
    unit: Sayable
    dispute: Dispute


@dataclass(frozen=True, slots=True)
class DisputesView:
    """The page."""

    items: tuple[DisputeItem, ...] = ()
    can_take_back: bool = False
    trouble: Trouble | None = None

    def item(self, key: str) -> DisputeItem | None:
        """Return one field, or None."""
        return next((one for one in self.items if one.key == key), None)


def dispute_lines(items: Sequence[DisputeItem]) -> tuple[Line, ...]:
    """Return the list's lines."""
    return tuple(
        Line(
            key=one.key,
            title=one.dispute.label,
            detail=Listing((one.person, one.number, one.unit), " · "),
            mark=_TWO,
        )
        for one in items
    )


def disputes_context(items: Sequence[DisputeItem]) -> Sayable:
    """Return how many there are, and of which machine how many."""
    if not items:
        return Say("Nothing has two answers")
    units = Counter(one.unit for one in items)
    counted = tuple(Say("{unit}: {n}", unit=unit, n=n) for unit, n in units.most_common(4))
    total = Plural("{n} field with two answers", "{n} fields with two answers", len(items))
    return Listing((total, *counted), " · ")
