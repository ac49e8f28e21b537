"""New referral: what is held back names the question that would free it."""

from __future__ import annotations

import pytest

from desktop.domain.consent import LEAD, Scope
from desktop.domain.terms import DeviceKind, Role, Tag
from desktop.domain.words import Say
from desktop.services.assess import Leaving
from desktop.ui.encounter.handoff import LeaveCard
from desktop.ui.widgets.buttons import Button
from desktop.viewmodels.asked import Step
from desktop.viewmodels.consents import ConsentWanted
from desktop.wiring.refer import ReferWires, leave_line
from tests.stories.machines import NIGHT, night_encounter
from tests.wiring.conftest import County

NAMES = ConsentWanted(LEAD, (Scope.PERSONAL,), Say("name"), Say("what"), Say("question"))
HEALTH = ConsentWanted(LEAD, (Scope.HEALTH,), Say("health"), Say("what"), Say("question"))


def test_only_a_held_name_asks_and_it_asks_its_own_question() -> None:
    held = Leaving(LEAD, 3, frozenset({Tag.PERSONAL, Tag.JUSTICE}))
    goes = Leaving(LEAD, 9, frozenset({Tag.JUSTICE}))
    elsewhere = Leaving("provider:x", 1, frozenset({Tag.PERSONAL}))

    assert leave_line("them", held, (HEALTH, NAMES)).asks == NAMES.key
    assert leave_line("them", goes, (HEALTH, NAMES)).asks == ""
    assert leave_line("them", elsewhere, (HEALTH, NAMES)).asks == ""


@pytest.mark.slow  # makes a whole workspace
def test_ask_beside_what_is_held_goes_to_that_question(county: County) -> None:
    shell = county.window(DeviceKind.PATROL, Role.OFFICER)
    wires = shell.wires("refer")
    assert isinstance(wires, ReferWires)
    shell.go("refer")
    wires.open(night_encounter("enc", begun_at=NIGHT), step=Step.SEND)

    leave = wires.page.send.findChild(LeaveCard)
    assert leave is not None
    leave.findChildren(Button)[0].click()

    assert wires.page.step is Step.CONSENT
