"""What the window says when it cannot even open is text, whatever a folder is called."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.app import trouble_box


def test_a_folder_named_like_markup_is_shown_as_it_is_called(qtbot: QtBot) -> None:
    reason = "<img src='file:///etc/hostname'><b>records</b> cannot be read."

    box = trouble_box(reason, "Check the disk.")
    qtbot.addWidget(box)

    assert box.textFormat() is Qt.TextFormat.PlainText
    assert reason in box.text()
