"""A text is set in lines that fit, and each word runs the way its readers read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.packet.letters import clean, clusters
from desktop.packet.reading_order import as_drawn, levels
from desktop.packet.setting import Style, natural_width, set_lines

STYLE = Style(10, 14)


def texts(lines) -> list[str]:
    return ["".join(run.text for run in line.runs) for line in lines]


def drawn(paragraph: str) -> str:
    """The words of a paragraph from left to right."""
    words = paragraph.replace(" ", "| |").split("|")
    found = list(zip(words, levels(words), strict=True))
    return "".join(word for word, _ in as_drawn(found, lambda each: each[1]))


def test_words_fill_a_line_and_no_line_is_too_wide(fonts):
    text = "The officer explains what the program is and that saying no has no price. " * 3
    lines = set_lines(fonts, text, STYLE, 150)

    assert " ".join(texts(lines)) == text.strip()
    assert all(100 < line.width <= 150 for line in lines[:-1])
    assert [line.goes_on for line in lines] == [True] * (len(lines) - 1) + [False]


def test_a_line_break_of_the_writer_is_kept(fonts):
    assert texts(set_lines(fonts, " one\r\ntwo\u2028three ", STYLE, 500)) == ["one", "two", "three"]


def test_a_word_longer_than_a_line_is_broken_between_letters(fonts):
    lines = set_lines(fonts, "see " + "x" * 100 + "e\u0301", STYLE, 80)

    assert "".join(texts(lines)) == "see" + "x" * 100 + "é"
    assert all(line.width <= 80 for line in lines)


def test_chinese_breaks_anywhere_but_not_before_a_full_stop(fonts):
    lines = texts(set_lines(fonts, "王小明" * 5 + "。" + "王", STYLE, 50))

    assert len(lines) > 3
    assert not any(line.startswith("。") for line in lines)


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("Name: אב גד born", "Name: גד אב born"),
        ("אב גד", "גד אב"),
        ("אב Smith", "Smith אב"),
        ("אב 12 גד", "גד 12 אב"),
        ("Smith 12 אב", "Smith 12 אב"),
        ("אב Mary Smith גד", "גד Mary Smith אב"),
    ],
)
def test_words_of_both_directions_stand_as_their_readers_expect(typed, seen):
    assert drawn(typed) == seen


def test_a_telephone_number_after_an_arabic_word_keeps_its_order():
    pieces = ["م", " ", "3", "0", "7", "-", "5", "5", "5"]
    order = as_drawn(list(zip(pieces, levels(pieces), strict=True)), lambda each: each[1])

    assert "".join(piece for piece, _ in order) == "307-555 م"


def test_brackets_around_an_arabic_word_open_toward_it(fonts):
    (line,) = set_lines(fonts, "(محمد) م", STYLE, 500)
    opening = next(run for run in line.runs if run.text.startswith("("))
    closing = opening.face.shape(")", False)[0].number

    assert opening.level == 1
    assert opening.glyphs[0].number == closing


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("אב a (b)", "a (b) בא"),
        ("אב (a)", "(a) בא"),
        ("a (אב)", "a (בא)"),
        ("a אב (גד) b", "a (דג) בא b"),
        ("אב a (ג) b", "b (ג) a בא"),
        ("(1) אב", "בא (1)"),
        ("אב ) a (", ") a ( בא"),  # no pair
    ],
)
def test_brackets_stay_with_what_they_hold(typed, seen):
    pieces = list(typed)
    turned = {"(": ")", ")": "("}
    found = levels(pieces)
    order = as_drawn(list(zip(pieces, found, strict=True)), lambda each: each[1])

    assert "".join(turned.get(p, p) if level % 2 else p for p, level in order) == seen


def test_nothing_but_space_has_no_line(fonts):
    assert set_lines(fonts, " \n\t ", STYLE, 100) == ()
    assert natural_width(fonts, "", STYLE) == 0


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_any_text_fits_and_keeps_its_letters(fonts, text):
    lines = set_lines(fonts, text, STYLE, 60)

    assert all(line.width <= 60 or len(line.runs) == 1 for line in lines)
    # A letter that no font has is longer: its number stands there.
    if "[U+" not in "".join(texts(lines)):
        assert "".join("".join(texts(lines)).split()) == "".join(clean(text).split())


@settings(max_examples=100)
@given(st.text())
def test_clusters_lose_nothing_and_cleaning_twice_is_cleaning_once(text):
    assert "".join(clusters(clean(text))) == clean(text)
    assert clean(clean(text)) == clean(text)
