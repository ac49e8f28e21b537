"""Your last referral: minutes by step beside the agency's own booking, for this officer alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.domain.facts import Known
from desktop.domain.terms import DeviceKind, Role
from desktop.viewmodels.asked import Step
from desktop.wiring.refer import ReferWires, begin
from desktop.wiring.stopwatch import last_referral
from tests.stories.machines import NIGHT, night_encounter
from tests.wiring.conftest import County

pytestmark = pytest.mark.slow  # makes a whole workspace


def test_time_is_counted_by_step_and_a_pause_is_not(county: County) -> None:
    shell = county.window(DeviceKind.PATROL, Role.OFFICER)
    times = {"now": NIGHT}
    shell.world = replace(shell.world, now=lambda: times["now"])
    begin(shell)
    wires = shell.wires("refer")
    assert isinstance(wires, ReferWires)

    def after(seconds: float, **facts: object) -> None:
        times["now"] += timedelta(seconds=seconds)
        encounter = wires._the
        for path, value in facts.items():
            encounter = encounter.answered(path.replace("__", "."), Known(value))  # type: ignore[arg-type]
        wires._keep(encounter)

    after(20, pathway="REF")
    after(600, person__agrees=True)  # busy with the person: not time on the form
    after(10, person__wants_services=True)
    times["now"] += timedelta(seconds=5)
    wires.page._go(Step.PERSON)
    after(30, person__first_name="Kit")
    for path, value in night_encounter("x", begun_at=NIGHT).facts.items():
        if path.startswith(("person.", "needs")):
            wires._keep(wires._the.answered(path, value))
    wires._keep(wires._the.answered("contact_at", Known(NIGHT)))
    wires._keep(wires._the.answered("handoff.cleared_at", Known(NIGHT + timedelta(minutes=38))))
    wires._send()

    last = last_referral(shell)
    assert last is not None
    assert (last.contact_to_cleared, last.booking) == (38, 86)
    said = {str(name): shell.look.say(words) for name, words in last.steps}
    assert sorted(said.values()) == ["30 s", "35 s"]
    assert shell.look.say(last.on_form) == "1 min 5 s"
