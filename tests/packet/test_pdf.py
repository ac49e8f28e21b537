"""A sheet becomes a PDF that a screen reader reads, a printer prints and a clerk can file."""

import os
import shutil
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import replace
from pathlib import Path

import page
import pypdfium2
import pytest

from desktop.domain.refused import Refused
from desktop.packet.blocks import Code, Heading, Paragraph, Table
from desktop.packet.fonts import FontLibrary
from desktop.packet.pdf import render, render_many
from desktop.packet.plain import digest
from tests.packet.conftest import FONTS
from tests.packet.reading import Pdf, heard
from tests.packet.samples import contact_card, one_fact, referral_form, square_code


def faults(data: bytes, folder: Path) -> list[str]:
    """What the independent judge says against the file."""
    path = folder / "sheet.pdf"
    path.write_bytes(data)
    report = page.validate_pdf(path, profile=page.ValidationProfile.PDF_UA_1)
    return [f"{fault.rule_id}: {fault.message}" for fault in report.failures]


def seen(data: bytes) -> list[str]:
    """The text of each page as another program extracts it."""
    with pypdfium2.PdfDocument(data) as document:
        return [each.get_textpage().get_text_range() for each in document]


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_sheet_with_every_block_in_thirty_scripts_conforms_to_pdf_ua(fonts, tmp_path, language):
    assert faults(render(referral_form(language), fonts), tmp_path) == []


def test_a_card_and_a_whole_packet_conform_too(fonts, tmp_path):
    assert faults(render(contact_card(), fonts), tmp_path) == []
    packet = render_many([contact_card(), referral_form("es")], fonts, title="Packet K7-000123")
    assert faults(packet, tmp_path) == []


def test_a_table_of_many_pages_conforms_and_repeats_its_head_without_saying_it_again(
    fonts, tmp_path
):
    data = render(referral_form(rows=120), fonts)

    assert faults(data, tmp_path) == []
    assert len(seen(data)) > 5
    assert sum("What it says" in text for text in seen(data)) > 3
    assert heard(data).count(("TH", "What it says")) == 1


def test_everything_is_heard_once_in_the_order_of_the_sheet(fonts):
    said = heard(render(referral_form(), fonts))

    assert said[:8] == [
        ("P", "Laramie County Sheriff"),
        ("P", "COPY"),
        ("H1", "Referral to the lead agency"),
        ("P", "For the lead agency"),
        ("P", "Call by"),
        ("P", "Tuesday, 24 Nov, 09:00"),
        ("P", "The person expects a call."),
        ("H2", "Person"),
    ]
    assert ("TD", "307-555-0100 not before 10:00") in said
    assert ("Figure", "Square code with the referral number") in said
    assert Counter(role for role, _ in said)["LBody"] == 6


def test_the_elements_know_their_language_and_their_parents(fonts):
    elements = Pdf(render(referral_form(), fonts)).elements()

    (spanish,) = (e for e in elements if e.language == "es")
    assert spanish.text.startswith("Su participación")
    assert {e.parent.role for e in elements if e.role == "TR"} == {"THead", "TBody"}
    assert {e.parent.role for e in elements if e.role == "LBody"} == {"LI"}
    assert [e.language for e in elements if e.role == "Sect"] == ["en"]


def test_no_heading_level_is_skipped(fonts):
    sheet = replace(one_fact("a", "b"), blocks=(Heading("Deep", 5), Heading("Deeper", 9)))

    assert heard(render(sheet, fonts))[1:] == [("H2", "Deep"), ("H3", "Deeper")]


def test_every_page_tells_number_referral_versions_digest_notice_and_copy(fonts):
    sheet = referral_form(rows=40)
    pages = seen(render(sheet, fonts))

    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in text
        assert "Referral K7-000123" in text
        assert "Rules 2026.1, texts 3" in text
        assert digest(sheet) in text
        assert "42 CFR part 2 prohibits" in text
        assert "COPY" in text


def test_sheets_of_a_packet_count_their_own_pages(fonts):
    pages = seen(render_many([contact_card(), referral_form()], fonts, title="Packet"))

    assert "Page 1 of 1" in pages[0]
    assert f"Page 1 of {len(pages) - 1}" in pages[1]


def test_a_card_fills_the_upper_half_and_shrinks_before_it_takes_a_second_page(fonts):
    sizes = {}
    for lines in (1, 6, 30):
        data = render(contact_card(lines), fonts)
        sizes[lines] = (len(seen(data)), b" 22 Tf" in Pdf(data).content(0))
        with pypdfium2.PdfDocument(data) as document:
            lower_half = document[0].get_textpage().get_text_bounded(0, 0, 612, 396)
        assert lower_half == ""

    # pages, and whether the title has its full size
    assert sizes == {1: (1, True), 6: (1, False), 30: (4, True)}


