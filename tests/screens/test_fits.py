"""Every page in every state: nothing cut, nothing sideways, all large enough to hit and named.

A pairwise set: each two of theme, language, text size and window size are together in some look.
"""

from __future__ import annotations

from itertools import combinations, product
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from desktop.ui.look import Look
from desktop.ui.theme import Theme
from desktop.ui.window import Window
from desktop.world import World
from tests.screens.shoot import PROJECT, SCREENS
from tests.ui.checks import find_faults
from tests.ui.conftest import LONG

pytestmark = pytest.mark.slow  # draws every page twice

SMALL, LARGE = (1024, 700), (1920, 1080)
# The hardest of all, Spanish twice as large in the small window, is one of them.
LOOKS = (
    (Theme.LIGHT, "es", 2.0, SMALL),
    (Theme.NIGHT, "en", 2.0, LARGE),
    (Theme.NIGHT, "es", 1.0, LARGE),
    (Theme.LIGHT, "en", 1.0, SMALL),
    (Theme.NIGHT, "en", 1.5, SMALL),
    (Theme.LIGHT, "es", 1.5, LARGE),
)
TURNS = 12  # turns of the event loop a page may take to lay itself out


def test_every_two_settings_meet_in_some_look() -> None:
    for one, other in combinations(range(4), 2):
        wanted = set(product({look[one] for look in LOOKS}, {look[other] for look in LOOKS}))
        assert {(look[one], look[other]) for look in LOOKS} == wanted


@pytest.mark.parametrize(
    "look", LOOKS, ids=lambda look: f"{look[0]}-{look[1]}-{look[2]}-{look[3][0]}"
)
def test_every_page_fits(qapp: QApplication, qtbot, how_many, look) -> None:
    """Every page in the hardest look; the others take turns with the pages, but for --long."""
    theme, language, scale, size = look
    world = World(resources=PROJECT / "resources", data=Path(), logs=Path(), machine_id="m")
    made = Look(PROJECT / "resources", world.tongue(language), theme=theme, text_scale=scale)
    made.dress(qapp)
    at = LOOKS.index(look)
    turn = slice(0, None) if at == 0 or how_many(0, 1) else slice(at - 1, None, len(LOOKS) - 1)

    names = list(SCREENS)[turn]
    found = {name: faults for name in names if (faults := faults_of(qapp, made, name, size))}

    assert found == {}


def faults_of(app: QApplication, look: Look, name: str, size: tuple[int, int]) -> list[str]:
    """Return what is wrong with a page once it is laid out."""
    window = Window(look)
    window.resize(*size)
    window.show_content(SCREENS[name](look))
    window.show()
    faults = [""]
    for _ in range(TURNS):
        app.processEvents()
        if not (faults := find_faults(window)):
            break
    if window.size().toTuple() != size:
        faults.append(f"the window grew to {window.size().toTuple()}")
    window.close()
    window.deleteLater()
    # Else each look would polish it anew.
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return faults


def test_the_check_sees_a_word_that_is_cut(qapp: QApplication, qtbot) -> None:
    look = Look(PROJECT / "resources", LONG, text_scale=2.0)
    look.dress(qapp)
    assert faults_of(qapp, look, "14-settings", (420, 300))
