"""The encrypted file keeps what it acknowledged, shows nothing, and says what is wrong with it."""

import os
import random
import signal
import subprocess

import pytest
import sqlcipher3

from desktop.domain.refused import Refused
from desktop.store.database import (
    DATABASE,
    check_integrity,
    connect,
    refusal_for,
    storage_errors,
)
from desktop.store.settings import Settings
from tests.store.workspaces import KEY, NIGHT, OTHER_KEY, opened, other_process, posix

WRITE_ON = """
from desktop.store.settings import Settings
settings = Settings(opened(folder))
for number in range(int(sys.argv[2]), 100_000):
    settings.set(f"row {number}", "x" * 400)
    print(number, flush=True)
"""


def test_what_is_kept_is_there_after_closing(tmp_path):
    db = opened(tmp_path)
    Settings(db).set("station", "Tres Ríos")
    db.close()

    db = connect(tmp_path / DATABASE, KEY, must_exist=True)

    assert Settings(db).text("station") == "Tres Ríos"
    assert check_integrity(db) == ()


def test_no_file_shows_what_was_typed(tmp_path):
    db = opened(tmp_path)
    Settings(db).set("canary", "Zebulon Larkspur")

    while_open = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    db.close()
    after = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    assert len(while_open) > 4096
    for data in (while_open, after):
        assert b"Larkspur" not in data
        assert b"canary" not in data
        assert b"SQLite format" not in data


def test_a_commit_waits_for_the_disk_and_foreign_keys_hold(tmp_path):
    db = connect(tmp_path / DATABASE, KEY)

    assert db.execute("PRAGMA synchronous").fetchone()[0] == 2
    assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert db.execute("PRAGMA foreign_keys").fetchone()[0] == 1


@pytest.mark.parametrize("key", [b"", b"short", bytes(33)])
def test_a_key_of_another_length_is_a_bug(tmp_path, key):
    with pytest.raises(ValueError, match="32 bytes"):
        connect(tmp_path / DATABASE, key)


def test_another_key_is_refused_with_a_remedy(tmp_path, capfd):
    opened(tmp_path).close()

    with pytest.raises(Refused, match="do not open") as refused:
        connect(tmp_path / DATABASE, OTHER_KEY)

    assert "backup" in refused.value.remedy.text
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("left", [100, 4096, 10_000])
def test_a_file_cut_short_is_refused_or_found_out(tmp_path, left):
    opened(tmp_path).close()
    path = tmp_path / DATABASE
    path.write_bytes(path.read_bytes()[:left])

    with pytest.raises(Refused, match=r"do not open|is damaged"):  # noqa: PT012 either step tells
        db = connect(path, KEY, must_exist=True)
        found = check_integrity(db)
        assert found
        with storage_errors():
            db.execute("select * from settings, changes, audit").fetchall()


def test_a_file_cut_to_nothing_is_not_taken_for_a_new_store(tmp_path):
    opened(tmp_path).close()
    (tmp_path / DATABASE).write_bytes(b"")

    for how in ({"must_exist": True}, {"read_only": True}):
        with pytest.raises(Refused, match="do not open"):
            connect(tmp_path / DATABASE, KEY, **how)

    assert (tmp_path / DATABASE).read_bytes() == b""


def test_a_flipped_byte_in_the_middle_is_found(tmp_path):
    db = opened(tmp_path)
    for number in range(250):  # most of the file, so that its middle is one of them
        Settings(db).set(f"row {number}", "x" * 2000)
    db.close()
    path = tmp_path / DATABASE
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)

    db = connect(path, KEY)

    assert "HMAC" in check_integrity(db)[0]
    with pytest.raises(Refused, match="is damaged"), storage_errors():
        db.execute("select * from settings").fetchall()


def test_a_missing_file_is_refused_and_not_made_anew(tmp_path):
    for how in ({"must_exist": True}, {"read_only": True}):
        with pytest.raises(Refused, match="not there"):
            connect(tmp_path / DATABASE, KEY, **how)

    assert list(tmp_path.iterdir()) == []


