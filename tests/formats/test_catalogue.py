"""Spanish from the written catalogue alone: the same as what Babel compiles."""

from __future__ import annotations

import gettext
import io
import os
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from desktop.domain.words import Plural, Say
from desktop.formats.catalogue import compiled
from desktop.world import World

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
SPANISH = Path(__file__).resolve().parents[2] / "resources/i18n/es/LC_MESSAGES/offramp.po"


@pytest.mark.slow  # Babel reads the whole catalogue
def test_it_says_what_babel_would_say() -> None:
    babels = io.BytesIO()
    with SPANISH.open("rb") as file:
        write_mo(babels, read_po(file, locale="es"))
    babels.seek(0)
    theirs = gettext.GNUTranslations(babels)._catalog  # type: ignore[attr-defined]
    ours = gettext.GNUTranslations(io.BytesIO(compiled(SPANISH.read_text(encoding="utf-8"))))

    head = theirs.pop(""), ours._catalog.pop("")  # type: ignore[attr-defined]
    assert all(head)
    assert ours._catalog == theirs  # type: ignore[attr-defined]


def test_unfinished_and_fuzzy_sentences_stay_english() -> None:
    head = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    words = (
        '#, fuzzy\nmsgid "one"\nmsgstr "uno"\n\nmsgid "two"\nmsgstr ""\n\n'
        'msgid "thr"\n"ee \\"3\\""\nmsgstr "tres"\n\n'
        'msgid "{n} bed"\nmsgid_plural "{n} beds"\nmsgstr[0] "{n} cama"\nmsgstr[1] "{n} camas"\n\n'
        '#~ msgid "gone"\n#~ msgstr "ido"\n'
    )
    found = gettext.GNUTranslations(io.BytesIO(compiled(head + words)))

    said = [found.gettext(one) for one in ("one", "two", 'three "3"', "gone")]
    assert said == ["one", "two", "tres", "gone"]
    assert [found.ngettext("{n} bed", "{n} beds", n) for n in (1, 2)] == ["{n} cama", "{n} camas"]


def test_a_line_that_is_no_sentence_is_told() -> None:
    with pytest.raises(ValueError, match="not a sentence"):
        compiled('msgid "one"\nmsgstr "uno"\nmsgwhat "x"\n')


def test_a_window_speaks_spanish_without_a_compiled_catalogue_or_with_an_old_one(tmp_path) -> None:
    folder = tmp_path / "i18n" / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    world = World(resources=tmp_path, data=tmp_path, logs=tmp_path, machine_id="m")
    assert world.tongue("es")(Say("Yes")) == "Yes"

    written, ready = folder / "offramp.po", folder / "offramp.mo"
    plural = 'msgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] "{n} día"\nmsgstr[1] "{n} días"\n'
    written.write_text(f'{HEAD}msgid "Yes"\nmsgstr "Sí"\n\n{plural}', encoding="utf-8")
    assert world.tongue("es")(Say("Yes")) == "Sí"
    assert world.tongue("es")(Plural("{n} day", "{n} days", 1)) == "1 día"

    ready.write_bytes(compiled(f'{HEAD}msgid "Yes"\nmsgstr "antes"\n'))
    os.utime(ready, (1, 1))
    assert world.tongue("es")(Say("Yes")) == "Sí"
    os.utime(written, (0.5, 0.5))
    assert world.tongue("es")(Say("Yes")) == "antes"
