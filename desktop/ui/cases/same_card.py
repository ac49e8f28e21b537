"""Other referrals that may be of the same person: the coordinator links or keeps apart."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.labels import hint
from desktop.ui.widgets.layout import column, flowing, row
from desktop.ui.widgets.pills import Pill
from desktop.ui.widgets.rows import Row, two_lines
from desktop.viewmodels.same_person import SameLine, first_undecided

SAME_KEYS = ("S", "K")  # of the first one nobody has decided: same person, keep apart


class SameCard(Card):
    """One line for each; the first undecided one has the keys."""

    decided = Signal(str, bool)  # referral; whether it is the same person
    opened = Signal(str)  # referral

    def __init__(self, look: Look, lines: tuple[SameLine, ...]) -> None:
        super().__init__(look, Say("May be the same person"), hint=Say("nothing is merged"))
        self._look = look
        self.buttons: dict[str, Button] = {}  # by key cap
        keyed = first_undecided(lines)
        for place, line in enumerate(lines):
            self.add(self._row(line, keyed=line is keyed, last=place == len(lines) - 1))

    def _row(self, line: SameLine, *, keyed: bool, last: bool) -> Row:
        look = self._look
        buttons = []
        for cap, words, answer, spoken in (
            (
                SAME_KEYS[0],
                Say("Same person"),
                True,
                Say("The same person as {name}", name=line.name),
            ),
            (SAME_KEYS[1], Say("Keep apart"), False, Say("Keep {name} apart", name=line.name)),
        ):
            if line.same is answer:
                continue
            cap = cap if keyed else ""
            button = Button(look, words, Kind.PLAIN, keycap=cap, small=True)
            button.setAccessibleName(look.say(spoken))
            button.clicked.connect(partial(self._on_decided, line.referral, answer))
            if cap:
                self.buttons[cap] = button
            buttons.append(button)
        show = Button(look, Say("Look"), Kind.QUIET, small=True)
        show.setAccessibleName(look.say(Say("Look at the referral of {name}", name=line.name)))
        show.clicked.connect(partial(self._on_opened, line.referral))
        words_ = two_lines(look, line.name, line.detail)
        told = hint(look, line.reasons) if look.say(line.reasons) else None
        inside = column(
            row((words_, 1), Pill(look, line.mark), gap=12),
            told,
            flowing(*buttons, show, gap=8),
            gap=4,
        )
        return Row(look, inside, last=last)

    def _on_decided(self, referral: str, same: bool, *_: object) -> None:
        self.decided.emit(referral, same)

    def _on_opened(self, referral: str, *_: object) -> None:
        self.opened.emit(referral)
