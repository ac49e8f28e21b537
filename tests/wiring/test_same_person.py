"""A coordinator at the real window links two referrals with its button, and takes it back."""

from __future__ import annotations

import pytest

from desktop.domain.terms import DeviceKind, Role
from desktop.services.same_person import linked
from desktop.wiring.cases import show_case

pytestmark = pytest.mark.slow  # a whole machine with its window


def test_a_press_links_and_undo_takes_it_back(county):
    shell = county.window(DeviceKind.LEAD, Role.COORDINATOR, referrals=2)
    show_case(shell, "ref0")
    page = shell.wires("cases").page

    page.pane.same_buttons["S"].click()
    assert linked(shell.workspace, "ref0") == {"ref1"}
    assert [one.same for one in page.pane.detail.same] == [True]

    page.undo_requested.emit()
    assert not linked(shell.workspace, "ref0")
    assert [one.same for one in page.pane.detail.same] == [None]


def test_the_import_report_is_written_where_somebody_says(county, tmp_path, monkeypatch):
    shell = county.window(DeviceKind.LEAD, Role.COORDINATOR)
    shell.go("inbox")
    for name, begins in (("r.pdf", b"%PDF"), ("r.csv", b"\xef\xbb\xbfBundle")):
        path = tmp_path / name
        monkeypatch.setattr(
            "desktop.wiring.inbox.QFileDialog.getSaveFileName",
            lambda *_, path=path: (str(path), ""),
        )
        shell.wires("inbox").page.report_requested.emit()
        assert path.read_bytes().startswith(begins)
