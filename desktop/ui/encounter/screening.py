"""The screening: the question asked now, what is still to ask, what is answered."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.facts import Unknown
from desktop.domain.words import Listing, Say
from desktop.ui.encounter.ask_panel import AskPanel
from desktop.ui.look import Look
from desktop.ui.theme import TOUCH
from desktop.ui.widgets.boxes import grow_down
from desktop.ui.widgets.cards import INSET, Card
from desktop.ui.widgets.labels import Icon, Label, overline
from desktop.ui.widgets.layout import Scroll, column, holding, row
from desktop.ui.widgets.notes import Note
from desktop.ui.widgets.pills import Pill
from desktop.ui.widgets.rows import SelectableRow
from desktop.viewmodels.asks import Ask, AskKind
from desktop.viewmodels.interview import ScreeningView
from desktop.viewmodels.marks import Mark, Tone

_Row = Say | tuple[Ask, bool]  # a headline, or a question and whether it is the last

TO_COME = 4  # questions shown below the one asked now


class ScreeningStep(QWidget):
    """One question at a time, always at the same place; a person can go back to any answer."""

    turned = Signal()  # another question is shown

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self._view: ScreeningView | None = None
        self._near: datetime | None = None
        self._id = ""
        self._open = ""  # the question a person went back to, or that takes more answers
        self._skipped: set[str] = set()
        self._rows: list[_Row] = []  # what the lines show
        self.panel = AskPanel(look)
        self.panel.kept_open.connect(self._on_kept_open)
        self.panel.done.connect(self._on_done)
        self.panel.skipped.connect(self._on_skipped)
        self.card = Card(look, Say("Screening"), hint=" ")
        self._finished = Note(look, Tone.INFO, "")
        grow_down(self._finished)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        inside = column(self._finished, margins=(INSET, 0, INSET, 8))
        self.card.add(self.panel, inside, self._lines)
        self._scroll = Scroll(column(self.card, "*"))
        self.setLayout(column((self._scroll, 1)))

    def show_screening(self, view: ScreeningView, id_: str, near: datetime) -> None:
        """Show the questions of this encounter; tells nobody."""
        if id_ != self._id:
            self._id, self._open, self._skipped = id_, _half_typed(view), set()
        changed = view != self._view
        self._view, self._near = view, near
        if changed:
            self.card.hint.say(view.progress)
            self._show()

    def current(self) -> Ask | None:
        """Return the question shown now."""
        return self.panel.ask

    def press(self, key: str) -> bool:
        """Do what a key means here; return whether it means anything."""
        if self.panel.press(key):
            return True
        if key == "Escape" and self._open:
            self._on_done(self._open)
            return True
        return False

    def focus_first(self) -> None:
        """Put the keyboard on the first answer."""
        self.panel.focus_first()

    def open_ask(self, path: str) -> None:
        """Go back to a question."""
        self._open = path
        self._show()
        self.panel.focus_first()

    def _show(self) -> None:
        view = self._view
        if view is None or self._near is None:
            return
        asked = self._asked(view)
        moved = asked is None or self.panel.ask is None or asked.path != self.panel.ask.path
        self.panel.show_ask(asked, self._near)
        self._finished.setVisible(asked is None)
        self._finished.show_note(Tone.INFO, view.finished)
        path = asked.path if asked else ""
        to_come = [one for one in view.to_come if one.path != path]
        shown = [one for one in to_come if one.matters][:TO_COME]
        if not shown:
            shown = to_come[:TO_COME]
        wanted: list[_Row] = []
        if shown:
            wanted.append(Say("Still to ask") if shown[0].matters else Say("Also for the record"))
        wanted += [(one, False) for one in shown]
        answered = [one for one in view.answered if one.path != path]
        if answered:
            wanted.append(Say("Answered"))
        wanted += [(one, one is answered[-1]) for one in answered]
        self._show_lines(wanted)
        if moved:
            self.turned.emit()
            self._scroll.verticalScrollBar().setValue(0)

    def _asked(self, view: ScreeningView) -> Ask | None:
        if self._open and (found := view.ask(self._open)):
            return found
        self._open = ""
        left = [one for one in view.to_come if one.path not in self._skipped]
        return left[0] if left else None

    def _show_lines(self, wanted: list[_Row]) -> None:
        """Make anew only the lines between the first and the last that differ."""
        before, self._rows = self._rows, wanted
        begin = _same(before, wanted)
        end = _same(before[begin:][::-1], wanted[begin:][::-1])
        for _ in range(len(before) - begin - end):
            taken = self._lines.takeAt(begin)
            old = taken.widget() if taken is not None else None
            if old is not None:
                old.hide()  # else it is seen for one more frame
                old.deleteLater()
        for place in range(begin, len(wanted) - end):
            one = wanted[place]
            made = self._head(one) if isinstance(one, Say) else self._line(one[0], last=one[1])
            self._lines.insertWidget(place, made)

    def _head(self, words: Say) -> QWidget:
        head = overline(self.look, words)
        return holding(column(head, margins=(INSET, 14, INSET, 2)))

    def _line(self, ask: Ask, *, last: bool = False) -> QWidget:
        look = self.look
        icon, ink = "check_circle", "primary"
        if not ask.answered or ask.measure:
            icon, ink = "radio_button_unchecked", "ink_muted"
        elif ask.kind is not AskKind.ITEMS and not _is_known(ask):
            icon, ink = "help_outline", "warning_ink"
        words = Label(look, ask.fact.label if ask.answered else ask.question, wrap=True)
        words.set_ink("ink" if ask.answered else "ink_soft")
        inside = column(words, gap=0)
        if ask.about:
            inside.addWidget(Label(look, ask.about, "sm", ink="ink_muted", wrap=True))
        if ask.answered and ask.kind in (AskKind.ITEMS, AskKind.TEXT, AskKind.CHOICES):
            inside.addWidget(Label(look, ask.answer, "sm", ink="ink_muted", wrap=True))
            pill = None
        else:
            tone = Tone.INFO if ask.answered and _is_known(ask) else Tone.NEUTRAL
            pill = Pill(look, Mark(ask.answer, tone)) if ask.answered else None
        line = row(Icon(look, icon, ink, 22), (inside, 1), pill, gap=12)
        parts = (ask.fact.label, ask.about, ask.answer) if ask.answered else (ask.question,)
        spoken = Listing(tuple(part for part in parts if part))
        made = SelectableRow(look, ask.path, line, spoken, last=last)
        made.setMinimumHeight(TOUCH)
        made.chosen.connect(self.open_ask)
        return made

    def _on_kept_open(self, path: str) -> None:
        self._open = path

    def _on_done(self, path: str) -> None:
        if self._open:
            self._open = ""
            self._show()

    def _on_skipped(self, path: str) -> None:
        self._skipped.add(path)
        self._open = ""
        self._show()
        self.panel.focus_first()


def _half_typed(view: ScreeningView) -> str:
    """Return the question somebody was typing the answer to, "" for none."""
    return next((one.path for one in (*view.to_come, *view.answered) if one.typed), "")


def _same(one: list[_Row], other: list[_Row]) -> int:
    """Return how many lines at the beginning are the same."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _is_known(ask: Ask) -> bool:
    return not isinstance(ask.value, Unknown)
