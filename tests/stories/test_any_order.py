"""Machines, carriers, coordinators, restores and erasures in any order: all end of one mind."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from desktop.domain.terms import DeviceKind, SubjectKind
from tests.stories.fleet import CALM, ROUGH, Fleet, digest_of

pytestmark = pytest.mark.slow  # six machines for each example

PATROLS = st.sampled_from(("K7", "TRCK2"))
WRITERS = st.sampled_from(("K7", "TRCK2", "D1"))
LEADS = st.sampled_from(("L1", "L2"))
ANYBODY = st.sampled_from(("K7", "TRCK2", "D1", "L1", "L2"))


class AnyOrder(RuleBasedStateMachine):
    """One precinct with two laptops and a desk, two coordinators, and what may befall them."""

    fleet: Fleet

    @initialize(seed=st.integers(0, 2**16))
    def begin(self, seed: int) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="offramp-any-"))
        self.fleet = Fleet(self.root, seed=seed, precincts=1, patrols=2, leads=2)

    @rule(name=PATROLS)
    def refers(self, name: str) -> None:
        self.fleet.refer(name)

    @rule(name=WRITERS)
    def amends(self, name: str) -> None:
        self.fleet.amend(name)

    @rule(name=ANYBODY, rough=st.booleans(), seed=st.integers(0, 2**16))
    def exchanges(self, name: str, rough: bool, seed: int) -> None:
        self.fleet.dice = random.Random(seed)
        self.fleet.exchange(name, ROUGH if rough else CALM)

    @rule(name=LEADS)
    def keeps(self, name: str) -> None:
        self.fleet.coordinate(name, everything=True)

    @rule(name=LEADS)
    def steps(self, name: str) -> None:
        self.fleet.advance(name)

    @rule(name=st.sampled_from(("D1", "L1", "L2")))
    def settles(self, name: str) -> None:
        self.fleet.settle(name)

    @rule(name=PATROLS)
    def erases(self, name: str) -> None:
        self.fleet.erase(name)

    @rule(name=PATROLS)
    def backs_up(self, name: str) -> None:
        self.fleet.back_up(name)

    @rule(name=PATROLS)
    def restores(self, name: str) -> None:
        self.fleet.restore(name)

    def teardown(self) -> None:
        if not hasattr(self, "fleet"):
            return
        try:
            self.fleet.settle_down()
            fleet = self.fleet
            leads = fleet.names(DeviceKind.LEAD)
            for kind in SubjectKind:
                assert len({digest_of(fleet.workspace(one), [kind]) for one in leads}) == 1, kind
            for one in leads:
                here = {found.id for found in fleet.workspace(one).store.referrals()}
                assert set(fleet.logged) <= here <= set(fleet.logged) | fleet.unsure
            everybody = (SubjectKind.ROSTER, SubjectKind.ERASURE)
            assert len({digest_of(fleet.workspace(one), everybody) for one in fleet.names()}) == 1
        finally:
            self.fleet.close()
            shutil.rmtree(self.root)


def test_all_end_of_one_mind(how_many: Callable[[int, int], int]) -> None:
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(
            max_examples=how_many(3, 500),
            stateful_step_count=how_many(15, 40),
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        ),
    )
