"""Import: every step with the keyboard alone, hostile text as plain text, in every look."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desktop.ui.import_page import ImportPage
from desktop.ui.window import Window
from desktop.viewmodels.directory_import import ColumnMatched, Happens, ImportStep
from tests.ui import import_samples as samples
from tests.ui.checks import find_faults, find_rich_text

pytestmark = pytest.mark.slow  # a window for each state in each look

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SIGNALS = (
    "path_chosen",
    "column_matched",
    "read_requested",
    "keep_requested",
    "cancel_requested",
    "again_requested",
    "take_back_requested",
    "leave_requested",
)


class Someone:
    """A person at the page."""

    def __init__(self, page: ImportPage) -> None:
        self.page = page
        self.told: list[tuple[object, ...]] = []
        for name in SIGNALS:
            getattr(page, name).connect(lambda *v, name=name: self.told.append((name, *v)))

    def press(self, key: Qt.Key, mods: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(QApplication.focusWidget() or self.page, key, mods)


@pytest.fixture
def someone(look, shown):
    page = ImportPage(look)
    window = Window(look)
    window.show_content(page)
    shown(window)
    return Someone(page)


@pytest.mark.parametrize("state", samples.STATES)
def test_every_step_fits_and_is_named(any_look, shown, state):
    page = ImportPage(any_look)
    window = Window(any_look)
    window.show_content(page)
    page.show_import(samples.STATES[state])
    shown(window)
    assert find_faults(window) == []


def test_showing_any_step_tells_nobody(someone):
    for view in samples.STATES.values():
        someone.page.show_import(view)
    assert someone.told == []


def test_a_path_is_typed_and_entered(someone):
    someone.page.choose.path.entry.setFocus()
    QTest.keyClicks(someone.page.choose.path.entry, "/tmp/agencies 2026.xlsx")
    someone.press(Key.Key_Return)
    assert someone.told == [("path_chosen", "/tmp/agencies 2026.xlsx")]


def test_a_folder_is_dropped_on_the_page(someone, tmp_path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    none = Qt.KeyboardModifier.NoModifier
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, none
    )
    someone.page.dropEvent(drop)
    assert someone.told == [("path_chosen", str(tmp_path))]


def test_columns_are_matched_with_the_keyboard(someone):
    someone.page.show_import(samples.COLUMNS)
    box = someone.page.columns.boxes[1]
    assert someone.page.columns.boxes[0].hasFocus()
    box.setFocus()

    QTest.keyClick(box, Key.Key_Down)
    someone.press(Key.Key_Return, CTRL)

    assert someone.told == [("column_matched", ColumnMatched(1, "id")), ("read_requested",)]


def test_a_list_is_not_read_while_something_is_still_needed(someone):
    someone.page.show_import(samples.STILL_NEEDED)
    someone.press(Key.Key_Return, CTRL)
    assert someone.told == []
    assert "Name of the organization" in someone.page.columns.missing.text()


def test_esc_cancels_what_is_being_read(someone):
    someone.page.show_import(samples.READING)
    assert "4250 rows read" in someone.page.progress.findChildren(QLabel)[0].text()
    someone.press(Key.Key_Escape)
    assert someone.told == [("cancel_requested",)]


def test_keeping_cannot_be_stopped_half_way(someone):
    someone.page.show_import(samples.KEEPING)
    someone.press(Key.Key_Escape)
    someone.press(Key.Key_Return, CTRL)
    assert someone.told == []


def test_a_count_shows_only_what_it_counts_and_esc_shows_all_again(someone):
    someone.page.show_import(samples.PREVIEW)
    part = someone.page.preview
    tile = part.tiles[Happens.UNREAD]
    tile.setFocus()

    QTest.keyClick(tile, Key.Key_Space)
    assert [line.key for line in part.list.lines()] == ["unread/0", "unread/1"]
    someone.press(Key.Key_Escape)

    assert len(part.list.lines()) == 6
    assert someone.told == []
    someone.press(Key.Key_Return, CTRL)
    assert someone.told == [("keep_requested",)]


def test_a_line_is_opened_copied_and_left_with_the_keyboard(someone):
    someone.page.show_import(samples.PREVIEW)
    part = someone.page.preview
    assert part.list.hasFocus()
    for _ in range(3):
        someone.press(Key.Key_Down)
    someone.press(Key.Key_C, CTRL)
    someone.press(Key.Key_Return)

    assert QGuiApplication.clipboard().text() == f"{samples.LONG}, Name, Phone, Changed"
    assert part.views.second_alone
    shown = [one.text() for one in part.findChildren(QLabel) if one.isVisibleTo(part)]
    assert any(text.endswith("Now: 406-555-0199.") for text in shown)
    someone.press(Key.Key_Escape)
    assert not part.views.second_alone
    assert part.list.hasFocus()


def test_hostile_text_stays_text(someone):
    for view in (samples.COLUMNS, samples.PREVIEW):
        someone.page.show_import(view)
        assert find_rich_text(someone.page.window()) == []
    lines = someone.page.preview.list.lines()
    assert any(line.title == samples.MARKUP for line in lines)


def test_what_was_kept_is_taken_back_with_one_key(someone):
    someone.page.show_import(samples.DONE)
    someone.press(Key.Key_Z, CTRL)
    assert someone.told == [("take_back_requested",)]


def test_a_refusal_says_what_to_do(someone):
    someone.page.show_import(samples.REFUSED)
    assert "Download or copy it again." in someone.page.banner.text()
    assert someone.page.banner.isVisible()
    assert samples.REFUSED.step is ImportStep.CHOOSE


def test_tab_goes_as_one_reads(someone):
    someone.page.show_import(samples.COLUMNS)
    boxes = list(someone.page.columns.boxes.values())
    for box in boxes:
        assert QApplication.focusWidget() is box
        someone.press(Key.Key_Tab)
    assert QApplication.focusWidget() is someone.page.back_button
