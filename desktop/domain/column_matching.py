"""Which column of somebody's own spreadsheet holds what: guessed, corrected, and remembered.

A matching is remembered under the signature of the header, so next year's file is read the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from desktop.domain.list_columns import COLUMN_KINDS, NEEDED, ListColumn
from desktop.domain.refused import Refused
from desktop.domain.words import Say


@dataclass(frozen=True, slots=True)
class Matching:
    """Which header holds what: the place of each matched column, counted from 0."""

    header: tuple[str, ...]
    places: tuple[tuple[ListColumn, int], ...]

    def place(self, kind: ListColumn) -> int | None:
        """Return where that stands, or None."""
        return dict(self.places).get(kind)

    @property
    def signature(self) -> str:
        """Return what it is remembered by."""
        return signature(self.header)

    @property
    def missing(self) -> tuple[ListColumn, ...]:
        """Return what must still be matched before the list can be read."""
        return tuple(kind for kind in NEEDED if self.place(kind) is None)

    @property
    def unused(self) -> tuple[str, ...]:
        """Return the headers that are not read."""
        used = {place for _, place in self.places}
        return tuple(
            title for place, title in enumerate(self.header) if title and place not in used
        )

    def corrected(self, kind: ListColumn, place: int | None) -> Matching:
        """Return the matching with that kind in another column, or in none.

        A column holds one thing: what stood there before is no longer matched.
        """
        kept = {k: p for k, p in self.places if k is not kind and p != place}
        if place is not None:
            kept[kind] = place
        return Matching(self.header, _in_order(kept))


def guess_columns(header: Sequence[str]) -> Matching:
    """Return which column probably holds what; each column at most one thing, and the reverse."""
    titles = [_plain(title) for title in header]
    found: dict[ListColumn, int] = {}
    for rank in range(max(len(kind.headers) for kind in COLUMN_KINDS.values())):
        for kind, words in COLUMN_KINDS.items():
            if kind not in found and rank < len(words.headers):
                wanted = words.headers[rank]
                for place, title in enumerate(titles):
                    if title == wanted and place not in found.values():
                        found[kind] = place
                        break
    return Matching(tuple(header), _in_order(found))


def signature(header: Sequence[str]) -> str:
    """Return the same word for the same header, whatever its case, signs and spaces."""
    text = "\x1f".join(_plain(title) for title in header)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def matching_to_json(matching: Matching) -> str:
    """Return the matching as it is stored."""
    places = {kind.value: place for kind, place in matching.places}
    return json.dumps({"header": list(matching.header), "places": places}, ensure_ascii=False)


def matching_from_json(text: str) -> Matching:
    """Return a stored matching; refuses one this version does not know."""
    try:
        found = json.loads(text)
        header = tuple(str(title) for title in found["header"])
        places = {ListColumn(kind): int(place) for kind, place in found["places"].items()}
        if any(not 0 <= place < len(header) for place in places.values()):
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Refused(
            Say("The columns of this list were matched by another version."),
            remedy=Say("Match the columns again."),
        ) from None
    return Matching(header, _in_order(places))


def _in_order(found: dict[ListColumn, int]) -> tuple[tuple[ListColumn, int], ...]:
    return tuple((kind, found[kind]) for kind in ListColumn if kind in found)


def _plain(title: str) -> str:
    return " ".join(re.sub(r"[^\w]|_", " ", title.casefold()).split())
