"""How the store's tables came to be, step by step. A step is written once and never edited.

The steps name tables and columns themselves and use nothing of ours, so that a later change of
the program cannot change what an old step did.
"""

from __future__ import annotations

from collections.abc import Callable

from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.store.database import Database, Migrations, storage_errors

STEPS = Migrations("offramp")


@STEPS()
def m001_what_is_kept(db: Database) -> None:
    """Changes and the state they add up to, mail, drafts, settings, and the log."""
    for statement in (
        # What is shared. `arrived` is the order they came in here; bytes are kept as received.
        """create table changes (
            arrived integer primary key autoincrement,
            id text not null, digest text not null,
            writer text not null, number integer not null,
            subject_kind text not null, subject_id text not null,
            tags text not null, bytes blob not null, origin text not null,
            unique (id, digest)
        ) strict""",
        "create index changes_by_subject on changes (subject_kind, subject_id)",
        "create index changes_by_number on changes (number, writer)",
        "create index changes_by_writer on changes (writer, number)",
        "create index changes_by_origin on changes (origin)",
        # Every digest ever met, also of what an erasure took.
        """create table seen (
            id text not null, digest text not null, primary key (id, digest)
        ) strict""",
        "create table forks (id text primary key not null) strict",
        # What the changes add up to: a cache, made again by `rebuild`.
        """create table subjects (
            subject_kind text not null, subject_id text not null,
            waiting integer not null default 0,
            opened_by text, opened_at text, last text,
            primary key (subject_kind, subject_id)
        ) strict""",
        """create table current (
            subject_kind text not null, subject_id text not null, path text not null,
            heads text not null, disputed integer not null default 0,
            primary key (subject_kind, subject_id, path)
        ) strict""",
        "create index current_disputed on current (disputed) where disputed = 1",
        """create table set_aside (
            subject_kind text not null, subject_id text not null,
            id text not null, reason text not null
        ) strict""",
        "create index set_aside_by_subject on set_aside (subject_kind, subject_id)",
        "create table counters (name text primary key not null, value integer not null) strict",
        # What is this machine's own.
        "create table settings (name text primary key not null, value text not null) strict",
        """create table drafts (
            id text primary key not null, owner text not null, body blob not null,
            program text not null, directory text not null,
            created_at text not null, updated_at text not null,
            put_away integer not null default 0
        ) strict""",
        "create index drafts_by_owner on drafts (owner)",
        # What travels.
        """create table outbox (
            stream text not null, sequence integer not null,
            name text not null, digest text not null, content text not null default '',
            previous text not null default '', bytes blob not null, state text not null,
            created_at text not null, left_at text,
            void integer not null default 0, highest integer not null default 0,
            primary key (stream, sequence)
        ) strict""",
        "create index outbox_by_state on outbox (state)",
        """create table sent (
            stream text not null, change_id text not null, sequence integer not null,
            primary key (stream, change_id)
        ) strict""",
        "create index sent_by_bundle on sent (stream, sequence)",
        "create index sent_by_change on sent (change_id)",
        """create table inbox (
            name text primary key not null,
            stream text not null, device text not null, sequence integer not null,
            digest text not null, state text not null, received_at text not null,
            writer text not null default '', content text not null default '',
            previous text not null default '', reason text not null default '',
            counts text not null default '{}', bytes blob,
            signed integer not null default 0
        ) strict""",
        "create index inbox_by_lane on inbox (device, stream, sequence)",
        "create index inbox_by_state on inbox (state)",
        """create table receipts (
            name text primary key not null, bundle text not null, device text not null,
            body text not null, received_at text not null
        ) strict""",
        "create index receipts_by_bundle on receipts (bundle, device)",
        """create table parcels (
            digest text primary key not null, kind text not null, body blob not null
        ) strict""",
        """create table programs (
            digest text primary key not null, slug text not null, version text not null,
            files blob not null, in_force_from text not null, received_at text not null
        ) strict""",
        "create index programs_by_slug on programs (slug, in_force_from)",
        """create table attachments (
            id text primary key not null, subject_id text not null,
            kind text not null, body blob not null
        ) strict""",
        "create index attachments_by_subject on attachments (subject_id)",
        # Who did what. Each line names the digest of the one before; none is ever changed.
        """create table audit (
            seq integer primary key autoincrement,
            at text not null, who text not null, role text not null, act text not null,
            about text not null, outcome text not null default '',
            previous text not null, digest text not null
        ) strict""",
        """create trigger audit_is_never_changed before update on audit
            begin select raise(abort, 'a line of the log is never changed'); end""",
        """create trigger audit_is_never_removed before delete on audit
            begin select raise(abort, 'a line of the log is never removed'); end""",
    ):
        db.execute(statement)


@STEPS()
def m002_the_directory(db: Database) -> None:
    """Services by edition, and an index of their words (accents folded, no copy of the text)."""
    for statement in (
        """create table directory_editions (
            number integer primary key,
            source text not null,
            edition text not null,
            taken_at text not null,
            digest text not null,
            services integer not null,
            new integer not null,
            changed integer not null,
            gone integer not null
        )""",
        """create table directory_services (
            number integer primary key,
            id text not null unique,
            key text not null,
            source text not null,
            sort text not null,
            codes text not null,
            lat real,
            lon real,
            copy_of text not null,
            gone_since text not null,
            organization_id text not null,
            organization text not null,
            url text not null,
            name text not null,
            street text not null,
            street2 text not null,
            city text not null,
            state text not null,
            zip text not null,
            exact integer not null,
            county_fips text not null,
            phones text not null,
            schedules text not null,
            details text not null
        )""",
        "create index directory_services_source on directory_services (source, key)",
        "create index directory_services_sort on directory_services (sort)",
        "create index directory_services_point on directory_services (lat, lon)",
        """create virtual table directory_words using fts5 (
            name, place, about,
            content='', contentless_delete=1,
            tokenize="unicode61 remove_diacritics 2"
        )""",
    ):
        db.execute(statement)


