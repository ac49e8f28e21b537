"""A program from draft to force: taken in, checked, approved, published, adopted elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from desktop.domain.change import Subject
from desktop.domain.facts import Known
from desktop.domain.finding import Finding
from desktop.domain.program import Program
from desktop.domain.published import (
    APPROVED,
    Approved,
    Published,
    approved_in,
    approved_to,
    published_in,
)
from desktop.domain.refused import Refused
from desktop.domain.rulecheck import check
from desktop.domain.terms import Role, SubjectKind
from desktop.domain.words import Plural, Say
from desktop.formats.program_files import pack_program, read_program, unpack_program
from desktop.services import parcels
from desktop.services.parcels import Reach
from desktop.services.versions import today
from desktop.services.workspace import Workspace, audit
from desktop.store.database import storage_errors
from desktop.store.replacing import replace_file
from desktop.sync.parcel import ParcelKind

_VERSION_LINE = re.compile(r'^version\s*=\s*"[^"\n]*"', re.MULTILINE)
_BEGINS_LINE = re.compile(r"^effective_from\s*=\s*[0-9-]+", re.MULTILINE)
_ENDS_LINE = re.compile(r"^effective_to\s*=\s*[0-9-]+\n?", re.MULTILINE)


@dataclass(frozen=True)
class Draft:
    """The draft: its files, what they say, and who approved them as they are now."""

    program: Program
    files: Mapping[str, bytes]
    approved: Approved | None
    changed_at: datetime
    who: str


@dataclass(frozen=True)
class VersionKnown:
    """One version kept here: when it begins, who approved it, how far it has come."""

    digest: str
    version: str
    begins: date
    current: bool
    published: Published | None
    approved: Approved | None
    reach: Reach | None  # None where this machine did not publish it


def draft(workspace: Workspace) -> Draft | None:
    """Return the draft, or None."""
    held = workspace.store.programs.draft()
    if held is None:
        return None
    program = read_program(held.files, workspace.dictionary)
    words = json.loads(held.approved) if held.approved else None
    approved = (
        Approved(words["who"], words["how"], words["noted_by"], datetime.fromisoformat(words["at"]))
        if words
        else None
    )
    return Draft(program, held.files, approved, held.changed_at, held.who)


def keep_draft(workspace: Workspace, files: Mapping[str, bytes], *, now: datetime) -> Program:
    """Make these files the draft and return what they say; refuses what cannot be read.

    An approval of the draft before falls: it was about other rules.
    """
    _may_edit(workspace)
    files = unpack_program(pack_program(files))
    program = read_program(files, workspace.dictionary)
    if program.slug != workspace.program.slug:
        own = workspace.program.slug
        raise Refused(
            Say(
                'This is the program "{other}"; "{own}" is used here.', other=program.slug, own=own
            ),
            remedy=Say('Write slug = "{own}" in program.toml if it is a version of it.', own=own),
        )
    held = workspace.store.programs.draft()
    if held is not None and held.files == files:
        return program
    with workspace.store.transaction():
        workspace.store.programs.keep_draft(files, who=workspace.user.name, now=now)
        audit(workspace, "program.draft", program.digest[:16], now=now)
    return program


def begin_draft(workspace: Workspace, version: str, begins: date, *, now: datetime) -> Program:
    """Make a draft of the rules in force, under another name and from that day on."""
    files = files_of(workspace, workspace.program.digest)
    head = files["program.toml"].decode("utf-8-sig")
    head = _VERSION_LINE.sub(f'version = "{_plain(version)}"', head, count=1)
    head = _BEGINS_LINE.sub(f"effective_from = {begins.isoformat()}", head, count=1)
    head = _ENDS_LINE.sub("", head, count=1)
    return keep_draft(workspace, {**files, "program.toml": head.encode()}, now=now)


def drop_draft(workspace: Workspace, *, now: datetime) -> None:
    """Forget the draft; versions that were published stay."""
    _may_edit(workspace)
    with workspace.store.transaction():
        workspace.store.programs.drop_draft()
        audit(workspace, "program.draft_dropped", workspace.program.slug, now=now)


def files_of(workspace: Workspace, digest: str) -> dict[str, bytes]:
    """Return the files of a version kept here; refuses one that is not."""
    files = workspace.store.programs.files(digest)
    if files is None:
        raise Refused(
            Say("This version is not on this computer."),
            remedy=Say("Exchange with your lead agency, then look again."),
        )
    return files


def export(files: Mapping[str, bytes], folder: Path) -> None:
    """Write a program's files into an empty folder; refuses one that holds something."""
    with storage_errors():
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise Refused(
                Say("This folder is not empty."), remedy=Say("Name an empty or a new folder.")
            )
        for name, content in sorted(files.items()):
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            replace_file(place, content)


