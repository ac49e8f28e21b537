"""The program page: what holds, the draft, its check and effect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QFileDialog

from desktop.domain.hindsight import Preview
from desktop.domain.program import Program
from desktop.domain.published import Published
from desktop.domain.terms import Role
from desktop.domain.words import Listing, Say, Sayable
from desktop.formats.program_files import program_files
from desktop.services import directory_travel, parcels, past, programs
from desktop.services.past import Quarter
from desktop.services.setup import open_workspace
from desktop.services.trust import trust_book
from desktop.services.versions import today
from desktop.services.workspace import Workspace
from desktop.ui.program_page import ProgramPage
from desktop.viewmodels.marks import Trouble
from desktop.viewmodels.program import (
    DRAFT,
    IN_FORCE,
    ApprovedWanted,
    DirectoryRow,
    DraftWanted,
    EffectView,
    KeptOutView,
    ProgramView,
    VersionRow,
    approved_words,
    directory_row,
    effect_view,
    finding_rows,
    kept_out_view,
    rule_rows,
    stages,
    version_row,
)
from desktop.wiring.shell import Shell
from desktop.wiring.tryout import TryoutWires

T = TypeVar("T")
ENDED = Trouble(
    Say("This version has ended, and no other begins yet."),
    Say("It is used until the next one is published."),
)


class ProgramWires:
    """Connects the Program page."""

    def __init__(self, shell: Shell, page: ProgramPage) -> None:
        self.shell = shell
        self.page = page
        self.side = IN_FORCE
        self._kept_out: tuple[tuple[object, ...], KeptOutView | None] = ((), None)
        self._effects: dict[str, EffectView] = {}  # by the draft's digest
        guard = shell.guard
        page.side_chosen.connect(guard(self._turn))
        page.draft_wanted.connect(guard(self._begin))
        page.import_requested.connect(guard(self._import))
        page.export_requested.connect(guard(self._export))
        page.drop_requested.connect(guard(self._drop))
        page.tryout_requested.connect(guard(self._try))
        page.approved.connect(guard(self._approve))
        page.publish_requested.connect(guard(self._publish))
        page.directory_sent.connect(guard(self._send_directory))
        page.version_sent.connect(guard(self._send_version))

    @property
    def may_edit(self) -> bool:
        """Return whether this person keeps the rules, on the machine where they are kept."""
        workspace = self.shell.workspace
        return workspace.place.is_lead and workspace.user.role is Role.COORDINATOR

    def refresh(self) -> None:
        """Show the rules in force, or the draft, as they are now."""
        self.shell.use_rules_in_force()
        held = programs.draft(self.shell.workspace) if self.may_edit else None
        if self.side == DRAFT and self.may_edit:
            self.page.show_program(self._draft_view(held))
            if held is not None and held.program.digest not in self._effects:
                self._weigh(held.program)
        else:
            view = self._view(has_draft=held is not None)
            self.page.show_program(view)
            if view.kept_out is None:
                self._count(self._state())

    # -- what people do --------------------------------------------------------------------

    def _turn(self, side: str) -> None:
        self.side = side
        self.refresh()

    def _begin(self, wanted: DraftWanted) -> None:
        programs.begin_draft(
            self.shell.workspace, wanted.version, wanted.begins, now=self.shell.now
        )
        self._turn(DRAFT)

    def _import(self) -> None:
        folder = self._ask_folder(Say("Choose the folder of a program"))
        if folder is not None:
            self.take_folder(folder)

    def take_folder(self, folder: Path) -> None:
        """Make a program's folder the draft."""
        programs.keep_draft(self.shell.workspace, program_files(folder), now=self.shell.now)
        self._turn(DRAFT)

    def _export(self) -> None:
        folder = self._ask_folder(Say("Choose an empty folder"))
        if folder is not None:
            self.write_folder(folder)

    def write_folder(self, folder: Path) -> None:
        """Write what is shown as plain files."""
        workspace = self.shell.workspace
        held = programs.draft(workspace) if self.side == DRAFT else None
        files = held.files if held else programs.files_of(workspace, workspace.program.digest)
        programs.export(files, folder)
        self.shell.window.toast(Say("The program's files are written."))

    def _drop(self) -> None:
        programs.drop_draft(self.shell.workspace, now=self.shell.now)
        self._turn(IN_FORCE)

    def _approve(self, wanted: ApprovedWanted) -> None:
        programs.approve(self.shell.workspace, wanted.who, wanted.how, now=self.shell.now)
        self.refresh()

    def _publish(self) -> None:
        one = programs.publish(self.shell.workspace, now=self.shell.now)
        words = Say(
            "Version {version} is in force from {day} on.",
            version=one.about.get("version"),
            day=one.about.get("begins"),
        )
        self.shell.window.toast(words)
        self._turn(IN_FORCE)
        self.shell.refresh_frame()

    def _send_version(self, wanted: ApprovedWanted) -> None:
        programs.send_current(self.shell.workspace, wanted.who, wanted.how, now=self.shell.now)
        self.shell.window.toast(Say("It leaves with the next exchange."))
        self.refresh()
        self.shell.refresh_frame()

    def _send_directory(self, source: str) -> None:
        def sent(_: Published) -> None:
            self.shell.window.toast(Say("It leaves with the next exchange."))
            if self.shell.session is not None:
                self.shell.refresh()

        self._beside(
            lambda workspace, at: directory_travel.publish(workspace, source, now=at), sent
        )

    def _try(self) -> None:
        wires = self.shell.wires("tryout")
        if isinstance(wires, TryoutWires):
            wires.begin(draft=self.side == DRAFT)
        self.shell.go("tryout")

    def _ask_folder(self, title: Sayable) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(self.shell.window, self.shell.look.say(title))
        return Path(chosen) if chosen else None

    # -- what is shown ---------------------------------------------------------------------

    def _view(self, *, has_draft: bool) -> ProgramView:
        workspace, now = self.shell.workspace, self.shell.now
        program = workspace.program
        known = self._kept_out[1] if self._kept_out[0] == self._state() else None
        ended = not program.in_force(today(workspace.store, program, now=now))
        return ProgramView(
            shown=IN_FORCE,
            name=program.name,
            context=_context(program),
            stages=stages(draft=False, stops=False, approved=True),
            rules=rule_rows(program),
            to_confirm=program.to_confirm,
            sources=program.sources,
            versions=self._versions(),
            stops=(ENDED,) if ended else (),
            kept_out=known,
            directories=self._directories() if self.may_edit else (),
            has_draft=has_draft,
            may_edit=self.may_edit,
            may_send=self.may_edit
            and not any(one.current and one.published for one in programs.versions(workspace)),
        )

    def _draft_view(self, held: programs.Draft | None) -> ProgramView:
        if held is None:
            return ProgramView(DRAFT, "", "", (), (), may_edit=True)
        workspace, program = self.shell.workspace, held.program
        found = programs.findings(program)
        faults = programs.stops(workspace, program, now=self.shell.now)
        stopped = bool(faults) or any(one.stops for one in found)
        return ProgramView(
            shown=DRAFT,
            name=program.name,
            context=_context(program),
            stages=stages(draft=True, stops=stopped, approved=held.approved is not None),
            rules=rule_rows(program, found),
            to_confirm=program.to_confirm,
            sources=program.sources,
            findings=finding_rows(program, found),
            stops=tuple(Trouble(one.reason, one.remedy) for one in faults),
            approved=approved_words(held.approved),
            effect=self._effects.get(program.digest),
            has_draft=True,
            may_edit=True,
            may_approve=not stopped,
            may_publish=not stopped and held.approved is not None,
        )

    def _versions(self) -> tuple[VersionRow, ...]:
        workspace, now = self.shell.workspace, self.shell.now
        on = today(workspace.store, workspace.program, now=now)
        names = {one.device: one.machine for one in trust_book(workspace).roster.members}
        rows = []
        for one in programs.versions(workspace):
            reach = one.reach
            waiting = sorted(names.get(device, device) for device in reach.waiting) if reach else []
            rows.append(
                version_row(
                    one.version,
                    one.begins,
                    current=one.current,
                    today=on,
                    approved=one.approved,
                    taken=len(reach.taken) if reach else None,
                    machines=len(reach.taken | reach.waiting) if reach else 0,
                    waiting=waiting,
                )
            )
        return tuple(rows)

    def _directories(self) -> tuple[DirectoryRow, ...]:
        workspace = self.shell.workspace
        sent = directory_travel.sent(workspace)
        newest = {one.source: one for one in workspace.store.directory.editions()}
        rows = []
        for source, edition in sorted(newest.items()):
            one = sent.get(source)
            reach = parcels.reach(workspace, one.digest) if one else None
            rows.append(
                directory_row(
                    source,
                    edition.edition,
                    edition.services,
                    sent=one.at if one else None,
                    same=one is not None and one.at >= edition.taken_at,
                    taken=len(reach.taken) if reach else 0,
                    machines=len(reach.taken | reach.waiting) if reach else 0,
                )
            )
        return tuple(rows)

    def _beside(self, act: Callable[[Workspace, datetime], T], done: Callable[[T], object]) -> None:
        """Do slow work over a store of its own, beside the window."""
        shell = self.shell
        if shell.session is None:
            return
        at, folder, machine = shell.now, shell.folder, shell.machine()
        held = replace(shell.session, data_key=bytearray(shell.session.data_key))

        def work() -> T:
            try:
                workspace = open_workspace(folder, held, machine, now=at)
                try:
                    return act(workspace, at)
                finally:
                    workspace.store.close()
            finally:
                held.wipe()

        shell.tasks.run(work, done=done, failed=shell.failed)

    def _weigh(self, program: Program) -> None:
        """Hold the draft against past encounters."""
        self._beside(
            lambda workspace, at: past.effect(workspace, program, now=at),
            lambda found: self._weighed(program.digest, found),
        )

    def _state(self) -> tuple[object, ...]:
        """Return what differs as soon as the counts may."""
        workspace = self.shell.workspace
        day = self.shell.now.date()
        return (workspace.user.id, workspace.store.highest, day, workspace.program.digest)

    def _count(self, state: tuple[object, ...]) -> None:
        """Count whom each rule kept out."""
        self._beside(
            lambda workspace, at: past.last_quarter(workspace, now=at),
            lambda found: self._counted(state, found),
        )

    def _counted(self, state: tuple[object, ...], found: Quarter) -> None:
        self._kept_out = (state, kept_out_view(found.since, found.until, found.rules))
        if self.shell.session is not None and self.side == IN_FORCE:
            self.page.show_kept_out(self._kept_out[1])

    def _weighed(self, digest: str, found: Preview) -> None:
        self._effects = {digest: effect_view(found)}
        if self.shell.session is not None and self.side == DRAFT:
            held = programs.draft(self.shell.workspace)
            if held is not None and held.program.digest == digest:
                self.page.show_effect(self._effects[digest])


def _context(program: Program) -> Sayable:
    begins = Say("from {day}", day=program.effective_from)
    return Listing(
        (program.agency, Say("version {version}", version=program.version), begins), " · "
    )
