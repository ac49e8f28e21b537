"""The blank paper form: what the program's form asks, in its order, to be filled in by hand.

Made from the same rows as the window, so what was written by hand can be typed in from top to
bottom. It is of no referral; its number is given when it is typed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop.domain.answers import CHARGE_HELD
from desktop.domain.condition_words import says
from desktop.domain.consent import SCOPE_IN_WORDS, Scope
from desktop.domain.facts import Fact, FactType, Tier
from desktop.domain.program import FormRow
from desktop.domain.terms import Pathway
from desktop.domain.words import Listing, Say, Sayable
from desktop.packet.blocks import (
    Block,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Shape,
    Sheet,
    Signatures,
    Size,
    Table,
)
from desktop.packet.sheets import parts, saying
from desktop.packet.sheets.facts import SheetFacts

HEAD = ("agency", "officer.name", "officer.badge", "officer.phone")
ITEMS = 2  # columns for charges and for drugs; more go on the back
_LINE = "________________________________________"
_SHORT = "________________"
_LONG_LIST = 14  # choices; more (the states) are written by hand

_SECTIONS: dict[str, Sayable] = {
    "start": Say("Start"),
    "rules": Say("For the rules"),
    "needs": Say("Needs and health"),
    "person": Say("The person"),
    "safety": Say("Safety of staff"),
    "paper": Say("What happened"),
    "service": Say("Services chosen, first choice first"),
    "handoff": Say("Offer and hand-off"),
}


def paper_form(facts: SheetFacts) -> Sheet:
    """Return the form."""
    say = facts.say
    legend = Say(
        "Tick or write. * is always needed. Leave empty what nobody asked. D: declined to say. "
        "N: cannot be known in the field. Type it into Offramp as soon as you can."
    )
    head = [(say(facts.dictionary.fact_of(id_).label), _LINE) for id_ in HEAD]
    way = facts.dictionary.fact_of("pathway")
    chosen = way.choice(facts.answers.pathway) if facts.answers.pathway else None
    if chosen:
        head.insert(0, (say(way.label), say(chosen.label)))
    blocks: list[Block] = [Paragraph(say(legend), Size.SMALL), Facts(tuple(head))]
    for name, rows in _by_section(facts, Tier.FIELD).items():
        blocks += _section(facts, name, rows)
    blocks += _consents(facts)
    later = _by_section(facts, Tier.DESK)
    if later:
        words = Say("For the precinct desk: what can wait until the report is written")
        blocks += [PageBreak(), Heading(say(words))]
        for name, rows in later.items():
            blocks += _section(facts, name, rows)
    return parts.a_sheet(
        facts,
        title=Say("Referral, taken down on paper"),
        reader=Say("For the officer; then for the precinct desk, to be typed in"),
        header=facts.program.agency or facts.program.lead.name,
        blocks=blocks,
        shape=Shape.FORM,
    )


def _by_section(facts: SheetFacts, tier: Tier) -> dict[str, list[FormRow]]:
    """Return the rows that the officer fills in, or those that the desk does."""
    found: dict[str, list[FormRow]] = {}
    way = facts.answers.pathway
    given = {*HEAD, CHARGE_HELD, *({"pathway"} if way else ())}
    for row in facts.program.form:
        if row.tier is tier and row.fact.id not in given and (not way or way in row.pathways):
            found.setdefault(row.section, []).append(row)
    return found


def _section(facts: SheetFacts, name: str, rows: Sequence[FormRow]) -> list[Block]:
    say = facts.say
    blocks: list[Block] = [Heading(say(_SECTIONS.get(name, name)))]
    plain = [row for row in rows if not row.fact.list]
    # One heading for what concerns some pathways only, instead of a word on each line.
    everyone = _asked_of(facts)
    groups: dict[frozenset[Pathway], list[FormRow]] = {}
    for row in plain:
        groups.setdefault(row.pathways & everyone, []).append(row)
    for about, some in sorted(groups.items(), key=lambda one: one[0] != everyone):
        if about != everyone:
            blocks.append(Heading(say(_only_for(facts, about)), 3))
        blocks.append(_questions(facts, some))
    for list_name in dict.fromkeys(row.fact.list for row in rows if row.fact.list):
        blocks += _items(facts, list_name, [row for row in rows if row.fact.list == list_name])
    return blocks


def _asked_of(facts: SheetFacts) -> frozenset[Pathway]:
    """Return the pathways the form is for: one, or all of the program."""
    way = facts.answers.pathway
    return frozenset({Pathway(way)} if way else facts.program.pathways)


def _questions(facts: SheetFacts, rows: Iterable[FormRow]) -> Table:
    say = facts.say
    return Table(
        (say(Say("Question")), say(Say("Answer")), say(Say("Unknown"))),
        tuple((say(_asks(row)), say(_room(row.fact)), say(_unknown())) for row in rows),
        widths=(36, 70, 12),
        row_heads=True,
    )


def _items(facts: SheetFacts, list_name: str, rows: Sequence[FormRow]) -> list[Block]:
    """Return a list of charges or drugs: a column for each."""
    say = facts.say
    asked = [row for row in rows if row.fact.in_item]
    if not asked:
        return []
    columns = tuple(say(_one_of(list_name, number)) for number in range(1, ITEMS + 1))
    table = Table(
        (say(Say("Question")), *columns, say(Say("Unknown"))),
        tuple(
            (say(_asks(row)), *(say(_room(row.fact, _SHORT)),) * ITEMS, say(_unknown()))
            for row in asked
        ),
        widths=(26, *(40,) * ITEMS, 12),
        row_heads=True,
    )
    whole = next((row.fact for row in rows if not row.fact.in_item), None)
    about = asked[0].pathways & _asked_of(facts)
    heads: list[Block] = []
    if about != _asked_of(facts):
        heads = [Heading(say(_only_for(facts, about)), 3)]
    end = f"{say(whole.question)}  {say(_boxes((Say('Yes'), Say('No'))))}" if whole else ""
    return [*heads, table, *([Paragraph(end)] if end else [])]


def _one_of(list_name: str, number: int) -> Sayable:
    match list_name:
        case "charges":
            return Say("Charge {n}", n=number)
        case "drugs":
            return Say("Drug {n}", n=number)
    return str(number)


def _asks(row: FormRow) -> Sayable:
    """Return the fact's name and, where it is not always asked, when."""
    asks: Sayable = row.fact.label
    if row.required:
        asks = Say("{question} *", question=asks)
    if row.relevant is None or _is_charge_held(row):
        return asks
    return Say("{question}\nOnly if: {condition}", question=asks, condition=says(row.relevant))


