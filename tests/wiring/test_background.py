"""The exchange by itself: real windows, a real worker, a folder that comes and goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.domain.terms import DeviceKind, Role
from desktop.services import exchange, ways_out
from desktop.ui.exchange_page import ExchangePage
from desktop.ui.tasks import ThreadTasks
from desktop.ui.widgets.dialogs import RefusedDialog
from desktop.wiring import Shell
from desktop.wiring.background import Background
from tests.stories.machines import NIGHT
from tests.wiring.conftest import County

pytestmark = pytest.mark.slow  # a workspace with its sample, and a worker, for each test


@pytest.fixture
def shell(county: County) -> Iterator[Shell]:
    """Return a lead agency's window whose exchange runs in a worker of its own."""
    shell = county.window(DeviceKind.LEAD, Role.ADMIN)
    shell.exchange_tasks = ThreadTasks()
    shell.exchanging.end()
    shell.exchanging = Background(shell, by_itself=True, changed=shell._exchange_changed)
    yield shell
    shell.exchanging.end()
    shell.exchange_tasks.close()


def troubles(shell: Shell) -> list[RefusedDialog]:
    """Return the refusals that are shown."""
    shown = shell.window.findChildren(RefusedDialog)
    return [one for one in shown if one.isVisible()]


def page(shell: Shell) -> ExchangePage:
    """Return the Exchange page."""
    shell.go("exchange")
    found = shell.page("exchange")
    assert isinstance(found, ExchangePage)
    return found


def mailbox(shell: Shell, folder: Path) -> Path:
    """Make a folder the exchange place of this machine."""
    folder.mkdir()
    exchange.make_mailbox(shell.workspace, folder, now=NIGHT)
    return folder


def test_it_exchanges_by_itself_and_says_when_it_tries_again(
    shell: Shell, tmp_path: Path, qtbot: QtBot
) -> None:
    mailbox(shell, tmp_path / "mailbox")
    shell.exchanging._plan(0.01)

    qtbot.waitUntil(lambda: shell.exchanging.reachable is True, timeout=10_000)

    assert exchange.last_exchange(shell.workspace) == NIGHT
    planned = shell.exchanging.next_at
    assert planned is not None
    assert timedelta(minutes=4) <= planned - NIGHT <= timedelta(minutes=6)
    said = [label.text() for label in page(shell).findChildren(QLabel)]
    assert any(re.match(r"Offramp tries again in about [456] minutes\.", one) for one in said)


def test_a_folder_that_is_away_troubles_nobody_and_is_used_when_it_is_back(
    shell: Shell, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = mailbox(shell, tmp_path / "mailbox")
    away = folder.rename(tmp_path / "away")
    shell.exchanging._try()
    qtbot.waitUntil(lambda: shell.exchanging.reachable is False, timeout=10_000)
    assert troubles(shell) == []

    away.rename(folder)
    shell.exchanging._try()
    qtbot.waitUntil(lambda: shell.exchanging.reachable is True, timeout=10_000)

    assert set(ways_out.last_answers(shell.workspace)) == {str(folder)}


def test_who_asks_is_told_why_nothing_went(shell: Shell, tmp_path: Path, qtbot: QtBot) -> None:
    mailbox(shell, tmp_path / "mailbox").rename(tmp_path / "away")

    shell.exchange_now()

    qtbot.waitUntil(lambda: bool(troubles(shell)), timeout=10_000)


def test_locking_ends_it_and_the_next_person_starts_anew(
    shell: Shell, tmp_path: Path, qtbot: QtBot
) -> None:
    mailbox(shell, tmp_path / "mailbox")
    shell.exchanging._try()
    shell.lock()

    assert shell.exchanging.next_at is None
    assert not shell.exchanging.busy
    shell.exchange_tasks.close()
    qtbot.wait(50)  # what the worker says now meets nobody
    assert shell.exchanging.reachable is None


def test_the_chip_is_honest_before_anything_was_tried(shell: Shell, tmp_path: Path) -> None:
    mailbox(shell, tmp_path / "mailbox")
    shell.refresh_frame()

    assert shell.frame is not None
    said = shell.frame.chip.accessibleName()
    assert said.endswith(("Not tried yet", "waiting to leave"))
