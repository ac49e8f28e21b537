"""A sheet as plain text: what tests compare, what is read aloud, what the digest is made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import assert_never

from desktop.packet.blocks import (
    Block,
    Bullets,
    Callout,
    Checkboxes,
    Code,
    Codes,
    Facts,
    Heading,
    Note,
    Numbered,
    PageBreak,
    Paragraph,
    Sheet,
    Signatures,
    Space,
    Table,
)
from desktop.packet.letters import clean

DIGEST_LENGTH = 12  # hex digits; enough to tell two prints apart, short enough to read over a phone


def as_text(sheet: Sheet) -> str:
    """Return all that the sheet says, line by line, without page numbers and digest."""
    head = [sheet.header, sheet.footer.copy, sheet.audience]
    lines = [text for text in head if text]
    lines += [sheet.title, "=" * len(sheet.title)]
    for block in sheet.blocks:
        lines += _lines(block)
    foot = [sheet.footer.referral, sheet.footer.versions, sheet.footer.notice]
    lines += ["", "--", *(text for text in foot if text)]
    # Indented, so that a line break in somebody's words cannot pass for the next fact.
    texts = [clean(line).replace("\n", "\n    ") for line in lines]
    return "\n".join(texts).strip("\n") + "\n"


def digest(sheet: Sheet) -> str:
    """Return the first 12 hex digits of the SHA-256 of the sheet's text."""
    return hashlib.sha256(as_text(sheet).encode()).hexdigest()[:DIGEST_LENGTH]


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield from ("", "#" * max(2, block.level) + " " + block.text)
        case Paragraph():
            yield from ("", block.text)
        case Callout():
            yield from ("", f"{block.label}: {block.text}")
            if block.detail:
                yield block.detail
        case Facts():
            yield ""
            yield from (f"{label}: {value}" for label, value in block.rows)
        case Table():
            yield ""
            yield from (" | ".join(row) for row in (block.header, *block.rows))
        case Bullets():
            yield ""
            yield from (f"- {item}" for item in block.items)
        case Numbered():
            yield ""
            yield from (f"{number}. {item}" for number, item in enumerate(block.items, 1))
        case Checkboxes():
            yield ""
            yield from (f"[{'x' if ticked else ' '}] {item}" for item, ticked in block.items)
        case Note():
            yield from ("", f"[{block.title}]", *block.texts)
        case Signatures():
            yield ""
            yield from (f"{label}: ____________" for label in block.labels)
        case Code():
            yield from ("", f"({block.says})")
            if block.caption:
                yield block.caption
        case Codes():
            yield ""
            yield from (f"({one.says})" for one in block.codes)
        case Space():
            pass
        case PageBreak():
            yield ""
        case _:
            assert_never(block)
