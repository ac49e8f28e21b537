"""Two answers side by side: whose, from which machine, when; one press keeps one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.labels import Icon, Label, hint
from desktop.ui.widgets.layout import Columns, column, frame, row
from desktop.viewmodels.disputes import Answer, Dispute, spoken_dispute

KEYED = 2  # the first two answers of the first dispute have the keys 1 and 2


class DisputeCard(Card):
    """One field with two answers. `keep(n)` is what pressing the nth button asks."""

    def __init__(
        self, look: Look, dispute: Dispute, settle: Callable[[Answer], None], *, keyed: bool
    ) -> None:
        super().__init__(
            look,
            Say("Two answers for “{fact}”", fact=dispute.label),
            hint=Say("all are kept until you decide"),
        )
        self._look = look
        self.dispute = dispute
        self.setAccessibleName(look.say(spoken_dispute(dispute)))
        self.buttons: list[Button] = []
        panels = [
            self._panel(answer, settle, str(at + 1) if keyed and at < KEYED else "")
            for at, answer in enumerate(dispute.answers)
        ]
        warning = Icon(look, "warning", "warning_ink", 20)
        note = row(
            warning,
            (hint(look, Say("It counts as not known until one is kept.")), 1),
            gap=8,
        )
        self.add_inset(note)
        for at in range(0, len(panels) - 1, 2):
            pair = Columns(
                panels[at], panels[at + 1], weights=(1, 1), side_by_side_from=look.px(400), gap=12
            )
            self.add_inset(pair)
        if len(panels) % 2:
            self.add_inset(panels[-1])

    def keep(self, at: int) -> None:
        """Keep the answer of that place, as its button does."""
        if at < len(self.buttons):
            self.buttons[at].click()

    def _panel(self, answer: Answer, settle: Callable[[Answer], None], key: str) -> QWidget:
        look = self._look
        button = Button(look, Say("Keep this"), Kind.SECONDARY, keycap=key, small=True)
        spoken = Say(
            "Keep {value}, by {who}, {machine}, {when}",
            value=answer.words,
            who=answer.who,
            machine=answer.machine,
            when=answer.when,
        )
        button.setAccessibleName(look.say(spoken))
        button.clicked.connect(lambda: settle(answer))
        self.buttons.append(button)
        words = Label(look, answer.words, "lg", weight=600, wrap=True)
        source = hint(look, Say("{who}, {machine}", who=answer.who, machine=answer.machine))
        inside = column(
            words,
            source,
            hint(look, answer.when),
            4,
            row(button, "*"),
            gap=2,
            margins=(14, 12, 14, 8),
        )
        return frame("panel", inside)
