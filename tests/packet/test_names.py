"""Any name is printed and read out as it was typed; hostile text is only text."""

import json
import re

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.packet.blocks import Facts
from desktop.packet.letters import clean
from desktop.packet.pdf import render
from tests.packet.reading import Pdf, heard
from tests.packet.samples import NAMES, one_fact


def plain(text: str) -> str:
    """The text with single spaces, and letters in place of their numbers."""
    named = re.sub(r"\[U\+([0-9A-F]{4,6})\]", lambda found: chr(int(found[1], 16)), text)
    return " ".join(clean(named).split())


def read_back(fonts, label: str, value: str) -> tuple[str, str]:
    said = dict(heard(render(one_fact(label, value), fonts)))
    return said.get("TH", ""), said.get("TD", "")


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_a_name_in_any_script_is_read_out_as_it_is_written(fonts, name):
    said = read_back(fonts, name, name)

    assert said == (clean(name), clean(name))
    assert "[U+" not in said[0]


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_every_letter_of_a_name_stands_between_the_margins(fonts, name):
    with pypdfium2.PdfDocument(render(one_fact("Name", f"{name}, {name}"), fonts)) as document:
        text = document[0].get_textpage()
        boxes = [text.get_charbox(at) for at in range(text.count_chars())]
        text.close()

    assert boxes
    assert min(left for left, *_ in boxes) >= 59
    assert max(right for _, _, right, _ in boxes) <= 553


def test_arabic_letters_are_joined_and_a_name_is_no_ornament(fonts):
    (font,) = (f for f in fonts.faces() if f.name == "NotoSansArabic-Regular")
    together = [glyph.number for glyph in font.shape("محمد", True)]
    apart = [font.shape(letter, True)[0].number for letter in reversed("محمد")]

    assert len(together) == 4
    assert not set(together) & set(apart)


def test_a_letter_that_no_font_has_is_named_by_its_number(fonts):
    assert read_back(fonts, "Name", "x\U00013000y")[1] == "x[U+13000]y"
    assert read_back(fonts, "Name", "\ue000")[1] == "[U+E000]"


def test_letters_that_control_and_turn_a_text_are_dropped(fonts):
    value = "a\x00b\x1b[31mc\u202egnp.exe\u2066\ufeff\x7f\u00add"

    assert read_back(fonts, "File", value)[1] == "ab[31mcgnp.exed"


def test_half_a_surrogate_pair_is_shown_as_a_fault_and_not_raised(fonts):
    assert read_back(fonts, "Name", "a\ud800b")[1] == "a\ufffdb"


@pytest.mark.parametrize(
    "hostile",
    [
        '<img src="/etc/passwd"/>',
        '<a href="javascript:alert(1)">x</a>',
        "</para><onDraw name='x'/>",
        "&lt;b&gt; &amp; {page} {digest} %s {0}",
        ") Tj ET BT (x\\",
        "endstream endobj trailer <</Root 1 0 R>>",
        "/JavaScript (app.alert(1)) >> EMC Q",
        "=HYPERLINK(1)",
    ],
)
def test_markup_and_pdf_code_are_printed_literally(fonts, hostile):
    assert read_back(fonts, hostile, hostile) == (hostile, hostile)


def test_a_title_full_of_code_stays_a_title(fonts):
    title = "</dc:title> <x a='&'> ) >> endobj {page}"
    sheet = one_fact("a", "b")
    sheet = type(sheet)(title, "en", title, title, sheet.blocks, sheet.footer)
    data = render(sheet, fonts)

    assert ("H1", title) in heard(data)
    assert b"&lt;/dc:title&gt;" in data
    assert not any("JavaScript" in each for each in Pdf(data).objects.values())


@pytest.mark.real_data
def test_every_naughty_string_is_printed_literally(fonts, shared_data):
    naughty = json.loads((shared_data / "naughty" / "blns.json").read_text("utf-8"))
    sheet = one_fact("a", "b")
    rows = tuple((text, text) for text in naughty)
    sheet = type(sheet)("Sheet", "en", "", "", (Facts(rows),), sheet.footer)

    cells = [e for e in Pdf(render(sheet, fonts)).elements() if e.role in ("TH", "TD")]

    assert len(naughty) > 500
    expected = [plain(text) for text in naughty for _ in range(2)]
    assert [plain(cell.text) for cell in cells] == expected


@settings(max_examples=60)
@given(st.text(max_size=80), st.text(alphabet="aשم1 (-)٣क王\u0301\u200d🦊\n", max_size=60))
def test_whatever_is_typed_is_read_out(fonts, label, value):
    assert [plain(said) for said in read_back(fonts, label, value)] == [plain(label), plain(value)]
