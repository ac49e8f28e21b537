"""Take in a list of services from a terminal: looked over first, kept whole, taken back."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from desktop.cli.directory import directory_group
from desktop.cli.task import FILE, Task
from desktop.cli.terminal import Terminal
from desktop.domain.column_matching import Matching
from desktop.domain.directory import ServiceListing
from desktop.domain.list_columns import COLUMN_KINDS, ListColumn
from desktop.domain.refresh import UnreadRow
from desktop.domain.refused import Refused
from desktop.domain.words import Listing, Plural, Say, Sayable
from desktop.formats.directory_files import SERVICES
from desktop.formats.geo import read_zips
from desktop.services import directory_import, directory_lists
from desktop.services.directory_import import Looked, Preview
from desktop.services.workspace import Workspace
from desktop.viewmodels.directory_import import told_of

TOLD = 20  # rows or services told one by one; --json has all


@directory_group.command(
    "import",
    cls=Task,
    example="facilities-2022.xlsx --check",
    help="Take in a directory: SAMHSA's workbook or CSV, California's list, HSDS as JSON, tables or"
    " zip, a folder with services.csv, what export wrote, or a spreadsheet of your own. Told is"
    " what is new, changed and gone and which rows cannot be read. All of it is kept or nothing;"
    " directory undo takes it back.",
)
@click.argument("file", metavar="FILE", type=FILE)
@click.option("--check", is_flag=True, help="Only tell what it would do; nothing is kept.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="KIND=HEADER",
    help="Which column of your own spreadsheet holds what, such as phone=Ring; remembered for the"
    " next list with the same header.",
)
def import_directory(terminal: Terminal, file: Path, check: bool, columns: Sequence[str]) -> None:
    """Print what taking it in does."""
    with terminal.reading() if check else terminal.writing() as work:
        workspace = work.workspace
        previews = [_preview(terminal, workspace, one, columns) for one in _sources(file)]
        if not check:
            with workspace.store.transaction():
                for one in previews:
                    directory_import.keep_list(workspace, one, now=terminal.now)
                    if one.looked.matching is not None:
                        directory_lists.remember_columns(workspace, one.looked.matching)
        services = workspace.store.directory.count()
    terminal.give(
        {
            "kept": not check,
            "services": services,
            "sources": [_json(terminal, one) for one in previews],
        },
        *(line for one in previews for line in _lines(one)),
        Say("Nothing was kept. Without --check it is.")
        if check
        else Plural("{n} service is known now.", "{n} services are known now.", services),
    )


@directory_group.command(
    "undo",
    cls=Task,
    example="",
    help="Take back the import made last: the edition before is in force again. What was told of"
    " services since, room and notes, stays.",
)
def undo(terminal: Terminal) -> None:
    """Print what was taken back."""
    with terminal.writing() as work:
        edition = directory_lists.take_back_import(work.workspace, now=terminal.now)
        services = work.workspace.store.directory.count()
    terminal.give(
        {"source": edition.source, "edition": edition.edition, "services": services},
        Say("Taken back: {source} {edition}.", source=edition.source, edition=edition.edition),
        Plural("{n} service is known now.", "{n} services are known now.", services),
    )


def _sources(place: Path) -> list[Path]:
    """Return what is read: the file or folder itself, or each source in what export wrote."""
    if not place.is_dir() or (place / SERVICES).exists():
        return [place]
    return sorted(one.parent for one in place.glob(f"*/{SERVICES}")) or [place]


def _preview(
    terminal: Terminal, workspace: Workspace, place: Path, columns: Sequence[str]
) -> Preview:
    looked = directory_import.look_at_list(workspace, place)
    if columns:
        looked = _matched(looked, columns)
    zips = read_zips(terminal.world.resources / "geo")
    preview = directory_import.preview_list(
        workspace, looked, zips=zips, now=terminal.now, on_progress=_tell_rows
    )
    if sys.stderr.isatty():
        click.echo("", err=True)
    return preview


def _tell_rows(rows: int) -> None:
    # Only where somebody watches; Ctrl+C stops here, before anything is kept.
    if sys.stderr.isatty():
        click.echo(f"\r{rows}", nl=False, err=True)


def _matched(looked: Looked, columns: Sequence[str]) -> Looked:
    matching = looked.matching
    if matching is None:
        raise Refused(
            Say("The columns of this list are known; none need to be named."),
            remedy=Say("Leave out --column."),
        )
    for one in columns:
        matching = _corrected(matching, one)
    return Looked(looked.path, looked.kind, looked.sheet, matching, looked.remembered)


def _corrected(matching: Matching, text: str) -> Matching:
    kind, _, title = text.partition("=")
    if kind not in tuple(ListColumn):
        raise Refused(
            Say('"{kind}" is nothing a column may hold.', kind=kind),
            remedy=Say("Use one of: {words}.", words=", ".join(ListColumn)),
        )
    if title and title not in matching.header:
        raise Refused(
            Say('This list has no column "{title}".', title=title),
            remedy=Say("Use one of: {words}.", words=", ".join(filter(None, matching.header))),
        )
    return matching.corrected(ListColumn(kind), matching.header.index(title) if title else None)


def _lines(one: Preview) -> Iterator[Sayable]:
    snapshot, report = one.found.snapshot, one.found.report
    yield Say(
        "{source} {edition}: {services}; {new} new, {changed} changed, {gone} gone.",
        source=snapshot.source,
        edition=snapshot.edition,
        services=Plural("{n} service", "{n} services", len(snapshot.listings)),
        new=len(one.new),
        changed=len(one.changed),
        gone=len(one.gone),
    )
    if one.looked.matching is not None:
        for kind, place in one.looked.matching.places:
            title = one.looked.matching.header[place]
            yield Say("  {column}: {what}", column=title, what=COLUMN_KINDS[kind].says)
    if one.changed or one.gone:  # not a first import, of which all is new
        yield from _named(Say("New"), one.new)
    yield from _named(Say("Changed"), tuple(came for _, came in one.changed))
    yield from _named(Say("Gone"), one.gone)
    unread = one.found.unread_capacity
    for told in told_of(
        report,
        len(one.found.capacity),
        one.same,
        len(unread),
        gone=len(one.gone),
        known=one.known,
    ):
        yield Say("  {told}", told=told)
    yield from _left_out((*report.unread, *unread))


def _named(what: Say, listings: Sequence[ServiceListing]) -> Iterator[Sayable]:
    for listing in listings[:TOLD]:
        where = Listing(tuple(filter(None, (listing.name, listing.place.city))), between=" - ")
        yield Say("  {what}: {service}", what=what, service=where)
    more = len(listings) - TOLD
    if more > 0:
        yield Plural("  and {n} more service.", "  and {n} more services.", more)


def _left_out(rows: Sequence[UnreadRow]) -> Iterator[Sayable]:
    for row in rows[:TOLD]:
        if row.file:
            yield Say("  Left out, {file}, line {line}: {why}", file=row.file, line=row.line,
                      why=row.why)  # fmt: skip
        else:
            yield Say("  Left out, line {line}: {why}", line=row.line, why=row.why)
    more = len(rows) - TOLD
    if more > 0:
        yield Plural("  and {n} more row.", "  and {n} more rows.", more)


def _json(terminal: Terminal, one: Preview) -> dict[str, object]:
    say, found = terminal.tongue, one.found
    report = found.report
    matching = one.looked.matching
    return {
        "source": found.snapshot.source,
        "edition": found.snapshot.edition,
        "kind": one.looked.kind.value,
        "rows": report.rows,
        "services": len(found.snapshot.listings),
        "new": len(one.new),
        "changed": len(one.changed),
        "gone": len(one.gone),
        "changed_services": [
            {"id": was.id, "was": was.name, "name": came.name} for was, came in one.changed
        ],
        "gone_services": [{"id": was.id, "name": was.name} for was in one.gone],
        "columns": {kind.value: matching.header[place] for kind, place in matching.places}
        if matching
        else None,
        "repeats": [{"line": o.line, "first_line": o.first_line} for o in report.repeats],
        "unread": [
            {"file": o.file, "line": o.line, "why": say(o.why)}
            for o in (*report.unread, *found.unread_capacity)
        ],
        "stray_rows": report.stray_rows,
        "odd_phones": report.odd_phones,
        "no_phone": report.no_phone,
        "non_ascii_rows": report.non_ascii_rows,
        "capacity_reports": len(found.capacity),
    }


COMMANDS: tuple[click.Command, ...] = (directory_group,)  # in which they stand
