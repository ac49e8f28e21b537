"""The steps of the first start: each shows what was answered and says what is typed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.terms import DeviceKind, Role
from desktop.domain.words import Say, Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.boxes import TickBox
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.choices import Tiles
from desktop.ui.widgets.fields import PasswordField, TextField
from desktop.ui.widgets.files import PathField
from desktop.ui.widgets.labels import hint, strong
from desktop.ui.widgets.layout import column, flowing, holding, row
from desktop.ui.widgets.notes import ErrorBanner, Note
from desktop.viewmodels.first_start import (
    KIND_CHOICES,
    ROLES_OF,
    START_CHOICES,
    Answers,
    Invitation,
    Start,
    code_from,
)
from desktop.viewmodels.marks import Choice, Tone, Trouble
from desktop.viewmodels.passwords import strength
from desktop.viewmodels.settings import ROLE_WORDS

INVITATION_FILES = "Offramp (*.offramp-invite)"


class StepPart(QWidget):
    """One step: `edited` carries the answers as they now are."""

    edited = Signal(object)  # Answers

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.answers = Answers()
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(16)

    def show_answers(self, answers: Answers) -> None:
        """Show what was answered; tells nobody."""
        self.answers = answers

    def show_problems(self, found: dict[str, Sayable]) -> None:
        """Say beside each field what is missing."""

    def focus_first(self) -> None:
        """Put the keyboard where the step starts."""

    def change(self, **values: object) -> None:
        """Take over what a person answered and tell it."""
        self.answers = replace(self.answers, **values)  # type: ignore[arg-type]
        self.edited.emit(self.answers)


class LanguageStep(StepPart):
    """Which language the window speaks."""

    language_chosen = Signal(str)  # code

    def __init__(self, look: Look, languages: tuple[Choice, ...]) -> None:
        super().__init__(look)
        self.tiles = Tiles(look, Say("Language"), languages, look.tongue.code)
        self.tiles.chosen.connect(self.language_chosen)
        card = Card(look)
        card.add_inset(self.tiles, hint(look, Say("You can change it at any time in Settings.")))
        self.rows.addWidget(card)
        self.rows.addStretch(1)

    def focus_first(self) -> None:
        """Start at the language in use."""
        for button in self.tiles.buttons():
            if button.isChecked():
                button.setFocus()


class StartStep(StepPart):
    """A new workspace, or joining a program with an invitation."""

    invitation_chosen = Signal(str)  # path

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.tiles = Tiles(look, Say("New or join"), START_CHOICES)
        self.tiles.chosen.connect(lambda key: self.change(start=Start(key)))
        self.program = PathField(
            look,
            Say("Folder of the program"),
            folder=True,
            hint=Say("Leave it empty for the sample program of the made-up Three Rivers county."),
        )
        self.program.edited.connect(lambda path: self.change(program_folder=path.strip()))
        self.program.path_chosen.connect(lambda path: self.change(program_folder=path))
        self.invitation = PathField(look, Say("Invitation file"), pattern=INVITATION_FILES)
        self.invitation.edited.connect(
            lambda path: self.change(invitation=path.strip(), words_match=False)
        )
        self.invitation.path_chosen.connect(self._on_invitation)
        self.trouble = ErrorBanner(look)
        self.found = Note(look, Tone.INFO, "")
        self.same_words = TickBox(look, Say("The coordinator read the same words to me."))
        self.same_words.clicked.connect(lambda on: self.change(words_match=on))
        self.words_problem = hint(look, "")
        self.words_problem.set_ink("error_ink")
        self._new = holding(column(self.program, gap=8))
        self._join = holding(
            column(
                self.invitation,
                self.trouble,
                self.found,
                self.same_words,
                self.words_problem,
                gap=8,
            )
        )
        for part in (self.found, self.same_words, self.words_problem):
            part.hide()
        card = Card(look)
        card.add_inset(self.tiles, 8, self._new, self._join)
        self.rows.addWidget(card)
        self.rows.addStretch(1)

    def show_answers(self, answers: Answers) -> None:
        """Show the way chosen and its files."""
        super().show_answers(answers)
        self.tiles.choose(answers.start)
        self._new.setVisible(answers.start is Start.NEW)
        self._join.setVisible(answers.start is Start.JOIN)
        self.program.show_text(answers.program_folder)
        self.invitation.show_text(answers.invitation)
        self.same_words.setChecked(answers.words_match)

    def show_invitation(self, invitation: Invitation) -> None:
        """Show whose invitation it is and the words to compare."""
        self.trouble.show_trouble(None)
        self.found.show_note(
            Tone.INFO,
            Say(
                "Call {agency} on the number of your printed letter, not one in the file. They "
                "must read these words: {words}",
                agency=invitation.agency,
                words=invitation.words,
            ),
            title=invitation.program,
            icon="phone",
        )
        self.found.show()
        self.same_words.show()

    def show_invitation_trouble(self, trouble: Trouble) -> None:
        """Say why the file was not taken."""
        self.found.hide()
        self.same_words.hide()
        self.trouble.show_trouble(trouble)

    def show_problems(self, found: dict[str, Sayable]) -> None:
        """Say what is missing to join."""
        self.invitation.show_problem(found.get("invitation", ""))
        self.words_problem.say(found.get("words", ""))
        self.words_problem.setVisible(bool(self.words_problem.text()))

    def focus_first(self) -> None:
        """Start at the way chosen."""
        for button in self.tiles.buttons():
            if button.isChecked():
                button.setFocus()

    def _on_invitation(self, path: str) -> None:
        self.change(invitation=path, words_match=False)
        self.invitation_chosen.emit(path)


class AgencyStep(StepPart):
    """Whose computer this is and what it is for."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.name = TextField(look, Say("Name of your agency"), longest=80)
        self.code = TextField(
            look,
            Say("Short code of the agency"),
            hint=Say("Stands in referral numbers, for example TRC."),
            longest=6,
        )
        self.machine = TextField(
            look, Say("Code of this computer"), hint=Say("For example K7, on a sticker."), longest=6
        )
        self.kind = Tiles(look, Say("What this computer is for"), KIND_CHOICES)
        self._code_typed = False
        self.name.edited.connect(self._on_name)
        self.code.edited.connect(self._on_code)
        self.machine.edited.connect(lambda text: self.change(machine_code=text.strip().upper()))
        self.kind.chosen.connect(lambda key: self.change(kind=DeviceKind(key)))
        card = Card(look)
        card.add_inset(
            self.name,
            row((self.code, 1), (self.machine, 1), gap=16),
            4,
            strong(look, Say("What this computer is for")),
            self.kind,
            gap=12,
        )
        self.rows.addWidget(card)
        self.rows.addStretch(1)

    def show_answers(self, answers: Answers) -> None:
        """Show agency, codes and kind."""
        super().show_answers(answers)
        self.name.show_text(answers.agency_name)
        self.code.show_text(answers.agency_code)
        self.machine.show_text(answers.machine_code)
        self.kind.choose(answers.kind)

    def show_problems(self, found: dict[str, Sayable]) -> None:
        """Say what is missing beside each field."""
        self.name.show_problem(found.get("agency_name", ""))
        self.code.show_problem(found.get("agency_code", ""))
        self.machine.show_problem(found.get("machine_code", ""))
        for name, field in (
            ("agency_name", self.name),
            ("agency_code", self.code),
            ("machine_code", self.machine),
        ):
            if name in found:
                field.setFocus()
                break

    def focus_first(self) -> None:
        """Start at the name."""
        self.name.setFocus()

    def _on_name(self, name: str) -> None:
        code = self.answers.agency_code if self._code_typed else code_from(name)
        self.code.show_text(code)
        self.change(agency_name=name.strip(), agency_code=code)

    def _on_code(self, code: str) -> None:
        self._code_typed = bool(code)
        self.change(agency_code=code.strip().upper())


