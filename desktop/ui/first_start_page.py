"""First start: from nothing to a workspace with its first administrator."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.words import Say, Sayable
from desktop.ui.first_start_steps import AgencyStep, LanguageStep, StartStep, StepPart, YouStep
from desktop.ui.look import Look
from desktop.ui.page import ActionBar, Keys, bind_help, bind_key
from desktop.ui.recovery_step import ReadyStep, RecoveryStep
from desktop.ui.widgets.band import Band, Banded, BandSteps
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.labels import Label, title
from desktop.ui.widgets.layout import Scroll, column, holding
from desktop.ui.widgets.notes import ErrorBanner
from desktop.viewmodels.first_start import (
    STEP_WORDS,
    Answers,
    Invitation,
    RecoverySheet,
    Start,
    Step,
    problems,
)
from desktop.viewmodels.marks import Choice, Tone, Trouble

STEPS = tuple(Step)
_HEADS: dict[Step, tuple[Sayable, Sayable]] = {
    Step.LANGUAGE: (Say("Welcome to Offramp"), Say("Six short steps, about four minutes.")),
    Step.START: (
        Say("New, or part of a program?"),
        Say("A program is the rules, the services and the people who answer referrals."),
    ),
    Step.AGENCY: (Say("Your agency"), Say("These words stand on packets and in the exchange.")),
    Step.YOU: (
        Say("You, the first administrator"),
        Say("You add the other users later. Your password is never stored, only its lock."),
    ),
    Step.RECOVERY: (
        Say("Print the recovery sheet"),
        Say("If every password is forgotten, this sheet is the only way back in."),
    ),
    Step.READY: (Say("Done"), ""),
}


class FirstStartPage(QWidget):
    """Asks step by step; the workspace is made when the step "You" is left.

    `answers` and `step` let the app open it again in another language where it was.
    """

    language_chosen = Signal(str)  # code; the app opens the page anew in that language
    invitation_chosen = Signal(str)  # path; answered by show_invitation or its trouble
    workspace_requested = Signal(object)  # Answers; answered by show_recovery or show_trouble
    print_requested = Signal()
    save_requested = Signal()  # the sheet as PDF
    recovery_checked = Signal()  # both words were right
    recovery_postponed = Signal()  # remind at each sign-in
    done = Signal()  # open the work

    def __init__(
        self,
        look: Look,
        languages: tuple[Choice, ...],
        answers: Answers | None = None,
        step: Step = Step.LANGUAGE,
    ) -> None:
        super().__init__()
        self.look = look
        self._answers = answers or Answers()
        self._step = step
        self._words_right = False
        self._make_steps(languages)
        self._make_buttons()
        self._band = Band(look, Say("First start, about 4 minutes"))
        self._list = BandSteps(look, [STEP_WORDS[each] for each in STEPS])
        self._band.add(self._list)
        self._band.add_foot(
            "cloud", Say("No network needed"), Say("Everything stays on this computer.")
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Banded(self._band, self._make_rest(), widest=look.px(344)))
        self._show_step()

    def _make_steps(self, languages: tuple[Choice, ...]) -> None:
        look = self.look
        self.language = LanguageStep(look, languages)
        self.start = StartStep(look)
        self.agency = AgencyStep(look)
        self.you = YouStep(look)
        self.recovery = RecoveryStep(look)
        self.ready = ReadyStep(look)
        self._parts: dict[Step, StepPart] = {
            Step.LANGUAGE: self.language,
            Step.START: self.start,
            Step.AGENCY: self.agency,
            Step.YOU: self.you,
            Step.RECOVERY: self.recovery,
            Step.READY: self.ready,
        }
        for part in self._parts.values():
            part.edited.connect(self._on_edited)
        self.language.language_chosen.connect(self.language_chosen)
        self.start.invitation_chosen.connect(self.invitation_chosen)
        self.recovery.print_requested.connect(self.print_requested)
        self.recovery.save_requested.connect(self.save_requested)
        self.recovery.checked.connect(self._on_words_checked)
        self.ready.done_requested.connect(self.done)

    def _make_buttons(self) -> None:
        look = self.look
        self.back_button = Button(look, Say("Back"), Kind.QUIET)
        self.later_button = Button(look, Say("Finish later, remind me"), Kind.SECONDARY)
        self.next_button = Button(look, Say("Next"), Kind.PRIMARY, keycap="Ctrl+Enter")
        self.back_button.clicked.connect(self._on_back)
        self.later_button.clicked.connect(self._on_later)
        self.next_button.clicked.connect(self._on_next)
        bind_key(self, "Ctrl+Return", self._on_next, button=self.next_button)
        bind_key(self, "Escape", self._on_back, button=self.back_button)
        bind_key(self, "Ctrl+P", self.print_requested.emit, button=self.recovery.print_button)
        bind_help(self, look, self._keys)

    def _keys(self) -> Keys:
        """Return the keys that do something on the step shown."""
        keys: list[tuple[str, Sayable]] = [
            ("Tab", Say("Next field or button")),
            ("Ctrl+Enter", Say("Next step")),
        ]
        if self._step is not STEPS[0]:
            keys.append(("Esc", Say("Step before")))
        if self._step is Step.RECOVERY:
            keys.append(("Ctrl+P", Say("Print the recovery sheet")))
        return keys

    def _make_rest(self) -> QWidget:
        look = self.look
        self._title = title(look, "")
        self._below = Label(look, "", ink="ink_soft", wrap=True)
        self.trouble = ErrorBanner(look)
        self._stack = QStackedWidget()
        for part in self._parts.values():
            self._stack.addWidget(Scroll(column(part)))
        self._bar = ActionBar(look, self.back_button, self.later_button, self.next_button)
        head = column(self._title, self._below, self.trouble, gap=4)
        top = column(head, (self._stack, 1), gap=16, margins=(32, 28, 24, 16))
        return holding(column((holding(top), 1), self._bar, gap=0))

    def answers(self) -> Answers:
        """Return what was answered so far."""
        return self._answers

    def step(self) -> Step:
        """Return the step that is shown."""
        return self._step

    def show_invitation(self, invitation: Invitation) -> None:
        """Show whose invitation was read."""
        self.start.show_invitation(invitation)

    def show_invitation_trouble(self, trouble: Trouble) -> None:
        """Say why the invitation was not taken."""
        self.start.show_invitation_trouble(trouble)

    def show_trouble(self, trouble: Trouble) -> None:
        """Say why no workspace was made; everything typed stays."""
        self.trouble.show_trouble(trouble)
        self.next_button.setEnabled(True)

    def show_recovery(self, sheet: RecoverySheet) -> None:
        """Go on to the recovery sheet: the workspace is made."""
        self.recovery.show_sheet(sheet)
        self._go(Step.RECOVERY)

    def show_printed(self) -> None:
        """Say that the sheet went to a printer."""
        self.recovery.show_printed()

    def show_saved(self) -> None:
        """Say that the sheet is in a file, which is not yet paper."""
        self.recovery.show_saved()

    def focus_first(self) -> None:
        """Put the keyboard where the step starts."""
        self._parts[self._step].focus_first()

    def _go(self, step: Step) -> None:
        self._step = step
        self._show_step()
        self.focus_first()

    def _show_step(self) -> None:
        at = STEPS.index(self._step)
        words, below = _HEADS[self._step]
        self._title.say(words)
        self._below.say(below)
        self._below.setVisible(bool(self._below.text()))
        self.trouble.show_trouble(None)
        self._parts[self._step].show_answers(self._answers)
        self._stack.setCurrentIndex(at)
        self._list.show_step(at, self._details(at))
        # What is made cannot be taken back, so Back ends at the recovery sheet.
        self.back_button.setVisible(self._step in (Step.START, Step.AGENCY, Step.YOU))
        self.later_button.setVisible(self._step is Step.RECOVERY)
        self._bar.setVisible(self._step is not Step.READY)
        self._show_next()

    def _show_next(self) -> None:
        recovery = self._step is Step.RECOVERY
        self.next_button.say(Say("Make the workspace") if self._step is Step.YOU else Say("Next"))
        self.next_button.setEnabled(self._words_right or not recovery)
        waits = Say("Next opens when both words are right.") if recovery else ""
        self._bar.show_kept("" if self._words_right else waits, Tone.NEUTRAL)

    def _details(self, current: int) -> list[Sayable]:
        answers = self._answers
        join = answers.start is Start.JOIN
        said: list[Sayable] = [
            {"en": "English", "es": "Español"}.get(self.look.tongue.code, ""),
            Say("Join a program") if join else Say("Make a new workspace"),
            answers.agency_name,
            answers.name,
        ]
        return said[:current]

    def _on_edited(self, answers: Answers) -> None:
        self._answers = answers
        if self._step is Step.START:
            self.start.show_answers(answers)

    def _on_back(self) -> None:
        self._go(STEPS[STEPS.index(self._step) - 1])

    def _on_next(self) -> None:
        part = self._parts[self._step]
        found = problems(self._answers, self._step)
        part.show_problems(found)
        if found:
            return
        if self._step is Step.YOU:
            self.trouble.show_trouble(None)
            self.next_button.setEnabled(False)  # once is enough; opened again on trouble
            self.workspace_requested.emit(self._answers)
        elif self._step is Step.RECOVERY:
            self.recovery.hide_words()
            self.recovery_checked.emit()
            self._go(Step.READY)
        else:
            self._go(STEPS[STEPS.index(self._step) + 1])

    def _on_later(self) -> None:
        self.recovery.hide_words()
        self.recovery_postponed.emit()
        self._go(Step.READY)

    def _on_words_checked(self, right: bool) -> None:
        self._words_right = right
        self._show_next()
