"""Calls: all of them are told, and one recorded by a slip is taken back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from desktop.domain.capacity import newest
from desktop.domain.refused import Refused
from desktop.domain.terms import DeviceKind, PhoneResult
from desktop.formats.geo import ZipTable
from desktop.services import call_log, services_known
from tests.stories.machines import NIGHT, RESOURCES, Clock, Computer

pytestmark = pytest.mark.slow  # each makes three machines of its own

SAMPLE = RESOURCES / "directory" / "three-rivers"
DETOX = "tr-prairie-ridge"
FULL, NO_ANSWER, ACCEPTED = PhoneResult.FULL, PhoneResult.NO_ANSWER, PhoneResult.ACCEPTED


@pytest.fixture
def desk(tmp_path: Path):
    computer = Computer(tmp_path / "desk", DeviceKind.DESK, "TRC", "D1", Clock())
    workspace = computer.open()
    found = services_known.read(SAMPLE, zips=ZipTable({}), now=NIGHT)
    services_known.keep(workspace, found, now=NIGHT)
    yield workspace
    computer.close()


def record(desk, result: PhoneResult, minutes: int):
    return services_known.record_call(desk, DETOX, result, now=NIGHT + timedelta(minutes=minutes))


def test_every_call_is_told_newest_first(desk):
    for minutes, result in enumerate((NO_ANSWER, NO_ANSWER, FULL, ACCEPTED), start=1):
        record(desk, result, minutes)

    told = call_log.calls(desk, DETOX)

    assert [one.heard for one in told] == [ACCEPTED, FULL, NO_ANSWER, NO_ANSWER]


def test_a_call_recorded_by_a_slip_is_taken_back(desk):
    before = newest(services_known.capacity(desk)[DETOX])
    slip = record(desk, FULL, 1)
    later = NIGHT + timedelta(minutes=2)

    call_log.take_back_call(desk, slip, now=later)

    assert newest(services_known.capacity(desk)[DETOX]) == before
    assert call_log.calls(desk, DETOX) == []
    record(desk, ACCEPTED, 3)
    assert [one.heard for one in call_log.calls(desk, DETOX)] == [ACCEPTED]


def test_the_first_word_on_a_service_is_taken_back_to_nothing(desk):
    slip = services_known.record_call(desk, "tr-sober-house", FULL, now=NIGHT)
    call_log.take_back_call(desk, slip, now=NIGHT + timedelta(minutes=1))
    assert "tr-sober-house" not in services_known.capacity(desk)


def test_what_somebody_has_told_since_is_not_taken_back(desk):
    slip = record(desk, FULL, 1)
    record(desk, ACCEPTED, 2)

    with pytest.raises(Refused):
        call_log.take_back_call(desk, slip, now=NIGHT + timedelta(minutes=3))
    assert [one.heard for one in call_log.calls(desk, DETOX)] == [ACCEPTED, FULL]
