"""What reading HSDS goes by: rows by what they hang on, Offramp's marks, and the faults met."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar

from desktop.domain.refresh import UnreadRow
from desktop.domain.words import Listing, Say, Sayable
from desktop.formats.hsds_links import Links
from desktop.formats.hsds_tables import OUR_TAXONOMY, TABLES, Entry, Package
from desktop.formats.hsds_values import Fault

Made = TypeVar("Made")


class Reading:
    """A package being read; `ours` when Offramp wrote it, and then nothing in it is tidied up."""

    def __init__(self, package: Package) -> None:
        self.links = Links(package)
        self.ours = package.ours
        self.faults: list[UnreadRow] = []
        self._own: dict[str, dict[str, str]] = defaultdict(dict)
        terms = {one["id"]: one for one in package["taxonomy_term"]}
        for one in package["attribute"] if self.ours else ():
            term = terms.get(one["taxonomy_term_id"])
            if term is not None and term["taxonomy_id"] == OUR_TAXONOMY:
                self._own[one["link_id"]][term["code"].removeprefix("offramp.")] = one["value"]

    def own(self, id_: str) -> dict[str, str]:
        """Return what Offramp told of an entity beyond HSDS, by name."""
        return self._own.get(id_, {})

    def said(self, entry: Entry, column: str) -> str:
        """Return a cell's text; what Offramp had to fill in to please HSDS is empty again."""
        own = self.own(entry["id"])
        if column in own.get("not_stated", "").split():
            return ""
        return own.get(f"text.{column}", entry[column])

    def attempt(self, entry: Entry, table: str, make: Callable[[Entry], Made]) -> Made | None:
        """Return what `make` makes of a row; None where it has a fault, which is told."""
        try:
            return make(entry)
        except Fault as fault:
            self.fault(entry, table, fault.why)
            return None

    def fault(self, entry: Entry, table: str, why: Sayable) -> None:
        """Tell what was wrong with a row that was read all the same."""
        says = Listing((why, Say("The rest was read.")), between=" ")
        found = UnreadRow(entry.line, says, TABLES[table].file)
        if found not in self.faults[-20:]:  # one row may hang on a service in several ways
            self.faults.append(found)
