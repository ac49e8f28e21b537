"""Commands are run as a person does: words in, words and an exit code out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from desktop import cli
from desktop.store import vault
from desktop.world import World
from tests.conftest import PROJECT

NIGHT = datetime(2026, 11, 23, 22, 14, tzinfo=ZoneInfo("America/Denver"))
PASSWORD = "four easy words here"
FEW_ROUNDS = 1_000  # the fewest the standard allows (RFC 7518, 4.8.1.2)
SAMPLE_USERS = {
    "admin": "Pat Pretend",
    "officer": "Ofc. Larkspur",
    "desk": "Dana Testcase",
    "supervisor": "Sgt. Sample",
    "coordinator": "Marigold Example",
}

ANSWERS = {
    "pathway": "INT",
    "on": "2026-11-23T22:04:00-07:00",
    "facts": {
        "charge.held": True,
        "person.age": {"from": 28, "to": 32},
        "person.agrees": True,
        "person.first_name": "Kit",
        "person.last_name": "Imaginary",
        "drug_sale": "none",
        "history.violent_conviction": "never",
        "warrant.status": {"unknown": "cannot_know"},
        "offer.made": True,
        "offer.answer": "accepted",
    },
    "charges": [{"offense": "drug_possession", "level": "felony"}],
    "drugs": [{"kind": "heroin", "amount_g": "2.0"}],
    "approvals": [],
}


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return what it printed for programs."""
        assert self.code == 0, self.err
        return json.loads(self.out)

    @property
    def complaint(self) -> tuple[str, str]:
        """Return reason and remedy of a refusal: just these two lines, and nothing printed."""
        assert self.code == 2, (self.code, self.out, self.err)
        reason, remedy = self.err.splitlines()
        return reason, remedy


@dataclass
class Desk:
    """A terminal in front of a folder, and a clock that the test moves."""

    world: World
    folder: Path
    capture: pytest.CaptureFixture[str]

    def run(self, *arguments: object, world: World | None = None) -> Ran:
        """Run a command that needs no workspace."""
        self.capture.readouterr()
        code = cli.main([str(one) for one in arguments], world or self.world)
        said = self.capture.readouterr()
        return Ran(code, said.out, said.err)

    def here(self, *arguments: object, by: str = "", world: World | None = None) -> Ran:
        """Run a command in this folder's workspace, as the user of a role of the sample."""
        who = ["--user", SAMPLE_USERS.get(by, by)] if by else []
        return self.run(*arguments, "--workspace", self.folder, *who, world=world)

    def later(self, **by: float) -> None:
        """Let time pass."""
        now = self.world.now() + timedelta(**by)
        self.world = replace(self.world, now=lambda: now)


MakeDesk = Callable[[str], Desk]


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFRAMP_PASSWORD", PASSWORD)
    # Every command signs in; that it takes long on purpose is tested with the vault.
    monkeypatch.setattr(vault, "ROUNDS", FEW_ROUNDS)


@pytest.fixture
def make_desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> MakeDesk:
    """Return what makes a terminal in front of a new folder, each as on a computer of its own."""

    def make(name: str) -> Desk:
        world = World(
            resources=PROJECT / "resources",
            data=tmp_path / name / "data",
            logs=tmp_path / name / "logs",
            machine_id="of-all-tests",  # one, so that a copied sample is no cloned disk
            now=lambda: NIGHT,
        )
        return Desk(world, tmp_path / name / "workspace", capsys)

    return make


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    """Return a terminal in front of an empty folder."""
    made = make_desk("one")
    made.folder.parent.mkdir()
    return made


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Three Rivers sample; made once, for signing up five people takes a second."""
    folder = tmp_path_factory.mktemp("sample") / "workspace"
    world = World(PROJECT / "resources", folder, folder, "of-all-tests", now=lambda: NIGHT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OFFRAMP_PASSWORD", PASSWORD)
        patch.setattr(vault, "ROUNDS", FEW_ROUNDS)
        assert cli.main(["init", "--sample", "--json", "--workspace", str(folder)], world) == 0
    return folder


@pytest.fixture
def sample(desk: Desk, sample_folder: Path) -> Desk:
    """Return a terminal in front of a Three Rivers sample of its own."""
    shutil.copytree(sample_folder, desk.folder)
    return desk


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Return an answers file."""
    return write_answers(tmp_path / "answers.json")


def write_answers(path: Path, **facts: object) -> Path:
    """Write an answers file, with some facts of its own."""
    found = {**ANSWERS, "facts": {**ANSWERS["facts"], **facts}}
    path.write_text(json.dumps(found), encoding="utf-8")
    return path
