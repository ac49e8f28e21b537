"""One contract for every carrier, against real servers: OpenSSH, Apache and moto on 127.0.0.1."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from desktop.sync.carrier import (
    EVERYTHING,
    CarrierAuth,
    CarrierFull,
    CarrierMissing,
    CarrierOffline,
    FileGone,
    FileTooLarge,
)
from desktop.sync.envelope import digest_of
from desktop.sync.names import STORE_NAME, bundle_name, receipt_name
from desktop.sync.opening import AnyCarrier, CarrierKind
from tests.sync.mailboxes import BUNDLE, DAY, LIMIT, PAPER, full_name
from tests.sync.servers.certificate import make_certificate
from tests.sync.servers.grounds import Spot
from tests.sync.servers.loopback import HOST, free_port, small_disk
from tests.sync.servers.proxy import Line, black_hole, line_to
from tests.sync.servers.quota import full_account

pytestmark = pytest.mark.slow  # real servers are started


def every_call(carrier: AnyCarrier) -> dict[str, Callable[[], object]]:
    return {
        "identity": carrier.identity,
        "list": lambda: carrier.list_since(EVERYTHING),
        "get": lambda: carrier.get(full_name(b"x"), LIMIT),
        "put": lambda: carrier.put_new(full_name(b"x"), b"x"),
        "sweep": lambda: carrier.sweep(datetime(2026, 11, 24, tzinfo=UTC)),
    }


def whole_files(spot: Spot) -> dict[str, bytes]:
    return {name: data for name, data in spot.files().items() if not name.startswith(".tmp-")}


def test_a_mailbox_is_made_once_and_what_was_laid_down_comes_back(bare):
    name = full_name(BUNDLE)
    with bare.opened() as carrier:
        assert carrier.put_new(STORE_NAME, PAPER) == "new"
        assert carrier.put_new(STORE_NAME, b"another") == "exists"
        assert carrier.identity() == digest_of(PAPER)
        assert carrier.put_new(name, BUNDLE) == "new"
        assert carrier.get(name, LIMIT) == BUNDLE
        assert carrier.list_since(EVERYTHING) == ([name], DAY.isoformat())
    assert bare.files() == {STORE_NAME: PAPER, name: BUNDLE}


def test_a_taken_name_keeps_its_bytes(spot):
    name = full_name(BUNDLE)
    with spot.opened() as carrier, spot.opened(owner="desk-1") as other:
        assert carrier.put_new(name, BUNDLE) == "new"
        assert other.put_new(name, b"other") == "exists"
        assert carrier.put_new(name, BUNDLE) == "exists"
        assert other.get(name, LIMIT) == BUNDLE
    assert spot.files() == {STORE_NAME: PAPER, name: BUNDLE}


def test_an_empty_mailbox_is_empty_and_an_empty_file_is_a_file(spot):
    with spot.opened() as carrier:
        assert carrier.list_since(EVERYTHING) == ([], "")
        spot.lay(full_name(b""), b"")
        assert carrier.get(full_name(b""), LIMIT) == b""


def test_a_missing_root_is_not_an_empty_mailbox(bare):
    bare.remove_root()
    with bare.opened() as carrier:
        for call in (*every_call(carrier).values(), lambda: carrier.put_new(STORE_NAME, PAPER)):
            with pytest.raises(CarrierMissing):
                call()
        with pytest.raises(CarrierMissing):
            carrier.rehearse(b"x")


def test_a_root_that_is_no_mailbox_is_left_untouched(bare):
    with bare.opened() as carrier:
        for call in every_call(carrier).values():
            with pytest.raises(CarrierMissing):
                call()
    assert bare.files() == {}


def test_a_mailbox_that_vanishes_meanwhile_is_missed(spot):
    with spot.opened() as carrier:
        assert carrier.put_new(full_name(b"1"), b"1") == "new"
        spot.remove(STORE_NAME)
        for call in every_call(carrier).values():
            with pytest.raises(CarrierMissing):
                call()
    assert spot.files() == {full_name(b"1"): b"1"}


def test_another_mailbox_at_the_same_place_is_not_available(spot):
    with spot.opened(expected=digest_of(PAPER)) as carrier:
        assert carrier.identity() == digest_of(PAPER)
        spot.lay(STORE_NAME, b"another one")
        for call in (carrier.identity, lambda: carrier.put_new(full_name(b"x"), b"x")):
            with pytest.raises(CarrierMissing):
                call()
    assert spot.files() == {STORE_NAME: b"another one"}


def test_the_last_three_days_are_listed_again_and_everything_when_asked(spot):
    names = []
    for sequence, day in enumerate((1, 10, 20, 21, 23), start=1):
        names.append(full_name(b"x", sequence=sequence, day=DAY.replace(day=day)))
        spot.lay(names[-1], b"x")
    with spot.opened() as carrier:
        assert carrier.list_since(EVERYTHING) == (names, "2026-11-20")
        late = full_name(b"y", day=DAY.replace(day=20), stream="precinct")
        spot.lay(late, b"y")
        assert carrier.list_since("2026-11-20") == (sorted([*names[2:], late]), "2026-11-20")
        tomorrow = full_name(b"z", day=DAY.replace(day=24), stream="k7-patrol")
        spot.lay(tomorrow, b"z")
        assert carrier.list_since("2026-11-20")[1] == "2026-11-21"
        assert carrier.list_since("2026-11-25")[0] == []


def test_receipts_and_devices_streams_are_listed(spot):
    receipt = f"receipts/{DAY}/{receipt_name(bundle_name('k7-patrol', 1, b'x'), 'lead-1')}"
    names = sorted([receipt, full_name(b"x", stream="desk-1"), full_name(b"x")])
    for name in names:
        spot.lay(name, b"x")
    with spot.opened() as carrier:
        assert carrier.list_since(EVERYTHING)[0] == names


def test_what_is_not_ours_is_passed_over(spot):
    good = full_name(b"x")
    bare_name = good.rsplit("/", 1)[1]
    spot.lay(good, b"x")
    for odd in (
        f"lead/{DAY}/._{bare_name}",
        f"lead/{DAY}/{bare_name}.part",
        f"lead/{DAY}/a 50% & <b>é.txt",
        f"lead/2026-13-45/{bare_name}",
        f"lead/{bare_name}",
        f"notes/2026/{bare_name}",
        f"Lead-2/{DAY}/{bare_name}",
        f".tmp-k7-patrol/{DAY}/{bare_name}",
        "readme.txt",
    ):
        spot.lay(odd, b"x")
    with spot.opened() as carrier:
        assert carrier.list_since(EVERYTHING)[0] == [good]


def test_names_and_tokens_that_cannot_be_are_bugs(spot):
    with spot.opened() as carrier:
        for name in ("../out", "lead/x", "/etc/passwd", f"lead/{DAY}/../../x", "store.json/x"):
            with pytest.raises(ValueError, match="nothing of that name"):
                carrier.put_new(name, b"x")
            with pytest.raises(ValueError, match="nothing of that name"):
                carrier.get(name, LIMIT)
        with pytest.raises(ValueError, match="day"):
            carrier.list_since("yesterday")
    with pytest.raises(ValueError, match="owner"), spot.opened(owner="../lead"):
        pass


def test_a_file_that_was_tidied_away_is_gone_and_a_large_one_is_too_large(spot):
    name = full_name(BUNDLE)
    spot.lay(name, BUNDLE)
    with spot.opened() as carrier:
        assert carrier.get(name, len(BUNDLE)) == BUNDLE
        with pytest.raises(FileTooLarge):
            carrier.get(name, len(BUNDLE) - 1)
        with pytest.raises(FileTooLarge):
            carrier.get(name, 0)
        spot.remove(name)
        with pytest.raises(FileGone):
            carrier.get(name, LIMIT)
        assert carrier.put_new(name, BUNDLE) == "new"


def test_a_day_folder_that_was_tidied_away_is_made_again(spot):
    first, second = (full_name(b"x", sequence=sequence) for sequence in (1, 2))
    with spot.opened() as carrier:
        carrier.put_new(first, b"x")
        spot.remove(first)
        if spot.place.kind is not CarrierKind.S3:
            (spot.root / first).parent.rmdir()
        assert carrier.put_new(second, b"x") == "new"
        assert carrier.list_since(EVERYTHING)[0] == [second]


def test_of_many_putting_the_same_file_none_spoils_it(spot):
    owners = [f"desk-{number}" for number in range(6)]
    for sequence in range(1, 4):
        name = full_name(BUNDLE, sequence=sequence)
        start = threading.Barrier(len(owners))
        results: list[str] = []

        def put(owner: str, name: str = name, start: threading.Barrier = start) -> None:
            with spot.opened(owner=owner) as carrier:
                carrier.identity()
                start.wait(timeout=20)
                results.append(carrier.put_new(name, BUNDLE))  # noqa: B023 - joined below

        threads = [threading.Thread(target=put, args=(owner,)) for owner in owners]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(results) == len(owners)
        assert set(results) <= {"new", "exists"}
        assert "new" in results
        assert spot.files() == {
            STORE_NAME: PAPER,
            **{full_name(BUNDLE, sequence=done): BUNDLE for done in range(1, sequence + 1)},
        }


def test_threads_may_share_one_carrier(spot):
    names = [full_name(BUNDLE, sequence=sequence) for sequence in range(1, 9)]
    found: dict[str, bytes] = {}
    with spot.opened() as carrier:

        def carry(mine: list[str]) -> None:
            for name in mine:
                carrier.put_new(name, BUNDLE)
                found[name] = carrier.get(name, LIMIT)

        threads = [threading.Thread(target=carry, args=(names[n::4],)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == dict.fromkeys(names, BUNDLE)


@pytest.mark.slow  # 1,005 files are laid first
def test_many_files_are_listed(spot, how_many):
    # 1,005: one more than S3's page, ten more than OpenSSH's.
    count = how_many(1_005, 20_000)
    names = [f"lead/{DAY}/k7-{number:06d}-0123456789ab.offramp" for number in range(1, count + 1)]
    spot.lay_empty(names)
    with spot.opened() as carrier:
        began = time.monotonic()
        assert carrier.list_since(EVERYTHING)[0] == names
        assert carrier.list_since(DAY.isoformat())[0] == names
        assert time.monotonic() - began < 5 + count / 500


def test_own_leftovers_of_a_crash_are_swept_after_a_day(spot):
    needs_none = spot.place.kind is CarrierKind.S3  # it lays files down without temporary names
    now = datetime.now(UTC)  # noqa: TID251 - the file systems read the real clock
    spot.lay(".tmp-k7-patrol/1-2-3.part", b"torn")
    spot.lay(".tmp-desk-1/1-2-3.part", b"torn")
    with spot.opened() as carrier:
        assert carrier.sweep(now) == 0
        assert carrier.sweep(now + timedelta(hours=25)) == (0 if needs_none else 1)
        assert carrier.sweep(now + timedelta(hours=25)) == 0
    assert (".tmp-k7-patrol/1-2-3.part" in spot.files()) is needs_none
    assert ".tmp-desk-1/1-2-3.part" in spot.files()


# --- trouble on the way


def test_nobody_listening_is_out_of_reach(served):
    with served.opened(via=free_port()) as carrier:
        for call in every_call(carrier).values():
            with pytest.raises(CarrierOffline):
                call()


def test_a_name_nobody_knows_is_out_of_reach(served):
    url = served.place.url.replace(HOST, "exchange.invalid")
    with served.opened(url=url) as carrier, pytest.raises(CarrierOffline):
        carrier.identity()


def test_a_server_that_never_answers_is_given_up(served):
    with black_hole() as port, served.opened(via=port, patience=0.4) as carrier:
        began = time.monotonic()
        with pytest.raises(CarrierOffline):
            carrier.identity()
        assert time.monotonic() - began < 5


def test_a_wrong_password_is_told_as_such_and_another_account_too(served):
    for wrong in ({"password": "wrong"}, {"user": "somebody-else"}):
        with served.opened(**wrong) as carrier:
            for call in every_call(carrier).values():
                with pytest.raises(CarrierAuth) as told:
                    call()
    assert "did not accept" in str(told.value)


def test_a_server_that_is_another_one_hears_nothing(served, tmp_path):
    if served.place.kind is CarrierKind.SFTP:
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "other")]
        subprocess.run(command, check=True)
        kind, key, *_ = (tmp_path / "other.pub").read_text().split()
        other = {"host_key": f"{kind} {key}"}
    else:
        other = {"authority": make_certificate(tmp_path).authority}
    with served.opened(**other) as carrier:
        for call in every_call(carrier).values():
            with pytest.raises(CarrierAuth) as told:
                call()
    assert "the one that was set up" in str(told.value)


@contextmanager
def on_a_line(spot: Spot, patience: float = 20) -> Iterator[tuple[Line, AnyCarrier]]:
    """A carrier over a line of its own, connected already."""
    with line_to(spot.port) as line, spot.opened(via=line.port, patience=patience) as carrier:
        carrier.identity()
        yield line, carrier


def test_an_upload_cut_in_the_middle_leaves_nothing_half_visible(served):
    name = full_name(BUNDLE)
    with on_a_line(served) as (line, carrier):
        line.left = 60_000
        with pytest.raises(CarrierOffline):
            carrier.put_new(name, BUNDLE)
        with pytest.raises(CarrierOffline):
            carrier.list_since(EVERYTHING)
        assert whole_files(served) == {STORE_NAME: PAPER}
        line.left = None
        assert carrier.list_since(EVERYTHING)[0] == []
        assert carrier.put_new(name, BUNDLE) == "new"
        assert carrier.get(name, LIMIT) == BUNDLE
    assert whole_files(served) == {STORE_NAME: PAPER, name: BUNDLE}


def test_a_download_cut_in_the_middle_is_never_taken_for_whole(served):
    name = full_name(BUNDLE)
    served.lay(name, BUNDLE)
    with on_a_line(served) as (line, carrier):
        line.left = 60_000
        with pytest.raises(CarrierOffline):
            carrier.get(name, LIMIT)
        line.left = None
        assert carrier.get(name, LIMIT) == BUNDLE


def test_a_listing_cut_in_the_middle_is_never_taken_for_whole(served):
    served.lay_empty(
        [f"lead/{DAY}/k7-{number:06d}-0123456789ab.offramp" for number in range(1, 301)]
    )
    with on_a_line(served) as (line, carrier):
        line.left = 20_000
        with pytest.raises(CarrierOffline):
            carrier.list_since(EVERYTHING)
        line.left = None
        assert len(carrier.list_since(EVERYTHING)[0]) == 300


@pytest.mark.slow  # it is slow on purpose
def test_a_slow_line_is_waited_for_as_long_as_something_comes(served):
    name = full_name(BUNDLE)
    with on_a_line(served, patience=1) as (line, carrier):
        line.seconds_per_part = 0.02  # 200 KB a second
        began = time.monotonic()
        assert carrier.put_new(name, BUNDLE) == "new"
        assert carrier.get(name, LIMIT) == BUNDLE
        assert time.monotonic() - began > 1  # longer than one answer is waited for


@pytest.mark.slow  # it waits twice
def test_a_line_that_stops_in_the_middle_is_given_up(served):
    name = full_name(BUNDLE)
    served.lay(name, BUNDLE)
    with on_a_line(served, patience=0.5) as (line, carrier):
        line.seconds_per_part = 30
        began = time.monotonic()
        with pytest.raises(CarrierOffline):
            carrier.get(name, LIMIT)
        assert time.monotonic() - began < 5
        line.hang_up()


# --- no room


def test_a_full_place_says_so_and_keeps_nothing_half(bare, grounds):
    name, small = full_name(BUNDLE), full_name(b"small")
    if bare.place.kind is CarrierKind.S3:
        bare.lay(STORE_NAME, PAPER)
        with (
            full_account(bare.port, grounds.certificate) as port,
            bare.opened(via=port) as carrier,
        ):
            _fill(carrier, name)
        assert bare.files() == {STORE_NAME: PAPER}
        return
    with small_disk(bare.root), bare.opened() as carrier:
        bare.lay(STORE_NAME, PAPER)
        bare.lay("stuffing", b"x" * 200_000)
        _fill(carrier, name)
        bare.remove("stuffing")
        assert carrier.put_new(small, b"small") == "new"
        assert bare.files() == {STORE_NAME: PAPER, small: b"small"}


def _fill(carrier: AnyCarrier, name: str) -> None:
    with pytest.raises(CarrierFull):
        carrier.put_new(name, BUNDLE)
    with pytest.raises(FileGone):
        carrier.get(name, LIMIT)
    assert carrier.list_since(EVERYTHING)[0] == []
