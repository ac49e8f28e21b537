"""What the settings page shows, and what may be asked there."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.domain.terms import Role
from desktop.domain.words import Say, Sayable
from desktop.viewmodels.marks import Choice

TEXT_SCALES = (1.0, 1.25, 1.5, 2.0)

ROLE_WORDS = {
    Role.OFFICER: Say("Officer"),
    Role.DESK: Say("Desk"),
    Role.SUPERVISOR: Say("Supervisor"),
    Role.COORDINATOR: Say("Coordinator"),
    Role.ADMIN: Say("Administrator"),
}
ROLE_DETAILS = {
    Role.OFFICER: Say("Screens people and makes referrals."),
    Role.DESK: Say("Completes referrals and prints packets."),
    Role.SUPERVISOR: Say("Approves, and sees the unit's referrals."),
    Role.COORDINATOR: Say("Works for the lead agency: inbox and cases."),
    Role.ADMIN: Say("Adds users and sets up this computer."),
}


@dataclass(frozen=True, slots=True)
class UserLine:
    """One user of this computer."""

    id: str
    name: str
    role: Role
    disabled: bool = False
    is_you: bool = False
    last_seen: Sayable = ""


@dataclass(frozen=True, slots=True)
class SettingsView:
    """The page; `users` is None for those who may not change them."""

    language: str
    languages: tuple[Choice, ...]
    theme: str  # value of a theme: "light" or "night"
    text_scale: float
    computer: tuple[tuple[Sayable, Sayable], ...] = ()  # label, words
    users: tuple[UserLine, ...] | None = None
    roles: tuple[Role, ...] = tuple(Role)  # which a new user may have here


@dataclass(frozen=True, slots=True)
class NewUser:
    """A user to be added."""

    name: str
    role: Role
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewPassword:
    """A password to be set; `old` is empty when an administrator resets another's."""

    user: str
    password: str = field(repr=False)
    old: str = field(default="", repr=False)


def user_detail(user: UserLine) -> Sayable:
    """Return the line below a user's name; a disabled one is said to be so first."""
    role = ROLE_WORDS[user.role]
    if user.disabled:
        return Say("Disabled · {role}", role=role)
    if not user.last_seen:
        return role
    return Say("{role} · {seen}", role=role, seen=user.last_seen)


def role_choices(roles: tuple[Role, ...]) -> tuple[Choice, ...]:
    """Return the roles to choose from, in words."""
    return tuple(Choice(role.value, ROLE_WORDS[role], ROLE_DETAILS[role]) for role in roles)


def name_problem(name: str, users: tuple[UserLine, ...]) -> Sayable:
    """Return what is wrong with a new user's name, "" if nothing is."""
    plain = name.strip()
    if not plain:
        return Say("Type a name.")
    if any(plain.casefold() == user.name.casefold() for user in users):
        return Say("This name is already used on this computer.")
    return ""
