"""Settings: what is asked is told, what is shown tells nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.terms import Role
from desktop.ui.settings_page import SettingsPage
from desktop.ui.user_dialogs import AddUserDialog, PasswordDialog
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.dialogs import QuestionDialog
from desktop.ui.window import Window
from desktop.viewmodels.settings import NewPassword, NewUser
from tests.ui.checks import find_faults
from tests.ui.samples import SETTINGS


@pytest.fixture
def page(look, shown):
    made = SettingsPage(look, SETTINGS)
    window = Window(look)
    window.show_content(made)
    shown(window, 1200, 800)
    return made


def button(page, name: str) -> Button:
    return next(b for b in page.findChildren(Button) if b.accessibleName() == name)


@pytest.mark.parametrize("users", [SETTINGS.users, None], ids=["administrator", "others"])
def test_nothing_is_cut_or_unnamed_in_any_look(any_look, shown, users):
    window = Window(any_look)
    window.show_content(SettingsPage(any_look, replace(SETTINGS, users=users)))

    assert find_faults(shown(window)) == []


def test_only_administrators_see_the_users(look, shown):
    made = SettingsPage(look, replace(SETTINGS, users=None))
    shown(made)

    assert not made.add_user_button.isVisible()


@pytest.mark.parametrize(
    ("choice", "signal", "told"),
    [
        ("language", "language_chosen", "es"),
        ("theme", "theme_chosen", "night"),
        ("text_size", "text_scale_chosen", 1.25),
    ],
)
def test_arrows_choose_how_it_looks(page, qtbot, choice, signal, told):
    buttons = getattr(page, choice).buttons()
    buttons[0].setFocus()

    with qtbot.waitSignal(getattr(page, signal)) as asked:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)

    assert asked.args == [told]


def test_showing_settings_tells_nobody(page):
    told = []
    for signal in (page.language_chosen, page.theme_chosen, page.text_scale_chosen):
        signal.connect(told.append)

    page.show_settings(replace(SETTINGS, language="es", theme="night", text_scale=2.0))

    assert told == []
    assert page.theme.current() == "night"


def test_a_user_is_added_with_a_role_and_a_good_password(page, qtbot):
    page.add_user_button.click()
    dialog = page.window().findChild(AddUserDialog)
    assert find_faults(dialog) == []

    dialog.name.show_text("ofc. larkspur")  # taken
    dialog.passwords.first.show_text("short")
    dialog.add_button.click()
    assert dialog.isVisible()
    assert "already used" in dialog.name.below.text()
    assert dialog.passwords.first.below.text() == "3 more characters needed."

    dialog.name.show_text("Ofc. Clover")
    dialog.passwords.first.show_text("river copper window")
    dialog.passwords.again.show_text("river copper window")
    dialog.role.choose("desk")
    with qtbot.waitSignal(page.user_added) as asked:
        dialog.add_button.click()
    assert asked.args == [NewUser("Ofc. Clover", Role.DESK, "river copper window")]
    assert "copper" not in repr(asked.args)


def test_an_administrator_sets_anothers_password_without_the_old_one(page, qtbot):
    button(page, "New password for Ofc. Larkspur").click()
    dialog = page.window().findChild(PasswordDialog)
    assert find_faults(dialog) == []

    dialog.passwords.first.show_text("river copper window")
    dialog.passwords.again.show_text("river copper meadow")
    dialog.set_button.click()
    assert dialog.passwords.again.below.text() == "The two passwords differ."

    dialog.passwords.again.show_text("river copper window")
    with qtbot.waitSignal(page.password_chosen) as asked:
        dialog.set_button.click()
    assert asked.args == [NewPassword("u1", "river copper window")]


def test_my_own_password_needs_the_old_one(page, qtbot):
    page.own_password_button.click()
    dialog = page.window().findChild(PasswordDialog)
    dialog.passwords.first.show_text("river copper window")
    dialog.passwords.again.show_text("river copper window")
    dialog.set_button.click()
    assert dialog.isVisible()

    dialog.old.show_text("correct horse")
    with qtbot.waitSignal(page.password_chosen) as asked:
        dialog.set_button.click()
    assert asked.args == [NewPassword("", "river copper window", "correct horse")]


def test_a_user_is_disabled_only_after_a_question(page, qtbot):
    told = []
    page.user_disabled.connect(told.append)
    button(page, "Disable Ofc. Larkspur").click()
    dialog = page.window().findChild(QuestionDialog)
    assert find_faults(dialog) == []
    assert told == []

    dialog.yes_button.click()
    assert told == ["u1"]

    with qtbot.waitSignal(page.user_enabled) as asked:
        button(page, "Enable Ofc. Yarrow").click()
    assert asked.args == ["u5"]
