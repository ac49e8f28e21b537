"""Practice: made-up people on the real rules, in records of its own that end with it.

The records of practice live in memory, behind a connection to nothing: they have no way out, no
backup and no file, so that nothing of them can ever be mixed with what is real. The list of
services is the real one, opened so that nothing can be written to it. Besides, the gate lets
nothing of a practice workspace into a bundle, reports refuse it, and every sheet says PRACTICE.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from desktop.domain.encounter import Encounter
from desktop.domain.facts import FactValue, Known
from desktop.domain.refused import Refused
from desktop.domain.terms import Role
from desktop.domain.words import Say
from desktop.services import capture
from desktop.services.setup import NEAR_ZIP, Machine
from desktop.services.workspace import Workspace
from desktop.store.database import DATABASE, connect, in_memory
from desktop.store.directory import DirectoryShelf
from desktop.store.migrations import migrate
from desktop.store.store import Store
from desktop.store.vault import Session

AGENCY = "PRACTICE"  # what its numbers begin with
DEVICE = "practice"

# Three people nobody will ever meet; names out of the usual stock of made-up ones.
PEOPLE: tuple[Mapping[str, FactValue], ...] = (
    {
        "pathway": Known("INT"),
        "charge.held": Known(True),
        "person.first_name": Known("Robin"),
        "person.last_name": Known("Example"),
    },
    {
        "pathway": Known("NAL+"),
        "contact.overdose_today": Known(True),
        "person.first_name": Known("Sam"),
        "person.last_name": Known("Specimen"),
    },
    {
        "pathway": Known("REF"),
        "person.aka": Known("Teacup"),
        "person.best_place": Known("the made-up library, mornings"),
    },
)


def begin(real: Workspace, session: Session, machine: Machine, *, now: datetime) -> Workspace:
    """Return a workspace to practice in, with made-up people to go on with.

    It lives in memory until `end`; the real one stays as it is.
    """
    real.may(Role.OFFICER, Role.DESK, Role.SUPERVISOR)
    if real.practice:
        raise Refused(
            Say("This is practice already."), remedy=Say("End practice to go back to your work.")
        )
    services = connect(real.folder / DATABASE, session.data_key, read_only=True)
    try:
        db = in_memory()
        migrate(db, back_up=lambda: None)
    except BaseException:
        services.close()
        raise
    store = Store(db, writer=machine.new_id(), directory=DirectoryShelf(services))
    store.settings.set(NEAR_ZIP, real.store.settings.text(NEAR_ZIP))
    workspace = replace(
        real,
        store=store,
        place=replace(real.place, agency=AGENCY, device=DEVICE, machine=DEVICE.title()),
        practice=True,
    )
    pathways = real.program.pathways
    for facts in reversed(PEOPLE):
        if facts["pathway"] in {Known(one.value) for one in pathways}:
            made = Encounter(machine.new_id(), now, facts)
            capture.keep(workspace, made, now=now)
    return workspace


def end(workspace: Workspace) -> None:
    """End practice: everything made in it is gone."""
    if not workspace.practice:
        raise ValueError("only practice ends so")
    workspace.store.directory.database.close()
    workspace.store.close()
