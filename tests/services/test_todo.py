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


LONG = replace(LATER, state=ConsentState.GRANTED, how=ConsentHow.SIGNED, given_at=NIGHT)


def test_a_consent_that_ends_is_announced_ahead_and_gone_once_it_is_renewed(desk):
    officer = desk.user("Ofc. Larkspur", Role.OFFICER)
    staff = desk.user("Dana Testcase", Role.DESK)
    ends = NIGHT + timedelta(days=365)
    refers(officer, replace(LONG, until=ends), replace(PAPER, until=ends + timedelta(days=400)))

    def announced(who, days):
        waits = todo.todo(who, now=ends + timedelta(days=days))
        return [one for one in waits if one.kind is TodoKind.CONSENT_ENDS]

    assert announced(staff, -15) == []
    assert [one.due for one in announced(staff, -13)] == [ends]
    assert [one.person for one in announced(officer, -13)] == ["Kit Imaginary"]
    assert "ends on" in announced(staff, -1)[0].says.text
    assert "ended on" in announced(staff, 1)[0].says.text
    assert announced(staff, 15) == []
    other = replace(officer, user=replace(officer.user, id="somebody else"))
    assert announced(other, -13) == []

    again = replace(LONG, encounter="e1", given_at=ends, until=ends + timedelta(days=365))
    refer.take_consent(officer, "r1", again, now=ends - timedelta(days=10))
    assert announced(staff, -9) == []


def test_a_consent_for_a_week_is_not_announced_from_its_first_day():
    week = replace(LONG, until=NIGHT + timedelta(days=7))

    assert not week.ends_soon(NIGHT + timedelta(days=5))
    assert week.ends_soon(NIGHT + timedelta(days=6))


def test_only_what_was_made_lately_is_read_and_all_of_it(desk):
    officer = desk.user("Ofc. Larkspur", Role.OFFICER)
    for days in (0, 59, 61, 200):
        at = NIGHT - timedelta(days=days)
        encounter = night_encounter(f"e{days}", begun_at=at)
        for one in (LATER, PAPER):
            given = replace(one, encounter=f"e{days}", given_at=None)
            encounter = encounter.consented(given)
        decision = assess.assess(officer, encounter, now=at)
        refer.log(officer, encounter, decision, referral_id=f"r{days}", now=at)

    lately = officer.store.referrals_since(NIGHT - timedelta(days=60))

    whole = [one for one in officer.store.referrals() if one.id in ("r0", "r59")]
    assert {one.id for one in lately} == {"r0", "r59"}
    assert sorted(lately, key=lambda one: one.id) == sorted(whole, key=lambda one: one.id)
    assert all(len(one.consents.by_key) == 2 for one in lately)
