"""Settings: language, theme and text size for everybody, users for administrators."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.words import Say
from desktop.ui.look import Look
from desktop.ui.page import Page
from desktop.ui.user_dialogs import AddUserDialog, PasswordDialog
from desktop.ui.widgets.buttons import Button, Kind
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.choices import Segmented
from desktop.ui.widgets.dialogs import QuestionDialog
from desktop.ui.widgets.labels import Avatar, Icon, hint, strong
from desktop.ui.widgets.layout import Columns, Scroll, clear, column, flowing, row
from desktop.ui.widgets.pills import Pill
from desktop.ui.widgets.rows import Row, pairs, two_lines
from desktop.viewmodels.marks import Choice, Mark, Tone
from desktop.viewmodels.settings import (
    TEXT_SCALES,
    SettingsView,
    UserLine,
    user_detail,
)

THEMES = (Choice("light", Say("Light")), Choice("night", Say("Night")))


class SettingsPage(Page):
    """Shows the settings of this computer and asks for changes."""

    language_chosen = Signal(str)  # code
    theme_chosen = Signal(str)  # value of a Theme
    text_scale_chosen = Signal(float)
    user_added = Signal(object)  # NewUser
    password_chosen = Signal(object)  # NewPassword, own or reset
    user_disabled = Signal(str)  # user id
    user_enabled = Signal(str)  # user id

    def __init__(self, look: Look, view: SettingsView) -> None:
        super().__init__(look, Say("Settings"), Say("of this computer"))
        self._view = view
        self._user_rows = column(gap=0)
        left = column(self._make_appearance(), self._make_computer(), "*", gap=16)
        right = column(self._make_users(), "*", gap=16)
        columns = Columns(left, right, weights=(1, 1), side_by_side_from=look.px(840))
        self.fill(Scroll(column(columns)))
        self.show_settings(view)

    def _make_appearance(self) -> Card:
        look, view = self.look, self._view
        self.language = Segmented(look, Say("Language"), view.languages, view.language)
        self.theme = Segmented(look, Say("Theme"), THEMES, view.theme)
        sizes = [Choice(str(scale), f"{round(scale * 100)} %") for scale in TEXT_SCALES]
        self.text_size = Segmented(look, Say("Text size"), sizes, str(view.text_scale))
        self.language.chosen.connect(self.language_chosen)
        self.theme.chosen.connect(self.theme_chosen)
        self.text_size.chosen.connect(lambda size: self.text_scale_chosen.emit(float(size)))
        card = Card(look, Say("How it looks"))
        card.add_inset(
            strong(look, Say("Language")),
            self.language,
            strong(look, Say("Theme")),
            self.theme,
            strong(look, Say("Text size")),
            self.text_size,
            hint(look, Say("Language and text size open the window anew; nothing is lost.")),
            gap=6,
        )
        return card

    def _make_computer(self) -> Card:
        look = self.look
        self.own_password_button = Button(look, Say("Change my password"), Kind.SECONDARY)
        self.own_password_button.clicked.connect(self._on_own_password)
        card = Card(look, Say("This computer"))
        card.add_inset(
            pairs(look, *self._view.computer),
            4,
            flowing(self.own_password_button),
        )
        return card

    def _make_users(self) -> Card:
        look = self.look
        self.add_user_button = Button(
            look, Say("Add a user"), Kind.SECONDARY, icon="add", small=True
        )
        self.add_user_button.clicked.connect(self._on_add_user)
        self._users_card = Card(look, Say("Users"), control=self.add_user_button)
        self._users_card.add(self._user_rows)
        self._users_card.hide()
        return self._users_card

    def show_settings(self, view: SettingsView) -> None:
        """Show these settings; tells nobody."""
        self._view = view
        self.language.choose(view.language)
        self.theme.choose(view.theme)
        self.text_size.choose(str(view.text_scale))
        clear(self._user_rows)
        users = view.users or ()
        for at, user in enumerate(users):
            self._user_rows.addWidget(self._user_row(user, last=at == len(users) - 1))
        self._users_card.setVisible(view.users is not None)

    def focus_first(self) -> None:
        """Start at the language."""
        _focus_chosen(self.language)

    def focus_text_size(self) -> None:
        """Go on at the text size: it was just chosen, and may not be the last one tried."""
        _focus_chosen(self.text_size)

    def _user_row(self, user: UserLine, *, last: bool) -> QWidget:
        look = self.look
        words = two_lines(look, user.name, user_detail(user))
        picture = (
            Icon(look, "do_not_disturb", "ink_muted", 40)
            if user.disabled
            else Avatar(look, user.name)
        )
        if user.is_you:
            you = Pill(look, Mark(Say("You"), Tone.INFO, "person"))
            return Row(look, row(picture, (words, 1), you, gap=12), last=last)
        reset = Button(look, Say("New password"), Kind.QUIET, small=True)
        reset.setAccessibleName(look.say(Say("New password for {name}", name=user.name)))
        reset.clicked.connect(lambda: self._on_reset(user))
        line = row(picture, (words, 1), reset, self._state_button(user), gap=8)
        return Row(look, line, last=last)

    def _state_button(self, user: UserLine) -> Button:
        look = self.look
        if user.disabled:
            button = Button(look, Say("Enable"), Kind.QUIET, small=True)
            button.setAccessibleName(look.say(Say("Enable {name}", name=user.name)))
            button.clicked.connect(lambda: self.user_enabled.emit(user.id))
        else:
            button = Button(look, Say("Disable"), Kind.QUIET, small=True)
            button.setAccessibleName(look.say(Say("Disable {name}", name=user.name)))
            button.clicked.connect(lambda: self._on_disable(user))
        return button

    def _on_add_user(self) -> None:
        dialog = AddUserDialog(self.look, self.window(), self._view.users or (), self._view.roles)
        dialog.user_added.connect(self.user_added)
        dialog.open()

    def _on_reset(self, user: UserLine) -> None:
        dialog = PasswordDialog(self.look, self.window(), user.id, user.name, own=False)
        dialog.password_chosen.connect(self.password_chosen)
        dialog.open()

    def _on_own_password(self) -> None:
        dialog = PasswordDialog(self.look, self.window(), "", "", own=True)
        dialog.password_chosen.connect(self.password_chosen)
        dialog.open()

    def _on_disable(self, user: UserLine) -> None:
        dialog = QuestionDialog(
            self.look,
            self.window(),
            Say("Disable {name}?", name=user.name),
            Say(
                "They can no longer sign in here. Their work stays, and you can enable them again."
            ),
            Say("Disable"),
            danger=True,
        )
        dialog.accepted.connect(lambda: self.user_disabled.emit(user.id))
        dialog.open()


def _focus_chosen(choice: Segmented) -> None:
    for button in choice.buttons():
        if button.isChecked():
            button.setFocus()
