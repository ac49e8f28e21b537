"""A backup opens, is complete, and put in place again it asks for a new writer."""

import shutil
from datetime import timedelta

import pytest

from desktop.domain.refused import Refused
from desktop.store.backup import (
    back_up,
    backups,
    put_back_vault,
    restore,
    writer_changed,
    writer_must_change,
)
from desktop.store.database import DATABASE, check_integrity, connect
from desktop.store.settings import Settings
from desktop.store.vault_file import VAULT
from tests.store.workspaces import KEY, MINUTE, NIGHT, OTHER_KEY, opened, other_process, posix


@pytest.fixture
def folder(tmp_path):
    """Return a workspace folder with one setting and a vault."""
    db = opened(tmp_path)
    Settings(db).set("station", "North")
    writer_changed(Settings(db), "laptop A")
    db.close()
    (tmp_path / VAULT).write_bytes(b"slots")
    return tmp_path


def backed_up(folder, *, now=NIGHT, keep=7):
    db = opened(folder)
    made = back_up(db, KEY, folder, now=now, keep=keep)
    db.close()
    return made


def change(folder, name, value):
    db = opened(folder)
    Settings(db).set(name, value)
    db.close()


def station(path):
    db = connect(path, KEY, read_only=True)
    text = Settings(db).text("station")
    db.close()
    return text


def test_a_backup_of_an_open_store_holds_what_was_committed_and_is_one_encrypted_file(folder):
    db = opened(folder)
    Settings(db).set("station", "South")

    made = back_up(db, KEY, folder, now=NIGHT)

    assert made.path.name == "000001-20261123T221400Z.db"
    assert {path.name for path in made.path.parent.iterdir()} == {made.path.name, VAULT}
    assert b"South" not in made.path.read_bytes()
    assert b"SQLite format" not in made.path.read_bytes()
    assert station(made.path) == "South"


def test_the_newest_backup_is_told_by_its_count_not_by_the_clock(folder):
    first = backed_up(folder, now=NIGHT)
    second = backed_up(folder, now=NIGHT - timedelta(days=400))

    assert [one.path for one in backups(folder)] == [second.path, first.path]


def test_only_the_last_ones_stay(folder):
    for number in range(5):
        backed_up(folder, now=NIGHT + number * MINUTE, keep=3)

    assert [one.count for one in backups(folder)] == [5, 4, 3]


def test_a_foreign_file_among_the_backups_is_left_alone(folder):
    backed_up(folder)
    note = folder / "backups" / "my own.db"
    note.write_text("note")

    backed_up(folder, keep=1)

    assert note.exists()
    assert len(backups(folder)) == 1


def test_what_was_lost_comes_back_and_what_was_there_is_kept_aside(folder):
    made = backed_up(folder)
    change(folder, "station", "by mistake")

    aside = restore(folder, made.path, KEY)

    assert station(folder / DATABASE) == "North"
    assert aside is not None
    assert station(aside) == "by mistake"
    assert not list(folder.glob("*.part*"))


def test_restored_records_ask_for_a_new_writer_once(folder):
    made = backed_up(folder)
    restore(folder, made.path, KEY)
    settings = Settings(opened(folder))

    asked = writer_must_change(settings, "laptop A")
    writer_changed(settings, "laptop A")

    assert asked
    assert not writer_must_change(settings, "laptop A")


def test_a_cloned_disk_and_a_first_start_ask_for_a_new_writer(folder, tmp_path):
    settings = Settings(opened(folder))
    assert not writer_must_change(settings, "laptop A")
    assert writer_must_change(settings, "laptop B")
    (tmp_path / "new").mkdir()
    assert writer_must_change(Settings(opened(tmp_path / "new")), "laptop A")


def log_of(folder, station):
    """Return the write-ahead log's path, and its bytes after the station was set in it."""
    log = folder / f"{DATABASE}-wal"
    db = opened(folder)
    Settings(db).set("station", station)
    left_behind = log.read_bytes()
    db.close()
    return log, left_behind


