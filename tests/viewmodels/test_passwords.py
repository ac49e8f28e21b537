"""The strength of a password, in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.words import ENGLISH
from desktop.viewmodels.marks import Tone
from desktop.viewmodels.passwords import LEAST, strength


@pytest.mark.parametrize(
    ("password", "enough", "tone"),
    [
        ("", False, Tone.NEUTRAL),
        ("short", False, Tone.WARNING),
        ("PassWord1", False, Tone.ERROR),
        ("aaaaaaaaaaaa", False, Tone.ERROR),
        ("larkspur12", False, Tone.ERROR),  # own name
        ("k7#mQx2z", True, Tone.WARNING),
        ("river copper window", True, Tone.SUCCESS),
        ("río cobre ventana", True, Tone.SUCCESS),
    ],
)
def test_the_strength_is_said(password, enough, tone):
    measured = strength(password, name="Ofc. Larkspur")

    assert (measured.enough, measured.tone) == (enough, tone)


def test_what_is_missing_is_counted():
    assert ENGLISH(strength("1234567").words) == "1 more character needed."


@given(st.text(max_size=LEAST - 1))
def test_nothing_shorter_than_the_least_is_ever_enough(password):
    assert not strength(password).enough


@given(st.text(max_size=40))
def test_the_words_never_hold_the_password(password):
    said = ENGLISH(strength("§" + password + "§").words)

    assert "§" not in said
