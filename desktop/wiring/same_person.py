"""Link or keep apart: other referrals that may be of the person of a case."""

from __future__ import annotations

from desktop.domain.words import Listing, Say, Sayable
from desktop.services.same_person import Other, others
from desktop.viewmodels.names import Names
from desktop.viewmodels.same_person import SameLine, reasons_in_words, same_line
from desktop.wiring.shell import Shell


def same_lines(shell: Shell, referral_id: str, names: Names) -> tuple[SameLine, ...]:
    """Return the other referrals that may be of this person, undecided ones first."""
    return tuple(
        same_line(
            one.referral,
            name=one.name,
            number=one.number,
            at=one.at,
            agency=names.agency(one.agency),
            reasons=one.reasons,
            same=one.same,
            disputed=one.disputed,
        )
        for one in others(shell.workspace, referral_id, now=shell.now)
    )


def alike_words(other: Other) -> Sayable:
    """Return one other referral in a line of the Inbox; "" where somebody said it is not."""
    if other.same is False:
        return ""
    words: Sayable = reasons_in_words(other.reasons)
    if other.same:
        words = Say("linked")
    return Listing((other.name, other.number, words), " · ")
