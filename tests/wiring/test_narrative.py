"""The officer's narrative goes onto the clipboard, and off it when the laptop is locked."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from desktop.domain.terms import DeviceKind, Role
from desktop.wiring.referrals import ReferralsWires
from tests.wiring.conftest import County

pytestmark = pytest.mark.slow  # makes a whole workspace


def test_the_narrative_is_copied_as_plain_text_and_forgotten_at_the_lock(county: County) -> None:
    shell = county.window(DeviceKind.PATROL, Role.OFFICER, referrals=1)
    shell.go("my_referrals")
    wires = shell.wires("my_referrals")
    assert isinstance(wires, ReferralsWires)
    wires.open("ref0")

    wires.page.narrative_button.click()

    text = QApplication.clipboard().text()
    referral = shell.workspace.store.referral("ref0")
    assert referral is not None
    assert f"Referral {referral.number} went to Marigold Community Care." in text
    assert "{" not in text
    shell.lock()
    assert QApplication.clipboard().text() == ""


def test_what_somebody_else_copied_stays_on_the_clipboard(county: County) -> None:
    shell = county.window(DeviceKind.PATROL, Role.OFFICER, referrals=1)
    shell.copy("ours")
    QApplication.clipboard().setText("theirs")

    shell.lock()

    assert QApplication.clipboard().text() == "theirs"
