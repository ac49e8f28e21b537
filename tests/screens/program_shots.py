"""The program page and trying rules out, for the screens to be looked at."""

from __future__ import annotations

from collections.abc import Callable

from desktop.domain.terms import Role
from desktop.ui.look import Look
from desktop.ui.page import Page
from desktop.ui.program_page import ProgramPage
from desktop.ui.tryout_page import TryoutPage
from desktop.viewmodels.program import ProgramView
from desktop.viewmodels.tryout import TryoutView
from tests.ui import program_samples


def program(view: ProgramView) -> Callable[[Look], Page]:
    """Return what makes the program page in that state."""

    def made(look: Look) -> Page:
        page = ProgramPage(look)
        page.show_program(view)
        return page

    return made


def tryout(view: TryoutView) -> Callable[[Look], Page]:
    """Return what makes the try-out page in that state."""

    def made(look: Look) -> Page:
        page = TryoutPage(look)
        page.show_tryout(view)
        return page

    return made


# name -> (role whose rail stands beside it, page on the rail, what makes it)
PROGRAM_PAGES = {
    "11-program": (Role.COORDINATOR, "program", program(program_samples.in_force())),
    "11-program-read": (
        Role.SUPERVISOR,
        "program",
        program(
            program_samples.without_people(program_samples.in_force("three-rivers", may_edit=False))
        ),
    ),
    "11-program-draft": (Role.COORDINATOR, "program", program(program_samples.draft(faulty=False))),
    "11-program-faults": (Role.COORDINATOR, "program", program(program_samples.draft(faulty=True))),
    "11-program-no-draft": (Role.COORDINATOR, "program", program(program_samples.NO_DRAFT)),
    "11-tryout": (Role.COORDINATOR, "program", tryout(program_samples.tried())),
    "11-tryout-new": (
        Role.COORDINATOR,
        "program",
        tryout(program_samples.tried(draft=False, answered=False)),
    ),
}
