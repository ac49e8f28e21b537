"""What the sign-in page shows: who may sign in, and nothing about any participant."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.domain.words import Plural, Say, Sayable


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in on this computer."""

    id: str
    name: str
    role: Sayable
    note: Sayable = ""  # "Locked 22:08, drafts kept"
    locked: bool = False
    waits: Sayable = ""  # "2 drafts, 2 referrals not yet sent"; counts only


@dataclass(frozen=True, slots=True)
class SignInView:
    """The page before anybody has signed in."""

    program: Sayable
    people: tuple[Person, ...]
    chosen: str = ""  # whose password is asked first
    notice: Sayable = ""  # read before the password is asked (program's texts)
    network: Sayable = ""  # "Offline since 14:02 today"
    network_detail: Sayable = ""
    versions: Sayable = ""  # dates of rules and services
    reminder: Sayable = ""  # e.g. the recovery sheet is not checked yet


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who asks to sign in, with which password."""

    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Recovery:
    """Who asks for a new password with the words of the recovery sheet."""

    user: str
    words: str = field(repr=False)
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Failure:
    """A password that did not open anything: what is said, and how long nobody may try."""

    title: Sayable
    text: Sayable
    wait_seconds: int = 0


def wrong_password(name: str, *, tries_left: int, wait_seconds: int) -> Failure:
    """Return what is said after a wrong password.

    `tries_left` counts what may still be tried before the next wait of `wait_seconds`; 0 means
    that the wait runs now.
    """
    title = Say("This password does not open the work of {name}", name=name)
    if tries_left == 0:
        return Failure(title, Say("Drafts stay as they are."), wait_seconds)
    text = Plural(
        "{n} more try, then a wait of {wait}. Drafts stay as they are.",
        "{n} more tries, then a wait of {wait}. Drafts stay as they are.",
        tries_left,
        wait=wait_words(wait_seconds),
    )
    return Failure(title, text)


def wait_words(seconds: int) -> Sayable:
    """Return a wait in words: seconds under two minutes, minutes from there on."""
    if seconds < 120:
        return Plural("{n} second", "{n} seconds", seconds)
    return Plural("{n} minute", "{n} minutes", -(-seconds // 60))


def countdown(seconds: int) -> Sayable:
    """Return what the page says while a wait runs."""
    return Say("You can try again in {wait}.", wait=wait_words(seconds))


def count_waiting(people: tuple[Person, ...]) -> Sayable:
    """Return how many people's work waits on this computer; never whose cases.

    Drafts lie encrypted, so that none is known of does not mean that none waits.
    """
    waiting = sum(1 for person in people if person.waits)
    if not waiting:
        return Say("Drafts are kept for whoever began them.")
    return Plural(
        "Work of {n} person waits on this computer.",
        "Work of {n} people waits on this computer.",
        waiting,
    )


def find_by_letters(people: tuple[Person, ...], letters: str) -> str | None:
    """Return the id of the first person one of whose names begins with the letters."""
    wanted = letters.casefold()
    for person in people:
        names = [person.name, *person.name.split()]
        if any(name.casefold().startswith(wanted) for name in names):
            return person.id
    return None
