"""What the tests of the window share: looks in both themes, several sizes and a long language."""

from __future__ import annotations

import gc
import gettext
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.words import Tongue
from desktop.ui.look import Look
from desktop.ui.theme import Theme

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


class LongWords(gettext.NullTranslations):
    """Says everything a third longer, as Spanish and German do."""

    def gettext(self, message: str) -> str:
        return _longer(message)

    def ngettext(self, one: str, many: str, n: int) -> str:
        return _longer(one if n == 1 else many)


def _longer(text: str) -> str:
    extra = max(3, len(text) // 3)
    return text + " " + ("ó" * 7 + " ") * (extra // 8) + "ó" * (extra % 8)


LONG = Tongue("es", LongWords())


@pytest.fixture(scope="session", autouse=True)
def _what_is_loaded_stays() -> None:
    """Keep the modules out of every collection below: it is forty milliseconds each."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _nothing_is_left_to_polish() -> Iterator[None]:
    """Widgets of the test before would be polished again with every new look: seconds a test."""
    yield
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def look(qapp: QApplication) -> Look:
    """The plain look: light, English, normal text."""
    made = Look(RESOURCES, Tongue("en"))
    made.dress(qapp)
    return made


# The looks every page is tried in: theme, words, text scale.
LOOKS = {
    "light": (Theme.LIGHT, Tongue("en"), 1.0),
    "night": (Theme.NIGHT, Tongue("en"), 1.0),
    "long words": (Theme.LIGHT, LONG, 1.0),
    "large text": (Theme.NIGHT, Tongue("en"), 1.5),
}


# Night changes colours alone: what fits by day fits by night, so the fast part looks by day.
@pytest.fixture(
    params=[pytest.param(one, marks=pytest.mark.slow) if one == "night" else one for one in LOOKS]
)
def any_look(request: pytest.FixtureRequest, qapp: QApplication) -> Look:
    """Each of the looks in turn."""
    theme, tongue, scale = LOOKS[request.param]
    made = Look(RESOURCES, tongue, theme=theme, text_scale=scale)
    made.dress(qapp)
    return made


@pytest.fixture
def shown(qtbot) -> Callable[..., QWidget]:
    """Show a widget as a window of that size and wait until it is there."""

    kept = []  # qtbot holds windows weakly: one made on the spot would be gone at once

    def show(widget: QWidget, width: int = 1024, height: int = 700) -> QWidget:
        qtbot.addWidget(widget)
        kept.append(widget)
        widget.resize(width, height)
        with qtbot.waitExposed(widget):
            widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        return widget

    return show
