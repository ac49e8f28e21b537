"""A program as plain files: program.toml, criteria, cases, form, clocks, contacts, texts.

Read from a folder or from names and bytes (a program travels in a parcel). What cannot be read is
refused with file, row, column and a suggestion. The digest is SHA-256 over the files' names and
contents, byte-order marks and line ends evened out, so that a copy on another system has the same.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath

from desktop.domain.facts import Dictionary
from desktop.domain.program import Program
from desktop.domain.refused import Refused
from desktop.domain.words import Given, Say
from desktop.formats.facts_file import own_facts
from desktop.formats.program_cases import read_cases
from desktop.formats.program_head import read_head
from desktop.formats.program_tables import read_clocks, read_contacts, read_criteria, read_form
from desktop.formats.tables import decode

TABLES = ("criteria.csv", "form.csv", "clocks.csv", "contacts.csv", "cases.csv")
FIELDS = "fields.csv"  # a program may do without facts of its own
LEGAL = "notice_"  # a text so named may begin with a line "version: ..."
TEXT_VERSION = re.compile(r"version: *(\S.*)\n+")
TEXT_NAME = re.compile(r"texts/([a-z]{2})/([a-z0-9_]+)\.md")
FILES_LIMIT = 500
SIZE_LIMIT = 5_000_000  # bytes of one program; ours have under 100,000


def read_program_folder(folder: Path, dictionary: Dictionary) -> Program:
    """Return the program in a folder; refuses one that cannot be read."""
    return read_program(program_files(folder), dictionary)


def program_files(folder: Path) -> dict[str, bytes]:
    """Return the files of a program by name ("texts/en/rights.md"): what travels.

    A link that leads out of the folder is left out: what it shows was never the program's.
    """
    if not (folder / "program.toml").is_file():
        raise Refused(
            Say("There is no program in this folder."),
            remedy=Say("Choose the folder that holds program.toml."),
        )
    inside = folder.resolve()
    places = {
        name: path
        for path in sorted(folder.rglob("*"))
        if _belongs(name := path.relative_to(folder).as_posix())
        and path.is_file()
        and path.resolve().is_relative_to(inside)
    }
    # Asked before anything is read: a file of gigabytes must not fill the memory.
    size = sum(path.stat().st_size for path in places.values())
    if len(places) > FILES_LIMIT or size > SIZE_LIMIT:
        raise Refused(
            Say("This folder holds too much for a program."),
            remedy=Say("Keep only the files of the program in it."),
        )
    return {name: path.read_bytes() for name, path in places.items()}


def pack_program(files: Mapping[str, bytes]) -> bytes:
    """Return a program's files as one: the same files give the same bytes."""
    packed = {name: b64encode(files[name]).decode() for name in files if _belongs(name)}
    return json.dumps(packed, sort_keys=True, separators=(",", ":")).encode()


def unpack_program(packed: bytes) -> dict[str, bytes]:
    """Return the files that were packed; refuses what is not that."""
    try:
        found = json.loads(packed)
        files = {name: b64decode(text, validate=True) for name, text in found.items()}
    except (ValueError, AttributeError, TypeError, RecursionError):
        files = {}
    size = sum(len(content) for content in files.values())
    if not files or len(files) > FILES_LIMIT or size > SIZE_LIMIT:
        raise Refused(
            Say("This is no program."), remedy=Say("Ask the lead agency to publish it again.")
        )
    return {name: content for name, content in files.items() if _belongs(name)}


def read_program(files: Mapping[str, bytes], dictionary: Dictionary) -> Program:
    """Return the program in these files; refuses one that cannot be read."""
    files = {name: content for name, content in files.items() if _belongs(name)}
    for name in ("program.toml", *TABLES):
        if name not in files:
            raise Refused(
                Say("The program has no {file}.", file=name),
                remedy=Say("Copy the whole folder of the program again."),
            )
    head = read_head(files["program.toml"])
    if FIELDS in files:
        dictionary = dictionary.with_own(own_facts(files[FIELDS]))
    criteria = read_criteria(files["criteria.csv"], dictionary)
    texts, text_versions = _texts(files)
    return Program(
        slug=head.slug,
        name=head.name,
        version=head.version,
        digest=digest_of(files),
        pathways=head.pathways,
        criteria=criteria,
        form=read_form(files["form.csv"], dictionary),
        clocks=read_clocks(files["clocks.csv"]),
        contacts=read_contacts(files["contacts.csv"], head.zone),
        texts=texts,
        text_versions=text_versions,
        cases=read_cases(files["cases.csv"], dictionary, criteria, head.calendar),
        calendar=head.calendar,
        lead=head.lead,
        settings=head.settings,
        dictionary=dictionary,
        effective_from=head.effective_from,
        effective_to=head.effective_to,
        otherwise=head.otherwise,
        agency=head.agency,
        zone_name=head.zone.key,
        to_confirm=head.to_confirm,
        sources=head.sources,
    )


def digest_of(files: Mapping[str, bytes]) -> str:
    """Return the digest of a program's files."""
    whole = sha256()
    for name in sorted(files):
        content = files[name].removeprefix(b"\xef\xbb\xbf")
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        whole.update(f"{name}\n{sha256(content).hexdigest()}\n".encode())
    return whole.hexdigest()


def _belongs(name: str) -> bool:
    """Return whether a file is of the program; what editors and systems leave about is not."""
    if name in ("program.toml", "policy.md", FIELDS, *TABLES) or TEXT_NAME.fullmatch(name):
        return True
    parts = PurePosixPath(name).parts
    safe = all(not part.startswith(".") for part in parts)
    return safe and len(parts) > 1 and parts[0] == "training"


def _texts(files: Mapping[str, bytes]) -> tuple[dict[str, Given], dict[str, str]]:
    """Return the texts, and of which wording a legal one is; its line is no part of the text."""
    found: dict[str, dict[str, str]] = {}
    versions: dict[str, str] = {}
    for name, content in files.items():
        if match := TEXT_NAME.fullmatch(name):
            text = decode(name, content).rstrip()
            if match[2].startswith(LEGAL) and (version := TEXT_VERSION.match(text)):
                text = text[version.end() :]
                versions.setdefault(match[2], version[1].strip())
            found.setdefault(match[2], {})[match[1]] = text
    return {name: Given.of(texts) for name, texts in sorted(found.items())}, versions
