"""Setting a text in lines: which font each letter takes and where a line ends."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import groupby

from desktop.packet.fonts import Face, FontLibrary, Glyph, Weight
from desktop.packet.letters import clean, clusters
from desktop.packet.reading_order import levels

_WORD = re.compile(r" |[^ ]+")
_CLOSES = frozenset(("Pe", "Pf", "Po"))


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks: sizes in points, ink from 0 (black) to 1 (paper)."""

    size: float
    leading: float  # from one line to the next
    weight: Weight = Weight.REGULAR
    ink: float = 0.0


@dataclass(frozen=True, slots=True)
class Run:
    """Letters in one font that run one way. An odd level runs to the left."""

    text: str
    face: Face
    level: int

    @property
    def glyphs(self) -> tuple[Glyph, ...]:
        """Its shapes, from left to right."""
        return self.face.shape(self.text, self.level % 2 == 1)

    def width(self, size: float) -> float:
        """Return its width in points."""
        return self.face.length(self.text, self.level % 2 == 1) * size / 1000


@dataclass(frozen=True, slots=True)
class Line:
    """One line, its runs in the order of reading."""

    runs: tuple[Run, ...]
    width: float  # points
    style: Style
    goes_on: bool  # a space was left out at its end; a reader must still hear two words


def set_lines(fonts: FontLibrary, text: str, style: Style, width: float) -> tuple[Line, ...]:
    """Return the text in lines no wider than `width` points; an empty text has none."""
    found: list[Line] = []
    for part in clean(text).strip().split("\n"):
        # A line break parts two words as a space does.
        found[-1:] = [replace(line, goes_on=True) for line in found[-1:]]
        found += _fill(_runs(fonts, part, style.weight), style, width)
    return tuple(found)


def natural_width(fonts: FontLibrary, text: str, style: Style) -> float:
    """Return the width of the text in points if no line were broken."""
    parts = clean(text).split("\n")
    runs = [_runs(fonts, part, style.weight) for part in parts]
    return max(sum(run.width(style.size) for run in line) for line in runs)


def _runs(fonts: FontLibrary, text: str, weight: Weight) -> list[Run]:
    """Return the text in runs, in the order of reading; each space is a run of its own."""
    face = fonts.text_face(weight)
    if face.writes_plainly(text):
        return [Run(word, face, 0) for word in _WORD.findall(text)]
    pieces: list[tuple[str, Face]] = []
    for cluster in clusters(text):
        after = pieces[-1][1] if pieces else None
        pieces += _written(fonts, cluster, weight, after)
    found = levels([letters for letters, _ in pieces])
    runs: list[Run] = []
    for (face, level, alone), group in groupby(
        zip(pieces, found, strict=True),
        key=lambda each: (each[0][1], each[1], _stands_alone(each[0][0])),
    ):
        texts = [letters for (letters, _), _ in group]
        for part in texts if alone else ["".join(texts)]:
            runs.append(Run(part, face, level))
    return runs


def _written(
    fonts: FontLibrary, cluster: str, weight: Weight, after: Face | None
) -> list[tuple[str, Face]]:
    """Return what is drawn for a cluster; what no font has is named by its number."""
    face = fonts.face_for(cluster, weight, after=after)
    if face is not None and all(glyph.number for glyph in face.shape(cluster, False)):
        return [(cluster, face)]
    if len(cluster) > 1:  # the base and its marks, each as well as it can be
        return [piece for letter in cluster for piece in _written(fonts, letter, weight, after)]
    return [(f"[U+{ord(cluster):04X}]", fonts.text_face(weight))]


def _stands_alone(letters: str) -> bool:
    """Return whether a line may end before and after it: a space, a Chinese or Japanese sign."""
    first = ord(letters[0])
    return letters == " " or 0x2E80 <= first <= 0x9FFF or 0x20000 <= first <= 0x3FFFF


def _words(runs: list[Run]) -> list[list[Run]]:
    """Return runs that stay together on a line; a space is a word of its own."""
    words: list[list[Run]] = []
    for run in runs:
        before = words[-1][-1].text if words else " "
        if before != " " and run.text != " " and _belongs(before, run.text):
            words[-1].append(run)
        else:
            words.append([run])
    return words


def _belongs(before: str, text: str) -> bool:
    """Return whether a line may not end between two runs that no space parts."""
    closes = unicodedata.category(text[0]) in _CLOSES
    return closes or not (_stands_alone(before) or _stands_alone(text))


def _fill(runs: list[Run], style: Style, width: float) -> list[Line]:
    lines: list[Line] = []
    line: list[Run] = []
    used = 0.0
    for word in _words(runs):
        blank = word[0].text == " "
        needed = sum(run.width(style.size) for run in word)
        if line and used + needed > width and not blank:
            lines.append(_line(line, style, goes_on=line[-1].text == " "))
            line, used = [], 0.0
        if needed > width:
            *full, word = _cut(word, style.size, width)
            lines += [_line(piece, style, goes_on=False) for piece in full]
            needed = sum(run.width(style.size) for run in word)
        if line or not blank:
            line += word
            used += needed
    return [*lines, _line(line, style, goes_on=False)] if line else lines


def _cut(word: list[Run], size: float, width: float) -> list[list[Run]]:
    """Return a word that is too long for a line in pieces that fit."""
    pieces: list[list[Run]] = [[]]
    used = 0.0
    for run in word:
        text = ""
        for cluster in clusters(run.text):
            longer = replace(run, text=text + cluster)
            if used + longer.width(size) > width and (text or pieces[-1]):
                pieces[-1] += [replace(run, text=text)] if text else []
                pieces.append([])
                used, longer = 0.0, replace(run, text=cluster)
            text = longer.text
        pieces[-1].append(replace(run, text=text))
        used += pieces[-1][-1].width(size)
    return pieces


def _line(runs: list[Run], style: Style, *, goes_on: bool) -> Line:
    while runs[-1].text == " ":
        runs = runs[:-1]
    return Line(tuple(runs), sum(run.width(style.size) for run in runs), style, goes_on)
