"""Rows of a CSV file that a person wrote, each refusing with file, row, column and a suggestion."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import NoReturn, TypeVar

from desktop.domain.refused import Refused
from desktop.domain.words import Say, Sayable

Word = TypeVar("Word", bound=StrEnum)

ROW_LIMIT = 100_000  # rows of one file; ours have under 200
YES = {"yes": True, "true": True, "no": False, "false": False, "": False}


@dataclass(frozen=True, slots=True)
class Row:
    """One row by the names of its columns; `number` is its line as a spreadsheet counts."""

    file: str
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def must(self, column: str) -> str:
        """Return a cell; refuses an empty one."""
        if not self[column]:
            self.refuse(column, Say("this cell is empty"))
        return self[column]

    def must_be_new(self, column: str, seen: set[str]) -> str:
        """Return a cell and remember it; refuses one that was there before."""
        if self[column] in seen:
            self.refuse(column, Say('"{word}" stands here twice', word=_short(self[column])))
        seen.add(self[column])
        return self[column]

    def word(self, column: str, kind: type[Word]) -> Word:
        """Return a cell as one of a list of words; refuses another, with the closest."""
        return self._word(column, self.must(column), kind)

    def words(self, column: str, kind: type[Word]) -> tuple[Word, ...]:
        """Return a cell as several words parted by spaces; refuses one not in the list."""
        return tuple(self._word(column, word, kind) for word in self.must(column).split())

    def whole_number(self, column: str) -> int:
        """Return a cell as a whole number from 0; empty is 0."""
        text = self[column] or "0"
        if not (text.isascii() and text.isdigit() and len(text) < 9):
            self.refuse(column, Say('"{word}" is not a whole number', word=_short(text)))
        return int(text)

    def yes(self, column: str) -> bool:
        """Return a yes/no cell; empty is no."""
        answer = YES.get(self[column].lower())
        if answer is None:
            self.refuse(
                column,
                Say('"{word}" is neither yes nor no', word=_short(self[column])),
                Say("Write yes or no."),
            )
        return answer

    def day(self, column: str) -> date | None:
        """Return a cell as a day, or None when empty."""
        if not self[column]:
            return None
        try:
            return date.fromisoformat(self[column])
        except ValueError:
            self.refuse(
                column,
                Say('"{word}" is not a day', word=_short(self[column])),
                Say("Write it as 2026-11-23."),
            )

    def refuse(self, column: str, what: Sayable, remedy: Sayable | None = None) -> NoReturn:
        """Refuse this cell."""
        raise Refused(
            Say(
                "{file}, row {row}, column {column}: {what}.",
                file=self.file,
                row=self.number,
                column=column,
                what=what,
            ),
            remedy=remedy or Say("Correct this cell and try again."),
        )

    def refuse_as(self, column: str, fault: Refused) -> NoReturn:
        """Refuse this cell for a fault found in it, in that fault's own sentence."""
        raise Refused(
            Say(
                "{file}, row {row}, column {column}: {sentence}",
                file=self.file,
                row=self.number,
                column=column,
                sentence=fault.reason,
            ),
            remedy=fault.remedy,
        )

    def _word(self, column: str, text: str, kind: type[Word]) -> Word:
        try:
            return kind(text)
        except ValueError:
            known = [member.value for member in kind]
            self.refuse(
                column,
                Say('"{word}" is not one of the words for it', word=_short(text)),
                closest(text, known),
            )


def closest(text: str, known: Sequence[str]) -> Sayable:
    """Return the closest of the known words, or all of them."""
    close = get_close_matches(text, known, n=1, cutoff=0.5)
    if close:
        return Say('Did you mean "{name}"?', name=close[0])
    return Say("Use one of: {words}.", words=", ".join(known))


def read_rows(file: str, content: bytes, columns: Sequence[str]) -> list[Row]:
    """Return the rows of a CSV file in UTF-8; refuses wrong columns, encoding or a torn row."""
    reader = csv.reader(io.StringIO(decode(file, content), newline=""), strict=True)
    rows: list[Row] = []
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(file, header, columns)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(_row(file, reader.line_num, header, cells))
            if len(rows) > ROW_LIMIT:
                break
    except csv.Error:
        raise Refused(
            Say("{file}, row {row}: this row is cut short or torn.", file=file, row=len(rows) + 2),
            remedy=Say("Save the file again as CSV UTF-8."),
        ) from None
    return rows


def decode(file: str, content: bytes) -> str:
    """Return a text file's words, with plain line ends; refuses what is not UTF-8."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(
            Say("{file} is not written in UTF-8.", file=file),
            remedy=Say("Save the file again as CSV UTF-8."),
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _check_header(file: str, header: list[str], columns: Sequence[str]) -> None:
    missing = [name for name in columns if name not in header]
    foreign = [name for name in header if name not in columns]
    if missing:
        hint = closest(missing[0], foreign) if foreign else Say("Add this column.")
        raise Refused(
            Say("{file} has no column {column}.", file=file, column=missing[0]), remedy=hint
        )
    if foreign:
        raise Refused(
            Say(
                '{file}: the column "{column}" is not known.', file=file, column=_short(foreign[0])
            ),
            remedy=closest(foreign[0], columns),
        )


def _row(file: str, line: int, header: list[str], cells: list[str]) -> Row:
    row = Row(file, line, dict(zip(header, cells, strict=False)))
    if len(cells) != len(header):
        row.refuse(
            header[min(len(cells), len(header)) - 1],
            Say("{found} cells, {wanted} are needed", found=len(cells), wanted=len(header)),
            Say("Look for a comma or a quotation mark that is missing or one too many."),
        )
    return row


def _short(word: str) -> str:
    return word if len(word) <= 40 else word[:39] + "…"