class YouStep(StepPart):
    """The first administrator."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.name = TextField(
            look,
            Say("Your name as colleagues know it"),
            hint=Say("For example Sgt. Bramble"),
            longest=80,
        )
        self.password = PasswordField(
            look, Say("Password"), hint=Say("At least 8 characters; a few words are best.")
        )
        self.again = PasswordField(look, Say("Password again"))
        self.name.edited.connect(lambda text: self.change(name=text.strip()))
        self.password.edited.connect(self._on_password)
        self.again.edited.connect(lambda text: self.change(again=text))
        self.roles = {role: TickBox(look, ROLE_WORDS[role]) for role in Role}
        self.roles[Role.ADMIN].setChecked(True)
        self.roles[Role.ADMIN].setEnabled(False)
        for role, box in self.roles.items():
            if role is not Role.ADMIN:
                box.clicked.connect(self._on_roles)
        card = Card(look)
        card.add_inset(
            self.name,
            strong(look, Say("What you do here")),
            hint(look, Say("An administrator adds users. Tick what else you do yourself.")),
            flowing(*self.roles.values(), gap=24),
            self.password,
            self.again,
            gap=12,
        )
        self.rows.addWidget(card)
        self.rows.addStretch(1)

    def show_answers(self, answers: Answers) -> None:
        """Show name and roles; passwords only as they were typed in this step."""
        super().show_answers(answers)
        self.name.show_text(answers.name)
        self.password.show_text(answers.password)
        self.again.show_text(answers.again)
        offered = (Role.ADMIN, *ROLES_OF[answers.kind])
        for role, box in self.roles.items():
            box.setVisible(role in offered)
            box.setChecked(role in answers.roles)

    def show_problems(self, found: dict[str, Sayable]) -> None:
        """Say what is missing beside each field."""
        self.name.show_problem(found.get("name", ""))
        self.password.show_problem(found.get("password", ""))
        self.again.show_problem(found.get("again", ""))
        for name, field in (
            ("name", self.name),
            ("password", self.password),
            ("again", self.again),
        ):
            if name in found:
                field.setFocus()
                break

    def focus_first(self) -> None:
        """Start at the name."""
        self.name.setFocus()

    def _on_password(self, typed: str) -> None:
        measured = strength(typed, name=self.answers.name)
        self.password.show_state(measured.words if typed else "", measured.tone)
        self.change(password=typed)

    def _on_roles(self) -> None:
        chosen = {role for role, box in self.roles.items() if box.isChecked()}
        self.change(roles=frozenset(chosen | {Role.ADMIN}))
