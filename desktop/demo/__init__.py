"""The demo: the whole story on three throwaway machines, through the real windows."""

from __future__ import annotations

from pathlib import Path


def run(out: Path) -> int:
    """Play the story into a folder; return the exit code."""
    from desktop.demo.story import run as play

    return play(out)
