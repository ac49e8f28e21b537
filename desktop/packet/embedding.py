"""A font inside a PDF: its used glyphs, their widths, and the letters they stand for.

Glyphs are named by their number in the font file (Type 0, Identity-H), so that what HarfBuzz has
shaped is drawn as it is. Source: ISO 32000-1:2008, 9.7 and 9.10.3.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.packet.fonts import Face, Glyph
from desktop.packet.letters import may_be_unseen
from desktop.packet.pdf_file import Name, PdfFile, Ref, Value

_SYMBOLIC = 4  # flag: the glyphs are not named by a standard encoding
_UNREADABLE = "\ufffd"  # for a part of a letter; the text around says what it is (ActualText)
_MAP_BLOCK = 100  # entries that one block of a character map may hold
_NOTDEF = 0  # glyph 0, which every font must have


@dataclass(frozen=True, slots=True)
class Piece:
    """One glyph as it is written, how far above the line, and whether it tells its letters."""

    code: str
    up: float
    legible: bool


class EmbeddedFace:
    """One font of one document; learns what is used of it while pages are drawn."""

    def __init__(self, face: Face, name: str) -> None:
        self.face = face
        self.name = name
        self._letters: dict[int, str] = {}
        self._rows: dict[str, tuple[str, bool]] = {}  # by text: words come again and again

    def row(self, text: str) -> tuple[str, bool]:
        """Return the glyphs of a text that runs to the right, and whether they tell its letters.

        "" for one whose glyphs do not stand on one line.
        """
        found = self._rows.get(text)
        if found is None:
            pieces = self.pieces(text, self.face.shape(text, False))
            flat = all(abs(piece.up) <= 0.01 for piece in pieces)
            found = (
                "".join(piece.code for piece in pieces) if flat else "",
                all(piece.legible for piece in pieces),
            )
            self._rows[text] = found
        return found

    def pieces(self, text: str, glyphs: Sequence[Glyph]) -> list[Piece]:
        """Return each glyph as it is written, and note that it is used."""
        starts = sorted({glyph.letter for glyph in glyphs})
        ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
        count = Counter(glyph.letter for glyph in glyphs)
        found = []
        for glyph in glyphs:
            letters = text[glyph.letter : ends[glyph.letter]]
            if count[glyph.letter] > 1 or all(map(may_be_unseen, letters)):
                letters = ""
            # A positive number moves to the left.
            code = f"{number(-glyph.right)} " if abs(glyph.right) > 0.01 else ""
            code += f"<{glyph.number:04X}>"
            back = self.face.advance(glyph.number) + glyph.right - glyph.advance
            # With a space: the next glyph may begin with a number of its own.
            code += f"{number(back)} " if abs(back) > 0.01 else ""
            found.append(Piece(code, glyph.up, self._use(glyph.number, letters)))
        return found

    def _use(self, glyph: int, letters: str) -> bool:
        """Note a glyph; return whether a reader will take it for those letters."""
        known = self._letters.get(glyph, "")
        if not known:
            self._letters[glyph] = letters
        return bool(letters) and known in ("", letters)

    def write(self, file: PdfFile) -> Ref:
        """Put the font into the file and return where it is."""
        glyphs = frozenset({_NOTDEF, *self._letters})
        program = self.face.cut_down(glyphs)
        # Six letters that name the cut, as the standard wants it.
        digest = hashlib.sha256(program).digest()
        tag = "".join(chr(ord("A") + byte % 26) for byte in digest[:6])
        name = Name(f"{tag}+{self.face.name}")
        metrics = self.face.metrics
        descriptor: dict[str, Value] = {
            "Type": Name("FontDescriptor"),
            "FontName": name,
            "Flags": _SYMBOLIC,
            "FontBBox": metrics.box,
            "ItalicAngle": 0,
            "Ascent": metrics.ascent,
            "Descent": metrics.descent,
            "CapHeight": metrics.ascent,
            "StemV": 80,
            "FontFile2": file.put_stream(f"{self.name}.file", program, Length1=len(program)),
        }
        widths: list[Value] = []
        for glyph in sorted(glyphs):
            widths += [glyph, [round(self.face.advance(glyph), 3)]]
        descendant: dict[str, Value] = {
            "Type": Name("Font"),
            "Subtype": Name("CIDFontType2"),
            "BaseFont": name,
            "CIDSystemInfo": {"Registry": "Adobe", "Ordering": "Identity", "Supplement": 0},
            "FontDescriptor": file.put(f"{self.name}.descriptor", descriptor),
            "CIDToGIDMap": Name("Identity"),
            "W": widths,
        }
        font: dict[str, Value] = {
            "Type": Name("Font"),
            "Subtype": Name("Type0"),
            "BaseFont": name,
            "Encoding": Name("Identity-H"),
            "DescendantFonts": [file.put(f"{self.name}.descendant", descendant)],
            "ToUnicode": file.put_stream(f"{self.name}.letters", self._letter_map().encode()),
        }
        return file.put(self.name, font)

    def _letter_map(self) -> str:
        """Return the map from glyphs to letters by which text is searched, copied and read out."""
        entries = [
            f"<{glyph:04X}> <{(letters or _UNREADABLE).encode('utf-16-be').hex().upper()}>"
            for glyph, letters in sorted(self._letters.items())
        ]
        lines = [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<0000> <FFFF>",
            "endcodespacerange",
        ]
        for start in range(0, len(entries), _MAP_BLOCK):
            block = entries[start : start + _MAP_BLOCK]
            lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
        lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
        return "\n".join(lines) + "\n"


def number(value: float) -> str:
    """Return a number as a PDF writes it."""
    written = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written
