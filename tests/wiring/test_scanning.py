"""A scan opened in the Inbox: read, looked at, kept; a stranger's picture says why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.terms import DeviceKind, Role, SheetKind
from desktop.services import enrolling, issue
from desktop.services.issue import Wanted
from desktop.ui.widgets.dialogs import RefusedDialog
from desktop.wiring.inbox import InboxWires
from tests.packet.tongues import tongue
from tests.services.test_issue_least import fonts
from tests.stories.machines import NIGHT, Clock, Computer, refers
from tests.ui.acts import words_on
from tests.wiring.conftest import County


@pytest.mark.slow  # two whole machines
def test_a_scan_waits_in_the_inbox_and_is_kept(county: County, tmp_path: Path) -> None:
    shell = county.window(DeviceKind.LEAD, Role.COORDINATOR)
    patrol = Computer(tmp_path / "K7", DeviceKind.PATROL, "TRC", "K7", Clock())
    officer = patrol.user("Ofc. Larkspur", Role.OFFICER)
    enrolling.accept_invitation(
        officer, enrolling.invite(shell.workspace, carrier="", now=NIGHT), now=NIGHT
    )
    enrolling.enrol(shell.workspace, enrolling.request_enrolment(officer), code="K7", now=NIGHT)
    referral = refers(officer, now=NIGHT)
    wanted = [Wanted(SheetKind.REFERRAL_FORM, tongue("en"))]
    scan = tmp_path / "Scan0001.PDF"
    scan.write_bytes(issue.make_pdf(officer, referral.id, wanted, fonts(), now=NIGHT))
    patrol.close()
    wires = shell.wires("inbox")
    assert isinstance(wires, InboxWires)
    shell.go("inbox")

    wires.page.files_dropped.emit((str(scan),))

    assert len(wires.page.side.taken()) == 1
    assert shell.workspace.store.referral(referral.id) is None
    wires.page.keep_button.click()
    assert shell.workspace.store.referral(referral.id) is not None
    wires.page.files_dropped.emit((str(scan),))  # the same paper again
    assert wires.page.side.taken() == ()

    other = tmp_path / "menu.png"
    other.write_bytes(b"no picture at all")
    wires.page.files_dropped.emit((str(other),))
    assert not wires.page.reading.isVisibleTo(wires.page)
    (dialog,) = shell.window.findChildren(RefusedDialog)
    assert "no picture and no PDF" in words_on(dialog)
    dialog.close()
