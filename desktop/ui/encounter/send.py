"""The last step: each step in one line, what can still be mended, what leaves."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.words import Listing, Say
from desktop.ui.encounter.handoff import LeaveCard
from desktop.ui.encounter.verdict import VerdictCard
from desktop.ui.look import Look
from desktop.ui.widgets.boxes import grow_down
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.labels import Icon, Label, hint
from desktop.ui.widgets.layout import Columns, Scroll, clear, column, flowing, row
from desktop.ui.widgets.notes import Note
from desktop.ui.widgets.rows import SelectableRow
from desktop.viewmodels.asked import STEP_WORDS, Step
from desktop.viewmodels.encounter import SendView, SummaryLine
from desktop.viewmodels.handoff import LeaveLine
from desktop.viewmodels.marks import Tone
from desktop.viewmodels.verdict import VerdictView


class SendStep(QWidget):
    """The summary beside the verdict."""

    step_opened = Signal(object)  # Step
    card_requested = Signal()
    consent_opened = Signal(str)  # key of a consent question
    otherwise_chosen = Signal(object)  # Edit

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self._view: SendView | None = None
        card = Card(look, Say("Before it goes"), hint=Say("Enter on a line goes there"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._note = Note(look, Tone.INFO, "")
        grow_down(self._note)
        self.card_button = Button(
            look, Say("Show the contact card"), Kind.SECONDARY, icon="contact_page", small=True
        )
        self.card_button.clicked.connect(self.card_requested)
        card.add(self._lines)
        card.add_inset(self._note, flowing(self.card_button), gap=12)
        self.verdict = VerdictCard(look)
        self.verdict.otherwise_chosen.connect(self.otherwise_chosen)
        self.verdict.card_requested.connect(self.card_requested)
        self.leave = LeaveCard(look)
        self.leave.consent_opened.connect(self.consent_opened)
        left, right = (
            Scroll(column(card, "*")),
            Scroll(column(self.verdict, self.leave, "*", gap=16)),
        )
        self.setLayout(column(Columns(left, right, side_by_side_from=look.px(700))))

    def show_send(self, view: SendView, verdict: VerdictView, leave: tuple[LeaveLine, ...]) -> None:
        """Show the summary; tells nobody."""
        self.verdict.show_verdict(verdict)
        self.leave.show_leave(leave)
        if view == self._view:
            return
        self._view = view
        clear(self._lines)
        for line in view.lines:
            self._lines.addWidget(self._line(line, last=line is view.lines[-1]))
        tone = Tone.WARNING if view.stops else Tone.INFO
        self._note.show_note(tone, view.stops or view.sentence)

    def press(self, key: str) -> bool:
        """No key of its own."""
        return False

    def focus_first(self) -> None:
        """Put the keyboard on the first line."""
        item = self._lines.itemAt(0)
        first = item.widget() if item is not None else None
        if first is not None:
            first.setFocus()

    def _line(self, line: SummaryLine, *, last: bool) -> QWidget:
        look = self.look
        icon, ink = ("check_circle", "primary") if line.done else ("error_outline", "warning_ink")
        words = column(
            hint(look, STEP_WORDS[line.step]), Label(look, line.title, weight=600, wrap=True), gap=1
        )
        if line.detail:
            words.addWidget(hint(look, line.detail))
        inside = row(
            Icon(look, icon, ink, 22),
            (words, 1),
            Icon(look, "chevron_right", "ink_muted", 22),
            gap=12,
        )
        spoken = Listing((STEP_WORDS[line.step], line.title, line.detail))
        made = SelectableRow(look, line.step.value, inside, spoken, last=last)
        made.chosen.connect(lambda key: self.step_opened.emit(Step(key)))
        return made
