"""Home: everything with one key, nothing cut, honest when it is empty."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from desktop.domain.words import Say
from desktop.ui.home_page import HomePage
from desktop.ui.widgets.labels import ElidedLabel
from desktop.ui.window import Window
from tests.ui.checks import find_faults
from tests.ui.samples import HOME, HOME_EMPTY, HOME_FULL


@pytest.fixture
def page(look, shown):
    made = HomePage(look)
    made.show_home(HOME)
    window = Window(look)
    window.show_content(made)
    shown(window, 1440, 900)
    return made


def words_of(page) -> str:
    return " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


@pytest.mark.parametrize("view", [HOME, HOME_EMPTY, HOME_FULL], ids=["filled", "empty", "full"])
def test_nothing_is_cut_or_unnamed_in_any_look(any_look, shown, view):
    made = HomePage(any_look)
    made.show_home(view)
    window = Window(any_look)
    window.show_content(made)

    assert find_faults(shown(window)) == []


def test_a_very_long_name_is_cut_with_its_whole_in_reach(look, shown):
    name = "Maximiliana Placeholder-Imaginary de la Fictional y Madeup " * 3
    draft = replace(HOME.drafts[0], title=name)
    made = HomePage(look)
    made.show_home(replace(HOME, drafts=(draft,)))
    window = Window(look)
    window.show_content(made)

    assert find_faults(shown(window)) == []


@pytest.mark.parametrize(
    ("key", "signal"), [(Qt.Key.Key_N, "new_requested"), (Qt.Key.Key_D, "declined_requested")]
)
def test_control_and_a_letter_start(page, qtbot, key, signal):
    with qtbot.waitSignal(getattr(page, signal)):
        QTest.keyClick(page.window(), key, Qt.KeyboardModifier.ControlModifier)


def test_a_digit_resumes_a_draft(page, qtbot):
    with qtbot.waitSignal(page.draft_opened) as opened:
        QTest.keyClick(page.window(), Qt.Key.Key_2)
    assert opened.args == ["d2"]

    opened_more = []
    page.draft_opened.connect(opened_more.append)
    QTest.keyClick(page.window(), Qt.Key.Key_3)
    assert opened_more == []


def test_enter_opens_a_referral(page, qtbot):
    page.list.choose("1")
    page.list.setFocus()

    with qtbot.waitSignal(page.referral_opened) as opened:
        QTest.keyClick(page.list, Qt.Key.Key_Return)

    assert opened.args == ["1"]


def test_an_empty_home_says_how_to_begin(page):
    page.show_home(HOME_EMPTY)

    assert page.empty.isVisible()
    assert not page.list.isVisible()
    assert "Drafts to resume" not in words_of(page)
    assert "The first takes about 3 minutes." in words_of(page)


def test_without_the_agencys_minutes_only_the_own_figure_is_shown(page, qtbot):
    page.show_home(replace(HOME, last=replace(HOME.last, booking=None)))

    qtbot.waitUntil(lambda: "2 min 41 s" in words_of(page))
    assert "Your agency has not entered its booking minutes." in words_of(page)


def test_a_draft_that_was_repaired_says_so(page):
    hurt = replace(HOME.drafts[0], trouble=Say("Opened from the backup of {time}.", time="21:58"))

    page.show_home(replace(HOME, drafts=(hurt,)))

    names = [line.accessibleName() for line in page.findChildren(ElidedLabel)]
    assert "Opened from the backup of 21:58." in names
