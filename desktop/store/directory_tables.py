"""The directory's tables. Migrations call this; it names its columns itself and is never edited.

`directory_words` is a full-text index without a copy of its text: prefix, accents folded.
"""

from __future__ import annotations

from desktop.store.database import Database

_TABLES = """
create table directory_editions (
    number integer primary key,
    source text not null,
    edition text not null,
    taken_at text not null,
    digest text not null,
    services integer not null,
    new integer not null,
    changed integer not null,
    gone integer not null
);
create table directory_services (
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
);
create index directory_services_source on directory_services (source, key);
create index directory_services_sort on directory_services (sort);
create index directory_services_point on directory_services (lat, lon);
create virtual table directory_words using fts5 (
    name, place, about,
    content='', contentless_delete=1,
    tokenize="unicode61 remove_diacritics 2"
);
"""


def create_directory_tables(db: Database) -> None:
    """Create the tables in the transaction that is open."""
    for statement in _TABLES.split(";\n"):
        if statement.strip():
            db.execute(statement)
