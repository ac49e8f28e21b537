"""A folder as carrier: whole files or none, one winner, and trouble told as what it is."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from desktop.sync.bundle import open_sealed
from desktop.sync.carrier import (
    EVERYTHING,
    Carrier,
    CarrierAuth,
    CarrierFull,
    CarrierMissing,
    CarrierTrouble,
    FileGone,
    FileTooLarge,
)
from desktop.sync.enrolment import make_store_paper
from desktop.sync.folder import FolderCarrier
from desktop.sync.names import STORE_NAME, bundle_name, name_fits, place
from desktop.sync.refusals import BundleRefused, RefusalKind
from tests.sync.people import NIGHT, bundle_of, everybody, lead

DAY = date(2026, 11, 23)
PROJECT = Path(__file__).parents[2]
LIMIT = 1 << 20


def full_name(data: bytes, *, sequence: int = 1, day: date = DAY, stream: str = "lead") -> str:
    return place(stream, day, bundle_name("k7-patrol", sequence, data))


def a_mailbox(root: Path) -> FolderCarrier:
    carrier = FolderCarrier(root, owner="k7-patrol")
    carrier.put_new(STORE_NAME, make_store_paper("three-rivers", "mail-1", lead().keys))
    return carrier


@pytest.fixture
def stick(tmp_path: Path) -> FolderCarrier:
    return a_mailbox(tmp_path)


@pytest.fixture(params=["hard links", "no hard links"])
def any_disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both kinds of disk; the second answers `link` as Linux does on a FAT stick."""
    if request.param == "no hard links":

        def no_link(*_: object, **__: object) -> None:
            raise PermissionError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(os, "link", no_link)
    return str(request.param)


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A real small disk, where the tests may mount one."""
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    try:
        made = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        made = False
    if not made:
        pytest.skip("this account may not mount a disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.usefixtures("any_disk")
def test_what_was_laid_down_comes_back(tmp_path):
    stick: Carrier = a_mailbox(tmp_path)
    data = bundle_of().data
    name = full_name(data)
    assert stick.put_new(name, data) == "new"
    assert stick.put_new(name, b"other") == "exists"
    assert stick.get(name, LIMIT) == data
    assert list(stick.list_since(EVERYTHING)[0]) == [name]


@pytest.mark.usefixtures("any_disk")
def test_of_many_carriers_racing_for_a_name_one_wins_and_no_half_file_shows(tmp_path):
    racers = [a_mailbox(tmp_path)]
    racers += [FolderCarrier(tmp_path, owner=f"desk-{number}") for number in range(5)]
    data = b"x" * 40_000
    for sequence in range(1, 16):
        name = full_name(data, sequence=sequence)
        start = threading.Barrier(len(racers))
        results: list[str] = []

        def race(
            carrier: FolderCarrier, name: str = name, start: threading.Barrier = start
        ) -> None:
            start.wait(timeout=10)
            results.append(carrier.put_new(name, data))  # noqa: B023 - joined below

        threads = [threading.Thread(target=race, args=(carrier,)) for carrier in racers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(results) == ["exists"] * 5 + ["new"]
        assert racers[0].get(name, LIMIT) == data
    assert not [path for path in tmp_path.glob(".tmp-*/*")]


def test_a_missing_folder_is_not_an_empty_one(tmp_path):
    stick = FolderCarrier(tmp_path / "stick", owner="k7-patrol")
    for call in (
        stick.identity,
        lambda: stick.list_since(EVERYTHING),
        lambda: stick.get(full_name(b"x"), LIMIT),
        lambda: stick.put_new(full_name(b"x"), b"x"),
        lambda: stick.put_new(STORE_NAME, b"x"),
        lambda: stick.sweep(NIGHT),
    ):
        with pytest.raises(CarrierMissing):
            call()
    assert not (tmp_path / "stick").exists()


def test_a_folder_that_is_no_mailbox_is_left_untouched(tmp_path):
    stick = FolderCarrier(tmp_path, owner="k7-patrol")
    for call in (
        lambda: stick.list_since(EVERYTHING),
        lambda: stick.put_new(full_name(b"x"), b"x"),
    ):
        with pytest.raises(CarrierMissing):
            call()
    assert list(tmp_path.iterdir()) == []


def test_another_mailbox_at_the_same_place_is_not_available(tmp_path):
    known = a_mailbox(tmp_path).identity()
    same = FolderCarrier(tmp_path, owner="k7-patrol", expected=known)
    assert same.identity() == known
    (tmp_path / STORE_NAME).write_bytes(b"another")
    with pytest.raises(CarrierMissing):
        same.put_new(full_name(b"x"), b"x")


def test_an_empty_mailbox_is_empty(stick):
    assert stick.list_since(EVERYTHING) == ([], "")


def test_the_last_three_days_are_listed_again_and_everything_when_asked(stick):
    names = []
    for sequence, day in enumerate((1, 10, 20, 21, 23), start=1):
        name = full_name(b"x", sequence=sequence, day=DAY.replace(day=day))
        stick.put_new(name, b"x")
        names.append(name)
    everything, token = stick.list_since(EVERYTHING)
    assert everything == names
    assert token == "2026-11-20"
    late = full_name(b"y", day=DAY.replace(day=20), stream="precinct")
    stick.put_new(late, b"y")
    recent, token = stick.list_since(token)
    assert recent == sorted([*names[2:], late])
    assert token == "2026-11-20"


def test_a_token_that_is_no_day_is_a_bug_not_an_empty_list(stick):
    with pytest.raises(ValueError, match="day"):
        stick.list_since("yesterday")


def test_ten_thousand_names_are_listed(stick, tmp_path):
    day = tmp_path / "lead" / DAY.isoformat()
    day.mkdir(parents=True)
    for number in range(1, 10_001):
        (day / f"k7-{number:06d}-0123456789ab.offramp").touch()
    assert len(stick.list_since(EVERYTHING)[0]) == 10_000


def test_what_is_not_ours_is_passed_over(stick, tmp_path):
    good = full_name(b"x")
    stick.put_new(good, b"x")
    day = tmp_path / "lead" / DAY.isoformat()
    bare = good.rsplit("/", 1)[1]
    for odd in (
        "." + bare,
        "._" + bare,  # macOS
        bare.upper(),
        bare.replace("k7", "K7"),
        bare.replace("k7", "ke\u0301"),
        bare + ".part",
        bare + "~",
        "Thumbs.db",
        "b (1).offramp",
    ):
        (day / odd).write_bytes(b"x")
    (day / bare.replace("000001", "000002")).mkdir()
    (tmp_path / "Lead" / DAY.isoformat()).mkdir(parents=True, exist_ok=True)
    (tmp_path / "lead" / "2026-11-31").mkdir()
    (tmp_path / "notes.txt").write_bytes(b"x")
    assert stick.list_since(EVERYTHING)[0] == [good]


@pytest.mark.parametrize(
    "name",
    ["../x", "/etc/passwd", "lead/x.offramp", "Lead/2026-11-23/x", "store.JSON", "", "receipts"],
)
def test_no_other_name_can_be_asked_for(stick, name):
    with pytest.raises(ValueError, match="name"):
        stick.get(name, LIMIT)
    with pytest.raises(ValueError, match="name"):
        stick.put_new(name, b"x")


def test_links_out_of_the_mailbox_are_not_followed(stick, tmp_path_factory, tmp_path):
    outside = tmp_path_factory.mktemp("outside")
    name = full_name(b"x")
    bare = name.rsplit("/", 1)[1]
    (outside / DAY.isoformat()).mkdir()
    (outside / DAY.isoformat() / bare).write_bytes(b"secret")
    (tmp_path / "lead").symlink_to(outside)
    assert stick.list_since(EVERYTHING)[0] == []
    with pytest.raises(CarrierAuth):
        stick.get(name, LIMIT)
    with pytest.raises(CarrierAuth):
        stick.put_new(full_name(b"y"), b"y")
    assert len(list((outside / DAY.isoformat()).iterdir())) == 1


def test_a_link_or_a_folder_under_a_file_s_name_is_no_file(stick, tmp_path):
    (tmp_path / "secret").write_bytes(b"secret")
    day = tmp_path / "lead" / DAY.isoformat()
    day.mkdir(parents=True)
    linked, folder = full_name(b"x"), full_name(b"y")
    (tmp_path / linked).symlink_to(tmp_path / "secret")
    (tmp_path / folder).mkdir()
    assert stick.list_since(EVERYTHING)[0] == []
    for name in (linked, folder):
        with pytest.raises(FileGone):
            stick.get(name, LIMIT)


def test_a_link_in_place_of_the_temporary_folder_is_not_followed(stick, tmp_path_factory, tmp_path):
    outside = tmp_path_factory.mktemp("outside")
    os.utime(outside)
    (outside / "mine.txt").write_bytes(b"x")
    os.utime(outside / "mine.txt", (0, 0))
    (tmp_path / ".tmp-k7-patrol").rmdir()
    (tmp_path / ".tmp-k7-patrol").symlink_to(outside)
    with pytest.raises(CarrierAuth):
        stick.sweep(NIGHT)
    with pytest.raises(CarrierAuth):
        stick.put_new(full_name(b"x"), b"x")
    assert [path.name for path in outside.iterdir()] == ["mine.txt"]


def test_a_file_that_was_tidied_away_is_gone_not_the_mailbox(stick):
    with pytest.raises(FileGone):
        stick.get(full_name(b"x"), LIMIT)


def test_a_file_over_the_limit_is_not_read(stick):
    name = full_name(b"x" * 100)
    stick.put_new(name, b"x" * 100)
    assert stick.get(name, 100) == b"x" * 100
    with pytest.raises(FileTooLarge):
        stick.get(name, 99)


def test_a_torn_copy_is_found_out_by_its_name_and_its_seal(stick, tmp_path):
    data = bundle_of().data
    name = full_name(data)
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_bytes(data[:700])
    torn = stick.get(name, LIMIT)
    assert not name_fits(name.rsplit("/", 1)[1], torn)
    with pytest.raises(BundleRefused) as refused:
        open_sealed(torn, lead().keys.open, everybody())
    assert refused.value.kind is RefusalKind.TORN


def test_an_empty_file_left_by_a_crash_is_filled_later_but_a_fresh_one_is_not(stick, tmp_path):
    data = bundle_of().data
    name = full_name(data)
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).touch()
    assert stick.put_new(name, data) == "exists"
    hour_ago = (tmp_path / name).stat().st_mtime - 3600
    os.utime(tmp_path / name, (hour_ago, hour_ago))
    assert stick.put_new(name, data) == "new"
    assert stick.get(name, LIMIT) == data


def test_only_own_old_temporary_files_are_swept(stick, tmp_path):
    stick.put_new(full_name(b"x"), b"x")
    others = tmp_path / ".tmp-desk-1"
    others.mkdir()
    now = datetime.fromtimestamp((tmp_path / STORE_NAME).stat().st_mtime, NIGHT.tzinfo)
    old, fresh = (now - timedelta(hours=25)).timestamp(), (now - timedelta(hours=23)).timestamp()
    mine = tmp_path / ".tmp-k7-patrol"
    for path, at in ((mine / "a.part", old), (mine / "b.part", fresh), (others / "c.part", old)):
        path.write_bytes(b"half")
        os.utime(path, (at, at))
    assert stick.sweep(now) == 1
    assert {path.name for path in tmp_path.rglob("*.part")} == {"b.part", "c.part"}
    assert stick.get(full_name(b"x"), LIMIT) == b"x"


def test_a_temporary_file_left_by_a_crash_does_not_stand_in_the_way(stick, tmp_path):
    for number in range(200):
        name = f"{os.getpid()}-{threading.get_ident()}-{number}.part"
        (tmp_path / ".tmp-k7-patrol" / name).write_bytes(b"half")
    assert stick.put_new(full_name(b"x"), b"x") == "new"


@pytest.mark.usefixtures("any_disk")
def test_a_full_disk_is_told_as_full_and_leaves_nothing_half(tmp_path):
    with mounted(tmp_path, "size=256k") as disk:
        stick = a_mailbox(disk)
        stick.put_new(full_name(b"x"), b"x")
        data = b"y" * 1_000_000
        with pytest.raises(CarrierFull):
            stick.put_new(full_name(data, sequence=2), data)
        assert stick.list_since(EVERYTHING)[0] == [full_name(b"x")]
        assert not list(disk.rglob("*.part"))
        assert stick.put_new(full_name(b"z", sequence=2), b"z") == "new"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_file_the_disk_cannot_hold_is_told_as_full(tmp_path):
    a_mailbox(tmp_path)
    data = b"x" * 100_000
    # In a process that may write 50 KB a file, as a FAT stick may 4 GB.
    program = """
