"""The program page: rules with their policy lines; a draft goes on when nothing stops it."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.terms import Outcome
from desktop.ui.program.dialogs import ApprovedDialog, CaseDialog, DraftDialog
from desktop.ui.program_page import ProgramPage
from desktop.ui.tryout_page import TryoutPage
from desktop.ui.widgets.dialogs import QuestionDialog
from desktop.viewmodels.program import DRAFT, ApprovedWanted, DraftWanted
from desktop.viewmodels.tryout import CaseWanted
from tests.ui import program_samples as samples
from tests.ui.acts import Told, assert_fits, dialog_of, press, words_on

SIGNALS = (
    "side_chosen", "draft_wanted", "import_requested", "export_requested", "drop_requested",
    "tryout_requested", "approved", "publish_requested", "directory_sent",
)  # fmt: skip


@pytest.fixture
def page(look):
    return ProgramPage(look)


def typed(field, text):
    """Type into a field as a person does."""
    field.entry.setFocus()
    QTest.keyClicks(field.entry, text)


def dialog(page, qtbot, kind):
    made = dialog_of(page, kind)
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.mark.parametrize("width", [1024])
@pytest.mark.parametrize(
    "view",
    [
        samples.in_force(),
        samples.draft(faulty=True),
        samples.draft(faulty=False),
        samples.NO_DRAFT,
    ],
    ids=["in force", "faults", "ready", "no draft"],
)
@pytest.mark.slow  # whole programs in every look
def test_it_fits_in_every_look(any_look, shown, qtbot, width, view):
    made = ProgramPage(any_look)
    made.show_program(view)
    shown(made, width)
    assert_fits(qtbot, made)


def test_showing_it_tells_nobody(page):
    told = Told(page, *SIGNALS)
    for view in (samples.in_force(), samples.draft(faulty=False), samples.NO_DRAFT):
        page.show_program(view)
    assert told.names == []


def test_each_rule_stands_with_its_policy_line_and_what_is_left_open(page, shown):
    page.show_program(samples.in_force())
    shown(page)
    words = words_on(page)
    program = samples.rules("lead-santa-fe")
    for one in program.criteria:
        assert str(one.text.in_language("en") if hasattr(one.text, "in_language") else "") in words
    assert "To be confirmed by the agency" in words
    assert "Which criminal history disqualifies" in words
    assert "on 2 of 3 machines, still to come: K9" in words


def test_a_draft_with_faults_can_be_neither_approved_nor_published(page, shown):
    page.show_program(samples.draft(faulty=True))
    shown(page)
    told = Told(page, *SIGNALS)
    assert not page.approve_button.isEnabled()
    assert not page.publish_button.isVisible()
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told.names == []
    assert "contradict" in words_on(page).lower() or "2.0" in words_on(page)
    assert "For example:" in words_on(page)
    press(Qt.Key.Key_F8)
    assert page._findings[0].hasFocus()
    press(Qt.Key.Key_F8)
    assert page._findings[1 % len(page._findings)].hasFocus()


def test_an_approved_draft_is_published_after_one_question(page, shown, qtbot):
    page.show_program(samples.draft(faulty=False))
    shown(page)
    told = Told(page, *SIGNALS)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    asked = dialog(page, qtbot, QuestionDialog)
    assert told.names == []
    asked.yes_button.click()
    assert told.names == ["publish_requested"]
    assert "2 of 6 encounters" in words_on(page)
    assert "TR-01" in words_on(page)


def test_who_approved_and_how_that_is_known_are_both_asked(page, shown, qtbot, look):
    asked = ApprovedDialog(look, page)
    shown(page)
    asked.open()
    told = Told(asked, "asked")
    asked.keep_button.click()
    assert told.names == []
    typed(asked.who, "Policy group")
    asked.keep_button.click()
    assert told.names == []
    typed(asked.how, "minutes")
    asked.keep_button.click()
    assert told.values == [ApprovedWanted("Policy group", "minutes")]


def test_a_new_draft_has_a_name_and_a_day(page, shown, look):
    asked = DraftDialog(look, page)
    shown(page)
    asked.open()
    told = Told(asked, "asked")
    typed(asked.version, "2027-a")
    typed(asked.begins, "1/2027")
    asked.keep_button.click()
    assert told.names == []
    asked.begins.entry.clear()
    typed(asked.begins, "1/15/2027")
    asked.keep_button.click()
    assert told.values == [DraftWanted("2027-a", date(2027, 1, 15))]


def test_trying_out_shows_both_verdicts_and_keeps_a_case(look, shown, qtbot):
    page = TryoutPage(look)
    page.show_tryout(samples.tried())
    shown(page)
    words = words_on(page)
    assert "Not eligible for this pathway" in words
    assert "In force: Needs an answer: can go for review" in words
    told = Told(page, "case_kept", "left")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    asked = dialog(page, qtbot, CaseDialog)
    assert asked.outcome.current() == Outcome.NOT_ELIGIBLE
    asked.keep_button.click()
    assert told.names == []
    typed(asked.about, "nineteen years old")
    asked.keep_button.click()
    assert told.values == [CaseWanted("nineteen years old", Outcome.NOT_ELIGIBLE)]
    page.show_tryout(samples.tried(draft=False))
    assert not page.keep_button.isEnabled()
    assert not page.beside.isVisible()


@pytest.mark.parametrize("width", [1024])
@pytest.mark.slow  # whole programs in every look
def test_trying_out_fits_in_every_look(any_look, shown, qtbot, width):
    page = TryoutPage(any_look)
    page.show_tryout(samples.tried())
    shown(page, width)
    assert_fits(qtbot, page)


def test_the_other_side_is_one_key_away(page, shown):
    page.show_program(samples.in_force())
    shown(page)
    told = Told(page, *SIGNALS)
    press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert told.values == [DRAFT]


def test_a_question_stays_in_sight_while_items_are_added(look, shown):
    page, made = TryoutPage(look), [samples.begun()]

    def add(item):
        one = made[-1].answered(f"charge/i{len(made)}/offense", item.value)
        made.append(one)
        page.show_tryout(samples.trying(one))

    page.item_added.connect(add)
    page.show_tryout(samples.trying(made[0]))
    shown(page)
    page.resize(1024, 560)
    page.focus_first()
    screening = page.screening
    assert screening.current().path == "charges.complete"
    for _ in range(3):
        press(Qt.Key.Key_1)
        QApplication.sendPostedEvents()
        assert screening.current().path == "charges.complete"
        assert screening._scroll.verticalScrollBar().value() == 0
        assert screening.panel.isAncestorOf(QApplication.focusWidget())
    assert len(made) == 4
