"""The facts of a referral in groups; what is held back and what is unknown is said in words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.domain.terms import Tag
from desktop.domain.words import Listing, Say, Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import INSET, Card
from desktop.ui.widgets.labels import Icon, Label, hairline
from desktop.ui.widgets.layout import column, holding, row
from desktop.ui.widgets.paint import set_tip
from desktop.ui.widgets.pills import Shield
from desktop.viewmodels.fact_groups import FactGroup, FactLine, FactState

_ICONS = {
    FactState.TWO_ANSWERS: ("warning", "warning_ink"),
    FactState.DECLINED: ("do_not_disturb", "ink_muted"),
    FactState.CANNOT_KNOW: ("help_outline", "ink_muted"),
    FactState.NOT_ASKED: ("radio_button_unchecked", "ink_muted"),
}
LABEL_WIDTH = 150


def facts_card(
    look: Look, groups: tuple[FactGroup, ...], complete: Callable[[], None] | None = None
) -> Card:
    """Return the card with all groups; with `complete`, a button to fill in or correct a fact."""
    card = Card(look, Say("Facts"), hint=Say("beside the eye: who may see it"))
    if complete is not None:
        button = Button(look, Say("Complete or correct"), Kind.SECONDARY, keycap="F", small=True)
        button.clicked.connect(lambda: complete())
        card.add_inset(row(button, "*"))
    for at, group in enumerate(groups):
        card.add(_group(look, group, last=at == len(groups) - 1))
    return card


def _group(look: Look, group: FactGroup, *, last: bool) -> QWidget:
    shield = Shield(look, group.tag) if group.tag is not Tag.NONE else None
    title = Label(look, group.title, "md", weight=700, wrap=True)
    title.setAccessibleDescription(look.say(Say("Heading")))
    eye = Icon(look, "visibility", "ink_muted", 16)
    who = Label(look, group.who, "sm", ink="ink_muted", wrap=True)
    who.setAccessibleName(look.say(Say("Who may see it: {who}", who=group.who)))
    who.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    lines: list[QWidget] = []
    for line in group.lines:
        if lines:
            lines.append(hairline())
        lines.append(_line(look, line))
    if group.held:
        lines.append(_quiet(look, "lock", Say("Facts"), group.held))
    if not lines:
        lines.append(_quiet(look, "", Say("Facts"), Say("Nothing is recorded.")))
    head = row(shield, (title, 2), (who, 3), eye, gap=8)
    under = column(*lines, gap=6, margins=(look.px(30), 4, 0, 0))
    return holding(column(head, under, gap=4, margins=(INSET, 8, INSET, 4 if last else 10)))


def _line(look: Look, line: FactLine) -> QWidget:
    words = Label(
        look,
        line.words,
        ink="ink" if line.state is FactState.KNOWN else "ink_muted",
        wrap=True,
    )
    spoken = Listing(
        (line.label, line.words, line.source) if line.source else (line.label, line.words)
    )
    words.setAccessibleName(look.say(spoken))
    if line.source:
        set_tip(words, look.say(line.source))
    icon = None
    if line.state in _ICONS:
        name, ink = _ICONS[line.state]
        icon = Icon(look, name, ink, 18)
        words.set_ink("warning_ink" if line.state is FactState.TWO_ANSWERS else "ink_muted")
    return _named(look, Label(look, line.label, "sm", ink="ink_muted", wrap=True), icon, words)


def _quiet(look: Look, icon: str, name: Sayable, words: Sayable) -> QWidget:
    said = Label(look, words, ink="ink_muted", wrap=True)
    mark = Icon(look, icon, "ink_muted", 18) if icon else None
    return _named(look, Label(look, name, "sm", ink="ink_muted", wrap=True), mark, said)


def _named(look: Look, name: Label, icon: Icon | None, words: Label) -> QWidget:
    name.setFixedWidth(look.px(LABEL_WIDTH))
    name.setAlignment(Qt.AlignmentFlag.AlignTop)
    name.setContentsMargins(0, 2, 0, 0)
    line = row(name, icon, (words, 1), gap=8)
    if icon is not None:
        line.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
    return holding(line)
