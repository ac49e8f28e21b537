"""The opened workspace: who works here, under which program, with which store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.domain.change import Author, Subject
from desktop.domain.facts import Dictionary, Record
from desktop.domain.program import Program
from desktop.domain.refused import Refused
from desktop.domain.release import TagsOf, tags_from
from desktop.domain.terms import DeviceKind, Role, SubjectKind, Tag
from desktop.domain.words import Say
from desktop.store.store import Store


@dataclass(frozen=True)
class Place:
    """Which machine this is, as its settings hold it."""

    kind: DeviceKind
    agency: str  # its short code, e.g. TRC
    agency_name: str
    device: str  # the machine's code, e.g. k7
    machine: str  # its name for people, e.g. K7

    @property
    def is_lead(self) -> bool:
        """Return whether the lead agency works on this machine."""
        return self.kind is DeviceKind.LEAD


@dataclass(frozen=True)
class User:
    """Who is signed in."""

    id: str
    name: str
    role: Role


@dataclass(frozen=True)
class Workspace:
    """Everything a service needs of the machine it runs on."""

    folder: Path
    store: Store
    place: Place
    user: User
    dictionary: Dictionary
    program: Program
    clock_in_doubt: bool = False  # more than a day off what is known here
    practice: bool = False  # made-up people: nothing of it leaves or is counted

    @property
    def author(self) -> Author:
        """Return whose word a change written now is."""
        return Author(self.user.id, self.user.role, self.place.agency, self.place.device)

    @property
    def writer_code(self) -> str:
        """Return the code in this machine's referral numbers: given by enrolment, e.g. K7.

        Before it: four letters of the writer id, so that no two machines share one.
        """
        state = self.store.state(Subject(SubjectKind.ROSTER, self.place.device))
        record = state.known("member") if state else None
        for pair in record.get("writers").split() if isinstance(record, Record) else ():
            writer, _, code = pair.partition(":")
            if writer == self.store.writer:
                return code
        return self.store.writer[:4].upper()

    @property
    def tags_of(self) -> TagsOf:
        """Return the dictionary's tags; what it does not know has all of them."""

        def known(path: str) -> frozenset[Tag] | None:
            try:
                return self.dictionary.tags_of(path)
            except Refused:
                return None

        return tags_from(known)

    def versions(self) -> dict[str, str]:
        """Return the versions stamped on what is written now."""
        directory = self.store.directory.version()
        return {
            "program": f"{self.program.slug} {self.program.version}",
            "program_digest": self.program.digest[:16],
            **({"directory": directory} if directory else {}),
        }

    def for_real(self) -> None:
        """Refuse in practice what everybody would see: there, nothing real is changed."""
        if self.practice:
            raise Refused(
                Say("Practice changes nothing that is real."),
                remedy=Say("End practice to go back to your work."),
            )

    def may(self, *roles: Role) -> None:
        """Refuse what the signed-in user's role may not do."""
        if self.user.role not in roles:
            raise Refused(
                Say("Your role on this computer does not allow this."),
                remedy=Say("Ask a colleague whose role allows it, or your administrator."),
            )


def audit(workspace: Workspace, act: str, about: str, *, now: datetime) -> None:
    """Log who did what to which record: ids and words of ours only, never typed text."""
    workspace.store.audit.log(
        act, about, who=workspace.user.id, role=workspace.user.role.value, at=now
    )
