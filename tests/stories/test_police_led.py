"""The police-led twin of Three Rivers: the lead agency stands inside the boundary."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.domain.terms import CaseStatus
from desktop.services import cases
from desktop.services.keeping import keep_waiting
from desktop.store.mailbox import Arrival
from tests.stories import machines
from tests.stories.machines import CONSENT_A, RESOURCES, County, refers

pytestmark = pytest.mark.slow  # each makes three machines of its own

INSIDE = (
    ("inside_boundary = false", "inside_boundary = true"),
    (
        "spoken_consent = true",
        "spoken_consent = true\npersonal_to_inside_lead = true\njustice_to_inside_lead = true",
    ),
)


@pytest.fixture
def police_led(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[County]:
    """Return the same county under a program whose lead agency is the police themselves."""
    resources = tmp_path / "resources"
    twin = resources / "programs" / "three-rivers"
    shutil.copytree(RESOURCES / "programs" / "three-rivers", twin)
    head = twin / "program.toml"
    text = head.read_text(encoding="utf-8")
    for there, here in INSIDE:
        assert there in text
        text = text.replace(there, here)
    head.write_text(text, encoding="utf-8")
    monkeypatch.setattr(machines, "RESOURCES", resources)
    (tmp_path / "county").mkdir()
    made = County(tmp_path / "county")
    yield made
    made.close()


def kept(county: County) -> None:
    """Let the referral travel to the lead agency, which keeps it."""
    county.exchange("K7")
    county.exchange("L1")
    lead = county.coordinator
    names = [one.name for one in lead.store.inbox.all(Arrival.WAITING)]
    keep_waiting(lead, None, names, now=county.clock.now)
    county.exchange("L1")


def test_inside_the_boundary_the_program_gives_the_lead_agency_name_and_charge(
    police_led: County,
) -> None:
    referral = refers(police_led.officer, now=police_led.clock.now, consents=())
    kept(police_led)

    at_lead = police_led.coordinator.store.referral(referral.id)
    assert at_lead is not None
    assert at_lead.person_name == "Kit Imaginary"
    assert at_lead.text("narrative") == "stopped for a broken lamp"


def test_inside_the_boundary_health_still_needs_the_persons_consent(police_led: County) -> None:
    without = refers(police_led.officer, now=police_led.clock.now, name="without", consents=())
    with_it = refers(police_led.officer, now=police_led.clock.now, name="with", consents=CONSENT_A)
    kept(police_led)

    store = police_led.coordinator.store
    first, second = store.referral(without.id), store.referral(with_it.id)
    assert first is not None
    assert second is not None
    assert first.text("health.note") == ""
    assert second.text("health.note") == "shaking, last use this morning"


def test_inside_the_boundary_the_officer_hears_no_more_than_consent_b(police_led: County) -> None:
    referral = refers(police_led.officer, now=police_led.clock.now, consents=CONSENT_A)
    kept(police_led)
    cases.step(police_led.coordinator, referral.id, CaseStatus.ACCEPTED, now=police_led.clock.now)
    police_led.exchange("L1")
    police_led.exchange("K7")

    back = police_led.officer.store.referral(referral.id)
    assert back is not None
    assert back.case_status is None
