"""While a name is typed, earlier referrals that may be of the same person stand beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.facts import Known
from desktop.domain.terms import DeviceKind, Role
from desktop.services import people
from desktop.services.workspace import User
from desktop.ui.widgets.buttons import Button
from desktop.viewmodels.asked import Step
from desktop.wiring.refer import ReferWires, begin
from desktop.wiring.shell import Shell
from tests.stories.machines import NIGHT
from tests.wiring.conftest import County

pytestmark = pytest.mark.slow  # makes whole workspaces


def refer_page(shell: Shell) -> ReferWires:
    begin(shell)
    wires = shell.wires("refer")
    assert isinstance(wires, ReferWires)
    wires._keep(wires._the.answered("pathway", Known("REF")))
    wires.page.show_step(Step.PERSON)
    return wires


def test_typing_a_name_shows_the_earlier_referral_and_the_cursor_stays(county: County) -> None:
    shell = county.window(DeviceKind.PATROL, Role.OFFICER, referrals=1)
    wires = refer_page(shell)
    last = wires.page.person.fields["person.last_name"]
    first = wires.page.person.fields["person.first_name"]
    card = wires.page.person.alike

    QTest.keyClicks(last.field.entry, "Imaginary")
    assert card.isHidden()  # one name alone is nobody
    QTest.keyClicks(first.field.entry, "Kt")
    QTest.keyClick(first.field.entry, Qt.Key.Key_Left)
    QTest.keyClicks(first.field.entry, "i")

    assert not card.isHidden()
    (line,) = wires.page._view.person.alike  # type: ignore[union-attr]
    assert line.referral == "ref0"
    assert first.field.text() == "Kit"
    assert first.field.entry.cursorPosition() == 2
    note = next(one for one in card.findChildren(Button) if "referred before" in one.shown_text())
    note.click()
    assert wires.encounter is not None
    assert wires.encounter.facts["prior.participation"] == Known("referred")
    assert [one.id for one in shell.workspace.store.referrals()] == ["ref0"]


def test_another_officer_on_the_same_laptop_is_shown_nobody(county: County) -> None:
    shell = county.window(DeviceKind.PATROL, Role.OFFICER, referrals=1)
    mine = shell.workspace
    other = replace(mine, user=User("other", "Ofc. Thistle", Role.OFFICER))
    desk = replace(mine, user=User("desk", "Dana Testcase", Role.DESK))
    lead = replace(mine, user=User("lead", "Marigold Example", Role.COORDINATOR))

    assert set(people.on_record(mine, now=NIGHT).referrals) == {"ref0"}
    assert set(people.on_record(desk, now=NIGHT).referrals) == {"ref0"}
    assert set(people.on_record(other, now=NIGHT).referrals) == set()
    assert set(people.on_record(lead, now=NIGHT).referrals) == set()
