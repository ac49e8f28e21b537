"""The fonts of a packet: one for the text, and a chain that between them can write any name.

HarfBuzz (uharfbuzz) reads them: it knows which letters a font has, joins Arabic, orders Indic
signs, and cuts the font down to the glyphs that a document uses.
"""

from __future__ import annotations

import struct
import threading
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path

import uharfbuzz as hb  # type: ignore[import-untyped]

from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.packet.letters import may_be_unseen


class Weight(StrEnum):
    """The weights of Public Sans that are bundled; values are its file names."""

    REGULAR = "public-sans/PublicSans-Regular.ttf"
    MEDIUM = "public-sans/PublicSans-Medium.ttf"
    SEMIBOLD = "public-sans/PublicSans-SemiBold.ttf"
    BOLD = "public-sans/PublicSans-Bold.ttf"


_SCRIPTS = (
    "Arabic",
    "Hebrew",
    "Armenian",
    "Georgian",
    "Cherokee",
    "Osage",
    "CanadianAboriginal",
    "Ethiopic",
    "Devanagari",
    "Bengali",
    "Gurmukhi",
    "Gujarati",
    "Oriya",
    "Tamil",
    "Telugu",
    "Kannada",
    "Malayalam",
    "Sinhala",
    "Thai",
    "Lao",
    "Khmer",
    "Myanmar",
    "Syriac",
    "Thaana",
    "NKo",
    "Adlam",
    "Tifinagh",
    "Vai",
    "HanifiRohingya",
    "Mongolian",
)

# Tried in this order: symbols and emoji last, so that a letter is never written with a symbol.
FALLBACKS = (
    "noto/NotoSans-Regular.ttf",
    *(f"noto/NotoSans{script}-Regular.ttf" for script in _SCRIPTS),
    "noto/NotoSerifTibetan-Regular.ttf",
    "droid/DroidSansFallbackFull.ttf",
    "nanum/NanumGothicCoding.ttf",
    "noto/NotoSansSymbols2-Regular.ttf",
    "noto/NotoSansSymbols-Regular.ttf",
    "noto/NotoSansMath-Regular.ttf",
    "noto/NotoEmoji-Regular.ttf",
)

# Discretionary ligatures stay out: they turn the name Muhammad into one ornament.
_FEATURES = {"kern": True, "liga": True, "dlig": False}

_PLAIN_END = 0x2E80  # from here on lines may break between letters

