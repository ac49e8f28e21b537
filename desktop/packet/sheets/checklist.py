"""The desk's checklist: what is still unknown, who finds it out, by when, with boxes to tick."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.domain.facts import Tier
from desktop.domain.program import FormRow
from desktop.domain.terms import Resolver
from desktop.domain.words import Say, Sayable
from desktop.packet.blocks import Block, Facts, Heading, Paragraph, Sheet, Signatures, Table
from desktop.packet.sheets import parts, saying
from desktop.packet.sheets.facts import RuleLine, RuleState, SheetFacts

ABOUT = ("pathway", "contact_at", "officer.name", "officer.phone", "referral.outcome")
WANTS = ABOUT  # and, by their names, all that the form asks

_TURNS = tuple(Resolver)


def checklist(facts: SheetFacts) -> Sheet:
    """Return the checklist. It names what is missing, not what is known."""
    say = facts.say
    about = [
        *parts.rows(facts, ABOUT),
        *((say(one.rule.label), say(saying.moment(facts, one.due))) for one in facts.deadlines),
    ]
    blocks: list[Block] = [
        Facts(tuple(about)),
        *_open_rules(facts),
        *_approvals(facts),
        *_disputes(facts),
        *_still_empty(facts),
        *parts.flags(facts),
        Heading(say(Say("Consents"))),
        *parts.consent_table(facts, facts.agreements),
        Signatures((say(Say("Checked by")), say(Say("Date and time")))),
    ]
    return parts.a_sheet(
        facts,
        title=Say("Desk checklist"),
        reader=Say("For the precinct desk"),
        header=facts.text("agency") or facts.program.agency,
        blocks=blocks,
    )


def _open_rules(facts: SheetFacts) -> list[Block]:
    found = [one for one in facts.rules if one.state is RuleState.OPEN]
    title = Say("Still to find out")
    if not found:
        words = Say("Nothing: every rule has its answer.")
        return [Heading(facts.say(title)), Paragraph(facts.say(words))]
    header = (Say("Done"), Say("What"), Say("So far"), Say("Who"), Say("By when"))
    rows = [
        (
            saying.BOX,
            saying.labels(facts, one.paths) if one.paths else one.criterion.text,
            _so_far(facts, one.paths),
            saying.RESOLVERS[one.who] if one.who else "",
            saying.moment(facts, one.due) if one.due else "",
        )
        for one in _in_turn(found)
    ]
    return [Heading(facts.say(title)), _table(facts, header, rows, (8, 34, 28, 20, 22))]


def _approvals(facts: SheetFacts) -> list[Block]:
    found = [one for one in facts.rules if one.state is RuleState.HIT and one.who]
    if not found:
        return []
    header = (Say("Done"), Say("Rule"), Say("Who"), Say("By when"))
    rows = [
        (
            saying.BOX,
            one.criterion.text,
            saying.RESOLVERS[one.who] if one.who else "",
            saying.moment(facts, one.due) if one.due else "",
        )
        for one in _in_turn(found)
    ]
    return [
        Heading(facts.say(Say("To be approved"))),
        _table(facts, header, rows, (8, 54, 20, 22)),
    ]


def _disputes(facts: SheetFacts) -> list[Block]:
    paths = [path for path, one in facts.registers.items() if one.disputed]
    if not paths:
        return []
    header = (Say("Done"), Say("What"), Say("Answers"))
    rows = [
        (saying.BOX, facts.dictionary.fact_of(path).label, saying.answer(facts, path))
        for path in paths
    ]
    return [
        Heading(facts.say(Say("Two answers: somebody has to decide"))),
        _table(facts, header, rows, (8, 34, 70)),
    ]


def _still_empty(facts: SheetFacts) -> list[Block]:
    """Return what the form asks and nobody knows, save what a rule waits for anyway.

    What is needed, or was asked without an answer, stands in a line of its own with a box; what
    may stay empty is named in one line for each who could fill it in.
    """
    waiting = {path for one in facts.rules if one.state is RuleState.OPEN for path in one.paths}
    missing = [
        (row, path)
        for row, path in _asked(facts)
        if path not in waiting and _is_missing(facts, row, path)
    ]
    say = facts.say
    needed = [one for one in missing if one[0].required or one[1] in facts.registers]
    optional: dict[Resolver, dict[str, None]] = {}
    for row, _ in (one for one in missing if one not in needed):
        optional.setdefault(row.fact.resolver, {})[say(row.fact.label)] = None
    blocks: list[Block] = []
    if needed:
        header = (Say("Done"), Say("What"), Say("So far"), Say("Who"))
        rows = [
            (
                saying.BOX,
                row.fact.label,
                saying.answer(facts, path),
                saying.RESOLVERS[row.fact.resolver],
            )
            for row, path in needed
        ]
        blocks += [
            Heading(say(Say("Not filled in"))),
            _table(facts, header, rows, (8, 48, 34, 22)),
        ]
    if optional:
        named = tuple(
            (say(saying.RESOLVERS[who]), ", ".join(optional[who]))
            for who in _TURNS
            if who in optional
        )
        blocks += [Heading(say(Say("To fill in when it is known"))), Facts(named)]
    return blocks


def _is_missing(facts: SheetFacts, row: FormRow, path: str) -> bool:
    if path in facts.registers:
        return saying.is_open(facts, path) and not facts.registers[path].disputed
    # What may be left empty at the roadside is no gap, and a coordinator's field not the desk's.
    return row.fact.id not in facts.held and (row.required or row.tier is Tier.DESK)


def _asked(facts: SheetFacts) -> Iterable[tuple[FormRow, str]]:
    answers = facts.answers
    for row in facts.program.form_for(answers):
        if not row.fact.in_item:
            yield row, row.fact.id
    for list_name in facts.dictionary.lists():
        for item in answers.items(list_name):
            for row in facts.program.form:
                if row.fact.in_item and row.fact.list == list_name and row.asked(answers, item):
                    yield row, row.fact.path(item.id)


def _in_turn(lines: Iterable[RuleLine]) -> list[RuleLine]:
    """Return the lines by whose turn it is, the soonest first."""

    def order(line: RuleLine) -> tuple[int, str, str]:
        due = line.due.isoformat() if line.due else "~"
        return (_TURNS.index(line.who) if line.who else 0, due, line.criterion.id)

    return sorted(lines, key=order)


def _so_far(facts: SheetFacts, paths: Iterable[str]) -> Sayable:
    words = dict.fromkeys(facts.say(saying.answer(facts, path)) for path in paths)
    return "; ".join(words)


def _table(
    facts: SheetFacts,
    header: tuple[Sayable, ...],
    rows: Iterable[tuple[Sayable, ...]],
    widths: tuple[float, ...],
) -> Table:
    return Table(
        tuple(facts.say(one) for one in header),
        tuple(tuple(facts.say(cell) for cell in row) for row in rows),
        widths=widths,
    )
