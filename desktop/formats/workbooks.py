"""Tables as others write them: the sheets of a workbook, or one CSV of unknown encoding.

What a file is, is seen from its bytes, never from its name. Cells come as text, spaces around
them still there; a formula comes as the value its last program saved, and is never computed.
"""

from __future__ import annotations

import csv
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError, iterparse

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from desktop.domain.refused import Refused
from desktop.domain.words import Say

UNPACKED_LIMIT = 1_000_000_000  # bytes; the national workbook unpacks to 12 million
CELL_LIMIT = 1_000_000  # characters; Excel itself stops at 32,767
ENCODINGS = ("utf-8-sig", "cp1252")  # utf-8-sig reads plain UTF-8 too
OLD_EXCEL = bytes.fromhex("d0cf11e0a1b11ae1")  # also what an encrypted workbook starts with
DELIMITERS = ",;\t|"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
# What openpyxl and the unzipping below it raise for a workbook that is not whole.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    EOFError,
    InvalidFileException,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    RuntimeError,
    OverflowError,
)

_STRING, _RUN, _TEXT = (f"{{{SHEET_MAIN_NS}}}{tag}" for tag in ("si", "r", "t"))

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
                # openpyxl warns of styles and dates it skips; only values are read here.
                opened.enter_context(warnings.catch_warnings())
                warnings.simplefilter("ignore", UserWarning)
                tables = _workbook(file, opened)
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


def _workbook(file: IO[bytes], opened: ExitStack) -> Iterator[Table]:
    with zipfile.ZipFile(file) as packed:
        if sum(item.file_size for item in packed.infolist()) > UNPACKED_LIMIT:
            raise Refused(
                Say("This workbook is too large to be a list of services."),
                remedy=Say("Choose another file."),
            )
    reader = _QuickReader(file, read_only=True, data_only=True)
    reader.read()
    opened.callback(reader.wb.close)
    return (Table(str(sheet.title), _sheet_rows(sheet)) for sheet in reader.wb.worksheets)


class _QuickReader(ExcelReader):
    """openpyxl's reader, with the plain text of the shared strings read in a fifth of the time."""

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                self.shared_strings = list(_shared_strings(source))


def _shared_strings(source: IO[bytes]) -> Iterator[str]:
    for _, node in iterparse(source):
        if node.tag == _STRING:
            yield _plain_text(node)
            node.clear()


def _plain_text(node: Element) -> str:
    # Text stands in the item itself or in its runs; phonetic hints (rPh) are not part of it.
    runs = [node, *node.findall(_RUN)]
    text = "".join([part.text or "" for run in runs for part in run.findall(_TEXT)])
    return text.replace("x005F_", "")  # as openpyxl does: Excel's mark for a literal underscore


def _sheet_rows(sheet: Any) -> Iterator[tuple[int, Cells]]:
    sheet.reset_dimensions()  # some programs write a wrong size, and rows would be cut to it
    with _read_errors():
        for line, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield (
                line,
                tuple([c if type(c) is str else "" if c is None else as_text(c) for c in row]),
            )


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
    """Return a text whatever it is written in: UTF-8, UTF-16 with its mark, or Windows Latin."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ENCODINGS
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(
        Say("This file is neither a workbook nor a CSV text."),
        remedy=Say("Choose the .xlsx or .csv file of the directory."),
    )


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
