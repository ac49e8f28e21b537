"""What the answers to every kind of question can do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.facts import Known
from desktop.ui.encounter.options import OptionButton
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import AnswerButton, Button
from desktop.viewmodels.asks import Ask


class Answers(QWidget):
    """The answers to one question."""

    answered = Signal(object)  # FactValue: this is the answer
    changed = Signal(object)  # FactValue or None: part of the answer, more may come
    half_typed = Signal(str)  # what stands in the field, not taken yet
    done = Signal()  # nothing more to say
    unknown_asked = Signal()  # U was pressed
    item_added = Signal(object)  # NewItem
    item_removed = Signal(object)  # ItemRef

    def __init__(self, look: Look, ask: Ask) -> None:
        super().__init__()
        self.look = look
        self.ask = ask
        self._keys: dict[str, Button | AnswerButton | OptionButton] = {}

    def press(self, key: str) -> bool:
        """Press the answer with this key; return whether there is one."""
        button = self._keys.get(key)
        if button is None:
            return False
        button.click()
        return True

    def focus_first(self) -> None:
        """Put the keyboard on the first answer."""
        if self._keys:
            next(iter(self._keys.values())).setFocus()

    def focused(self) -> str:
        """Return the key of the answer that has the keyboard, "" for none."""
        return next((key for key, button in self._keys.items() if button.hasFocus()), "")

    def focus(self, key: str) -> None:
        """Put the keyboard on the answer with this key, else on the first."""
        button = self._keys.get(key)
        if button is not None:
            button.setFocus()
        else:
            self.focus_first()

    def take(self, ask: Ask) -> bool:
        """Take what is now known of the same question in place; False: make new answers."""
        return False

    def _known(self) -> object:
        return self.ask.value.value if isinstance(self.ask.value, Known) else None
