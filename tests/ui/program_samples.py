"""The program page with the shipped rules: in force, a draft with faults, a draft ready to go."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from desktop.domain.answers import answers_from
from desktop.domain.encounter import Encounter
from desktop.domain.facts import FactValue, Known, Range
from desktop.domain.hindsight import Past, barred, kept_out, preview
from desktop.domain.program import Program
from desktop.domain.published import Approved
from desktop.domain.rulecheck import check
from desktop.domain.words import Listing, Say
from desktop.formats.facts_file import read_dictionary
from desktop.formats.program_files import program_files, read_program
from desktop.viewmodels.marks import Trouble
from desktop.viewmodels.program import (
    DRAFT,
    IN_FORCE,
    ProgramView,
    approved_words,
    directory_row,
    effect_view,
    finding_rows,
    kept_out_view,
    rule_rows,
    stages,
    version_row,
)
from desktop.viewmodels.tryout import TryoutView, tryout_view
from tests.conftest import PROJECT

NOW = datetime(2026, 11, 23, 22, 14, tzinfo=ZoneInfo("America/Denver"))
APPROVED = Approved("Policy group", "minutes of November 12", "Marigold Example", NOW)


@cache
def rules(name: str, *swaps: tuple[str, str, str]) -> Program:
    """Return a shipped program, with words of its files swapped."""
    files = program_files(PROJECT / "resources" / "programs" / name)
    for file, before, after in swaps:
        text = files[file].decode()
        assert before in text
        files[file] = text.replace(before, after, 1).encode()
    return read_program(files, read_dictionary(PROJECT / "resources" / "facts.csv"))


def encounters(program: Program) -> list[Past]:
    """Return a few past encounters of different ages and amounts."""
    made = []
    for n, (age, grams) in enumerate(((16, 1), (19, 2), (22, 7), (28, 3), (41, 1), (20, 1))):
        facts: dict[str, FactValue] = {
            "pathway": Known("INT"), "charge.held": Known(True), "person.age": Known(Decimal(age)),
            "person.agrees": Known(True), "charges.complete": Known(True),
            "charge/a/offense": Known("drug_possession"), "drugs.complete": Known(True),
            "drug/a/kind": Known("heroin"), "drug/a/amount_g": Known(Decimal(grams)),
        }  # fmt: skip
        answers = answers_from(facts, program.dictionary, on=NOW)
        made.append(Past(f"TRC-K7-26-{n + 1:06d}", f"p{n}", answers))
    return made


def _context(program: Program):
    begins = Say("from {day}", day=program.effective_from)
    version = Say("version {version}", version=program.version)
    return Listing((program.agency, version, begins), " · ")


def in_force(name: str = "lead-santa-fe", *, may_edit: bool = True) -> ProgramView:
    """Return a program in force, with its versions and who was kept out."""
    program = rules(name)
    met = [barred(program, one) for one in encounters(program)]
    quarter = kept_out(program, met, since=NOW.date(), until=NOW.date())
    return ProgramView(
        shown=IN_FORCE,
        name=program.name,
        context=_context(program),
        stages=stages(draft=False, stops=False, approved=True),
        rules=rule_rows(program),
        to_confirm=program.to_confirm,
        sources=program.sources,
        versions=(
            version_row(
                "2027-a", date(2027, 1, 1), current=False, today=NOW.date(), approved=APPROVED,
                taken=2, machines=3, waiting=("K9",),
            ),
            version_row(
                program.version, program.effective_from, current=True, today=NOW.date(),
                approved=None,
            ),
        ),
        kept_out=kept_out_view(date(2026, 7, 1), date(2026, 9, 30), quarter),
        directories=(
            directory_row(
                "three-rivers", "sample", 12, sent=NOW, same=True, taken=2, machines=3
            ),
            directory_row("samhsa", "2022", 12176, sent=None, same=False, taken=0, machines=0),
        ) if may_edit else (),
        may_edit=may_edit,
    )  # fmt: skip


def draft(*, faulty: bool) -> ProgramView:
    """Return a draft: one that the rule check stops, or an approved one with its effect."""
    current = rules("three-rivers")
    if faulty:
        program = rules("pueblo-as-published")
    else:
        program = rules("three-rivers", ("criteria.csv", "person.age >= 18", "person.age >= 21"))
    found = sorted(check(program), key=lambda one: not one.stops) if faulty else []
    stops = (
        (
            Trouble(
                Say("It would begin on {day}, which is over.", day=program.effective_from),
                Say("What was decided stays as it was: let it begin today or later."),
            ),
        )
        if faulty
        else ()
    )
    return ProgramView(
        shown=DRAFT,
        name=program.name,
        context=_context(program),
        stages=stages(draft=True, stops=faulty, approved=not faulty),
        rules=rule_rows(program, found),
        to_confirm=program.to_confirm,
        sources=program.sources,
        findings=finding_rows(program, found),
        stops=stops,
        approved="" if faulty else approved_words(APPROVED),
        effect=None if faulty else effect_view(preview(program, current, encounters(current))),
        has_draft=True,
        may_edit=True,
        may_approve=not faulty,
        may_publish=not faulty,
    )


NO_DRAFT = ProgramView(DRAFT, "", "", (), (), may_edit=True)


def tried(*, draft: bool = True, answered: bool = True) -> TryoutView:
    """Return an encounter of somebody aged 19, tried against a stricter draft."""
    current = rules("three-rivers")
    stricter = rules("three-rivers", ("criteria.csv", "person.age >= 18", "person.age >= 21"))
    made = Encounter("tried", NOW)
    if answered:
        for path, value in {
            "pathway": Known("INT"),
            "person.age": Known(Decimal(19)),
            "charges.complete": Known(True),
            "charge/a/offense": Known("drug_possession"),
            "drugs.complete": Known(True),
            "drug/a/kind": Known("heroin"),
            "drug/a/amount_g": Range(Decimal("1.8"), Decimal("2.2")),
        }.items():
            made = made.answered(path, value)
    tried_ = stricter if draft else current
    return tryout_view(made, tried_, current if draft else None, can_keep=draft)


def begun() -> Encounter:
    """Return an encounter whose next question is about the charges."""
    made = Encounter("begun", NOW).answered("pathway", Known("INT"))
    made = made.answered("person.age", Known(Decimal(28)))
    return made.answered("person.agrees", Known(True))


def trying(one: Encounter) -> TryoutView:
    """Return the page with this encounter against the rules in force."""
    return tryout_view(one, rules("three-rivers"), None, can_keep=False)


def without_people(view: ProgramView) -> ProgramView:
    """Return a program nobody was kept out by, with nothing left open."""
    return replace(view, kept_out=kept_out_view(date(2026, 7, 1), date(2026, 9, 30), ()),
                   to_confirm=(), sources=())  # fmt: skip
