"""How many services fit, and how many each filter would leave: counted after the list.

Cheap to give up: whoever asks stops asking at the next key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from desktop.domain.needs import Barrier
from desktop.domain.seeking import Sought
from desktop.store.database import Database
from desktop.store.directory_marks import Marks, bits_of
from desktop.store.directory_search import MATCHES, Search, as_match


def how_many(db: Database, marks: Marks, sought: Sought, *, shut: bool = True) -> int:
    """Return how many services fit, however many are shown; `shut` ones too."""
    if sought.open_at is not None or (sought.near is not None and sought.within_miles is not None):
        return len(Search(db, marks, replace(sought, limit=-1)).run())
    return fitting(db, marks, sought, shut=shut).bit_count()


def counts(
    db: Database, marks: Marks, sought: Sought, barriers: Iterable[Barrier], *, shut: bool = True
) -> Iterator[tuple[Barrier, int]]:
    """Give how many of the services sought deal with each barrier, however far they are."""
    fit = fitting(db, marks, sought, shut=shut)
    for barrier in barriers:
        yield barrier, (fit & marks.dealing_with(barrier)).bit_count()


def fitting(db: Database, marks: Marks, sought: Sought, *, shut: bool = True) -> int:
    """Return the services that fit, hours and distance apart; `shut` ones too."""
    found = marks.fitting(sought, shut=shut)
    match = as_match(sought.words)
    if match:
        return found & bits_of(row[0] for row in db.execute(MATCHES, [match]))
    return 0 if sought.words.strip() else found
