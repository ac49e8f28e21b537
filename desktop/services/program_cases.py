"""A tried encounter becomes a case of the draft: only what the rules look at is kept of it."""

from __future__ import annotations

from datetime import datetime

from desktop.domain.answers import answers_from
from desktop.domain.eligibility import decide
from desktop.domain.encounter import PATHWAY, Encounter
from desktop.domain.facts import FactValue, Unknown, complete_path
from desktop.domain.program import Case, Program
from desktop.domain.refused import Refused
from desktop.domain.terms import Outcome
from desktop.domain.words import Say
from desktop.formats.case_row import FILE, with_case
from desktop.services import programs
from desktop.services.workspace import Workspace


def keep_case(
    workspace: Workspace, encounter: Encounter, outcome: Outcome, about: str, *, now: datetime
) -> Case:
    """Add the encounter to the draft's cases, with the outcome it must have; refuses without one.

    What the draft makes of it stands as its reasons. An approval of the draft before falls.
    """
    held = programs.draft(workspace)
    if held is None:
        raise Refused(
            Say("There is no draft to keep this case in."),
            remedy=Say("Begin a draft on the Program page first."),
        )
    program = held.program
    facts = looked_at(encounter, program)
    answers = answers_from(facts, program.dictionary, on=encounter.begun_at)
    found = decide(answers, program, (), look_ahead=False)
    files = dict(held.files)
    files[FILE] = with_case(
        files[FILE],
        on=encounter.begun_at.astimezone(program.calendar.zone),
        facts=facts,
        outcome=outcome,
        because=(entry.criterion for entry in found.entries),
        flags=(flag.criterion for flag in found.flags),
        about=about,
    )
    return programs.keep_draft(workspace, files, now=now).cases[-1]


def looked_at(encounter: Encounter, program: Program) -> dict[str, FactValue]:
    """Return the facts of an encounter some rule looks at: no name, no text."""
    wanted = {PATHWAY, *(fact for one in program.criteria for fact in one.facts)}
    wanted |= {complete_path(name) for name in program.dictionary.lists()}
    return {
        path: value
        for path, value in encounter.facts.items()
        if value is not Unknown.NOT_ASKED
        and program.dictionary.known(path)
        and program.dictionary.fact_of(path).id in wanted
    }
