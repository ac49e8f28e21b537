"""The Try out page: encounters are played against a draft, and kept as its cases."""

from __future__ import annotations

from desktop.domain.encounter import Encounter
from desktop.domain.program import Program
from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.services import program_cases, programs
from desktop.ui.tryout_page import TryoutPage
from desktop.viewmodels.asked import Edit, HalfTyped, ItemRef, NewItem, after
from desktop.viewmodels.tryout import CaseWanted, tryout_view
from desktop.wiring.shell import Shell

STEPS_BACK = 100  # answers Ctrl+Z can take back


class TryoutWires:
    """Connects the Try out page. The encounter played is kept nowhere."""

    def __init__(self, shell: Shell, page: TryoutPage) -> None:
        self.shell = shell
        self.page = page
        self.draft = False
        self.encounter: Encounter | None = None
        self._before: list[Encounter] = []
        guard = shell.guard
        page.edited.connect(guard(self._edit))
        page.item_added.connect(guard(self._add_item))
        page.item_removed.connect(guard(self._remove_item))
        page.undo_requested.connect(guard(self._undo))
        page.again_requested.connect(guard(self._again))
        page.left.connect(guard(lambda: shell.go("program")))
        page.case_kept.connect(guard(self._keep_case))

    def begin(self, *, draft: bool) -> None:
        """Play a new encounter against the draft, or the rules in force."""
        self.draft = draft
        self._begin_again()

    def refresh(self) -> None:
        """Show the encounter as it is now."""
        tried, current = self._rules()
        view = tryout_view(
            self._the,
            tried,
            current,
            can_keep=current is not None,
            can_undo=bool(self._before),
        )
        self.page.show_tryout(view)

    @property
    def _the(self) -> Encounter:
        if self.encounter is None:
            self.encounter = Encounter(self.shell.world.new_id(), self.shell.now)
        return self.encounter

    def _rules(self) -> tuple[Program, Program | None]:
        """Return the rules tried, and those in force where a draft is tried."""
        current = self.shell.workspace.program
        held = programs.draft(self.shell.workspace) if self.draft else None
        return (held.program, current) if held else (current, None)

    def _again(self) -> None:
        self._begin_again()
        self.refresh()
        self.page.focus_first()

    def _begin_again(self) -> None:
        self.encounter, self._before = None, []

    def _edit(self, edit: Edit | HalfTyped) -> None:
        self._take(after(self._the, edit))

    def _add_item(self, new: NewItem) -> None:
        prefix, _, name = new.fact.partition(".")
        item = self.shell.world.new_id(6)
        self._take(self._the.answered(f"{prefix}/{item}/{name}", new.value))

    def _remove_item(self, ref: ItemRef) -> None:
        prefix = self._rules()[0].dictionary.of_list(ref.list)[0].item_prefix
        self._take(self._the.without_item(prefix, ref.item))

    def _undo(self) -> None:
        if self._before:
            self.encounter = self._before.pop()
            self.refresh()

    def _take(self, encounter: Encounter) -> None:
        self._before = [*self._before[-STEPS_BACK:], self._the]
        self.encounter = encounter
        self.refresh()

    def _keep_case(self, wanted: CaseWanted) -> None:
        if not self.draft:
            raise Refused(
                Say("There is no draft to keep this case in."),
                remedy=Say("Begin a draft on the Program page first."),
            )
        case = program_cases.keep_case(
            self.shell.workspace, self._the, wanted.outcome, wanted.about, now=self.shell.now
        )
        self.shell.window.toast(Say("Kept as case {id}.", id=case.id))
        self.refresh()
