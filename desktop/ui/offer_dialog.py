"""An offer without a referral: one tap on the reason and it is kept, without a name."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.facts import Fact
from desktop.domain.words import Say, Sayable
from desktop.ui.look import Look
from desktop.ui.page import bind_key
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.dialogs import Dialog
from desktop.ui.widgets.labels import overline
from desktop.ui.widgets.layout import flowing

DECLINED_KEYS, NOT_MADE_KEYS = "123456789", "ABCEFGHIJ"


class OfferDialog(Dialog):
    """Asks why: one tap answers. `chosen` tells the fact and the reason."""

    chosen = Signal(str, str)  # path of the fact, reason

    def __init__(self, look: Look, parent: QWidget, declined: Fact, not_made: Fact) -> None:
        super().__init__(
            look,
            parent,
            Say("Why was there no referral?"),
            Say("One tap keeps it. No name, no place, no charge."),
        )
        self.buttons: dict[tuple[str, str], Button] = {}
        for fact, words, keys in (
            (declined, Say("The person declined"), DECLINED_KEYS),
            (not_made, Say("No offer was made"), NOT_MADE_KEYS),
        ):
            self._add_reasons(fact, words, keys)
        cancel = Button(look, Say("Cancel"), Kind.QUIET)
        cancel.clicked.connect(self.reject)
        self.add_buttons(cancel)
        next(iter(self.buttons.values())).setFocus()

    def _add_reasons(self, fact: Fact, words: Sayable, keys: str) -> None:
        made = []
        for key, choice in zip(keys, fact.choices, strict=False):
            button = Button(self._look, choice.label, Kind.SECONDARY, keycap=key)
            # Enter takes the reason with the keyboard, and no other.
            button.setAutoDefault(False)
            choose = partial(self._on_chosen, fact.id, choice.value)
            button.clicked.connect(choose)
            bind_key(self, key, choose)
            self.buttons[(fact.id, choice.value)] = button
            made.append(button)
        self.add(8, overline(self._look, words), flowing(*made, gap=8))

    def _on_chosen(self, path: str, reason: str, *_: object) -> None:
        self.accept()
        self.chosen.emit(path, reason)
