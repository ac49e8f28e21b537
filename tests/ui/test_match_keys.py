"""Matches in a new referral: each with its reasons and doubts, chosen with the keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desktop.ui.encounter_page import EncounterPage
from desktop.ui.window import Window
from desktop.viewmodels.asked import ServiceChoice, Step
from tests.viewmodels import made_up

Key = Qt.Key


@pytest.fixture
def page(look, shown):
    made = EncounterPage(look)
    window = Window(look)
    window.show_content(made)
    made.show_encounter(made_up.page(made_up.full(), step=Step.SERVICES))
    shown(window)
    made.services.focus_first()
    made.told = []
    made.services.chosen.connect(made.told.append)
    return made


def words(page: EncounterPage) -> list[str]:
    card = page.services.detail
    return [one.text() for one in card.findChildren(QLabel) if one.isVisibleTo(card)]


def test_each_match_says_what_speaks_for_it_and_what_to_ask(page, look, qtbot):
    seen: dict[str, list[str]] = {}
    for _ in page.services.list.lines():
        key = page.services.list.current()
        rules = page.services.detail.detail().rules
        said = [look.say(one.words) for one in rules]
        assert said
        qtbot.waitUntil(lambda said=said: set(said) <= set(words(page)))
        seen[key] = words(page)
        QTest.keyClick(page.services.list, Key.Key_Down)

    assert len(seen) == len(page.services.list.lines()) > 2
    assert "Helps people through withdrawal." in seen["tr-prairie-ridge"]


def test_first_second_and_third_choice_are_made_and_taken_back_with_keys(page):
    control = Qt.KeyboardModifier.ControlModifier
    lines = [one.key for one in page.services.list.lines()]
    QTest.keyClick(page.services.list, Key.Key_Down)

    QTest.keyClick(page.services.list, Key.Key_Return)
    assert page.told == [ServiceChoice(2, lines[1])]
    QTest.keyClick(QApplication.focusWidget(), Key.Key_3, control)
    assert page.told[-1] == ServiceChoice(3, lines[1])
    page.services.list.choose("tr-prairie-ridge")
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Delete)
    assert page.told[-1] == ServiceChoice(1, "")
