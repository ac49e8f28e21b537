"""Composes the window: the application, the world, and the shell that connects everything."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.ui.tasks import ThreadTasks
from desktop.wiring import Shell
from desktop.world import World, real_world

log = logging.getLogger("offramp")


def main(workspace: Path | None = None, language: str = "en") -> int:
    """Run the window until it is closed; return the exit code."""
    world = real_world()
    keep_log(world)
    app = QApplication.instance() or QApplication(sys.argv[:1])  # noqa: TID251
    if not isinstance(app, QApplication):
        raise RuntimeError("another kind of Qt application runs in this process")
    app.setApplicationName("Offramp")
    folder = workspace or world.data / "workspace"
    tasks, exchange_tasks = ThreadTasks(), ThreadTasks()
    shell = Shell(
        world,
        folder,
        app,
        tasks=tasks,
        exchange_tasks=exchange_tasks,
        exchanges_by_itself=True,
        language=language,
    )
    sys.excepthook = _bug_hook(shell)
    try:
        shell.start()
    except Refused as refused:
        say = shell.look.say
        sys.stderr.write(f"{say(refused.reason)}\n{say(refused.remedy)}\n")
        if QApplication.platformName() not in {"offscreen", "minimal"}:
            box = trouble_box(say(refused.reason), say(refused.remedy))
            box.exec()
        exchange_tasks.close()
        tasks.close()
        return 2
    app.aboutToQuit.connect(shell.close)
    return app.exec()


def trouble_box(reason: str, remedy: str) -> QMessageBox:
    """Return a box with what went wrong; a file's name in it is text, never markup."""
    box = QMessageBox(QMessageBox.Icon.Critical, "Offramp", "")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(f"{reason}\n\n{remedy}")
    return box


def keep_log(world: World) -> None:
    """Write warnings and bugs to a file that holds no typed text."""
    try:
        world.logs.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            world.logs / "offramp.log", maxBytes=500_000, backupCount=3, encoding="utf-8"
        )
    except OSError:
        return  # a log that cannot be written must not keep anybody from working
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)


def places_of(trace: TracebackType | None) -> str:
    """Return where something went wrong, as files and lines: never a value, so never a name."""
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return " < ".join(reversed(places))


def _bug_hook(
    shell: Shell,
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            shell.app.quit()
            return
        # The message of an error may hold what somebody typed: only its kind is logged.
        log.error("bug: %s at %s", kind.__name__, places_of(trace))
        shell.show_refused(
            Refused(
                Say("Something went wrong in Offramp itself. What you typed is kept."),
                remedy=Say("Go on, or restart Offramp. The log names the place for our support."),
            )
        )

    return hook
