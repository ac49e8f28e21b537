"""Tables as others write them: the sheets of a workbook, or one CSV of unknown encoding.

What a file is, is seen from its bytes, never from its name. Cells come as text, spaces around
them still there; a formula comes as the value its last program saved, and is never computed.
"""

from __future__ import annotations

import csv
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO

from python_calamine import CalamineError, CalamineWorkbook

from desktop.domain.refused import Refused
from desktop.domain.words import Say

UNPACKED_LIMIT = 300_000_000  # bytes; the national workbook unpacks to 12 million
MOST_CELLS = 10_000_000  # of one sheet; a hundred thousand lines of a hundred columns
CELL_LIMIT = 1_000_000  # characters; Excel itself stops at 32,767
ENCODINGS = ("utf-8-sig", "cp1252")  # utf-8-sig reads plain UTF-8 too
OLD_EXCEL = bytes.fromhex("d0cf11e0a1b11ae1")  # also what an encrypted workbook starts with
DELIMITERS = ",;\t|"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
# What a workbook that is not whole, or holds no sheet, makes the reader raise.
DAMAGED = (
    CalamineError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,9})([0-9]{1,12})""")
# Below a hundred thousand lines and a hundred columns (CU) no table is too large.
_FAR = rb"(?:[A-Za-z]{0,9}[0-9]{6}|[D-Zd-z][A-Za-z]|[A-Za-z]{3})"
_FAR_OUT = re.compile(rb"""\br\s*=\s*["']""" + _FAR)
# As all programs write it: found five times as fast, for it begins with plain letters.
_FAR_OUT_PLAIN = re.compile(rb'r="' + _FAR)
_WRITTEN_OTHERWISE = (b"='", b"= ", b" =", b"=\t", b"\t=", b"=\n", b"\n=", b"=\r", b"\r=")
LONGEST_REFERENCE = 64  # bytes
LOOKED_AT = 2_000  # bytes at the start of a text, to see how it is written
CHUNK = 4_000_000  # bytes read at once

Cells = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One sheet: its rows with the line a person counts (1 is the first of the file)."""

    name: str
    rows: Iterator[tuple[int, Cells]]


@contextmanager
def open_tables(path: Path) -> Iterator[Iterator[Table]]:
    """Give the tables of a workbook or CSV file, read as they are walked through.

    Refuses a file that is missing, empty, cut short or neither a workbook nor text.
    """
    with ExitStack() as opened:
        with _read_errors():
            file = opened.enter_context(path.open("rb"))
            start = file.read(8)
            file.seek(0)
            _refuse_by_start(start)
            if start.startswith(b"PK"):
                tables = _workbook(file)
            else:
                tables = iter([Table("", csv_rows(decoded(file.read())))])
        yield tables


def _refuse_by_start(start: bytes) -> None:
    if not start:
        raise Refused(Say("This file is empty."), remedy=Say("Download or copy it again."))
    if start == OLD_EXCEL:
        raise Refused(
            Say("This workbook is in an old format, or locked with a password."),
            remedy=Say("Open it, take the password off and save it as .xlsx."),
        )


@contextmanager
def _read_errors() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise Refused(Say("There is no such file."), remedy=Say("Choose the file again.")) from None
    except OSError:
        raise Refused(
            Say("This file cannot be opened."),
            remedy=Say("Close it in other programs, or copy it to this computer."),
        ) from None
    except DAMAGED:
        raise Refused(
            Say("This workbook is damaged or was cut short."),
            remedy=Say("Download or copy it again."),
        ) from None


def _workbook(file: IO[bytes]) -> Iterator[Table]:
    with zipfile.ZipFile(file) as packed:
        too_large = sum(item.file_size for item in packed.infolist()) > UNPACKED_LIMIT
        if too_large or any(_reach(packed, item) > MOST_CELLS for item in packed.infolist()):
            raise Refused(
                Say("This workbook is too large to be a list of services."),
                remedy=Say("Copy the list alone into a new workbook, or choose another file."),
            )
    file.seek(0)
    book = CalamineWorkbook.from_filelike(file)
    return (Table(name, _sheet_rows(book, name)) for name in book.sheet_names)


def _reach(packed: zipfile.ZipFile, item: zipfile.ZipInfo) -> int:
    """Return how many cells the table of a sheet spans, 0 for a small one.

    The reader makes room for all of them: one slip of a pen in the last line Excel has would end
    the program.
    """
    columns, last = {b""}, 0
    end = b""
    with packed.open(item) as part:
        while chunk := part.read(CHUNK):
            plain = not any(signs in end + chunk for signs in _WRITTEN_OTHERWISE)
            if (_FAR_OUT_PLAIN if plain else _FAR_OUT).search(end + chunk):
                found = _REFERENCE.findall(end + chunk)
                columns.update(letters for letters, _ in found)
                last = max(last, max((int(row) for _, row in found), default=0))
            end = chunk[-LONGEST_REFERENCE:]
    return last * max(map(_column, columns))


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters.upper():
        place = place * 26 + letter - ord("A") + 1
    return place


def _sheet_rows(book: CalamineWorkbook, name: str) -> Iterator[tuple[int, Cells]]:
    with _read_errors():
        # From the first line on, however empty, so that lines are those a person counts.
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    for line, row in enumerate(rows, start=1):
        yield line, tuple([c if type(c) is str else as_text(c) for c in row])


def as_text(cell: object) -> str:
    """Return a cell's value as text: 35007.0 is "35007", a date is ISO, True is "1"."""
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        midnight = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return (cell.date() if midnight else cell).isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def decoded(raw: bytes) -> str:
    """Return a text whatever it is written in: UTF-8, UTF-16 with or without its mark, or Latin."""
    for encoding in _encodings(raw):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(
        Say("This file is neither a workbook nor a CSV text."),
        remedy=Say("Choose the .xlsx or .csv file of the directory."),
    )


def _encodings(raw: bytes) -> tuple[str, ...]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    # English text in UTF-16 is every other byte zero; no other text has zeros to speak of.
    start = raw[:LOOKED_AT]
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = start[first::2]
        if len(half) > 1 and half.count(0) > len(half) / 2:
            return (encoding,)
    return ENCODINGS


def _lines(text: str) -> Iterator[str]:
    # As io.StringIO gives them with newline="", which would hold the text four times over.
    return (line.group() for line in _LINE.finditer(text))


def csv_rows(text: str) -> Iterator[tuple[int, Cells]]:
    """Give the rows of a CSV text with their lines; refuses one that breaks off."""
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(CELL_LIMIT)
    rows = csv.reader(_lines(text), delimiter=delimiter)
    line = 1
    try:
        for row in rows:
            yield line, tuple(row)
            line = rows.line_num + 1
    except csv.Error:
        raise Refused(
            Say("The text of this file breaks off in line {line}.", line=line),
            remedy=Say("Open it in a spreadsheet program and save it as CSV again."),
        ) from None
