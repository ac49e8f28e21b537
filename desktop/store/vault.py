"""Who may open a workspace: one data key, wrapped once per user and once by twelve words.

The data key is random and opens the database; nobody's password is it. A slot is a JWE
(PBES2-HS512+A256KW, A256GCM), so a password is changed without touching the records.
A try counts before its password is looked at: killing the program gives no free tries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from msgspec.structs import replace

from desktop.domain.refused import Refused
from desktop.domain.terms import Role
from desktop.domain.words import Say
from desktop.store.database import KEY_SIZE, storage_errors
from desktop.store.lock import one_at_a_time
from desktop.store.passwords import find_password_problems, same_everywhere
from desktop.store.tries import one_more_try, refuse_while_waiting, wait_begun_anew, wrong_password
from desktop.store.vault_file import (
    FORMAT,
    VAULT,
    RecoverySlot,
    Slot,
    VaultFile,
    read_vault,
    write_vault,
)

ROUNDS = 210_000  # of PBKDF2-HMAC-SHA512, about 150 ms a try; source: OWASP Password Storage, 2023
ALGORITHMS = ["PBES2-HS512+A256KW", "A256GCM"]

# Whose password may be reset by whom: a supervisor must not become an administrator by it.
MAY_RESET = {
    Role.ADMIN: frozenset(Role),
    Role.SUPERVISOR: frozenset({Role.OFFICER, Role.DESK}),
}


@dataclass(frozen=True, slots=True)
class User:
    """One user as anybody may see before sign-in."""

    id: str
    name: str
    role: Role
    disabled: bool = False
    wait_until: datetime | None = None  # after too many wrong passwords


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in, with the key to the database."""

    user: User
    workspace: str  # id
    data_key: bytearray = field(repr=False)

    def wipe(self) -> None:
        """Overwrite the key; the session is of no use after."""
        self.data_key[:] = bytes(len(self.data_key))


def has_vault(folder: Path) -> bool:
    """Return whether somebody has set up a workspace in the folder."""
    return (folder / VAULT).exists()


def users(folder: Path) -> tuple[User, ...]:
    """Return who can sign in, in the order they were added: names and roles only."""
    with storage_errors():
        return tuple(_user(slot) for slot in read_vault(folder).slots)


def create_vault(
    folder: Path,
    *,
    workspace_id: str,
    user_id: str,
    name: str,
    password: str,
    words: Sequence[str],
    random_bytes: Callable[[int], bytes],
    now: datetime,
) -> Session:
    """Make the data key, the first administrator's slot and the recovery slot, and sign in."""
    _check_password(password, name)
    with _alone(folder):
        if has_vault(folder):
            raise Refused(
                Say("There is a workspace in this folder already."),
                remedy=Say("Sign in to it, or choose another folder."),
            )
        data_key = bytearray(random_bytes(KEY_SIZE))
        slot = Slot(user_id, name, Role.ADMIN, now, _wrap(data_key, same_everywhere(password)))
        recovery = RecoverySlot(now, _wrap(data_key, _of_words(words)))
        vault = VaultFile(FORMAT, workspace_id, (slot,), recovery)
        write_vault(folder, vault.sealed(data_key))
    return Session(_user(slot), workspace_id, data_key)


def sign_in(folder: Path, user_id: str, password: str, *, now: datetime) -> Session:
    """Return the session of a user whose password is right.

    Refuses a wrong password (and says what it costs), a wait that is not over, a user whose
    access was taken back, and a vault that something else changed.
    """
    with _alone(folder):
        vault = read_vault(folder)
        slot = wait_begun_anew(vault.slot(user_id), now)
        if slot != vault.slot(user_id):
            write_vault(folder, vault.having(slot))
        refuse_while_waiting(slot, now)
        tried = one_more_try(slot, now)
        vault = vault.having(tried)
        write_vault(folder, vault)
        data_key = _unwrap(slot.key, same_everywhere(password))
        if data_key is None:
            raise wrong_password(tried)
        _check_seal(vault, data_key)
        if slot.disabled:
            raise Refused(
                Say("An administrator has taken back your access to this computer."),
                remedy=Say("Ask your administrator to let you in again. Nothing of yours is lost."),
            )
        signed_in = replace(tried, failures=0, wait_from=None, wait_until=None)
        write_vault(folder, vault.having(signed_in))
    return Session(_user(signed_in), vault.workspace, data_key)


def change_password(folder: Path, user_id: str, old: str, new: str, *, now: datetime) -> None:
    """Give a user the new password; the old one counts as a try."""
    session = sign_in(folder, user_id, old, now=now)
    _check_password(new, session.user.name)
    with _alone(folder):
        vault = _sealed_vault(folder, session)
        _write(folder, vault.having(_reset(vault.slot(user_id), session, new)), session)
    session.wipe()


def add_user(
    folder: Path,
    by: Session,
    *,
    user_id: str,
    name: str,
    role: Role,
    password: str,
    now: datetime,
) -> User:
    """Add a user with a first password. Administrators only."""
    _check_password(password, name)
    with _alone(folder):
        vault = _vault_of_admin(folder, by)
        if any(slot.user == user_id or slot.name == name for slot in vault.slots):
            raise Refused(
                Say("There is a user of this name on this computer."),
                remedy=Say("Choose a name that tells the two apart."),
            )
        slot = Slot(user_id, name, role, now, _wrap(by.data_key, same_everywhere(password)))
        _write(folder, vault.having(slot), by)
    return _user(slot)


