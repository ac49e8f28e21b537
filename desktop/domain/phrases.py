"""Phrases: a program's text whose lines name facts, "{place.address}", to be filled in.

A line is one phrase; an empty line parts paragraphs. "when charge.held: ..." before it says when
it is said at all. What a text may name depends on who reads it, so that a program cannot put onto
a sheet what release keeps from its reader; `phrase_faults` says where one tries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from desktop.domain.condition_text import parse
from desktop.domain.conditions import Condition, facts_in
from desktop.domain.facts import Dictionary, Fact
from desktop.domain.finding import Finding, Kind
from desktop.domain.program import Program
from desktop.domain.refused import Refused
from desktop.domain.release import IDENTITY
from desktop.domain.terms import Tag
from desktop.domain.words import Say, Sayable

NARRATIVE, FAX_COVER, RULES_CARD = "narrative", "fax_cover", "rules_card"

# The kinds of fact each text may name, and whether it may name the person; a text that is not
# listed names nothing. Source: the audiences of architecture.md, third idea.
_READS: dict[str, frozenset[Tag]] = {
    NARRATIVE: frozenset({Tag.NONE, Tag.JUSTICE}),
    FAX_COVER: frozenset({Tag.NONE}),
    RULES_CARD: frozenset(),
}
_NAMES_PERSON = frozenset({NARRATIVE})
# What every such text may name besides: the program's own words.
OF_PROGRAM = ("program", "version", "agency", "lead")
# ... and, where there is a referral, its number, the day, and its lists as one phrase each.
OF_REFERRAL = ("number", "today")
LISTS = ("charges", "drugs")
UNTIL, CALL = "until.", "call."  # the end of a clock; a contact with its number

_SLOT = re.compile(r"\{([^{}]*)\}")
_WHEN = re.compile(r"when (?P<condition>.+?): (?P<text>.+)")
_BRACE = re.compile(r"[{}]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One line: its words, when it is said, and where it stands in its file."""

    line: int  # from 1
    text: str
    when: str = ""  # a condition as it is written, "" for always

    @property
    def names(self) -> tuple[str, ...]:
        """Return what it names, in order."""
        return tuple(_SLOT.findall(self.text))

    def parts(self) -> Iterator[tuple[str, str]]:
        """Yield (words, name) in turn; the last name is ""."""
        end = 0
        for found in _SLOT.finditer(self.text):
            yield self.text[end : found.start()], found[1]
            end = found.end()
        yield self.text[end:], ""

    def condition(self, dictionary: Dictionary) -> Condition | None:
        """Return when it is said, None for always; refuses what cannot be read."""
        return parse(self.when, dictionary) if self.when else None


def paragraphs(text: str) -> list[list[Phrase]]:
    """Return the phrases of a text, paragraph by paragraph."""
    found: list[list[Phrase]] = [[]]
    for number, line in enumerate(text.splitlines(), 1):
        words = line.strip()
        if not words:
            found.append([])
        elif match := _WHEN.fullmatch(words):
            found[-1].append(Phrase(number, match["text"], match["condition"]))
        else:
            found[-1].append(Phrase(number, words))
    return [one for one in found if one]


def names_for(text: str, program: Program) -> tuple[str, ...]:
    """Return everything a text of this name may name, none for one that only says words."""
    if text not in _READS:
        return ()
    found = [*OF_PROGRAM, *(f"{CALL}{one.id}" for one in program.contacts)]
    if text == RULES_CARD:
        return tuple(found)
    found += OF_REFERRAL
    found += [f"{UNTIL}{one.id}" for one in program.clocks if one.resolver is None]
    found += LISTS if Tag.JUSTICE in _READS[text] else ()
    facts = (one for one in program.dictionary if not one.in_item and not one.id.endswith("*"))
    return (*found, *(one.id for one in facts if _may_name(text, one)))


def phrase_faults(program: Program) -> Iterator[Finding]:
    """Yield each name and condition in a text that its reader has no right to or that is unknown.

    `where` is the file and the line.
    """
    for name, given in program.texts.items():
        known = names_for(name, program)
        for code, text in given.by_language:
            for phrase in (one for part in paragraphs(text) for one in part):
                where = f"texts/{code}/{name}.md, line {phrase.line}"
                for says in _faults(name, phrase, known, program):
                    yield Finding(Kind.PLACEHOLDER, where, says)


def _faults(
    name: str, phrase: Phrase, known: tuple[str, ...], program: Program
) -> Iterator[Sayable]:
    for slot in phrase.names:
        if slot not in known:
            yield _unknown(name, slot, known, program)
    if name not in _READS:
        return  # it is said as it is
    if _BRACE.search(_SLOT.sub("", phrase.text)):
        yield Say("A curly bracket stands alone. Write names as {{place.address}}.")
    if not phrase.when:
        return
    try:
        condition = phrase.condition(program.dictionary)
    except Refused as refused:
        yield Say("{reason}: {remedy}", reason=refused.reason, remedy=refused.remedy)
        return
    for id_ in sorted(facts_in(condition)) if condition else ():
        if not _may_name(name, program.dictionary.fact_of(id_)):
            yield _not_for(program.dictionary.fact_of(id_))


def _unknown(name: str, slot: str, known: tuple[str, ...], program: Program) -> Sayable:
    if name not in _READS:
        return Say("This text is said as it is: it can name no fact.")
    fact = program.dictionary.find(slot)
    if fact is not None and not fact.in_item:
        return _not_for(fact)
    near = get_close_matches(slot, known, n=1)
    shown = slot[:40]
    if near:
        return Say('Nothing is named "{name}". Did you mean "{near}"?', name=shown, near=near[0])
    return Say('Nothing is named "{name}".', name=shown)


def _not_for(fact: Fact) -> Sayable:
    return Say('The reader of this text may not know "{name}".', name=fact.id)


def _may_name(text: str, fact: Fact) -> bool:
    if fact.id in IDENTITY:
        return text in _NAMES_PERSON
    return bool(_READS[text]) and fact.tags <= _READS[text]
