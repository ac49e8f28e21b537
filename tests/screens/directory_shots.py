"""The pages of the directory in their states, for pictures."""

from __future__ import annotations

from collections.abc import Callable

from desktop.domain.terms import Role
from desktop.ui.import_page import ImportPage
from desktop.ui.look import Look
from desktop.ui.page import Page
from desktop.viewmodels.directory_import import ImportView
from tests.ui import import_samples


def importing(view: ImportView, *, open_: bool = False) -> Callable[[Look], Page]:
    """Return what makes the import page in that state; `open_` turns to one service."""

    def made(look: Look) -> Page:
        page = ImportPage(look)
        page.show_import(view)
        if open_:
            page.preview.views.show_second()
        return page

    return made


# name -> (role whose rail stands beside it, page on the rail, what makes it)
DIRECTORY_PAGES = {
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