import resource, signal, sys
from pathlib import Path
from desktop.sync.carrier import CarrierTrouble
from desktop.sync.folder import FolderCarrier

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    print(FolderCarrier(Path(sys.argv[1]), owner="desk-1").put_new(sys.argv[2], b"x" * 100_000))
except CarrierTrouble as trouble:
    print(type(trouble).__name__)
"""
    command = [sys.executable, "-c", program, str(tmp_path), full_name(data)]
    run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert (run.stdout.strip(), run.stderr) == ("CarrierFull", "")
    assert not list(tmp_path.rglob("*.part"))


def test_a_read_only_disk_is_told_as_not_allowed(tmp_path):
    with mounted(tmp_path, "size=256k") as disk:
        stick = a_mailbox(disk)
        stick.put_new(full_name(b"x"), b"x")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with pytest.raises(CarrierAuth):
            stick.put_new(full_name(b"y"), b"y")
        assert stick.get(full_name(b"x"), LIMIT) == b"x"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="an administrator may write anywhere; the read-only disk covers it",
)
def test_a_folder_one_may_not_write_to_is_told_as_not_allowed(tmp_path):
    stick = a_mailbox(tmp_path)
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(CarrierAuth):
            stick.put_new(full_name(b"y"), b"y")
    finally:
        tmp_path.chmod(0o755)


def test_every_trouble_says_what_to_do():
    for kind in (CarrierTrouble, *CarrierTrouble.__subclasses__()):
        trouble = kind()
        assert trouble.reason
        assert trouble.remedy
