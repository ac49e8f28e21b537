"""The Three Rivers sample: a made-up county to look around in, its directory just told."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from desktop.domain.terms import DeviceKind, Role
from desktop.formats.geo import ZipTable
from desktop.formats.program_files import program_files
from desktop.services import services_known, setup
from desktop.services.setup import Machine, NewWorkspace
from desktop.store.vault import Session, add_user

PROGRAM = "three-rivers"
NEAR_ZIP = "59442"  # the county is fictional; its places stand on this rural ZIP's map
PASSWORD_WORDS = 3  # of 2048: enough for a made-up county, short enough to type

PLACES = {
    DeviceKind.PATROL: ("TRC", "Three Rivers County Sheriff", "K7"),
    DeviceKind.DESK: ("TRC", "Three Rivers County Sheriff", "D1"),
    DeviceKind.LEAD: ("MCC", "Marigold Community Care", "L1"),
}
ADMIN = "Pat Pretend"
PEOPLE = {
    Role.OFFICER: "Ofc. Larkspur",
    Role.DESK: "Dana Testcase",
    Role.SUPERVISOR: "Sgt. Sample",
    Role.COORDINATOR: "Marigold Example",
}


@dataclass(frozen=True, slots=True)
class SampleUser:
    """Somebody of the sample, with the password to sign in with."""

    name: str
    role: Role
    password: str = field(repr=False)


def wanted_sample(resources: Path, kind: DeviceKind, password: str) -> NewWorkspace:
    """Return what the first start would be told to make one of the county's machines."""
    agency, agency_name, name = PLACES[kind]
    return NewWorkspace(
        kind=kind,
        agency=agency,
        agency_name=agency_name,
        machine=name,
        program_files=program_files(resources / "programs" / PROGRAM),
        admin_name=ADMIN,
        password=password,
        near_zip=NEAR_ZIP,
    )


def fill_sample(
    folder: Path,
    session: Session,
    machine: Machine,
    resources: Path,
    zips: ZipTable,
    *,
    password: str = "",
    now: datetime,
) -> list[SampleUser]:
    """Add the county's people and its directory, its room reported just now; return the people.

    Each gets a password of their own, made of easy words, unless one is given for all.
    """
    people = []
    for role, name in PEOPLE.items():
        user = SampleUser(name, role, password or easy_password(machine))
        add_user(
            folder,
            session,
            user_id=machine.new_id(),
            name=user.name,
            role=user.role,
            password=user.password,
            now=now,
        )
        people.append(user)
    workspace = setup.open_workspace(folder, session, machine, now=now)
    try:
        found = services_known.read(resources / "directory" / PROGRAM, zips=zips, now=now)
        sample = replace(found.snapshot, edition="sample")
        services_known.keep(workspace, replace(found, snapshot=sample), now=now)
    finally:
        workspace.store.close()
    return people


def easy_password(machine: Machine) -> str:
    """Return random easy words, such as "river lamp seven"."""
    places = [int.from_bytes(machine.random_bytes(2)) for _ in range(PASSWORD_WORDS)]
    return " ".join(machine.word_list[place % len(machine.word_list)] for place in places)
