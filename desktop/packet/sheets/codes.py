"""The codes on a sheet: the sealed changes on the referral form, the finder on a signed consent."""

from __future__ import annotations

import segno

from desktop.domain.words import Listing, Say, Sayable
from desktop.packet.blocks import Block, Code, Codes, Heading, Paragraph, Size
from desktop.packet.sheets.facts import SealedCode, SheetFacts

# Points. A code of version 15 has 85 modules with its quiet zone: 160 points make 5 pixels each
# at 204 dots an inch, 4 at 150; at 115 points a poor fax lost one code of three (tried).
SEALED_SIDE = 160
FINDER_SIDE = 72
_LETTERS = "ABCD"


def matrix(data: bytes, correction: str) -> tuple[bytes, ...]:
    """Return the modules of a QR code of these bytes, without its quiet zone."""
    made = segno.make_qr(data, error=correction, mode="byte", boost_error=False)
    return tuple(bytes(row) for row in made.matrix)


def sealed_code(facts: SheetFacts) -> list[Block]:
    """Return the sealed code with what it is for, or why it is not there and what to do."""
    code = facts.code
    if code is None:
        return []
    say = facts.say
    lead = facts.program.lead.name
    blocks: list[Block] = [Heading(say(Say("Sealed code")))]
    if code.too_large:
        words = Say(
            "This referral does not fit in four codes, so none is printed. Send it over the "
            "exchange or on a stick; if neither is possible, type it in from this form."
        )
        return [*blocks, Paragraph(say(words), strong=True)]
    if code.parts:
        words = Say(
            "Only {lead} can open it. Scan or photograph all codes and open the file in the "
            "Inbox. This form, faxed or carried, is then enough. What came already is not taken "
            "twice.",
            lead=lead,
        )
        # The codes first: a heading stays with what it is above, on whichever page.
        blocks += [Codes(_drawn(facts, code)), Paragraph(say(words), Size.SMALL)]
    if code.newer:
        blocks.append(Paragraph(say(_NEWER), Size.SMALL, strong=True))
    return blocks if len(blocks) > 1 else []


_NEWER = Say(
    "Part of this form was written on another computer and is not in the code. It comes with the "
    "exchange, or type it in from this form."
)


def _drawn(facts: SheetFacts, code: SealedCode) -> tuple[Code, ...]:
    drawn: list[Code] = []
    for letter, parts, correction in zip(_LETTERS, code.parts, code.corrections, strict=False):
        for at, part in enumerate(parts, 1):
            caption: Sayable = Say("Code {n} of {all}", n=at, all=len(parts))
            if len(code.parts) > 1:  # what the laptop wrote, and what the desk added
                caption = Listing((caption, letter), between=" · ")
            says = facts.say(Say("Sealed code: {which}", which=caption))
            code_of = matrix(part, correction)
            drawn.append(Code(code_of, says, facts.say(caption), SEALED_SIDE))
    return tuple(drawn)


def finding_code(facts: SheetFacts) -> list[Block]:
    """Return the code by which a scan of the signed sheet finds its referral again."""
    if not facts.finds:
        return []
    says = facts.say(Say("Code by which the signed sheet is filed"))
    caption = facts.say(Say("For the desk: scan the signed sheet; it is filed by this code."))
    return [Code(matrix(facts.finds.encode("ascii"), "Q"), says, caption, FINDER_SIDE)]
