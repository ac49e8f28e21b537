"""A directory written as HSDS 3.1: one JSON file, or CSV tables with their datapackage.

The CSV tables are a folder or a zip. A cell that a spreadsheet program would run is made harmless
and read back verbatim. The file appears whole or not at all, and the same directory gives the
same bytes.
"""

from __future__ import annotations

import csv
import json
import shutil
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from desktop.domain.capacity import CapacityReport
from desktop.domain.directory import Snapshot
from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.formats.hsds_json import SHARED, lay_out
from desktop.formats.hsds_nest import nest
from desktop.formats.hsds_open import PACKAGE
from desktop.formats.hsds_tables import TABLES, TableShape
from desktop.formats.plain_cells import guarded

PROGRESS_EVERY = 250  # services
ZIP_DAY = (1980, 1, 1, 0, 0, 0)  # the same directory gives the same bytes on any day

OnProgress = Callable[[int], None]


def write_hsds_json(
    path: Path,
    snapshot: Snapshot,
    capacity: Iterable[CapacityReport] = (),
    *,
    now: datetime,
    on_progress: OnProgress | None = None,
) -> None:
    """Write the services in force as one page of HSDS's list of services, each in full.

    Refuses a place that cannot be written to. `on_progress` is told the services written and
    stops the writing by raising; then nothing is left.
    """
    services = _nested(snapshot, capacity, now, on_progress)
    count = sum(not one.gone_since for one in snapshot.listings)
    head = {
        "total_items": count,
        "total_pages": 1,
        "page_number": 1,
        "size": count,
        "first_page": True,
        "last_page": True,
        "empty": not count,
    }

    def write(folder: Path) -> Path:
        made = folder / "services.json"
        with made.open("w", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(head)[:-1] + ', "contents": [')
            for place, service in enumerate(services):
                text = json.dumps(service, ensure_ascii=False, separators=(",", ":"))
                file.write((",\n" if place else "\n") + text)
            file.write("\n]}\n")
        return made

    _appear(path, write)


def write_hsds_csv(
    path: Path,
    snapshot: Snapshot,
    capacity: Iterable[CapacityReport] = (),
    *,
    now: datetime,
    on_progress: OnProgress | None = None,
) -> None:
    """Write the services in force as CSV tables with a datapackage, a zip if named so.

    Refuses a folder that holds something, and a place that cannot be written to.
    """
    services = _nested(snapshot, capacity, now, on_progress)

    def write(folder: Path) -> Path:
        tables = folder / "tables"
        tables.mkdir()
        _write_tables(tables, services)
        return _packed(tables, folder / "tables.zip") if path.suffix.lower() == ".zip" else tables

    _appear(path, write)


def _nested(
    snapshot: Snapshot,
    capacity: Iterable[CapacityReport],
    now: datetime,
    on_progress: OnProgress | None,
) -> Iterator[dict[str, Any]]:
    reports: dict[str, list[CapacityReport]] = defaultdict(list)
    for one in capacity:
        reports[one.service_id].append(one)
    for count, listing in enumerate(snapshot.listings):
        if on_progress and count % PROGRESS_EVERY == 0:
            on_progress(count)
        if not listing.gone_since:
            yield nest(
                listing,
                reports[listing.id],
                source=snapshot.source,
                edition=snapshot.edition,
                now=now,
            )


def _appear(path: Path, write: Callable[[Path], Path]) -> None:
    """Put at `path` what `write` makes in a folder of its own beside it."""
    try:
        if path.is_dir():
            if any(path.iterdir()):
                raise Refused(
                    Say("This folder is not empty, so nothing was written."),
                    remedy=Say("Choose an empty folder, or a new name."),
                )
            path.rmdir()
        with TemporaryDirectory(dir=path.parent, prefix=".offramp-") as folder:
            write(Path(folder)).replace(path)
    except OSError:
        raise Refused(
            Say("The directory could not be written there."),
            remedy=Say("Choose another folder, or make room on this one."),
        ) from None


def _write_tables(folder: Path, services: Iterable[dict[str, Any]]) -> None:
    written: set[tuple[str, str]] = set()
    codes: dict[str, str] = {}
    with ExitStack() as opened:
        writers = {}
        for name, shape in TABLES.items():
            file = opened.enter_context(
                (folder / shape.file).open("w", encoding="utf-8", newline="")
            )
            writers[name] = csv.writer(file, lineterminator="\r\n")
            writers[name].writerow([one.name for one in shape.columns])
        for service in services:
            for table, cells in lay_out("service", service):
                # An organization of several services is one row, and so is what marks it.
                if table in SHARED or cells.get("link_entity") in SHARED:
                    if (table, cells["id"]) in written:
                        continue
                    written.add((table, cells["id"]))
                code = cells.get("code", "") if table == "taxonomy_term" else ""
                if code and codes.setdefault(code, cells["id"]) != cells["id"]:
                    del cells["code"]  # HSDS wants each once; in another taxonomy it has its name
                writers[table].writerow(_row(TABLES[table], cells))
    package = json.dumps(datapackage(), indent=1)
    (folder / PACKAGE).write_text(package + "\n", encoding="utf-8", newline="\n")


def _row(shape: TableShape, cells: Mapping[str, str]) -> list[str]:
    texts = [(one.kind, cells.get(one.name, "")) for one in shape.columns]
    return [text if kind == "number" else guarded(text) for kind, text in texts]


def datapackage() -> dict[str, Any]:
    """Return the description of the tables, as Frictionless Data Packages word it."""
    return {
        "profile": "tabular-data-package",
        "name": "human_services_data",
        "title": "Human Services Data Specification",
        "version": "3.1",
        "resources": [_resource(shape) for shape in TABLES.values()],
    }


def _resource(shape: TableShape) -> dict[str, Any]:
    fields = []
    for one in shape.columns:
        kind = "string" if one.kind in ("text", "uuid", "uri", "email") else one.kind
        made: dict[str, Any] = {"name": one.name, "type": kind}
        if one.kind in ("uuid", "uri", "email"):
            made["format"] = one.kind
        made["constraints"] = {"required": one.needed, "unique": one.name == "id"}
        fields.append(made)
    keys = [
        {"fields": column, "reference": {"resource": table, "fields": "id"}}
        for column, table in shape.parents
    ]
    return {
        "profile": "tabular-data-resource",
        "name": shape.name,
        "path": shape.file,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True},
        "schema": {"fields": fields, "primaryKey": "id", "foreignKeys": keys},
    }


def _packed(folder: Path, made: Path) -> Path:
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(folder.iterdir()):
            item = zipfile.ZipInfo(file.name, ZIP_DAY)
            item.compress_type = zipfile.ZIP_DEFLATED
            item.external_attr = 0o644 << 16
            with file.open("rb") as source, packed.open(item, "w", force_zip64=True) as into:
                shutil.copyfileobj(source, into)
    return made
