"""`Refused`: the one error meant for people, with what happened and what to do."""

from __future__ import annotations

from desktop.domain.words import ENGLISH, Sayable


class Refused(Exception):
    """Something the person can cure: a reason and a remedy, both to be said in their language.

    Keep a participant's words out of both: a refusal may be logged.
    """

    def __init__(self, reason: Sayable, *, remedy: Sayable) -> None:
        super().__init__(ENGLISH(reason))
        self.reason = reason
        self.remedy = remedy
