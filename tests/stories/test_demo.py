"""The demo is the main job: it runs from a command, through the real windows, and leaves proof."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import page
import pypdfium2
import pytest

PROJECT = Path(__file__).resolve().parents[2]
TYPED = ("Imaginary", "555-0107", "feed store", "broken lamp")

pytestmark = pytest.mark.slow  # three windows, five sheets and twenty-six pictures: about 30 s


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the demo as a person would and return what it left."""
    out = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [sys.executable, PROJECT / "main.py", "demo", "--out", out],
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(out / "home")},
    )
    assert done.returncode == 0, done.stderr
    (out / "said.txt").write_text(done.stdout, encoding="utf-8")
    return out


@pytest.fixture(scope="module")
def summary(left: Path) -> dict[str, Any]:
    """Return summary.json."""
    read: dict[str, Any] = json.loads((left / "summary.json").read_text(encoding="utf-8"))
    return read


def test_the_referral_travels_all_the_way_and_the_machines_agree(summary: dict[str, Any]) -> None:
    assert summary["referral"] == "TRC-K7-26-000001"
    assert summary["outcome"] == "eligible_verify"
    assert summary["travel"] == ["saved", "bundled", "left", "received", "acted_on"]
    assert summary["machines_agree"] is True


def test_every_step_is_told_in_one_line_with_its_time(left: Path, summary: dict[str, Any]) -> None:
    said = (left / "said.txt").read_text(encoding="utf-8")

    assert len(summary["steps"]) >= 15
    for step in summary["steps"]:
        assert any(
            step["machine"] in line and step["step"] in line and line.rstrip().endswith("s")
            for line in said.splitlines()
        )


def test_everything_the_summary_names_is_there(left: Path, summary: dict[str, Any]) -> None:
    files = summary["files"]
    streams = [path for paths in files["bundles"].values() for path in paths]
    keys = [path for pair in summary["keys"].values() for path in pair.values()]

    for name in (*files["packet"], *files["screens"], *streams, *keys):
        assert (left / name).is_file(), name
    assert {name.rsplit("_", 1)[-1] for name in files["screens"]} == {"light.png", "night.png"}
    assert set(files["bundles"]) >= {"lead", "precinct", "trc-k7"}


def test_every_pdf_is_accessible(left: Path, summary: dict[str, Any]) -> None:
    assert summary["files"]["packet"]
    for name in summary["files"]["packet"]:
        report = page.validate_pdf(left / name, profile=page.ValidationProfile.PDF_UA_1)
        assert report.is_compliant, name


def words_of(pdf: Path) -> str:
    """Return the words of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(one.get_textpage().get_text_range() for one in document)
    finally:
        document.close()


def test_the_contact_card_holds_no_word_that_was_typed_of_the_person(
    left: Path, summary: dict[str, Any]
) -> None:
    cards = [name for name in summary["files"]["packet"] if "-card-" in name]

    assert len(cards) == 2  # English and Spanish
    for card in cards:
        words = words_of(left / card)
        data = (left / card).read_bytes()
        for tag in "PHJS":
            for canary in summary["canaries"][tag]:
                assert canary not in words
                assert canary.encode() not in data
        assert "Imaginary" not in words


@pytest.mark.skipif(shutil.which("jose") is None, reason="Debian's `jose` is not installed")
def test_debians_jose_opens_every_bundle_and_finds_no_justice_word_in_the_lead_stream(
    left: Path, summary: dict[str, Any], tmp_path: Path
) -> None:
    keys, canaries = summary["keys"], summary["canaries"]
    readers = {"lead": "lead", "precinct": "desk", "trc-k7": "patrol", "trc-d1": "desk"}
    machines = {"trc-k7": "patrol", "trc-d1": "desk", "mcc-l1": "lead"}
    seen = {}
    for stream, reader in readers.items():
        texts = []
        for name in summary["files"]["bundles"].get(stream, []):
            sender = next(m for d, m in machines.items() if Path(name).name.startswith(d))
            if sender == reader:
                continue
            jws, inside = tmp_path / "in.jws", tmp_path / "inside.gz"
            run(
                [
                    "jose",
                    "jwe",
                    "dec",
                    "-i",
                    left / name,
                    "-k",
                    left / keys[reader]["open"],
                    "-O",
                    jws,
                ]
            )
            run(
                ["jose", "jws", "ver", "-i", jws, "-k", left / keys[sender]["verify"], "-O", inside]
            )
            texts.append(zlib.decompress(inside.read_bytes(), 31).decode())
        seen[stream] = "\n".join(texts)

    for canary in canaries["J"]:
        assert canary not in seen["lead"]
        assert canary in seen["precinct"]
    for tag in "PHS":
        for canary in canaries[tag]:
            assert canary in seen["lead"]


def run(command: list[str | Path]) -> None:
    """Run a tool that must succeed."""
    subprocess.run(command, check=True, capture_output=True)


def test_no_store_bundle_log_or_file_name_holds_a_typed_word(left: Path) -> None:
    for path in left.rglob("*"):
        relative = str(path.relative_to(left)).lower()
        assert not any(word.lower() in relative for word in TYPED)
        if path.is_file() and path.suffix not in {".pdf", ".png", ".json", ".txt"}:
            data = path.read_bytes().lower()
            assert not any(word.lower().encode() in data for word in TYPED), relative
