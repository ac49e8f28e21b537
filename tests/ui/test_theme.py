"""The theme: contrast, sheet and icons."""

from __future__ import annotations

import re

import pytest

from desktop.domain.words import Tongue
from desktop.ui.look import Look
from desktop.ui.theme import (
    LIGHT,
    NIGHT,
    ROLES,
    SHAPE_PAIRS,
    TEXT_PAIRS,
    TONES,
    Theme,
    contrast_ratio,
    render_sheet,
)
from tests.ui.conftest import RESOURCES


@pytest.mark.parametrize("theme", Theme)
def test_all_text_is_readable(theme):
    roles = ROLES[theme]

    poor = [p for p in TEXT_PAIRS if contrast_ratio(roles[p[0]], roles[p[1]]) < 4.5]

    assert not poor


@pytest.mark.parametrize("theme", Theme)
def test_all_outlines_and_the_focus_ring_can_be_seen(theme):
    roles = ROLES[theme]

    poor = [p for p in SHAPE_PAIRS if contrast_ratio(roles[p[0]], roles[p[1]]) < 3.0]

    assert not poor


@pytest.mark.parametrize("theme", Theme)
def test_the_word_of_every_pill_is_readable_on_its_ground(theme):
    roles = ROLES[theme]

    poor = [
        t
        for t, (ground, _, ink) in TONES.items()
        if contrast_ratio(roles[ink], roles[ground]) < 4.5
    ]

    assert not poor


def test_black_on_white_is_the_known_21():
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21)


def test_both_themes_know_the_same_roles():
    assert LIGHT.keys() == NIGHT.keys()


def test_the_sheet_is_filled_in_and_grows_with_the_text():
    template = (RESOURCES / "theme" / "offramp.qss").read_text(encoding="utf-8")

    sheet = render_sheet(template, Theme.NIGHT, 2.0)

    assert "@{" not in sheet
    assert "font-size: 30px" in sheet


def test_a_role_nobody_knows_is_a_bug_at_once():
    with pytest.raises(KeyError):
        render_sheet("color: @{inky}", Theme.LIGHT, 1.0)


def test_the_sheet_has_no_rule_for_everything():
    template = (RESOURCES / "theme" / "offramp.qss").read_text(encoding="utf-8")
    rules = re.sub(r"/\*.*?\*/", "", template, flags=re.DOTALL)

    for selector in re.findall(r"([^{}]+)\{(?!\w)", rules):
        for part in selector.split(","):
            assert part.strip() not in ("*", "QWidget", "QPushButton", "QFrame")


def test_an_icon_nobody_drew_is_a_bug_at_once(qapp):
    look = Look(RESOURCES, Tongue("en"))

    with pytest.raises(FileNotFoundError):
        look.icons.require("no_such_icon")


def test_an_icon_takes_the_color_of_the_theme(qapp):
    look = Look(RESOURCES, Tongue("en"))

    drawn = look.icons.pixmap("lock", "#ff0000", 24, 2.0)

    assert drawn.size().width() == 48
    middle = drawn.toImage().pixelColor(24, 36)
    assert (middle.red(), middle.green()) == (255, 0)
