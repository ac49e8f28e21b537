"""A language's sentences (.po) as the compiled catalogue that Python's gettext reads (.mo)."""

from __future__ import annotations

import ast
import re
import struct
from collections.abc import Iterator

MAGIC = 0x950412DE  # GNU gettext manual, "The Format of GNU MO Files"
NUL = "\0"
PART = re.compile(r'^(msgid_plural|msgid|msgstr(?:\[\d+\])?)\s+(".*")$')


def compiled(text: str) -> bytes:
    """Return the .mo of a .po: finished sentences alone, ValueError on a line it cannot read.

    A copy of the source has no .mo before somebody compiles; it speaks Spanish all the same.
    """
    said = sorted((key.encode(), words.encode()) for key, words in _entries(text))
    count = len(said)
    at = 28 + 16 * count  # seven numbers, then a length and a place for each sentence and its words
    table, words = b"", b""
    for column in (0, 1):
        for pair in said:
            table += struct.pack("<2I", len(pair[column]), at + len(words))
            words += pair[column] + b"\0"
    head = struct.pack("<7I", MAGIC, 0, count, 28, 28 + 8 * count, 0, 0)
    return head + table + words


def _entries(text: str) -> Iterator[tuple[str, str]]:
    for block in re.split(r"\n\s*\n", text):
        if re.search(r"^#,.*\bfuzzy\b", block, re.MULTILINE):
            continue
        parts = _parts(block)
        forms = [words for name, words in parts.items() if name.startswith("msgstr")]
        if "msgid" not in parts or not all(forms):
            continue
        key = parts["msgid"]
        if "msgid_plural" in parts:
            key += NUL + parts["msgid_plural"]
        yield key, NUL.join(forms)


def _parts(block: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if found := PART.match(line):
            name, quoted = found.groups()
            parts[name] = ""
        elif name and line.startswith('"'):
            quoted = line
        else:
            raise ValueError("a line of the catalogue is not a sentence")
        parts[name] += str(ast.literal_eval(quoted))
    return parts
