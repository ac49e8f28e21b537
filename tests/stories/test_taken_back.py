"""Revoked, erased, thinned: three things, each of them done to the records and not only hidden."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.domain.consent import OFFICER, Consent, Scope
from desktop.domain.facts import Known
from desktop.domain.referral import Referral, case_subject, encounter_subject
from desktop.domain.refused import Refused
from desktop.domain.terms import (
    CaseStatus,
    ConsentHow,
    ConsentState,
    Role,
    SubjectKind,
    Tag,
    Travel,
)
from desktop.services import cases, erasing, refer, thinning
from desktop.services.backups import make_backup, restore_backup
from desktop.services.copies import Holds, copies
from desktop.services.erasing import Extent, Why, erase
from desktop.services.keeping import keep_waiting
from desktop.services.travel import journey
from desktop.services.workspace import User, Workspace
from desktop.store.mailbox import Arrival
from tests.stories.machines import CONSENT_A, County, refers

pytestmark = pytest.mark.slow  # each makes three machines of its own


def around(county: County, times: int = 2) -> None:
    """Let everybody exchange, the coordinator keeping what came."""
    for _ in range(times):
        for name in ("K7", "D1", "L1"):
            county.exchange(name)
        lead = county.coordinator
        names = [one.name for one in lead.store.inbox.all(Arrival.WAITING)]
        keep_waiting(lead, None, names, now=county.clock.now)
        county.exchange("L1")


def accepted(county: County, **given: object) -> Referral:
    """Return a referral of whose case the officer has heard."""
    referral = refers(county.officer, now=county.clock.now, **given)  # type: ignore[arg-type]
    around(county)
    cases.step(county.coordinator, referral.id, CaseStatus.ACCEPTED, now=county.clock.now)
    around(county)
    return referral


def says(workspace: Workspace, referral: Referral, state: ConsentState, county: County) -> None:
    """Take down what the person now says of news to the officer."""
    for scope in (Scope.NEWS_CONTACT, Scope.NEWS_STATUS):
        word = Consent(
            referral.encounter_id, OFFICER, scope, state, ConsentHow.SIGNED,
            given_at=county.clock.now, language="en",
        )  # fmt: skip
        refer.take_consent(workspace, referral.id, word, now=county.clock.pass_(minutes=1))


def travelled(county: County, referral: Referral) -> Travel:
    """Return how far the officer sees the referral has come."""
    mine = county.officer.store.referral(referral.id)
    assert mine is not None
    return journey(county.officer, mine).state


def treatment_rows(workspace: Workspace) -> int:
    """Return how many changes with a treatment fact lie in the records."""
    query = "select count(*) from changes where tags like '%T%'"
    return int(workspace.store.database.execute(query).fetchone()[0])


@pytest.mark.parametrize("where", ["laptop", "desk", "lead"])
def test_revoking_news_takes_it_out_of_the_laptops_records(county: County, where: str) -> None:
    referral = accepted(county)
    assert travelled(county, referral) is Travel.ACTED_ON
    assert treatment_rows(county.officer) == 1
    at = {"laptop": county.officer, "desk": county.desk, "lead": county.coordinator}[where]

    says(at, referral, ConsentState.REVOKED, county)
    around(county)

    assert treatment_rows(county.officer) == 0
    assert county.officer.store.state(case_subject(referral.id)) is None
    assert travelled(county, referral) is Travel.RECEIVED
    assert treatment_rows(county.coordinator) == 1  # their own record stays theirs
    county.officer.store.rebuild()
    assert county.officer.store.state(case_subject(referral.id)) is None
    if where == "lead":  # the receipt for the bundle that told so says that it is done
        told = [
            one
            for one in county.coordinator.store.outbox.all()
            if county.coordinator.store.inbox.receipts(one.name).get("trc-k7")
        ]
        assert told


def test_a_new_yes_brings_the_news_back(county: County) -> None:
    referral = accepted(county)
    says(county.desk, referral, ConsentState.REVOKED, county)
    around(county)
    cases.step(county.coordinator, referral.id, CaseStatus.CONTACT_MADE, now=county.clock.now)
    around(county)
    assert treatment_rows(county.officer) == 0

    says(county.desk, referral, ConsentState.GRANTED, county)
    around(county, times=3)

    assert treatment_rows(county.officer) == 2
    mine = county.officer.store.referral(referral.id)
    assert mine is not None
    assert mine.case_status is CaseStatus.CONTACT_MADE


def test_a_yes_after_a_no_that_nobody_else_heard_of_brings_the_news_back(county: County) -> None:
    referral = accepted(county)
    says(county.officer, referral, ConsentState.REVOKED, county)
    assert treatment_rows(county.officer) == 0

    says(county.officer, referral, ConsentState.GRANTED, county)
    around(county)

    assert treatment_rows(county.officer) == 1


def test_an_old_bundle_that_comes_late_brings_nothing_back(county: County) -> None:
    referral = refers(county.officer, now=county.clock.now)
    around(county)
    cases.step(county.coordinator, referral.id, CaseStatus.ACCEPTED, now=county.clock.now)
    county.exchange("L1")  # the news lies on the carrier, sealed while it was allowed
    says(county.officer, referral, ConsentState.REVOKED, county)

    county.exchange("K7")

    assert treatment_rows(county.officer) == 0


def supervisor(county: County) -> Workspace:
    """Return the desk's computer in the hands of its supervisor."""
    return county.computers["D1"].user("Sgt. Sample", Role.SUPERVISOR)


