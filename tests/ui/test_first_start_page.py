"""First start: step by step with the keyboard, nothing lost, nothing made twice."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desktop.domain.terms import DeviceKind, Role
from desktop.domain.words import Say
from desktop.ui.first_start_page import FirstStartPage
from desktop.ui.widgets.dialogs import KeysDialog
from desktop.ui.widgets.pills import Keycap
from desktop.ui.window import Window
from desktop.viewmodels.first_start import Answers, Invitation, Start, Step
from desktop.viewmodels.marks import Trouble
from tests.ui.checks import find_faults
from tests.ui.samples import ANSWERS, LANGUAGES, SHEET

GOOD = "river copper window"


@pytest.fixture
def page(look, shown):
    made = FirstStartPage(look, LANGUAGES)
    window = Window(look)
    window.show_content(made)
    shown(window)
    made.focus_first()
    return made


def type_into(field, text: str) -> None:
    field.setFocus()
    QTest.keyClicks(QApplication.focusWidget(), text)


def go_on(page) -> None:
    QTest.keyClick(page.window(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def words_of(page) -> str:
    return " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


@pytest.mark.parametrize("step", Step)
def test_nothing_is_cut_or_unnamed_in_any_look(any_look, shown, step):
    made = FirstStartPage(any_look, LANGUAGES, ANSWERS, step)
    if step is Step.RECOVERY:
        made.show_recovery(SHEET)
    window = Window(any_look)
    window.show_content(made)

    assert find_faults(shown(window)) == []


@pytest.mark.parametrize(
    ("step", "key"), [(Step.LANGUAGE, "Ctrl+Enter"), (Step.RECOVERY, "Ctrl+P")], ids=str
)
def test_f1_lists_the_keys_of_the_step(look, shown, step, key):
    made = FirstStartPage(look, LANGUAGES, ANSWERS, step)
    if step is Step.RECOVERY:
        made.show_recovery(SHEET)
    window = Window(look)
    window.show_content(made)
    shown(window)

    QTest.keyClick(window, Qt.Key.Key_F1)

    (dialog,) = window.findChildren(KeysDialog)
    caps = {cap.accessibleName() or cap.text() for cap in dialog.findChildren(Keycap)}
    assert {key, "F1"} <= caps
    dialog.close()


def test_a_new_workspace_is_asked_for_with_the_keyboard_alone(page, qtbot):
    go_on(page)
    assert page.step() is Step.START
    go_on(page)
    type_into(page.agency.name, "Three Rivers County")
    type_into(page.agency.machine, "k7")
    go_on(page)
    type_into(page.you.name, "Sgt. Bramble")
    QTest.keyClick(page.you.roles[Role.SUPERVISOR], Qt.Key.Key_Space)
    type_into(page.you.password, GOOD)
    type_into(page.you.again, GOOD)

    with qtbot.waitSignal(page.workspace_requested) as asked:
        go_on(page)

    assert asked.args == [
        Answers(
            start=Start.NEW,
            agency_name="Three Rivers County",
            agency_code="TRC",
            machine_code="K7",
            kind=DeviceKind.PATROL,
            name="Sgt. Bramble",
            roles=frozenset({Role.ADMIN, Role.SUPERVISOR}),
            password=GOOD,
            again=GOOD,
        )
    ]
    assert "copper" not in repr(asked.args)


def test_what_is_missing_is_said_beside_its_field(page):
    go_on(page)
    go_on(page)
    go_on(page)

    assert page.step() is Step.AGENCY
    assert page.agency.name.below.text() == "Type the name of your agency."
    assert "capital letters" in page.agency.code.below.text()


def test_the_workspace_is_asked_for_once_until_something_fails(look, shown):
    answers = Answers(
        agency_name="Three Rivers", agency_code="TR", machine_code="K7", name="Bramble",
        password=GOOD, again=GOOD,
    )  # fmt: skip
    made = FirstStartPage(look, LANGUAGES, answers, Step.YOU)
    shown(made)
    asked = []
    made.workspace_requested.connect(asked.append)

    made.next_button.click()
    made.next_button.click()
    assert len(asked) == 1

    made.show_trouble(Trouble(Say("The disk is full."), Say("Free some space, then try again.")))
    assert "The disk is full." in words_of(made)
    made.next_button.click()
    assert len(asked) == 2


def test_going_back_keeps_what_was_typed(page):
    go_on(page)
    go_on(page)
    type_into(page.agency.name, "Three Rivers")
    QTest.keyClick(page.window(), Qt.Key.Key_Escape)
    assert page.step() is Step.START
    go_on(page)

    assert page.agency.name.text() == "Three Rivers"
    assert page.answers().agency_name == "Three Rivers"


def test_another_language_goes_on_where_it_was(look, page, qtbot):
    page.language.tiles.buttons()[0].setFocus()

    with qtbot.waitSignal(page.language_chosen) as asked:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert asked.args == ["es"]

    again = FirstStartPage(look, LANGUAGES, ANSWERS, Step.AGENCY)
    assert again.agency.name.text() == "Three Rivers Sheriff's Office"


def test_joining_needs_the_words_compared_by_phone(page, qtbot):
    go_on(page)
    page.start.tiles.buttons()[1].click()
    go_on(page)
    assert page.step() is Step.START
    assert "invitation file" in page.start.invitation.below.text()

    type_into(page.start.invitation, "invite.offramp-invite")
    with qtbot.waitSignal(page.invitation_chosen) as chosen:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert chosen.args == ["invite.offramp-invite"]
    page.show_invitation(
        Invitation("invite.offramp-invite", "Three Rivers", "Marigold Services", "lantern oak four")
    )
    assert "lantern oak four" in words_of(page)
    go_on(page)
    assert page.step() is Step.START

    page.start.same_words.click()
    go_on(page)
    assert page.step() is Step.AGENCY
    assert page.answers().start is Start.JOIN


def test_an_invitation_that_cannot_be_read_says_why(page):
    go_on(page)
    page.start.tiles.buttons()[1].click()

    page.show_invitation_trouble(
        Trouble(Say("This is not an invitation."), Say("Ask your coordinator for a new file."))
    )

    assert "This is not an invitation." in words_of(page)
    assert not page.start.same_words.isVisible()


def test_the_words_of_the_sheet_are_hidden_from_eyes_and_ears(page):
    page.show_recovery(SHEET)
    assert "lantern" not in page.recovery.grid.accessibleName()
    assert "lantern" not in words_of(page)
    assert "lantern" not in repr(SHEET)

    page.recovery.show_button.click()
    assert "1: lantern" in page.recovery.grid.accessibleName()
    page.recovery.show_button.click()
    assert "lantern" not in page.recovery.grid.accessibleName()


def test_two_words_from_paper_open_the_way_on(page, qtbot):
    page.show_recovery(SHEET)
    assert not page.next_button.isEnabled()

    type_into(page.recovery.first, "river")
    type_into(page.recovery.second, "pepper")
    assert not page.next_button.isEnabled()
    page.recovery.second.entry.clear()
    type_into(page.recovery.second, " Harbor ")
    assert page.next_button.isEnabled()

    with qtbot.waitSignal(page.recovery_checked):
        go_on(page)
    assert page.step() is Step.READY
    with qtbot.waitSignal(page.done):
        page.ready.go_button.click()


def test_the_sheet_can_wait_and_says_so(page, qtbot):
    page.show_recovery(SHEET)

    with qtbot.waitSignal(page.recovery_postponed):
        page.later_button.click()

    assert page.step() is Step.READY


def test_the_sheet_is_printed_with_its_key(page, qtbot):
    page.show_recovery(SHEET)

    with qtbot.waitSignal(page.print_requested):
        QTest.keyClick(page.window(), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    page.show_printed()

    assert page.recovery.pill.text() == "Printed"


def test_what_is_wrong_takes_the_keyboard(look, shown):
    page = FirstStartPage(look, LANGUAGES, step=Step.AGENCY)
    shown(page)
    page.agency.name.show_text("Three Rivers")
    page.agency.name.edited.emit("Three Rivers")
    page.agency.code.show_text("")
    page.agency.code.edited.emit("")
    page.agency.machine.setFocus()

    page.next_button.click()

    assert page.agency.code.entry.hasFocus()


def test_a_sheet_in_a_file_is_not_said_to_be_printed(look, shown):
    page = FirstStartPage(look, LANGUAGES, step=Step.RECOVERY)
    shown(page)

    page.show_saved()

    assert page.recovery.pill.accessibleName() == "Saved as PDF, print it"
