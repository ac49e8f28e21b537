"""A newer edition of a source: which service is which, what is new, changed and gone.

Also what an import has to tell: rows read, rows it could not read and why, rows said twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.directory import Organization, ServiceListing, Snapshot, normalized
from desktop.domain.words import Sayable

Trait = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row that could not be read, or not all of it; `line` as a person counts it in the file.

    `file` names the file or list where there are several. In JSON the line is that of the item.
    """

    line: int
    why: Sayable
    file: str = ""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A row that says a service again; `exact` when every cell is the same."""

    line: int
    first_line: int
    exact: bool


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What reading a file of services found. All numbers count rows but `stray_cells`."""

    rows: int
    unread: tuple[UnreadRow, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    stray_rows: int = 0  # rows with spaces around a value, taken off
    odd_phones: int = 0  # main number not NNN-NNN-NNNN: an extension, words, or empty
    no_phone: int = 0
    odd_intake_phones: int = 0
    non_ascii_rows: int = 0
    unknown_codes: tuple[str, ...] = ()
    unknown_zips: tuple[str, ...] = ()

    @property
    def exact_repeats(self) -> int:
        """Return how many rows repeat an earlier one word for word."""
        return sum(one.exact for one in self.repeats)


@dataclass(frozen=True, slots=True)
class ImportedDirectory:
    """What a file of services holds, and what reading it found."""

    snapshot: Snapshot
    report: ImportReport


@dataclass(frozen=True, slots=True)
class Kept:
    """What the directory already knows of a service: its id and the traits it is recognized by."""

    id: str
    key: str  # the id under which it came last
    listing: ServiceListing


@dataclass(frozen=True, slots=True)
class Refresh:
    """What a snapshot does to a source: ids in the order of the snapshot's listings."""

    ids: tuple[str, ...]
    new: frozenset[str]
    changed: frozenset[str]
    gone: frozenset[str]


def compare(
    kept: Sequence[Kept], snapshot: Snapshot, *, elsewhere: Collection[str] = ()
) -> Refresh:
    """Return which kept service each listing is, and what is new, changed and gone.

    Recognized by its id first, then one to one by phone and street (renamed), then by name and
    phone (moved). A trait that fits two services on either side proves nothing. `elsewhere` are
    the ids that services of other sources have: no newcomer gets one of them.
    """
    by_key = {one.id if snapshot.settled else one.key: one for one in kept}
    found: dict[int, Kept] = {}
    for place, listing in enumerate(snapshot.listings):
        if known := by_key.get(listing.id):
            found[place] = known
    for trait in (_phone_and_street, _name_and_phone):
        _recognize(found, kept, snapshot.listings, trait)
    ids = _settled_ids(found, {one.id for one in kept}.union(elsewhere), snapshot.listings)
    here = {one.id for one in found.values()}
    changed = {
        known.id
        for place, known in found.items()
        if not _same_words(known.listing, snapshot.listings[place])
    }
    return Refresh(
        ids=ids,
        new=frozenset(ids) - {one.id for one in kept},
        changed=frozenset(changed),
        gone=frozenset(one.id for one in kept if one.id not in here and not one.listing.gone_since),
    )


def _recognize(
    found: dict[int, Kept],
    kept: Sequence[Kept],
    listings: Sequence[ServiceListing],
    trait: Callable[[ServiceListing], Trait | None],
) -> None:
    if len(found) == len(listings) or not kept:
        return
    taken = {one.id for one in found.values()}
    before: dict[Trait, list[Kept]] = defaultdict(list)
    after: dict[Trait, list[int]] = defaultdict(list)
    for one in kept:
        if one.id not in taken and (key := trait(one.listing)):
            before[key].append(one)
    for place, listing in enumerate(listings):
        if place not in found and (key := trait(listing)):
            after[key].append(place)
    for key, places in after.items():
        if len(places) == 1 and len(before[key]) == 1:
            found[places[0]] = before[key][0]


def _phone_and_street(listing: ServiceListing) -> Trait | None:
    if not listing.phones or not listing.place.street:
        return None
    place = listing.place
    return (
        listing.phones[0].given,
        normalized(place.street),
        normalized(place.street2),
        place.zip[:5],
    )


def _name_and_phone(listing: ServiceListing) -> Trait | None:
    if not listing.phones:
        return None
    names = (listing.organization.name, listing.service.name)
    return (*map(normalized, names), listing.phones[0].given)


def _settled_ids(
    found: dict[int, Kept], used: set[str], listings: Sequence[ServiceListing]
) -> tuple[str, ...]:
    ids = []
    for place, listing in enumerate(listings):
        if known := found.get(place):
            ids.append(known.id)
            continue
        # The id of a service that moved away stays its own: the newcomer there gets another.
        fresh, count = listing.id, 2
        while fresh in used:
            fresh, count = f"{listing.id}-m{count}", count + 1
        used.add(fresh)
        ids.append(fresh)
    return tuple(ids)


def _same_words(old: ServiceListing, new: ServiceListing) -> bool:
    return (
        not old.gone_since
        and _said_of(old.organization) == _said_of(new.organization)
        and old.service == new.service
        and old.place == new.place
        and old.phones == new.phones
        and old.schedules == new.schedules
        and old.codes == new.codes
        and old.contacts == new.contacts
        and old.attributes == new.attributes
    )


def _said_of(organization: Organization) -> Trait:
    one = organization
    return (one.name, one.url, one.about, one.email)


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a source as it was taken in."""

    number: int
    source: str
    edition: str
    taken_at: datetime
    services: int
    new: int
    changed: int
    gone: int