@STEPS()
def m003_an_edition_can_be_taken_back(db: Database) -> None:
    """What an edition replaced: the rows as they were, null for a service that was not there."""
    db.execute(
        """create table directory_undo (
            edition integer not null, id text not null, was text,
            primary key (edition, id)
        )"""
    )


@STEPS()
def m004_parcels_travel(db: Database) -> None:
    """Sealed parts of parcels going out and coming in, what became of a parcel, and a draft."""
    for statement in (
        """create table parcels_out (
            name text primary key not null, whole text not null, kind text not null,
            stream text not null, number integer not null, digest text not null,
            bytes blob not null, devices text not null,
            created_at text not null, left_at text
        ) strict""",
        "create index parcels_out_by_whole on parcels_out (whole)",
        """create table parcels_in (
            name text primary key not null, whole text not null, kind text not null,
            program text not null, device text not null, writer text not null,
            stream text not null, signer text not null,
            size integer not null, number integer not null, parts integer not null,
            digest text not null, chunk blob, received_at text not null
        ) strict""",
        "create index parcels_in_by_whole on parcels_in (whole)",
        """create table parcel_fates (
            whole text primary key not null, kind text not null, state text not null,
            reason text not null default '', at text not null,
            name text not null, digest text not null, stream text not null,
            signed integer not null default 0
        ) strict""",
        """create table program_drafts (
            slot text primary key not null, files blob not null, approved text not null default '',
            changed_at text not null, who text not null
        ) strict""",
    ):
        db.execute(statement)


@STEPS()
def m005_who_could_read_a_bundle(db: Database) -> None:
    """Which machines a bundle of ours was sealed to, so that who joins later gets what came before.

    Of older bundles nobody knows; who was there then may get a change twice, which is once.
    """
    db.execute("alter table outbox add column readers text not null default '[]'")


@STEPS()
def m006_the_directory_is_searched_by_marks(db: Database) -> None:
    """The index also knows squares of the map, codes and ages; the shelf fills it again."""
    for statement in (
        "drop table directory_words",
        """create virtual table directory_words using fts5 (
            name, place, about, squares,
            content='', contentless_delete=1, prefix='1 2 3',
            tokenize="unicode61 remove_diacritics 2"
        )""",
        "create virtual table directory_vocabulary using fts5vocab(directory_words, row)",
        "create table directory_points (number integer primary key, lat real, lon real)",
        # A bit for each row that has the mark; a row without marks is gone or a copy.
        "create table directory_marks (mark text primary key not null, bits blob not null)",
    ):
        db.execute(statement)


@STEPS()
def m007_the_print_queue(db: Database) -> None:
    """Sheets wait for the printer, and how many pages of each came out is kept page by page."""
    db.execute(
        """create table print_jobs (
            id text primary key not null, place integer not null,
            referral text not null, sheet text not null, language text not null,
            packet text not null, why text not null,
            state text not null, reason text not null default '',
            copy integer not null default 0, pages integer not null default 0,
            done integer not null default 0, handing integer not null default 0,
            basis text not null default '', pdf blob,
            asked_by text not null, asked_at text not null
        ) strict"""
    )
    db.execute("create index print_jobs_by_place on print_jobs (place)")


@STEPS()
def m008_mail_keeps_clocks_and_no_junk(db: Database) -> None:
    """A bundle that came keeps its sender's clock; one that was kept out keeps no bytes."""
    for statement in (
        "alter table inbox add column device_clock text",
        "alter table inbox add column skew integer",
        "update inbox set bytes = null where state = 'quarantined'",
    ):
        db.execute(statement)


@STEPS()
def m009_drafts_are_handed_on(db: Database) -> None:
    """A draft may come from another officer; the stopwatch keeps the time on each step."""
    for statement in (
        "alter table drafts add column handed_by text not null default ''",
        """create table stopwatch (
            encounter text not null, owner text not null, step text not null,
            seconds real not null, sent_at text,
            primary key (encounter, step)
        ) strict""",
        "create index stopwatch_by_owner on stopwatch (owner, sent_at)",
    ):
        db.execute(statement)


def migrate(
    db: Database, *, back_up: Callable[[], object], steps: Migrations = STEPS
) -> tuple[str, ...]:
    """Bring the store to this version and return the names of the steps taken.

    `back_up` is called before each step of a store that holds something; when it fails, nothing
    is changed. A step that fails leaves no trace. Foreign keys are off while it works (tables
    that are made anew need it) and on after. Refuses a store of a newer version.
    """
    with storage_errors():
        refuse_newer(db, steps)
        fresh = not db.table_names()
        pending = [step.name for step in steps.pending(db)]
        db.execute("PRAGMA foreign_keys = OFF")
        try:
            for place in range(len(pending)):
                if not fresh:
                    back_up()
                steps.apply(db, stop_before=pending[place + 1 :])
        finally:
            db.execute("PRAGMA foreign_keys = ON")
    return tuple(pending)


def refuse_newer(db: Database, steps: Migrations = STEPS) -> None:
    """Refuse a store that has taken steps this version does not know."""
    with storage_errors():
        nothing = Database(memory=True)
        known = {step.name for step in steps.pending(nothing)}  # to an empty store, all are new
        nothing.close()
        unknown = {step.name for step in steps.applied(db)} - known
    if unknown:
        raise Refused(
            Say("These records were written by a newer version of Offramp."),
            remedy=Say("Install that version or a later one, then open them again."),
        )
