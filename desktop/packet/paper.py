"""Drawing on the pages of a PDF: all of it is marked, as text with its node or as ornament.

Places are in points (1/72 inch) from the upper left corner of the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby

from desktop.packet.embedding import EmbeddedFace
from desktop.packet.embedding import number as _n
from desktop.packet.fonts import Face, FontLibrary
from desktop.packet.pdf_file import Name, PdfFile, Ref, page_name
from desktop.packet.reading_order import as_drawn
from desktop.packet.setting import Line, Run, Style
from desktop.packet.structure import Node

WIDTH = 612  # points; US Letter
HEIGHT = 792

_FONTS = "Fonts"


class Paper:
    """The pages of one document, drawn one after the other."""

    def __init__(self, file: PdfFile, fonts: FontLibrary) -> None:
        self._file = file
        self._fonts = fonts
        self._faces: dict[Face, EmbeddedFace] = {}
        self._drawn: list[list[str]] = []  # the operators of each page
        self.marks: list[list[Node]] = []  # the node of each mark on each page

    def new_page(self) -> None:
        """Start a page; what is drawn goes there."""
        self._drawn.append([])
        self.marks.append([])

    @contextmanager
    def meaning(self, node: Node) -> Iterator[None]:
        """Tie what is drawn to a node of the structure."""
        page, number = len(self.marks) - 1, len(self.marks[-1])
        self.marks[-1].append(node)
        node.marks.append((page, number))
        self._add(f"/{node.role} <</MCID {number}>> BDC")
        yield
        self._add("EMC")

    @contextmanager
    def ornament(self, kind: str = "") -> Iterator[None]:
        """Mark what is drawn as nothing to read out; `kind` is "Header" or "Footer"."""
        what = f"/Artifact <</Type /Pagination /Subtype /{kind}>> BDC" if kind else "/Artifact BMC"
        self._add(what)
        yield
        self._add("EMC")

    def text(self, line: Line, x: float, baseline: float) -> None:
        """Write a line."""
        self._add(f"BT {_n(line.style.ink)} g 1 0 0 1 {_n(x)} {_n(HEIGHT - baseline)} Tm")
        for leftward, stretch in groupby(line.runs, lambda run: run.level > 0):
            runs = list(stretch)
            if leftward:
                # Drawn from its end: the reader is told what stands there, in the order of speech.
                said = "".join(run.text for run in runs)
                shown = [self._run(r, line.style) for r in as_drawn(runs, lambda run: run.level)]
                self._add(_said(said, "\n".join(code for code, _ in shown)))
                continue
            if line.goes_on and runs[-1] is line.runs[-1]:
                runs.append(Run(" ", self._fonts.text_face(line.style.weight), 0))
            self._rightward(runs, line.style)
        if line.goes_on and line.runs[-1].level > 0:
            space = Run(" ", self._fonts.text_face(line.style.weight), 0)
            self._rightward([space], line.style)
        self._add("ET")

    def fill(self, x: float, y: float, width: float, height: float, ink: float) -> None:
        """Fill a rectangle: a rule, a bar, a tint."""
        place = f"{_n(x)} {_n(HEIGHT - y - height)} {_n(width)} {_n(height)}"
        self._add(f"{_n(ink)} g {place} re f")

    def frame(self, x: float, y: float, width: float, height: float, *, ink: float) -> None:
        """Draw a thin rectangle."""
        place = f"{_n(x)} {_n(HEIGHT - y - height)} {_n(width)} {_n(height)}"
        self._add(f"{_n(ink)} G 0.75 w {place} re S")

    def dashes(self, y: float) -> None:
        """Draw the line along which the page is cut."""
        at = _n(HEIGHT - y)
        self._add(f"q 0.5 G 0.75 w [3 4] 0 d 0 {at} m {WIDTH} {at} l S Q")

    def modules(self, matrix: tuple[bytes, ...], x: float, y: float, side: float) -> None:
        """Draw a square code with the quiet zone of four modules around it, as one path."""
        unit = side / (len(matrix) + 8)
        path = []
        for row, modules in enumerate(matrix):
            for dark, group in groupby(enumerate(modules), lambda module: module[1] == 1):
                columns = [column for column, _ in group]
                if dark:
                    left, top = x + (columns[0] + 4) * unit, y + (row + 4) * unit
                    bottom = HEIGHT - top - unit
                    size = f"{_n(len(columns) * unit)} {_n(unit)}"
                    path.append(f"{_n(left)} {_n(bottom)} {size} re")
        self._add("0 g " + " ".join(path) + " f")

    def finish(self) -> None:
        """Put pages and fonts into the file."""
        faces = {each.name: each.write(self._file) for each in self._faces.values()}
        fonts = self._file.put(_FONTS, faces)
        for page, drawn in enumerate(self._drawn):
            content = "\n".join(drawn).encode("ascii")
            self._file.add_page(
                {
                    "MediaBox": (0, 0, WIDTH, HEIGHT),
                    "Contents": self._file.put_stream(f"{page_name(page)}.drawn", content),
                    "Resources": {"Font": Ref(fonts.name)},
                    "StructParents": page,
                    "Tabs": Name("S"),
                }
            )

    def _add(self, code: str) -> None:
        self._drawn[-1].append(code)

    def _rightward(self, runs: list[Run], style: Style) -> None:
        """Draw runs that run to the right; those in one font are one row of glyphs."""
        for face, some in groupby(runs, lambda run: run.face):
            font = self._font(face)
            rows: list[str] = []
            for run in some:
                row, legible = font.row(run.text)
                if row and legible:
                    rows.append(row)
                    continue
                self._row(font, rows, style)
                rows = []
                code, legible = self._run(run, style)
                self._add(code if legible else _said(run.text, code))
            self._row(font, rows, style)

    def _row(self, font: EmbeddedFace, rows: list[str], style: Style) -> None:
        if rows:
            self._add(f"/{font.name} {_n(style.size)} Tf\n[{''.join(rows)}] TJ")

    def _font(self, face: Face) -> EmbeddedFace:
        found = self._faces.get(face)
        if found is None:
            found = self._faces[face] = EmbeddedFace(face, f"F{len(self._faces) + 1}")
        return found

    def _run(self, run: Run, style: Style) -> tuple[str, bool]:
        """Return the operators that draw a run, and whether its glyphs alone tell its letters."""
        font = self._font(run.face)
        code = [f"/{font.name} {_n(style.size)} Tf"]
        row: list[str] = []  # between two changes of height
        up = 0.0
        legible = True
        for piece in font.pieces(run.text, run.glyphs):
            legible &= piece.legible
            if abs(piece.up - up) > 0.01:
                code += [f"[{''.join(row)}] TJ"] if row else []
                code.append(f"{_n(piece.up * style.size / 1000)} Ts")
                row, up = [], piece.up
            row.append(piece.code)
        code.append(f"[{''.join(row)}] TJ")
        if up:
            code.append("0 Ts")
        return "\n".join(code), legible


def _said(text: str, code: str) -> str:
    """Return the operators inside a mark that tells the letters they stand for."""
    return f"/Span <</ActualText <FEFF{text.encode('utf-16-be').hex().upper()}>>> BDC\n{code}\nEMC"
