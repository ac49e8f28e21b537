"""Earlier referrals that may be of the same person: said beside the name, never decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.people import Alike
from desktop.domain.words import Clock, Listing, Say, Sayable
from desktop.viewmodels.same_person import reasons_in_words


@dataclass(frozen=True, slots=True)
class AlikeLine:
    """One earlier referral: who, its number and day, and each reason for and against."""

    referral: str
    name: Sayable
    detail: Sayable
    reasons: Sayable
    on: datetime


def alike_line(found: Alike, *, name: str, number: str, at: datetime) -> AlikeLine:
    """Return the line of one earlier referral."""
    return AlikeLine(
        found.key,
        name or Say("No name here"),
        Listing((number, Clock(at, date_only=True)), between=" · "),
        reasons_in_words(found.reasons),
        at,
    )


def spoken(lines: Sequence[AlikeLine]) -> Sayable:
    """Return what a screen reader hears once the lines change."""
    return Listing(
        tuple(Say("{name}: {reasons}", name=one.name, reasons=one.reasons) for one in lines)
    )