def test_an_erasure_reaches_every_machine_and_everybody_signs_for_it(county: County) -> None:
    referral = accepted(county)
    attached = county.officer.store.attachments
    attached.keep("sig", subject=referral.encounter_id, kind="signature", body=b"drawn")

    erase(supervisor(county), referral.id, Extent.PERSON, Why.COURT_ORDER, now=county.clock.now)
    orders = erasing.orders(county.desk)
    assert {one.device for _, told in orders for one in told.owed} == {"trc-k7", "mcc-l1"}
    around(county)

    for workspace in (county.officer, county.desk, county.coordinator):
        held = [one.change for one in workspace.store.everything()]
        about = encounter_subject(referral.encounter_id)
        tags = {tag for one in held if one.subject == about for tag in one.tags}
        assert tags <= {Tag.NONE}, workspace.place.device
        shown = workspace.store.referral(referral.id)
        assert shown is not None
        assert (shown.number, shown.person_name) == (referral.number, "")
    assert attached.of(referral.encounter_id, "signature") == []
    assert treatment_rows(county.officer) == 0
    assert all(told.is_complete for _, told in erasing.orders(county.desk))
    at_lead = county.coordinator.store.state(case_subject(referral.id))
    assert at_lead is not None  # the lead agency's own record is its own to erase


def test_the_lead_agencys_order_takes_all_of_it_everywhere_and_for_ever(county: County) -> None:
    laptop = county.computers["K7"]
    referral = accepted(county)
    backup = make_backup(county.admin("K7"), laptop.session, now=county.clock.now)
    lead = county.coordinator

    erase(lead, referral.id, Extent.ALL, Why.RETENTION, now=county.clock.now)
    around(county)

    for workspace in (county.officer, county.desk, county.coordinator):
        assert workspace.store.referrals() == []
        kinds = {one.change.subject.kind for one in workspace.store.everything()}
        assert kinds <= {SubjectKind.ERASURE, SubjectKind.ROSTER}
    laptop.close()
    restore_backup(laptop.folder, backup.path, laptop.session)
    assert county.officer.store.referrals() == []


def test_an_erasure_is_no_officers_and_no_other_agencys_to_order(county: County) -> None:
    referral = accepted(county)
    with pytest.raises(Refused):
        erase(county.officer, referral.id, Extent.ALL, Why.MISTAKE, now=county.clock.now)
    with pytest.raises(Refused):
        erase(county.desk, referral.id, Extent.ALL, Why.MISTAKE, now=county.clock.now)
    elsewhere = replace(supervisor(county), place=replace(county.desk.place, agency="OTHER"))
    with pytest.raises(Refused):
        erase(elsewhere, referral.id, Extent.ALL, Why.MISTAKE, now=county.clock.now)
    assert county.desk.store.referral(referral.id) is not None


