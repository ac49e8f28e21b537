"""Spanish is complete: every sentence of the window, packet and terminal, with its named values."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

PROJECT = Path(__file__).resolve().parents[2]
SPANISH = PROJECT / "resources" / "i18n" / "es" / "LC_MESSAGES" / "offramp.po"
NAMED = re.compile(r"\{(\w+)\}")


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Return every sentence the source holds."""
    pot = tmp_path_factory.mktemp("words") / "offramp.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract"]
    command += ["-k", "_", "-k", "Say", "-k", "Plural:1,2", "-o", pot, "desktop"]
    subprocess.run(command, check=True, cwd=PROJECT)
    with pot.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def spanish() -> Catalog:
    """Return the Spanish catalogue."""
    with SPANISH.open("rb") as file:
        return read_po(file, locale="es")


def key(message: Message) -> str:
    """Return what a sentence is looked up by."""
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(words: object) -> list[str]:
    """Return the one sentence, or both plural forms."""
    return [words] if isinstance(words, str) else [str(one) for one in words or ()]  # type: ignore[attr-defined]


def test_no_sentence_is_missing(said: Catalog, spanish: Catalog) -> None:
    known = {key(one): forms(one.string) for one in spanish if one.id and not one.fuzzy}
    missing = [key(one) for one in said if one.id and not all(known.get(key(one)) or [""])]

    assert missing == []


def test_every_named_value_is_in_both_languages(spanish: Catalog) -> None:
    for one in spanish:
        english = {name for text in forms(one.id) for name in NAMED.findall(text)}
        for text in forms(one.string):
            assert set(NAMED.findall(text)) <= english, key(one)
        if isinstance(one.id, str) and one.id:
            assert set(NAMED.findall(str(one.string))) == english, one.id
