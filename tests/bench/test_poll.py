"""What an idle look at a carrier with 100,000 files costs, on each kind of carrier."""

import time
from datetime import date, timedelta

import pytest

from desktop.sync.carrier import EVERYTHING
from desktop.sync.names import STORE_NAME
from desktop.sync.opening import CarrierKind
from tests.sync.mailboxes import PAPER
from tests.sync.servers.grounds import all_grounds

DAYS = 50
A_DAY = {CarrierKind.S3: 40}  # its stand-in in memory takes minutes for more
OTHERS = 2_000
LAST = date(2026, 11, 23)


@pytest.mark.slow  # lays 100,000 files down on each server
def test_an_idle_look_lists_the_newest_days_alone():
    with all_grounds() as grounds:
        for kind in CarrierKind:
            spot = grounds.spot(kind)
            spot.lay(STORE_NAME, PAPER)
            a_day = A_DAY.get(kind, OTHERS)
            names = [
                f"lead/{LAST - timedelta(days=ago)}/k7-{number:06d}-0123456789ab.offramp"
                for ago in range(DAYS)
                for number in range(1, a_day + 1)
            ]
            spot.lay_empty(names)
            with spot.opened() as carrier:
                spent = {}
                for what, token in (
                    ("all", EVERYTHING),
                    ("newest days", (LAST - timedelta(days=3)).isoformat()),
                ):
                    began = time.perf_counter()
                    found, _ = carrier.list_since(token)
                    spent[what] = (time.perf_counter() - began, len(list(found)))
            (whole, all_), (idle, few) = spent["all"], spent["newest days"]
            print(  # noqa: T201
                f"{kind.value}: all {all_:,} in {whole:.2f} s; the newest days' {few:,} in"
                f" {idle:.3f} s, {idle / whole:.0%} of it"
            )
            assert (all_, few) == (len(names), 4 * a_day)
            assert idle < whole
