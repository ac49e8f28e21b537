"""Dialogs of the users of a computer: add one, set a password."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.terms import Role
from desktop.domain.words import Say, Sayable
from desktop.ui.look import Look
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.choices import Segmented
from desktop.ui.widgets.dialogs import Dialog
from desktop.ui.widgets.fields import PasswordField, TextField
from desktop.ui.widgets.labels import hint
from desktop.viewmodels.passwords import strength
from desktop.viewmodels.settings import (
    ROLE_DETAILS,
    NewPassword,
    NewUser,
    UserLine,
    name_problem,
    role_choices,
)


class _TwoPasswords:
    """A new password typed twice, its strength said while it is typed."""

    def __init__(self, look: Look) -> None:
        self.first = PasswordField(look, Say("New password"))
        self.again = PasswordField(look, Say("New password again"))
        self.first.edited.connect(self._on_edited)
        self.name = ""

    def _on_edited(self, typed: str) -> None:
        measured = strength(typed, name=self.name)
        self.first.show_state(measured.words if typed else "", measured.tone)

    def accepted(self) -> bool:
        """Return whether they may be used; says what is missing otherwise."""
        measured = strength(self.first.text(), name=self.name)
        self.first.show_problem("" if measured.enough else measured.words)
        differ = measured.enough and self.first.text() != self.again.text()
        self.again.show_problem(Say("The two passwords differ.") if differ else "")
        return measured.enough and not differ


class AddUserDialog(Dialog):
    """Asks for name, role and a first password."""

    user_added = Signal(object)  # NewUser

    def __init__(
        self, look: Look, parent: QWidget, users: tuple[UserLine, ...], roles: tuple[Role, ...]
    ) -> None:
        text = Say("The person signs in with this password and can change it in Settings.")
        super().__init__(look, parent, Say("Add a user"), text)
        self._users = users
        self.name = TextField(look, Say("Name as colleagues know it"), longest=80)
        self.role = Segmented(look, Say("Role"), role_choices(roles), roles[0].value)
        self.role.chosen.connect(self._on_role)
        self._about = hint(look, ROLE_DETAILS[roles[0]])
        self.passwords = _TwoPasswords(look)
        self.name.edited.connect(self._on_name)
        self.add(8, self.name, self.role, self._about, self.passwords.first, self.passwords.again)
        cancel = Button(look, Say("Cancel"), Kind.QUIET)
        cancel.clicked.connect(self.reject)
        self.add_button = Button(look, Say("Add"), Kind.PRIMARY)
        self.add_button.clicked.connect(self._on_asked)
        self.add_buttons(cancel, self.add_button)
        self.name.setFocus()

    def _on_name(self, name: str) -> None:
        self.passwords.name = name

    def _on_role(self, role: str) -> None:
        self._about.say(ROLE_DETAILS[Role(role)])

    def _on_asked(self) -> None:
        problem = name_problem(self.name.text(), self._users)
        self.name.show_problem(problem)
        good = self.passwords.accepted()
        if not problem and good:
            self.accept()
            role = Role(self.role.current())
            made = NewUser(self.name.text().strip(), role, self.passwords.first.text())
            self.user_added.emit(made)


class PasswordDialog(Dialog):
    """Asks for a new password: one's own, with the old one, or another's as administrator."""

    password_chosen = Signal(object)  # NewPassword

    def __init__(self, look: Look, parent: QWidget, user: str, name: str, *, own: bool) -> None:
        title: Sayable = (
            Say("Change my password") if own else Say("A new password for {name}", name=name)
        )
        text: Sayable = "" if own else Say("Nothing is lost. Tell it in person, not by message.")
        super().__init__(look, parent, title, text)
        self._user = user
        self.old = PasswordField(look, Say("Password until now"))
        self.old.setVisible(own)
        self.passwords = _TwoPasswords(look)
        self.passwords.name = name
        self.add(8, self.old if own else None, self.passwords.first, self.passwords.again)
        self._own = own
        cancel = Button(look, Say("Cancel"), Kind.QUIET)
        cancel.clicked.connect(self.reject)
        self.set_button = Button(look, Say("Set the new password"), Kind.PRIMARY)
        self.set_button.clicked.connect(self._on_asked)
        self.add_buttons(cancel, self.set_button)
        (self.old if own else self.passwords.first).setFocus()

    def _on_asked(self) -> None:
        old = self.old.text() if self._own else ""
        missing = self._own and not old
        self.old.show_problem(Say("Type your password.") if missing else "")
        good = self.passwords.accepted()
        if good and not missing:
            self.accept()
            self.password_chosen.emit(NewPassword(self._user, self.passwords.first.text(), old))
