"""The dictionary of facts as plain text: resources/facts.csv.

One row per fact. Choices are parted by `|`, and so are their words in each language.
"""

from __future__ import annotations

from pathlib import Path

from desktop.domain.facts import Choice, Dictionary, Fact, FactType, InField, Tier
from desktop.domain.refused import Refused
from desktop.domain.terms import Resolver, Tag
from desktop.domain.words import Given, Say
from desktop.formats.tables import Row, read_rows

LANGUAGES = ("en", "es")
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
