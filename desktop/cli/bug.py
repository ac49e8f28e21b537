"""The log of bugs: what kind, at which lines, in which command. Never what somebody typed."""

from __future__ import annotations

import traceback
from pathlib import Path

from desktop import __version__
from desktop.world import World

LOG = "commands.log"


def note_bug(world: World, command: str, error: BaseException) -> None:
    """Add a bug to the log; an error's message may hold typed text and stays out."""
    lines = [f"{world.now().isoformat()} {__version__} {command}"]
    cause: BaseException | None = error
    while cause is not None:
        lines.append(f"  {type(cause).__name__}")
        for frame in traceback.extract_tb(cause.__traceback__):
            place = Path(frame.filename)
            lines.append(f"    {place.parent.name}/{place.name}:{frame.lineno} {frame.name}")
        cause = cause.__cause__ or cause.__context__
    try:
        world.logs.mkdir(parents=True, exist_ok=True)
        with (world.logs / LOG).open("a", encoding="utf-8") as log:
            log.write("\n".join(lines) + "\n")
    except OSError:
        return  # a log that cannot be written must not hide that there was a bug
