"""Nothing but a window or a dialog is ever shown as a window of its own.

A widget that has no parent yet and is told to be visible flashes up as a window on the desktop.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from desktop.domain.terms import DeviceKind, Role
from desktop.ui.theme import Theme
from desktop.ui.window import Window
from desktop.viewmodels.frame import rail
from tests.wiring.conftest import ROLES, County

WINDOWS = (Window, QDialog)


class Watch(QObject):
    """Notes every widget that is shown as a window and should not be one."""

    def __init__(self) -> None:
        super().__init__()
        self.strays: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if (
            event.type() is QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.isWindow()
            and not isinstance(watched, WINDOWS)
        ):
            self.strays.append(f"{type(watched).__module__}.{type(watched).__name__}")
        return False


@pytest.fixture
def watch(qapp: QApplication) -> Iterator[Watch]:
    """Return the watch, on from now until the end of the test."""
    made = Watch()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


def test_the_watch_sees_a_widget_shown_before_it_has_a_parent(watch: Watch) -> None:
    stray = QPushButton("flashes up")
    stray.setVisible(True)
    stray.setVisible(False)

    assert watch.strays == ["PySide6.QtWidgets.QPushButton"]


@pytest.mark.slow  # makes a whole workspace and shows every page of it, twice and in both themes
@pytest.mark.parametrize(
    ("kind", "role"), [(kind, role) for kind, roles in ROLES.items() for role in roles]
)
def test_every_page_of_every_role_stays_inside_its_window(
    county: County, watch: Watch, kind: DeviceKind, role: Role
) -> None:
    shell = county.window(kind, role, referrals=3)
    pages = [entry.page for entry in rail(frozenset({role}), {})]

    for theme in (Theme.LIGHT, Theme.NIGHT):
        shell.use_theme(theme)
        for page in pages:
            shell.go(page)
            shell.refresh()

    assert all(shell.page(page) for page in ("exchange", "settings", *pages))
    assert watch.strays == []
