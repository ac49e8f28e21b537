"""The tables grow step by step; a step that fails leaves a backup and nothing else."""

import pytest
import sqlcipher3

from desktop.domain.refused import Refused
from desktop.store.backup import back_up, backups
from desktop.store.database import DATABASE, Database, Migrations, connect
from desktop.store.migrations import STEPS, migrate
from desktop.store.settings import Settings
from tests.store.workspaces import KEY, NIGHT, opened


def shape(db):
    return {
        row[0]: row[1]
        for row in db.execute(
            "select name, sql from sqlite_master where name not like 'sqlite_%' order by name"
        )
    }


def names(steps):
    return [step.name for step in steps.pending(Database(memory=True))]


def steps_and(fn):
    """Return today's steps and one more."""
    steps = Migrations("offramp")
    for step in STEPS.pending(Database(memory=True)):
        steps(name=step.name)(step.fn)
    steps(name="m999_of_tomorrow")(fn)
    return steps


def test_a_store_migrated_step_by_step_is_one_created_fresh(tmp_path):
    fresh = opened(tmp_path)
    old = connect(tmp_path / "old.db", KEY)

    for later in [*names(STEPS)[1:], None]:
        STEPS.apply(old, stop_before=later)

    assert shape(old) == shape(fresh)
    assert len(shape(fresh)) > 20


def test_migrating_twice_changes_nothing(tmp_path):
    db = opened(tmp_path)
    before = shape(db)

    assert migrate(db, back_up=lambda: pytest.fail("nothing to back up for")) == ()
    assert shape(db) == before


def test_before_each_step_of_a_store_with_records_there_is_a_backup(tmp_path):
    db = opened(tmp_path)
    Settings(db).set("station", "North")
    steps = steps_and(lambda db: db.execute("create table tomorrow (a)"))

    done = migrate(db, back_up=lambda: back_up(db, KEY, tmp_path, now=NIGHT), steps=steps)

    assert done == ("m999_of_tomorrow",)
    kept = connect(backups(tmp_path)[0].path, KEY, read_only=True)
    assert Settings(kept).text("station") == "North"
    assert "tomorrow" not in kept.table_names()


def test_a_new_store_needs_no_backup(tmp_path):
    db = connect(tmp_path / DATABASE, KEY)

    migrate(db, back_up=lambda: pytest.fail("there is nothing to back up"))

    assert "changes" in db.table_names()


def test_a_step_that_fails_leaves_no_trace_and_the_backup_is_there(tmp_path):
    db = opened(tmp_path)
    before = shape(db)

    def fails(db):
        db.execute("create table half_done (a)")
        db.execute("drop table drafts")
        db.execute("insert into no_such_table values (1)")

    with pytest.raises(sqlcipher3.OperationalError, match="no_such_table"):
        migrate(db, back_up=lambda: back_up(db, KEY, tmp_path, now=NIGHT), steps=steps_and(fails))

    assert shape(db) == before
    assert len(backups(tmp_path)) == 1
    assert db.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_without_a_backup_no_step_is_taken(tmp_path):
    db = opened(tmp_path)
    before = shape(db)
    steps = steps_and(lambda db: db.execute("create table tomorrow (a)"))

    def no_room():
        raise OSError(28, "No space left on device")

    with pytest.raises(Refused, match="no room left"):
        migrate(db, back_up=no_room, steps=steps)

    assert shape(db) == before


def test_a_store_of_a_newer_version_is_refused_untouched(tmp_path):
    db = opened(tmp_path)
    migrate(db, back_up=lambda: None, steps=steps_and(lambda db: db.execute("create table t (a)")))
    before = shape(db)

    with pytest.raises(Refused, match="newer version") as refused:
        migrate(db, back_up=lambda: pytest.fail("nothing may be written"))

    assert "Install" in refused.value.remedy.text
    assert shape(db) == before


def test_a_table_with_children_can_be_made_anew_and_its_children_hold_on(tmp_path):
    db = opened(tmp_path)
    db.execute("create table parents (id integer primary key, name text)")
    db.execute("create table children (parent integer references parents (id) on delete cascade)")
    db.execute("insert into parents (id) values (1)")
    db.execute("insert into children values (1)")

    def make_anew(db):
        db.table("parents").transform(drop={"name"})

    migrate(db, back_up=lambda: None, steps=steps_and(make_anew))

    assert db.execute("select count(*) from children").fetchone()[0] == 1
    with pytest.raises(sqlcipher3.IntegrityError):
        db.execute("insert into children values (2)")


def test_changes_arrive_in_order_and_one_content_is_kept_once(tmp_path):
    db = opened(tmp_path)
    put = (
        "insert or ignore into changes (id, digest, writer, number, subject_kind, subject_id,"
        " tags, bytes, origin) values (?, ?, 'w', 1, 'case', 'c', 'P', x'00', '')"
    )

    for id_, digest in [("b", "2"), ("a", "1"), ("b", "2"), ("a", "other")]:
        db.execute(put, [id_, digest])

    rows = db.execute("select id, digest from changes order by arrived").fetchall()
    assert [tuple(row) for row in rows] == [("b", "2"), ("a", "1"), ("a", "other")]


@pytest.mark.parametrize("act", ["update audit set who = 'x'", "delete from audit"])
def test_a_line_of_the_log_is_never_changed_or_removed(tmp_path, act):
    db = opened(tmp_path)
    db.execute(
        "insert into audit (at, who, role, act, about, previous, digest)"
        " values ('t', 'u1', 'admin', 'signed in', '', '', 'd')"
    )

    with pytest.raises(sqlcipher3.IntegrityError, match="never"):
        db.execute(act)

    assert db.execute("select who from audit").fetchone()[0] == "u1"
