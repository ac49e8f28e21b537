"""To do: what an officer left open, for those who resolve it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.domain.consent import LEAD, Consent, Scope
from desktop.domain.facts import Known
from desktop.domain.terms import ConsentHow, ConsentState, DeviceKind, Role
from desktop.services import assess, refer, todo
from desktop.services.todo import TodoKind
from tests.stories.machines import NIGHT, Clock, Computer, night_encounter

pytestmark = pytest.mark.slow  # makes a workspace


@pytest.fixture
def desk(tmp_path):
    made = Computer(tmp_path / "D1", DeviceKind.DESK, "TRC", "D1", Clock())
    yield made
    made.close()


def refers(workspace, *consents):
    encounter = night_encounter("e1", begun_at=NIGHT)
    for one in consents:
        encounter = encounter.consented(replace(one, encounter="e1"))
    decision = assess.assess(workspace, encounter, now=NIGHT)
    return refer.log(workspace, encounter, decision, referral_id="r1", now=NIGHT)


def kinds(workspace, now=NIGHT):
    return {one.kind for one in todo.todo(workspace, now=now)}


LATER = Consent("", LEAD, Scope.PERSONAL, ConsentState.ASK_LATER)
PAPER = Consent("", LEAD, Scope.HEALTH, ConsentState.GRANTED, ConsentHow.PAPER, given_at=NIGHT)


def test_each_role_sees_what_it_resolves_the_soonest_first(desk):
    officer = desk.user("Ofc. Larkspur", Role.OFFICER)
    staff = desk.user("Dana Testcase", Role.DESK)
    refers(officer, LATER, PAPER)

    waits = todo.todo(staff, now=NIGHT)
    due = [one.due for one in waits if one.due]
    assert due == sorted(due)
    assert kinds(staff) == {
        TodoKind.OPEN, TodoKind.CONSENT, TodoKind.SCAN, TodoKind.FACTS, TodoKind.CASE_NUMBER
    }  # fmt: skip
    # What the officer could not find out that night is not the officer's any more.
    assert kinds(officer) == {TodoKind.CONSENT, TodoKind.SCAN}
    assert {one.person for one in waits} == {"Kit Imaginary"}
    assert todo.todo(desk.user("Ofc. Thistle", Role.ADMIN), now=NIGHT) == []


def test_what_is_answered_leaves_the_list_and_the_first_value_stays(desk):
    staff = desk.user("Dana Testcase", Role.DESK)
    refers(staff)
    before = [one.says for one in todo.todo(staff, now=NIGHT) if one.kind is TodoKind.OPEN]

    refer.amend(staff, "r1", {"warrant.status": Known("clear")}, now=NIGHT)
    refer.amend(staff, "r1", {"incident_number": Known("26-1")}, now=NIGHT)

    after = todo.todo(staff, now=NIGHT)
    assert len([one for one in after if one.kind is TodoKind.OPEN]) == len(before) - 1
    assert TodoKind.CASE_NUMBER not in {one.kind for one in after}
    refer.amend(staff, "r1", {"incident_number": Known("26-2")}, now=NIGHT)
    said = [
        one.value
        for kept in staff.store.everything()
        for one in kept.change.sets
        if one.path == "incident_number"
    ]
    assert said == [Known("26-1"), Known("26-2")]


def test_old_ones_and_other_officers_stay_out(desk):
    officer = desk.user("Ofc. Larkspur", Role.OFFICER)
    refers(desk.user("Dana Testcase", Role.DESK))
    assert todo.todo(officer, now=NIGHT) == []
    staff = desk.user("Dana Testcase", Role.DESK)
    assert todo.todo(staff, now=NIGHT + timedelta(days=61)) == []