def test_the_same_sheet_gives_the_same_bytes_again_and_in_another_process(fonts):
    first = render(referral_form(), fonts)
    render(one_fact("Name", "something else in سعید"), fonts)
    assert render(referral_form(), fonts) == first

    code = (
        "import sys; from pathlib import Path;"
        "from desktop.packet.fonts import FontLibrary; from desktop.packet.pdf import render;"
        "from tests.packet.samples import referral_form;"
        "sys.stdout.buffer.write(render(referral_form(), FontLibrary(Path(sys.argv[1]))))"
    )
    elsewhere = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "SOURCE_DATE_EPOCH": "1", "LANG": "C"}
    other = subprocess.run(
        [sys.executable, "-c", code, FONTS],
        env={**os.environ, **elsewhere},
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        check=True,
    )
    assert other.stdout == first


def test_two_threads_with_one_library_do_not_disturb_each_other(fonts):
    expected = render(referral_form(), fonts)
    made = []
    threads = [
        threading.Thread(target=lambda: made.append(render(referral_form(), fonts)))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert made == [expected] * 3


def test_the_file_tells_its_title_but_no_time_and_no_place(fonts):
    data = render(referral_form(), fonts)

    with pypdfium2.PdfDocument(data) as document:
        told = document.get_metadata_dict(skip_empty=True)
    assert told == {
        "Title": "Referral to the lead agency",
        "Creator": "Offramp",
        "Producer": "Offramp",
    }
    assert str(FONTS).encode() not in data


def test_a_name_is_dropped_from_memory_when_its_sheet_is_done(fonts):
    render(one_fact("Name", "Amina Nasser"), fonts)

    kept = [face.shape.cache_info().currsize for face in fonts.faces()]
    assert set(kept) == {0}


def test_a_square_code_is_drawn_module_by_module(fonts):
    matrix = square_code("K7-000123")
    sheet = replace(one_fact("a", "b"), blocks=(Code(matrix, "Code", points=37 * 8),))
    data = render(sheet, fonts)

    with pypdfium2.PdfDocument(data) as document:
        picture = document[0].render(scale=1, grayscale=True)
    unit = 37 * 8 / (len(matrix) + 8)
    (figure,) = (o for o in Pdf(data).objects.values() if "Alt" in o)
    left, bottom, _, top = (float(v) for v in Pdf(data).get(figure["A"])["BBox"])
    for y, row in enumerate(matrix):
        for x, module in enumerate(row):
            at_x, at_y = left + (x + 4.5) * unit, 792 - top + (y + 4.5) * unit
            ink = picture.buffer[int(at_y) * picture.stride + int(at_x)]
            assert (ink < 128) == bool(module)
    assert bottom < top


def test_a_row_longer_than_a_page_is_printed_to_its_end(fonts):
    text = " ".join(f"word{n}" for n in range(3000))
    sheet = replace(one_fact("a", "b"), blocks=(Table(("Q", "A"), (("why", text),)),))
    data = render(sheet, fonts)

    assert len(seen(data)) > 2
    assert ("TD", text) in heard(data)


def test_no_word_of_a_crowded_table_is_broken_while_there_is_room(fonts):
    header = ("Offense", "Statute", "NIBRS code", "Attempted or completed", "Lead charge", "Loss")
    row = ("Drug possession", "45-9-102", "35A Drug or narcotic violation", "Attempted", "No", "$2")
    sheet = replace(one_fact("a", "b"), blocks=(Table(header, (row,)),))

    lines = " ".join(seen(render(sheet, fonts))).split()

    assert {word for cell in (*header, *row) for word in cell.split()} <= set(lines)


def test_an_empty_sheet_and_empty_texts_are_printed(fonts, tmp_path):
    empty = one_fact("", "")
    assert faults(render(empty, fonts), tmp_path) == []
    bare = replace(empty, blocks=(Table(("A",), ()), Paragraph(""), Heading(" ")))
    assert heard(render(bare, fonts)) == [("H1", "Sheet"), ("TH", "A")]


def test_a_missing_font_is_refused_with_a_remedy(tmp_path):
    with pytest.raises(Refused, match="PublicSans"):
        render(contact_card(), FontLibrary(tmp_path))


def test_every_folder_of_fonts_has_its_licence_and_all_stay_small():
    folders = [each for each in FONTS.iterdir() if each.is_dir()]

    assert all((folder / "LICENSE.txt").stat().st_size > 1000 for folder in folders)
    assert sum(file.stat().st_size for file in FONTS.rglob("*.ttf")) < 15_000_000


@pytest.mark.parametrize("tool", ["qpdf --check", "pdffonts"])
def test_other_tools_find_no_fault(fonts, tmp_path, tool):
    name, *options = tool.split()
    if not shutil.which(name):
        pytest.skip(f"{name} is not on this machine")
    path = tmp_path / "sheet.pdf"
    path.write_bytes(render(referral_form(), fonts))

    told = subprocess.run([name, *options, path], capture_output=True, text=True, check=True)

    assert told.stderr == ""
    if name == "pdffonts":
        lines = told.stdout.splitlines()[2:]
        assert len(lines) > 20
        assert all("yes yes yes" in line for line in lines)  # embedded, cut down, readable
