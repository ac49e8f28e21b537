"""Who has a copy: nothing is erased before how much, why and a tick."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from desktop.domain.terms import SheetKind
from desktop.domain.words import ENGLISH
from desktop.ui.copies_dialog import CopiesDialog, EraseDialog
from desktop.ui.devices_page import DevicesPage
from desktop.viewmodels.copies import (
    BY_HAND,
    CopiesView,
    EraseAsked,
    backup_line,
    machine_line,
    paper_line,
    sealed_line,
)
from tests.ui.acts import words_on

NOW = datetime(2026, 11, 18, 9, 20, tzinfo=UTC)
VIEW = CopiesView(
    "TRC-K7-26-000121",
    (
        ("people", machine_line("TRC D1", "signed", NOW - timedelta(hours=1), now=NOW)),
        ("people", machine_line("MCC L1", "sent", NOW - timedelta(hours=2), now=NOW)),
        ("print", paper_line(SheetKind.CARD, 2, NOW)),
        ("lock", sealed_line(3)),
        ("save_alt", backup_line(2, True)),
        ("warning", BY_HAND),
    ),
    can_erase=True,
)


@pytest.fixture
def page(look, shown):
    made = DevicesPage(look)
    shown(made, 1440)
    return made


def test_the_list_claims_no_more_than_is_known(page):
    dialog = CopiesDialog(page.look, page.window(), VIEW)
    dialog.open()

    words = words_on(dialog)
    assert "TRC D1 has it and signed for it, today 08:20" in words
    assert "MCC L1: sealed for it, left today 07:20; no receipt yet" in words
    assert "Contact card, copy 2, on paper or as a file since 18 Nov 09:20" in words
    assert "Other computers have backups of their own." in words
    assert ENGLISH(BY_HAND) in words
    dialog.reject()


def test_whoever_may_not_erase_is_not_offered_it(page):
    dialog = CopiesDialog(page.look, page.window(), CopiesView("X", VIEW.lines))
    dialog.open()

    assert not dialog.erase_button.isVisible()
    dialog.reject()


def test_nothing_is_erased_before_how_much_why_and_a_tick(page):
    told = []
    dialog = EraseDialog(page.look, page.window(), "ref1", "TRC-K7-26-000121")
    dialog.erased.connect(told.append)
    dialog.open()

    dialog.erase_button.click()
    dialog.extent.buttons()[0].click()
    dialog.erase_button.click()
    dialog.why.buttons()[1].click()
    dialog.erase_button.click()
    assert told == []
    assert "tick that you are sure" in words_on(dialog)
    dialog.tick.click()
    dialog.erase_button.click()

    assert told == [EraseAsked("ref1", "person", "retention")]
