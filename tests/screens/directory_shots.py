"""The pages of the directory in their states, for pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer

from desktop.domain.capacity_board import typed_report
from desktop.domain.terms import Role
from desktop.domain.words import Say
from desktop.ui.capacity_page import CapacityPage
from desktop.ui.filter_dialog import FilterDialog
from desktop.ui.import_page import ImportPage
from desktop.ui.look import Look
from desktop.ui.page import Page
from desktop.ui.services_page import ServicesPage
from desktop.viewmodels.capacity_board import BoardView, read_texts
from desktop.viewmodels.directory_import import ImportView
from desktop.viewmodels.services_query import Query
from tests.screens.encounter_shots import services_view_of
from tests.ui import board_samples, import_samples
from tests.viewmodels import made_up


def importing(view: ImportView, *, open_: bool = False) -> Callable[[Look], Page]:
    """Return what makes the import page in that state; `open_` turns to one service."""

    def made(look: Look) -> Page:
        page = ImportPage(look)
        page.show_import(view)
        if open_:
            page.preview.views.show_second()
        return page

    return made


def board(view: BoardView, *, refused: bool = False) -> Callable[[Look], Page]:
    """Return what makes the board; `refused` types 12 free of at most 10."""

    def made(look: Look) -> Page:
        page = CapacityPage(look)
        page.show_board(view)
        if refused:
            row = page.rows["bed/any/tr-county-crisis"]
            row.entries["available"].setText("12")
            typed, problems = read_texts(row.texts(), today=made_up.NOW.date())
            said = next(one for one in board_samples.ROWS if one.key == row.key)
            _, problems = typed_report(said, typed, at=made_up.NOW, told_to="Clover")
            page.show_problems(row.key, problems)
        return page

    return made


def services(query: Query, *, spelling: str = "", keeps: bool = False) -> Callable[[Look], Page]:
    """Return what makes the services page for a query; `keeps` as a coordinator sees it."""

    def made(look: Look) -> Page:
        page = ServicesPage(look)
        page.show_keeping(board=keeps, lists=keeps)
        view = services_view_of(query)
        if spelling:
            view = replace(
                view,
                spelling=Say(
                    "Nothing has “{typed}”. Shown for “{tried}”.", typed=query.words, tried=spelling
                ),
            )
        page.show_services(view)
        return page

    return made


def filters(look: Look) -> Page:
    """Return the services page with the window of all filters over it."""
    query = Query(filters=frozenset({"need/withdrawal", "open_now"}), age=30)
    page = services(query)(look)

    def show() -> None:
        dialog = FilterDialog(look, page.window(), services_view_of(query), made_up.NOW)
        dialog.setWindowFlags(Qt.WindowType.Widget)  # within the picture
        dialog.setAutoFillBackground(True)
        dialog.show()
        dialog.move(page.window().rect().center() - dialog.rect().center())

    QTimer.singleShot(0, show)
    return page


# name -> (role whose rail stands beside it, page on the rail, what makes it)
DIRECTORY_PAGES = {
    "15-services-lead": (Role.COORDINATOR, "services", services(Query(), keeps=True)),
    "15-services-mended": (
        Role.OFFICER,
        "services",
        services(Query("metadone"), spelling="methadone"),
    ),
    "15-services-narrowed": (
        Role.OFFICER,
        "services",
        services(Query(filters=frozenset({"spanish", "need/withdrawal", "childcare"}), age=30)),
    ),
    "15-services-filters": (Role.OFFICER, "services", filters),
    "17-board": (Role.COORDINATOR, "services", board(board_samples.BOARD)),
    "17-board-refused": (Role.COORDINATOR, "services", board(board_samples.BOARD, refused=True)),
    "17-board-more": (Role.COORDINATOR, "services", board(board_samples.SHORT)),
    "17-board-empty": (Role.COORDINATOR, "services", board(board_samples.EMPTY)),
    **{
        f"16-import-{name}": (Role.COORDINATOR, "services", importing(view))
        for name, view in import_samples.STATES.items()
    },
    "16-import-preview-open": (
        Role.COORDINATOR,
        "services",
        importing(import_samples.PREVIEW, open_=True),
    ),
}
