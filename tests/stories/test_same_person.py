"""Two officers refer one person: the coordinator links or keeps apart, and nothing is merged."""

from __future__ import annotations

import pytest

from desktop.domain.facts import Known, PartialDate
from desktop.domain.referral import Referral
from desktop.domain.refused import Refused
from desktop.domain.terms import CaseStatus, DeviceKind, Role, SubjectKind
from desktop.services import cases, dry_run, same_person
from desktop.services.erasing import Extent, Why, erase
from desktop.services.keeping import keep_waiting
from desktop.services.workspace import Workspace
from desktop.store.mailbox import Arrival
from tests.stories.machines import CONSENT_A, CONSENT_B, County, refers
from tests.stories.test_taken_back import around

pytestmark = pytest.mark.slow  # each makes three machines of its own

BORN = {"person.birth_date": Known(PartialDate(1996, 3, 4))}
MISHEARD = {**BORN, "person.first_name": Known("Kitt"), "person.phone": Known("(719) 555-0107")}


def referred_twice(
    county: County, *, consents=(*CONSENT_A, *CONSENT_B)
) -> tuple[Referral, Referral]:
    """Return one person's referrals: the patrol's, and the desk's with the name misheard."""
    one = refers(county.officer, now=county.clock.now, facts=dict(BORN), consents=consents)
    county.clock.pass_(hours=2)
    two = refers(
        county.desk, now=county.clock.now, name="two", facts=dict(MISHEARD), consents=consents
    )
    return one, two


def links(workspace: Workspace) -> int:
    """Return how many links lie in a machine's records."""
    return len(workspace.store.states(SubjectKind.PERSON_LINK))


def test_the_inbox_says_before_anything_is_kept_who_may_be_the_same_person(county: County) -> None:
    one, two = referred_twice(county)
    for name in ("K7", "D1", "L1"):
        county.exchange(name)

    would = dry_run.dry_run(county.coordinator, now=county.clock.now)

    found = {key: alike for each in would for key, alike in each.alike.items() if alike}
    assert {other.number for other in found[two.id]} == {one.number}
    assert not county.coordinator.store.referrals()


def test_reasons_are_given_and_the_word_can_be_changed(county: County) -> None:
    one, two = referred_twice(county)
    around(county)
    lead, now = county.coordinator, county.clock.now

    (other,) = same_person.others(lead, one.id, now=now)
    words = {reason.says.text for reason in other.reasons}
    assert {"Same last name", "First name nearly the same", "Same birth date"} <= words
    assert other.same is None
    assert other.agency == "TRC"

    assert same_person.decide(lead, one.id, two.id, same=True, now=now) is None
    assert same_person.linked(lead, two.id) == {one.id}
    (other,) = same_person.others(lead, two.id, now=now)
    assert other.same is True

    assert same_person.decide(lead, two.id, one.id, same=False, now=now) is True
    assert not same_person.linked(lead, one.id)
    assert same_person.decide(lead, two.id, one.id, same=None, now=now) is False
    (other,) = same_person.others(lead, one.id, now=now)
    assert other.same is None
    # Both stay what they were: two referrals, two persons' facts.
    assert [lead.store.referral(key).person_name for key in (one.id, two.id)] == [
        "Kit Imaginary", "Kitt Imaginary",
    ]  # fmt: skip


def test_a_link_reaches_no_precinct(county: County) -> None:
    one, two = referred_twice(county)
    around(county)
    same_person.decide(county.coordinator, one.id, two.id, same=True, now=county.clock.now)

    around(county)

    assert links(county.coordinator) == 1
    assert links(county.officer) == links(county.desk) == 0
    assert not [
        change
        for bundle in county.coordinator.store.outbox.all()
        for kept in county.coordinator.store.by_ids(
            county.coordinator.store.outbox.change_ids(bundle.stream, bundle.sequence)
        )
        if (change := kept.change).subject.kind is SubjectKind.PERSON_LINK
        and bundle.stream != "lead"
    ]


def test_two_coordinators_who_differ_are_a_dispute_the_next_word_settles(county: County) -> None:
    county.add("L2", DeviceKind.LEAD, "MCC")
    county.enrol("L2")
    second = county.computers["L2"].user("Fern Example", Role.COORDINATOR)
    one, two = referred_twice(county)
    around(county)
    county.exchange("L2", admin=True)
    keep_all(second, county)
    same_person.decide(county.coordinator, one.id, two.id, same=True, now=county.clock.now)
    same_person.decide(second, one.id, two.id, same=False, now=county.clock.now)

    around(county)
    for _ in range(2):
        county.exchange("L2", admin=True)
        keep_all(second, county)
        around(county, 1)

    for lead in (county.coordinator, second):
        (other,) = same_person.others(lead, one.id, now=county.clock.now)
        assert other.disputed
        assert other.same is None
        assert not same_person.linked(lead, one.id)
    same_person.decide(second, one.id, two.id, same=True, now=county.clock.now)
    county.exchange("L2", admin=True)
    around(county, 1)
    assert same_person.linked(county.coordinator, one.id) == {two.id}


def keep_all(workspace: Workspace, county: County) -> None:
    """Keep what waits."""
    names = [one.name for one in workspace.store.inbox.all(Arrival.WAITING)]
    keep_waiting(workspace, None, names, now=county.clock.now)


def test_without_consent_to_say_who_it_is_nobody_is_compared(county: County) -> None:
    one, _ = referred_twice(county, consents=CONSENT_B)
    around(county)

    assert same_person.others(county.coordinator, one.id, now=county.clock.now) == ()


def test_what_is_linked_to_a_linked_one_belongs_to_it_unless_kept_apart(county: County) -> None:
    one, two = referred_twice(county)
    three = refers(county.desk, now=county.clock.pass_(hours=1), name="three", facts=dict(BORN))
    around(county)
    lead, now = county.coordinator, county.clock.now
    same_person.decide(lead, one.id, two.id, same=True, now=now)
    same_person.decide(lead, two.id, three.id, same=True, now=now)

    assert same_person.linked(lead, one.id) == {two.id, three.id}
    same_person.decide(lead, one.id, three.id, same=False, now=now)
    assert same_person.linked(lead, one.id) == {two.id}


def test_only_the_lead_agencys_coordinator_links_and_only_two_that_are_here(county: County) -> None:
    one, two = referred_twice(county)
    around(county)

    for workspace in (county.officer, county.desk):
        with pytest.raises(Refused):
            same_person.decide(workspace, one.id, two.id, same=True, now=county.clock.now)
    for other in (one.id, "nobody"):
        with pytest.raises(Refused):
            same_person.decide(county.coordinator, one.id, other, same=True, now=county.clock.now)


def test_an_erased_referral_takes_its_links_along(county: County) -> None:
    one, two = referred_twice(county)
    around(county)
    lead = county.coordinator
    same_person.decide(lead, one.id, two.id, same=True, now=county.clock.now)
    cases.step(lead, one.id, CaseStatus.ACCEPTED, now=county.clock.now)

    erase(lead, two.id, Extent.ALL, Why.COURT_ORDER, now=county.clock.now)

    assert links(lead) == 0
    assert not same_person.linked(lead, one.id)