def test_a_reader_beside_a_writer_sees_what_is_committed_and_may_not_write(tmp_path):
    writer = opened(tmp_path)
    reader = connect(tmp_path / DATABASE, KEY, read_only=True)

    Settings(writer).set("station", "North")

    assert Settings(reader).text("station") == "North"
    with pytest.raises(Refused, match="does not allow writing"):
        Settings(reader).set("station", "South")


def test_any_folder_name_is_a_folder(tmp_path):
    folder = tmp_path / "Río?mode=ro & 100%#1"
    folder.mkdir()

    opened(folder).close()

    assert (folder / DATABASE).exists()


def test_a_busy_store_says_wait(tmp_path):
    first, second = opened(tmp_path), opened(tmp_path)
    second.execute("PRAGMA busy_timeout = 10")

    with first.atomic():
        Settings(first).set("a", 1)
        with pytest.raises(Refused, match="Something else is writing"):
            Settings(second).set("b", 2)


def test_an_error_nobody_can_cure_stays_a_bug(tmp_path):
    db = opened(tmp_path)

    with pytest.raises(sqlcipher3.OperationalError, match="no such table"), storage_errors():
        db.execute("select * from nothing_of_ours")
    with pytest.raises(sqlcipher3.IntegrityError), storage_errors():
        db.execute("insert into counters (name, value) values (null, null)")
    assert refusal_for(KeyError("x")) is None
    assert refusal_for(FileNotFoundError(2, "x")) is None


def test_sqlite_utils_sees_the_errors_of_sqlcipher(tmp_path):
    db = opened(tmp_path)

    db.table("trial").insert({"a": 1})
    db.table("trial").insert({"a": 2, "b": "new column"}, alter=True)

    assert [row["b"] for row in db.table("trial").rows] == [None, "new column"]


@posix
def test_a_killed_process_loses_nothing_it_acknowledged(tmp_path, how_many):
    chance = random.Random(NIGHT.timestamp())
    start = 0

    for _ in range(how_many(5, 25)):
        child = other_process(WRITE_ON, tmp_path, start)
        acknowledged = -1
        for _ in range(chance.randint(1, 120)):
            acknowledged = int(child.stdout.readline())
        child.send_signal(signal.SIGKILL)
        rest, noise = child.communicate()
        # What stood in the pipe was acknowledged too; the last line may be torn.
        acknowledged = max([acknowledged, *map(int, rest.split("\n")[:-1])])

        db = opened(tmp_path)
        kept = set(Settings(db).names())
        assert {f"row {number}" for number in range(acknowledged + 1)} <= kept
        assert check_integrity(db) == ()
        assert noise == ""
        db.close()
        start = acknowledged + 1


FILL = """
import resource, signal
from desktop.domain.refused import Refused
from desktop.store.settings import Settings
from desktop.store.database import check_integrity
db = opened(folder)
if sys.argv[2] == "limit":
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
settings = Settings(db)
kept = 0
try:
    for number in range(5000):
        settings.set(f"row {number}", "x" * 2000)
        kept += 1
except Refused as refused:
    print(refused.reason.text)
    print(refused.remedy.text)
print(kept == len(settings.names()), 10 < kept < 5000, db.conn.in_transaction, check_integrity(db))
"""


def _fill(folder, how):
    child = other_process(FILL, folder, how)
    said, noise = child.communicate(timeout=60)
    assert noise == ""
    reason, remedy, state = said.splitlines()
    assert "no room left" in reason
    assert remedy == "Free some space on the disk, then do it again."
    assert state == "True True False ()"


@posix
def test_a_disk_that_takes_no_more_is_said_and_keeps_what_was_acknowledged(tmp_path):
    _fill(tmp_path, "limit")


@posix
def test_a_full_disk_is_said_and_keeps_what_was_acknowledged(tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=3m", "offramp-test", str(small)],
            capture_output=True,
            check=False,
        ).returncode
    )
    if not mounted:
        pytest.skip("only root may mount a small disk")
    try:
        _fill(small, "disk")
    finally:
        subprocess.run(["umount", str(small)], check=True)
