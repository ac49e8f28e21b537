"""Home through the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.terms import DeviceKind, Role
from desktop.services import offers
from desktop.ui.offer_dialog import OfferDialog
from desktop.wiring.home import HomeWires
from tests.wiring.conftest import County

pytestmark = pytest.mark.slow  # makes whole workspaces


def test_a_declined_offer_takes_two_keys_and_can_be_taken_back(
    county: County, qtbot: QtBot
) -> None:
    shell = county.window(DeviceKind.PATROL, Role.OFFICER)
    wires = shell.wires("home")
    assert isinstance(wires, HomeWires)

    shell.window.activateWindow()
    assert QTest.qWaitForWindowActive(shell.window)
    QTest.keyClick(shell.window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = shell.window.findChildren(OfferDialog)
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    QTest.keyClick(dialog, Qt.Key.Key_2)

    (kept,) = offers.alone(shell.workspace)
    assert (kept.path, kept.reason) == (offers.DECLINED, "no_trust")
    shell.window.toast_box.undo_button.click()
    assert offers.alone(shell.workspace) == []


def test_not_offered_is_one_tap_with_its_reason(county: County) -> None:
    shell = county.window(DeviceKind.PATROL, Role.OFFICER)
    wires = shell.wires("home")
    assert isinstance(wires, HomeWires)

    wires.page.declined_button.click()
    (dialog,) = shell.window.findChildren(OfferDialog)
    dialog.buttons[(offers.NOT_OFFERED, "call")].click()

    (kept,) = offers.alone(shell.workspace)
    assert kept.reason == "call"
