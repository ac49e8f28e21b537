"""New rules and a new directory for every machine: draft, approve, publish, what they change."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli.directory import directory_group
from desktop.cli.rules import program_group, program_in
from desktop.cli.task import FILE, Task
from desktop.cli.terminal import Terminal
from desktop.domain.eligibility import in_words
from desktop.domain.refused import Refused
from desktop.domain.words import Listing, Plural, Say, Sayable
from desktop.formats.program_files import read_program
from desktop.services import directory_travel, past, programs


@program_group.command(
    "draft",
    cls=Task,
    example="our-rules",
    help="Take in a program's folder as the draft of the next version (lead agency's machine)."
    " What was the draft before is replaced.",
)
@click.argument("program_dir", metavar="DIR", type=FILE)
def draft(terminal: Terminal, program_dir: Path) -> None:
    """Print what the draft is, and what stops it."""
    with terminal.writing() as work:
        program = programs.keep_draft(
            work.workspace, program_in(terminal, program_dir), now=terminal.now
        )
        faults = programs.stops(work.workspace, program, now=terminal.now)
    found = programs.findings(program)
    stopping = [one for one in found if one.stops]
    terminal.give(
        {
            "program": program.slug,
            "version": program.version,
            "begins": program.effective_from.isoformat(),
            "digest": program.digest,
            "stops": [
                *(terminal.tongue(one.reason) for one in faults),
                *(f"{one.where}: {terminal.tongue(one.says)}" for one in stopping),
            ],
        },
        Say(
            "The draft is version {version}, from {day} on.",
            version=program.version,
            day=program.effective_from,
        ),
        *(Say("Stops: {says}", says=one.reason) for one in faults),
        *(Say("Stops: {where}: {says}", where=one.where, says=one.says) for one in stopping),
    )


@program_group.command(
    "publish",
    cls=Task,
    example='--approved-by "Policy group" --how "minutes of November 12"',
    help="Put the draft in force from its day on, here and on every machine once they exchange."
    " Refused while a case fails, rules contradict each other, or nobody has approved it.",
)
@click.option("--approved-by", required=True, metavar="WHO", help="Who approved the draft.")
@click.option("--how", required=True, metavar="TEXT", help="How that is known, e.g. minutes.")
@click.option("--in-force", is_flag=True, help="Send the version in force, not the draft.")
def publish(terminal: Terminal, approved_by: str, how: str, in_force: bool) -> None:
    """Print what was published."""
    with terminal.writing() as work:
        if in_force:
            one = programs.send_current(work.workspace, approved_by, how, now=terminal.now)
        else:
            programs.approve(work.workspace, approved_by, how, now=terminal.now)
            one = programs.publish(work.workspace, now=terminal.now)
    version, begins = one.about.get("version"), one.about.get("begins")
    terminal.give(
        {"version": version, "begins": begins, "digest": one.subject.id},
        Say("Version {version} is in force from {day} on.", version=version, day=begins),
        Say("The other machines learn it with their next exchange."),
    )


@program_group.command(
    "versions",
    cls=Task,
    example="",
    help="List the versions of the program known here, who approved them, and how many machines"
    " have them.",
)
def versions(terminal: Terminal) -> None:
    """Print the versions."""
    with terminal.reading() as work:
        known = programs.versions(work.workspace)
    rows: list[dict[str, object]] = []
    lines: list[Sayable] = []
    for one in known:
        reach = one.reach
        rows.append(
            {
                "version": one.version,
                "begins": one.begins.isoformat(),
                "digest": one.digest,
                "in_force": one.current,
                "approved_by": one.approved.who if one.approved else "",
                "taken_by": sorted(reach.taken) if reach else [],
                "waiting": sorted(reach.waiting) if reach else [],
            }
        )
        parts: list[Sayable] = [one.version, Say("from {day}", day=one.begins)]
        if one.current:
            parts.append(Say("in force"))
        if one.approved:
            parts.append(Say("approved by {who}", who=one.approved.who))
        if reach:
            parts.append(
                Say(
                    "on {n} of {all} machines",
                    n=len(reach.taken),
                    all=len(reach.taken | reach.waiting),
                )
            )
        lines.append(Listing(tuple(parts)))
    terminal.give(rows, *lines)


@program_group.command(
    "export",
    cls=Task,
    example="rules-out",
    help="Write the program in force as plain files into an empty folder; with --draft the draft.",
)
@click.argument("folder", metavar="DIR", type=FILE)
@click.option("--draft", "of_draft", is_flag=True, help="The draft instead.")
def export(terminal: Terminal, folder: Path, of_draft: bool) -> None:
    """Print where it was written."""
    with terminal.reading() as work:
        held = programs.draft(work.workspace) if of_draft else None
        if of_draft and held is None:
            raise _no_draft()
        files = (
            held.files if held else programs.files_of(work.workspace, work.workspace.program.digest)
        )
        version = held.program.version if held else work.workspace.program.version
        programs.export(files, folder)
    terminal.give(
        {"version": version, "files": len(files)},
        Say("Version {version} was written.", version=version),
    )


@program_group.command(
    "preview",
    cls=Task,
    example="our-rules",
    help="Say which past encounters known here would come out otherwise under the draft, or under"
    " the rules in a folder, and which rules make it so. Nothing is changed.",
)
@click.argument("program_dir", metavar="[DIR]", type=FILE, required=False)
def preview(terminal: Terminal, program_dir: Path | None) -> None:
    """Print what would change."""
    with terminal.reading() as work:
        if program_dir is not None:
            program = read_program(program_in(terminal, program_dir), terminal.dictionary)
        else:
            held = programs.draft(work.workspace)
            if held is None:
                raise _no_draft()
            program = held.program
        found = past.effect(work.workspace, program, now=terminal.now)
    lines: list[Sayable] = [
        Plural(
            "{n} encounter was weighed again.", "{n} encounters were weighed again.",
            found.encounters,
        ),
        Plural("{n} would come out otherwise.", "{n} would come out otherwise.", len(found.moved)),
    ]  # fmt: skip
    for one in found.moved:
        lines.append(
            Say(
                "  {number}: {before}, then {after}",
                number=one.encounter,
                before=in_words(one.before),
                after=in_words(one.after),
            )
        )
        lines += [
            Say("    {id}: {says}", id=turned.criterion, says=turned.says) for turned in one.because
        ]
    terminal.give(
        {
            "encounters": found.encounters,
            "changed": [
                {
                    "referral": one.encounter,
                    "before": one.before.value,
                    "after": one.after.value,
                    "because": [turned.criterion for turned in one.because],
                }
                for one in found.moved
            ],
            "by_criterion": dict(found.by_criterion),
        },
        *lines,
    )


@program_group.command(
    "kept-out",
    cls=Task,
    example="",
    help="Say how many people each rule kept out in the last whole quarter, and how many of them"
    " nothing else did.",
)
def kept_out(terminal: Terminal) -> None:
    """Print the counts."""
    with terminal.reading() as work:
        quarter = past.last_quarter(work.workspace, now=terminal.now)
    terminal.give(
        {
            "since": quarter.since.isoformat(),
            "until": quarter.until.isoformat(),
            "rules": [
                {"criterion": one.criterion, "people": one.people, "alone": one.alone}
                for one in quarter.rules
            ],
        },
        Say("From {since} to {until}:", since=quarter.since, until=quarter.until),
        *(
            Say(
                "  {id}: {n} ({alone} by this rule alone): {says}",
                id=one.criterion,
                n=one.people,
                alone=one.alone,
                says=one.says,
            )
            for one in quarter.rules
        ),
    )


@directory_group.command(
    "publish",
    cls=Task,
    example="three-rivers",
    help="Send a source's services to every machine (lead agency's machine). Calls and capacity"
    " reports stay as they are. Without SOURCE the only one there is.",
)
@click.argument("source", metavar="[SOURCE]", default="")
def publish_directory(terminal: Terminal, source: str) -> None:
    """Print what was sent."""
    with terminal.writing() as work:
        editions = work.workspace.store.directory.editions()
        sources = sorted({one.source for one in editions})
        if not source and len(sources) == 1:
            source = sources[0]
        if source not in sources:
            raise Refused(
                Say("There is no directory of this name."),
                remedy=Say("Name one of: {names}.", names=", ".join(sources) or "-"),
            )
        one = directory_travel.publish(work.workspace, source, now=terminal.now)
    count = int(one.about.get("services"))
    terminal.give(
        {"source": source, "edition": one.about.get("edition"), "services": count},
        Plural(
            "{n} service is sent with the next exchange.",
            "{n} services are sent with the next exchange.",
            count,
        ),
    )


def _no_draft() -> Refused:
    return Refused(
        Say("There is no draft."), remedy=Say("Take in a program's folder as a draft first.")
    )


COMMANDS: tuple[click.Command, ...] = (program_group, directory_group)
