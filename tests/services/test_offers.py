"""Declined, or not offered: counted with its reason, without anything about a person."""

from __future__ import annotations

import pytest

from desktop.domain.measures import read_period
from desktop.domain.refused import Refused
from desktop.domain.terms import DeviceKind, Role, Tag
from desktop.services import offers, report
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