def stops(workspace: Workspace, program: Program, *, now: datetime) -> tuple[Refused, ...]:
    """Return what keeps a draft from being put in force, besides its rules: name and days."""
    found: list[Refused] = []
    known = workspace.store.programs.versions(program.slug)
    on = today(workspace.store, workspace.program, now=now)
    same = next((one for one in known if one.version == program.version), None)
    if same is not None:
        found.append(
            Refused(
                Say('There is a version "{version}" already.', version=program.version),
                remedy=Say("Give the draft another version in program.toml."),
            )
        )
    if program.effective_from < on:
        found.append(
            Refused(
                Say("It would begin on {day}, which is over.", day=program.effective_from),
                remedy=Say("What was decided stays as it was: let it begin today or later."),
            )
        )
    if program.effective_to is not None and program.effective_to < program.effective_from:
        found.append(
            Refused(
                Say("It would end before it begins."),
                remedy=Say("Correct effective_to in program.toml."),
            )
        )
    newest = known[0] if known else None
    begins = (program.effective_from, program.version)
    if newest and begins < (newest.in_force_from, newest.version):
        words = Say(
            'The version "{version}" begins on {day} and would stand before it.',
            version=newest.version,
            day=newest.in_force_from,
        )
        remedy = Say("Let the draft begin after that day.")
        found.append(Refused(words, remedy=remedy))
    return tuple(found)


def approve(workspace: Workspace, who: str, how: str, *, now: datetime) -> Approved:
    """Write down who approved the draft as it is now, and how that is known."""
    found = _sound(workspace, now=now)
    approved = _approval(workspace, who, how, now=now)
    words = dict(approved_to(approved).items)
    with workspace.store.transaction():
        workspace.store.programs.approve_draft(json.dumps(words, sort_keys=True))
        audit(workspace, "program.approved", found.program.digest[:16], now=now)
    return approved


def publish(workspace: Workspace, *, now: datetime) -> Published:
    """Put the approved draft in force from its day on, here and, once told, on every machine.

    Refuses one that nobody approved, whose cases fail or whose rules contradict each other.
    """
    found = _sound(workspace, now=now)
    program = found.program
    if found.approved is None:
        raise Refused(
            Say("Nobody has approved this draft as it is now."),
            remedy=Say("Write down who approved it, then publish it."),
        )
    files = unpack_program(pack_program(found.files))
    with workspace.store.transaction():
        _keep(workspace, program, files, now=now)
        one = _announce(workspace, program, files, found.approved, now=now)
        workspace.store.programs.drop_draft()
    return one


def send_current(workspace: Workspace, who: str, how: str, *, now: datetime) -> Published:
    """Send the version in force to every machine, where a workspace began with it.

    Refuses one that was sent already, or that nobody approved.
    """
    _may_edit(workspace)
    program = workspace.program
    state = workspace.store.state(program_subject(program.digest))
    if state is not None and published_in(state) is not None:
        raise Refused(
            Say("This version was sent to every machine already."),
            remedy=Say("The other machines learn it with their next exchange."),
        )
    _refuse_faults(program)
    approved = _approval(workspace, who, how, now=now)
    return _announce(workspace, program, files_of(workspace, program.digest), approved, now=now)


