"""Computers: nothing is revoked before somebody agreed, and it can be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.domain.words import ENGLISH
from desktop.ui.devices_page import DevicesPage
from desktop.ui.widgets.dialogs import QuestionDialog
from desktop.viewmodels.devices import DevicesView, clock_line, gap_line
from tests.ui.acts import Told, assert_fits, dialog_of, press, words_on
from tests.ui.device_samples import DEVICES, NOW

SIGNALS = ("revoke_requested", "let_back_requested", "left")


@pytest.fixture
def page(look, shown):
    made = DevicesPage(look)
    made.show_devices(DEVICES)
    shown(made, 1440)
    made.focus_first()
    return made


@pytest.mark.parametrize("width", [1024, 1440])
@pytest.mark.parametrize("view", [DEVICES, DevicesView()], ids=["some", "none"])
def test_the_page_fits_in_every_look(any_look, shown, qtbot, view, width):
    page = DevicesPage(any_look)
    page.show_devices(view)
    shown(page, width)

    assert_fits(qtbot, page)


def test_one_key_asks_and_only_a_yes_revokes(page):
    told = Told(page, *SIGNALS)
    page.list.choose("trc-k3")
    page._on_chosen("trc-k3")

    press(Qt.Key.Key_R)
    dialog = dialog_of(page, QuestionDialog)
    assert "Revoke TRC K3?" in words_on(dialog)
    dialog.no_button.click()
    assert told.names == []
    press(Qt.Key.Key_R)
    dialog_of(page, QuestionDialog).yes_button.click()

    assert told.names == ["revoke_requested"]


def test_one_that_is_revoked_can_be_let_back_and_says_who_has_not_heard(page):
    asked = []
    page.let_back_requested.connect(asked.append)
    page._on_chosen("trc-k7")

    QApplication.sendPostedEvents()  # what was just added is shown a turn later
    assert not page.revoke_button.isVisible()
    assert "TRC D1 has not heard of it yet" in words_on(page)
    page.let_back_button.click()
    dialog_of(page, QuestionDialog).yes_button.click()

    assert asked == ["trc-k7"]


def test_only_the_lead_agency_is_offered_to_revoke(page):
    page.show_devices(replace(DEVICES, can_revoke=False))

    assert not page.revoke_button.isVisible()
    assert not page.let_back_button.isVisible()


def test_a_gap_and_a_clock_are_said_as_people_say_them():
    since = NOW - timedelta(days=3)
    assert ENGLISH(gap_line("TRC K3", 7, 7, since, kept_out=False, now=NOW)) == (
        "Bundle 7 of TRC K3 is missing since Sunday."
    )
    assert ENGLISH(gap_line("TRC K3", 7, 9, NOW, kept_out=False, now=NOW)) == (
        "Bundles 7 to 9 of TRC K3 are missing since today."
    )
    assert ENGLISH(clock_line("TRC K3", -430)) == "TRC K3: its clock is 7 minutes slow."
    assert ENGLISH(clock_line("TRC K3", 90_000)) == "TRC K3: its clock is 25 hours fast."
