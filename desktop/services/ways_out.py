"""The ways out: the places this machine exchanges over, as people set them up.

A place holds no secret. Its password or key stands in the encrypted store under a name of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum

from desktop.domain.refused import Refused
from desktop.domain.words import Say
from desktop.services.workspace import Workspace, audit
from desktop.sync.carrier import CarrierAuth, CarrierFull, CarrierMissing, CarrierTrouble
from desktop.sync.opening import AnyCarrier, CarrierKind, CarrierPlace, opened

PLACES = "carrier.places"
FOLDERS = "carrier.folders"  # where a workspace made before servers could be named kept its folders
SECRET = "carrier.secret"
ANSWERS = "carrier.answers"

# How an address says what it is; S3's own names no server, so it says both.
SCHEMES = {
    "sftp": (CarrierKind.SFTP, "sftp"),
    "https": (CarrierKind.WEBDAV, "https"),
    "http": (CarrierKind.WEBDAV, "http"),
    "s3+https": (CarrierKind.S3, "https"),
    "s3+http": (CarrierKind.S3, "http"),
}


def places(workspace: Workspace) -> list[CarrierPlace]:
    """Return every place this machine exchanges over, in the order they were set up."""
    settings = workspace.store.settings
    old, held = settings.get(FOLDERS, []), settings.get(PLACES, [])
    found = [
        CarrierPlace(CarrierKind.FOLDER, str(one)) for one in (old if isinstance(old, list) else [])
    ]
    for one in held if isinstance(held, list) else []:
        if isinstance(one, Mapping):
            found.append(_from_setting(one))
    return found


def named(workspace: Workspace, url: str) -> CarrierPlace | None:
    """Return the place set up under this address, or None."""
    wanted = place_of(url)
    return next(
        (one for one in places(workspace) if (one.kind, one.url) == (wanted.kind, wanted.url)), None
    )


def add(
    workspace: Workspace, place: CarrierPlace, *, now: datetime, secret: str = ""
) -> CarrierPlace:
    """Remember a place and its secret, and return it; the same address is set up anew."""
    if secret:
        place = replace(place, secret=f"{SECRET}.{place.kind}.{place.url}")
        workspace.store.settings.set(place.secret, secret)
    held = places(workspace)
    if place not in held:
        kept = [one for one in held if (one.kind, one.url) != (place.kind, place.url)]
        with workspace.store.transaction():
            _write(workspace, [*kept, place])
            audit(workspace, "carrier.added", place.kind.value, now=now)
    return place


def forget(workspace: Workspace, place: CarrierPlace, *, now: datetime) -> None:
    """Forget a place and its secret; what lies there stays."""
    with workspace.store.transaction():
        _write(workspace, [one for one in places(workspace) if one != place])
        if place.secret:
            workspace.store.settings.forget(place.secret)
        audit(workspace, "carrier.forgotten", place.kind.value, now=now)


class Answer(StrEnum):
    """How a place answered last. Values are stored: add, never rename."""

    GOOD = "good"
    OFFLINE = "offline"
    NOT_ALLOWED = "not_allowed"
    MISSING = "missing"
    FULL = "full"
    REFUSED = "refused"  # it answers, and it is not a place of this program


_ANSWERS: tuple[tuple[type[Refused], Answer], ...] = (
    (CarrierAuth, Answer.NOT_ALLOWED),
    (CarrierMissing, Answer.MISSING),
    (CarrierFull, Answer.FULL),
    (CarrierTrouble, Answer.OFFLINE),
)


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """How a place answered last, and when it last did well; None: never."""

    answer: Answer
    at: datetime
    good_at: datetime | None


def note_answer(
    workspace: Workspace, place: CarrierPlace, trouble: Refused | None, *, now: datetime
) -> None:
    """Remember how a place answered; `trouble` None: well."""
    answer = Answer.GOOD
    if trouble is not None:
        found = (kind for type_, kind in _ANSWERS if isinstance(trouble, type_))
        answer = next(found, Answer.REFUSED)
    before = last_answers(workspace).get(place.url)
    good = now if trouble is None else before.good_at if before else None
    held = workspace.store.settings.get(ANSWERS, {})
    words = {
        "answer": answer.value,
        "at": now.isoformat(),
        "good_at": good.isoformat() if good else "",
    }
    known = {one.url for one in places(workspace)}
    kept = {
        url: one for url, one in (held if isinstance(held, Mapping) else {}).items() if url in known
    }
    workspace.store.settings.set(ANSWERS, {**kept, place.url: words})


def last_answers(workspace: Workspace) -> dict[str, LastAnswer]:
    """Return how each place answered last, by its url; untried ones are left out."""
    held = workspace.store.settings.get(ANSWERS, {})
    return {
        url: LastAnswer(
            Answer(one["answer"]),
            datetime.fromisoformat(one["at"]),
            datetime.fromisoformat(one["good_at"]) if one["good_at"] else None,
        )
        for url, one in (held if isinstance(held, Mapping) else {}).items()
    }


@contextmanager
def way(workspace: Workspace, place: CarrierPlace) -> Iterator[AnyCarrier]:
    """Give the carrier of a place and hang up at the end; nothing is asked of it yet."""
    with opened(
        place, owner=workspace.place.device, secret_for=workspace.store.settings.text
    ) as carrier:
        yield carrier


def place_of(address: str) -> CarrierPlace:
    """Return the place an address means: a folder, or sftp://, https:// (WebDAV), s3+https://."""
    found = re.match(r"([A-Za-z][A-Za-z0-9+.-]+)://", address)
    if found is None:
        return CarrierPlace(CarrierKind.FOLDER, address)
    scheme = found[1].lower()
    if scheme not in SCHEMES:
        raise Refused(
            Say("Offramp cannot exchange over {scheme} yet.", scheme=scheme),
            remedy=Say("Name a folder, or an address with sftp://, https:// or s3+https://."),
        )
    kind, plain = SCHEMES[scheme]
    return CarrierPlace(kind, f"{plain}://{address[found.end() :]}")


def address_of(place: CarrierPlace) -> str:
    """Return the address that means this place."""
    return f"s3+{place.url}" if place.kind is CarrierKind.S3 else place.url


def _write(workspace: Workspace, kept: list[CarrierPlace]) -> None:
    workspace.store.settings.set(PLACES, [asdict(one) for one in kept])
    workspace.store.settings.forget(FOLDERS)


def _from_setting(held: Mapping[str, object]) -> CarrierPlace:
    words = {str(name): str(value) for name, value in held.items() if name != "kind"}
    return CarrierPlace(kind=CarrierKind(str(held["kind"])), **words)
