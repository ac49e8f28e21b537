"""Other spellings of what was typed, from the words the directory itself holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.domain.seeking import mended
from desktop.store.database import Database
from desktop.store.directory_marks import Marks
from desktop.store.directory_search import folded, quoted, typed_words
from desktop.store.directory_squares import START

_WORD = re.compile(r"[^\W_]+")


def respelled(db: Database, marks: Marks, text: str) -> Iterator[str]:
    """Give the words with each one the directory lacks replaced by the nearest it has."""
    words = [word for typed in typed_words(text) for word in _WORD.findall(folded(typed))]
    sql = "select 1 from directory_words where directory_words match ? limit 1"
    there = [db.execute(sql, [quoted(word)]).fetchone() is not None for word in words]
    if all(there) or any(
        word.isdigit() for word, known in zip(words, there, strict=True) if not known
    ):
        return  # a ZIP or house number one digit off is another place
    if other := mended(words, marks.remembered("vocabulary", lambda: _vocabulary(db)), there):
        yield other


def _vocabulary(db: Database) -> list[str]:
    """Return every word of the index, the most common first."""
    sql = "select term from directory_vocabulary where term < ? or term >= ? order by doc desc"
    after = START[:-1] + chr(ord(START[-1]) + 1)
    words = (row[0] for row in db.execute(sql, [START, after]))
    return [word for word in words if not word.isdigit()]
