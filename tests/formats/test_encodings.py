"""How a list is written is seen from its bytes: no question to the person, no garbled name."""

from __future__ import annotations

import pytest

from desktop.domain.refused import Refused
from desktop.formats.workbooks import decoded

TEXT = "Name1,City\r\nCasa Ñandú,Peñasco\r\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_list_is_read_however_it_is_written(encoding):
    assert decoded(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("text", ["", "a", "ab", "名前,市\r\n", "one\x00zero,in it"])
def test_short_and_foreign_texts_stay_as_they_are(text):
    assert decoded(text.encode()) == text


def test_half_of_a_letter_is_no_text():
    with pytest.raises(Refused):
        decoded("Name1,City".encode("utf-16")[:-1])
