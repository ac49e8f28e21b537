"""`main.py --smoke`: the built program opens a store, makes a packet, shows a window, and quits."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop.demo.machines import DemoMachine, take_in_directories
from desktop.demo.player import keep_quiet
from desktop.domain.encounter import Encounter
from desktop.domain.facts import Known
from desktop.domain.terms import DeviceKind, Role, SheetKind
from desktop.services import assess, capture, issue, refer
from desktop.services.issue import Wanted
from desktop.wiring.shell import load_tools
from desktop.world import World, real_now, resource_folder

FACTS = {
    "pathway": Known("NAL+"),
    "person.agrees": Known(True),
    "contact.overdose_today": Known(True),
    "needs": Known(("medication",)),
}


def smoke() -> int:
    """Return 0 when all of it works; any fault is raised."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    keep_quiet()
    app = QApplication(sys.argv[:1])
    with TemporaryDirectory(prefix="offramp-smoke-") as folder:
        root = Path(folder)
        world = World(
            resources=resource_folder(),
            data=root,
            logs=root / "logs",
            machine_id="smoke",
            now=real_now,
        )
        machine = DemoMachine(
            world,
            load_tools(world),
            app,
            root / "patrol",
            kind=DeviceKind.PATROL,
            agency=("TRC", "Three Rivers"),
            name="K7",
            people=(("Ofc. Larkspur", Role.OFFICER),),
        )
        take_in_directories(machine, None)
        make_packet(machine, root / "packet")
        player = machine.window()
        player.settle()
        machine.close()
    return 0


def make_packet(machine: DemoMachine, folder: Path) -> None:
    """Log one made-up referral and save its sheets."""
    workspace = machine.open()
    now = machine.world.now()
    try:
        encounter = Encounter("smoke", now, FACTS)
        capture.keep(workspace, encounter, now=now)
        decision = assess.assess(workspace, encounter, now=now)
        referral = refer.log(
            workspace, encounter, decision, referral_id=machine.world.new_id(), now=now
        )
        wanted = [Wanted(SheetKind.CARD, machine.world.tongue(code)) for code in ("en", "es")]
        issue.save_packet(workspace, referral.id, wanted, machine.tools.fonts, folder, now=now)
    finally:
        workspace.store.close()
