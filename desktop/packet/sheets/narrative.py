"""The officer's narrative: the program's phrases with the facts in them, to paste into a report.

An incident report goes to the prosecutor and may be disclosed, so it is made of what the
prosecutor may see: no health, no needs, no consent of the person's is needed for it.
"""

from __future__ import annotations

from desktop.domain.phrases import NARRATIVE
from desktop.domain.words import Say
from desktop.packet.blocks import Block, Heading, Note, Paragraph, Sheet, Signatures, Size
from desktop.packet.sheets import parts, saying
from desktop.packet.sheets.facts import SheetFacts
from desktop.packet.sheets.phrasing import filled
from desktop.packet.sheets.worksheet import WANTS as _WORKSHEET

OFFER = ("offer.made", "offer.answer", "offer.declined_reason", "offer.not_offered_reason")
HAND_OFF = (
    "handoff.method", "transport", "handoff.called_at", "handoff.arrived_at", "handoff.cleared_at",
)  # fmt: skip
WANTS = (*_WORKSHEET, *OFFER, *HAND_OFF)


def narrative(facts: SheetFacts) -> Sheet:
    """Return the sheet: the text to paste, and below it what it lacks."""
    say = facts.say
    told = filled(facts, NARRATIVE)
    blocks: list[Block] = [Paragraph(text) for text in told.paragraphs]
    if told.missing:
        lacks = Say("Left out, because nobody knows it yet: {facts}.",
                    facts=saying.labels(facts, told.missing))  # fmt: skip
        blocks += [
            Heading(say(Say("Before you paste it"))),
            Paragraph(say(lacks)),
        ]
    else:
        blocks.append(Heading(say(Say("Before you paste it"))))
    check = Say("Read it through: the report is yours, and you sign it.")
    blocks += [
        Paragraph(say(check), Size.SMALL),
        Note(
            say(Say("Not in it")),
            (say(Say("Health, needs, where the person can be found, and the service chosen.")),),
            Size.SMALL,
        ),
        Signatures((say(Say("Officer")), say(Say("Date and time")))),
    ]
    return parts.a_sheet(
        facts,
        title=Say("Narrative for the incident report"),
        reader=Say("For the officer's own report"),
        header=facts.text("agency") or facts.program.agency,
        blocks=blocks,
        carries=WANTS,
    )


def narrative_text(facts: SheetFacts) -> str:
    """Return the text to paste, plain: paragraphs parted by an empty line."""
    return "\n\n".join(filled(facts, NARRATIVE).paragraphs)
