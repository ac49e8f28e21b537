"""Try out: a made-up encounter against a draft, beside the rules in force; kept as a case."""

from __future__ import annotations

from functools import partial
from string import ascii_uppercase, digits

from PySide6.QtCore import Signal

from desktop.domain.words import Say
from desktop.ui.encounter.screening import ScreeningStep
from desktop.ui.encounter.verdict import VerdictCard
from desktop.ui.look import Look
from desktop.ui.page import ActionBar, Page, bind_key
from desktop.ui.program.dialogs import CaseDialog
from desktop.ui.widgets.boxes import grow_down
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.labels import overline
from desktop.ui.widgets.layout import Columns, Scroll, column, holding
from desktop.ui.widgets.notes import Note
from desktop.viewmodels.marks import Tone
from desktop.viewmodels.tryout import TryoutView


class TryoutPage(Page):
    """Shows the interview of a draft and its verdict beside the one in force. Nothing is sent."""

    edited = Signal(object)  # Edit
    item_added = Signal(object)  # NewItem
    item_removed = Signal(object)  # ItemRef
    undo_requested = Signal()
    again_requested = Signal()
    left = Signal()  # back to the program
    case_kept = Signal(object)  # CaseWanted

    def __init__(self, look: Look) -> None:
        super().__init__(look, Say("Try out"))
        self._view: TryoutView | None = None
        self.screening = ScreeningStep(look)
        self._compared = Note(look, Tone.INFO, "")
        grow_down(self._compared)
        self._first_head = overline(look, Say("This draft"))
        self.verdict = VerdictCard(look, with_card=False)
        self._second_head = overline(look, Say("In force now"))
        self.beside = VerdictCard(look, with_card=False)
        right = column(
            self._compared,
            self._first_head,
            self.verdict,
            self._second_head,
            self.beside,
            "*",
            gap=8,
        )
        self.back_button = Button(
            look, Say("Back to the program"), Kind.QUIET, icon="arrow_back", keycap="Esc"
        )
        self.again_button = Button(look, Say("Begin again"), Kind.SECONDARY)
        self.keep_button = Button(look, Say("Keep as a case"), Kind.PRIMARY)
        self._actions = ActionBar(look, self.back_button, self.again_button, self.keep_button)
        self._actions.show_hint(Say("One key an answer · ? says why · Ctrl+Z undoes"))
        columns = Columns(holding(column((self.screening, 1))), Scroll(right))
        self.fill(column((columns, 1)), self._actions)
        self._connect()

    def _connect(self) -> None:
        panel = self.screening.panel
        panel.edited.connect(self.edited)
        panel.item_added.connect(self.item_added)
        panel.item_removed.connect(self.item_removed)
        self.verdict.otherwise_chosen.connect(self.edited)
        self.beside.otherwise_chosen.connect(self.edited)
        self.back_button.clicked.connect(self.left)
        self.again_button.clicked.connect(self.again_requested)
        self.keep_button.clicked.connect(self._on_keep)
        for key in (*ascii_uppercase, *digits, "Backspace", "Delete", "Esc", "F4", "F6"):
            bind_key(self, key, partial(self._press, key))
        self.on_key("?", Say("Policy behind each line"), self._on_why)
        self.on_key("Ctrl+Z", Say("Take the last change back"), self.undo_requested.emit)
        self.on_key(
            "Ctrl+Return", Say("Keep as a case"), self.keep_button.click, button=self.keep_button
        )
        self.on_key("Ctrl+Backspace", Say("Begin again"), self.again_button.click)
        self.note_key("Esc", Say("Back to the program"))

    def show_tryout(self, view: TryoutView) -> None:
        """Show the questions and the verdicts; tells nobody."""
        self._view = view
        self.show_heading(Say("Try out"), view.context)
        self.screening.show_screening(view.screening, view.id, view.begun_at)
        self.verdict.show_verdict(view.verdict)
        for part in (self._first_head, self._second_head, self.beside):
            part.setVisible(view.beside is not None)
        if view.beside is not None:
            self.beside.show_verdict(view.beside)
        self._compared.setVisible(bool(view.compared))
        same = view.beside is None or view.beside.outcome is view.outcome
        self._compared.show_note(Tone.INFO if same else Tone.WARNING, view.compared)
        self.keep_button.setEnabled(view.can_keep)

    def focus_first(self) -> None:
        """Put the keyboard on the question."""
        self.screening.focus_first()

    def _press(self, key: str) -> None:
        name = "Escape" if key == "Esc" else key
        if not self.screening.press(name) and name == "Escape":
            self.left.emit()

    def _on_why(self) -> None:
        self.verdict.toggle_why()
        self.beside.toggle_why()

    def _on_keep(self) -> None:
        if self._view is None:
            return
        dialog = CaseDialog(self.look, self.window(), self._view.outcome)
        dialog.asked.connect(self.case_kept)
        dialog.open()
