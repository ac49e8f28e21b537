"""A paper form is typed in afterwards: who wrote it, who typed it, when the contact was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.domain.consent import LEAD, Consent, Scope
from desktop.domain.facts import Known
from desktop.domain.measures import read_period
from desktop.domain.refused import Refused
from desktop.domain.terms import ConsentHow, ConsentState, DeviceKind, Role
from desktop.services import capture, report
from desktop.ui.paper_dialog import PaperDialog
from desktop.wiring.queue import QueueWires
from desktop.wiring.refer import ReferWires
from tests.stories.machines import NIGHT, night_encounter
from tests.wiring.conftest import County

pytestmark = pytest.mark.slow  # makes whole workspaces


def test_the_desk_types_in_what_an_officer_wrote_two_days_ago(county: County) -> None:
    shell = county.window(DeviceKind.DESK, Role.DESK)
    queue = shell.wires("queue")
    assert isinstance(queue, QueueWires)
    queue.page.paper_button.click()
    (dialog,) = shell.window.findChildren(PaperDialog)
    dialog.take_button.click()
    assert dialog.isVisible()  # each field says what it needs
    dialog.writer.entry.setText("Ofc. Larkspur")
    dialog.day.entry.setText("11/24/2026")
    dialog.time.entry.setText("22:13")
    dialog.take_button.click()
    assert dialog.isVisible()  # that is tomorrow
    dialog.day.entry.setText("11/21/2026")
    dialog.take_button.click()

    wires = shell.wires("refer")
    assert isinstance(wires, ReferWires)
    met = NIGHT.replace(day=21, hour=22, minute=13)
    assert wires._the.begun_at == met
    encounter = wires._the
    for path, value in night_encounter("x", begun_at=met).facts.items():
        encounter = encounter.answered(path, value)
    wires._keep(encounter)
    wires._consent(Consent("", LEAD, Scope.PERSONAL, ConsentState.GRANTED))
    wires._send()

    (referral,) = shell.workspace.store.referrals()
    assert referral.value("contact_at") == Known(met)
    assert referral.text("paper.written_by") == referral.text("officer.name") == "Ofc. Larkspur"
    assert referral.text("paper.typed_by") == shell.workspace.user.name
    assert referral.made_at == NIGHT
    said = referral.consents.get(LEAD, Scope.PERSONAL)
    assert said is not None
    assert (said.how, said.given_at) == (ConsentHow.PAPER, met)
    assert shell.frame is not None
    assert shell.frame.current() == "queue"


def test_paper_does_not_lengthen_the_time_on_the_form(county: County) -> None:
    shell = county.window(DeviceKind.DESK, Role.SUPERVISOR)
    workspace = shell.workspace
    made = report.make(workspace, read_period("2026"), now=NIGHT)
    assert made.referrals == 0
    for number, met in enumerate((NIGHT + timedelta(hours=1), NIGHT)):
        writer = "" if number else "Ofc. Larkspur"
        with pytest.raises(Refused):
            capture.begin_paper(workspace, draft_id="p", written_by=writer, met_at=met, now=NIGHT)
    assert capture.drafts(workspace) == []