def take_in(workspace: Workspace, one: Published, body: bytes, now: datetime) -> None:
    """Adopt a version that came: it holds here from its day on; refuses what is not it."""
    files = unpack_program(body)
    program = read_program(files, workspace.dictionary)
    says = (program.slug, program.version, program.effective_from.isoformat())
    told = (one.about.get("slug"), one.about.get("version"), one.about.get("begins"))
    if program.digest != one.subject.id or says != told or program.slug != workspace.program.slug:
        raise Refused(
            Say("These rules are not the ones that were announced."),
            remedy=Say("Do not use them. Tell the lead agency."),
        )
    _keep(workspace, program, files, now=now)


def versions(workspace: Workspace) -> list[VersionKnown]:
    """Return the versions kept here, the one that begins last first."""
    found = []
    for one in workspace.store.programs.versions(workspace.program.slug):
        state = workspace.store.state(program_subject(one.digest))
        told = published_in(state) if state else None
        own = told is not None and told.by.device == workspace.place.device
        found.append(
            VersionKnown(
                digest=one.digest,
                version=one.version,
                begins=one.in_force_from,
                current=one.digest == workspace.program.digest,
                published=told,
                approved=approved_in(state) if state else None,
                reach=parcels.reach(workspace, told.digest) if told and own else None,
            )
        )
    return found


def program_subject(digest: str) -> Subject:
    """Return the subject of one version: its files' digest names it."""
    return Subject(SubjectKind.PROGRAM, digest)


def _sound(workspace: Workspace, *, now: datetime) -> Draft:
    """Return the draft; refuses one with findings that stop it, or a name or day that does."""
    _may_edit(workspace)
    found = draft(workspace)
    if found is None:
        raise Refused(
            Say("There is no draft."), remedy=Say("Take in a program's folder as a draft first.")
        )
    for fault in stops(workspace, found.program, now=now):
        raise fault
    _refuse_faults(found.program)
    return found


def _refuse_faults(program: Program) -> None:
    stopping = [one for one in findings(program) if one.stops]
    if stopping:
        raise Refused(
            Plural(
                "{n} fault stops this program from being used.",
                "{n} faults stop this program from being used.",
                len(stopping),
            ),
            remedy=Say("First: {where}: {says}", where=stopping[0].where, says=stopping[0].says),
        )


def _approval(workspace: Workspace, who: str, how: str, *, now: datetime) -> Approved:
    if not who.strip() or not how.strip():
        raise Refused(
            Say("Who approved it, or how that is known, is missing."),
            remedy=Say('Write for example "Policy group" and "minutes of November 12".'),
        )
    return Approved(who.strip(), how.strip(), workspace.user.name, now.replace(microsecond=0))


def _announce(
    workspace: Workspace,
    program: Program,
    files: Mapping[str, bytes],
    approved: Approved,
    *,
    now: datetime,
) -> Published:
    about = {
        "slug": program.slug,
        "version": program.version,
        "begins": program.effective_from.isoformat(),
    }
    with workspace.store.transaction():
        one = parcels.announce(
            workspace,
            program_subject(program.digest),
            ParcelKind.PROGRAM,
            pack_program(files),
            about,
            now=now,
            also={APPROVED: Known(approved_to(approved))},
        )
        audit(workspace, "program.published", program.digest[:16], now=now)
    return one


def findings(program: Program) -> tuple[Finding, ...]:
    """Return what is wrong with a program, what stops it first."""
    return tuple(sorted(check(program), key=lambda one: not one.stops))


def _keep(
    workspace: Workspace, program: Program, files: Mapping[str, bytes], *, now: datetime
) -> None:
    workspace.store.programs.keep(
        files,
        slug=program.slug,
        version=program.version,
        digest=program.digest,
        in_force_from=program.effective_from,
        now=now,
    )


def _may_edit(workspace: Workspace) -> None:
    workspace.may(Role.COORDINATOR, Role.ADMIN)
    if not workspace.place.is_lead:
        raise Refused(
            Say("Only the lead agency's machine keeps the program."),
            remedy=Say("Ask the lead agency to change it."),
        )


def _plain(version: str) -> str:
    if not version or not all(one.isalnum() or one in "._-" for one in version):
        raise Refused(
            Say("A version is letters, digits, dots and hyphens."),
            remedy=Say('Write for example "2027-a".'),
        )
    return version
