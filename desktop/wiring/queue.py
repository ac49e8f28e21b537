"""To do: what waits for whoever is signed in, opened where it is done."""

from __future__ import annotations

from desktop.domain.terms import Role
from desktop.ui.queue_page import QueuePage
from desktop.viewmodels.marks import Line
from desktop.viewmodels.queue import DRAFT, draft_to_do, queue_line, queue_view
from desktop.wiring.open_drafts import draft_lines, resume
from desktop.wiring.refer import ask_paper
from desktop.wiring.shell import Shell


class QueueWires:
    """Connects the list of what waits."""

    def __init__(self, shell: Shell, page: QueuePage) -> None:
        self.shell = shell
        self.page = page
        page.paper_requested.connect(shell.guard(lambda: ask_paper(shell)))
        page.opened.connect(shell.guard(lambda key: open_waiting(shell, key)))

    def refresh(self) -> None:
        """Show what waits now."""
        drafts = [draft_to_do(one) for one in draft_lines(self.shell)]
        known = self.shell.waiting.of(self.shell).known
        lines = [*drafts, *waiting_lines(self.shell)]
        self.page.show_queue(queue_view(lines, known=known))


def waiting_lines(shell: Shell) -> tuple[Line, ...]:
    """Return what waits for the person signed in, first due first."""
    mine = shell.workspace.user.role is Role.OFFICER
    return tuple(
        queue_line(
            f"{one.referral}\n{at}",
            person=one.person,
            number=one.number,
            says=one.says,
            resolver=one.resolver,
            due=one.due,
            now=shell.now,
            mine=mine,
        )
        for at, one in enumerate(shell.waiting.of(shell).todo)
    )


def open_waiting(shell: Shell, key: str) -> None:
    """Go where a line is done: the referral, or the draft."""
    from desktop.wiring.referrals import show_referral

    if key.startswith(DRAFT):
        resume(shell, key.removeprefix(DRAFT))
    else:
        show_referral(shell, key.partition("\n")[0])
