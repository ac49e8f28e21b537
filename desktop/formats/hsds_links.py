"""Rows of HSDS tables found by what they hang on, and what a term of a taxonomy means."""

from __future__ import annotations

import re
from collections import defaultdict
from hashlib import sha256

from desktop.formats.hsds_tables import SAMHSA_TAXONOMY, Entry, Package
from desktop.formats.samhsa_codes import SAMHSA_CODES

NOTHING = Entry(0, {})
# Ids go into changes and file names; whatever else a source uses is replaced by its digest.
_SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_CODE = re.compile(r"[A-Z0-9]{1,8}")


class Links:
    """The rows of the tables, found by their own id or by the id of what they hang on."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._by: dict[tuple[str, str], dict[str, list[Entry]]] = {}

    def on(self, table: str, column: str, id_: str) -> list[Entry]:
        """Return the rows of a table whose column holds that id."""
        rows = self._by.get((table, column))
        if rows is None:
            rows = self._by[table, column] = defaultdict(list)
            for entry in self._package[table]:
                if entry[column]:
                    rows[entry[column]].append(entry)
        return rows.get(id_, []) if id_ else []

    def one(self, table: str, id_: str) -> Entry:
        """Return the row with that id, an empty one where there is none."""
        return next(iter(self.on(table, "id", id_)), NOTHING)


def is_samhsa(term: Entry, taxonomy: str, code: str) -> bool:
    """Return whether a term is a service code of SAMHSA's directory."""
    if not _CODE.fullmatch(code.upper()):
        return False
    if term["taxonomy_id"] == SAMHSA_TAXONOMY or "samhsa" in taxonomy.lower():
        return True
    return not taxonomy and code.upper() in SAMHSA_CODES


def safe_id(source: str, id_: str) -> str:
    """Return an id that can do no harm: itself, or a digest the same for the same source."""
    if _SAFE_ID.fullmatch(id_):
        return id_
    return sha256(f"{source}\x1f{id_}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
