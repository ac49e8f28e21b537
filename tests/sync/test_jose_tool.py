"""Debian's `jose` opens and verifies what we seal, without our code (apt-get install jose)."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from desktop.sync.enrolment import make_store_paper
from desktop.sync.keys import export_private, export_public
from tests.sync.people import LINES, bundle_of, lead, manifest_of, patrol

JOSE = shutil.which("jose")
pytestmark = pytest.mark.skipif(JOSE is None, reason="Debian's jose is not installed")


def jose(*arguments: str | Path) -> bytes:
    assert JOSE is not None
    return subprocess.run([JOSE, *arguments], check=True, capture_output=True).stdout


def test_jose_opens_and_verifies_a_bundle(tmp_path):
    (tmp_path / "b.offramp").write_bytes(bundle_of().data)
    (tmp_path / "enc.jwk").write_bytes(export_private(lead().keys.open))
    (tmp_path / "sig.jwk").write_bytes(export_public(patrol().keys.sign.public))
    inner, out = tmp_path / "in.jws", tmp_path / "out.gz"

    jose("jwe", "dec", "-i", tmp_path / "b.offramp", "-k", tmp_path / "enc.jwk", "-O", inner)
    jose("jws", "ver", "-i", inner, "-k", tmp_path / "sig.jwk", "-O", out)

    lines = gzip.decompress(out.read_bytes()).split(b"\n")
    assert lines == [manifest_of(LINES).to_line(), *LINES, b""]


def test_jose_verifies_a_paper(tmp_path):
    paper, key, out = tmp_path / "store.json", tmp_path / "sig.jwk", tmp_path / "out.json"
    paper.write_bytes(make_store_paper("three-rivers", "mail-1", lead().keys))
    key.write_bytes(export_public(lead().keys.sign.public))
    jose("jws", "ver", "-i", paper, "-k", key, "-O", out)
    assert json.loads(out.read_bytes())["program"] == "three-rivers"


def test_jose_gives_a_key_the_same_name(tmp_path):
    key = tmp_path / "sig.jwk"
    key.write_bytes(export_public(patrol().keys.sign.public))
    assert jose("jwk", "thp", "-i", key).decode().strip() == patrol().keys.sign.public.kid
