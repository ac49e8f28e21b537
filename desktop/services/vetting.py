"""What of a bundle may be kept: its seal, its signer, its place, and its writer's rights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from desktop.domain.change import Change
from desktop.domain.words import Say
from desktop.services.rights import NUMBERS_AHEAD, fault_of, is_writer_of
from desktop.services.trust import TrustBook, own_keys
from desktop.services.workspace import Workspace
from desktop.sync.bundle import Opened, open_sealed
from desktop.sync.manifest import Versions, manifest_for
from desktop.sync.names import PAPER, name_fits, parse_bundle_name
from desktop.sync.refusals import BundleRefused, RefusalKind
from desktop.sync.sealed_code import is_code, open_code
from desktop.wire import Unreadable, change_from_bytes

NUMBER_LEAP = 1_000_000  # beyond a manifest's highest number nothing is believed (sync.md)


@dataclass(frozen=True)
class Readable:
    """The changes of a bundle that may be kept, and those set aside, with why."""

    lines: tuple[tuple[Change, bytes], ...]
    set_aside: tuple[str, ...]


def verified(workspace: Workspace, full: str, name: str, data: bytes, book: TrustBook) -> Opened:
    """Return the opened bundle; refuses one whose seal, signer, place or writer does not hold."""
    if not name_fits(name, data):
        raise BundleRefused(RefusalKind.TORN, Say("Its bytes are not those its name promises."))
    if is_code(data):
        return verified_code(workspace, data, book)
    opened = open_sealed(
        data,
        own_keys(workspace.store.settings).open,
        book.roster.verifiers(),
        program=workspace.program.slug,
    )
    manifest = opened.manifest
    sender = book.roster.signers().get(opened.signer_kid)
    parsed = parse_bundle_name(name)
    if sender is None or sender.device != manifest.device or parsed is None:
        raise BundleRefused(RefusalKind.BAD_SIGNATURE, Say("Its signer is another machine."))
    if (parsed.device, parsed.sequence) != (manifest.device, manifest.sequence):
        raise BundleRefused(RefusalKind.BAD_CONTENT, Say("Its name is not its own."))
    # A file somebody dropped lies in no folder of ours.
    if "/" in full and full.partition("/")[0] != manifest.stream:
        raise BundleRefused(RefusalKind.BAD_CONTENT, Say("It lies in another stream's folder."))
    if not sender.may_send(manifest.writer, manifest.stream, manifest.sequence):
        raise BundleRefused(RefusalKind.REVOKED, Say("That machine was revoked."))
    if not is_writer_of(workspace, manifest.writer, sender, book):
        raise BundleRefused(RefusalKind.FOREIGN, Say("It is written in another machine's name."))
    return opened


def verified_code(workspace: Workspace, data: bytes, book: TrustBook) -> Opened:
    """Return a sealed code from paper as what a bundle is; it follows no other."""
    code = open_code(
        data,
        own_keys(workspace.store.settings).open,
        book.roster.verifiers(),
        program=workspace.program.slug,
    )
    label, sender = code.label, book.roster.signers().get(code.signer_kid)
    if sender is None or sender.device != label.device:
        raise BundleRefused(RefusalKind.BAD_SIGNATURE, Say("Its signer is another machine."))
    # Paper bears no date that could be believed, so nothing of a revoked machine is taken from it.
    if sender.is_revoked:
        raise BundleRefused(RefusalKind.REVOKED, Say("That machine was revoked."))
    if not is_writer_of(workspace, label.writer, sender, book):
        raise BundleRefused(RefusalKind.FOREIGN, Say("It is written in another machine's name."))
    manifest = manifest_for(
        code.lines,
        program=label.program,
        device=label.device,
        writer=label.writer,
        stream=PAPER,
        sequence=label.sequence,
        previous="",
        versions=Versions("", "", ""),
        device_clock=datetime.fromtimestamp(0, UTC),
        skew_seconds=None,
        highest=label.highest,
    )
    return Opened(manifest, code.lines, code.digest, code.content, code.signer_kid)


def sifted(workspace: Workspace, opened: Opened, book: TrustBook) -> Readable:
    """Return what may be kept of a bundle; a bad change in a good bundle is set aside alone."""
    store, sender = workspace.store, book.member(opened.manifest.device)
    lines: list[tuple[Change, bytes]] = []
    aside: list[str] = []
    for line in opened.lines:
        try:
            change = change_from_bytes(line)
        except Unreadable as trouble:
            aside.append(str(trouble))
            continue
        most = min(opened.manifest.highest + NUMBER_LEAP, store.highest + NUMBERS_AHEAD)
        if change.id.number > most:
            raise BundleRefused(RefusalKind.BAD_CONTENT, Say("Its numbers cannot be right."))
        fault = fault_of(workspace, change, writer=opened.manifest.writer, sender=sender, book=book)
        if fault:
            aside.append(fault)
        else:
            lines.append((change, line))
    return Readable(tuple(lines), tuple(aside))
