"""Signing in: with the keyboard alone, in every look, and when the password is wrong."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desktop.ui.recover_dialog import RecoverDialog
from desktop.ui.signin_page import SignInPage
from desktop.ui.widgets.person_tile import PersonTile
from desktop.ui.window import Window
from desktop.viewmodels.signin import Recovery, SignIn, wrong_password
from tests.ui.checks import find_faults
from tests.ui.samples import SHEET, SIGN_IN


@pytest.fixture
def page(look, shown):
    made = SignInPage(look, SIGN_IN)
    window = Window(look)
    window.show_content(made)
    shown(window)
    made.focus_first()
    return made


def type_keys(text: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), text)


def press(key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget(), key)


def words_of(page) -> str:
    return " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_nothing_is_cut_or_unnamed_in_any_look(any_look, shown, qtbot):
    made = SignInPage(any_look, SIGN_IN)
    window = Window(any_look)
    window.show_content(made)
    shown(window)
    assert find_faults(window) == []

    made.show_failure(wrong_password("Ofc. Larkspur", tries_left=0, wait_seconds=60))
    qtbot.waitUntil(lambda: find_faults(window) == [])


def test_a_person_signs_in_with_the_keyboard_alone(page, qtbot):
    type_keys("correct horse")

    with qtbot.waitSignal(page.sign_in_requested) as asked:
        press(Qt.Key.Key_Return)

    assert asked.args == [SignIn("u1", "correct horse")]


def test_arrows_and_letters_find_a_name(page, qtbot):
    tiles = page.findChildren(PersonTile)
    tiles[0].setFocus()

    press(Qt.Key.Key_Down)
    assert page.chosen().name == "Ofc. Thistle"

    type_keys("br")
    assert page.chosen().name == "Sgt. Bramble"

    for _ in tiles:  # Tab leaves the names for the password
        if page.password.entry.hasFocus():
            break
        press(Qt.Key.Key_Tab)
    type_keys("oak four")
    with qtbot.waitSignal(page.sign_in_requested) as asked:
        press(Qt.Key.Key_Return)
    assert asked.args == [SignIn("u4", "oak four")]


def test_arrows_choose_a_name_from_the_password_where_the_keyboard_starts(page):
    press(Qt.Key.Key_Down)

    assert page.chosen().name == "Ofc. Thistle"
    assert page.password.entry.accessibleName() == "Password of Ofc. Thistle"
    press(Qt.Key.Key_Up)
    assert page.chosen().name == "Ofc. Larkspur"


def test_going_back_from_the_password_reaches_the_chosen_name_and_arrows_choose_on(page):
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)

    assert QApplication.focusWidget().person.name == "Ofc. Larkspur"
    press(Qt.Key.Key_Down)
    assert page.chosen().name == "Ofc. Thistle"
    press(Qt.Key.Key_Return)
    assert page.password.entry.hasFocus()


def test_the_field_says_whose_password_it_wants(page):
    assert page.password.entry.accessibleName() == "Password of Ofc. Larkspur"


def test_an_empty_password_is_asked_for_not_tried(page):
    tried = []
    page.sign_in_requested.connect(tried.append)

    press(Qt.Key.Key_Return)

    assert tried == []
    assert "Type your password." in words_of(page)


def test_a_wrong_password_says_what_is_left_and_empties_the_field(page):
    page.password.show_text("wrong")

    page.show_failure(wrong_password("Ofc. Larkspur", tries_left=2, wait_seconds=60))

    said = words_of(page)
    assert "This password does not open the work of Ofc. Larkspur" in said
    assert "2 more tries, then a wait of 60 seconds. Drafts stay as they are." in said
    assert page.password.text() == ""
    assert page.password.entry.hasFocus()
    assert page.open_button.isEnabled()


def test_a_wait_is_counted_down_in_words_and_then_over(page, qtbot):
    tried = []
    page.sign_in_requested.connect(tried.append)

    page.show_failure(wrong_password("Ofc. Larkspur", tries_left=0, wait_seconds=1))
    assert "You can try again in 1 second." in words_of(page)
    assert not page.open_button.isEnabled()
    type_keys("correct horse")
    press(Qt.Key.Key_Return)
    assert tried == []

    qtbot.waitUntil(page.open_button.isEnabled, timeout=5_000)
    press(Qt.Key.Key_Return)
    assert tried == [SignIn("u1", "correct horse")]


def test_the_notice_is_read_before_the_password_is_asked(page):
    assert "Signing in means that you agree." in words_of(page)


def test_a_password_is_never_in_a_repr():
    assert "horse" not in repr(SignIn("u1", "correct horse"))
    assert "horse" not in repr(Recovery("u1", "oak horse", "correct horse"))


def test_a_forgotten_password_is_set_with_the_words_of_the_sheet(page, qtbot):
    page.forgot_button.click()
    dialog = page.window().findChild(RecoverDialog)
    assert find_faults(dialog) == []

    dialog.ask_button.click()
    assert dialog.isVisible()  # nothing typed yet

    dialog.words.show_text("  " + " ".join(SHEET.words).upper() + "\n")
    dialog.password.show_text("four new words here")
    dialog.again.show_text("four new words here")
    with qtbot.waitSignal(page.recovery_requested) as asked:
        dialog.ask_button.click()
    assert asked.args == [Recovery("u1", " ".join(SHEET.words), "four new words here")]
