"""ZIP codes with their point, county and time zone: resources/geo/zips.csv.gz, read once."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

from desktop.domain.directory import normalized
from desktop.domain.places import Point, ZipPlace

FILE = "zips.csv.gz"


class ZipTable:
    """Every ZIP of the United States that has a point. Values are made only when asked for."""

    def __init__(self, rows: dict[str, list[str]]) -> None:
        self._rows = rows
        self._towns: dict[tuple[str, str], str] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, zip_code: str) -> ZipPlace | None:
        """Return the place of a ZIP ("59442" or "59442-1234"), or None."""
        row = self._rows.get(zip_code.strip()[:5])
        if row is None:
            return None
        code, lat, lon, county, zone, rurality, town, state = row
        return ZipPlace(
            zip=code,
            point=Point(float(lat), float(lon)),
            county_fips=county,
            zone=zone,
            rurality=rurality,
            town=town,
            state=state,
        )

    def town(self, name: str, state: str) -> ZipPlace | None:
        """Return the first ZIP whose main town is that one, or None."""
        if not self._towns:
            for code, row in self._rows.items():
                self._towns.setdefault((normalized(row[6]), row[7]), code)
        code = self._towns.get((normalized(name), state.strip().upper()), "")
        return self.get(code) if code else None

    def find(self, text: str) -> ZipPlace | None:
        """Return the place somebody typed: a ZIP, "Fort Benton, MT", "Fort Benton MT", or a town.

        A town without its state is the one of that name, if there is but one.
        """
        name, comma, state = text.rpartition(",")
        if comma:
            return self.town(name, state)
        if known := self.get(text):
            return known
        name, _, state = text.strip().rpartition(" ")
        return self.town(name, state) or self._only_town(text)

    def _only_town(self, name: str) -> ZipPlace | None:
        self.town(name, "")  # so that the towns are known
        wanted = normalized(name)
        codes = [code for (town, _), code in self._towns.items() if town == wanted]
        return self.get(codes[0]) if len(codes) == 1 else None


def read_zips(folder: Path) -> ZipTable:
    """Return the table in that folder (resources/geo)."""
    with gzip.open(folder / FILE, "rt", encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        next(rows)
        return ZipTable({row[0]: row for row in rows})
