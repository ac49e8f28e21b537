"""The languages the sheets are tried in; Spanish as its catalogue stands, compiled in memory."""

from __future__ import annotations

import gettext
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from desktop.domain.words import Tongue

I18N = Path(__file__).resolve().parents[2] / "resources" / "i18n"
CODES = ("en", "es")


@cache
def tongue(code: str) -> Tongue:
    """Return a language; English needs no catalogue."""
    path = I18N / code / "LC_MESSAGES" / "offramp.po"
    if not path.exists():
        return Tongue(code)
    with path.open("rb") as file:
        catalogue = read_po(file, locale=code)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Tongue(code, gettext.GNUTranslations(compiled))
