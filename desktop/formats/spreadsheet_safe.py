"""Cells that a spreadsheet program would run as a formula, made harmless and read back verbatim.

An apostrophe is set before them, as spreadsheet programs themselves mark plain text. Text that
already looks like that gets one more, so taking one off always gives what was there.
Source: OWASP, CSV Injection.
"""

from __future__ import annotations

import re

# The full-width signs are taken for the plain ones by some programs.
_RUNS = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_MARKED = re.compile("''*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE]-?[0-9]+)?")


def harmless(text: str) -> str:
    """Return the text as a cell that no spreadsheet program runs; a plain number stays itself."""
    if _RUNS.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def verbatim(cell: str) -> str:
    """Return the text that `harmless` was given."""
    return cell[1:] if _MARKED.match(cell) else cell
