"""Every sheet is a PDF a screen reader reads, whatever somebody's name or note is."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import page
import pypdfium2
import pytest

from desktop.domain.facts import Known, Tier
from desktop.domain.terms import SheetKind
from desktop.packet.blocks import PageBreak
from desktop.packet.fonts import FontLibrary
from desktop.packet.letters import clean
from desktop.packet.pdf import count_pages, render
from desktop.packet.plain import as_text, digest
from desktop.packet.sheets import BLANKS, PLANS
from desktop.services import blanks, issue
from desktop.services.issue import Wanted
from tests.packet.conftest import FONTS
from tests.packet.reading import Pdf, heard
from tests.packet.samples import NAMES
from tests.packet.tongues import CODES, tongue
from tests.services.issuing import NOW, Desk
from tests.stories.machines import RESOURCES

pytestmark = pytest.mark.slow  # whole packets are set and read back

SHIPPED = sorted(path.name for path in (RESOURCES / "programs").iterdir())
ALL_BLANK = [(kind, tongue(code)) for code in CODES for kind in BLANKS]
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


@pytest.fixture(scope="module")
def saved(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every sheet in both languages as a file, with names in thirty scripts."""
    every = " / ".join(NAMES.values())
    made = desk.refers(
        "saved", facts={"person.first_name": Known(every), "narrative": Known(every)}
    )
    folder = tmp_path_factory.mktemp("saved")
    paths = issue.save_packet(desk.desk, made.id, ALL, fonts(), folder, now=NOW)
    return paths + blanks.save_blanks(desk.desk, ALL_BLANK, fonts(), folder, now=NOW)


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


def test_nothing_is_printed_in_color_and_every_page_is_us_letter(saved):
    for path in saved:
        inside = Pdf(path.read_bytes())
        for number, (_, page_of) in enumerate(inside.pages):
            drawn = inside.content(number)
            assert not re.search(rb"(?<![\w.])(rg|RG|k|K|sc|SC|scn|SCN|sh|Do)\b", drawn)
            assert page_of["MediaBox"] == [0, 0, 612, 792]


@pytest.mark.parametrize("wanted", ALL, ids=lambda one: f"{one.kind}-{one.tongue.code}")
def test_each_page_says_which_it_is_of_what_by_which_rules_and_that_it_is_a_copy(desk, wanted):
    made = desk.refers(f"foot{wanted.kind}{wanted.tongue.code}")
    again = replace(wanted, copy=2)

    sheet = issue.make_sheet(desk.desk, made.id, again.kind, again.tongue, now=NOW, copy=again.copy)
    data = issue.make_pdf(desk.desk, made.id, [again], fonts(), now=NOW)

    with pypdfium2.PdfDocument(data) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    of = {"en": "Page {} of {}", "es": "Página {} de {}"}[wanted.tongue.code]
    for number, page_text in enumerate(pages, 1):
        said = " ".join(page_text.split())
        assert of.format(number, len(pages)) in said
        assert made.number in said
        assert f"{desk.desk.program.slug} {desk.desk.program.version}" in said
        assert digest(sheet) in said
        assert sheet.footer.copy in said
        assert sheet.footer.notice in said
    assert sheet.footer.copy


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


@pytest.mark.parametrize(("tool", "package"), [("qpdf", "qpdf"), ("pdffonts", "poppler-utils")])
def test_other_tools_find_every_sheet_whole_and_its_fonts_inside(saved, tool, package):
    if not shutil.which(tool):
        pytest.skip(f"{tool} is not here: it is in Debian's {package}, which dev.py installs")
    for path in saved:
        command = [tool, "--check", path] if tool == "qpdf" else [tool, path]
        told = subprocess.run(command, capture_output=True, text=True, check=True)
        assert told.stderr == ""
        if tool == "pdffonts":
            lines = told.stdout.splitlines()[2:]
            assert lines
            assert all("yes yes yes" in line for line in lines)  # embedded, cut down, readable


@pytest.mark.parametrize(("kind", "spoken"), ALL_BLANK, ids=lambda one: getattr(one, "code", one))
def test_a_sheet_of_no_referral_conforms_repeats_itself_and_names_nobody(
    desk, tmp_path, kind, spoken
):
    desk.refers(f"blank{kind}{spoken.code}")
    sheet = blanks.make_blank(desk.desk, kind, spoken, now=NOW)

    data = render(sheet, fonts())

    assert faults(data, tmp_path / "sheet.pdf") == []
    assert render(sheet, fonts()) == data
    assert "Imaginary" not in as_text(sheet)
    assert "TRC-" not in as_text(sheet)
    assert [text for role, text in heard(data) if role == "H1"] == [sheet.title]


