"""Cells of a row as values; a cell that cannot be one makes the whole row unreadable, in words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from desktop.domain.words import Say, Sayable

BETWEEN = "|"

Row = Mapping[str, str]
Word = TypeVar("Word", bound=StrEnum)


class UnreadableRow(Exception):
    """A row's fault, with its reason in words."""

    def __init__(self, why: Sayable) -> None:
        super().__init__()
        self.why = why


def list_of(row: Row, column: str) -> tuple[str, ...]:
    """Return the parts of a cell, parted by "|"."""
    return tuple(part.strip() for part in row.get(column, "").split(BETWEEN) if part.strip())


def number(row: Row, column: str) -> int | None:
    """Return a whole number below a million, None for an empty cell."""
    text = row.get(column, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise UnreadableRow(Say("Not a number: {column}.", column=column))
    return int(text)


def known_word(row: Row, column: str, kind: type[Word]) -> Word:
    """Return a cell as one of a list of words."""
    try:
        return kind(row[column])
    except ValueError:
        raise UnreadableRow(
            Say(
                "{column} is none of: {words}.",
                column=column,
                words=", ".join(one.value for one in kind),
            )
        ) from None


def word(row: Row, column: str, kind: type[Word]) -> Word | None:
    """Return a cell as one of a list of words, None for an empty cell."""
    return known_word(row, column, kind) if row.get(column) else None