def reset_password(folder: Path, by: Session, user_id: str, password: str) -> None:
    """Give a user a new first password and end a wait. See MAY_RESET for who may."""
    with _alone(folder):
        vault = _sealed_vault(folder, by)
        slot = vault.slot(user_id)
        if slot.role not in MAY_RESET.get(vault.slot(by.user.id).role, frozenset()):
            raise _not_yours()
        _check_password(password, slot.name)
        _write(folder, vault.having(_reset(slot, by, password)), by)


def set_disabled(folder: Path, by: Session, user_id: str, disabled: bool) -> None:
    """Take a user's access back, or give it again. Administrators only; never the last one's."""
    with _alone(folder):
        vault = _vault_of_admin(folder, by)
        changed = vault.having(replace(vault.slot(user_id), disabled=disabled))
        _write(folder, _with_an_admin(changed), by)


def set_role(folder: Path, by: Session, user_id: str, role: Role) -> None:
    """Give a user another role. Administrators only; never the last one's."""
    with _alone(folder):
        vault = _vault_of_admin(folder, by)
        changed = vault.having(replace(vault.slot(user_id), role=role))
        _write(folder, _with_an_admin(changed), by)


def replace_recovery(folder: Path, by: Session, words: Sequence[str], *, now: datetime) -> None:
    """Make new words open the recovery slot; the old sheet is void. Administrators only."""
    with _alone(folder):
        vault = _vault_of_admin(folder, by)
        recovery = RecoverySlot(now, _wrap(by.data_key, _of_words(words)))
        _write(folder, replace(vault, recovery=recovery), by)


def recover(folder: Path, words: Sequence[str], *, user_id: str, password: str) -> Session:
    """Let an administrator in again by the twelve words, with a new password.

    When something else changed the vault, everybody else's access is taken back until that
    administrator has looked at names and roles and given it again. Refuses other words.
    """
    with _alone(folder):
        vault = read_vault(folder)
        slot = vault.slot(user_id)
        _check_password(password, slot.name)
        data_key = _unwrap(vault.recovery.key, _of_words(words))
        if data_key is None:
            raise Refused(
                Say("These words belong to another workspace, or to a sheet that was replaced."),
                remedy=Say("Look for the newest recovery sheet of this workspace."),
            )
        untouched = vault.is_sealed_by(data_key)
        if untouched and slot.role is not Role.ADMIN:
            raise Refused(
                Say("The recovery sheet lets an administrator in again, and nobody else."),
                remedy=Say("Choose an administrator's name; they can give others a new password."),
            )
        if not untouched:
            slots = tuple(replace(other, disabled=True) for other in vault.slots)
            vault = replace(vault, slots=slots)
        session = Session(User(slot.user, slot.name, Role.ADMIN), vault.workspace, data_key)
        back = replace(_reset(slot, session, password), role=Role.ADMIN, disabled=False)
        _write(folder, vault.having(back), session)
    return session


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    # Two programs that count tries at once would lose one.
    with storage_errors(), one_at_a_time(folder / f"{VAULT}.lock"):
        yield


def _user(slot: Slot) -> User:
    return User(slot.user, slot.name, slot.role, slot.disabled, slot.wait_until)


def _check_password(password: str, name: str) -> None:
    problems = find_password_problems(password, name=name)
    if problems:
        raise Refused(problems[0], remedy=Say("Choose another password."))


def _check_seal(vault: VaultFile, data_key: bytearray) -> None:
    if not vault.is_sealed_by(data_key):
        raise Refused(
            Say("Something other than Offramp changed the list of users of this workspace."),
            remedy=Say("Ask your administrator to open it with the recovery sheet."),
        )


def _sealed_vault(folder: Path, by: Session) -> VaultFile:
    vault = read_vault(folder)
    _check_seal(vault, by.data_key)
    if vault.slot(by.user.id).disabled:
        raise _not_yours()
    return vault


def _vault_of_admin(folder: Path, by: Session) -> VaultFile:
    # As the vault says now: a role may have been taken back since the sign-in.
    vault = _sealed_vault(folder, by)
    if vault.slot(by.user.id).role is not Role.ADMIN:
        raise _not_yours()
    return vault


def _not_yours() -> Refused:
    return Refused(
        Say("Your role does not allow this change."),
        remedy=Say("Ask an administrator of this computer to make it."),
    )


def _with_an_admin(vault: VaultFile) -> VaultFile:
    if not any(slot.role is Role.ADMIN and not slot.disabled for slot in vault.slots):
        raise Refused(
            Say("This is the last administrator of this computer."),
            remedy=Say("Make somebody else an administrator first."),
        )
    return vault


def _reset(slot: Slot, by: Session, password: str) -> Slot:
    key = _wrap(by.data_key, same_everywhere(password))
    return replace(slot, key=key, failures=0, wait_from=None, wait_until=None)


def _write(folder: Path, vault: VaultFile, by: Session) -> None:
    write_vault(folder, vault.sealed(by.data_key))


def _of_words(words: Sequence[str]) -> bytes:
    return " ".join(words).encode()


def _wrap(data_key: bytearray, secret: bytes) -> str:
    header = {"alg": ALGORITHMS[0], "enc": ALGORITHMS[1], "p2c": ROUNDS}
    return jwe.encrypt_compact(header, bytes(data_key), _key(secret), algorithms=ALGORITHMS)


def _unwrap(sealed: str, secret: bytes) -> bytearray | None:
    try:
        opened = jwe.decrypt_compact(sealed, _key(secret), algorithms=ALGORITHMS).plaintext
    except (JoseError, ValueError):  # ValueError: what is there is no JWE at all
        return None
    return bytearray(opened) if opened and len(opened) == KEY_SIZE else None


def _key(secret: bytes) -> OctKey:
    # Not import_key: it warns of every password under 14 bytes and looks for PEM files in them.
    return OctKey(secret, secret)
