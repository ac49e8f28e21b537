"""What the officer recorded: facts by path, the consents given, the services chosen.

A path is a fact's id (`person.age`) or stands for an item of a list (`drug/<item>/amount_g`,
which is the fact `drug.amount_g`). A fact nobody asked is absent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from desktop.domain.consent import Consent, Scope
from desktop.domain.facts import FactValue, Known
from desktop.domain.terms import Pathway
from desktop.domain.words import Say, Sayable

PATHWAY = "pathway"
CLOSED = "pathway.closed"  # one the rules closed before the person went on by another
CLOCK_IN_DOUBT = "contact.clock_in_doubt"  # set where this is so, never asked
SERVICES = ("service.first", "service.second", "service.third")


@dataclass(frozen=True)
class Encounter:
    """One contact, as far as it is recorded. A draft is one too.

    `typed` is what stands in a field and is no value yet ("3/1" of a date): it is kept and shown
    again as it was typed, and no rule, sheet or referral ever reads it.
    """

    id: str
    begun_at: datetime
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    consents: tuple[Consent, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)

    def answered(self, path: str, value: FactValue) -> Encounter:
        """Return it with one fact set."""
        return replace(self, facts={**self.facts, path: value}).typing(path, "")

    def typing(self, path: str, text: str) -> Encounter:
        """Return it with what stands in a field and is no value yet; "" for nothing."""
        others = {p: words for p, words in self.typed.items() if p != path}
        return replace(self, typed={**others, path: text} if text.strip() else others)

    def on_pathway(self, to: FactValue, *, closed: bool) -> Encounter:
        """Return it on another pathway; `closed`: the rules had closed the one before.

        That one is remembered, or nobody would ever know whom a rule kept out.
        """
        before = self.facts.get(PATHWAY)
        moved = self.answered(PATHWAY, to)
        if to == self.facts.get(CLOSED):
            return moved.unanswered(CLOSED)
        if closed and before is not None and before != to:
            return moved.answered(CLOSED, before)
        return moved

    def unanswered(self, path: str) -> Encounter:
        """Return it with one fact not asked."""
        left = {p: v for p, v in self.facts.items() if p != path}
        return replace(self, facts=left).typing(path, "")

    def without_item(self, list_name: str, item: str) -> Encounter:
        """Return it without one item of a list."""
        prefix = f"{list_name}/{item}/"
        return replace(
            self,
            facts={p: v for p, v in self.facts.items() if not p.startswith(prefix)},
            typed={p: words for p, words in self.typed.items() if not p.startswith(prefix)},
        )

    def consented(self, consent: Consent) -> Encounter:
        """Return it with this consent in place of an earlier word on the same thing."""
        others = tuple(
            one
            for one in self.consents
            if (one.recipient, one.scope) != (consent.recipient, consent.scope)
        )
        return replace(self, consents=(*others, consent))

    def consent(self, recipient: str, scope: Scope) -> Consent | None:
        """Return what the person said on this, or None: not asked."""
        return next(
            (one for one in self.consents if (one.recipient, one.scope) == (recipient, scope)), None
        )

    def items(self, list_name: str) -> tuple[str, ...]:
        """Return the items of a list, in the order of their names."""
        prefix = f"{list_name}/"
        return tuple(sorted({p.split("/")[1] for p in self.facts if p.startswith(prefix)}))

    def text(self, path: str) -> str:
        """Return a known text, or ""."""
        value = self.facts.get(path)
        known = value.value if isinstance(value, Known) else None
        return known if isinstance(known, str) else ""

    @property
    def pathway(self) -> Pathway | None:
        """Return the pathway, or None while it is not chosen."""
        word = self.text(PATHWAY)
        return Pathway(word) if word in {one.value for one in Pathway} else None

    @property
    def services(self) -> tuple[str, ...]:
        """Return the ids of the services chosen, first choice first."""
        return tuple(word for path in SERVICES if (word := self.text(path)))


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the form still needs; `path` says where, `stops` whether it can be sent so."""

    path: str
    says: Sayable
    stops: bool = True


def find_problems(encounter: Encounter, *, now: datetime) -> list[Problem]:
    """Return what stands in the way of logging the referral; unknowns never do."""
    problems = []
    if encounter.pathway is None:
        problems.append(Problem(PATHWAY, Say("Choose the pathway first.")))
    for consent in encounter.consents:
        if consent.given_at is not None and consent.given_at > now:
            problems.append(Problem("consent", Say("A consent has a time in the future.")))
    listed = any(path.startswith("charge/") for path in encounter.facts)
    whole = encounter.facts.get("charges.complete") == Known(True)
    if encounter.pathway is Pathway.OFFICER_INTERVENTION and whole and not listed:
        says = Say("A charge is held, and none is listed. List it.")
        problems.append(Problem("charges.complete", says, False))
    if not encounter.services:
        problems.append(
            Problem(SERVICES[0], Say("No service is chosen yet. It can be chosen later."), False)
        )
    return problems
