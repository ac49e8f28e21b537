"""The dictionary of facts as plain text: resources/facts.csv.

One row per fact. Choices are parted by `|`, and so are their words in each language. A program may
add facts of its own in its fields.csv, with the same columns.
"""

from __future__ import annotations

import re
from pathlib import Path

from desktop.domain.facts import Choice, Dictionary, Fact, FactType, InField, Tier
from desktop.domain.refused import Refused
from desktop.domain.terms import Resolver, Tag
from desktop.domain.words import Given, Say
from desktop.formats.tables import Row, read_rows

LANGUAGES = ("en", "es")
OWN = "own."  # what the id of a program's own fact begins with
OWN_ID = re.compile(r"own\.[a-z][a-z0-9_]{0,39}")
OWN_AT_MOST = 100  # fields; an officer is asked them at the roadside
WORDS_AT_MOST = 500  # letters; the longest text of ours has 230
CHOICE_ID = re.compile(r"[a-z0-9][a-z0-9_+-]{0,39}")
# Line ends, control characters, and marks that turn the direction of what stands around them.
_NOT_SEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
OWN_TIERS = (Tier.FIELD, Tier.DESK, Tier.COORDINATOR)
# What an agency may ask of its own. A treatment record and a consent have their own law, and what
# carries no tag leaves for everybody.
OWN_TAGS = frozenset({Tag.PERSONAL, Tag.HEALTH, Tag.JUSTICE, Tag.SAFETY})
OWN_TYPES = frozenset(FactType) - {FactType.STEP, FactType.RECORD}
COLUMNS = (
    "id", "type", "unit", "choices", "tag", "in_field", "seconds", "resolver", "list", "tier",
    "declassified", "free_text", "label_en", "label_es", "question_en", "question_es",
    "help_en", "help_es", "choices_en", "choices_es",
)  # fmt: skip


def read_dictionary(path: Path) -> Dictionary:
    """Return the dictionary in a facts.csv; refuses one that cannot be read, naming the row."""
    try:
        content = path.read_bytes()
    except OSError:
        raise Refused(
            Say("The dictionary of facts cannot be read."),
            remedy=Say("Install the app again: facts.csv is missing from it."),
        ) from None
    return dictionary_from(content, name=path.name)


def dictionary_from(content: bytes, *, name: str = "facts.csv") -> Dictionary:
    """Return the dictionary in the bytes of a facts.csv; refuses as `read_dictionary`."""
    rows = read_rows(name, content, COLUMNS)
    seen: set[str] = set()
    for row in rows:
        row.must("id")
        row.must_be_new("id", seen)
    return Dictionary(_fact(row) for row in rows)


def own_facts(content: bytes, *, name: str = "fields.csv") -> tuple[Fact, ...]:
    """Return the facts a program adds; refuses a row that could loosen what may leave."""
    rows = read_rows(name, content, COLUMNS)
    if len(rows) > OWN_AT_MOST:
        rows[OWN_AT_MOST].refuse("id", Say("a program may have {n} own fields", n=OWN_AT_MOST))
    seen: set[str] = set()
    found = []
    for row in rows:
        row.must("id")
        row.must_be_new("id", seen)
        _plain_words(row)
        if not row["id"].startswith(OWN) or not OWN_ID.fullmatch(row["id"]):
            row.refuse(
                "id",
                Say("an own field is named own. and then small letters"),
                Say('Write it as "own.room_number".'),
            )
        for column in ("label_en", "question_en"):
            row.must(column)
        fact = _fact(row)
        if not fact.tags or not fact.tags <= OWN_TAGS:
            row.refuse("tag", Say("an own field is P, H, J or S"))
        if fact.type not in OWN_TYPES:
            row.refuse("type", Say("an own field cannot be of this type"))
        if fact.declassified:
            row.refuse("declassified", Say("an own field keeps its tag"))
        if fact.list:
            row.refuse("list", Say("an own field stands alone, not in a list"))
        if fact.tier not in OWN_TIERS:
            row.refuse("tier", Say("somebody has to be asked for it: F, D or C"))
        if bool(fact.choices) != (fact.type in (FactType.CHOICE, FactType.CHOICES)):
            row.refuse("choices", Say("choices belong to a choice, and a choice needs them"))
        _told_apart(row, fact)
        found.append(fact)
    return tuple(found)


def _plain_words(row: Row) -> None:
    """Refuse words that are no line of text: they stand on screens and on paper."""
    for column in (one for one in COLUMNS if one.endswith(tuple(f"_{it}" for it in LANGUAGES))):
        if len(row[column]) > WORDS_AT_MOST or _NOT_SEEN.search(row[column]):
            row.refuse(column, Say("one line of plain words, at most {n} letters", n=WORDS_AT_MOST))
    if row["unit"] and not CHOICE_ID.fullmatch(row["unit"]):
        row.refuse("unit", Say("a unit is named with small letters"))


def _told_apart(row: Row, fact: Fact) -> None:
    values = [one.value for one in fact.choices]
    if len(set(values)) < len(values) or not all(CHOICE_ID.fullmatch(one) for one in values):
        row.refuse("choices", Say("each choice is named with small letters, and none twice"))
    for code in LANGUAGES:
        words = row[f"choices_{code}"].split("|")
        if fact.choices and (len(set(words)) < len(values) or not all(map(str.strip, words))):
            row.refuse(f"choices_{code}", Say("each choice has words of its own"))


def _fact(row: Row) -> Fact:
    return Fact(
        id=row["id"],
        type=row.word("type", FactType),
        tags=frozenset(row.words("tag", Tag)),
        label=given(row, "label"),
        question=given(row, "question"),
        help=given(row, "help"),
        unit=row["unit"],
        choices=_choices(row),
        in_field=row.word("in_field", InField),
        seconds=row.whole_number("seconds"),
        resolver=row.word("resolver", Resolver),
        list=row["list"],
        tier=row.word("tier", Tier),
        declassified=row.yes("declassified"),
        free_text=row.yes("free_text"),
    )


def given(row: Row, column: str) -> Given:
    """Return the words of a row in all languages, from `<column>_en`, `<column>_es`."""
    return Given.of({code: row[f"{column}_{code}"] for code in LANGUAGES})


def _choices(row: Row) -> tuple[Choice, ...]:
    if not row["choices"]:
        return ()
    values = row["choices"].split("|")
    labels = {code: row[f"choices_{code}"].split("|") for code in LANGUAGES}
    for code, words in labels.items():
        if len(words) != len(values):
            row.refuse(
                f"choices_{code}",
                Say("{found} words for {wanted} choices", found=len(words), wanted=len(values)),
            )
    return tuple(
        Choice(value, Given.of({code: words[i] for code, words in labels.items()}))
        for i, value in enumerate(values)
    )
