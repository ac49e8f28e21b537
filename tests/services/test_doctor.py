"""The doctor says what is well and what to do, and notices what was altered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.domain.terms import DeviceKind
from desktop.domain.words import ENGLISH
from desktop.services import doctor, exchange
from desktop.services.backups import make_backup
from desktop.services.doctor import Level
from desktop.store.database import connect
from tests.stories.machines import Clock, Computer

PLENTY = 10**12  # bytes


@pytest.fixture
def lead(tmp_path):
    """Return the lead agency's computer."""
    made = Computer(tmp_path / "lead", DeviceKind.LEAD, "MCC", "L1", Clock())
    yield made
    made.close()


def looked(computer, *, free=PLENTY, now=None):
    found = doctor.examine(
        computer.open(),
        key=computer.session.data_key,
        free_bytes=free,
        now=now or computer.clock.now,
    )
    assert all(ENGLISH(one.remedy) for one in found if one.level is not Level.OK)
    return {one.what: one for one in found}


def levels(found):
    return {what: one.level for what, one in found.items()}


def test_a_new_workspace_is_sound_and_has_things_to_do(lead):
    found = levels(looked(lead))

    assert found["records"] is found["log"] is found["clock"] is found["recovery"] is Level.OK
    assert found["backup"] is found["exchange"] is found["directory"] is Level.TO_DO
    assert Level.FAULT not in found.values()


def test_a_backup_is_opened_and_counted_by_its_age(lead):
    made = make_backup(lead.open(), lead.session, now=lead.clock.now)
    assert looked(lead)["backup"].level is Level.OK

    later = lead.clock.now + timedelta(days=8)
    assert looked(lead, now=later)["backup"].level is Level.TO_DO

    made.path.write_bytes(made.path.read_bytes()[:-4096])
    assert looked(lead)["backup"].level is Level.FAULT


def test_a_line_of_the_log_that_was_altered_is_named(lead):
    db = lead.open().store.database
    db.execute("drop trigger audit_is_never_changed")  # as somebody would who has the key
    db.execute("update audit set who = 'nobody' where seq = 1")

    found = looked(lead)["log"]

    assert found.level is Level.FAULT
    assert "line 1" in ENGLISH(found.says)


def test_records_damaged_on_the_disk_are_a_fault(lead):
    workspace = lead.open()
    for n in range(400):
        workspace.store.settings.set(f"filler {n}", "x" * 500)
    lead.close()
    path = lead.folder / "offramp.db"
    with connect(path, lead.session.data_key) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(path.read_bytes())
    data[-3000] ^= 1
    path.write_bytes(data)

    assert looked(lead)["records"].level is Level.FAULT


def test_a_clock_behind_its_own_log_is_a_fault(lead):
    lead.open()
    earlier = lead.clock.now - timedelta(days=3, hours=1)

    found = looked(lead, now=earlier)["clock"]

    assert found.level is Level.FAULT
    assert "3 days behind" in ENGLISH(found.says)


def test_the_exchange_place_is_asked(lead, tmp_path):
    folder = tmp_path / "mailbox"
    folder.mkdir()
    exchange.make_mailbox(lead.open(), folder, now=lead.clock.now)

    found = levels(looked(lead))
    assert found["exchange"] is Level.OK
    assert found["exchanged"] is Level.TO_DO

    carrier = exchange.open_folder(lead.open(), folder)
    exchange.exchange(lead.open(), carrier, now=lead.clock.now)
    assert "exchanged" not in looked(lead)
    folder.rename(tmp_path / "unplugged")
    gone = looked(lead)["exchange"]
    assert gone.level is Level.TO_DO
    assert "Plug in" in ENGLISH(gone.remedy)


@pytest.mark.parametrize(
    ("free", "level"), [(10_000_000, Level.FAULT), (300_000_000, Level.TO_DO), (PLENTY, Level.OK)]
)
def test_a_disk_that_fills_is_told_in_time(lead, free, level):
    assert looked(lead, free=free)["disk"].level is level


def test_after_a_year_somebody_looks_for_the_recovery_sheet(lead):
    later = lead.clock.now + timedelta(days=366)
    assert looked(lead, now=later)["recovery"].level is Level.TO_DO
