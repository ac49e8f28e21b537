"""Whatever machines in the field have written is read for ever; what is too new says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.sync.bundle import BUNDLE_TYPE, open_sealed
from desktop.sync.enrolment import read_enrolment, read_invitation, read_store_paper
from desktop.sync.envelope import seal_bytes
from desktop.sync.keys import Use, import_private
from desktop.sync.names import name_fits
from desktop.sync.papers import trusting
from desktop.sync.parcel import join_parts, open_part
from desktop.sync.receipts import read_receipt
from desktop.sync.refusals import BundleRefused, RefusalKind
from desktop.sync.roster import read_roster
from desktop.sync.sealed_code import open_code
from desktop.wire import change_from_bytes, change_to_bytes
from tests.sync.vectors import A_SCAN, HERE, a_change

VERSIONS = sorted(HERE.iterdir())


@pytest.fixture(params=VERSIONS, ids=lambda folder: folder.name)
def folder(request) -> Path:
    return request.param


def keys_of(folder: Path):
    held = json.loads((folder / "keys.json").read_text())
    patrol = import_private(held["patrol"].encode(), Use.SIGN)
    lead_sign = import_private(held["lead_sign"].encode(), Use.SIGN)
    return held["name"], patrol, lead_sign, import_private(held["lead_open"].encode(), Use.OPEN)


def test_a_bundle_of_every_version_opens_to_what_was_written(folder):
    name, patrol, _, mine = keys_of(folder)
    data = (folder / "bundle.offramp").read_bytes()

    opened = open_sealed(data, mine, trusting([patrol.public]), program="three-rivers")

    assert name_fits(name, data)
    (line,) = opened.lines
    assert line == (folder / "change.json").read_bytes()
    assert change_from_bytes(line) == a_change()
    assert opened.manifest.device == "k7-patrol"


def test_a_change_of_the_newest_version_is_written_as_it_was(folder):
    if folder == VERSIONS[-1]:
        assert change_to_bytes(a_change()) == (folder / "change.json").read_bytes()


def test_the_papers_of_every_version_are_read(folder):
    name, patrol, lead, _ = keys_of(folder)

    receipt = read_receipt((folder / "bundle.receipt").read_bytes(), trusting([lead.public]))
    store = read_store_paper((folder / "store.json").read_bytes(), [lead.public])
    invitation = read_invitation((folder / "joining.offramp-invite").read_bytes())
    request = read_enrolment((folder / "joining.offramp-enroll").read_bytes())

    assert (receipt.bundle, receipt.kept) == (name, 1)
    assert store.program == "three-rivers"
    assert (invitation.agency, invitation.verify) == ("MCC", lead.public)
    assert (request.device, request.verify) == ("k7-patrol", patrol.public)


def test_the_roster_of_every_version_is_read(folder):
    _, patrol, lead, _ = keys_of(folder)

    roster = read_roster((folder / "roster.json").read_bytes(), [lead.public])

    assert (roster.program, roster.number) == ("three-rivers", 2)
    here, gone = roster.members
    assert (here.verify, here.writers[0].code, here.is_revoked) == (patrol.public, "K7", False)
    assert gone.may_send("k9writer", "lead", 4)
    assert not gone.may_send("k9writer", "lead", 5)


def test_a_parcel_of_every_version_is_joined(folder):
    _, patrol, _, mine = keys_of(folder)

    parts = [
        open_part(path.read_bytes(), mine, trusting([patrol.public]), program="three-rivers")
        for path in sorted(folder.glob("scan-*.parcel"), reverse=True)
    ]

    assert len(parts) == 2
    assert join_parts(parts, parts[0].whole) == A_SCAN


def test_a_sealed_code_of_every_version_opens(folder):
    _, patrol, _, mine = keys_of(folder)
    data = (folder / "code.bin").read_bytes()

    code = open_code(data, mine, trusting([patrol.public]), program="three-rivers")

    assert code.lines == ((folder / "change.json").read_bytes(),)
    assert (code.label.device, code.label.highest) == ("k7-patrol", 7)


def test_a_bundle_of_a_version_to_come_waits_for_the_update(folder):
    _, patrol, _, mine = keys_of(folder)
    family = BUNDLE_TYPE.partition("+")[0]
    newer = seal_bytes(b"{}\n", f"{family}+99", patrol, [mine.public])

    with pytest.raises(BundleRefused) as refused:
        open_sealed(newer, mine, trusting([patrol.public]))

    assert refused.value.kind is RefusalKind.TOO_NEW