@pytest.mark.parametrize("slug", SHIPPED)
def test_the_rules_of_a_whole_program_stand_on_one_page(tmp_path, slug):
    desk = Desk(tmp_path / "D1", program=slug)
    program = desk.desk.program

    for code in CODES:
        card = blanks.make_blank(desk.desk, SheetKind.RULES_CARD, tongue(code), now=NOW)
        said = as_text(card)
        assert count_pages(card, fonts()) == 1
        running = (one for one in program.criteria if any(one.runs(way, NOW.date())
                   for way in program.pathways))  # fmt: skip
        assert [one.id for one in running if one.text.in_language(code) not in said] == []
        assert [one.phone for one in program.contacts if one.phone not in said] == []
    desk.close()


def test_the_paper_form_asks_all_that_the_window_asks(desk):
    program = desk.desk.program
    for code in CODES:
        said = as_text(blanks.make_blank(desk.desk, SheetKind.PAPER_FORM, tongue(code), now=NOW))
        asked = [
            row.fact
            for row in program.form
            if row.tier in (Tier.FIELD, Tier.DESK)
            and row.fact.id not in ("charge.held", "charges.complete", "drugs.complete")
        ]
        assert len(asked) > 60
        for fact in asked:
            assert fact.label.in_language(code) in said
            # A longer list, of the states or of NIBRS codes, is written by hand.
            for choice in fact.choices if len(fact.choices) < 15 else ():
                assert f"\u2610\u00a0{choice.label.in_language(code)}" in said


def test_the_paper_form_of_a_pathway_asks_that_pathways_questions_on_four_pages(desk):
    program = desk.desk.program
    for code in CODES:
        every = as_text(blanks.make_blank(desk.desk, SheetKind.PAPER_FORM, tongue(code), now=NOW))
        for way in program.pathways:
            sheet = blanks.make_blank(
                desk.desk, SheetKind.PAPER_FORM, tongue(code), now=NOW, pathway=way
            )
            officers = replace(sheet, blocks=sheet.blocks[: sheet.blocks.index(PageBreak())])
            said = as_text(sheet)
            labels = [
                row.fact.label.in_language(code)
                for row in program.form
                if row.tier in (Tier.FIELD, Tier.DESK) and way in row.pathways
                if row.fact.id not in ("charge.held", "charges.complete", "drugs.complete")
            ]

            assert count_pages(officers, fonts()) <= 4
            assert [one for one in labels if one not in said] == []
            assert len(said) < len(every)
    assert "Drug 1" not in as_text(
        blanks.make_blank(desk.desk, SheetKind.PAPER_FORM, tongue("en"), now=NOW, pathway=way)
    )


def test_the_cover_of_a_fax_counts_the_pages_behind_it(desk, tmp_path):
    made = desk.refers("fax")
    wanted = [Wanted(kind, tongue("en")) for kind in (SheetKind.FAX_COVER, SheetKind.REFERRAL_FORM)]

    cover, form = issue.make_sheets(desk.desk, made.id, wanted, fonts(), now=NOW)
    data = issue.make_pdf(desk.desk, made.id, wanted, fonts(), now=NOW)

    with pypdfium2.PdfDocument(data) as document:
        pages = len(document)
    assert pages == 1 + count_pages(form, fonts())
    assert f"Pages, this one included: {pages} pages" in as_text(cover)
    assert f"Referral form | {pages - 1}" in as_text(cover)


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

    for kind in (SheetKind.REFERRAL_FORM, SheetKind.WORKSHEET, SheetKind.NARRATIVE):
        sheet = issue.make_sheet(desk.desk, made.id, kind, tongue("en"), now=NOW)
        said = as_text(sheet)
        if kind is SheetKind.NARRATIVE:
            assert clean(text) in said.replace("\n    ", "\n")
        else:
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
        note = Known("\n".join(some))
        made = desk.refers(f"blns{start}", facts={"health.note": note, "narrative": note})
        for kind in (SheetKind.REFERRAL_FORM, SheetKind.NARRATIVE):
            said = as_text(issue.make_sheet(desk.desk, made.id, kind, tongue("en"), now=NOW))
            assert [one for one in some if clean(one).strip() not in said] == []
        wanted = [Wanted(SheetKind.REFERRAL_FORM, tongue("en"))]
        data = issue.make_pdf(desk.desk, made.id, wanted, fonts(), now=NOW)
        assert data.startswith(b"%PDF-1.7")
        printed += len(some)
    assert printed == len(strings)
