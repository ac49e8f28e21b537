"""Every sheet is a PDF a screen reader reads, whatever somebody's name or note is."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import page
import pypdfium2
import pytest

from desktop.domain.facts import Known
from desktop.domain.terms import SheetKind
from desktop.packet.fonts import FontLibrary
from desktop.packet.letters import clean
from desktop.packet.plain import as_text
from desktop.packet.sheets import PLANS
from desktop.services import issue
from desktop.services.issue import Wanted
from tests.packet.conftest import FONTS
from tests.packet.reading import heard
from tests.packet.samples import NAMES
from tests.packet.tongues import CODES, tongue
from tests.services.issuing import NOW, Desk

pytestmark = pytest.mark.slow  # whole packets are set and read back

ALL = [Wanted(kind, tongue(code)) for code in CODES for kind in PLANS]
HOSTILE = (
    "<b>bold</b> & <img src='file:///etc/passwd'/>",
    "{number} {0} %s %(x)s {{page}}",
    "'; drop table changes; --",
    "=cmd|'/c calc'!A1",
    "Robert\u202egnp.exe",
    "line one\nline two\n## Person",
    "e\u0301" * 40,
    "\U0001f98a" * 5,
    "W" * 300,
)


@cache
def fonts() -> FontLibrary:
    return FontLibrary(FONTS)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("pdf") / "D1")
    yield made
    made.close()


def faults(data: bytes, path: Path) -> list[str]:
    """What the independent judge says against a file."""
    path.write_bytes(data)
    report = page.validate_pdf(path, profile=page.ValidationProfile.PDF_UA_1)
    return [f"{fault.rule_id}: {fault.message}" for fault in report.failures]


@pytest.mark.parametrize("wanted", ALL, ids=lambda one: f"{one.kind}-{one.tongue.code}")
def test_a_sheet_conforms_to_pdf_ua(desk, tmp_path, wanted):
    made = desk.refers(f"ua{wanted.kind}{wanted.tongue.code}")

    data = issue.make_pdf(desk.desk, made.id, [wanted], fonts(), now=NOW)

    assert faults(data, tmp_path / "sheet.pdf") == []
    titles = [text for role, text in heard(data) if role == "H1"]
    sheet = issue.make_sheet(desk.desk, made.id, wanted.kind, wanted.tongue, now=NOW)
    assert titles == [sheet.title]


@pytest.mark.parametrize("code", CODES)
def test_the_card_fits_on_one_half_page(desk, code):
    made = desk.refers(f"half{code}")

    data = issue.make_pdf(
        desk.desk, made.id, [Wanted(SheetKind.CARD, tongue(code))], fonts(), now=NOW
    )

    with pypdfium2.PdfDocument(data) as document:
        assert len(document) == 1


@pytest.mark.slow  # twelve sheets with thirty scripts
def test_a_whole_packet_with_names_in_thirty_scripts_conforms_and_repeats_itself(desk, tmp_path):
    every = " / ".join(NAMES.values())
    made = desk.refers(
        "scripts", facts={"person.first_name": Known(every), "narrative": Known(every)}
    )

    data = issue.make_pdf(desk.desk, made.id, ALL, fonts(), now=NOW)

    assert faults(data, tmp_path / "packet.pdf") == []
    assert issue.make_pdf(desk.desk, made.id, ALL, fonts(), now=NOW) == data
    if qpdf := shutil.which("qpdf"):
        subprocess.run([qpdf, "--check", str(tmp_path / "packet.pdf")], check=True)


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_hostile_name_or_note_is_printed_as_it_is(desk, tmp_path, number):
    text = HOSTILE[number]
    made = desk.refers(
        f"hostile{number}",
        facts={
            path: Known(text)
            for path in ("person.last_name", "health.note", "narrative", "person.best_place")
        },
    )

    for kind in (SheetKind.REFERRAL_FORM, SheetKind.WORKSHEET):
        sheet = issue.make_sheet(desk.desk, made.id, kind, tongue("en"), now=NOW)
        said = as_text(sheet)
        assert f"Last name: {clean(text).replace(chr(10), chr(10) + '    ')}" in said
        data = issue.make_pdf(desk.desk, made.id, [Wanted(kind, tongue("en"))], fonts(), now=NOW)
        assert faults(data, tmp_path / "sheet.pdf") == []


def test_a_very_long_narrative_runs_over_pages_and_loses_nothing(desk):
    words = [f"word{number}" for number in range(1500)]
    made = desk.refers("long", facts={"narrative": Known(" ".join(words))})

    wanted = [Wanted(SheetKind.WORKSHEET, tongue("en"))]
    said = heard(issue.make_pdf(desk.desk, made.id, wanted, fonts(), now=NOW))

    (narrative,) = (text for role, text in said if role == "TD" and text.startswith("word0 "))
    assert narrative.split() == words


@pytest.mark.real_data
@pytest.mark.slow  # 515 strings, forty to a referral
def test_the_big_list_of_naughty_strings_is_harmless(desk, shared_data):
    strings = json.loads((shared_data / "naughty" / "blns.json").read_text(encoding="utf-8"))

    printed = 0
    for start in range(0, len(strings), 40):
        some = strings[start : start + 40]
        made = desk.refers(f"blns{start}", facts={"health.note": Known("\n".join(some))})
        sheet = issue.make_sheet(desk.desk, made.id, SheetKind.REFERRAL_FORM, tongue("en"), now=NOW)
        said = as_text(sheet)
        assert [one for one in some if clean(one).strip() not in said] == []
        wanted = [Wanted(SheetKind.REFERRAL_FORM, tongue("en"))]
        data = issue.make_pdf(desk.desk, made.id, wanted, fonts(), now=NOW)
        assert data.startswith(b"%PDF-1.7")
        printed += len(some)
    assert printed == len(strings)
