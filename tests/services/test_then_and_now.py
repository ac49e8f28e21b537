"""An old referral keeps its decision; today's rules are told beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.domain.encounter import Encounter
from desktop.domain.facts import Known
from desktop.domain.refused import Refused
from desktop.domain.terms import DeviceKind, Outcome, Role
from desktop.domain.words import ENGLISH
from desktop.services import assess, capture, refer
from desktop.services.then_and_now import then_and_now
from tests.domain.rules_kit import answers, shipped
from tests.stories.machines import NIGHT, Clock, Computer

pytestmark = pytest.mark.slow  # real stores

CLEAR = (
    "pathway = INT; person.age = 30; person.agrees = yes; place.in_program_area = yes; "
    "program.counselor_on_duty = yes; charge/1/offense = drug_possession; "
    "charges.complete = yes; drug/1/kind = heroin; drug/1/amount_g = 0.5; drugs.complete = yes; "
    "health.substance_use_problem = yes; history.violent_conviction = never; "
    "history.weapon_conviction = never; history.violent_arrest_here = {arrest}"
)


@pytest.fixture
def laptop(tmp_path: Path):
    made = Computer(
        tmp_path / "K7", DeviceKind.PATROL, "CPD", "K7", Clock(), program="chicago-nadp-2019"
    )
    yield made
    made.close()


def logs(workspace, given):
    encounter = Encounter("e1", NIGHT, answers(given).by_path())
    capture.keep(workspace, encounter, now=NIGHT)
    decision = assess.assess(workspace, encounter, now=NIGHT)
    return refer.log(workspace, encounter, decision, referral_id="r1", now=NIGHT)


def test_a_referral_of_2019_keeps_its_decision_and_todays_rules_are_explained(laptop):
    officer = laptop.user("Ofc. Larkspur", Role.OFFICER)
    referral = logs(officer, CLEAR.format(arrest="2025-05-01"))
    before = officer.store.referral("r1").own.text("referral.outcome")
    newer = replace(officer, program=shipped("chicago-nadp-2022"))

    same = then_and_now(officer, referral, now=NIGHT)
    found = then_and_now(newer, referral, now=NIGHT)

    assert same.same_rules
    assert not same.changed
    assert (found.then.version, found.now.version) == ("2019-02", "2022-06")
    assert (found.then.outcome, found.now.outcome) == (Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE)
    assert [one.criterion for one in found.turned] == ["CH-10"]
    assert ENGLISH(found.turned[0].says)
    assert officer.store.referral("r1").own.text("referral.outcome") == before == "eligible"


def test_what_was_corrected_since_does_not_count(laptop):
    officer = laptop.user("Ofc. Larkspur", Role.OFFICER)
    referral = logs(officer, CLEAR.format(arrest="never"))
    later = NIGHT + timedelta(days=1)
    heavier = {"drug/1/amount_g": Known(Decimal(9))}
    referral = refer.amend(officer, referral.id, heavier, now=later)

    found = then_and_now(officer, referral, now=later)

    assert found.now.outcome is Outcome.ELIGIBLE
    assert not found.changed


def test_nobody_learns_it_who_may_not_see_the_record(laptop):
    officer = laptop.user("Ofc. Larkspur", Role.OFFICER)
    referral = logs(officer, CLEAR.format(arrest="never"))
    colleague = replace(officer, user=replace(officer.user, id="somebody-else"))

    with pytest.raises(Refused, match="not for you to see"):
        then_and_now(colleague, referral, now=NIGHT)


def test_a_pathway_the_rules_close_cannot_be_logged(laptop):
    officer = laptop.user("Ofc. Larkspur", Role.OFFICER)

    with pytest.raises(Refused, match="close this pathway"):
        logs(officer, CLEAR.format(arrest="never").replace("age = 30", "age = 16"))

    assert officer.store.referrals() == []
    assert officer.store.drafts.get("e1") is not None
