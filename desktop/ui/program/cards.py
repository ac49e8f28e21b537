"""Cards of the program page: rules, findings, versions, what a draft would change."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.domain.words import Listing, Plural, Say
from desktop.ui.look import Look
from desktop.ui.widgets.boxes import grow_down
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.labels import Label, body, hint, overline, strong
from desktop.ui.widgets.layout import column, flowing, row
from desktop.ui.widgets.notes import Note
from desktop.ui.widgets.pills import Pill
from desktop.ui.widgets.rows import Row, SelectableRow, checks, pairs
from desktop.viewmodels.marks import Mark, Tone
from desktop.viewmodels.program import (
    DRAFT,
    DirectoryRow,
    EffectView,
    FindingRow,
    KeptOutView,
    ProgramView,
    RuleRow,
    VersionRow,
)

AIR = (0, 4, 0, 4)  # around what stands between two hairlines


def breakable(text: str) -> str:
    """Return a text whose web addresses may go on in the next line."""
    return "".join(f"{one}\u200b" if one in "/-" else one for one in text)


def rule_row(look: Look, one: RuleRow, *, last: bool) -> QWidget:
    """Return one rule: id and effect, its words, and its policy line."""
    found = None
    if one.findings:
        words = Plural("{n} finding", "{n} findings", one.findings)
        found = Pill(look, Mark(words, Tone.ERROR, "error"))
    head = row(hint(look, one.id, wrap=False), Pill(look, one.effect), found, "*", gap=8)
    inside = column(head, body(look, one.words), hint(look, one.about), gap=4, margins=AIR)
    if one.policy:
        inside.addWidget(hint(look, breakable(look.say(one.policy))))
    made = Row(look, inside, last=last)
    spoken = (one.id, one.words, one.effect.words, one.about, one.policy)
    made.setAccessibleName(look.say(Listing(tuple(part for part in spoken if part))))
    return made


def finding_row(look: Look, one: FindingRow, *, last: bool) -> SelectableRow:
    """Return one finding; choosing it shows the rule it is about."""
    tone = Tone.ERROR if one.stops else Tone.WARNING
    words = Say("Stops it") if one.stops else Say("Worth a look")
    pill = Pill(look, Mark(words, tone, "error" if one.stops else "warning"))
    inside = column(
        row(pill, hint(look, one.where, wrap=False), "*", gap=8), body(look, one.words), gap=4
    )
    if one.example:
        inside.addWidget(hint(look, Say("For example: {example}", example=one.example)))
    spoken = tuple(part for part in (words, one.where, one.words, one.example) if part)
    return SelectableRow(look, one.key, inside, Listing(spoken), last=last)


def status_card(look: Look, view: ProgramView) -> Card:
    """Return how far a draft has come, and what stops it."""
    card = Card(look)
    card.add_inset(
        Label(look, view.name, "xl", weight=700, wrap=True),
        hint(look, view.context),
        flowing(*(Pill(look, mark) for mark in view.stages)),
    )
    if view.has_draft and view.shown == DRAFT:
        kept = Say("The draft is kept on this computer; nobody works by it.")
        card.add_inset(hint(look, kept))
    for trouble in view.stops:
        words = Listing((trouble.reason, trouble.remedy), " ")
        stops = Note(look, Tone.ERROR, words)
        grow_down(stops)
        card.add_inset(stops)
    if view.approved:
        approved = Note(look, Tone.SUCCESS, view.approved, icon="verified_user")
        grow_down(approved)
        card.add_inset(approved)
    return card


def confirm_card(look: Look, view: ProgramView) -> Card:
    """Return what the source leaves open, and the sources themselves."""
    card = Card(look, Say("To be confirmed by the agency"))
    if view.to_confirm:
        lines = [("help_outline", "warning_ink", words) for words in view.to_confirm]
        card.add_inset(checks(look, lines))
    else:
        card.add_inset(hint(look, Say("Nothing is left open.")))
    if view.sources:
        card.add_inset(overline(look, Say("Sources")))
        card.add_inset(*(hint(look, breakable(look.say(one))) for one in view.sources), gap=4)
    return card


def versions_card(
    look: Look, versions: tuple[VersionRow, ...], send: Callable[[], object] | None
) -> Card:
    """Return the versions, the newest first; `send` where the one in force was never sent."""
    card = Card(look, Say("Versions"))
    for one in versions:
        head = row(strong(look, one.version), Pill(look, one.mark), "*", gap=8)
        inside = column(head, hint(look, one.words), gap=2, margins=AIR)
        made = Row(look, inside, last=one is versions[-1])
        made.setAccessibleName(look.say(Listing((one.version, one.mark.words, one.words))))
        card.add(made)
    if send is not None:
        words = Say(
            "The version in force was never sent: other machines have what they began with."
        )
        button = Button(look, Say("Send it to all machines"), Kind.SECONDARY, small=True)
        button.clicked.connect(send)
        card.add_inset(hint(look, words), flowing(button))
    return card


def effect_card(look: Look, effect: EffectView | None) -> Card:
    """Return what the draft would have changed for past encounters."""
    card = Card(look, Say("Past encounters under this draft"))
    if effect is None:
        card.add_inset(hint(look, Say("Weighing past encounters...")))
        return card
    card.add_inset(body(look, effect.title), *(hint(look, one) for one in effect.sums), gap=4)
    for one in effect.rows:
        inside = column(
            row(strong(look, one.number), "*", gap=8),
            body(look, one.words),
            *(hint(look, why) for why in one.because),
            gap=2,
            margins=AIR,
        )
        card.add(Row(look, inside, last=one is effect.rows[-1]))
    if effect.more:
        card.add_inset(hint(look, effect.more))
    words = Say("Weighed with the facts this computer may see; what was decided stays as it was.")
    card.add_inset(hint(look, words))
    return card


def kept_out_card(look: Look, view: KeptOutView | None) -> Card:
    """Return how many people each rule kept out; None while it is counted."""
    if view is None:
        counting = Card(look, Say("Kept out last quarter"))
        counting.add_inset(hint(look, Say("Weighing past encounters...")))
        return counting
    card = Card(look, Say("Kept out last quarter"), hint=view.span)
    if view.rows:
        card.add_inset(pairs(look, *view.rows, label_width=230))
    else:
        card.add_inset(hint(look, Say("No rule kept out anybody of whom this computer knows.")))
    return card


def directory_card(
    look: Look, rows: tuple[DirectoryRow, ...], send: Callable[[str], object]
) -> Card:
    """Return the directories of this machine; each can be sent to all the others."""
    card = Card(look, Say("Directory of services"))
    if not rows:
        card.add_inset(hint(look, Say("No directory yet. Take one in on the Services page.")))
    for one in rows:
        button = Button(look, Say("Send to all machines"), Kind.SECONDARY, small=True)
        button.clicked.connect(lambda _=False, source=one.source: send(source))
        words = column(
            body(look, one.words), hint(look, one.state), flowing(button), gap=4, margins=AIR
        )
        card.add(Row(look, words, last=one is rows[-1]))
    return card
