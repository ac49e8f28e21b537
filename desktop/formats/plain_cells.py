"""CSV files of ours whose cells no spreadsheet runs, and that are read back word for word.

A cell that would be taken for a formula gets an apostrophe in front, which spreadsheets take for
"this is text" (OWASP, CSV Injection). Reading takes one apostrophe off again where it stands in
front of such a cell.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

MARK = "'"
# The wide forms start a formula where a keyboard for Chinese or Japanese writes them.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def guarded(cell: str) -> str:
    """Return the cell as it is written."""
    return MARK + cell if cell.lstrip(MARK).startswith(STARTS) else cell


def unguarded(cell: str) -> str:
    """Return the cell as it was before it was guarded; any other cell unchanged."""
    is_guarded = cell.startswith(MARK) and cell.lstrip(MARK).startswith(STARTS)
    return cell[len(MARK) :] if is_guarded else cell


def write_rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a CSV file in UTF-8, with the mark by which Excel knows it."""
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(header)
    lines.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
