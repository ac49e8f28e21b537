"""The question asked now: large words, its answers, why it is asked, and why it is not known."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from desktop.domain.facts import FactValue, Unknown
from desktop.domain.words import Say, Sayable
from desktop.ui.encounter.answering import Answers
from desktop.ui.encounter.answers import answers_to
from desktop.ui.encounter.options import OptionButton, even
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.labels import Label, hint, overline
from desktop.ui.widgets.layout import clear, column, flowing, holding
from desktop.ui.widgets.notes import announce
from desktop.viewmodels.asked import Edit, HalfTyped
from desktop.viewmodels.asks import CHOSEN, CHOSEN_REASON, Ask, AskKind

# What is typed: letters go into the field, so that a letter cannot be a key.
TYPED = (AskKind.LONG_CHOICE, AskKind.AMOUNT, AskKind.DATE, AskKind.TIME, AskKind.TEXT)


class AskPanel(QFrame):
    """One question. U asks why it is not known; S skips one that decides nothing."""

    edited = Signal(object)  # Edit or HalfTyped
    item_added = Signal(object)  # NewItem
    item_removed = Signal(object)  # ItemRef
    kept_open = Signal(str)  # path: more answers to this question may come
    done = Signal(str)  # path: go on to the next question
    skipped = Signal(str)  # path

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.ask: Ask | None = None
        self.answers: Answers | None = None
        self._asking_why = False
        self._why_keys: dict[str, OptionButton] = {}
        self._near: datetime | None = None
        self.setObjectName("ask")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._rows = column(gap=8, margins=(16, 12, 20, 14))
        self.setLayout(self._rows)

    def show_ask(self, ask: Ask | None, near: datetime) -> None:
        """Show this question; the same one again is left as it is, half typed answers too."""
        self.setVisible(ask is not None)
        if ask == self.ask:
            return
        other = self.ask is None or ask is None or ask.path != self.ask.path
        if not other and ask is not None and self.answers is not None and self.answers.take(ask):
            self.ask = ask
            return
        had_focus = self._has_focus()
        focused = self.answers.focused() if self.answers is not None and not other else ""
        self.ask = ask
        self._near = near
        self._asking_why = self._asking_why and not other
        self._build()
        if ask is not None and other:
            announce(self, self.look.say(ask.question))
        if had_focus and focused and self.answers is not None:
            self.answers.focus(focused)
        elif had_focus:
            self.focus_first()

    def press(self, key: str) -> bool:
        """Do what a key means here; return whether it means anything."""
        if self.ask is None:
            return False
        if self._asking_why:
            if key == "Escape":
                self._ask_why(False)
                return True
            button = self._why_keys.get(key)
            if button is not None:
                button.click()
            return button is not None
        if self.answers is None:
            return False
        if self.answers.press(key):
            return True
        if key in ("U", "F4") and not self.ask.needs_word:
            self._ask_why(True)
            return True
        if key in ("S", "F6") and not self.ask.matters:
            self.skipped.emit(self.ask.path)
            return True
        if key == "Backspace" and self.ask.answered:
            self._take_back()
            return True
        return False

    def focus_first(self) -> None:
        """Put the keyboard on the first answer."""
        if self._asking_why:
            self._why_keys["D"].setFocus()
        elif self.answers is not None:
            self.answers.focus_first()

    def _has_focus(self) -> bool:
        focused = self.window().focusWidget() if self.isVisible() else None
        return focused is not None and self.isAncestorOf(focused)

    def _build(self) -> None:
        if self._has_focus():
            # A button that goes with the focus hands it on, and the page scrolls after it.
            self.setFocus()
        clear(self._rows)
        self.answers = None
        ask = self.ask
        if ask is None or self._near is None:
            return
        look = self.look
        self._rows.addWidget(overline(look, _standing(ask)))
        if ask.about:
            self._rows.addWidget(Label(look, ask.about, weight=600, ink="primary", wrap=True))
        self._rows.addWidget(Label(look, ask.question, "xl", weight=600, wrap=True))
        if ask.help:
            self._rows.addWidget(hint(look, ask.help))
        if self._asking_why:
            self._rows.addWidget(self._why())
            return
        self.answers = answers_to(look, ask, near=self._near)
        # A field that is left while the next question comes still answers its own question.
        self.answers.answered.connect(partial(self._on_answered, ask.path))
        self.answers.changed.connect(partial(self._on_changed, ask.path))
        self.answers.half_typed.connect(partial(self._on_half_typed, ask.path))
        self.answers.done.connect(lambda: self.done.emit(ask.path))
        self.answers.unknown_asked.connect(lambda: self._ask_why(True))
        self.answers.item_added.connect(self._on_item_added)
        self.answers.item_removed.connect(self.item_removed)
        self._rows.addWidget(self.answers)
        foot = self._foot(ask)
        if foot:
            self._rows.addWidget(flowing(*foot, gap=4))

    def _foot(self, ask: Ask) -> list[Button]:
        look = self.look
        foot = []
        own = (AskKind.YESNO, AskKind.EVENT, AskKind.ITEMS)  # they have U among their answers
        if ask.kind not in own and not ask.needs_word:
            # Where letters go into a field, only F4 says that it is not known, and F6 skips.
            keycap = "F4" if ask.kind in TYPED else "U"
            unknown = Button(look, Say("Unknown"), Kind.QUIET, keycap=keycap, small=True)
            unknown.clicked.connect(lambda: self._ask_why(True))
            foot.append(unknown)
        if not ask.matters and not ask.answered:
            keycap = "F6" if ask.kind in TYPED else "S"
            skip = Button(look, Say("Skip for now"), Kind.QUIET, keycap=keycap, small=True)
            skip.clicked.connect(lambda: self.skipped.emit(ask.path))
            foot.append(skip)
        if ask.answered:
            leave = Button(
                look, Say("Leave it"), Kind.QUIET, keycap=look.say(Say("Esc")), small=True
            )
            leave.clicked.connect(lambda: self.done.emit(ask.path))
            back = Button(look, Say("Take the answer back"), Kind.QUIET, icon="undo", small=True)
            back.clicked.connect(self._take_back)
            foot += [leave, back]
        return foot

    def _why(self) -> QWidget:
        look = self.look
        declined = OptionButton(look, Say("Would not say"), "D")
        cannot = OptionButton(look, Say("Cannot be known here"), "K")
        back = OptionButton(look, Say("Back"), look.say(Say("Esc")))
        declined.clicked.connect(lambda: self._tell(Unknown.DECLINED))
        cannot.clicked.connect(lambda: self._tell(Unknown.CANNOT_KNOW))
        back.clicked.connect(lambda: self._ask_why(False))
        self._why_keys = {"D": declined, "K": cannot}
        asked = Label(look, Say("Why is it not known?"), weight=600, wrap=True)
        return holding(column(asked, even(declined, cannot, back, most=2, gap=8), gap=8))

    def _ask_why(self, on: bool) -> None:
        self._asking_why = on
        self._build()
        self.focus_first()
        if on:
            announce(self, self.look.say(Say("Why is it not known?")))

    def _take_back(self) -> None:
        if self.ask is not None:
            self.edited.emit(Edit(self.ask.path, None))

    def _tell(self, value: FactValue) -> None:
        if self.ask is not None:
            path = self.ask.path
            self._asking_why = False
            self.done.emit(path)
            self.edited.emit(Edit(path, value))

    def _on_answered(self, path: str, value: FactValue) -> None:
        if self.ask is not None and self.ask.path == path:
            self._tell(value)
        else:
            self.edited.emit(Edit(path, value))

    def _on_changed(self, path: str, value: FactValue | None) -> None:
        if self.ask is not None and self.ask.path == path:
            self.kept_open.emit(path)
        self.edited.emit(Edit(path, value))

    def _on_half_typed(self, path: str, text: str) -> None:
        if self.ask is not None and self.ask.path == path:
            self.kept_open.emit(path)
            self.edited.emit(HalfTyped(path, text))

    def _on_item_added(self, item: object) -> None:
        if self.ask is not None:
            self.kept_open.emit(self.ask.path)
            self.item_added.emit(item)


def _standing(ask: Ask) -> Sayable:
    if ask.measure:
        return Say("Known only roughly: find out more exactly")
    if ask.answered:
        return Say("Answered: change it or leave it")
    if ask.path in (CHOSEN, CHOSEN_REASON):
        return Say("Your decision")
    if ask.matters and ask.by_radio:
        return Say("Ask dispatch: it can change the result")
    if ask.matters:
        return Say("It can change the result")
    return Say("For the record")
