"""The board over a real workspace: figures are kept, refused, and seen by everybody else."""

from __future__ import annotations

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from desktop.domain.capacity import ReportSource, newest
from desktop.domain.refused import Refused
from desktop.domain.terms import DeviceKind, PhoneResult, Role
from desktop.services import capacity_board, services_known
from desktop.ui.capacity_page import CapacityPage
from desktop.viewmodels.capacity_board import BoardTexts
from tests.wiring.conftest import County

pytestmark = pytest.mark.slow  # makes a whole workspace with its directory
CRISIS = "tr-county-crisis"
ROW = f"bed/any/{CRISIS}"


def test_figures_are_kept_refused_and_a_service_is_put_on_the_board(
    county: County, qtbot: QtBot
) -> None:
    shell = county.window(DeviceKind.LEAD, Role.COORDINATOR)
    shell.go("capacity")
    page, workspace = shell.page("capacity"), shell.workspace
    assert isinstance(page, CapacityPage)

    page.typed.emit(BoardTexts(ROW, free="12", most="10"))
    assert (
        "12 free of at most 10 cannot be"
        in page.rows[ROW].entries["available"].accessibleDescription()
    )
    page.typed.emit(BoardTexts(ROW, free="many"))
    known = newest(services_known.capacity(workspace)[CRISIS])
    assert known is not None
    assert known.source is ReportSource.PHONE

    page.typed.emit(BoardTexts(ROW, free="4", most="10", who="the charge nurse"))
    known = newest(services_known.capacity(workspace)[CRISIS])
    assert known is not None
    assert (known.available, known.maximum, known.reported_by) == (4, 10, "the charge nurse")
    assert known.source is ReportSource.BOARD

    page.typed.emit(BoardTexts(ROW, free="0", opens="2/30"))
    assert "12/1" in page.rows[ROW].entries["next_opening"].accessibleDescription()
    page.typed.emit(BoardTexts(ROW, free="0", opens="12/1"))
    known = newest(services_known.capacity(workspace)[CRISIS])
    assert known is not None
    assert known.next_opening == date(2026, 12, 1)
    said = page.rows[ROW].entries["available"].accessibleDescription()
    assert "Next opening: 1 Dec 2026." in said

    before = set(page.rows)
    page.service_sought.emit("elm")
    page.service_pinned.emit("tr-sober-house")
    assert {one.rpartition("/")[2] for one in set(page.rows) - before} == {"tr-sober-house"}


def test_only_the_coordinator_types_figures(county: County) -> None:
    shell = county.window(DeviceKind.PATROL, Role.OFFICER)
    row = capacity_board.rows(shell.workspace, now=shell.now)[0]
    with pytest.raises(Refused):
        capacity_board.tell(shell.workspace, row, capacity_board.Typed(free=1), now=shell.now)
    with pytest.raises(KeyError):
        shell.page("capacity")


def test_a_phone_nobody_takes_does_not_put_out_what_was_said_of_the_room(county: County) -> None:
    shell = county.window(DeviceKind.PATROL, Role.OFFICER)
    workspace, now = shell.workspace, shell.now
    before = newest(services_known.capacity(workspace)["tr-prairie-ridge"])

    services_known.record_call(workspace, "tr-prairie-ridge", PhoneResult.NO_ANSWER, now=now)

    after = services_known.capacity(workspace)["tr-prairie-ridge"]
    assert newest(after) == before
    assert [one.heard for one in after if not one.tells_room] == [PhoneResult.NO_ANSWER]
