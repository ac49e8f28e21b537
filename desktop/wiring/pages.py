"""Which pages a person of a role gets, each with what connects it."""

from __future__ import annotations

from desktop.domain.terms import Role
from desktop.ui.encounter_page import EncounterPage
from desktop.ui.home_page import HomePage
from desktop.ui.services_page import ServicesPage
from desktop.wiring.home import HomeWires
from desktop.wiring.refer import ReferWires
from desktop.wiring.services import ServicesWires
from desktop.wiring.shell import Shell


def add_pages(shell: Shell) -> None:
    """Add the pages of the signed-in person's role."""
    role = shell.workspace.user.role
    look = shell.look
    if role in (Role.OFFICER, Role.DESK, Role.SUPERVISOR):
        encounter = EncounterPage(look)
        shell.add_page("refer", encounter, ReferWires(shell, encounter))
    if role is Role.OFFICER:
        home = HomePage(look)
        shell.add_page("home", home, HomeWires(shell, home))
    services = ServicesPage(look)
    shell.add_page("services", services, ServicesWires(shell, services))
