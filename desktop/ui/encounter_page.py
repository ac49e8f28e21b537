"""The page that takes down one encounter: screening, person, services, consent, send."""

from __future__ import annotations

from functools import partial
from string import ascii_uppercase, digits
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say, Sayable
from desktop.ui.encounter.consent import ConsentStep
from desktop.ui.encounter.handoff import HandoffColumn
from desktop.ui.encounter.match_list import WholeList
from desktop.ui.encounter.person import PersonStep
from desktop.ui.encounter.screening import ScreeningStep
from desktop.ui.encounter.send import SendStep
from desktop.ui.encounter.services import ServicesStep
from desktop.ui.encounter.step_bar import StepBar
from desktop.ui.encounter.verdict import VerdictCard
from desktop.ui.look import Look
from desktop.ui.page import ActionBar, Page, bind_key
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.labels import hint
from desktop.ui.widgets.layout import Columns, CurrentPage, Scroll, column, frame
from desktop.ui.widgets.notes import announce
from desktop.viewmodels.asked import STEP_WORDS, STEPS, Step
from desktop.viewmodels.encounter import EncounterView
from desktop.viewmodels.interview import keys_of

BEST = 5  # matches beside the screening
_HINTS: dict[Step, Sayable] = {
    Step.PERSON: Say("Enter next field · F4 not known · Ctrl+Enter next"),
    Step.SERVICES: Say("Arrows move · Enter chooses · 1-5 record a call"),
    Step.CONSENT: Say("Y / N / L answers · C A X stamp the time"),
    Step.SEND: Say("Ctrl+Enter sends"),
}


class StepPart(Protocol):
    """What every step can do."""

    def press(self, key: str) -> bool:
        """Do what a key means there; return whether it means anything."""

    def focus_first(self) -> None:
        """Put the keyboard where the step's work starts."""


