"""One row of a SAMHSA directory as a listing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from operator import itemgetter
from typing import NamedTuple

from desktop.domain.directory import (
    Organization,
    Phone,
    PhoneKind,
    Place,
    Service,
    ServiceListing,
    identity,
    normalized,
)
from desktop.domain.places import ZipPlace
from desktop.formats.geo import ZipTable
from desktop.formats.workbooks import Cells

# Columns after their headers, in small letters and without signs: "Service_Code_Info" is one.
CODE_LISTS = frozenset({"servicecodeinfo", "servicecodes", "codes"})
REQUIRED = ("name1", "street1", "city", "state", "zip")
STREET_WITHHELD = "- - -"  # how the directory writes that a site keeps its address to itself
FLAGGED = frozenset({"1", "x", "y", "yes", "true"})
SPACES = " \t\r\n\xa0"

PLAIN_PHONE = re.compile(r"[0-9]{3}-[0-9]{3}-[0-9]{4}")
_PHONE = re.compile(
    r"\(?([0-9]{3})\)?[-. ]?([0-9]{3})[-. ]?([0-9]{4})(?:[ ,]*(?:x|ext\.?)[ ]*([0-9]{1,8}))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where things stand in this edition."""

    at: Mapping[str, int]
    code_lists: tuple[int, ...]
    flags: tuple[tuple[int, str], ...]  # one column for each code
    count: int

    def picker(self) -> Callable[[Cells], tuple[str, ...]]:
        """Return what picks the cells of a `Facility` from a row with one empty cell at its end."""
        return itemgetter(*(self.at.get(name, self.count) for name in Facility._fields))


class Facility(NamedTuple):
    """The cells of one facility, named as the directory's columns are."""

    name1: str
    name2: str
    street1: str
    street2: str
    city: str
    state: str
    zip: str
    phone: str
    intake1: str
    intake2: str
    intake1a: str
    intake2a: str

    @property
    def intakes(self) -> tuple[str, ...]:
        """Return the intake numbers given."""
        return tuple([one for one in self[8:] if one])


@dataclass
class RowReader:
    """Makes listings of rows; remembers what repeats from row to row."""

    columns: Columns
    source: str
    zips: ZipTable | None
    _phones: dict[tuple[str, PhoneKind], Phone] = field(default_factory=dict)
    _places: dict[str, ZipPlace | None] = field(default_factory=dict)

    def listing(self, facility: Facility, cells: Cells) -> ServiceListing:
        """Return a facility as a listing; its id is that of its names, street and ZIP."""
        name, name2, street, street2, city, state, zip_code, phone = facility[:8]
        zip_code = full_zip(zip_code)
        known = self._zip(zip_code)
        phones = [self._phone(phone, PhoneKind.MAIN)] if phone else []
        phones += [self._phone(given, PhoneKind.INTAKE) for given in facility.intakes]
        return ServiceListing(
            id=identity(name, name2, street, zip_code),
            organization=Organization(id=_short_hash(normalized(name)), name=name),
            service=Service(name=name2),
            place=Place(
                street="" if street == STREET_WITHHELD else street,
                street2=street2,
                city=city,
                state=state,
                zip=zip_code,
                point=known.point if known else None,
                county_fips=known.county_fips if known else "",
            ),
            phones=tuple(phones),
            codes=self._codes_of(cells),
            source=self.source,
        )

    def _zip(self, zip_code: str) -> ZipPlace | None:
        if zip_code not in self._places:
            self._places[zip_code] = self.zips.get(zip_code) if self.zips else None
        return self._places[zip_code]

    def _phone(self, given: str, kind: PhoneKind) -> Phone:
        phone = self._phones.get((given, kind))
        if phone is None:
            phone = self._phones[given, kind] = read_phone(given, kind)
        return phone

    def _codes_of(self, cells: Cells) -> frozenset[str]:
        words: set[str] = set()
        for place in self.columns.code_lists:
            words.update(cells[place].upper().replace(",", " ").replace(";", " ").split())
        for place, code in self.columns.flags:
            if cells[place].lower() in FLAGGED:
                words.add(code)
        words.discard("*")
        return frozenset(words)


def read_phone(given: str, kind: PhoneKind = PhoneKind.MAIN) -> Phone:
    """Return a number as NNN-NNN-NNNN with its extension; what is no such number stays verbatim."""
    fits = _PHONE.fullmatch(given)
    if fits is None:
        return Phone(given=given, number=given, kind=kind)
    area, exchange, line, extension = fits.groups()
    return Phone(given, f"{area}-{exchange}-{line}", extension or "", kind)


def full_zip(text: str) -> str:
    """Return a ZIP with the zeros a spreadsheet took off: "4401" is "04401"."""
    return text.zfill(5) if text.isascii() and text.isdigit() and 3 <= len(text) < 5 else text


def _short_hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
