"""The program page over a real workspace: from a draft to rules in force, and a case kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from desktop.domain.facts import Known
from desktop.domain.terms import DeviceKind, Outcome, Role
from desktop.formats.program_files import program_files, read_program
from desktop.services import programs
from desktop.services.services_known import keep, read
from desktop.viewmodels.asked import Edit, NewItem
from desktop.viewmodels.program import DRAFT, ApprovedWanted, DraftWanted
from desktop.viewmodels.tryout import CaseWanted
from desktop.wiring.program import ProgramWires
from desktop.wiring.tryout import TryoutWires
from tests.stories.machines import NIGHT, RESOURCES
from tests.ui.acts import words_on
from tests.wiring.conftest import County

pytestmark = pytest.mark.slow  # makes a whole workspace and its window


def test_a_draft_goes_all_the_way(county: County, tmp_path) -> None:
    shell = county.window(DeviceKind.LEAD, Role.COORDINATOR)
    shell.go("program")
    wires = shell.wires("program")
    assert isinstance(wires, ProgramWires)
    page = wires.page
    assert page._view.may_send
    assert "Kept out last quarter" in words_on(page)
    assert "Weighing past encounters..." not in words_on(page)
    page.version_sent.emit(ApprovedWanted("Policy group", "minutes"))
    assert not page._view.may_send
    page.draft_wanted.emit(DraftWanted("2026-b", date(2026, 11, 23)))
    assert page.side.current() == DRAFT
    assert page._view.may_approve
    assert page._view.effect is None or page._view.effect.title

    page.tryout_requested.emit()
    assert shell.frame.current() == "tryout"
    tries = shell.wires("tryout")
    assert isinstance(tries, TryoutWires)
    tries.page.edited.emit(Edit("pathway", Known("INT")))
    tries.page.edited.emit(Edit("person.age", Known(Decimal(16))))
    tries.page.item_added.emit(NewItem("charges", "charge.offense", Known("drug_possession")))
    tries.page.edited.emit(Edit("person.last_name", Known("Imaginary")))
    tries.page.undo_requested.emit()
    tries.page.edited.emit(Edit("person.last_name", Known("Imaginary")))
    tries.page.case_kept.emit(CaseWanted("sixteen", Outcome.NOT_ELIGIBLE))
    held = programs.draft(shell.workspace)
    case = held.program.cases[-1]
    assert (case.about, case.outcome) == ("sixteen", Outcome.NOT_ELIGIBLE)
    assert b"Imaginary" not in held.files["cases.csv"]
    assert not programs.findings(held.program)
    tries.page.left.emit()

    page.approved.emit(ApprovedWanted("Policy group", "minutes"))
    assert page._view.may_publish
    wires.write_folder(tmp_path / "out")
    again = read_program(program_files(tmp_path / "out"), shell.workspace.dictionary)
    assert again.digest == held.program.digest
    page.publish_requested.emit()
    assert shell.workspace.program.version == "2026-b"
    assert programs.draft(shell.workspace) is None
    page.import_requested.disconnect()
    wires.take_folder(RESOURCES / "programs" / "three-rivers")
    assert page._view.stops  # that version is there already
    page.drop_requested.emit()
    assert not page._view.has_draft

    found = read(RESOURCES / "directory" / "three-rivers", zips=shell.tools.zips, now=NIGHT)
    keep(shell.workspace, found, now=NIGHT)
    wires.refresh()
    before = page._view.directories[0].state
    page.directory_sent.emit("three-rivers")
    assert page._view.directories[0].state != before

    shell.world = replace(shell.world, now=lambda: NIGHT - timedelta(days=3))
    shell.refresh()
    band = shell.frame.clock_band
    assert band.right_button.isVisibleTo(shell.frame)
    band.right_button.click()
    assert not band.isVisibleTo(shell.frame)
