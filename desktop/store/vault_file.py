"""The file of key slots, `vault.json`: its shape, its seal, and how it is read and replaced.

It stands beside the database in clear text and holds no secret in the clear: names, roles, and the
data key wrapped once per user. The seal is made with the data key, so what only an administrator
may change (who there is, in which role, with which slot) shows when something else changed it.
Not sealed is what happens before the data key is known: failed tries and the wait after them.
An old vault put back whole is not noticed; disk encryption and the computer's own rights guard
the folder.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from pathlib import Path

import msgspec

from desktop.domain.refused import Refused
from desktop.domain.terms import Role
from desktop.domain.words import Say
from desktop.store.database import storage_errors
from desktop.store.replacing import replace_file

VAULT = "vault.json"
COPY = "vault.json.bak"
FORMAT = 1


class Slot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One user's way to the data key."""

    user: str  # id
    name: str  # as shown at sign-in
    role: Role
    created: datetime
    key: str  # compact JWE: the data key, wrapped by the password
    disabled: bool = False
    failures: int = 0  # wrong passwords since the last right one
    wait_from: datetime | None = None
    wait_until: datetime | None = None


class RecoverySlot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The way to the data key by the twelve words on paper."""

    created: datetime
    key: str


class VaultFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    format: int
    workspace: str  # id
    slots: tuple[Slot, ...]
    recovery: RecoverySlot
    seal: str = ""  # hex

    def slot(self, user_id: str) -> Slot:
        """Return a user's slot; refuses a user who is not here."""
        for slot in self.slots:
            if slot.user == user_id:
                return slot
        raise Refused(
            Say("This user is not on this computer."),
            remedy=Say("Choose a name from the list, or ask an administrator to add you."),
        )

    def having(self, changed: Slot) -> VaultFile:
        """Return the file with this slot in its user's place, or added."""
        if all(slot.user != changed.user for slot in self.slots):
            return msgspec.structs.replace(self, slots=(*self.slots, changed))
        slots = tuple(changed if slot.user == changed.user else slot for slot in self.slots)
        return msgspec.structs.replace(self, slots=slots)

    def sealed(self, data_key: bytes | bytearray) -> VaultFile:
        """Return the file with the seal of its present state."""
        return msgspec.structs.replace(self, seal=_seal(self, data_key))

    def is_sealed_by(self, data_key: bytes | bytearray) -> bool:
        """Return whether nothing but Offramp changed users, roles and slots."""
        return hmac.compare_digest(self.seal, _seal(self, data_key))


class _Head(msgspec.Struct):
    format: int


def read_vault(folder: Path) -> VaultFile:
    """Return the vault of a workspace; refuses a missing, torn or newer one."""
    path = folder / VAULT
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise Refused(
            Say("The list of users of this workspace (vault.json) is not there."),
            remedy=_how_to_get_it_back(folder),
        ) from None
    return _read(data, folder)


def write_vault(folder: Path, vault: VaultFile) -> None:
    """Replace the vault, then its copy.

    Both hold the same: an older copy would open for somebody whose password was taken back.
    """
    data = msgspec.json.format(msgspec.json.encode(vault), indent=1)
    replace_file(folder / VAULT, data)
    replace_file(folder / COPY, data)


def put_back_copy(folder: Path) -> None:
    """Put the copy of the vault in its place; refuses a copy that is missing or torn."""
    path = folder / COPY
    if not path.exists():
        raise Refused(
            Say("There is no copy of the list of users (vault.json.bak) here."),
            remedy=_how_to_get_it_back(folder),
        )
    with storage_errors():
        data = path.read_bytes()
        _read(data, folder)
        replace_file(folder / VAULT, data)


def _read(data: bytes, folder: Path) -> VaultFile:
    try:
        head = msgspec.json.decode(data, type=_Head)
        if head.format > FORMAT:
            raise Refused(
                Say("This workspace was made by a newer version of Offramp."),
                remedy=Say("Install that version or a later one, then open it again."),
            )
        return msgspec.json.decode(data, type=VaultFile)
    except msgspec.DecodeError:  # torn, or changed by hand into something else
        raise Refused(
            Say("The list of users of this workspace (vault.json) is damaged."),
            remedy=_how_to_get_it_back(folder),
        ) from None


def _how_to_get_it_back(folder: Path) -> Say:
    if (folder / COPY).exists():
        return Say("Rename vault.json.bak in the workspace folder to vault.json, then sign in.")
    return Say("Restore the newest backup of this workspace; it holds the list too.")


def _seal(vault: VaultFile, data_key: bytes | bytearray) -> str:
    said = {
        "format": vault.format,
        "workspace": vault.workspace,
        "recovery": [vault.recovery.created, vault.recovery.key],
        "slots": [[s.user, s.name, s.role, s.created, s.key, s.disabled] for s in vault.slots],
    }
    # A key of its own: the data key itself only ever opens the database.
    key = hmac.digest(data_key, b"offramp vault seal 1", "sha256")
    return hmac.new(key, msgspec.json.encode(said), hashlib.sha256).hexdigest()
