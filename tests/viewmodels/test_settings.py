"""Users of a computer in words."""

from __future__ import annotations

from desktop.domain.terms import Role
from desktop.domain.words import ENGLISH, Say
from desktop.viewmodels.settings import (
    NewPassword,
    NewUser,
    UserLine,
    name_problem,
    role_choices,
    user_detail,
)

USERS = (UserLine("u1", "Ofc. Larkspur", Role.OFFICER, last_seen=Say("never here")),)


def test_a_name_is_used_once_whatever_its_case():
    assert ENGLISH(name_problem(" ", USERS)) == "Type a name."
    assert "already used" in ENGLISH(name_problem("ofc. larkspur ", USERS))
    assert name_problem("Clover", USERS) == ""


def test_a_disabled_user_is_said_to_be_so_first():
    disabled = UserLine("u1", "Ofc. Larkspur", Role.OFFICER, disabled=True)

    assert ENGLISH(user_detail(disabled)) == "Disabled · Officer"
    assert ENGLISH(user_detail(USERS[0])) == "Officer · never here"


def test_every_role_can_be_chosen_in_words():
    choices = role_choices(tuple(Role))

    assert [choice.key for choice in choices] == [role.value for role in Role]
    assert all(ENGLISH(choice.detail) for choice in choices)


def test_no_password_is_in_a_repr():
    assert "copper" not in repr(NewUser("Clover", Role.DESK, "river copper"))
    assert "copper" not in repr(NewPassword("u1", "river copper", "old copper"))
