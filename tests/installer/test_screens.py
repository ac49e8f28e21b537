"""`dev.py screens` really leaves pictures to look at."""

import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.slow  # a program of its own is started
def test_a_named_screen_is_drawn_in_every_look():
    folder = PROJECT / "build" / "screens"
    for old in folder.glob("*signin-wrong-*.png"):
        old.unlink()

    ran = subprocess.run(
        [sys.executable, "installer/dev.py", "screens", "signin-wrong"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert len(list(folder.glob("*signin-wrong-*.png"))) >= 2
