"""The contact card: half a page for the person, in large letters and easy words.

It has no name, no charge and no drug on it, and is handed out in the lead agency's name; the
police agency's stands on it only where the program says so.
"""

from __future__ import annotations

from desktop.domain.clocks import Starts, Unit
from desktop.domain.hours import HoursFor
from desktop.domain.program import Contact
from desktop.domain.words import Listing, Say, Sayable
from desktop.packet.blocks import Block, Callout, Facts, Paragraph, Shape, Sheet, Size
from desktop.packet.sheets import parts, saying
from desktop.packet.sheets.facts import SheetFacts

# Who may be named to the person, the first that has a number; never a police or court desk.
_FOR_PEOPLE = ("case_manager", "coordinator", "on_call", "lead", "peer")
_NO_PHONE = "______________________"

WANTS = ("service.first",)


def card(facts: SheetFacts) -> Sheet:
    """Return the card."""
    return parts.a_sheet(
        facts,
        title=Say("People who can help you"),
        reader="",
        header=_from(facts),
        blocks=(_call(facts), *_where(facts), *_text(facts)),
        shape=Shape.CARD,
    )


def _from(facts: SheetFacts) -> Sayable:
    lead, agency = facts.program.lead.name, facts.program.agency
    branded = facts.program.settings.agency_on_card and agency
    return Listing((lead, agency), between=" \u00b7 ") if branded else lead


def _call(facts: SheetFacts) -> Block:
    """Return the number in the largest letters, whose it is above it, by when to call below."""
    contact = _contact(facts)
    service = facts.first_service
    open_in: Sayable = ""
    number: Sayable = _NO_PHONE
    label: Sayable = Say("Ask the officer to write the number here.")
    if contact is not None:
        label, number = Say("Call: {name}", name=contact.name), contact.phone
        open_in = saying.hours(contact.hours, plain=True) if contact.hours else ""
    elif service is not None and service.phone is not None:
        label, number = Say("Call: {name}", name=service.name), saying.phone(service)
    below = [*([open_in] if open_in else []), *_call_by(facts)]
    say = facts.say
    return Callout(say(label), say(number), say(Listing(tuple(below), between=". ")))


def _contact(facts: SheetFacts) -> Contact | None:
    reached = [one for one in facts.program.contacts if one.phone and one.confirmed]
    for role in _FOR_PEOPLE:
        for one in reached:
            if one.role == role:
                return one
    return None


def _call_by(facts: SheetFacts) -> list[Sayable]:
    """Return by when to call: the end of the first clock that runs from the referral."""
    ends = [
        one.due
        for one in facts.deadlines
        if one.rule.starts is Starts.REFERRAL and one.rule.unit is not Unit.MINUTES
    ]
    return [Say("Call by {day}", day=saying.plain_moment(facts, min(ends)))] if ends else []


def _where(facts: SheetFacts) -> list[Block]:
    """Return where the first service chosen is, its hours, what to bring and how to get there."""
    service = facts.first_service
    if service is None:
        return []
    open_in = service.hours_for(HoursFor.INTAKE, HoursFor.VISITS)
    reach = [part for part in (saying.phone(service), saying.hours(open_in, plain=True)) if part]
    lines: list[Sayable] = [service.name, service.place.one_line]
    lines += [Listing(tuple(reach), between=". ")] if reach else []
    rows: list[tuple[Sayable, Sayable]] = [
        (Say("Where to go"), Listing(tuple(line for line in lines if line), between="\n"))
    ]
    if service.service.bring:
        rows.append((Say("Bring with you"), Listing(service.service.bring, between="; ")))
    if service.place.transport:
        rows.append((Say("A ride"), service.place.transport))
    say = facts.say
    return [Facts(tuple((say(name), say(value)) for name, value in rows), Size.LARGE)]


def _text(facts: SheetFacts) -> list[Block]:
    """Return the program's own words as one paragraph, its last (where to turn in danger) apart.

    Half a page has no room for a gap between each two sentences.
    """
    given = facts.program.text("card")
    language = parts.language_of(facts, given)
    texts = [" ".join(part.split()) for part in facts.say(given).split("\n\n") if part.strip()]
    found = [" ".join(texts[:-1]), *texts[-1:]]
    return [
        Paragraph(text, Size.LARGE, strong=place == len(found) - 1, language=language)
        for place, text in enumerate(found)
        if text
    ]
