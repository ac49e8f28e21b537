"""The tables of HSDS 3.1 that Offramp reads and writes: files, columns, what must be there.

Source: Open Referral, Human Services Data Specification 3.1 (development), JSON Schemas. Its own
datapackage leaves out most columns of `unit` and `service_capacity`; they stand here as the
schemas have them. What Offramp knows beyond HSDS travels as attributes of a taxonomy of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid5

_SPACE = UUID("6f1d9f0e-5b4f-5c3e-9a53-0ff7a3b0c1d2")  # drawn once; ids are made of it for ever
NOT_STATED = "Not stated"  # in a column HSDS wants filled

# Column, then its kind where it is not text; "!" must be filled.
_COLUMNS = {
    "organization": (
        "organizations.csv",
        "id:uuid! name! alternate_name description! email:email website:uri tax_status tax_id"
        " year_incorporated:number legal_status logo uri:uri parent_organization_id:uuid",
    ),
    "service": (
        "services.csv",
        "id:uuid! organization_id:uuid! program_id:uuid name! alternate_name description url:uri"
        " email:email status! interpretation_services application_process fees_description"
        " wait_time fees accreditations eligibility_description minimum_age:number"
        " maximum_age:number assured_date:date assurer_email:email licenses alert last_modified",
    ),
    "location": (
        "locations.csv",
        "id:uuid! location_type! url:uri organization_id:uuid name alternate_name description"
        " transportation latitude:number longitude:number external_identifier"
        " external_identifier_type",
    ),
    "service_at_location": (
        "service_at_location.csv",
        "id:uuid! service_id:uuid! location_id:uuid! description",
    ),
    "address": (
        "addresses.csv",
        "id:uuid! location_id:uuid attention address_1! address_2 city! region state_province!"
        " postal_code! country! address_type!",
    ),
    "contact": (
        "contacts.csv",
        "id:uuid! organization_id:uuid service_id:uuid service_at_location_id:uuid"
        " location_id:uuid name title department email:email",
    ),
    "phone": (
        "phones.csv",
        "id:uuid! location_id:uuid service_id:uuid organization_id:uuid contact_id:uuid"
        " service_at_location_id:uuid number! extension:number type description",
    ),
    "schedule": (
        "schedules.csv",
        "id:uuid! service_id:uuid location_id:uuid service_at_location_id:uuid valid_from:date"
        " valid_to:date dtstart:date timezone:number until:date count:number wkst freq"
        " interval:number byday byweekno bymonthday byyearday description opens_at:time"
        " closes_at:time schedule_link:uri attending_type notes",
    ),
    "language": (
        "languages.csv",
        "id:uuid! service_id:uuid location_id:uuid phone_id:uuid name code note",
    ),
    "accessibility": ("accessibility.csv", "id:uuid! location_id:uuid description details url:uri"),
    "cost_option": (
        "cost_options.csv",
        "id:uuid! service_id:uuid! valid_from:date valid_to:date option currency amount:number"
        " amount_description",
    ),
    "required_document": ("required_documents.csv", "id:uuid! service_id:uuid document uri:uri"),
    "service_area": (
        "service_areas.csv",
        "id:uuid! service_id:uuid service_at_location_id:uuid name description extent extent_type"
        " uri",
    ),
    "unit": ("units.csv", "id:uuid! name! scheme identifier uri:uri"),
    "service_capacity": (
        "service_capacity.csv",
        "id:uuid! service_id:uuid! unit_id:uuid! available:number! maximum:number description"
        " updated:datetime!",
    ),
    "taxonomy": ("taxonomies.csv", "id:uuid! name! description! uri:uri version"),
    "taxonomy_term": (
        "taxonomy_terms.csv",
        "id:uuid! code name! description! parent_id:uuid taxonomy language taxonomy_id:uuid"
        " term_uri:uri",
    ),
    "attribute": (
        "attributes.csv",
        "id:uuid! link_id:uuid! taxonomy_term_id:uuid! link_type link_entity! value label",
    ),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, kind (text, uuid, uri, email, number, date, time) and need."""

    name: str
    kind: str
    needed: bool


@dataclass(frozen=True, slots=True)
class TableShape:
    """One table: its CSV file and columns."""

    name: str
    file: str
    columns: tuple[Column, ...]

    @property
    def parents(self) -> tuple[tuple[str, str], ...]:
        """Return the columns that name a row of another table, with that table."""
        named = ((one.name, one.name.removesuffix("_id")) for one in self.columns)
        return tuple((name, of) for name, of in named if name != of and of in _COLUMNS)


def _shape(name: str, file: str, columns: str) -> TableShape:
    made = []
    for word in columns.split():
        title, _, kind = word.rstrip("!").partition(":")
        made.append(Column(title, kind or "text", word.endswith("!")))
    return TableShape(name, file, tuple(made))


TABLES: Mapping[str, TableShape] = {
    name: _shape(name, file, columns) for name, (file, columns) in _COLUMNS.items()
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: the line (or item) it stands in, and its cells, empty ones left out."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass
class Package:
    """What a file of services holds, table by table; `ours` when Offramp wrote it."""

    tables: dict[str, list[Entry]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> list[Entry]:
        return self.tables.get(name, [])

    @property
    def ours(self) -> bool:
        """Return whether Offramp wrote it: then nothing in it is tidied up."""
        return any(one["id"] == OUR_TAXONOMY for one in self["taxonomy"])


def uid(*parts: str) -> str:
    """Return the id HSDS gives to what these words name: the same each time."""
    return str(uuid5(_SPACE, "\x1f".join(parts)))


OUR_TAXONOMY = uid("taxonomy", "offramp")
SAMHSA_TAXONOMY = uid("taxonomy", "samhsa")
