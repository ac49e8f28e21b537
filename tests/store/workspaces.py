"""Workspaces to try the store with: a folder, a key, a fixed night, and words of our own."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from desktop.store.database import DATABASE, Database, connect
from desktop.store.migrations import migrate

PROJECT = Path(__file__).resolve().parents[2]
KEY = bytes(range(32))
OTHER_KEY = bytes(32)
NIGHT = datetime(2026, 11, 23, 22, 14, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals and limits")

# 2048 words, each told by its first four letters.
_SYLLABLES = [a + b for a, b in product("bdfgklmnprstvwzc", "aeio")][:46]
WORD_LIST = tuple(a + b + "n" for a, b in product(_SYLLABLES, _SYLLABLES))[:2048]


def opened(folder: Path) -> Database:
    """Return the migrated database of a folder, made if it is not there."""
    db = connect(folder / DATABASE, KEY)
    migrate(db, back_up=lambda: None)
    return db


def other_process(program: str, *arguments: object) -> subprocess.Popen[str]:
    """Start a program in another process; `folder` is its first argument."""
    head = (
        "import sys; from pathlib import Path\n"
        "from tests.store.workspaces import *\n"
        "folder = Path(sys.argv[1])\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", head + program, *map(str, arguments)],
        cwd=PROJECT,
        env=os.environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
