"""A service's own rules of admission, weighed by the evaluator that weighs a program's.

A rule is a condition over the same facts (`condition_text`) that must hold. One that certainly
does not hold bars the person; what is unknown is a thing to ask, never a yes or a no.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.domain.answers import Answers
from desktop.domain.condition_text import parse
from desktop.domain.condition_words import says
from desktop.domain.conditions import Condition
from desktop.domain.facts import Dictionary
from desktop.domain.listing_parts import AdmissionRule
from desktop.domain.refused import Refused
from desktop.domain.words import Say, Sayable


@dataclass(frozen=True, slots=True)
class Weighed:
    """A rule with what came of it: it holds, does not hold, or nobody knows."""

    words: Sayable
    holds: bool | None


class Admissions:
    """What an encounter's answers say to the rules of services."""

    def __init__(self, answers: Answers, dictionary: Dictionary) -> None:
        self._answers = answers
        self._dictionary = dictionary
        self._read: dict[str, Condition | None] = {}

    def weigh(self, rules: Iterable[AdmissionRule]) -> tuple[Weighed, ...]:
        """Return every rule with its answer; one this version cannot read is unknown."""
        return tuple(self._weighed(rule) for rule in rules)

    def bars(self, rules: Iterable[AdmissionRule]) -> bool:
        """Return whether a rule certainly does not hold."""
        return any(one.holds is False for one in self.weigh(rules))

    def doubts(self, rules: Iterable[AdmissionRule]) -> list[Sayable]:
        """Return the rules of which nobody knows whether they hold, as things to ask."""
        open_ones = (one for one in self.weigh(rules) if one.holds is None)
        return [Say("Its own rule: {rule} Ask.", rule=one.words) for one in open_ones]

    def _weighed(self, rule: AdmissionRule) -> Weighed:
        condition = self._condition(rule.test)
        if condition is None:
            return Weighed(rule.text or rule.test, None)
        return Weighed(rule.text or says(condition), condition.truth(self._answers))

    def _condition(self, test: str) -> Condition | None:
        if test not in self._read:
            try:
                self._read[test] = parse(test, self._dictionary)
            except Refused:
                self._read[test] = None
        return self._read[test]
