"""The frame of the window: which pages a role has, what the header says."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from desktop.domain.terms import Role
from desktop.domain.words import Plural, Say, Sayable
from desktop.viewmodels.marks import Mark, Tone


@dataclass(frozen=True, slots=True)
class Heading:
    """What the header says: a title and one line of context."""

    title: Sayable
    context: Sayable = ""


@dataclass(frozen=True, slots=True)
class RailEntry:
    """One page on the rail; `badge` counts what waits there for this person."""

    page: str
    words: Sayable
    icon: str
    badge: int = 0


@dataclass(frozen=True, slots=True)
class ExchangeState:
    """Where the exchange stands, for the chip in the header."""

    reachable: bool | None  # whether a way out answered last time; None: not tried yet
    waiting: int  # bundles and changes that have not left
    set_up: bool = True  # whether there is any way out
    busy: bool = False  # an exchange is under way


_ENTRIES: Mapping[str, tuple[Say, str]] = {
    "home": (Say("Home"), "home"),
    "refer": (Say("Refer"), "add_circle"),
    "my_referrals": (Say("My referrals"), "list"),
    "queue": (Say("To do"), "check_box_outline_blank"),
    "packets": (Say("Packets"), "print"),
    "inbox": (Say("Inbox"), "mail"),
    "cases": (Say("Cases"), "folder"),
    "approvals": (Say("Approvals"), "verified_user"),
    "referrals": (Say("Referrals"), "list"),
    "program": (Say("Program"), "account_balance"),
    "disputes": (Say("Two answers"), "help_outline"),
    "services": (Say("Services"), "local_hospital"),
    "settings": (Say("Settings"), "settings"),
}
# What each role has on the rail, in order; Settings follows for everybody.
PAGES_OF: Mapping[Role, tuple[str, ...]] = {
    Role.OFFICER: ("home", "refer", "my_referrals", "services"),
    Role.DESK: ("queue", "packets", "referrals", "disputes", "services"),
    Role.COORDINATOR: ("inbox", "cases", "disputes", "program", "services"),
    Role.SUPERVISOR: ("approvals", "queue", "referrals", "disputes", "program", "services"),
    Role.ADMIN: (),
}


def rail(roles: Collection[Role], badges: Mapping[str, int]) -> tuple[RailEntry, ...]:
    """Return the entries of these roles, each page once, Settings last."""
    pages = [page for role in Role if role in roles for page in PAGES_OF[role]]
    if "referrals" in pages and "my_referrals" in pages:
        pages.remove("my_referrals")  # the longer list holds the shorter one
    # Services is a tool for all of them, so it stands after what waits for a person.
    once = [page for page in dict.fromkeys(pages) if page != "services"]
    if "services" in pages:
        once.append("services")
    once.append("settings")
    return tuple(RailEntry(page, *_ENTRIES[page], badge=badges.get(page, 0)) for page in once)


def first_page(roles: Collection[Role]) -> str:
    """Return the page a person of these roles starts on."""
    return rail(roles, {})[0].page


def exchange_mark(state: ExchangeState) -> Mark:
    """Return what the chip says."""
    if not state.set_up:
        return Mark(Say("No way out yet"), Tone.NEUTRAL, "link_off")
    if state.busy:
        return Mark(Say("Exchanging"), Tone.INFO, "autorenew")
    if state.reachable is None:
        if state.waiting == 0:
            return Mark(Say("Not tried yet"), Tone.NEUTRAL, "cloud")
        return Mark(
            Plural("{n} waiting to leave", "{n} waiting to leave", state.waiting),
            Tone.INFO,
            "cloud",
        )
    if state.waiting == 0:
        if state.reachable:
            return Mark(Say("Nothing waits"), Tone.SUCCESS, "check_circle")
        return Mark(Say("Offline"), Tone.NEUTRAL, "cloud")
    if state.reachable:
        return Mark(
            Plural("{n} waiting to leave", "{n} waiting to leave", state.waiting),
            Tone.INFO,
            "autorenew",
        )
    return Mark(
        Plural("Offline · {n} waiting", "Offline · {n} waiting", state.waiting),
        Tone.WARNING,
        "cloud",
    )
