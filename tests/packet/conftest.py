"""The fonts that are shipped, read once."""

from pathlib import Path

import pytest

from desktop.packet.fonts import FontLibrary

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"


@pytest.fixture(scope="session")
def fonts() -> FontLibrary:
    return FontLibrary(FONTS)