def test_a_damaged_store_is_replaced_and_kept_as_it_is_with_its_log(folder):
    made = backed_up(folder)
    log, left_behind = log_of(folder, "in the log of the damaged one")
    (folder / DATABASE).write_bytes(b"damaged" * 1000)
    log.write_bytes(left_behind)

    aside = restore(folder, made.path, KEY)

    assert aside is not None
    assert aside.read_bytes() == b"damaged" * 1000
    assert aside.with_name(f"{aside.name}-wal").read_bytes() == left_behind
    assert station(folder / DATABASE) == "North"
    assert check_integrity(connect(folder / DATABASE, KEY)) == ()


def test_a_store_that_is_gone_comes_back(folder):
    made = backed_up(folder)
    log, left_behind = log_of(folder, "in the log of the lost one")
    (folder / DATABASE).unlink()
    log.write_bytes(left_behind)

    assert restore(folder, made.path, KEY) is None
    assert station(folder / DATABASE) == "North"


def _cut(path):
    path.write_bytes(path.read_bytes()[:9000])


def _flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) - 2000] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("harm", [_cut, _flip, lambda path: path.write_bytes(b"")])
def test_a_damaged_backup_is_refused_and_nothing_is_touched(folder, harm):
    made = backed_up(folder)
    change(folder, "station", "today")
    harm(made.path)

    with pytest.raises(Refused, match=r"This backup (is damaged|does not open)"):
        restore(folder, made.path, KEY)

    assert station(folder / DATABASE) == "today"
    assert not list(folder.glob("*.part*"))


def test_a_backup_of_another_workspace_is_refused(folder):
    made = backed_up(folder)

    with pytest.raises(Refused, match="another workspace"):
        restore(folder, made.path, OTHER_KEY)

    assert station(folder / DATABASE) == "North"


def test_a_missing_backup_is_refused(folder):
    with pytest.raises(Refused, match="does not open: it is gone"):
        restore(folder, folder / "backups" / "gone.db", KEY)


def test_a_backup_of_a_newer_version_is_refused(folder):
    db = opened(folder)
    db.execute(
        "insert into _sqlite_migrations (migration_set, name, applied_at)"
        " values ('offramp', 'm999_of_tomorrow', '')"
    )
    made = back_up(db, KEY, folder, now=NIGHT)
    db.close()

    with pytest.raises(Refused, match="newer version"):
        restore(folder, made.path, KEY)


def test_a_store_that_is_open_is_not_replaced(folder):
    made = backed_up(folder)
    window = opened(folder)
    window.execute("PRAGMA busy_timeout = 10")
    Settings(window).set("station", "typed just now")

    window.begin()
    window.execute("select * from settings").fetchone()
    with pytest.raises(Refused, match="Something else"):
        restore(folder, made.path, KEY)
    window.rollback()

    assert Settings(window).text("station") == "typed just now"


def test_an_empty_computer_gets_the_vault_from_beside_the_backup(folder, tmp_path):
    made = backed_up(folder)
    stick = shutil.copytree(made.path.parent, tmp_path / "stick")
    new = tmp_path / "new laptop"
    new.mkdir()

    put_back_vault(new, stick / made.path.name)
    restore(new, stick / made.path.name, KEY)

    assert (new / VAULT).read_bytes() == b"slots"
    assert station(new / DATABASE) == "North"
    with pytest.raises(Refused, match="already"):
        put_back_vault(new, stick / made.path.name)


@posix
def test_a_full_disk_leaves_the_older_backups_and_no_half_one(folder):
    change(folder, "much", "x" * 600_000)
    older = backed_up(folder)
    child = other_process(
        "import resource, signal\n"
        "from desktop.store.backup import *; from desktop.domain.refused import Refused\n"
        "db = opened(folder)\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "try: back_up(db, KEY, folder, now=NIGHT)\n"
        "except Refused as refused: print(refused)\n",
        folder,
    )

    said, noise = child.communicate(timeout=30)

    assert "no room left" in said
    assert noise == ""
    assert {path.name for path in older.path.parent.iterdir()} == {older.path.name, VAULT}
