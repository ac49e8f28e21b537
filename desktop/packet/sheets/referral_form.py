"""The referral form for the lead agency: who, how to reach this person, what is needed, by when."""

from __future__ import annotations

from desktop.domain.consent import LEAD, OFFICER
from desktop.domain.terms import Resolver
from desktop.domain.words import Say, Sayable
from desktop.packet.blocks import (
    Block,
    Callout,
    Facts,
    Heading,
    Paragraph,
    Sheet,
    Signatures,
    Size,
    Table,
)
from desktop.packet.sheets import codes, parts, saying
from desktop.packet.sheets.facts import RuleState, SheetFacts

HAND_OFF = (
    "handoff.method", "transport", "transport.to", "transport.started_at", "transport.ended_at",
    "handoff.called_at", "handoff.arrived_at", "handoff.cleared_at",
)  # fmt: skip
ABOUT = ("pathway", "contact_at", *parts.WHO, "referral.outcome", "offer.answer", *HAND_OFF)
WANTS = (
    *ABOUT, *parts.PERSON, *parts.COUNTED, *parts.REACH, *parts.NEEDS, *parts.SAFETY,
    *parts.PLACE, *parts.SERVICE,
)  # fmt: skip


def referral_form(facts: SheetFacts) -> Sheet:
    """Return the form."""
    say = facts.say
    blocks: list[Block] = [
        *_by_when(facts),
        *parts.section(facts, Say("Person"), parts.PERSON),
        *parts.section(facts, Say("How to reach this person"), parts.REACH),
        *parts.section(facts, Say("What this person needs"), parts.NEEDS),
        *parts.services_table(facts),
        *parts.section(facts, Say("Safety of your staff"), parts.SAFETY),
        *parts.section(facts, Say("Referral"), ABOUT, quiet=HAND_OFF),
        *_counted(facts),
        *_place(facts),
        *_asked(facts),
        *parts.flags(facts),
        Heading(say(Say("What the person agreed to"))),
        *parts.consent_table(
            facts, [one for one in facts.agreements if one.recipient in (LEAD, OFFICER)]
        ),
        Signatures((say(Say("Received by")), say(Say("Date and time")))),
        *codes.sealed_code(facts),
    ]
    return parts.a_sheet(
        facts,
        title=Say("Referral form"),
        reader=Say("For {name}", name=facts.program.lead.name),
        header=facts.text("agency") or facts.program.agency,
        blocks=blocks,
        carries=WANTS,
    )


def _by_when(facts: SheetFacts) -> list[Block]:
    """Return the first clock large, the others below it."""
    say = facts.say
    still = [one for one in facts.deadlines if one.due > facts.now] or list(facts.deadlines)
    if not still:
        return []
    first, *others = still
    place = facts.text("person.best_place")
    detail: Sayable = Say("Best place and time: {place}", place=place) if place else ""
    blocks: list[Block] = [
        Callout(say(first.rule.label), say(saying.moment(facts, first.due)), say(detail))
    ]
    if others:
        rows = tuple((say(one.rule.label), say(saying.moment(facts, one.due))) for one in others)
        blocks.append(Facts(rows))
    return blocks


def _counted(facts: SheetFacts) -> list[Block]:
    """Return what the lead agency counts, nothing where nobody said it or it is held back."""
    if not any(id_ in facts.registers for id_ in parts.COUNTED):
        return []
    return parts.section(facts, Say("For your figures"), parts.COUNTED)


def _place(facts: SheetFacts) -> list[Block]:
    """Return place, call number and narrative: only for a reader inside the boundary."""
    if all(id_ in facts.held for id_ in parts.PLACE):
        return []
    return parts.section(facts, Say("What happened"), parts.PLACE)


def _asked(facts: SheetFacts) -> list[Block]:
    """Return what the lead agency has to find out, with boxes for its answer."""
    say = facts.say
    asked = [one for one in facts.rules if one.who is Resolver.LEAD and one.state is RuleState.OPEN]
    if not asked:
        return []
    header = (Say("What"), Say("By when"), Say("Your answer"))
    choices = facts.dictionary.fact_of("answer/any").choices
    boxes = "\n".join(f"{saying.BOX} {say(one.label)}" for one in choices)
    rows = tuple(
        (
            say(one.criterion.text),
            say(saying.moment(facts, one.due)) if one.due else "",
            boxes,
        )
        for one in asked
    )
    why = Say("Answer in Offramp, or on this sheet. Your reason stays with you.")
    return [
        Heading(say(Say("Please find out"))),
        Table(tuple(say(one) for one in header), rows, widths=(54, 26, 26)),
        Paragraph(say(why), Size.SMALL),
    ]
