"""Trying a carrier out while it is set up: find it, write, list, each told in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from desktop.domain.words import Say, Sayable
from desktop.sync.carrier import Carrier, CarrierTrouble

_BYTES = b"Offramp tries whether it may write here. This file may be removed.\n" * 300  # 20 KB
_NO_FILES_SINCE = "9999-12-31"  # folders are listed, however many files are in them


class Rehearsing(Carrier, Protocol):
    """A carrier that can write and remove a file of no meaning; all of ours can."""

    def rehearse(self, data: bytes) -> bytes:
        """Write bytes among the temporary files, return what is read back, and remove them."""
        ...


class Step(StrEnum):
    """What is tried, in this order."""

    FIND = "find"
    WRITE = "write"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Tried:
    """One step and what came of it. `remedy` is None where it went well."""

    step: Step
    said: Sayable
    remedy: Sayable | None = None

    @property
    def is_good(self) -> bool:
        """Return whether it went well."""
        return self.remedy is None


def try_out(carrier: Rehearsing, *, is_new: bool = False) -> tuple[Tried, ...]:
    """Return what was tried, the first failure last; never raises a carrier's trouble.

    `is_new`: there is no mailbox yet, one is to be made; then only writing is tried.
    """
    tried: list[Tried] = []
    for step, said, do in _STEPS:
        if is_new and step is not Step.WRITE:
            continue
        try:
            do(carrier)
        except CarrierTrouble as trouble:
            return (*tried, Tried(step, trouble.reason, trouble.remedy))
        tried.append(Tried(step, said))
    return tuple(tried)


def _write(carrier: Rehearsing) -> None:
    if carrier.rehearse(_BYTES) != _BYTES:
        raise CarrierTrouble(
            Say("What was written came back changed."),
            Say("Use another exchange place, and tell whoever looks after this one."),
        )


def _list(carrier: Rehearsing) -> None:
    carrier.list_since(_NO_FILES_SINCE)


_STEPS: tuple[tuple[Step, Say, Callable[[Rehearsing], object]], ...] = (
    (Step.FIND, Say("The exchange place was found."), lambda carrier: carrier.identity()),
    (Step.WRITE, Say("A file was written, read back and removed."), _write),
    (Step.LIST, Say("The exchange place could be listed."), _list),
)
