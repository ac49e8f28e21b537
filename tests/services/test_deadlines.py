"""The clocks of a referral: they start with the contact, and run anew when that is corrected."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desktop.domain.clocks import ClockRule, Starts, Unit
from desktop.domain.facts import Known, PartialDate
from desktop.domain.terms import DeviceKind, Role
from desktop.domain.words import Given
from desktop.services import refer
from tests.stories.machines import NIGHT, Clock, Computer, refers

pytestmark = pytest.mark.slow  # a real store

COURT = ClockRule("court", Given.of({"en": "In court"}), 0, Unit.COURT_DATE, Starts.CONTACT)


@pytest.fixture
def officer(tmp_path: Path):
    made = Computer(tmp_path / "K7", DeviceKind.PATROL, "TRC", "K7", Clock())
    workspace = made.user("Ofc. Larkspur", Role.OFFICER)
    program = replace(workspace.program, clocks=(*workspace.program.clocks, COURT))
    yield replace(workspace, program=program)
    made.close()


def due(workspace, name):
    return workspace.store.referral("refone").own.known(f"deadline.{name}")


def test_a_contact_typed_later_starts_the_clock_when_the_person_was_met(officer):
    met = NIGHT - timedelta(hours=3)
    refers(officer, now=NIGHT, facts={"contact_at": Known(met)})
    assert due(officer, "scene") == met + timedelta(minutes=30)

    earlier = met - timedelta(hours=1)
    refer.amend(officer, "refone", {"contact_at": Known(earlier)}, now=NIGHT)

    assert due(officer, "scene") == earlier + timedelta(minutes=30)
    assert due(officer, "intake") == NIGHT + timedelta(days=14)  # it starts with the referral


def test_a_court_date_learned_later_sets_its_deadline(officer):
    refers(officer, now=NIGHT)
    assert due(officer, "court") is None

    refer.amend(officer, "refone", {"court_date": Known(PartialDate(2026, 12, 3))}, now=NIGHT)

    assert due(officer, "court") == datetime(2026, 12, 3, 8, 0, tzinfo=NIGHT.tzinfo)