class EncounterPage(Page):
    """Takes down one encounter. Every change is told at once; there is nothing to save."""

    edited = Signal(object)  # Edit
    item_added = Signal(object)  # NewItem
    item_removed = Signal(object)  # ItemRef
    consent_given = Signal(object)  # Consent, without given_at and until
    signed = Signal(object)  # bytes: the signature as PNG, empty when cleared
    stamp_requested = Signal(str)  # path, e.g. handoff.called_at
    stamp_undone = Signal(str)  # path
    service_chosen = Signal(object)  # ServiceChoice
    phone_result = Signal(object)  # PhoneCall
    directory_requested = Signal()  # go to the Services page
    send_requested = Signal()
    put_away_requested = Signal()
    undo_requested = Signal()
    card_requested = Signal()
    earlier_opened = Signal(str)  # a referral that may be of the same person
    referred_before = Signal(object)  # AlikeLine
    step_requested = Signal(object)  # Step a person went to

    def __init__(self, look: Look) -> None:
        super().__init__(look, Say("New referral"))
        self._view: EncounterView | None = None
        self.step = Step.SCREENING
        self._behind: set[Step] = set()  # steps that do not show the newest view yet
        self.bar = StepBar(look)
        self.bar.chosen.connect(self._go)
        self.screening = ScreeningStep(look)
        self.screening.turned.connect(self._show_hint)
        self.verdict = VerdictCard(look)
        self.matches = WholeList(look, Say("Best matches"))
        self.person = PersonStep(look)
        self.services = ServicesStep(look)
        self.consent = ConsentStep(look)
        self.handoff = HandoffColumn(look)
        self.send = SendStep(look)
        self._stack = CurrentPage()
        for part in (
            self._screening_side_by_side(),
            self.person,
            self.services,
            self._consent_side_by_side(),
            self.send,
        ):
            self._stack.addWidget(part)
        steps = frame("card", column(self.bar, margins=(20, 4, 20, 4)))
        self.back_button = Button(look, Say("Back"), Kind.QUIET, icon="arrow_back")
        self.away_button = Button(look, Say("Put away"), Kind.SECONDARY)
        self.next_button = Button(look, Say("Next"), Kind.PRIMARY)
        self._actions = ActionBar(look, self.back_button, self.away_button, self.next_button)
        self.fill(column(steps, (self._stack, 1), gap=12), self._actions)
        self._connect()
        self._bind_keys()
        self._show_step(Step.SCREENING)

    def show_encounter(self, view: EncounterView) -> None:
        """Show everything; tells nobody and leaves alone what is being typed.

        The step stays where the person is, unless it is another encounter.
        """
        other = self._view is None or self._view.id != view.id
        self._view = view
        self.show_heading(view.title, view.context)
        self._actions.show_kept(view.kept)
        self._behind = set(STEPS)
        if other:
            self._show_step(view.step)
        else:
            self._catch_up(self.step)
        self._show_primary()

    def _catch_up(self, step: Step) -> None:
        """Show what is true now on this step; the others wait until somebody goes there."""
        view = self._view
        if view is None or step not in self._behind:
            return
        self._behind.remove(step)
        match step:
            case Step.SCREENING:
                self.screening.show_screening(view.screening, view.id, view.begun_at)
                self.verdict.show_verdict(view.verdict)
                self._show_best(view)
            case Step.PERSON:
                self.person.show_person(view.person, view.id, view.begun_at)
            case Step.SERVICES:
                self.services.show_matches(
                    view.matches, view.details, view.chosen, view.matches_hint
                )
            case Step.CONSENT:
                self.consent.show_consent(view.consent, view.id)
                self.handoff.show_handoff(view.handoff, view.begun_at)
            case Step.SEND:
                self.send.show_send(view.send, view.verdict, view.handoff.leave)

    def show_step(self, step: Step) -> None:
        """Go to a step; tells nobody."""
        self._show_step(step)
        self.focus_first()

    def focus_first(self) -> None:
        """Put the keyboard where the step's work starts."""
        self._part().focus_first()

    def _part(self) -> StepPart:
        parts: dict[Step, StepPart] = {
            Step.SCREENING: self.screening,
            Step.PERSON: self.person,
            Step.SERVICES: self.services,
            Step.CONSENT: self.consent,
            Step.SEND: self.send,
        }
        return parts[self.step]

    def _screening_side_by_side(self) -> QWidget:
        self._matches_card = Card(self.look, Say("Best matches"), hint=" ")
        self._no_match = hint(self.look, Say("Mark what the person needs on the next step."))
        self._matches_card.add(self.matches)
        self._matches_card.add_inset(self._no_match)
        right = Scroll(column(self.verdict, self._matches_card, "*", gap=16))
        return Columns(self.screening, right, side_by_side_from=self.look.px(700))

    def _consent_side_by_side(self) -> QWidget:
        return Columns(self.consent, self.handoff, side_by_side_from=self.look.px(700))

    def _connect(self) -> None:
        panel = self.screening.panel
        panel.edited.connect(self.edited)
        panel.item_added.connect(self.item_added)
        panel.item_removed.connect(self.item_removed)
        self.person.edited.connect(self.edited)
        self.person.alike.opened.connect(self.earlier_opened)
        self.person.alike.referred_before.connect(self.referred_before)
        self.handoff.edited.connect(self.edited)
        self.handoff.stamp_requested.connect(self.stamp_requested)
        self.handoff.stamp_undone.connect(self.stamp_undone)
        self.handoff.consent_opened.connect(self._on_consent_opened)
        self.send.consent_opened.connect(self._on_consent_opened)
        self.send.step_opened.connect(self._go)
        for verdict in (self.verdict, self.send):
            verdict.otherwise_chosen.connect(self._on_otherwise_chosen)
            verdict.card_requested.connect(self.card_requested)
        self.matches.opened.connect(self._on_match_opened)
        self.services.chosen.connect(self.service_chosen)
        self.services.phone_result.connect(self.phone_result)
        self.services.directory_requested.connect(self.directory_requested)
        self.consent.given.connect(self.consent_given)
        self.consent.signed.connect(self.signed)
        self.back_button.clicked.connect(lambda: self._move(-1))
        self.away_button.clicked.connect(self.put_away_requested)
        self.next_button.clicked.connect(self._on_next)

    def _bind_keys(self) -> None:
        for key in (*ascii_uppercase, *digits, "Backspace", "Delete", "Esc", "F4", "F6"):
            bind_key(self, key, partial(self._press, key))
        for rank in "123":
            bind_key(self, f"Ctrl+{rank}", partial(self._press, f"Ctrl+{rank}"))
        self.on_key("Ctrl+Return", Say("Next step; on the last one: send"), self._on_next)
        bind_key(self, "Ctrl+Enter", self._on_next)
        self.on_key("?", Say("Policy behind each line"), self._on_why)
        self.on_key("Ctrl+Z", Say("Take the last change back"), self.undo_requested.emit)
        self.on_key("Ctrl+PgDown", Say("Next step"), partial(self._move, 1))
        self.on_key("Ctrl+PgUp", Say("Step before"), partial(self._move, -1))
        self.note_key("Esc", Say("Step before"))
        self.on_key("Ctrl+K", Say("Show the contact card"), self.card_requested.emit)
        for place, step in enumerate(STEPS, start=1):
            self.on_key(f"Alt+{place}", STEP_WORDS[step], partial(self._go, step))
        for keys, words in (
            ("Y N U", Say("Yes, No, Not known")),
            ("D K", Say("Would not say, Cannot be known")),
            ("S", Say("Skip what decides nothing")),
            ("F4", Say("Not known, in a field")),
            ("F6", Say("Skip what decides nothing, in a field")),
            ("1-5", Say("What the phone said")),
            ("Ctrl+1-3", Say("Choose as 1st, 2nd, 3rd")),
            ("L", Say("Ask for the consent later")),
            ("C A X", Say("Called, arrived, cleared: stamp the time")),
        ):
            self.note_key(keys, words)

    def _press(self, key: str) -> None:
        name = "Escape" if key == "Esc" else key
        if self._part().press(name):
            return
        if self.step is Step.CONSENT and self.handoff.press(name):
            return
        if name == "Escape":
            self._move(-1)

    def _show_best(self, view: EncounterView) -> None:
        best = view.matches[:BEST]
        if tuple(best) != tuple(self.matches.lines()):
            self.matches.show_lines(best)
        self.matches.setVisible(bool(best))
        self._matches_card.hint.say(view.matches_hint)
        self._no_match.setVisible(not best)

    def _show_step(self, step: Step) -> None:
        self.step = step
        self._catch_up(step)
        self.bar.show_current(step)
        self._stack.setCurrentIndex(STEPS.index(step))
        self._show_hint()
        self.back_button.setVisible(step is not STEPS[0])
        self._show_primary()

    def _show_hint(self) -> None:
        """Say the keys of this step; in the screening those of the question asked now."""
        asked = self.step is Step.SCREENING
        self._actions.show_hint(keys_of(self.screening.current()) if asked else _HINTS[self.step])

    def _show_primary(self) -> None:
        last = self.step is Step.SEND
        if not last:
            following = STEPS[STEPS.index(self.step) + 1]
            self.next_button.say(Say("Next: {step}", step=STEP_WORDS[following]))
        elif self._view is not None:
            self.next_button.say(self._view.send.button)
        self.next_button.show_icon("send" if last else "arrow_forward")
        stopped = last and (self._view is None or bool(self._view.send.stops))
        self.next_button.setEnabled(not stopped)

    def _on_next(self) -> None:
        if self.step is not Step.SEND:
            self._move(1)
        elif self.next_button.isEnabled():
            self.send_requested.emit()

    def _move(self, by: int) -> None:
        at = STEPS.index(self.step) + by
        if 0 <= at < len(STEPS):
            self._go(STEPS[at])

    def _go(self, step: Step) -> None:
        if step is self.step:
            return
        self.show_step(step)
        announce(self, self.bar.accessibleName())
        self.step_requested.emit(step)

    def _on_why(self) -> None:
        shown = self.send.verdict if self.step is Step.SEND else self.verdict
        shown.toggle_why()

    def _on_otherwise_chosen(self, edit: object) -> None:
        self._go(Step.SCREENING)
        self.edited.emit(edit)

    def _on_consent_opened(self, key: str) -> None:
        self._go(Step.CONSENT)
        self.consent.open_question(key)

    def _on_match_opened(self, key: str) -> None:
        self._go(Step.SERVICES)
        self.services.open_service(key)
