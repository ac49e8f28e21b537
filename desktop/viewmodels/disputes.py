"""Fields with two answers: both, with whose word each is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.change import Register, Subject
from desktop.domain.facts import Dictionary, FactValue
from desktop.domain.referral import Referral
from desktop.domain.words import Clock, Listing, Say, Sayable
from desktop.viewmodels.fact_groups import find_fact, said_value
from desktop.viewmodels.names import Names


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the answers of a dispute, with whose word it is."""

    value: FactValue
    words: Sayable
    who: Sayable
    machine: Sayable
    when: Sayable


@dataclass(frozen=True, slots=True)
class Dispute:
    """A field with two answers or more; both stay until somebody decides."""

    subject: Subject
    path: str
    label: Sayable
    answers: tuple[Answer, ...]


def disputes_seen(
    referral: Referral,
    seen: Mapping[str, Register],
    dictionary: Dictionary,
    names: Names,
    now: datetime,
) -> tuple[Dispute, ...]:
    """Return the fields this reader sees with more than one answer."""
    found = []
    for subject, path in referral.disputes:
        register = seen.get(path)
        if register is None or not register.disputed:
            continue
        fact = find_fact(dictionary, path)
        answers = tuple(
            Answer(
                head.value,
                said_value(path, fact, head.value, now, names),
                names.who(head.by),
                names.device(head.by),
                Clock(head.at.astimezone(now.tzinfo)),
            )
            for head in register.heads
        )
        found.append(Dispute(subject, path, fact.label if fact else path, answers))
    return tuple(found)


def spoken_dispute(dispute: Dispute) -> Sayable:
    """Return what a screen reader hears of a dispute."""
    answers = Listing(tuple(one.words for one in dispute.answers), between="; ")
    return Say("{fact}, two answers, not decided: {answers}", fact=dispute.label, answers=answers)
