"""Home through the real window."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.encounter import Encounter
from desktop.domain.facts import Known
from desktop.domain.terms import DeviceKind, Role
from desktop.formats.program_files import program_files, read_program
from desktop.services import capture, offers
from desktop.ui.colleague_dialog import ColleagueDialog
from desktop.ui.offer_dialog import OfferDialog
from desktop.ui.widgets.dialogs import QuestionDialog
from desktop.wiring.home import HomeWires
from desktop.wiring.open_drafts import colleagues
from desktop.wiring.refer import ReferWires
from tests.stories.machines import NIGHT, RESOURCES
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


def test_a_draft_is_put_away_brought_back_and_handed_over(county: County) -> None:
    shell = county.window(DeviceKind.PATROL, Role.OFFICER)
    wires = shell.wires("home")
    assert isinstance(wires, HomeWires)
    capture.keep(shell.workspace, Encounter("d1", NIGHT, {"pathway": Known("REF")}), now=NIGHT)
    capture.put_away(shell.workspace, "d1")

    shell.go("home")
    wires.page.brought_back.emit("d1")
    assert [one.encounter.id for one in capture.drafts(shell.workspace)] == ["d1"]
    wires.page.hand_over_requested.emit("d1")
    (dialog,) = shell.window.findChildren(ColleagueDialog)
    assert len(dialog.buttons) == len(colleagues(shell)) >= 2
    to = colleagues(shell)[0]
    dialog.buttons[to.id].click()

    assert capture.drafts(shell.workspace) == []
    (draft,) = shell.workspace.store.drafts.list(to.id)
    assert draft.handed_by == shell.workspace.user.id


def test_a_closed_pathway_put_away_is_counted_with_its_rule_and_no_name(county: County) -> None:
    shell = county.window(DeviceKind.PATROL, Role.OFFICER)
    facts = {"pathway": Known("INT"), "warrant.status": Known("violent_or_dv")}
    capture.keep(shell.workspace, Encounter("d1", NIGHT, facts), now=NIGHT)
    shell.go("home")
    home, refer = shell.wires("home"), shell.wires("refer")
    assert isinstance(home, HomeWires)
    assert isinstance(refer, ReferWires)

    home.page.draft_opened.emit("d1")
    refer.page.away_button.click()

    (one,) = offers.turned_away(shell.workspace, now=NIGHT)
    assert one.criteria == ("TR-08",)
    assert [one.put_away for one in capture.drafts(shell.workspace, put_away=True)] == [True]


def test_a_draft_of_earlier_rules_asks_which_rules_judge_it(county: County) -> None:
    shell = county.window(DeviceKind.PATROL, Role.OFFICER)
    store = shell.workspace.store
    files = program_files(RESOURCES / "programs" / "three-rivers")
    files["program.toml"] = files["program.toml"].replace(b'"2026-a"', b'"2025-z"')
    old = read_program(files, shell.workspace.dictionary)
    store.programs.keep(
        files,
        slug=old.slug,
        version=old.version,
        digest=old.digest,
        in_force_from=old.effective_from,
        now=NIGHT,
    )
    before = replace(shell.workspace, program=old)
    capture.keep(before, Encounter("d1", NIGHT, {"pathway": Known("REF")}), now=NIGHT)

    shell.go("home")
    home = shell.wires("home")
    assert isinstance(home, HomeWires)
    home.page.draft_opened.emit("d1")
    (dialog,) = shell.window.findChildren(QuestionDialog)
    dialog.accept()

    wires = shell.wires("refer")
    assert isinstance(wires, ReferWires)
    assert wires.workspace.program.version == "2025-z"
    assert shell.workspace.program.version == "2026-a"
