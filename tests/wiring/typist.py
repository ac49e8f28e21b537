"""Windows somebody types in until they are killed: `python typist.py FOLDER USER`.

Reads the id of a draft, opens it in a window of its own process, says "pid N", and then "key N
TIME" after each key; TIME is the same clock in every process. What every window needs is read
once: each is a fork, made before there is anything of Qt.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.store.vault import Session, sign_in
from desktop.ui.tasks import InlineTasks
from desktop.viewmodels.asked import Step
from desktop.wiring import Shell
from desktop.wiring.refer import ReferWires, resume
from desktop.wiring.shell import Tools, load_tools
from desktop.world import World, real_world
from tests.wiring.conftest import PASSWORD

HALF = "person.age"  # of a draft whose id begins so; at most 40 letters go in
LETTERS = "mornings behind the feed store "


def main(folder: str, user: str) -> None:
    """Open a window for each draft asked for."""
    world = real_world()
    tools = load_tools(world)
    session = sign_in(Path(folder), user, PASSWORD, now=world.now())
    for line in sys.stdin:
        if (child := os.fork()) == 0:
            type_for_ever(world, tools, session, Path(folder), line.strip())
        say(f"pid {child}")
        os.waitpid(child, 0)
        say("killed")


def type_for_ever(world: World, tools: Tools, session: Session, folder: Path, draft: str) -> None:
    """Type into the field that says where to find the person; into the age what is no age."""
    app = QApplication([])
    shell = Shell(world, folder, app, tasks=InlineTasks(), tools=tools, take_lock=False)
    shell.start()
    shell.signed_in(session)
    resume(shell, draft)
    wires = shell.wires("refer")
    assert isinstance(wires, ReferWires)
    wires.page.show_step(Step.PERSON)
    path = HALF if draft.startswith(HALF) else "person.best_place"
    entry = wires.page.person.fields[path].field.entry
    entry.setFocus()
    keys = 0

    def type_one() -> None:
        nonlocal keys
        QTest.keyClicks(entry, LETTERS[keys % len(LETTERS)])
        keys += 1
        say(f"key {keys} {time.monotonic()}")

    timer = QTimer()
    timer.timeout.connect(type_one)
    timer.start(5)
    app.exec()


def say(words: str) -> None:
    """Tell the test."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
