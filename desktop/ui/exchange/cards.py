"""The cards of the Exchange page: ways out, what waits, what happened, what was kept out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Plural, Say, Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.labels import Icon, Label, hint, strong
from desktop.ui.widgets.layout import column, flowing, row
from desktop.ui.widgets.pills import Pill
from desktop.ui.widgets.rows import Row, checks, two_lines
from desktop.ui.widgets.track import STATE_WORDS, Track
from desktop.viewmodels.exchange import (
    DeviceView,
    ExchangeView,
    KeptOut,
    Remedy,
    Stage,
    WayKind,
    WayOut,
    device_advice,
    device_mark,
)
from desktop.viewmodels.marks import Line

_ICONS = {WayKind.FOLDER: "folder", WayKind.STICK: "save_alt", WayKind.SERVER: "public"}
SHOWN = 8  # lines of a list; the others are counted


def ways_card(
    look: Look, ways: tuple[WayOut, ...], add: Button, test: Callable[[str], None]
) -> Card:
    """Return the ways out, each with its last answer and a test."""
    card = Card(look, Say("Ways out"), control=add)
    if not ways:
        card.add_inset(hint(look, Say("Add a folder that others reach too, or use a stick.")))
    for at, way in enumerate(ways):
        button = Button(look, Say("Test"), Kind.SECONDARY, small=True)
        button.setAccessibleName(look.say(Say("Test {name}", name=way.name)))
        button.clicked.connect(lambda _=False, key=way.key: test(key))
        icon = Icon(look, _ICONS[way.kind], "ink_soft", 24)
        words = two_lines(look, way.name, way.detail)
        line = row(icon, (words, 1), Pill(look, way.mark), button, gap=12)
        card.add(Row(look, line, last=at == len(ways) - 1))
    return card


def waiting_card(look: Look, lines: Sequence[Line]) -> Card:
    """Return what has not left yet."""
    card = Card(look, Say("Waiting to leave"), hint=Say("oldest first"))
    if not lines:
        card.add_inset(hint(look, Say("Nothing waits.")))
    for at, line in enumerate(lines[:SHOWN]):
        card.add(_line(look, line, last=at == len(lines) - 1))
    _count_rest(look, card, lines)
    return card


def history_card(look: Look, lines: Sequence[Line]) -> Card:
    """Return what left and what came."""
    card = Card(look, Say("History"), hint=Say("newest first"))
    if not lines:
        card.add_inset(hint(look, Say("Nothing has left or come yet.")))
    for at, line in enumerate(lines[:SHOWN]):
        card.add(_line(look, line, last=at == len(lines) - 1))
    _count_rest(look, card, lines)
    return card


def _count_rest(look: Look, card: Card, lines: Sequence[Line]) -> None:
    if len(lines) > SHOWN:
        more = Plural("and {n} more", "and {n} more", len(lines) - SHOWN)
        card.add_inset(hint(look, more))


def _line(look: Look, line: Line, *, last: bool) -> Row:
    right = column(gap=2)
    if line.travel is not None:
        state = Label(look, STATE_WORDS[line.travel], "sm", weight=600)
        right.addLayout(row("*", state, Track(look, line.travel), gap=8))
    if line.mark is not None:
        right.addLayout(row("*", Pill(look, line.mark)))
    if line.when:
        right.addLayout(row("*", hint(look, line.when, wrap=False)))
    words = two_lines(look, line.title, line.detail, number=line.number)
    return Row(look, row((words, 1), right, gap=12), last=last)


def kept_out_card(
    look: Look,
    kept: Sequence[KeptOut],
    release: Callable[[KeptOut], None],
    look_again: Callable[[str], None],
) -> tuple[Card, list[Button]]:
    """Return what nobody opened, with its remedy; the first release has the key R."""
    card = Card(
        look,
        Say("Kept out"),
        hint=Plural("{n} bundle, unopened", "{n} bundles, unopened", len(kept)),
    )
    releases: list[Button] = []
    for at, one in enumerate(kept):
        button = _remedy(look, one, release, look_again, first=not releases)
        if button is not None and one.remedy is Remedy.RELEASE:
            releases.append(button)
        icon = Icon(look, "lock", "warning_ink", 20)
        head = row(icon, (strong(look, one.title), 1), hint(look, one.since, wrap=False), gap=8)
        words = column(
            head,
            Label(look, one.reason, "sm", ink="ink_soft", wrap=True),
            Label(look, one.advice, "sm", ink="ink_soft", wrap=True),
            row(button, "*") if button else None,
            gap=3,
        )
        card.add(Row(look, words, last=at == len(kept) - 1))
    return card, releases


def _remedy(
    look: Look,
    one: KeptOut,
    release: Callable[[KeptOut], None],
    look_again: Callable[[str], None],
    *,
    first: bool,
) -> Button | None:
    if one.remedy is Remedy.RELEASE:
        key = "R" if first else ""
        button = Button(look, Say("It is ours: release"), Kind.SECONDARY, keycap=key, small=True)
        button.setAccessibleName(look.say(Say("Release {what}", what=one.title)))
        button.clicked.connect(lambda: release(one))
        return button
    if one.remedy is Remedy.LOOK_AGAIN:
        button = Button(look, Say("Look again"), Kind.SECONDARY, small=True)
        button.setAccessibleName(look.say(Say("Look again at {what}", what=one.title)))
        button.clicked.connect(lambda: look_again(one.key))
        return button
    return None


def notes_card(look: Look, title: Sayable, icon: str, lines: Sequence[Sayable]) -> Card:
    """Return a card of sentences: a gap, a clock."""
    card = Card(look, title)
    card.add_inset(checks(look, [(icon, "warning_ink", line) for line in lines]))
    return card


def device_card(look: Look, device: DeviceView, buttons: Sequence[Button]) -> Card:
    """Return this computer, its words to compare, and what comes next."""
    card = Card(look, Say("This computer"), control=Pill(look, device_mark(device.stage)))
    words = Label(look, device.words, "lg", weight=600, wrap=True)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    advice = device_advice(device)
    lead = device.lead if device.stage is Stage.ENROLLED else ""
    card.add_inset(
        strong(look, device.name),
        hint(look, Say("Its words, to compare by phone")),
        words,
        hint(look, Say("Lead agency: {name}", name=lead)) if lead else None,
        Label(look, advice, ink="ink_soft", wrap=True) if advice else None,
        flowing(*buttons) if buttons else None,
        gap=6,
    )
    return card


def right_cards(look: Look, view: ExchangeView) -> list[QWidget]:
    """Return the cards of what is not in order, none when all is."""
    cards: list[QWidget] = []
    if view.gaps:
        cards.append(notes_card(look, Say("Gap"), "help_outline", view.gaps))
    if view.clocks:
        cards.append(notes_card(look, Say("Clock"), "schedule", view.clocks))
    return cards
