"""A county in bad weather ends up of one mind: nothing lost, nobody left with another truth."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desktop.domain.referral import Referral
from desktop.domain.terms import DeviceKind, SubjectKind, Tag, Travel
from desktop.services.travel import journey
from desktop.store.mailbox import Arrival
from tests.stories.fleet import Fleet, digest_of

pytestmark = pytest.mark.slow  # twenty-three machines live through several days

PERSONAL = frozenset({Tag.PERSONAL, Tag.HEALTH, Tag.JUSTICE, Tag.SAFETY})


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory, how_many: Callable[[int, int], int]) -> Fleet:
    """Return 20 machines and 3 coordinators after 2 days (`--long`: 200 after 30), at rest."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("desktop.store.vault.ROUNDS", 1_000)
        made = Fleet(
            tmp_path_factory.mktemp("fleet"),
            seed=7,
            precincts=how_many(5, 20),
            patrols=how_many(3, 9),
        )
        for _ in range(how_many(2, 30)):
            made.day()
        made.settle_down()
        yield made
        made.close()


def found(fleet: Fleet, name: str) -> dict[str, Referral]:
    """Return the referrals a machine knows."""
    return {one.id: one for one in fleet.workspace(name).store.referrals()}


def test_the_weather_was_bad(fleet: Fleet) -> None:
    happened = fleet.happened
    assert {"referrals", "amended", "offline", "crashed"} <= set(happened)


def test_every_referral_is_at_every_coordinator(fleet: Fleet) -> None:
    for name in fleet.names(DeviceKind.LEAD):
        here = set(found(fleet, name))
        assert set(fleet.logged) <= here <= set(fleet.logged) | fleet.unsure


def test_the_coordinators_are_of_one_mind(fleet: Fleet) -> None:
    for kind in SubjectKind:
        digests = {
            digest_of(fleet.workspace(name), [kind]) for name in fleet.names(DeviceKind.LEAD)
        }
        assert len(digests) == 1, kind


def test_everybody_knows_the_same_machines(fleet: Fleet) -> None:
    shared = (SubjectKind.ROSTER, SubjectKind.ERASURE)
    assert len({digest_of(fleet.workspace(name), shared) for name in fleet.names()}) == 1


def test_the_desk_and_the_lead_agency_hold_what_the_officer_holds(fleet: Fleet) -> None:
    path = "person.phone"
    for referral_id, home in fleet.logged.items():
        here = found(fleet, home).get(referral_id)
        if here is None:
            continue  # sent before the disk failed, after the last backup
        assert here.encounter is not None
        held = here.encounter.registers.get(path)
        for name, other in fleet.county.computers.items():
            near = other.kind is DeviceKind.DESK and other.agency == (
                fleet.county.computers[home].agency
            )
            if near or other.kind is DeviceKind.LEAD:
                there = found(fleet, name)[referral_id]
                assert there.encounter is not None
                assert there.encounter.registers.get(path) == held, (name, home)


def test_what_was_erased_is_nowhere(fleet: Fleet) -> None:
    for name in fleet.names():
        workspace = fleet.workspace(name)
        for state in workspace.store.states(SubjectKind.ENCOUNTER):
            if state.subject.id in fleet.erased:
                left = {path for path in state.registers if workspace.tags_of(path) & PERSONAL}
                assert left == set(), name


def test_every_officer_sees_that_it_was_received(fleet: Fleet) -> None:
    for referral_id, home in fleet.logged.items():
        referral = found(fleet, home).get(referral_id)
        if referral is not None:
            state = journey(fleet.workspace(home), referral).state
            assert state in {Travel.RECEIVED, Travel.ACTED_ON}, home


def test_nothing_is_kept_out_in_the_end(fleet: Fleet) -> None:
    for name in fleet.names():
        kept_out = fleet.workspace(name).store.inbox.all(Arrival.QUARANTINED)
        # What was sealed before a machine joined is rightly not for it.
        assert {one.reason for one in kept_out} <= {"not_for_us"}, name
