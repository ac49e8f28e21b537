"""HSDS as JSON: nested services or organizations, or lists by table, laid out as tables.

Nested things name their parent by where they stand; in tables they name it by its id.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.formats.hsds_tables import TABLES, Entry, Package

# The words under which HSDS nests a list or a single thing, and their table.
_MANY = {
    "services": "service",
    "locations": "location",
    "service_at_locations": "service_at_location",
    "addresses": "address",
    "contacts": "contact",
    "phones": "phone",
    "schedules": "schedule",
    "languages": "language",
    "accessibility": "accessibility",
    "cost_options": "cost_option",
    "required_documents": "required_document",
    "service_areas": "service_area",
    "capacities": "service_capacity",
    "attributes": "attribute",
}
_ONE = {
    "organization": ("organization", "organization_id"),
    "location": ("location", "location_id"),
    "unit": ("unit", "unit_id"),
    "taxonomy_term": ("taxonomy_term", "taxonomy_term_id"),
    "taxonomy_detail": ("taxonomy", "taxonomy_id"),
}
# Things that stand in several places are one thing; the rest belong to where they stand.
SHARED = frozenset({"organization", "location", "unit", "taxonomy", "taxonomy_term"})
_COLUMNS = {name: frozenset(one.name for one in shape.columns) for name, shape in TABLES.items()}
_FILES = {shape.file: name for name, shape in TABLES.items()}

Row = tuple[str, dict[str, str]]


def read_json(raw: str) -> Package:
    """Return the tables of a JSON text; refuses what is no JSON or holds no list of services."""
    try:
        # Numbers stay as they were written; one of a million digits is only a text.
        found = json.loads(raw, parse_float=str, parse_int=str, parse_constant=_no_constant)
        package = _package(found)
    except (ValueError, RecursionError):
        raise Refused(
            Say("This file is not whole JSON."), remedy=Say("Download or copy it again.")
        ) from None
    return package


def _no_constant(_: str) -> NoReturn:
    raise ValueError


def _package(found: Any) -> Package:
    package = Package()
    if isinstance(found, dict) and (lists := _tabular(found)):
        for table, rows in lists:
            entries = package.tables.setdefault(table, [])
            for line, row in enumerate(rows, start=1):
                if isinstance(row, dict):
                    entries.append(Entry(line, _cells(row)))
        return package
    if isinstance(found, dict) and isinstance(found.get("contents"), list):
        found = found["contents"]
    seen: dict[tuple[str, str], int] = {}
    items = found if isinstance(found, list) else [found]
    for place, item in enumerate(items):
        items[place] = None  # laid out, it would only take room twice
        if isinstance(item, dict):
            for table, cells in lay_out(_kind(item), item):
                _add(package, seen, table, Entry(place + 1, cells))
    return package


def _tabular(found: Mapping[str, Any]) -> list[tuple[str, list[Any]]]:
    named = ((_FILES.get(name, name), rows) for name, rows in found.items())
    lists = [(name, rows) for name, rows in named if name in TABLES and isinstance(rows, list)]
    # "accessibility" and "contents" are lists in nested things too; "service" never is.
    return lists if any(name == "service" for name, _ in lists) else []


def _kind(item: Mapping[str, Any]) -> str:
    if "location_type" in item:
        return "location"
    alone = "organization" in item or "organization_id" in item or "status" in item
    return "service" if alone and "services" not in item else "organization"


def _add(package: Package, seen: dict[tuple[str, str], int], table: str, entry: Entry) -> None:
    entries = package.tables.setdefault(table, [])
    if table in SHARED and entry["id"]:
        place = seen.setdefault((table, entry["id"]), len(entries))
        if place < len(entries):
            if len(entry.cells) > len(entries[place].cells):  # told more fully this time
                entries[place] = entry
            return
    entries.append(entry)


def lay_out(
    table: str, item: Mapping[str, Any], parent: tuple[str, str] = ("", "")
) -> Iterator[Row]:
    """Give a nested thing and all that stands in it as rows; `parent` is its table and id."""
    cells = _cells(item)
    of, parent_id = parent
    if table == "attribute":
        cells.setdefault("link_id", parent_id)
        cells.setdefault("link_entity", of)
    elif f"{of}_id" in _COLUMNS[table]:
        cells[f"{of}_id"] = parent_id
    inside: list[tuple[str, dict[str, Any]]] = []
    hanging: list[tuple[str, Any]] = []
    for name, value in item.items():
        if isinstance(value, dict) and name in _ONE:
            kind, column = _ONE[name]
            cells.setdefault(column, _text(value.get("id")))
            inside.append((kind, value))
        elif isinstance(value, list) and name in _MANY:
            hanging.append((_MANY[name], value))
    yield table, cells
    for kind, child in inside:
        yield from lay_out(kind, child)
    me = (table, cells.get("id", ""))
    for kind, children in hanging:
        for child in children:
            if isinstance(child, dict):
                yield from lay_out(kind, child, me)


def _cells(item: Mapping[str, Any]) -> dict[str, str]:
    return {name: text for name, value in item.items() if (text := _text(value))}


def _text(value: Any) -> str:
    if isinstance(value, str):
        if value.isascii():
            return value
        # Half of a surrogate pair is no character, and could neither be kept nor shown.
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, bool) or value is None or isinstance(value, dict | list):
        return ""
    return str(value)
