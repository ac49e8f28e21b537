"""The board of reported room: shown oldest first, figures kept row by row."""

from __future__ import annotations

from desktop.domain.capacity_board import BoardRow, typed_report
from desktop.domain.words import Listing, Sayable
from desktop.services import capacity_board
from desktop.ui.capacity_page import CapacityPage
from desktop.viewmodels.capacity_board import SHOWN, BoardTexts, board_view, read_texts
from desktop.wiring.shell import Shell

FOUND = 6  # services shown to put one of them on the board


class CapacityWires:
    """Connects the board."""

    def __init__(self, shell: Shell, page: CapacityPage) -> None:
        self.shell = shell
        self.page = page
        self._rows: dict[str, BoardRow] = {}
        self._shown = SHOWN
        guard = shell.guard
        page.typed.connect(guard(self._keep))
        page.service_sought.connect(guard(self._seek))
        page.service_pinned.connect(guard(self._pin))
        page.more_requested.connect(guard(self._more))
        page.leave_requested.connect(guard(lambda: shell.go("services")))

    def refresh(self) -> None:
        """Show the board, oldest first."""
        now = self.shell.now
        rows = capacity_board.rows(self.shell.workspace, now=now)
        self._rows = {one.key: one for one in rows}
        self.page.show_board(board_view(rows, now=now, shown=self._shown))

    def _keep(self, texts: BoardTexts) -> None:
        row = self._rows.get(texts.key)
        if row is None:
            return
        workspace, now = self.shell.workspace, self.shell.now
        typed, problems = read_texts(texts, today=now.date())
        if not problems:
            _, problems = typed_report(row, typed, at=now, told_to=workspace.user.name)
        if problems:
            self.page.show_problems(texts.key, problems)
            return
        capacity_board.tell(workspace, row, typed, now=now)
        # The row stays where it is while the others are gone through.
        rows = capacity_board.rows(workspace, now=now)
        self._rows |= {one.key: one for one in rows}
        told = [one for one in rows if one.key == texts.key]
        for line in board_view(told, now=now).lines:
            self.page.show_row(line)

    def _seek(self, words: str) -> None:
        found: list[tuple[str, Sayable]] = []
        if words:
            listings = self.shell.workspace.store.directory.find(words, limit=FOUND)
            found = [(one.id, Listing((one.name, one.place.city))) for one in listings]
        self.page.show_found(found)

    def _pin(self, service_id: str) -> None:
        capacity_board.pin(self.shell.workspace, service_id, now=self.shell.now)
        self.refresh()
        self.page.focus_first()

    def _more(self) -> None:
        self._shown += SHOWN
        self.refresh()
