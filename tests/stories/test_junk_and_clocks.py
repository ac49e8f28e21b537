"""What lies on a carrier cannot fill a store, and a wrong clock is measured and told."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from desktop.domain.terms import DeviceKind
from desktop.services import enrolling, exchange, keeping
from desktop.services.keeping import keep_waiting
from desktop.services.skew import own_skew
from desktop.store.mailbox import Arrival
from desktop.sync.envelope import digest_of
from desktop.sync.names import bundle_name
from tests.stories.machines import County, refers

pytestmark = pytest.mark.slow  # each makes three machines of its own


def lay_junk(county: County, device: str, count: int, size: int = 20_000) -> None:
    """Lay files on the lead agency's stream that are named like bundles and are none."""
    dice = random.Random(device)
    folder = county.folder / "lead" / f"{county.clock.now:%Y-%m-%d}"
    folder.mkdir(parents=True, exist_ok=True)
    for sequence in range(1, count + 1):
        data = dice.randbytes(size)
        (folder / bundle_name(device, sequence, data)).write_bytes(data)


def test_what_is_kept_out_leaves_its_name_and_reason_and_no_bytes(county: County) -> None:
    lay_junk(county, "trc-x1", 5)
    lead = county.coordinator
    before = lead.store.database.execute("pragma page_count").fetchone()[0]

    came = county.exchange("L1").came

    assert len(came.quarantined) == 5
    held = lead.store.inbox.all(Arrival.QUARANTINED)
    lying = {one.name: one for one in (county.folder / "lead").rglob("*.offramp")}
    assert {one.digest for one in held} == {digest_of(lying[one.name].read_bytes()) for one in held}
    assert all(one.data is None and one.reason == "torn" for one in held)
    after = lead.store.database.execute("pragma page_count").fetchone()[0]
    assert (after - before) * 4096 < 5 * 20_000


def test_a_flood_of_junk_is_counted_and_not_remembered(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(keeping.ROOM, Arrival.QUARANTINED, (10, 15))
    refers(county.officer, now=county.clock.now)
    county.exchange("K7")
    for device in ("aaa-1", "trc-k7", "zzz-9"):
        lay_junk(county, device, 12, size=40)

    came = county.exchange("L1").came

    assert len(came.quarantined) == 15
    assert came.untold == 21
    assert len(came.waiting) == 1  # the referral comes through all the same
    assert county.exchange("L1").came.quarantined == ()


def test_a_machine_that_is_enrolled_is_looked_at_again_by_itself(county: County) -> None:
    stranger = county.add("K9", DeviceKind.PATROL, "TRC")
    invitation = enrolling.invite(county.admin("L1"), carrier="", now=county.clock.now)
    enrolling.accept_invitation(stranger.open(), invitation, now=county.clock.now)
    refers(stranger.open(), now=county.clock.now)
    county.exchange("K9", admin=True)
    assert [one.reason for one in county.exchange("L1").came.quarantined] == ["foreign"]

    request = enrolling.request_enrolment(stranger.open())
    enrolling.enrol(county.admin("L1"), request, code="K9", now=county.clock.now)

    assert len(county.exchange("L1").came.waiting) == 1


def test_a_clock_that_is_wrong_is_measured_at_each_receipt(county: County) -> None:
    officer, lead = county.officer, county.coordinator
    refers(officer, now=county.clock.now)
    slow = timedelta(minutes=7)

    def at_patrol() -> None:
        carrier = exchange.open_folder(officer, county.folder)
        exchange.exchange(officer, carrier, now=county.clock.pass_(seconds=20) - slow)

    at_patrol()
    county.exchange("L1")
    keep_waiting(lead, None, [one.name for one in lead.store.inbox.all()], now=county.clock.now)
    county.exchange("L1")
    at_patrol()

    skew = own_skew(officer)
    assert skew is not None
    assert -7 * 60 <= skew.seconds <= -5 * 60
    refers(officer, now=county.clock.now, name="two")
    at_patrol()
    county.exchange("L1")
    newest = lead.store.inbox.last_read()["trc-k7"]
    assert newest.skew == skew.seconds  # the sender tells what it knows of itself


def test_a_clock_that_may_be_right_is_called_right(county: County) -> None:
    refers(county.officer, now=county.clock.now)
    county.exchange("K7")
    county.clock.pass_(days=2)  # on a stick, in a drawer
    county.exchange("L1")
    lead = county.coordinator
    keep_waiting(lead, None, [one.name for one in lead.store.inbox.all()], now=county.clock.now)
    county.exchange("L1")
    county.clock.pass_(days=2)
    county.exchange("K7")

    skew = own_skew(county.officer)
    assert skew is not None
    assert skew.seconds == 0
