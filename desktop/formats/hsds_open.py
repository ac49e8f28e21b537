"""A file, folder or zip of HSDS, opened: nothing is unpacked to disk, no path in it is followed."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath

from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.formats.hsds_json import read_json
from desktop.formats.hsds_tables import TABLES, Entry, Package
from desktop.formats.plain_cells import unguarded
from desktop.formats.samhsa_rows import SPACES
from desktop.formats.workbooks import csv_rows, decoded

SIZE_LIMIT = 400_000_000  # bytes, unpacked and together; 100,000 services take about half of it
FILES_LIMIT = 500  # in a zip
PACKAGE = "datapackage.json"
_UNREAD = {TABLES["attribute"].file: frozenset({"id", "link_type", "link_entity"})}
_MARK_OF_LINK = 0o120000  # a symbolic link, among the file types of Unix


def looks_like_hsds(path: Path) -> bool:
    """Return whether a path seems to hold HSDS: a folder or zip of its tables, or JSON."""
    try:
        if path.is_dir():
            return (path / TABLES["organization"].file).exists() or (path / PACKAGE).exists()
        with path.open("rb") as file:
            start = file.read(200)
        if start.startswith(b"PK"):
            with zipfile.ZipFile(path) as packed:
                names = {PurePosixPath(name).name for name in packed.namelist()}
            # A workbook is a zip too.
            return "[Content_Types].xml" not in names
        return decoded(start.ljust(200)).lstrip().startswith(("{", "["))
    except zipfile.BadZipFile:
        return path.suffix.lower() == ".zip"
    except (OSError, Refused):
        return False


def open_hsds(path: Path) -> Package:
    """Return the tables of a JSON file, or of a folder or zip of CSV files.

    Refuses what is missing, damaged, too large, or has tricks in its names.
    """
    try:
        if path.is_dir():
            return _from_csv(*_folder(path))
        size = path.stat().st_size
        if size > SIZE_LIMIT:
            raise _too_large()
        with path.open("rb") as file:
            packed = file.read(2) == b"PK"
        if packed:
            with zipfile.ZipFile(path) as opened:
                return _from_csv(*_zip(opened))
        if not size:
            raise Refused(Say("This file is empty."), remedy=Say("Download or copy it again."))
        return _tidied(read_json(decoded(path.read_bytes())))
    except FileNotFoundError:
        raise Refused(Say("There is no such file."), remedy=Say("Choose the file again.")) from None
    except OSError:
        raise Refused(
            Say("This file cannot be opened."),
            remedy=Say("Close it in other programs, or copy it to this computer."),
        ) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise Refused(
            Say("This zip file is damaged, locked or was cut short."),
            remedy=Say("Download or copy it again."),
        ) from None


def _tidied(package: Package) -> Package:
    if not package.ours:
        for name, entries in package.tables.items():
            package.tables[name] = [
                Entry(one.line, {column: cell.strip(SPACES) for column, cell in one.cells.items()})
                for one in entries
            ]
    return package


_Reader = Callable[[str], bytes]


def _folder(folder: Path) -> tuple[set[str], _Reader]:
    inside = folder.resolve()
    # A link that leads out of the folder is not part of it.
    files = {
        one.name: one
        for one in folder.iterdir()
        if one.is_file() and one.resolve().parent == inside
    }
    if sum(one.stat().st_size for one in files.values()) > SIZE_LIMIT:
        raise _too_large()
    return set(files), lambda name: files[name].read_bytes()


def _zip(packed: zipfile.ZipFile) -> tuple[set[str], _Reader]:
    items = packed.infolist()
    for item in items:
        parts = PurePosixPath(item.filename).parts
        tricks = ".." in parts or item.filename.startswith("/") or set(item.filename) & set(":\\\0")
        if tricks or (item.external_attr >> 16) & 0o170000 == _MARK_OF_LINK:
            raise Refused(
                Say("This zip file has names that lead out of it, so it was not opened."),
                remedy=Say("Ask the sender for a zip file of plain CSV files."),
            )
    if len(items) > FILES_LIMIT or sum(item.file_size for item in items) > SIZE_LIMIT:
        raise _too_large()
    # The tables may lie in one folder of the zip; the shallowest is meant.
    services = [item.filename for item in items if _is(item.filename, TABLES["service"].file)]
    top = PurePosixPath(min(services, key=lambda name: name.count("/"), default="")).parent
    files = {
        PurePosixPath(item.filename).name: item
        for item in items
        if not item.is_dir() and PurePosixPath(item.filename).parent == top
    }
    left = SIZE_LIMIT

    def read(name: str) -> bytes:
        nonlocal left
        with packed.open(files[name]) as file:
            raw = file.read(left + 1)  # what the zip says of its sizes may be a lie
        left -= len(raw)
        if left < 0:
            raise _too_large()
        return raw

    return set(files), read


def _is(name: str, file: str) -> bool:
    return PurePosixPath(name).name == file


def _too_large() -> Refused:
    return Refused(
        Say("This file is too large to be a list of services."), remedy=Say("Choose another file.")
    )


def _from_csv(names: set[str], read: _Reader) -> Package:
    files = _named_files(names, read)
    if "service" not in files:
        raise Refused(
            Say("There is no {file} in it.", file=TABLES["service"].file),
            remedy=Say("Choose a folder or zip file of HSDS tables."),
        )
    package = Package()
    # The taxonomies tell whether Offramp wrote it, and so how cells are to be read.
    for table in sorted(files, key=lambda name: name != "taxonomy"):
        rows = csv_rows(decoded(read(files[table])))
        package.tables[table] = list(_entries(files[table], rows, ours=package.ours))
    return package


def _named_files(names: set[str], read: _Reader) -> dict[str, str]:
    """Return the file of each table, as the datapackage says where it says so."""
    files = {name: shape.file for name, shape in TABLES.items() if shape.file in names}
    try:
        package = json.loads(decoded(read(PACKAGE))) if PACKAGE in names else {}
    except (ValueError, RecursionError, Refused):
        return files  # the official example's is only a path to another file
    resources = package.get("resources", []) if isinstance(package, dict) else []
    for one in resources if isinstance(resources, list) else []:
        named = one if isinstance(one, dict) else {}
        table, file = str(named.get("name")), str(named.get("path"))
        if table in TABLES and file in names:
            files[table] = file
    return files


def _entries(
    file: str, rows: Iterator[tuple[int, tuple[str, ...]]], *, ours: bool
) -> Iterable[Entry]:
    header = [title.strip().lower() for title in next(rows, (1, ()))[1]]
    if "id" not in header and len(header) < 2:
        raise Refused(
            Say("{file} has no columns of HSDS.", file=file),
            remedy=Say("Choose a folder or zip file of HSDS tables."),
        )
    # Nobody reads what an attribute is called or says of its kind, and there may be a million.
    skipped = _UNREAD.get(file, frozenset())
    seen: dict[str, str] = {}  # one text for an id that stands in many rows
    wanted = [(name, name.endswith("_id")) for name in header]
    for line, row in rows:
        told: dict[str, str] = {}
        for (name, is_link), cell in zip(wanted, row, strict=False):
            text = unguarded(cell) if ours else cell.strip(SPACES)
            if text and name not in skipped:
                told[name] = seen.setdefault(text, text) if is_link else text
        if told:
            yield Entry(line, told)
