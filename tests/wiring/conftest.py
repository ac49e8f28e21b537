"""Real windows over real workspaces of the sample county, signed in as anybody who works there."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.domain.terms import DeviceKind, Role
from desktop.services import refer, sample, setup
from desktop.services.assess import assess
from desktop.services.setup import Machine
from desktop.services.workspace import User
from desktop.store.vault import sign_in, users
from desktop.ui.tasks import InlineTasks
from desktop.wiring import Shell
from desktop.wiring.shell import Tools, load_tools
from desktop.world import World
from tests.stories.machines import CONSENT_A, NIGHT, RESOURCES, consent, night_encounter

PASSWORD = "four easy words here"
ROLES = {
    DeviceKind.PATROL: (Role.OFFICER, Role.SUPERVISOR, Role.ADMIN),
    DeviceKind.DESK: (Role.DESK, Role.SUPERVISOR),
    DeviceKind.LEAD: (Role.COORDINATOR, Role.ADMIN),
}


@dataclass(frozen=True)
class County:
    """Makes one machine of the sample county and opens its window."""

    root: Path
    app: QApplication
    tools: Tools
    opened: list[Shell]

    def window(self, kind: DeviceKind, role: Role, *, referrals: int = 0) -> Shell:
        """Return the window of a fresh machine, with somebody of this role signed in."""
        folder = self.root / f"{kind.value}-{role.value}"
        dice = random.Random(str(folder.name))
        world = World(
            resources=RESOURCES,
            data=self.root,
            logs=self.root / "logs",
            machine_id=kind.value,
            now=lambda: NIGHT,
            random_bytes=dice.randbytes,
        )
        found = self.tools
        machine = Machine(
            machine_id=world.machine_id,
            word_list=found.word_list,
            random_bytes=world.random_bytes,
            new_id=world.new_id,
            dictionary=found.dictionary,
        )
        wanted = sample.wanted_sample(RESOURCES, kind, PASSWORD)
        session, _ = setup.create(folder, wanted, machine, now=NIGHT)
        sample.fill_sample(
            folder, session, machine, RESOURCES, found.zips, password=PASSWORD, now=NIGHT
        )
        user = next(one for one in users(folder) if one.role is role)
        workspace = setup.open_workspace(folder, session, machine, now=NIGHT)
        officer = replace(workspace, user=User(user.id, user.name, Role.OFFICER))
        for number in range(referrals):
            encounter = night_encounter(f"enc{number}", begun_at=NIGHT)
            for recipient, scope in CONSENT_A:
                given = replace(consent(recipient, scope, NIGHT), encounter=encounter.id)
                encounter = encounter.consented(given)
            decision = assess(officer, encounter, now=NIGHT)
            refer.log(officer, encounter, decision, referral_id=f"ref{number}", now=NIGHT)
        workspace.store.close()
        shell = Shell(world, folder, self.app, tasks=InlineTasks(), tools=found, take_lock=False)
        self.opened.append(shell)
        shell.start()
        shell.signed_in(sign_in(folder, user.id, PASSWORD, now=NIGHT))
        return shell


@pytest.fixture(scope="session")
def tools() -> Tools:
    """Return the shipped files, read once for all tests."""
    folder = Path()  # nothing is read or written there
    return load_tools(World(resources=RESOURCES, data=folder, logs=folder, machine_id="tests"))


@pytest.fixture
def county(tmp_path: Path, qapp: QApplication, tools: Tools) -> Iterator[County]:
    """Return a maker of machines; their windows are closed at the end."""
    made = County(tmp_path, qapp, tools, [])
    yield made
    for shell in made.opened:
        shell.close()
        shell.window.deleteLater()
