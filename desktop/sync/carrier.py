"""A carrier: any dumb place two machines can reach. Four calls, and four ways to be in trouble.

A folder today; SFTP, WebDAV and S3 fit the same four calls. No carrier is trusted: it may lose,
repeat, tear and reorder, so names are unique by construction and every file proves itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Protocol

from desktop.domain.refused import Refused
from desktop.domain.words import Say

PutResult = Literal["new", "exists"]
EVERYTHING = ""  # the token that asks for all days


class Carrier(Protocol):
    """One mailbox. Every call raises `CarrierTrouble`, and no other error of the place."""

    def put_new(self, name: str, data: bytes) -> PutResult:
        """Lay a file down whole. "exists" = the name is taken; the caller compares the bytes."""
        ...

    def list_since(self, token: str) -> tuple[Iterable[str], str]:
        """Return full names and the next token. `EVERYTHING` lists all.

        A hint only: names come again, and one published under an odd day may be left out, so ask
        for everything now and then.
        """
        ...

    def get(self, name: str, limit: int) -> bytes:
        """Return a file's bytes; raises `FileTooLarge` over `limit` bytes."""
        ...

    def identity(self) -> str:
        """Return what tells this mailbox from another; never of an absent one."""
        ...


class CarrierTrouble(Refused):
    """The carrier did not do it. Nothing is lost: what waits is sent another time."""

    reason_said = Say("The exchange place did not answer.")
    remedy_said = Say("Nothing is lost. Offramp tries again by itself.")

    def __init__(self, reason: Say | None = None, remedy: Say | None = None) -> None:
        super().__init__(reason or self.reason_said, remedy=remedy or self.remedy_said)


class CarrierOffline(CarrierTrouble):
    """It cannot be reached now."""


class CarrierAuth(CarrierTrouble):
    """It does not let us."""

    reason_said = Say("The exchange place does not allow this machine to do that.")
    remedy_said = Say("Ask whoever looks after the folder or account for the right to write there.")


class CarrierMissing(CarrierTrouble):
    """It is not there, or it is another one. Never the same as empty."""

    reason_said = Say("The exchange place is not available.")
    remedy_said = Say("Plug in the stick or connect the drive, then try again.")


class CarrierFull(CarrierTrouble):
    """It has no room."""

    reason_said = Say("The exchange place is full.")
    remedy_said = Say("Make room there or use another stick. What waits is sent afterwards.")


class FileGone(CarrierTrouble):
    """The mailbox is there, that file is not: somebody tidied."""

    reason_said = Say("That file is no longer in the exchange place.")
    remedy_said = Say("Nothing to do, unless it is missed: then ask its sender to send it again.")


class FileTooLarge(CarrierTrouble):
    """A file larger than anything Offramp writes."""

    reason_said = Say("A file in the exchange place is too large.")
    remedy_said = Say("It is left alone. Tell the lead agency its name.")
