"""The rules card: a whole program on one page, for the visor of a car. It is of no referral."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.domain.clocks import ClockRule, Unit
from desktop.domain.phrases import RULES_CARD
from desktop.domain.program import Contact, Criterion
from desktop.domain.terms import Effect, IfUnknown, Pathway, Resolver, Strength
from desktop.domain.words import Listing, Plural, Say, Sayable
from desktop.packet.blocks import Block, Facts, Heading, Paragraph, Shape, Sheet, Size, Table
from desktop.packet.sheets import parts, saying
from desktop.packet.sheets.facts import SheetFacts
from desktop.packet.sheets.phrasing import filled

_UNKNOWN: dict[IfUnknown, Sayable] = {
    IfUnknown.ASK: Say("Ask first"),
    IfUnknown.ASK_DISPATCH: Say("Ask dispatch"),
    IfUnknown.ALLOW_FLAG: Say("Go on; it is noted"),
}
# What stops most stands first.
_TURNS = {effect: turn for turn, effect in enumerate(Effect)}


def rules_card(facts: SheetFacts) -> Sheet:
    """Return the card; its text is set smaller until it stands on one page."""
    program = facts.program
    blocks: list[Block] = [
        *(Paragraph(text, Size.SMALL) for text in filled(facts, RULES_CARD).paragraphs),
        *_rules(facts),
        *_clocks(facts),
        *_contacts(facts),
    ]
    return parts.a_sheet(
        facts,
        title=Say("{program}: the rules", program=program.name),
        reader=Say("For officers. In force from {day}; version {version}.",
                   day=program.effective_from, version=program.version),
        header=program.agency or program.lead.name,
        blocks=blocks,
        shape=Shape.ONE_PAGE,
    )  # fmt: skip


def _rules(facts: SheetFacts) -> list[Block]:
    """Return a table of rules for each set of pathways they are about."""
    today = facts.local(facts.now).date()
    groups: dict[frozenset[Pathway], list[Criterion]] = {}
    here = frozenset(facts.program.pathways)
    for one in facts.program.criteria:
        about = one.pathways & here
        if any(one.runs(pathway, today) for pathway in about):
            groups.setdefault(about, []).append(one)
    say = facts.say
    header = tuple(
        say(one) for one in (Say("Rule"), Say("What follows"), Say("Not known?"), Say("Policy"))
    )
    blocks: list[Block] = []
    for about in sorted(groups, key=lambda one: (-len(one), min(map(list(Pathway).index, one)))):
        rows = tuple(
            tuple(say(cell) for cell in _row(one))
            for one in sorted(groups[about], key=lambda one: (_TURNS[one.effect], one.id))
        )
        blocks += [
            Heading(say(_about(facts, about))),
            Table(header, rows, widths=(50, 25, 28, 15)),
        ]
    other = facts.program.otherwise
    if other is not None:
        words = Say("Not eligible? Still offer help: {way}.", way=_name(facts, other))
        blocks.append(Paragraph(say(words), strong=True))
    return blocks


def _row(one: Criterion) -> tuple[Sayable, ...]:
    return (one.text, _what_follows(one), _if_unknown(one), one.policy_ref or one.id)


def _what_follows(one: Criterion) -> Sayable:
    who = saying.RESOLVERS[one.approver] if one.approver else ""
    bends = one.strength is Strength.PRESUMPTIVE
    match one.effect:
        case Effect.REQUIRE:
            return (
                Say("Must be so, unless approved: {who}", who=who) if bends else Say("Must be so")
            )
        case Effect.EXCLUDE:
            return Say("Rules out, unless approved: {who}", who=who) if bends else Say("Rules out")
        case Effect.NEEDS_SUPERVISOR | Effect.NEEDS_PROSECUTOR:
            return Say("To be approved: {who}", who=who)
        case Effect.DISCRETION:
            return Say("Your decision")
    return Say("To be noted")


def _if_unknown(one: Criterion) -> Sayable:
    if one.if_unknown is not IfUnknown.PEND:
        return _UNKNOWN[one.if_unknown]
    who = saying.RESOLVERS[one.resolver or Resolver.DESK]
    return Say("Refer; to find out: {who}", who=who)


def _about(facts: SheetFacts, pathways: frozenset[Pathway]) -> Sayable:
    if pathways == frozenset(facts.program.pathways):
        return Say("Everybody")
    return Listing(tuple(_name(facts, one) for one in facts.program.pathways if one in pathways))


def _name(facts: SheetFacts, pathway: Pathway) -> Sayable:
    choice = facts.dictionary.fact_of("pathway").choice(pathway)
    return choice.label if choice else pathway.value


def _clocks(facts: SheetFacts) -> list[Block]:
    say = facts.say
    found = [
        Say("{clock}: {length}", clock=one.label, length=_length(one))
        for one in facts.program.clocks
        if one.resolver is None
    ]
    if not found:
        return []
    words = say(Listing(tuple(found), between=" \u00b7 "))
    return [Heading(say(Say("Time limits"))), Paragraph(words, Size.SMALL)]


def _length(clock: ClockRule) -> Sayable:
    match clock.unit:
        case Unit.MINUTES:
            return Plural("{n} minute", "{n} minutes", clock.amount)
        case Unit.HOURS:
            return Plural("{n} hour", "{n} hours", clock.amount)
        case Unit.BUSINESS_HOURS:
            return Plural("{n} business hour", "{n} business hours", clock.amount)
        case Unit.DAYS:
            return Plural("{n} day", "{n} days", clock.amount)
        case Unit.BUSINESS_DAYS:
            return Plural("{n} business day", "{n} business days", clock.amount)
    return Say("The day in court")


def _contacts(facts: SheetFacts) -> list[Block]:
    say = facts.say
    rows = tuple((say(one.name), say(_call(one))) for one in _with_number(facts.program.contacts))
    return [Heading(say(Say("Whom to call"))), Facts(rows, Size.SMALL)] if rows else []


def _call(one: Contact) -> Sayable:
    if not one.hours:
        return one.phone
    return Listing((one.phone, saying.hours(one.hours)))


def _with_number(contacts: Iterable[Contact]) -> list[Contact]:
    return [one for one in contacts if one.phone]
