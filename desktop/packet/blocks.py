"""What a sheet is made of: plain values, every text already in the reader's language.

A block says what something is, never where it stands on the paper; `desktop/packet/pdf.py` lays it
out and tags it for a screen reader, `desktop/packet/plain.py` says it as plain text.
A text may hold line breaks. Everything in it is printed literally: there is no markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Size(StrEnum):
    """How large a text is set."""

    SMALL = "small"  # 8.5 pt: conditions, sources
    NORMAL = "normal"  # 10.5 pt
    LARGE = "large"  # 13 pt: what a person reads in a cell or a car


class Shape(StrEnum):
    """What a sheet looks like on US Letter paper."""

    PAGE = "page"  # the whole page
    CARD = "card"  # the upper half, to be cut off and handed out
    FORM = "form"  # narrow margins and small type: many lines to fill in on few pages
    ONE_PAGE = "one-page"  # the whole page and no second: set smaller until it fits


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. Level 1 is the sheet's title, which is printed anyway; use 2 and 3."""

    text: str
    level: int = 2
    language: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `language` (e.g. "es") when it is not the sheet's own."""

    text: str
    size: Size = Size.NORMAL
    strong: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Callout:
    """The one thing to see first: a small label above a very large text."""

    label: str
    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of (label, value), one below the other; a row is read out as label, then value."""

    rows: tuple[tuple[str, str], ...]
    size: Size = Size.NORMAL


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header that is repeated on every page.

    `widths` are proportions, one a column; without them the texts decide.
    `row_heads`: the first column names its row.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    row_heads: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without order."""

    items: tuple[str, ...]
    size: Size = Size.NORMAL


@dataclass(frozen=True, slots=True)
class Numbered:
    """A list in order, from 1."""

    items: tuple[str, ...]
    size: Size = Size.NORMAL


@dataclass(frozen=True, slots=True)
class Checkboxes:
    """Lines with a box in front, each (text, ticked)."""

    items: tuple[tuple[str, bool], ...]
    size: Size = Size.NORMAL


@dataclass(frozen=True, slots=True)
class Note:
    """A box set apart, such as the notice that law requires."""

    title: str
    texts: tuple[str, ...]
    size: Size = Size.NORMAL
    language: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to write on, side by side, with what belongs there below each."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """A square code as rows of modules (1 is dark), e.g. of `segno.make_qr(...).matrix`.

    `says` is what a person hears who cannot see it.
    """

    matrix: tuple[bytes, ...]
    says: str
    caption: str = ""
    points: int = 96  # the side, quiet zone included; 72 points are an inch


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes side by side, as many as the page is wide, each with its caption below."""

    codes: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Space:
    """Empty height."""

    points: int = 12


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


Block = (
    Heading
    | Paragraph
    | Callout
    | Facts
    | Table
    | Bullets
    | Numbered
    | Checkboxes
    | Note
    | Signatures
    | Code
    | Codes
    | Space
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class Footer:
    """What stands at the foot of every page of a sheet.

    `page` holds `{page}` and `{pages}`, `digest` holds `{digest}`: the author chooses the words.
    """

    referral: str  # "Referral K7-000123"
    versions: str  # "Rules 2026.1, texts 3"
    notice: str = ""  # the line that law requires on every page
    copy: str = ""  # the mark of a copy, e.g. "COPY", at the head of every page
    page: str = "Page {page} of {pages}"
    digest: str = "Digest {digest}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document for one reader."""

    title: str  # no participant's name: it becomes the title of the file's window
    language: str  # "en", "es"
    audience: str  # for whom, in words: "For the lead agency"
    header: str  # who hands it out: the agency's name
    blocks: tuple[Block, ...]
    footer: Footer
    shape: Shape = Shape.PAGE