def _is_charge_held(row: FormRow) -> bool:
    """Return whether the pathway says already when it is asked."""
    return (
        row.pathways == {Pathway.OFFICER_INTERVENTION}
        and str(getattr(getattr(row.relevant, "fact", None), "id", "")) == "charge.held"
    )


def _room(fact: Fact, line: str = _LINE) -> Sayable:
    """Return boxes to tick, or a line to write on; with its unit."""
    match fact.type:
        case FactType.YESNO:
            return _boxes((Say("Yes"), Say("No")))
        case FactType.CHOICE | FactType.CHOICES if len(fact.choices) <= _LONG_LIST:
            return _boxes(tuple(one.label for one in fact.choices))
        case FactType.AMOUNT:
            return Say("{line} {unit}", line=_SHORT, unit=_UNITS.get(fact.unit, fact.unit))
        case FactType.DATE:
            return Say("{line} (month, day, year)", line=_SHORT)
        case FactType.EVENT:
            return Listing((_boxes((Say("Never"),)), Say("{box} On {line}", box=saying.BOX,
                           line=_SHORT)), "   ")  # fmt: skip
        case FactType.TIME:
            return Say("{line} (day and time)", line=_SHORT)
    return f"{line}\n{line}" if fact.free_text else line


def _unknown() -> Sayable:
    """Return the two kinds of unknown that are ticked; left empty it was not asked."""
    return _boxes((Say("D"), Say("N")))


_UNITS: dict[str, Sayable] = {
    "years": Say("years"), "months": Say("months"), "doses": Say("doses"), "g": Say("grams"),
}  # fmt: skip


def _boxes(words: Iterable[Sayable]) -> Sayable:
    # A space that no line is broken at keeps a box with its word.
    return Listing(
        tuple(Say("{box}\u00a0{word}", box=saying.BOX, word=word) for word in words), "   "
    )


def _only_for(facts: SheetFacts, pathways: frozenset[Pathway]) -> Sayable:
    fact = facts.dictionary.fact_of("pathway")
    labels = [
        choice.label if (choice := fact.choice(one)) else one.value
        for one in facts.program.pathways
        if one in pathways
    ]
    return Say("Only for: {ways}", ways=Listing(tuple(labels)))


def _consents(facts: SheetFacts) -> list[Block]:
    """Return each question of consent with room for the answer, and the words to read out."""
    say = facts.say
    lead = facts.program.lead.name
    asked: tuple[tuple[Sayable, Scope], ...] = (
        (lead, Scope.PERSONAL),
        (lead, Scope.HEALTH),
        (Say("The first service chosen"), Scope.PERSONAL),
        (Say("The first service chosen"), Scope.HEALTH),
        (Say("The officer"), Scope.NEWS_CONTACT),
        (Say("The officer"), Scope.NEWS_STATUS),
    )
    header = tuple(say(one) for one in (Say("Who"), Say("Gets what"), Say("What was said")))
    said = _boxes((Say("Yes"), Say("No"), Say("To be asked again")))
    rows = tuple((say(who), say(SCOPE_IN_WORDS[scope]), say(said)) for who, scope in asked)
    how = Listing((
        Say("How it was given:"),
        _boxes((Say("Signed on paper"), Say("Spoken, heard by {name}", name=_SHORT))),
    ), " ")  # fmt: skip
    return [
        Heading(say(Say("Consent: read this out, then tick"))),
        *parts.text_blocks(facts, "consent_script"),
        Table(header, rows, widths=(30, 40, 36)),
        Paragraph(say(how)),
        Signatures(
            tuple(
                say(one)
                for one in (
                    Say("Signature of the person"),
                    Say("Officer"),
                    Say("Witness"),
                    Say("Date and time"),
                )
            )
        ),
    ]
