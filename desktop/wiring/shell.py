"""The shell: who is signed in, which page is shown, and the one place that catches `Refused`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import ParamSpec, Protocol

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.facts import Dictionary
from desktop.domain.refused import Refused
from desktop.domain.terms import Role
from desktop.domain.words import Say
from desktop.formats.facts_file import read_dictionary
from desktop.formats.geo import ZipTable, read_zips
from desktop.packet.fonts import FontLibrary
from desktop.services import clock, exchange, practice
from desktop.services.clock import now_here
from desktop.services.setup import Machine, open_workspace
from desktop.services.versions import refreshed
from desktop.services.ways_out import places
from desktop.services.workspace import Workspace
from desktop.store.lock import Holder, WorkspaceLock
from desktop.store.vault import Session, has_vault
from desktop.ui.frame import Frame
from desktop.ui.look import Look
from desktop.ui.page import Page
from desktop.ui.tasks import Tasks, look_over_all
from desktop.ui.theme import Theme
from desktop.ui.window import Window
from desktop.viewmodels.clock import clock_doubt
from desktop.viewmodels.frame import ExchangeState, exchange_mark, first_page, rail
from desktop.viewmodels.marks import Trouble
from desktop.wiring.background import Background
from desktop.wiring.waiting import Waiting
from desktop.world import World

log = logging.getLogger("offramp")

P = ParamSpec("P")
SHOWS_EXCHANGE = frozenset({"exchange", "home", "inbox"})  # pages nobody types on
MAY_SET_CLOCK = frozenset({Role.SUPERVISOR, Role.COORDINATOR, Role.ADMIN})
LOCK_AFTER = 15  # minutes without a key; CJIS AC-11 allows 30 (field.md 6)


class Wires(Protocol):
    """What connects one page: `refresh` shows what is true now."""

    def refresh(self) -> None: ...


@dataclass(frozen=True)
class Tools:
    """What pages and services need that takes a moment to load, made once."""

    dictionary: Dictionary
    zips: ZipTable
    fonts: FontLibrary
    word_list: tuple[str, ...]


def load_tools(world: World) -> Tools:
    """Return the shipped files in their readable form."""
    return Tools(
        dictionary=read_dictionary(world.resources / "facts.csv"),
        zips=read_zips(world.resources / "geo"),
        fonts=FontLibrary(world.resources / "fonts"),
        word_list=world.word_list(),
    )


class Shell:
    """One window over one workspace folder."""

    def __init__(
        self,
        world: World,
        folder: Path,
        app: QApplication,
        *,
        tasks: Tasks,
        exchange_tasks: Tasks | None = None,
        exchanges_by_itself: bool = False,
        tools: Tools | None = None,
        language: str = "en",
        theme: Theme = Theme.LIGHT,
        text_scale: float = 1.0,
        take_lock: bool = True,
    ) -> None:
        self.closing = False
        self.world = world
        self.folder = folder
        self.app = app
        self.tasks = tasks
        # Its own worker: a server that does not answer must not hold up an import.
        self.exchange_tasks = exchange_tasks or tasks
        self.tools = tools or load_tools(world)
        self.language = language
        self.look = Look(
            world.resources, world.tongue(language), theme=theme, text_scale=text_scale
        )
        self.window = Window(self.look)
        self.look.dress(app, self.window)
        self.frame: Frame | None = None
        self.session: Session | None = None
        self._workspace: Workspace | None = None
        self._real: Workspace | None = None  # waits, untouched, while somebody practices
        self._wires: dict[str, Wires] = {}
        self._copied = ""
        self._lock = WorkspaceLock(folder, Holder.WINDOW) if take_lock else None
        self._idle = QTimer()
        self._idle.setSingleShot(True)
        self._idle.setInterval(LOCK_AFTER * 60_000)
        self._idle.timeout.connect(self.lock)
        self.exchanging = Background(
            self, by_itself=exchanges_by_itself, changed=self._exchange_changed
        )
        self.waiting = Waiting()
        self._waited = 0  # how much waited to leave when the chip was last shown
        self.first_start: object | None = None  # kept alive while its page is shown

    # -- what the pages' wires use ---------------------------------------------------------

    @property
    def workspace(self) -> Workspace:
        """Return the opened workspace; only asked for while somebody is signed in."""
        if self._workspace is None:
            raise RuntimeError("nobody is signed in")
        return self._workspace

    @property
    def now(self) -> datetime:
        """Return the time to go by: the clock's, or what was seen here if that is later."""
        clock = self.world.now()
        if self._workspace is None:
            return clock
        found = now_here(self._workspace, clock)
        if found.doubtful != self._workspace.clock_in_doubt:
            self._workspace = replace(self._workspace, clock_in_doubt=found.doubtful)
        return found.at

    def use_rules_in_force(self) -> bool:
        """Take up the version of the program that is in force by now; return whether it is new."""
        now, before = self.now, self.workspace  # in this order: the time settles the doubt
        self._workspace = refreshed(before, now=now)
        return self._workspace.program.digest != before.program.digest

    def machine(self) -> Machine:
        """Return what setting up and opening need."""
        return Machine(
            machine_id=self.world.machine_id,
            word_list=self.tools.word_list,
            random_bytes=self.world.random_bytes,
            new_id=self.world.new_id,
            dictionary=self.tools.dictionary,
        )

    def guard(self, act: Callable[P, object]) -> Callable[P, None]:
        """Return `act` with its refusals shown; anything else is a bug and not caught."""

        def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
            try:
                act(*args, **kwargs)
            except Refused as refused:
                self.show_refused(refused)

        return guarded

    def show_refused(self, refused: Refused) -> None:
        """Say what happened and what to do."""
        self.window.show_trouble(Trouble(refused.reason, refused.remedy))

    def failed(self, trouble: BaseException) -> None:
        """Show how slow work ended badly; a bug goes the way of all bugs."""
        if isinstance(trouble, Refused):
            self.show_refused(trouble)
        else:
            raise trouble

    def go(self, page: str) -> None:
        """Show a page as things are now."""
        if self.frame is None or page not in self._wires:
            return
        self._wires[page].refresh()
        self.frame.show_page(page)
        self.refresh_frame()

    def go_home(self) -> None:
        """Show the page this person's work starts on."""
        if self._workspace is not None:
            self.go(first_page(frozenset({self._workspace.user.role})))

    def refresh(self) -> None:
        """Show the current page, the badges and the chip as things are now."""
        if self.frame is None:
            return
        wires = self._wires.get(self.frame.current())
        if wires is not None:
            wires.refresh()
        self.refresh_frame()

    def refresh_frame(self) -> None:
        """Show the exchange chip, and how much waits on each page, as they are now."""
        if self.frame is None or self._workspace is None:
            return
        self._show_clock(self.frame)
        if self._workspace.practice:
            return
        state = ExchangeState(
            reachable=self.exchanging.reachable,
            busy=self.exchanging.busy,
            waiting=exchange.waiting_to_leave(self.workspace),
            set_up=bool(places(self.workspace)),
        )
        self.frame.show_exchange(exchange_mark(state))
        self.frame.show_badges(dict(self.waiting.of(self).badges))
        if state.waiting > self._waited:
            self.exchanging.soon()
        self._waited = state.waiting

    def _show_clock(self, frame: Frame) -> None:
        """Say it over every page while the clock is in doubt, and mark dates."""
        workspace, says, at = self.workspace, self.world.now(), self.now
        doubtful = self.workspace.clock_in_doubt
        self.look.tongue = self.look.tongue.in_doubt(doubtful)
        may_set = workspace.user.role in MAY_SET_CLOCK
        ahead = clock.ahead_by(workspace.store, says)
        doubt = clock_doubt(says, at, may_set=may_set, ahead=ahead)
        frame.show_clock(doubt if doubtful else None)

    def clock_is_right(self) -> None:
        """Take the clock's word again: somebody has looked at it."""
        clock.set_right(self.workspace, now=self.world.now())
        self.refresh()

    def add_page(self, name: str, page: Page, wires: Wires, *, under: str = "") -> None:
        """Take a page and what connects it; `under` names its entry on the rail."""
        if self.frame is None:
            raise RuntimeError("pages come after the frame")
        self.frame.add_page(name, page, under=under)
        self._wires[name] = wires

    def page(self, name: str) -> Page:
        """Return a page of the frame."""
        if self.frame is None:
            raise RuntimeError("nobody is signed in")
        return self.frame.page(name)

    def wires(self, name: str) -> Wires:
        """Return what connects a page."""
        return self._wires[name]

    # -- coming and going ------------------------------------------------------------------

    def start(self) -> None:
        """Show the first page: the first start where there is no workspace, else sign-in."""
        from desktop.wiring.entry import show_first_start, show_sign_in

        if self._lock is not None and has_vault(self.folder):
            self._lock.take()
        if has_vault(self.folder):
            show_sign_in(self)
        else:
            show_first_start(self)
        self.window.fit_screen()
        self.window.show()

    def signed_in(self, session: Session) -> None:
        """Open the store and show the pages of this person's role."""
        if self._lock is not None:
            self._lock.take()
        self.session = session
        self._show(open_workspace(self.folder, session, self.machine(), now=self.now))
        self.exchanging.start()

    def practice(self) -> None:
        """Work with made-up people on the real rules; what is real waits untouched."""
        if self.session is None or self.workspace.practice:
            return
        self.window.leave()
        made = practice.begin(self.workspace, self.session, self.machine(), now=self.now)
        self.exchanging.end()
        self._real = self._workspace
        self._show(made)

    def end_practice(self) -> None:
        """Go back to one's work; everything made up is gone."""
        self.window.leave()
        real, self._real = self._real, None
        if real is None:
            return
        practice.end(self.workspace)
        self._show(real)
        self.exchanging.start()

    def _show(self, workspace: Workspace) -> None:
        """Show the pages of the signed-in person's role over these records."""
        from desktop.wiring.pages import add_pages

        self._workspace = workspace
        self._wires = {}
        self.look.tongue = self.look.tongue.in_doubt(workspace.clock_in_doubt)
        self.frame = Frame(self.look)
        self.frame.page_requested.connect(self.guard(self.go))
        self.frame.exchange_requested.connect(self.guard(lambda: self.go("exchange")))
        self.frame.exchange_now_requested.connect(self.guard(self.exchange_now))
        self.frame.theme_toggled.connect(self.toggle_theme)
        self.frame.lock_requested.connect(self.lock)
        self.frame.practice_ended.connect(self.guard(self.end_practice))
        self.frame.clock_is_right.connect(self.guard(self.clock_is_right))
        self.frame.show_practice(workspace.practice)
        roles = frozenset({workspace.user.role})
        entries = rail(roles, {})
        if workspace.practice:
            entries = tuple(one for one in entries if one.page != "settings")
        self.frame.show_rail(entries)
        add_pages(self)
        self.window.show_content(self.frame)
        self.go(first_page(roles))
        self._idle.start()

    def copy(self, text: str) -> None:
        """Put a text on the clipboard; it is taken off again when the window is locked."""
        self._copied = text
        QApplication.clipboard().setText(text)

    def _forget_copied(self) -> None:
        """Empty the clipboard if it still holds what was copied here: the laptop is shared."""
        clipboard = QApplication.clipboard()
        if self._copied and clipboard.text() == self._copied:
            clipboard.clear()
        self._copied = ""

    def lock(self) -> None:
        """Close the store and ask for a password again; drafts stay as they are."""
        from desktop.wiring.entry import show_sign_in

        self._forget_copied()
        user = self.session.user.id if self.session else ""
        self._close_store()
        show_sign_in(self, chosen=user)

    def close(self) -> None:
        """Close everything; nothing typed is lost, and what prints stops after its page."""
        self.closing = True
        self._forget_copied()
        self.exchanging.end()
        self.exchange_tasks.close()
        self.tasks.close()
        self._close_store()
        if self._lock is not None:
            self._lock.release()
        self.window.close()

    def _close_store(self) -> None:
        self.window.leave()
        self._idle.stop()
        self.exchanging.end()
        self.frame = None
        self._wires = {}
        if self._real is not None:
            practice.end(self.workspace)
            self._workspace, self._real = self._real, None
        if self._workspace is not None:
            self._workspace.store.close()
            self._workspace = None
        if self.session is not None:
            self.session.wipe()
            self.session = None
        look_over_all()

    # -- looks -----------------------------------------------------------------------------

    def toggle_theme(self) -> None:
        """Switch between light and night."""
        night = self.look.theme is Theme.NIGHT
        self.use_theme(Theme.LIGHT if night else Theme.NIGHT)

    def use_theme(self, theme: Theme) -> None:
        """Show everything in this theme."""
        self.look.theme = theme
        self.look.dress(self.app, self.window)
        if self.frame is not None:
            self.frame.show_theme()
            if self.frame.current() == "settings":
                self._wires["settings"].refresh()
        for widget in self.window.findChildren(QWidget):
            widget.update()

    def use_language(self, code: str) -> None:
        """Show everything in this language, from the page shown now."""
        self.language = code
        self._rebuild(self.look.text_scale)

    def use_text_scale(self, scale: float) -> None:
        """Show everything in this text size."""
        self._rebuild(scale)

    def _rebuild(self, scale: float) -> None:
        current = self.frame.current() if self.frame else ""
        geometry = self.window.geometry()
        visible = self.window.isVisible()
        self.look = Look(
            self.world.resources,
            self.world.tongue(self.language),
            theme=self.look.theme,
            text_scale=scale,
        )
        old = self.window
        self.window = Window(self.look)
        self.look.dress(self.app, self.window)
        self.window.setGeometry(geometry)
        session, self.session = self.session, None
        if self._workspace is not None:
            self._workspace.store.close()
            self._workspace = None
        self.frame = None
        if session is not None:
            self.signed_in(session)
            self.go(current)
        else:
            self.start()
        self.window.setVisible(visible)
        old.close()
        old.deleteLater()

    # -- exchange --------------------------------------------------------------------------

    def exchange_now(self) -> None:
        """Exchange over every place that answers, beside the window."""
        if self._workspace is not None and self._workspace.practice:
            raise Refused(
                Say("Practice is never sent."), remedy=Say("End practice to go back to your work.")
            )
        self.exchanging.now()

    def _exchange_changed(self) -> None:
        """Show how the exchange stands; a page somebody may be typing on is left alone."""
        if self.frame is None or self._workspace is None:
            return
        if self.use_rules_in_force():
            words = Say(
                "New rules are in force: version {version}.", version=self.workspace.program.version
            )
            self.window.toast(words)
        if self.frame.current() in SHOWS_EXCHANGE:
            self.refresh()
        else:
            self.refresh_frame()


def roles_here(workspace: Workspace) -> tuple[Role, ...]:
    """Return the roles people may have on this kind of machine."""
    from desktop.viewmodels.first_start import ROLES_OF

    return (Role.ADMIN, *ROLES_OF[workspace.place.kind])
