"""The first start: what is asked before there is a workspace."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.domain.terms import DeviceKind, Role
from desktop.domain.words import Say, Sayable
from desktop.viewmodels.marks import Choice
from desktop.viewmodels.passwords import strength

SAMPLE_PROGRAM = "three-rivers"


class Step(StrEnum):
    """The steps, in order."""

    LANGUAGE = "language"
    START = "start"
    AGENCY = "agency"
    YOU = "you"
    RECOVERY = "recovery"
    READY = "ready"


class Start(StrEnum):
    """How a workspace begins."""

    NEW = "new"
    JOIN = "join"


STEP_WORDS = {
    Step.LANGUAGE: Say("Language"),
    Step.START: Say("New or join"),
    Step.AGENCY: Say("Your agency"),
    Step.YOU: Say("You"),
    Step.RECOVERY: Say("Recovery sheet"),
    Step.READY: Say("Ready"),
}
KIND_CHOICES = (
    Choice(
        DeviceKind.PATROL,
        Say("Patrol laptop"),
        Say("Officers make referrals on it, mostly without a network."),
        "directions_car",
    ),
    Choice(
        DeviceKind.DESK,
        Say("Precinct desk"),
        Say("Desk staff complete referrals and print packets."),
        "print",
    ),
    Choice(
        DeviceKind.LEAD,
        Say("Lead agency"),
        Say("The coordinator takes in referrals and answers them."),
        "folder",
    ),
)
START_CHOICES = (
    Choice(
        Start.NEW,
        Say("Make a new workspace"),
        Say("For a program that starts, or to try Offramp with the sample program."),
        "add_circle_outline",
    ),
    Choice(
        Start.JOIN,
        Say("Join a program"),
        Say("With the invitation file of your coordinator. Compare its words by phone."),
        "group_add",
    ),
)
# Which roles people of a kind of machine have besides the administrator's.
ROLES_OF: dict[DeviceKind, tuple[Role, ...]] = {
    DeviceKind.PATROL: (Role.OFFICER, Role.SUPERVISOR),
    DeviceKind.DESK: (Role.DESK, Role.SUPERVISOR, Role.OFFICER),
    DeviceKind.LEAD: (Role.COORDINATOR,),
}


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation file that was read: whose program, and the words to compare by phone."""

    path: str
    program: Sayable
    agency: str
    words: str  # "lantern, oak, four"


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered so far; complete once `problems` finds nothing."""

    start: Start = Start.NEW
    agency_name: str = ""
    agency_code: str = ""
    machine_code: str = ""
    kind: DeviceKind = DeviceKind.PATROL
    program_folder: str = ""  # empty: the sample program
    invitation: str = ""  # path of the file, when joining
    words_match: bool = False  # the words were compared by phone
    name: str = ""
    roles: frozenset[Role] = frozenset({Role.ADMIN})
    password: str = field(default="", repr=False)
    again: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """The sheet: its words, for which computer, and which two words are asked back."""

    title: Sayable
    made: Sayable
    words: tuple[str, ...] = field(repr=False)
    asked: tuple[int, int] = (4, 11)  # counted from 1


def problems(answers: Answers, step: Step) -> dict[str, Sayable]:
    """Return what still keeps this step from being left, by name of the field."""
    if step is Step.START:
        return _start_problems(answers)
    if step is Step.AGENCY:
        return _agency_problems(answers)
    if step is Step.YOU:
        return _your_problems(answers)
    return {}


def code_from(name: str) -> str:
    """Return a short code to offer for an agency, from its first letters: "TRC"."""
    words = re.findall(r"[^\W\d_]+", name)
    letters = "".join(word[0] for word in words if word[0].isupper() or len(words) == 1)
    return letters.upper()[:4]


def words_are_right(sheet: RecoverySheet, first: str, second: str) -> bool:
    """Return whether the two words typed back from paper are the asked ones."""
    asked = [sheet.words[at - 1].casefold() for at in sheet.asked]
    return [first.strip().casefold(), second.strip().casefold()] == asked


def _start_problems(answers: Answers) -> dict[str, Sayable]:
    if answers.start is Start.NEW:
        return {}
    if not answers.invitation:
        return {"invitation": Say("Choose the invitation file of your coordinator.")}
    if not answers.words_match:
        return {"words": Say("Compare the words by phone first.")}
    return {}


def _agency_problems(answers: Answers) -> dict[str, Sayable]:
    found: dict[str, Sayable] = {}
    if not answers.agency_name.strip():
        found["agency_name"] = Say("Type the name of your agency.")
    if not re.fullmatch(r"[A-Z][A-Z0-9]{1,5}", answers.agency_code):
        found["agency_code"] = Say("2 to 6 capital letters or digits, a letter first.")
    if not re.fullmatch(r"[A-Z0-9]{1,6}", answers.machine_code):
        found["machine_code"] = Say("1 to 6 capital letters or digits, as on its sticker.")
    return found


def _your_problems(answers: Answers) -> dict[str, Sayable]:
    found: dict[str, Sayable] = {}
    if not answers.name.strip():
        found["name"] = Say("Type your name as colleagues know it.")
    measured = strength(answers.password, name=answers.name)
    if not measured.enough:
        found["password"] = measured.words
    elif answers.password != answers.again:
        found["again"] = Say("The two passwords differ.")
    return found