_SUBSET_DROPS = ("GSUB", "GPOS", "GDEF", "cmap", "name", "post", "OS/2", "vhea", "vmtx", "gasp")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One drawn shape; lengths in thousandths of the text size."""

    number: int  # 0 is the box of a letter that the font does not have
    advance: float
    right: float  # how far it is moved from where it would stand
    up: float
    letter: int  # index of the first letter it stands for


@dataclass(frozen=True, slots=True)
class Metrics:
    """What a PDF tells about a font; lengths in thousandths of the text size."""

    box: tuple[int, int, int, int]
    ascent: int
    descent: int


class Face:
    """One font file, read when first needed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.stem
        # A packet says the same words again and again; `FontLibrary.forget` empties it.
        self.shape = lru_cache(maxsize=20_000)(self._shape)
        self.length = lru_cache(maxsize=20_000)(self._length)
        self._plain: set[str] = set()  # letters that need no care, as they are met

    @cached_property
    def _face(self) -> hb.Face:
        if not self.path.is_file():
            raise Refused(
                Say("The font {name} is missing from this installation.", name=self.path.name),
                remedy=Say("Install Offramp again."),
            )
        return hb.Face(hb.Blob(self.path.read_bytes()))

    @cached_property
    def _font(self) -> hb.Font:
        return hb.Font(self._face)

    @cached_property
    def _scale(self) -> float:
        return 1000 / float(self._face.upem)

    @cached_property
    def letters(self) -> frozenset[int]:
        """The code points it has a glyph for."""
        return frozenset(self._face.unicodes)

    def can_write(self, cluster: str) -> bool:
        """Return whether it has every letter of the cluster."""
        return all(ord(c) in self.letters or may_be_unseen(c) for c in cluster)

    def writes_plainly(self, text: str) -> bool:
        """Return whether it has each letter of a text, all of them running to the right.

        No marks, no signs that lines may break between: so nearly every text of a packet.
        """
        return self._plain.issuperset(text) or all(map(self._learn, text))

    def _learn(self, letter: str) -> bool:
        plain = letter in self._plain or (
            ord(letter) < _PLAIN_END
            and ord(letter) in self.letters
            and unicodedata.category(letter)[0] not in "MC"
            and unicodedata.bidirectional(letter) not in ("R", "AL", "AN")
        )
        if plain:
            self._plain.add(letter)
        return plain

    def _length(self, text: str, leftward: bool) -> float:
        """Return how long the text is, in thousandths of its size."""
        return sum(glyph.advance for glyph in self.shape(text, leftward))

    def _shape(self, text: str, leftward: bool) -> tuple[Glyph, ...]:
        """Return the glyphs of the text from left to right as drawn."""
        buffer = hb.Buffer()
        buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if leftward else "ltr"
        # The language of the machine must not change what is printed.
        buffer.language = "en"
        hb.shape(self._font, buffer, _FEATURES)
        k = self._scale
        return tuple(
            Glyph(i.codepoint, p.x_advance * k, p.x_offset * k, p.y_offset * k, i.cluster)
            for i, p in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        )

    def advance(self, glyph: int) -> float:
        """Return the width of a glyph as the font file has it, without kerning."""
        return float(self._font.get_glyph_h_advance(glyph)) * self._scale

    @cached_property
    def metrics(self) -> Metrics:
        """The box that holds every glyph, and the height above and below the line."""
        head = bytes(self._face.reference_table("head").data)
        left, bottom, right, top = (
            round(v * self._scale) for v in struct.unpack(">4h", head[36:44])
        )
        extents = self._font.get_font_extents("ltr")
        return Metrics(
            box=(left, bottom, right, top),
            ascent=round(extents.ascender * self._scale),
            descent=round(extents.descender * self._scale),
        )

    def cut_down(self, glyphs: frozenset[int]) -> bytes:
        """Return a font file with these glyphs alone, each under its old number."""
        wanted = hb.SubsetInput()
        wanted.glyph_set.update(glyphs)
        wanted.drop_table_tag_set.update(
            int.from_bytes(tag.encode(), "big") for tag in _SUBSET_DROPS
        )
        flags = hb.SubsetFlags
        wanted.flags = flags.RETAIN_GIDS | flags.NO_HINTING | flags.NO_LAYOUT_CLOSURE
        return bytes(hb.subset(self._face, wanted).blob.data)


class FontLibrary:
    """The fonts in a folder (`resources/fonts`). One document at a time: hold `lock` meanwhile."""

    def __init__(self, folder: Path) -> None:
        self.lock = threading.Lock()
        self._text = {weight: Face(folder / weight.value) for weight in Weight}
        self._fallbacks = tuple(Face(folder / name) for name in FALLBACKS)

    def faces(self) -> tuple[Face, ...]:
        """Return all fonts, those of the text first."""
        return (*self._text.values(), *self._fallbacks)

    def forget(self) -> None:
        """Drop the words that were set: a name must not outlast its packet in memory."""
        for face in self.faces():
            face.shape.cache_clear()
            face.length.cache_clear()

    def text_face(self, weight: Weight) -> Face:
        """Return the font of running text in that weight."""
        return self._text[weight]

    def face_for(self, cluster: str, weight: Weight, *, after: Face | None = None) -> Face | None:
        """Return the first font that can write all of the cluster, or None.

        The font of the letter before is preferred to other fallbacks, so that a word stays whole.
        """
        text = self._text[weight]
        if text.can_write(cluster):
            return text
        if after is not None and after.can_write(cluster):
            return after
        return next((face for face in self._fallbacks if face.can_write(cluster)), None)
