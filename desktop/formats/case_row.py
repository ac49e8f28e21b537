"""One more case for a program's cases.csv, written as its reader reads it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import datetime

from desktop.domain.facts import FactValue
from desktop.domain.finding import Example
from desktop.domain.terms import Outcome
from desktop.formats.tables import decode

FILE = "cases.csv"


def with_case(
    content: bytes,
    *,
    on: datetime,
    facts: Mapping[str, FactValue],
    outcome: Outcome,
    because: Iterable[str],
    flags: Iterable[str],
    about: str,
) -> bytes:
    """Return cases.csv with a case below the others, under the next free id."""
    text = decode(FILE, content)
    rows = list(csv.DictReader(io.StringIO(text)))
    names = next(csv.reader(io.StringIO(text)))
    known = {row.get("id", "") for row in rows}
    number = next(n for n in range(1, len(known) + 2) if f"TRIED-{n}" not in known)
    values = {
        "id": f"TRIED-{number}",
        "on": on.replace(microsecond=0).isoformat(),
        "given": Example.of(sorted(facts.items())).given(),
        "outcome": outcome.value,
        "because": " ".join(sorted(because)),
        "flags": " ".join(sorted(flags)),
        "about": " ".join(about.split()),
    }
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(values.get(name, "") for name in names)
    whole = text if text.endswith("\n") else text + "\n"
    return (whole + line.getvalue()).encode()
