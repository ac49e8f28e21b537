"""The provider's sheet: what one service needs to take this person in, nothing of the charge."""

from __future__ import annotations

from desktop.domain.consent import provider
from desktop.domain.program import Contact
from desktop.domain.words import Listing, Say, Sayable
from desktop.packet.blocks import Block, Facts, Heading, Sheet, Signatures
from desktop.packet.sheets import parts, saying
from desktop.packet.sheets.facts import SheetFacts

ABOUT = ("contact_at", "agency", "transport")
_ROLES = ("coordinator", "case_manager", "lead")

WANTS = (*ABOUT, *parts.PERSON, *parts.REACH, *parts.NEEDS, *parts.SAFETY)


def provider_sheet(facts: SheetFacts) -> Sheet:
    """Return the sheet for the service it is addressed to."""
    say = facts.say
    service = facts.addressee
    name: Sayable = service.name if service else saying.NOT_LISTED
    safety = (
        []
        if all(id_ in facts.held for id_ in parts.SAFETY)
        else parts.section(facts, Say("Safety of your staff"), parts.SAFETY)
    )
    mine = provider(service.id) if service else ""
    blocks: list[Block] = [
        *parts.section(facts, Say("Person"), parts.PERSON),
        *parts.section(facts, Say("How to reach this person"), parts.REACH),
        *parts.section(facts, Say("What this person needs"), parts.NEEDS),
        *safety,
        *parts.section(facts, Say("Where this comes from"), ABOUT),
        *_call_back(facts),
        Heading(say(Say("What the person agreed to"))),
        *parts.consent_table(facts, [one for one in facts.agreements if one.recipient == mine]),
        Signatures((say(Say("Received by")), say(Say("Date and time")))),
    ]
    return parts.a_sheet(
        facts,
        title=Say("Introduction to a service"),
        reader=Say("For {name}", name=name),
        header=facts.program.lead.name,
        blocks=blocks,
        carries=WANTS,
    )


def _call_back(facts: SheetFacts) -> list[Block]:
    contacts = [
        one for role in _ROLES for one in facts.program.contacts if one.role == role and one.phone
    ]
    if not contacts:
        return []
    rows = tuple((facts.say(one.name), facts.say(_number(one))) for one in contacts[:2])
    return [Heading(facts.say(Say("Whom you can call"))), Facts(rows)]


def _number(contact: Contact) -> Sayable:
    if not contact.hours:
        return contact.phone
    return Listing((contact.phone, saying.hours(contact.hours)))
