"""The cover of a fax to the lead agency: how many pages, whom to call, and nobody's name.

It lies in the open beside the machine, so it is made of what whoever stands there may see.
"""

from __future__ import annotations

from desktop.domain.phrases import FAX_COVER
from desktop.domain.words import Listing, Plural, Say, Sayable
from desktop.packet.blocks import Block, Callout, Facts, Heading, Note, Sheet, Signatures, Table
from desktop.packet.sheets import parts, saying
from desktop.packet.sheets.facts import SheetFacts
from desktop.packet.sheets.phrasing import filled

WANTS = ("agency", "officer.name", "officer.phone")
_BLANK = "____________________"
_FAX, _CALL_BACK = "fax", ("coordinator", "lead", "case_manager")


def fax_cover(facts: SheetFacts) -> Sheet:
    """Return the cover; the pages of what follows are counted where that is known."""
    say = facts.say
    total = 1 + sum(pages for _, pages in facts.enclosed) if facts.enclosed else 0
    count: Sayable = Plural("{n} page", "{n} pages", total) if total else _BLANK
    blocks: list[Block] = [
        Callout(
            say(Say("Pages, this one included")),
            say(count),
            say(Say("If a page is missing, call the number below.")),
        ),
        Facts(tuple((say(name), say(value)) for name, value in _rows(facts))),
        *_enclosed(facts),
    ]
    notice = filled(facts, FAX_COVER).paragraphs or (say(_MISDIRECTED),)
    language = parts.language_of(facts, facts.program.text(FAX_COVER))
    blocks += [
        Note(say(Say("If this fax is not for you")), notice, language=language),
        Signatures((say(Say("Sent by")), say(Say("Date and time")))),
    ]
    return parts.a_sheet(
        facts,
        title=Say("Fax cover sheet"),
        reader=Say("For {name}", name=facts.program.lead.name),
        header=facts.text("agency") or facts.program.agency,
        blocks=blocks,
    )


# For a program that has no text of its own.
_MISDIRECTED = Say(
    "These pages are about a person's care and are protected by law. Do not read, copy or pass "
    "them on. Call the sender, then destroy every page."
)


def _rows(facts: SheetFacts) -> list[tuple[Sayable, Sayable]]:
    contacts = facts.program.contacts
    fax = next((one.phone for one in contacts if one.role == _FAX and one.phone), _BLANK)
    calls = [one for role in _CALL_BACK for one in contacts if one.role == role and one.phone]
    sender: list[Sayable] = [facts.text("agency") or facts.program.agency]
    sender += [name] if (name := facts.text("officer.name")) else []
    rows: list[tuple[Sayable, Sayable]] = [
        (Say("To"), facts.program.lead.name),
        (Say("Fax number"), fax),
        (Say("Sent from"), Listing(tuple(sender))),
        (Say("Call the sender at"), facts.text("officer.phone") or _BLANK),
        (Say("Referral"), facts.number),
        (Say("Made"), saying.moment(facts, facts.now)),
    ]
    if calls:
        rows.insert(2, (Say("Phone"), calls[0].phone))
    return rows


def _enclosed(facts: SheetFacts) -> list[Block]:
    if not facts.enclosed:
        return []
    say = facts.say
    rows = tuple((say(name), str(pages)) for name, pages in facts.enclosed)
    header = (say(Say("Sheet")), say(Say("Pages")))
    return [Heading(say(Say("What follows"))), Table(header, rows, widths=(80, 20), row_heads=True)]
