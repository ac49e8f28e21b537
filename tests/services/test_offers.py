"""Declined, or not offered: counted with its reason, without anything about a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from desktop.domain.encounter import Encounter
from desktop.domain.facts import Known
from desktop.domain.measures import read_period
from desktop.domain.referral import encounter_subject
from desktop.domain.refused import Refused
from desktop.domain.terms import DeviceKind, Role, Tag
from desktop.services import assess, erasing, offers, past, refer, report
from desktop.services.gates import ledger, stream_gate
from desktop.services.workspace import User
from tests.stories.machines import NIGHT, Clock, Computer

pytestmark = pytest.mark.slow  # makes a workspace


@pytest.fixture
def patrol(tmp_path):
    made = Computer(tmp_path / "K7", DeviceKind.PATROL, "TRC", "K7", Clock())
    yield made
    made.close()


def test_an_offer_is_kept_without_anything_about_a_person_and_counted(patrol):
    officer = patrol.user("Ofc. Larkspur", Role.OFFICER)
    for number in range(12):
        offers.log(officer, offers.DECLINED, "not_ready", encounter_id=f"e{number}", now=NIGHT)
    offers.log(officer, offers.NOT_OFFERED, "call", encounter_id="n1", now=NIGHT)

    kept = officer.store.everything()
    paths = {one.path for change in kept for one in change.change.sets}
    assert {tag for change in kept for tag in change.change.tags} == {Tag.NONE}
    assert not [path for path in paths if path.startswith(("person.", "place.", "charge."))]
    made = report.make(patrol.user("Sgt.", Role.SUPERVISOR), read_period("2026"), now=NIGHT)
    (table,) = (one for one in made.tables if one.key == "alone")
    shown = {line.key: line.shown for line in table.lines}
    assert shown["alone/offer.not_offered_reason/call"] == "<11"
    assert made.referrals == 0


def test_one_taken_back_is_not_counted_and_only_its_officer_may(patrol):
    officer = patrol.user("Ofc. Larkspur", Role.OFFICER)
    offers.log(officer, offers.DECLINED, "no_trust", encounter_id="e1", now=NIGHT)

    with pytest.raises(Refused):
        offers.take_back(patrol.user("Desk", Role.DESK), "e1", now=NIGHT)
    assert [one.reason for one in offers.alone(officer)] == ["no_trust"]
    offers.take_back(officer, "e1", now=NIGHT)
    assert offers.alone(officer) == []


@pytest.mark.parametrize(
    ("path", "reason"), [(offers.DECLINED, "call"), ("person.aka", "x"), (offers.NOT_OFFERED, "")]
)
def test_only_a_reason_of_the_list_is_kept(patrol, path, reason):
    with pytest.raises(Refused):
        offers.log(patrol.user("Ofc.", Role.OFFICER), path, reason, encounter_id="e", now=NIGHT)


NO_CHANCE = {
    "pathway": Known("INT"),
    "person.last_name": Known("Imaginary"),
    "person.age": Known(Decimal(30)),
    "warrant.status": Known("violent_or_dv"),
}
NEXT_QUARTER = NIGHT + timedelta(days=60)


def people_kept_out(workspace):
    quarter = past.last_quarter(workspace, now=NEXT_QUARTER)
    return {one.criterion: one.people for one in quarter.rules if one.people}


def test_whom_a_rule_kept_out_is_counted_and_no_more_is_known_of_the_person(patrol):
    officer = patrol.user("Ofc. Larkspur", Role.OFFICER)
    met = Encounter("e1", NIGHT, NO_CHANCE)

    for _ in range(2):  # put away, looked at again, put away
        barred = offers.keep_turned_away(officer, met, on=NIGHT, now=NIGHT)

    assert barred == ("TR-08",)
    supervisor = patrol.user("Sgt. Ash", Role.SUPERVISOR)
    assert people_kept_out(supervisor) == {"TR-08": 1}
    kept = officer.store.everything()
    paths = {one.path for change in kept for one in change.change.sets}
    assert paths == {"pathway.closed_by", "agency", "contact_at"}
    assert {
        tag
        for change in kept
        for tag in change.change.tags
        if "pathway.closed_by" in {one.path for one in change.change.sets}
    } == {Tag.JUSTICE}
    assert offers.alone(supervisor) == []


def test_whoever_is_referred_after_all_is_counted_once(patrol):
    officer = patrol.user("Ofc. Larkspur", Role.OFFICER)
    met = Encounter("e1", NIGHT, NO_CHANCE)
    offers.keep_turned_away(officer, met, on=NIGHT, now=NIGHT)

    moved = assess.change_pathway(officer, met, Known("REF"), now=NIGHT)
    decision = assess.assess(officer, moved, now=NIGHT)
    refer.log(officer, moved, decision, referral_id="r1", now=NIGHT)

    assert people_kept_out(patrol.user("Sgt. Ash", Role.SUPERVISOR)) == {"TR-08": 1}


def test_a_slip_that_is_corrected_is_not_counted(patrol):
    officer = patrol.user("Ofc. Larkspur", Role.OFFICER)
    met = Encounter("e1", NIGHT, NO_CHANCE)
    offers.keep_turned_away(officer, met, on=NIGHT, now=NIGHT)

    right = met.answered("warrant.status", Known("clear"))
    assert offers.keep_turned_away(officer, right, on=NIGHT, now=NIGHT) == ()

    assert people_kept_out(patrol.user("Sgt. Ash", Role.SUPERVISOR)) == {}


def test_other_officers_and_the_lead_agency_are_not_told_which_rule_it_was(patrol):
    officer = patrol.user("Ofc. Larkspur", Role.OFFICER)
    offers.keep_turned_away(officer, Encounter("e1", NIGHT, NO_CHANCE), on=NIGHT, now=NIGHT)

    another = replace(officer, user=User("officer-2", "Ofc. Thistle", Role.OFFICER))
    assert people_kept_out(another) == {}
    book, state = ledger(officer), encounter_subject("e1.away")
    for stream in ("all-devices", "lead"):
        through = stream_gate(officer, stream, None, "", state, book, now=NIGHT)
        seen = through.sees(state, officer.store.state(state).registers)
        assert "pathway.closed_by" not in seen
    through = stream_gate(officer, "precinct", None, "", state, book, now=NIGHT)
    assert "pathway.closed_by" in through.sees(state, officer.store.state(state).registers)


def test_an_order_to_erase_takes_what_was_counted_of_the_person_too(patrol):
    officer = patrol.user("Ofc. Larkspur", Role.OFFICER)
    met = Encounter("e1", NIGHT, NO_CHANCE)
    offers.keep_turned_away(officer, met, on=NIGHT, now=NIGHT)
    moved = assess.change_pathway(officer, met, Known("REF"), now=NIGHT)
    refer.log(officer, moved, assess.assess(officer, moved, now=NIGHT), referral_id="r", now=NIGHT)

    supervisor = patrol.user("Sgt. Ash", Role.SUPERVISOR)
    erasing.erase(supervisor, "r", erasing.Extent.PERSON, erasing.Why.REQUEST, now=NIGHT)

    held = [one.path for kept in officer.store.everything() for one in kept.change.sets]
    assert not {"pathway.closed_by", "pathway.closed", "warrant.status", "decision"} & set(held)
    assert people_kept_out(patrol.user("Sgt. Ash", Role.SUPERVISOR)) == {}
