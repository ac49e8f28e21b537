"""A scan or photo of referral forms: its sealed codes go the way of every bundle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.refused import Refused
from desktop.domain.terms import Role
from desktop.domain.words import Listing, Say, Sayable
from desktop.formats.scans import Enough, read_scan
from desktop.services.keeping import take_code
from desktop.services.papers_back import is_finder
from desktop.services.trust import trust_book
from desktop.services.workspace import Workspace
from desktop.store.mailbox import InBundle
from desktop.sync.refusals import BundleRefused
from desktop.sync.sealed_code import join_parts, read_part

SCAN_ENDINGS = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff")


@dataclass(frozen=True)
class Scanned:
    """What the codes of a scan brought: what waits or is kept now, and how many were met before."""

    bundles: tuple[InBundle, ...]
    known: int


def read_codes(files: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the sealed codes on these pages, each whole; needs no workspace and may take seconds.

    Pages may come in any order and in several files. Refuses, naming the codes that are missing,
    rather than take a part; and what is no picture, or holds no code of ours.
    """
    found: set[bytes] = set()
    for data in files:
        found |= read_scan(data, _enough_with(frozenset(found)))
    parts = [part for one in found if (part := read_part(one))]
    if not parts:
        raise _none_found(found)
    whole, lacking = join_parts(parts)
    if lacking:
        raise _missing(lacking, mixed=len(whole) + len(lacking) > 1)
    return tuple(sorted(whole))


def take_codes(workspace: Workspace, codes: Iterable[bytes], *, now: datetime) -> Scanned:
    """Verify sealed codes and let them wait in the Inbox; all of them, or none where one is bad."""
    workspace.may(Role.COORDINATOR, Role.ADMIN)
    if not workspace.place.is_lead:
        raise Refused(
            Say("Sealed codes are opened at the lead agency."),
            remedy=Say("Send the page on to the lead agency; it needs nothing else."),
        )
    book = trust_book(workspace)
    taken: list[InBundle] = []
    known = 0
    with workspace.store.transaction():
        for data in codes:
            bundle, met = take_code(workspace, data, now=now, book=book)
            taken.append(bundle)
            known += met
    return Scanned(tuple(taken), known)


def _enough_with(before: frozenset[bytes]) -> Enough:
    return lambda here: _complete(before | here)


def _complete(found: Iterable[bytes]) -> bool:
    parts = [part for one in found if (part := read_part(one))]
    try:
        return bool(parts) and not join_parts(parts)[1]
    except BundleRefused:
        return False


def _missing(lacking: Sequence[tuple[int, tuple[int, ...]]], *, mixed: bool) -> Refused:
    words: list[Sayable] = [
        Say("Code {n} of {all}", n=number, all=total)
        for total, numbers in lacking
        for number in numbers
    ]
    missing = Say("Not found on this scan: {codes}.", codes=Listing(tuple(words)))
    if mixed:
        return Refused(
            Say("Codes of more than one referral are mixed. {missing}", missing=missing),
            remedy=Say("Scan all pages of one referral form together, without the others."),
        )
    return Refused(
        missing,
        remedy=Say(
            "Scan the whole page again, flat and at 200 dots an inch or more, and choose all its "
            "files together."
        ),
    )


def _none_found(found: Iterable[bytes]) -> Refused:
    if any(is_finder(one) for one in found):
        return Refused(
            Say("This is a signed consent, not a referral form."),
            remedy=Say("Attach it at the desk, on the Packets page; or scan the referral form."),
        )
    if any(found):
        return Refused(
            Say("The codes on this scan are not Offramp's."),
            remedy=Say("Scan the page of the referral form that says Sealed code."),
        )
    return Refused(
        Say("No code was found on this scan."),
        remedy=Say(
            "Scan the page that says Sealed code again, flat and at 200 dots an inch or more. If "
            "the codes are spoiled, type the referral in from the form."
        ),
    )
