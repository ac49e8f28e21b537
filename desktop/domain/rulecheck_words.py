"""Words of a program: in every language, within reach of most readers, and hurting nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.domain.finding import Finding, Kind
from desktop.domain.program import Program
from desktop.domain.reading import EASE_LIMIT, GRADE_LIMIT, WORD, too_hard
from desktop.domain.words import Given, Say, Sayable

LANGUAGES = ("en", "es")
LEGAL = "notice_"  # texts so named are law, word for word
# What the person is told or given, and what the law wants beside a record (42 CFR 2.32): a sheet
# would be printed with nothing under its heading.
NEEDED = ("card", "consent_script", "notice_42cfr2", "notice_42cfr2_short", "rights")
LONG_ENOUGH = 20  # words; of a shorter line alone the level says nothing

# What hurts, and what is said instead. Source: National Institute on Drug Abuse, "Words Matter".
STIGMA = {
    "en": {
        r"addicts?|junkies?|druggies?|crackheads?|tweakers?|(?:drug|substance) abusers?|abusers?":
            "person with a substance use disorder",
        r"alcoholics?|drunks?": "person with an alcohol use disorder",
        r"(?:drug|substance|alcohol) abuse|drug habit": "substance use",
        r"clean": "in recovery, or: the test found nothing",
        r"dirty": "the test found something",
        r"felons?|convicts?|inmates?|ex-cons?": "person with a conviction, person in jail",
    },
    "es": {
        r"(?:drog)?adict[oa]s?|toxicóman[oa]s?|yonquis?|drogatas?":
            "persona con un trastorno por consumo de sustancias",
        r"alcohólic[oa]s?|borrach[oa]s?": "persona con un trastorno por consumo de alcohol",
        r"abuso de (?:drogas|sustancias|alcohol)": "consumo de sustancias",
        r"limpi[oa]s?": "en recuperación",
        r"suci[oa]s?": "la prueba encontró algo",
        r"delincuentes?|reos?|pres[oa]s": "persona con una condena, persona detenida",
    },
}  # fmt: skip
PATTERNS = {
    language: [
        (re.compile(rf"\b(?:{word})\b", re.IGNORECASE), better) for word, better in of.items()
    ]
    for language, of in STIGMA.items()
}


def word_faults(program: Program) -> Iterator[Finding]:
    """Yield texts and words that are missing, hurt, or are too hard to read."""
    yield from _not_there(program)
    yield from _missing(program)
    yield from _hurtful(program)
    yield from _hard(program)


def _not_there(program: Program) -> Iterator[Finding]:
    for name in NEEDED:
        if not program.text(name).by_language:
            says = Say("This text is missing, and sheets print it: write it in each language.")
            yield Finding(Kind.NO_TEXT, f"texts/{name}", says)


def _missing(program: Program) -> Iterator[Finding]:
    for where, given in _all_words(program):
        missing = [code for code in LANGUAGES if code not in dict(given.by_language)]
        if missing:
            says = Say("Not written in: {languages}.", languages=", ".join(missing))
            yield Finding(Kind.LANGUAGE, where, says)


def _hurtful(program: Program) -> Iterator[Finding]:
    for where, given in _all_words(program):
        for code, text in given.by_language:
            for pattern, better in PATTERNS.get(code, ()):
                if match := pattern.search(text):
                    says = Say('"{word}" judges people. Write: {better}.', word=match[0],
                               better=better)  # fmt: skip
                    yield Finding(Kind.STIGMA, where, says, stops=False)


def _hard(program: Program) -> Iterator[Finding]:
    names = _names(program)
    for where, given in _measured(program):
        for code, text in given.by_language:
            level = too_hard(text, code, names=names)
            if level is not None:
                yield Finding(Kind.READING, where, _level(code, level), stops=False)


def _level(code: str, level: float) -> Sayable:
    if code == "es":
        return Say(
            "Hard to read in Spanish: ease {level}, wanted {limit} or more. Shorter sentences "
            "and shorter words help.", level=f"{level:.0f}", limit=f"{EASE_LIMIT:.0f}",
        )  # fmt: skip
    return Say(
        "Hard to read: grade {level}, wanted {limit} or less. Shorter sentences and shorter "
        "words help.", level=f"{level:.1f}", limit=f"{GRADE_LIMIT:.0f}",
    )  # fmt: skip


def _measured(program: Program) -> Iterator[tuple[str, Given]]:
    """Yield the texts, each long criterion, and all criteria taken together."""
    for name, text in program.texts.items():
        if not name.startswith(LEGAL):
            yield f"texts/{name}", text
    together: dict[str, list[str]] = {}
    for one in program.criteria:
        for code, words in one.text.by_language:
            together.setdefault(code, []).append(words)
            if len(WORD.findall(words)) >= LONG_ENOUGH:
                yield one.id, Given.of({code: words})
    yield "criteria.csv", Given.of({code: "\n".join(lines) for code, lines in together.items()})


def _all_words(program: Program) -> Iterator[tuple[str, Given]]:
    yield "program.toml", program.name
    for one in program.criteria:
        yield one.id, one.text
    for name, text in program.texts.items():
        yield f"texts/{name}", text
    for clock in program.clocks:
        yield clock.id, clock.label
    for contact in program.contacts:
        yield contact.id, contact.name
        if contact.note.by_language:
            yield contact.id, contact.note
    for note in program.to_confirm:
        yield "program.toml", note


def _names(program: Program) -> list[str]:
    return [*(text for _, text in program.name.by_language), program.lead.name, program.agency]
