"""facts.csv: what is wrong in it is named by row and column."""

from __future__ import annotations

import pytest

from desktop.domain.refused import Refused
from desktop.domain.words import ENGLISH
from desktop.formats.facts_file import COLUMNS, dictionary_from, read_dictionary
from tests.domain.rules_kit import RESOURCES

GOOD = dict(
    id="person.age", type="amount", unit="years", tag="P", in_field="yes", seconds="5",
    resolver="desk", tier="F", label_en="Age", label_es="Edad", question_en="How old?",
    question_es="¿Edad?",
)  # fmt: skip


def file(**changed):
    row = {**dict.fromkeys(COLUMNS, ""), **GOOD, **changed}
    return f"{','.join(COLUMNS)}\n{','.join(row.values())}\n".encode()


def test_a_row_becomes_a_fact():
    (fact,) = dictionary_from(file())
    assert (fact.id, fact.unit, fact.seconds) == ("person.age", "years", 5)
    assert fact.label.in_language("es") == "Edad"


@pytest.mark.parametrize(
    ("changed", "column", "remedy"),
    [
        ({"type": "amout"}, "type", 'Did you mean "amount"?'),
        ({"tag": "Q"}, "tag", "Use one of: -, P, H, J, S, T, C."),
        ({"seconds": "soon"}, "seconds", "Correct this cell and try again."),
        ({"id": ""}, "id", "Correct this cell and try again."),
        ({"declassified": "maybe"}, "declassified", "Write yes or no."),
        ({"type": "choice", "choices": "a|b", "choices_en": "A", "choices_es": "A|B"},
         "choices_en", "Correct this cell and try again."),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_by_row_and_column(changed, column, remedy):
    with pytest.raises(Refused) as refused:
        dictionary_from(file(**changed))
    assert str(refused.value).startswith(f"facts.csv, row 2, column {column}: ")
    assert ENGLISH(refused.value.remedy) == remedy


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"id,type\n",
        file().replace(b"label_en", b"lable_en"),
        file() + b"too,short\n",
        file() + file().split(b"\n")[1],
        file().decode().encode("utf-16"),
        b"\xff\xfe\x00",
        file() + b'"torn',
    ],
)
def test_a_file_that_is_not_the_dictionary_is_refused(content):
    with pytest.raises(Refused) as refused:
        dictionary_from(content)
    assert ENGLISH(refused.value.remedy)


def test_a_missing_dictionary_says_what_to_do(tmp_path):
    with pytest.raises(Refused) as refused:
        read_dictionary(tmp_path / "facts.csv")
    assert "Install the app again" in ENGLISH(refused.value.remedy)


def test_a_byte_order_mark_and_windows_line_ends_change_nothing():
    content = (RESOURCES / "facts.csv").read_bytes()
    changed = b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n")
    assert list(dictionary_from(changed)) == list(dictionary_from(content))
