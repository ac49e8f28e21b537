"""The verdict: title by outcome, one sentence, why, what is open and who finds it out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from desktop.domain.words import Listing, Plural, Say, Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import INSET, Card
from desktop.ui.widgets.labels import Icon, Label, hint, overline
from desktop.ui.widgets.layout import clear, column, flowing, holding, row
from desktop.ui.widgets.notes import announce
from desktop.ui.widgets.paint import repolish
from desktop.viewmodels.marks import Tone
from desktop.viewmodels.verdict import Reason, VerdictView

_INKS = {
    Tone.SUCCESS: "success_ink",
    Tone.WARNING: "warning_ink",
    Tone.ERROR: "error_ink",
    Tone.INFO: "primary",
    Tone.NEUTRAL: "ink_soft",
}


class VerdictCard(Card):
    """What the rules say now; ? shows the policy behind each line."""

    otherwise_chosen = Signal(object)  # Edit: go on with the pathway that stays open
    card_requested = Signal()

    def __init__(self, look: Look, *, with_card: bool = True) -> None:
        super().__init__(look)
        self.look = look
        self._with_card = with_card  # whether the contact card can be shown from here
        self._view: VerdictView | None = None
        self._policies: list[QWidget] = []
        self._short: QWidget | None = None
        self._why_shown = False
        self._head = QFrame()
        self._head.setObjectName("verdict")
        self._head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icon = Icon(look, "help_outline", size=32)
        self.title_words = Label(look, "", "xl", weight=700, wrap=True)
        self.sentence = Label(look, "", "sm", ink="ink_soft", wrap=True)
        words = column(self.title_words, self.sentence, gap=2)
        head = row(self._icon, (words, 1), gap=14, margins=(INSET, 12, INSET, 12))
        head.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
        self._head.setLayout(head)
        self._lines = column(gap=6, margins=(INSET, 8, INSET, 4))
        self.why_button = Button(look, Say("Why?"), Kind.QUIET, keycap="?", small=True)
        self.why_button.clicked.connect(self.toggle_why)
        self._program = hint(look, "")
        foot = row((self._program, 1), self.why_button, gap=8, margins=(INSET, 0, 8, 0))
        self.add(self._head, self._lines, foot)

    def show_verdict(self, view: VerdictView) -> None:
        """Show the verdict; a screen reader hears it once, when it changes."""
        if view == self._view:
            return
        before, self._view = self._view, view
        ink = _INKS[view.tone]
        repolish(self._head, "tone", view.tone.value)
        self._icon.show_icon(view.icon, ink)
        self.title_words.say(view.title)
        self.title_words.set_ink(ink)
        self.sentence.say(view.sentence)
        self._program.say(view.program)
        self._fill(view)
        if before is not None and before.spoken != view.spoken:
            announce(self, self.look.say(view.spoken))

    def toggle_why(self) -> None:
        """Show or hide the policy behind each line."""
        self._why_shown = not self._why_shown
        self._show_policies()

    def _fill(self, view: VerdictView) -> None:
        clear(self._lines)
        self._policies = []
        self._short = None
        if view.closed:
            self._lines.addWidget(self._otherwise(view))
        for head, reasons in (
            (Say("Why"), view.why),
            (Say("Still to find out"), view.open),
            (Say("Let through, flagged"), view.flags),
        ):
            if reasons:
                self._lines.addWidget(overline(self.look, head))
                self._add(reasons)
        if view.met:
            self._add_met(view.met)
        self.why_button.setVisible(bool(self._policies))
        self._show_policies()

    def _add(self, reasons: Sequence[Reason]) -> None:
        for reason in reasons:
            self._lines.addWidget(self._line(reason))

    def _add_met(self, met: Sequence[Reason]) -> None:
        """One line for all rules that are met; each of them where somebody asks why."""
        count = Plural("{n} rule is met", "{n} rules are met", len(met))
        self._short = self._line(Reason("check", "success_ink", count, Say("Met")))
        self._lines.addWidget(self._short)
        full = holding(
            column(
                overline(self.look, Say("Rules that are met")),
                *[self._line(one) for one in met],
                gap=6,
            )
        )
        self._policies.append(full)
        self._lines.addWidget(full)

    def _line(self, reason: Reason) -> QWidget:
        look = self.look
        words = column(Label(look, reason.words, ink="ink_soft", wrap=True), gap=0)
        if reason.detail:
            words.addWidget(hint(look, reason.detail))
        if reason.policy:
            policy = hint(look, reason.policy)
            self._policies.append(policy)
            words.addWidget(policy)
        icon = Icon(look, reason.icon, reason.ink, 20)
        line = row(icon, (words, 1), gap=10)
        line.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
        made = holding(line)
        spoken: tuple[Sayable, ...] = (reason.state, reason.words, reason.detail)
        made.setAccessibleName(look.say(Listing(tuple(part for part in spoken if part))))
        return made

    def _otherwise(self, view: VerdictView) -> QWidget:
        look = self.look
        buttons = []
        if view.otherwise is not None:
            edit = view.otherwise
            change = Button(look, Say("Use this pathway"), Kind.SECONDARY, small=True)
            change.clicked.connect(lambda: self.otherwise_chosen.emit(edit))
            buttons.append(change)
        if self._with_card:
            card = Button(look, Say("Show the contact card"), Kind.SECONDARY, small=True)
            card.clicked.connect(self.card_requested)
            buttons.append(card)
        return holding(
            column(
                overline(look, Say("What can still be done")),
                Label(look, view.otherwise_words, wrap=True),
                flowing(*buttons),
                gap=4,
            )
        )

    def _show_policies(self) -> None:
        for policy in self._policies:
            policy.setVisible(self._why_shown)
        if self._short is not None:
            self._short.setVisible(not self._why_shown)
