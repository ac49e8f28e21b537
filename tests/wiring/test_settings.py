"""Settings: what was just chosen keeps the keyboard, though the window is made anew."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from desktop.domain.terms import DeviceKind, Role
from desktop.ui.settings_page import SettingsPage
from tests.wiring.conftest import County

pytestmark = pytest.mark.slow  # makes a whole workspace


def test_after_another_text_size_the_keyboard_is_still_there(county: County, qtbot) -> None:
    shell = county.window(DeviceKind.PATROL, Role.OFFICER)
    shell.go("settings")
    page = shell.page("settings")
    assert isinstance(page, SettingsPage)

    page.text_scale_chosen.emit(1.5)

    now = shell.page("settings")
    assert isinstance(now, SettingsPage)
    shell.window.activateWindow()
    qtbot.waitUntil(shell.window.isActiveWindow)
    focused = QApplication.focusWidget()
    assert focused in now.text_size.buttons()
    assert focused.isChecked()
    assert now.text_size.current() == "1.5"
