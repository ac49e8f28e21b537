"""Taking in a list of services: looked at, read and kept beside the window, taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from desktop.domain.column_matching import Matching
from desktop.domain.list_columns import ListColumn
from desktop.domain.refresh import Edition
from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.services import directory_import, directory_lists
from desktop.services.directory_import import Looked, Preview
from desktop.services.workspace import Workspace
from desktop.ui.course import Course, Stopped
from desktop.ui.import_page import ImportPage
from desktop.viewmodels.directory_import import (
    KIND_WORDS,
    NOT_READ,
    ColumnMatched,
    Happens,
    ImportItem,
    ImportStep,
    ImportView,
    columns_of,
    kept_in_words,
    past_imports,
    preview_items,
    told_of,
)
from desktop.viewmodels.marks import Trouble
from desktop.wiring.beside import beside
from desktop.wiring.shell import Shell

PAST_SHOWN = 5

T = TypeVar("T")


class ImportWires:
    """Connects the import of a list. What is under way goes on when another page is shown."""

    def __init__(self, shell: Shell, page: ImportPage) -> None:
        self.shell = shell
        self.page = page
        self._view = ImportView()
        self._looked: Looked | None = None
        self._preview: Preview | None = None
        self._course: Course | None = None
        guard = shell.guard
        page.path_chosen.connect(guard(lambda path: self.look_at(Path(path))))
        page.column_matched.connect(guard(self._match))
        page.read_requested.connect(guard(self._read))
        page.keep_requested.connect(guard(self._keep))
        page.cancel_requested.connect(guard(self._cancel))
        page.again_requested.connect(guard(self._again))
        page.take_back_requested.connect(guard(self._take_back))
        page.leave_requested.connect(guard(lambda: shell.go("services")))

    def refresh(self) -> None:
        """Show where the import stands."""
        self._show()

    def look_at(self, path: Path) -> None:
        """Look at what a file or folder is, beside the window."""
        if self._course is not None:
            return  # one list at a time
        self._preview = None
        self._show(ImportView(step=ImportStep.LOOKING, file=path.name), trouble=None)
        self._run(
            lambda workspace, _: directory_import.look_at_list(workspace, path), self._looked_at
        )

    def _looked_at(self, looked: Looked) -> None:
        self._looked = looked
        self._view = replace(self._view, kind=KIND_WORDS[looked.kind.value])
        if looked.matching is None:
            self._read()
            return
        self._show_columns(looked.matching, remembered=looked.remembered)

    def _match(self, matched: ColumnMatched) -> None:
        looked = self._looked
        if looked is None or looked.matching is None:
            return
        matching = looked.matching
        if matched.holds == NOT_READ:
            held = {place: kind for kind, place in matching.places}
            kind = held.get(matched.place)
            matching = matching.corrected(kind, None) if kind else matching
        else:
            matching = matching.corrected(ListColumn(matched.holds), matched.place)
        self._looked = replace(looked, matching=matching)
        self._show_columns(matching)

    def _show_columns(self, matching: Matching, *, remembered: bool = False) -> None:
        sheet = self._looked.sheet if self._looked else None
        columns, missing = columns_of(matching, sheet.rows if sheet else ())
        view = replace(
            self._view,
            step=ImportStep.COLUMNS,
            columns=columns,
            missing=missing,
            remembered=remembered,
        )
        self._show(view)

    def _read(self) -> None:
        looked, now = self._looked, self.shell.now
        if looked is None or self._course is not None:
            return
        if looked.matching is not None:
            directory_lists.remember_columns(self.shell.workspace, looked.matching)
        zips = self.shell.tools.zips

        def work(workspace: Workspace, course: Course) -> tuple[Preview, tuple[ImportItem, ...]]:
            preview = directory_import.preview_list(
                workspace, looked, zips=zips, now=now, on_progress=course.tell
            )
            return preview, _items_of(preview)

        self._show(replace(self._view, step=ImportStep.READING, rows=0))
        self._run(work, lambda read: self._show_preview(*read))

    def _show_preview(self, preview: Preview, items: tuple[ImportItem, ...]) -> None:
        self._preview = preview
        found = preview.found
        counted = Counter(item.happens for item in items)
        told = told_of(
            found.report,
            len(found.capacity),
            preview.same,
            len(found.unread_capacity),
            gone=len(preview.gone),
            known=preview.known,
        )
        self._show(
            replace(
                self._view,
                step=ImportStep.PREVIEW,
                items=items,
                counts=tuple((one, counted[one]) for one in Happens),
                told=told,
            )
        )

    def _keep(self) -> None:
        preview, now = self._preview, self.shell.now
        if preview is None or self._course is not None:
            return
        self._show(replace(self._view, step=ImportStep.KEEPING))
        self._run(
            lambda workspace, _: directory_import.keep_list(workspace, preview, now=now),
            self._kept,
        )

    def _kept(self, edition: Edition) -> None:
        self._preview = self._looked = None
        self._show(ImportView(step=ImportStep.DONE, kept=kept_in_words(edition)))

    def _cancel(self) -> None:
        if self._course is not None:
            self._course.stop()

    def _again(self) -> None:
        self._preview = self._looked = None
        self._show(ImportView())

    def _take_back(self) -> None:
        edition = directory_lists.take_back_import(self.shell.workspace, now=self.shell.now)
        self._show(ImportView())
        self.shell.window.toast(
            Say(
                "Taken back: {source}, edition {edition}. All is as it was before.",
                source=edition.source,
                edition=edition.edition,
            )
        )

    # -- beside the window -----------------------------------------------------------------

    def _run(self, act: Callable[[Workspace, Course], T], done: Callable[[T], object]) -> None:
        course = self._course = Course(self._heard)

        def ended(answer: T) -> None:
            self._course = None
            if course.stopped:
                self._again()
            else:
                done(answer)

        def failed(trouble: BaseException) -> None:
            self._course = None
            if isinstance(trouble, Stopped):
                self._again()
            elif isinstance(trouble, Refused):
                # What was looked over stays: only the step that failed is done again.
                before = ImportStep.PREVIEW if self._preview else ImportStep.CHOOSE
                if self._looked is not None and self._looked.matching and not self._preview:
                    before = ImportStep.COLUMNS
                view = replace(self._view, step=before)
                self._show(view, trouble=Trouble(trouble.reason, trouble.remedy))
            else:
                self._again()
                raise trouble

        beside(
            self.shell,
            lambda workspace: act(workspace, course),
            done=self.shell.guard(ended),
            failed=self.shell.guard(failed),
        )

    def _heard(self, rows: int) -> None:
        if self._view.step is ImportStep.READING:
            self._view = replace(self._view, rows=rows)
            self.page.show_import(self._view)

    def _show(self, view: ImportView | None = None, *, trouble: Trouble | None = None) -> None:
        shelf = self.shell.workspace.store.directory
        editions = shelf.editions()
        self._view = replace(
            view or self._view,
            past=past_imports(editions[-PAST_SHOWN:]),
            can_take_back=shelf.can_undo_last(),
            trouble=trouble,
        )
        self.page.show_import(self._view)


def _items_of(preview: Preview) -> tuple[ImportItem, ...]:
    found = preview.found
    return preview_items(
        new=preview.new,
        changed=preview.changed,
        gone=preview.gone,
        unread=(*found.report.unread, *found.unread_capacity),
    )
