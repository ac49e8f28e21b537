"""A list of services taken in through the real window: read, looked over, kept, taken back."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.domain.terms import DeviceKind, Role
from desktop.formats.samhsa_rows import SPACES
from desktop.ui.import_page import ImportPage
from desktop.ui.page import Page
from desktop.ui.services_page import ServicesPage
from desktop.ui.tasks import ThreadTasks
from desktop.viewmodels.directory_import import ColumnMatched, Happens, ImportStep
from desktop.wiring import Shell
from desktop.wiring.directory import ImportWires
from tests.ui.checks import find_rich_text
from tests.wiring.conftest import County

pytestmark = pytest.mark.slow  # makes a whole workspace with its directory

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
MARKUP = '=cmd|"/C calc"!A0 <b>bold</b> \' or 1=1 --'
HEADER = ("Wer", "Address", "City", "State", "Zip", "Phone")
ROWS = (
    ("Harbor House", "12 Elm St", "Havre", "MT", "59501", "406-555-0101"),
    (MARKUP, "9 Main St", "Havre", "MT", "59501", "406-555-0102"),
    ("", "1 Hill Rd", "Malta", "MT", "59538", "406-555-0103"),
)


def written(path: Path, rows: object = ROWS) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((HEADER, *rows))  # type: ignore[misc]
    return path


def opened(county: County) -> tuple[Shell, ImportPage, ImportWires]:
    shell = county.window(DeviceKind.LEAD, Role.COORDINATOR)
    shell.go("import")
    page, wires = shell.page("import"), shell.wires("import")
    assert isinstance(page, ImportPage)
    assert isinstance(wires, ImportWires)
    return shell, page, wires


def press(page: Page, key: Qt.Key) -> None:
    QTest.keyClick(page, key, Qt.KeyboardModifier.ControlModifier)


def test_a_spreadsheet_is_matched_read_kept_and_taken_back(
    county: County, tmp_path: Path, qtbot: QtBot
) -> None:
    shell, page, wires = opened(county)
    shell.window.activateWindow()
    qtbot.waitUntil(shell.window.isActiveWindow)
    shelf = shell.workspace.store.directory
    before = shelf.count()

    page.path_chosen.emit(str(written(tmp_path / "agencies 2026.csv")))
    assert wires._view.step is ImportStep.COLUMNS
    assert wires._view.missing
    page.column_matched.emit(ColumnMatched(0, "organization"))
    press(page, Qt.Key.Key_Return)

    assert wires._view.step is ImportStep.PREVIEW
    assert [wires._view.count(one) for one in Happens] == [2, 0, 0, 1]
    assert shelf.count() == before
    assert MARKUP in [line.title for line in page.preview.list.lines()]
    press(page, Qt.Key.Key_Return)

    assert wires._view.step is ImportStep.DONE
    assert shelf.count() == before + 2
    assert [one.name for one in shelf.find("calc")] == [MARKUP]
    press(page, Qt.Key.Key_Z)

    assert shelf.count() == before
    assert wires._view.step is ImportStep.CHOOSE
    # The columns are known from now on.
    page.path_chosen.emit(str(tmp_path / "agencies 2026.csv"))
    assert wires._view.remembered
    assert not wires._view.missing


def test_a_file_that_is_no_list_is_refused_on_the_page(county: County, tmp_path: Path) -> None:
    _, page, wires = opened(county)
    (tmp_path / "picture.xlsx").write_bytes(b"PK\x03\x04 no workbook")

    page.path_chosen.emit(str(tmp_path / "picture.xlsx"))

    assert wires._view.step is ImportStep.CHOOSE
    assert wires._view.trouble is not None
    page.path_chosen.emit(str(tmp_path / "not there.csv"))
    assert "no such file" in page.banner.text()


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DESK])
def test_only_those_who_keep_the_directory_get_to_the_import(
    county: County, role: Role, qtbot: QtBot
) -> None:
    kind = DeviceKind.DESK if role is Role.DESK else DeviceKind.PATROL
    shell = county.window(kind, role)
    shell.go("services")
    page = shell.page("services")
    assert isinstance(page, ServicesPage)
    shell.window.activateWindow()
    qtbot.waitUntil(shell.window.isActiveWindow)

    press(page, Qt.Key.Key_I)

    keeps = role is Role.DESK
    assert page.isVisible() is not keeps
    assert page.results.list_button.isHidden() is not keeps


def test_reading_goes_on_beside_the_window_and_can_be_cancelled(
    county: County, tmp_path: Path, qtbot: QtBot
) -> None:
    shell, page, wires = opened(county)
    tasks = shell.tasks = ThreadTasks()
    many = [(f"Agency {n}", "1 A St", "Havre", "MT", "59501", "") for n in range(30_000)]
    path = written(tmp_path / "many.csv", many)

    page.path_chosen.emit(str(path))
    qtbot.waitUntil(lambda: wires._view.step is ImportStep.COLUMNS)
    page.column_matched.emit(ColumnMatched(0, "organization"))
    page.read_requested.emit()
    qtbot.waitUntil(lambda: wires._view.rows > 0)
    assert wires._view.step is ImportStep.READING
    page.cancel_requested.emit()
    qtbot.waitUntil(lambda: wires._view.step is ImportStep.CHOOSE, timeout=10_000)

    assert not tasks.busy
    assert wires._preview is None


def test_who_signs_out_while_it_reads_leaves_nothing_behind(
    county: County, tmp_path: Path, qtbot: QtBot
) -> None:
    shell, page, wires = opened(county)
    tasks = shell.tasks = ThreadTasks()
    page.path_chosen.emit(str(written(tmp_path / "agencies.csv")))
    assert wires._view.step is ImportStep.LOOKING

    shell.lock()
    qtbot.waitUntil(lambda: not tasks.busy)

    assert shell.session is None
    assert wires._view.step is ImportStep.LOOKING


@pytest.mark.real_data
def test_naughty_strings_are_shown_kept_and_found_as_they_were_written(
    county: County, tmp_path: Path
) -> None:
    source = SHARED / "naughty" / "blns.json"
    if not source.is_file():
        pytest.skip("the list of naughty strings is not on this computer")
    texts = json.loads(source.read_text(encoding="utf-8"))
    plain = [one for one in texts if "\x00" not in one and one.strip()]
    rows = [(one, one, "Havre", "MT", "59501", one) for one in plain]
    shell, page, wires = opened(county)

    page.path_chosen.emit(str(written(tmp_path / "agencies.csv", rows)))
    page.column_matched.emit(ColumnMatched(0, "organization"))
    page.read_requested.emit()
    assert wires._view.step is ImportStep.PREVIEW
    assert find_rich_text(shell.window) == []
    titles = {line.title for line in page.preview.list.lines()}
    page.keep_requested.emit()
    assert wires._view.step is ImportStep.DONE

    # Spaces at the ends are taken off and nothing else is changed.
    asked = {one.strip(SPACES) for one in plain}
    read = [one for one in asked if one in titles]
    assert len(read) > 0.95 * len(asked)
    kept = {one.listing.name for one in shell.workspace.store.directory.kept("agencies")}
    assert set(read) <= kept
    assert find_rich_text(shell.window) == []