def test_thinning_forgets_what_came_and_nobody_is_told(county: County) -> None:
    referral = accepted(county)
    mine = refers(county.desk, now=county.clock.now, name="own")
    around(county)
    boss = replace(county.admin("D1"), user=User("a", "Pat", Role.ADMIN))
    thinning.set_days(boss, 30, now=county.clock.now)
    assert thinning.thin(county.desk, now=county.clock.pass_(days=20)) == 0

    assert thinning.thin(county.desk, now=county.clock.pass_(days=20)) > 0

    assert county.desk.store.referral(referral.id) is None
    assert county.desk.store.referral(mine.id) is not None
    around(county)
    assert county.desk.store.referral(referral.id) is None  # it does not come again
    for workspace in (county.officer, county.coordinator):
        assert workspace.store.referral(referral.id) is not None
    with pytest.raises(Refused):
        thinning.set_days(county.admin("L1"), 30, now=county.clock.now)
    with pytest.raises(Refused):
        thinning.set_days(boss, 1, now=county.clock.now)


def test_a_correction_somebody_else_made_is_never_thinned_away(county: County) -> None:
    referral = accepted(county)
    refer.amend(county.desk, referral.id, {"person.phone": Known("555-0199")}, now=county.clock.now)
    around(county)
    boss = county.admin("K7")
    thinning.set_days(boss, 7, now=county.clock.now)

    thinning.thin(county.officer, now=county.clock.pass_(days=60))

    mine = county.officer.store.referral(referral.id)
    assert mine is not None
    assert mine.text("person.phone") == "555-0199"


def test_the_list_of_who_has_a_copy_is_honest(county: County) -> None:
    referral = refers(county.officer, now=county.clock.now, consents=CONSENT_A)
    before = copies(county.officer, referral.id)
    assert before.machines == ()
    county.exchange("K7")
    sent = copies(county.officer, referral.id)
    assert {(one.member.device, one.holds) for one in sent.machines} == {
        ("trc-d1", Holds.SENT),
        ("mcc-l1", Holds.SENT),
    }
    around(county)
    make_backup(county.admin("K7"), county.computers["K7"].session, now=county.clock.now)

    now = copies(county.officer, referral.id)

    assert {(one.member.device, one.holds) for one in now.machines} == {
        ("trc-d1", Holds.SIGNED),
        ("mcc-l1", Holds.SIGNED),
    }
    assert now.backups >= 1
    assert now.sealed >= 2
    at_lead = copies(county.coordinator, referral.id)
    assert {(one.member.device, one.holds) for one in at_lead.machines} >= {("trc-k7", Holds.WROTE)}


def test_a_step_taken_by_mistake_is_taken_back_for_everybody(county: County) -> None:
    referral = accepted(county)
    lead = county.coordinator
    cases.step(lead, referral.id, CaseStatus.CONTACT_MADE, now=county.clock.now)
    assert cases.take_back_step(lead, referral.id, now=county.clock.now).case_status is (
        CaseStatus.ACCEPTED
    )
    cases.step(lead, referral.id, CaseStatus.CLOSED, now=county.clock.now, reason="no_contact")
    cases.take_back_step(lead, referral.id, now=county.clock.now)
    back = cases.take_back_step(lead, referral.id, now=county.clock.now)
    assert back.case_status is None
    with pytest.raises(Refused):
        cases.take_back_step(lead, referral.id, now=county.clock.now)
    around(county)

    mine = county.officer.store.referral(referral.id)
    assert mine is not None
    assert mine.case_status is None
    held = [one.change for one in county.officer.store.everything()]
    assert not any("closed" in str(one.sets) for one in held if Tag.TREATMENT in one.tags)
    again = cases.step(lead, referral.id, CaseStatus.ACCEPTED, now=county.clock.now)
    assert again.case_status is CaseStatus.ACCEPTED
