"""A program's rules: check them, and let them decide. Neither needs a workspace or a window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from desktop.cli.task import FILE, Task
from desktop.cli.terminal import Terminal, read_file
from desktop.domain.eligibility import Decision, decide, in_words
from desktop.domain.program import Program
from desktop.domain.refused import Refused
from desktop.domain.rulecheck import Finding, check
from desktop.domain.words import Listing, Plural, Say, Sayable
from desktop.formats.answers import decision_to_json, read_answers
from desktop.formats.program_files import program_files, read_program

RESOLVERS: dict[str, Sayable] = {
    "officer": Say("the officer"),
    "dispatch": Say("dispatch"),
    "desk": Say("the desk"),
    "supervisor": Say("the supervisor"),
    "prosecutor": Say("the prosecutor"),
    "lead": Say("the lead agency"),
}


def program_in(terminal: Terminal, place: Path) -> dict[str, bytes]:
    """Return the files of a program: of a folder, or of one that ships, by its name."""
    shipped = terminal.world.resources / "programs" / place
    if not place.exists() and len(place.parts) == 1 and shipped.is_dir():
        return program_files(shipped)
    return program_files(place)


@click.group("program", help="A program's rules.")
def program_group() -> None:
    """Hold the commands about programs."""


@program_group.command(
    "check",
    cls=Task,
    in_workspace=False,
    example="resources/programs/three-rivers",
    help="Run a program's own cases and look for faults in its rules. Ends with 2 when a fault"
    " stops the program from being used. DIR is its folder, or the name of one that ships.",
)
@click.argument("program_dir", metavar="DIR", type=FILE)
def check_program(terminal: Terminal, program_dir: Path) -> None:
    """Print what is wrong with a program."""
    program = read_program(program_in(terminal, program_dir), terminal.dictionary)
    findings = check(program)
    terminal.give(
        {
            "program": program.slug,
            "version": program.version,
            "digest": program.digest,
            "criteria": len(program.criteria),
            "cases": len(program.cases),
            "findings": [
                {
                    "kind": one.kind.value,
                    "where": one.where,
                    "stops": one.stops,
                    "says": terminal.tongue(one.says),
                    # The smallest encounter that shows it, as cases.csv would give it.
                    "example": one.example.given(),
                }
                for one in findings
            ],
        },
        *_findings_in_words(program, findings),
    )
    stopping = sum(one.stops for one in findings)
    if stopping:
        raise Refused(
            Plural(
                "{n} fault stops this program from being used.",
                "{n} faults stop this program from being used.",
                stopping,
            ),
            remedy=Say("Correct the rows named above, then check again."),
        )


@click.command(
    "decide",
    cls=Task,
    in_workspace=False,
    example="resources/programs/lead-santa-fe --answers answers.json --json",
    help="Say what a program's rules make of an answers file (the README shows one)."
    " PROGRAM_DIR is the program's folder, or the name of one that ships.",
)
@click.argument("program_dir", metavar="PROGRAM_DIR", type=FILE)
@click.option("--answers", required=True, type=FILE, metavar="FILE", help="What is known.")
def decide_command(terminal: Terminal, program_dir: Path, answers: Path) -> None:
    """Print the decision."""
    program = read_program(program_in(terminal, program_dir), terminal.dictionary)
    found = read_answers(read_file(answers), terminal.dictionary, now=terminal.now)
    decision = decide(found.answers, program, found.approvals_for(program))
    terminal.give(decision_to_json(decision, terminal.tongue), *decision_in_words(decision))


def decision_in_words(decision: Decision) -> Iterator[Sayable]:
    """Yield the decision line by line: the result, its reasons, what is open, what to ask."""
    yield in_words(decision.outcome)
    if decision.settled:
        yield Say("Nothing that is still unknown can change this.")
    for entry in decision.entries:
        yield Say("  {id}: {says}", id=entry.criterion, says=entry.says)
        if entry.policy_ref:
            yield Say("    {policy}", policy=entry.policy_ref)
    for point in decision.open:
        who = RESOLVERS[point.resolver.value]
        if point.due is None:
            yield Say("  {id}: {who} finds this out.", id=point.criterion, who=who)
        else:
            yield Say(
                "  {id}: {who} finds this out by {due}.",
                id=point.criterion,
                who=who,
                due=point.due,
            )
    for flag in decision.flags:
        yield Say("  {id}, not known: {says}", id=flag.criterion, says=flag.says)
    for asked in decision.ask_next:
        yield Say("Ask: {question}", question=asked.fact.question)
    if decision.otherwise is not None:
        yield Say("Otherwise: pathway {pathway}.", pathway=decision.otherwise.value)


def _findings_in_words(program: Program, findings: tuple[Finding, ...]) -> Iterator[Sayable]:
    yield Listing((program.name, program.version), between=" ")
    yield Plural("{n} case was run.", "{n} cases were run.", len(program.cases))
    if not findings:
        yield Say("No fault was found.")
    for one in findings:
        if one.stops:
            yield Say("Stops: {where}: {says}", where=one.where, says=one.says)
        else:
            yield Say("Note: {where}: {says}", where=one.where, says=one.says)
        if one.example.facts:
            yield Say("  For example: {facts}.", facts=one.example.says(program.dictionary))


COMMANDS: tuple[click.Command, ...] = (program_group, decide_command)
