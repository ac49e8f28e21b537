"""The steps of a referral and of a case, in words."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.domain.change import CASE_STATUS
from desktop.domain.terms import CaseStatus, ReferralStatus
from desktop.domain.words import Say, Sayable

REFERRAL_WORDS: Mapping[str, Sayable] = {
    ReferralStatus.LOGGED: Say("Referral made"),
    ReferralStatus.WITHDRAWN: Say("Referral withdrawn"),
    ReferralStatus.CLOSED: Say("Referral closed"),
}
CASE_WORDS: Mapping[str, Sayable] = {
    CaseStatus.ACCEPTED: Say("Accepted by the lead agency"),
    CaseStatus.CONTACT_MADE: Say("Contact made"),
    CaseStatus.ENROLLED: Say("Enrolled"),
    CaseStatus.COMPLETED: Say("Completed"),
    CaseStatus.CLOSED: Say("Case closed"),
}


def step_words(path: str, to: str) -> Sayable:
    """Return what a step says; a step of a newer machine is said as one."""
    if path == CASE_STATUS and not to:
        return Say("The acceptance was taken back")
    words = CASE_WORDS if path == CASE_STATUS else REFERRAL_WORDS
    return words.get(to, Say("A step this version does not know"))
