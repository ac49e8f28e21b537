"""What a page of a packet costs, beside untagged Platypus and WeasyPrint, and a night's batch.

CPU time, the best of several rounds, so that a busy machine changes the ratios little. WeasyPrint
is no dependency of ours: it is put into an environment of its own, and left out without an index.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from desktop.domain.facts import Known
from desktop.packet.fonts import FontLibrary
from desktop.packet.pdf import count_pages, render, render_many
from desktop.packet.sheets import PLANS
from desktop.services import issue
from desktop.services.issue import Wanted
from installer.environment import python_of
from tests.bench.packet_peers import html_of, platypus
from tests.packet.conftest import FONTS
from tests.packet.tongues import tongue
from tests.services.issuing import NOW, Desk

pytestmark = pytest.mark.slow  # a benchmark

WEASYPRINT = "weasyprint==70.0"
ROUNDS = 7
BATCH = 500  # packets
SOME = 25  # referrals they are of, each with another name
USUAL = [Wanted(kind, tongue("en")) for kind, plan in PLANS.items() if plan.usual]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("bench") / "D1")
    yield made
    made.close()


@pytest.fixture(scope="module")
def fonts() -> FontLibrary:
    return FontLibrary(FONTS)


def tell(words: str) -> None:
    sys.stdout.write(f"{words}\n")


def packet(desk: Desk, referral: str, fonts: FontLibrary):
    return issue.make_sheets(desk.desk, referral, USUAL, fonts, now=NOW)


def best(do) -> float:
    """Return the CPU milliseconds of the fastest of some rounds."""
    spent = []
    for _ in range(ROUNDS):
        began = time.process_time()
        do()
        spent.append(time.process_time() - began)
    return min(spent) * 1000


def test_a_tagged_page_costs_at_most_twice_an_untagged_one(desk, fonts):
    sheets = packet(desk, desk.refers("one").id, fonts)
    pages = sum(count_pages(sheet, fonts) for sheet in sheets)
    data, theirs_pages = platypus(sheets, FONTS)

    ours = best(lambda: render_many(sheets, fonts, title="Packet")) / pages
    theirs = best(lambda: platypus(sheets, FONTS)) / theirs_pages
    size = len(render_many(sheets, fonts, title="Packet"))

    tell(f"\nOfframp, tagged: {ours:.1f} ms and {size / pages:,.0f} bytes a page, {pages} pages")
    tell(f"Platypus, untagged: {theirs:.1f} ms and {len(data) / theirs_pages:,.0f} bytes a page, "
         f"{theirs_pages} pages")  # fmt: skip
    tell(f"ratio: {ours / theirs:.2f} of its time a page (aim 2), "
         f"{size / len(data):.2f} of its bytes")  # fmt: skip
    assert ours / theirs < 4


def test_a_page_costs_a_fifth_of_weasyprints(desk, fonts, tmp_path):
    home = tmp_path / "env"
    subprocess.run([sys.executable, "-m", "venv", str(home)], check=True, timeout=120)
    python = python_of(home)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*pip, WEASYPRINT], capture_output=True, check=False, timeout=300)
    if done.returncode:
        pytest.skip("WeasyPrint cannot be installed on this machine")
    sheets = packet(desk, desk.refers("two").id, fonts)
    asked = {"html": [html_of(one) for one in sheets], "repeats": ROUNDS, "fonts": str(FONTS)}
    ran = subprocess.run(
        [str(python), str(Path(__file__).with_name("packet_peers.py"))],
        input=json.dumps(asked), capture_output=True, check=False, text=True, timeout=500,
    )  # fmt: skip
    if "cannot load library" in ran.stderr:
        pytest.skip("WeasyPrint does not find Pango: apt-get install libpangoft2-1.0-0")
    assert ran.returncode == 0, ran.stderr
    theirs = json.loads(ran.stdout)

    ours = best(lambda: [render(sheet, fonts) for sheet in sheets])
    pages = sum(count_pages(sheet, fonts) for sheet in sheets)
    size = sum(len(render(sheet, fonts)) for sheet in sheets)

    ratio = (theirs["ms"] / theirs["pages"]) / (ours / pages)
    tell(f"\nOfframp: {ours / pages:.1f} ms and {size / pages:,.0f} bytes a page, a file a sheet")
    tell(f"WeasyPrint, untagged: {theirs['ms'] / theirs['pages']:.1f} ms and "
         f"{theirs['bytes'] / theirs['pages']:,.0f} bytes a page")  # fmt: skip
    tell(f"ratio: {ratio:.1f} times as fast a page (aim 5)")
    assert ratio > 2


def test_a_batch_of_five_hundred_packets_keeps_its_memory(desk, fonts):
    made = [
        desk.refers(f"b{number}", facts={"person.last_name": Known(f"Imaginary{number}")}).id
        for number in range(SOME)
    ]
    memory: list[float] = []
    pages = 0
    began = time.process_time()
    for number in range(BATCH):
        sheets = packet(desk, made[number % SOME], fonts)
        data = render_many(sheets, fonts, title="Packet")
        with pypdfium2.PdfDocument(data) as document:
            pages += len(document)
        if number % 50 == 49:
            gc.collect()
            memory.append(resident())
    spent = time.process_time() - began

    tell(f"\n{BATCH} packets, {pages} pages: {spent:.0f} s, {spent / pages * 1000:.1f} ms a page, "
         "gathering and making included")  # fmt: skip
    tell(f"memory after 50: {memory[0]:.0f} MB, after {BATCH}: {memory[-1]:.0f} MB, "
         f"ratio {memory[-1] / memory[0]:.2f}")  # fmt: skip
    assert memory[-1] / memory[0] < 1.15


def resident() -> float:
    """Return this process's memory in megabytes."""
    status = Path("/proc/self/status")
    if not status.exists():
        pytest.skip("memory is read from /proc")
    line = next(one for one in status.read_text().splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
