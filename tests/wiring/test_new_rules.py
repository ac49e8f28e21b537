"""New rules reach an open window: a new encounter has them, a draft keeps its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop.domain.facts import Known
from desktop.domain.terms import DeviceKind, Role
from desktop.domain.words import Clock
from desktop.formats.program_files import digest_of, read_program
from desktop.viewmodels.asked import Edit
from desktop.wiring import refer
from desktop.wiring.refer import ReferWires
from tests.stories.machines import NIGHT
from tests.wiring.conftest import County


def adopt(shell, version="2026-b", begins=date(2026, 11, 23)):
    """Keep another version as an exchange does."""
    store = shell.workspace.store
    files = store.programs.files(shell.workspace.program.digest)
    head = files["program.toml"].decode().replace("2026-a", version)
    head = head.replace("2026-01-01", begins.isoformat())
    files = {**files, "program.toml": head.encode()}
    program = read_program(files, shell.workspace.dictionary)
    store.programs.keep(
        files, slug=program.slug, version=version, digest=digest_of(files),
        in_force_from=begins, now=NIGHT,
    )  # fmt: skip


@pytest.mark.slow  # makes a whole workspace and its window
def test_a_draft_keeps_its_rules_and_the_next_one_has_the_new(county: County) -> None:
    shell = county.window(DeviceKind.PATROL, Role.OFFICER)
    refer.begin(shell)
    wires = shell.wires("refer")
    assert isinstance(wires, ReferWires)
    wires.page.edited.emit(Edit("pathway", Known("INT")))
    first = wires.encounter

    adopt(shell)
    shell._exchange_changed()
    assert not shell.frame.clock_band.isVisible()

    assert shell.workspace.program.version == "2026-b"
    wires.page.edited.emit(Edit("charge.held", Known(True)))
    assert wires.workspace.program.version == "2026-a"
    refer.begin(shell)
    wires.page.edited.emit(Edit("pathway", Known("REF")))
    assert wires.workspace.program.version == "2026-b"
    refer.resume(shell, first.id)
    assert wires.workspace.program.version == "2026-a"
    stored = shell.workspace.store.drafts.get(first.id)
    assert stored.program == wires.workspace.program.digest

    # Somebody set the clock three days back.
    shell.world = replace(shell.world, now=lambda: NIGHT - timedelta(days=3))
    shell.refresh()
    band = shell.frame.clock_band
    assert band.isVisibleTo(shell.frame)
    assert not band.right_button.isVisibleTo(shell.frame)  # not an officer's to say
    assert "20 Nov 2026 22:14" in band._note.text()
    assert shell.look.say(Clock(NIGHT)).endswith("(?)")
    shell.world = replace(shell.world, now=lambda: NIGHT)
    shell.refresh()
    assert not band.isVisibleTo(shell.frame)
    assert shell.look.say(Clock(NIGHT)) == "23 Nov 22:14"
