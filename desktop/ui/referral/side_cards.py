"""Beside the facts: how far it has come, what is open, by when, consents, what happened."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say, Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.labels import Label, hint, strong
from desktop.ui.widgets.layout import column, flowing, row
from desktop.ui.widgets.pills import Pill
from desktop.ui.widgets.ring import Ring, ring_ink
from desktop.ui.widgets.rows import Row
from desktop.ui.widgets.steps import Timeline
from desktop.ui.widgets.track import FullTrack
from desktop.viewmodels.consent_rows import ConsentRow
from desktop.viewmodels.deadlines import Deadline
from desktop.viewmodels.marks import Mark, Moment, Tone
from desktop.viewmodels.referral_detail import OpenFact, OpenLine, ReferralDetail


def head_card(look: Look, detail: ReferralDetail) -> Card:
    """Return whose referral it is, its number and its deadlines."""
    card = Card(look)
    name = Label(look, detail.person, "xl", weight=700, wrap=True)
    pill = Pill(look, detail.status) if detail.status else None
    card.add_inset(
        4,
        row((name, 1), pill),
        hint(look, detail.number),
        hint(look, detail.context),
        *(deadline_row(look, one) for one in detail.deadlines),
    )
    card.add("*")
    return card


def deadline_row(look: Look, deadline: Deadline, *, size: int = 36) -> QWidget:
    """Return one deadline with its ring."""
    left = Label(
        look,
        Say("{name}: {left}", name=deadline.name, left=deadline.left),
        weight=600,
        ink=ring_ink(deadline.tone) if deadline.tone is not Tone.INFO else "ink",
        wrap=True,
    )
    words = column(left, hint(look, Say("by {when}", when=deadline.when)), gap=0)
    line = row(Ring(look, deadline.tone, deadline.gone, size), (words, 1), gap=12)
    holder = QWidget()
    holder.setLayout(line)
    return holder


def travel_card(look: Look, detail: ReferralDetail) -> Card:
    """Return the five states with their times."""
    card = Card(look, Say("How far it has come"))
    track = FullTrack(look)
    track.show_travel(detail.travel, detail.times)
    desk = Mark(Say("The desk has it"), Tone.SUCCESS, "check")
    card.add_inset(track, row(Pill(look, desk), "*") if detail.desk_has_it else None)
    card.add("*")  # beside a longer card it grows at its end, not around its title
    return card


def open_card(
    look: Look, lines: tuple[OpenLine, ...], ask: Callable[[OpenFact], None]
) -> tuple[Card, list[Button]]:
    """Return the open points and the buttons that answer them, the first with the key A."""
    card = Card(look, Say("Still open"), hint=Say("whoever finds out answers it"))
    buttons: list[Button] = []
    for at, line in enumerate(lines):
        mine = []
        for fact in line.asks:
            key = "A" if not buttons else ""
            asked = Say("Answer: {fact}", fact=fact.fact.label)
            button = Button(look, asked, Kind.SECONDARY, keycap=key, small=True)
            button.clicked.connect(lambda _=False, one=fact: ask(one))
            mine.append(button)
            buttons.append(button)
        ink = "ink_muted" if line.tone in (Tone.NEUTRAL, Tone.INFO) else f"{line.tone}_ink"
        due = Label(look, Say("{who}, {due}", who=line.who, due=line.due), "sm", ink=ink, wrap=True)
        words = column(
            strong(look, line.says),
            due,
            flowing(*mine) if mine else None,
            gap=3,
            margins=(0, 4, 0, 4),
        )
        card.add(Row(look, words, last=at == len(lines) - 1))
    return card, buttons


def consents_card(
    look: Look,
    rows: tuple[ConsentRow, ...],
    revoke: Callable[[ConsentRow], None],
    ask: Callable[[ConsentRow], None],
    copy_words: Sayable = "",
) -> Card:
    """Return what the person said: a yes can be taken back, anything else asked again."""
    card = Card(look, Say("Consents"))
    if not rows:
        card.add_inset(hint(look, Say("Nobody was asked. Nothing about the person leaves.")))
    for at, one in enumerate(rows):
        words = column(strong(look, one.name), hint(look, one.what), gap=0)
        if one.until:
            words.addWidget(hint(look, one.until))
        button = None
        if one.can_revoke:
            button = Button(look, Say("Revoke"), Kind.QUIET, small=True)
            name = Say("Revoke: {who}, {what}", who=one.name, what=one.what)
            button.setAccessibleName(look.say(name))
            button.clicked.connect(lambda _=False, row=one: revoke(row))
        elif one.can_ask:
            button = Button(look, Say("Ask again"), Kind.QUIET, small=True)
            name = Say("Ask again: {who}, {what}", who=one.name, what=one.what)
            button.setAccessibleName(look.say(name))
            button.clicked.connect(lambda _=False, row=one: ask(row))
        line = row((words, 1), column(Pill(look, one.mark), button, gap=0), gap=12)
        card.add(Row(look, line, last=at == len(rows) - 1))
    if copy_words:
        card.add_inset(hint(look, copy_words))
    return card


def moments_card(look: Look, moments: tuple[Moment, ...]) -> Card:
    """Return what happened, newest first."""
    card = Card(look, Say("Timeline"), hint=Say("newest first"))
    if not moments:
        card.add_inset(hint(look, Say("Nothing of its history has come here yet.")))
        return card
    line = Timeline(look)
    line.show_moments(moments)
    card.add_inset(line)
    return card
