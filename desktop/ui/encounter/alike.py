"""Earlier referrals beside a name that is being typed. Nothing is merged here."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.labels import Icon, hint
from desktop.ui.widgets.layout import clear, column, flowing, row
from desktop.ui.widgets.notes import announce
from desktop.ui.widgets.rows import Row, two_lines
from desktop.viewmodels.alike import AlikeLine, spoken


class AlikeCard(Card):
    """Says who may be the same person, and why. Shown only while there is somebody."""

    opened = Signal(str)  # referral
    referred_before = Signal(object)  # AlikeLine: the officer says it is the same person

    def __init__(self, look: Look) -> None:
        super().__init__(look, Say("May be the same person"), hint=Say("nothing is merged"))
        self._look = look
        self._lines: tuple[AlikeLine, ...] = ()
        self._people = column(gap=0)
        self.add(self._people)
        self.hide()

    def show_alike(self, lines: tuple[AlikeLine, ...]) -> None:
        """Show these; said aloud once when they change."""
        if lines == self._lines:
            return
        self._lines = lines
        clear(self._people)
        for place, line in enumerate(lines):
            self._people.addWidget(self._row(line, last=place == len(lines) - 1))
        self.setVisible(bool(lines))
        if lines:
            words = Say("May be the same person. {who}", who=spoken(lines))
            announce(self, self._look.say(words))

    def _row(self, line: AlikeLine, *, last: bool) -> Row:
        look = self._look
        show = Button(look, Say("Look"), Kind.SECONDARY, small=True)
        show.setAccessibleName(look.say(Say("Look at the referral of {name}", name=line.name)))
        show.clicked.connect(partial(self._on_show, line))
        same = Button(look, Say("Note: referred before"), Kind.QUIET, small=True)
        name = Say("Note that {name} was referred before", name=line.name)
        same.setAccessibleName(look.say(name))
        same.clicked.connect(partial(self._on_same, line))
        words = column(
            two_lines(look, line.name, line.detail),
            hint(look, line.reasons),
            flowing(show, same, gap=8),
            gap=4,
        )
        return Row(look, row(Icon(look, "people", "ink_muted", 24), (words, 1), gap=12), last=last)

    def _on_show(self, line: AlikeLine, *_: object) -> None:
        self.opened.emit(line.referral)

    def _on_same(self, line: AlikeLine, *_: object) -> None:
        self.referred_before.emit(line)
