"""The widgets: nothing cut in any look, and they answer to keys as people expect."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.domain.facts import PartialDate
from desktop.domain.words import Say
from desktop.ui.page import Page
from desktop.ui.widgets.buttons import AnswerButton, Button
from desktop.ui.widgets.choices import FilterChip, Segmented
from desktop.ui.widgets.fields import DateField, PasswordField, TextArea, TextField
from desktop.ui.widgets.labels import Label
from desktop.ui.widgets.layout import column, holding
from desktop.ui.widgets.longlist import LongList
from desktop.ui.window import Window
from desktop.viewmodels.dates import read_date, write_date
from desktop.viewmodels.marks import Choice, Line
from tests.ui.checks import find_faults
from tests.ui.gallery import LINES, Gallery


def role_of(widget) -> QAccessible.Role:
    return QAccessible.queryAccessibleInterface(widget).role()


def test_every_widget_fits_and_says_its_name_in_every_look(any_look, shown):
    window = shown(Gallery(any_look))

    assert find_faults(window) == []


def test_a_word_of_markup_is_shown_as_typed(look):
    label = Label(look, "<b>Robin</b>")

    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == "<b>Robin</b>"


def test_an_ampersand_is_a_letter_not_a_mnemonic(look):
    button = Button(look, "Mesa Women & Children")

    assert button.shown_text() == "Mesa Women & Children"
    assert button.accessibleName() == "Mesa Women & Children"
    assert button.shortcut().isEmpty()


def test_an_answer_is_a_button_for_a_screen_reader(look):
    assert role_of(AnswerButton(look, Say("Yes"), "Y")) == QAccessible.Role.Button


def test_enter_presses_a_button_as_space_does(look, shown, qtbot):
    button = Button(look, Say("Send"))
    shown(holding(column(button)))
    button.setFocus()

    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        with qtbot.waitSignal(button.clicked):
            QTest.keyClick(button, key)


def test_arrows_choose_side_by_side_and_tab_leaves(look, shown):
    theme = Segmented(
        look, Say("Theme"), [Choice("light", Say("Light")), Choice("night", Say("Night"))], "light"
    )
    after = Button(look, Say("After"))
    shown(holding(column(theme, after)))
    told = []
    theme.chosen.connect(told.append)
    theme.buttons()[0].setFocus()

    QTest.keyClick(theme.buttons()[0], Qt.Key.Key_Right)

    assert theme.current() == "night"
    assert told == ["night"]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert after.hasFocus()


def test_a_choice_shown_by_the_program_tells_nobody(look):
    theme = Segmented(look, Say("Theme"), [Choice("a", "A"), Choice("b", "B")])
    told = []
    theme.chosen.connect(told.append)

    theme.choose("b")

    assert theme.current() == "b"
    theme.choose("")
    assert theme.current() == ""
    assert told == []


def test_segments_are_radio_buttons_and_filters_are_toggles(look):
    theme = Segmented(look, Say("Theme"), [Choice("a", "A")])

    assert role_of(theme.buttons()[0]) == QAccessible.Role.RadioButton
    assert role_of(FilterChip(look, Say("Open now"), 4)) == QAccessible.Role.CheckBox


def test_a_single_letter_answers_but_not_while_somebody_types(look, shown):
    page = Page(look, Say("Try"))
    name = TextField(look, Say("Name"))
    button = Button(look, Say("Other"))
    page.fill(column(name, button))
    answers = []
    page.on_key("Y", Say("Yes"), lambda: answers.append("Y"))
    shown(page)

    name.entry.setFocus()
    QTest.keyClick(name.entry, Qt.Key.Key_Y)
    assert (answers, name.text()) == ([], "y")

    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Y)
    assert answers == ["Y"]
    assert page.keys() == [("Y", Say("Yes"))]


def test_a_key_rests_while_its_button_does(look, shown):
    page = Page(look, Say("Try"))
    button = Button(look, Say("Send"))
    page.fill(column(button))
    sent = []
    page.on_key("Ctrl+Return", Say("Send"), lambda: sent.append(1), button=button)
    shown(page)
    page.setFocus()

    button.setEnabled(False)
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    button.setEnabled(True)
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert sent == [1]


def test_text_shown_by_the_program_tells_nobody(look):
    line, area = TextField(look, Say("Name")), TextArea(look, Say("What happened"))
    told = []
    line.edited.connect(told.append)
    area.edited.connect(told.append)

    line.show_text("Robin")
    area.show_text("Sample")

    assert told == []
    assert (line.text(), area.text()) == ("Robin", "Sample")


def test_a_problem_stands_below_the_field_and_is_heard(look):
    field = TextField(look, Say("Phone"), hint=Say("With area code"))

    field.show_problem(Say("This number is too short."))
    assert field.below.text() == "This number is too short."
    assert field.entry.accessibleDescription() == "This number is too short."

    field.show_problem("")
    assert field.below.text() == "With area code"


def test_a_password_is_shown_only_while_the_button_is_held(look, shown):
    field = PasswordField(look, Say("Password"))
    shown(field)
    field.show_text("correct horse")
    middle = QPoint(10, 10)

    QTest.mousePress(field.show_button, Qt.MouseButton.LeftButton, pos=middle)
    assert field.entry.echoMode() == QLineEdit.EchoMode.Normal
    QTest.mouseRelease(field.show_button, Qt.MouseButton.LeftButton, pos=middle)
    assert field.entry.echoMode() == QLineEdit.EchoMode.Password


def test_caps_lock_is_said_in_words(look, shown):
    field = PasswordField(look, Say("Password"))
    shown(field)

    QTest.keyClick(field.entry, "A")  # a capital without Shift
    assert field.caps.isVisible()
    assert field.caps.text() == "Caps Lock is on."

    QTest.keyClick(field.entry, "a")
    assert not field.caps.isVisible()


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("3/14/1992", PartialDate(1992, 3, 14)),
        ("03-14-1992", PartialDate(1992, 3, 14)),
        ("1992-03-14", PartialDate(1992, 3, 14)),
        ("3/1992", PartialDate(1992, 3)),
        ("1992", PartialDate(1992)),
        ("2/30/1992", None),
        ("14/3/1992", None),
        ("92", None),
        ("", None),
        ("soon", None),
        ("1/2/3/1992", None),
    ],
)
def test_a_date_is_read_as_officers_type_it(typed, date):
    assert read_date(typed) == date
    if date is not None:
        assert read_date(write_date(date)) == date


def test_a_date_field_says_what_is_no_date(look, shown):
    field = DateField(look, Say("Birth date"))
    shown(field)
    told = []
    field.dated.connect(told.append)

    QTest.keyClicks(field.entry, "1992")
    field.entry.editingFinished.emit()
    assert told[-1] == PartialDate(1992)
    assert "not a date" not in field.below.text()

    QTest.keyClicks(field.entry, "/99/99")
    field.entry.editingFinished.emit()
    assert told[-1] is None
    assert "not a date" in field.below.text()


def test_a_list_opens_with_enter_and_tells_only_what_a_person_chooses(look, shown):
    lines = LongList(look, Say("Referrals"))
    chosen, opened = [], []
    lines.chosen.connect(chosen.append)
    lines.opened.connect(opened.append)
    shown(lines)

    lines.show_lines(LINES, "1")
    assert chosen == []

    QTest.keyClick(lines, Qt.Key.Key_Down)
    QTest.keyClick(lines, Qt.Key.Key_Return)
    assert chosen == ["2"]
    assert opened == ["2"]


def test_a_list_stays_on_its_line_when_it_is_shown_again(look):
    lines = LongList(look, Say("Referrals"))
    lines.show_lines(LINES, "2")

    lines.show_lines([Line("0", "New first"), *LINES])

    assert lines.current() == "2"


def test_a_line_is_heard_with_all_its_words(look, shown):
    lines = LongList(look, Say("Referrals"))
    lines.show_lines(LINES, "1")
    shown(lines)

    heard = lines.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)

    assert heard == (
        "Kit Imaginary, TRC-K7-26-000121, Harbor Peer Drop-in, Saved here, today 21:36, No news yet"
    )


def test_the_focus_ring_is_for_the_keyboard_only(look, shown):
    window = Window(look)
    first, second = Button(look, Say("First")), Button(look, Say("Second"))
    window.show_content(holding(column(first, second)))
    shown(window)
    ring = window.focus_ring

    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert not ring.isVisible()

    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    assert ring.isVisible()
    assert ring.geometry().contains(second.mapTo(window, QPoint(1, 1)))


def test_a_toast_takes_the_step_back_once(look, shown):
    window = Window(look)
    window.show_content(holding(column(Button(look, Say("First")))))
    shown(window)
    undone = []

    window.toast(Say("Recorded: full."), lambda: undone.append(1))
    QTest.mouseClick(window.toast_box.undo_button, Qt.MouseButton.LeftButton)

    assert undone == [1]
    assert not window.toast_box.isVisible()
