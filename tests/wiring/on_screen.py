"""A window of the sample county on a real screen: `python on_screen.py FOLDER KIND ROLE`.

Each line read is the name of a page to go to, or "state"; each line written is JSON: the page, the
step and the question shown, and how many referrals are stored. A closed input ends it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from desktop.domain.terms import DeviceKind, Role
from desktop.viewmodels.frame import rail
from desktop.wiring import Shell
from desktop.wiring.refer import ReferWires
from desktop.wiring.shell import load_tools
from desktop.world import World
from tests.wiring.conftest import RESOURCES, County


def main(folder: str, kind: str, role: str) -> int:
    """Show the window and do what is asked."""
    app = QApplication(["offramp"])
    app.setApplicationName("Offramp")
    root = Path(folder)
    world = World(resources=RESOURCES, data=root, logs=root, machine_id="screen")
    county = County(root, app, load_tools(world), [])
    shell = county.window(DeviceKind(kind), Role(role), referrals=2)
    pages = [entry.page for entry in rail(frozenset({Role(role)}), {})]

    def asked() -> None:
        line = sys.stdin.readline().strip()
        if not line:
            app.quit()
            return
        if line != "state":
            shell.go(line)
        sys.stdout.write(json.dumps(state(shell) | {"pages": [*pages, "exchange"]}) + "\n")
        sys.stdout.flush()

    listener = QSocketNotifier(0, QSocketNotifier.Type.Read)
    listener.activated.connect(asked)
    app.exec()
    shell.close()
    return 0


def state(shell: Shell) -> dict[str, object]:
    """Return what is shown, in words a test can wait for."""
    frame = shell.frame
    page = frame.current() if frame is not None else ""
    found: dict[str, object] = {
        "page": page,
        "stored": len(shell.workspace.store.referrals()),
        "active": shell.window.isActiveWindow(),
    }
    if page == "refer":
        wires = shell.wires("refer")
        assert isinstance(wires, ReferWires)
        ask = wires.page.screening.current()
        found |= {"step": wires.page.step.value, "matters": bool(ask and ask.matters)}
        found |= {"ask": ask.path if ask else "", "items": len(ask.items) if ask else 0}
    return found


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
