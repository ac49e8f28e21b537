"""Settings: language, theme, text size, and the users of this computer."""

from __future__ import annotations

from desktop.domain.terms import Role
from desktop.domain.words import Say
from desktop.services.workspace import audit
from desktop.store.vault import (
    Session,
    add_user,
    change_password,
    reset_password,
    set_disabled,
    users,
)
from desktop.ui.settings_page import SettingsPage
from desktop.ui.theme import Theme
from desktop.viewmodels.marks import Choice
from desktop.viewmodels.settings import NewPassword, NewUser, SettingsView, UserLine
from desktop.wiring.shell import Shell, roles_here
from desktop.world import LANGUAGES


class SettingsWires:
    """Connects Settings."""

    def __init__(self, shell: Shell, page: SettingsPage) -> None:
        self.shell = shell
        self.page = page
        guard = shell.guard
        page.language_chosen.connect(guard(shell.use_language))
        page.theme_chosen.connect(guard(self._theme))
        page.text_scale_chosen.connect(guard(self._text_scale))
        page.user_added.connect(guard(self._add))
        page.password_chosen.connect(guard(self._password))
        page.user_disabled.connect(guard(lambda user: self._disable(user, True)))
        page.user_enabled.connect(guard(lambda user: self._disable(user, False)))

    def refresh(self) -> None:
        """Show the settings as they are now."""
        self.page.show_settings(settings_view(self.shell))

    def _theme(self, value: str) -> None:
        self.shell.use_theme(Theme(value))

    def _text_scale(self, scale: float) -> None:
        self.shell.use_text_scale(scale)
        made_anew = self.shell.page("settings")
        if isinstance(made_anew, SettingsPage):
            made_anew.focus_text_size()

    def _session(self) -> Session:
        if self.shell.session is None:
            raise RuntimeError("nobody is signed in")
        return self.shell.session

    def _add(self, wanted: NewUser) -> None:
        shell = self.shell
        user = add_user(
            shell.folder,
            self._session(),
            user_id=shell.world.new_id(),
            name=wanted.name.strip(),
            role=wanted.role,
            password=wanted.password,
            now=shell.now,
        )
        audit(shell.workspace, "user.added", user.id, now=shell.now)
        self.refresh()

    def _password(self, wanted: NewPassword) -> None:
        shell = self.shell
        if wanted.old:
            change_password(shell.folder, wanted.user, wanted.old, wanted.password, now=shell.now)
        else:
            reset_password(shell.folder, self._session(), wanted.user, wanted.password)
        audit(shell.workspace, "password.changed", wanted.user, now=shell.now)
        shell.window.toast(Say("The password is changed."))
        self.refresh()

    def _disable(self, user_id: str, disabled: bool) -> None:
        set_disabled(self.shell.folder, self._session(), user_id, disabled)
        act = "user.disabled" if disabled else "user.enabled"
        audit(self.shell.workspace, act, user_id, now=self.shell.now)
        self.refresh()


def settings_view(shell: Shell) -> SettingsView:
    """Return the settings as they are now; only an administrator sees the users."""
    workspace = shell.workspace
    people = tuple(
        UserLine(
            id=user.id,
            name=user.name,
            role=user.role,
            disabled=user.disabled,
            is_you=user.id == workspace.user.id,
        )
        for user in users(shell.folder)
    )
    return SettingsView(
        language=shell.language,
        languages=tuple(Choice(code, name) for code, name in LANGUAGES.items()),
        theme=shell.look.theme.value,
        text_scale=shell.look.text_scale,
        computer=(
            (Say("Agency"), workspace.place.agency_name),
            (Say("Machine"), workspace.place.machine),
            (Say("Program"), workspace.program.name),
            (Say("Rules"), workspace.program.version),
            (Say("Services"), workspace.store.directory.version()),
        ),
        users=people if workspace.user.role is Role.ADMIN else None,
        roles=roles_here(workspace),
    )
