"""Small files beside the store: read whole, written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from desktop.domain.refused import Refused
from desktop.domain.words import Say


def read_file(path: Path, *, missing: Refused) -> bytes:
    """Return a file's bytes; raises `missing` where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise missing from None
    except OSError as trouble:
        raise Refused(
            Say("A file of this workspace cannot be read."),
            remedy=Say("Ask whoever looks after this computer for the right to read its folder."),
        ) from trouble


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file in one step; the version before it stays beside it with `.bak`."""
    fresh = path.with_name(path.name + ".new")
    try:
        with fresh.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            backup = path.with_name(path.name + ".bak")
            held = path.with_name(path.name + ".old")
            held.write_bytes(path.read_bytes())
            held.replace(backup)
        fresh.replace(path)
    except OSError as trouble:
        fresh.unlink(missing_ok=True)
        raise Refused(
            Say("The disk is full or does not answer. Nothing was changed."),
            remedy=Say("Free some space on this computer, then try again."),
        ) from trouble
