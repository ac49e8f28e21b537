"""What was typed stands in no byte of the store, no file name, and no bundle it must not be in."""

from __future__ import annotations

import json
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest

from desktop.domain.facts import Known
from desktop.services.keeping import keep_waiting
from desktop.services.trust import own_keys
from desktop.store.mailbox import Arrival
from desktop.sync.keys import export_private, export_public
from tests.stories.machines import County, refers

pytestmark = pytest.mark.slow  # each makes three machines of its own

CANARIES = {
    "P": ("person.best_place", "quetzalpersonal"),
    "H": ("health.note", "quetzalhealth"),
    "J": ("narrative", "quetzaljustice"),
    "S": ("safety.note", "quetzalsafety"),
}
NAMES = ("Imaginary", "quetzal", "555-0107", "Larkspur")


@pytest.fixture
def told(county: County) -> County:
    """Return a county in which a referral full of canaries has gone all the way."""
    facts = {path: Known(word) for path, word in CANARIES.values()}
    refers(county.officer, now=county.clock.now, facts=dict(facts))
    county.exchange("K7")
    county.exchange("D1")
    county.exchange("L1")
    lead = county.coordinator
    names = [one.name for one in lead.store.inbox.all(Arrival.WAITING)]
    keep_waiting(lead, None, names, now=county.clock.now)
    county.exchange("L1")
    return county


def everything_below(folder: Path) -> list[Path]:
    """Return every file."""
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_bytes_of_stores_and_bundles_hold_none_of_the_typed_words(told: County) -> None:
    files = everything_below(told.root)

    assert len(files) > 10
    for path in files:
        data = path.read_bytes().lower()
        relative = str(path.relative_to(told.root)).lower()
        for name in NAMES:
            # vault.json holds the users' own names: they are shown before sign-in.
            if name == "Larkspur" and path.name.startswith("vault.json"):
                continue
            assert name.lower().encode() not in data, path.name
            assert name.lower() not in relative


def test_the_audit_log_holds_ids_and_never_typed_words(told: County) -> None:
    for name in ("K7", "D1", "L1"):
        store = told.admin(name).store
        lines = " ".join(f"{one.act} {one.about} {one.who}" for one in store.audit.lines())
        assert store.audit.first_break() is None
        for word in NAMES:
            assert word.lower() not in lines.lower()


def open_with_jose(path: Path, opener: bytes, verifier: bytes, work: Path) -> str:
    """Return what is inside a bundle by Debian's `jose` alone: none of our code."""
    (work / "open.jwk").write_bytes(opener)
    (work / "verify.jwk").write_bytes(verifier)
    jws, inside = work / "in.jws", work / "inside.gz"
    subprocess.run(
        ["jose", "jwe", "dec", "-i", path, "-k", work / "open.jwk", "-O", jws], check=True
    )
    subprocess.run(
        ["jose", "jws", "ver", "-i", jws, "-k", work / "verify.jwk", "-O", inside], check=True
    )
    return zlib.decompress(inside.read_bytes(), 31).decode()


@pytest.mark.skipif(shutil.which("jose") is None, reason="Debian's `jose` is not installed")
def test_an_outside_tool_finds_no_justice_word_in_the_lead_stream_and_all_in_the_precincts(
    told: County, tmp_path: Path
) -> None:
    patrol = own_keys(told.admin("K7").store.settings)
    lead = own_keys(told.admin("L1").store.settings)
    desk = own_keys(told.admin("D1").store.settings)
    work = tmp_path / "jose"
    work.mkdir()

    def read(stream: str, opener: bytes) -> str:
        paths = sorted((told.folder / stream).rglob("trc-k7-*.offramp"))
        assert paths
        verifier = export_public(patrol.sign.public)
        return "\n".join(open_with_jose(path, opener, verifier, work) for path in paths)

    to_lead = read("lead", export_private(lead.open))
    to_desk = read("precinct", export_private(desk.open))

    for tag in "PHS":
        assert CANARIES[tag][1] in to_lead
    assert CANARIES["J"][1] not in to_lead
    for _, word in CANARIES.values():
        assert word in to_desk
    first = to_lead.splitlines()[0]
    assert json.loads(first)["stream"] == "lead"
