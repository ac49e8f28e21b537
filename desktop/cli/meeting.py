"""How machines meet: the mailbox, the invitation, and enrolment, each side hearing the other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from desktop.cli.exchange import place_at
from desktop.cli.task import FILE, Task
from desktop.cli.terminal import Terminal, read_file, write_file
from desktop.domain.refused import Refused
from desktop.domain.words import Say, Sayable
from desktop.services import enrolling, exchange, trust, ways_out
from desktop.services.workspace import audit
from desktop.sync.enrolment import read_enrolment, read_invitation
from desktop.sync.opening import CarrierKind, CarrierPlace, show_host_key

SERVER_PASSWORD = "OFFRAMP_SERVER_PASSWORD"

WORDS_AGREE = "--words-agree"
_WORDS_AGREE = click.option(
    WORDS_AGREE,
    "agreed",
    is_flag=True,
    help="You have compared the words by voice already, and they agree.",
)


@click.command(
    "mailbox",
    cls=Task,
    example="/media/stick/offramp",
    help="Exchange over this place from now on: a folder (a stick, a share, a cloud drive's), or a"
    " server as sftp://server/folder, https://server/folder (WebDAV) or"
    " s3+https://server/bucket/folder; its password comes from a prompt or"
    f" {SERVER_PASSWORD}. On the lead agency's computer an empty place becomes the program's"
    " mailbox.",
)
@click.argument("address", metavar="PLACE")
@click.option("--account", default="", metavar="NAME", help="The account on the server.")
@click.option(
    "--host-key", default="", metavar="KEY", help="SFTP: the server's key, once it was compared."
)
@click.option("--region", default="", metavar="NAME", help="S3: where the bucket is.")
@click.option(
    "--certificate", type=FILE, metavar="FILE", help="The server's, where nobody else signed it."
)
def mailbox(
    terminal: Terminal,
    address: str,
    account: str,
    host_key: str,
    region: str,
    certificate: Path | None,
) -> None:
    """Print which place it is."""
    place = replace(
        place_at(address),
        user=account,
        host_key=host_key,
        region=region,
        authority=read_file(certificate).decode("ascii", "replace") if certificate else "",
    )
    _must_be_confirmed(place)
    served = place.kind is not CarrierKind.FOLDER
    with terminal.writing() as work:
        words = Say("Password on the server")
        secret = terminal.password(words, variable=SERVER_PASSWORD) if served else ""
        put = exchange.make_mailbox_at if work.workspace.place.is_lead else exchange.add_place
        put(work.workspace, place, now=terminal.now, secret=secret)
    said = ways_out.address_of(place)
    terminal.give({"folder": said}, Say("Exchanges over {folder}.", folder=said))


def _must_be_confirmed(place: CarrierPlace) -> None:
    """Refuse an SFTP server whose key nobody has compared, with the key to compare."""
    if place.kind is CarrierKind.SFTP and not place.host_key:
        shown = show_host_key(place.url)
        raise Refused(
            Say("The server shows the fingerprint {words}.", words=shown.fingerprint),
            remedy=Say(
                "Compare it with whoever runs the server. If it is the same, run this again with"
                ' --host-key "{key}".',
                key=shown.line,
            ),
        )


@click.command(
    "invite",
    cls=Task,
    example="--out three-rivers.offramp-invite",
    help="Write the lead agency's invitation, which other computers join with. Lead agency only.",
)
@click.option("--out", required=True, type=FILE, metavar="FILE", help="Where to.")
def invite(terminal: Terminal, out: Path) -> None:
    """Print the words that people compare by voice."""
    with terminal.writing() as work:
        known = ways_out.places(work.workspace)
        carrier = ways_out.address_of(known[0]) if known else ""
        paper = enrolling.invite(work.workspace, carrier=carrier, now=terminal.now)
    write_file(out, paper)
    words = _words(terminal, read_invitation(paper).fingerprint)
    terminal.give(
        {"file": str(out), "words": words},
        Say("Written to {file}.", file=str(out)),
        Say("Whoever joins reads these words to you; they must be the same:"),
        f"  {words}",
    )


@click.command(
    "join",
    cls=Task,
    example=f"three-rivers.offramp-invite {WORDS_AGREE}",
    help="Trust the lead agency of an invitation, once the words were compared by voice. Call the"
    " number on your printed letter, not one in the file.",
)
@click.argument("file", metavar="FILE", type=FILE)
@_WORDS_AGREE
def join(terminal: Terminal, file: Path, agreed: bool) -> None:
    """Print what was joined, and what is next."""
    paper = read_file(file)
    invitation = read_invitation(paper)
    words = _words(terminal, invitation.fingerprint)
    with terminal.writing() as work:
        _compare(terminal, words, agreed)
        enrolling.accept_invitation(work.workspace, paper, now=terminal.now)
        folder = Path(invitation.carrier) if invitation.carrier else None
        if folder is not None and folder.is_dir():
            exchange.add_folder(work.workspace, folder, now=terminal.now)
        else:
            folder = None
    next_steps: list[Sayable] = [Say("Next: enroll --request FILE, and send it to them.")]
    if folder is None:
        next_steps.append(Say("Then: mailbox FOLDER, to say where you exchange."))
    terminal.give(
        {
            "program": invitation.program,
            "agency": invitation.agency,
            "words": words,
            "folder": str(folder) if folder else None,
        },
        Say("Joined the program {program} of {agency}.", program=invitation.program,
            agency=invitation.agency),
        *next_steps,
    )  # fmt: skip


@click.command(
    "enroll",
    cls=Task,
    example="--request k7.offramp-enroll",
    help="Ask the lead agency to enroll this computer (--request), or enroll another one there"
    " (--accept), once the words were compared by voice.",
)
@click.option("--request", type=FILE, metavar="FILE", help="Write the request to FILE.")
@click.option("--accept", type=FILE, metavar="FILE", help="Enroll the computer of this request.")
@click.option("--code", metavar="CODE", help="Its code in referral numbers; else its name.")
@_WORDS_AGREE
def enroll(
    terminal: Terminal, request: Path | None, accept: Path | None, code: str | None, agreed: bool
) -> None:
    """Print the words to compare, and who was enrolled."""
    if (request is None) == (accept is None):
        raise Refused(
            Say("Say which: ask to be enrolled, or enroll another computer."),
            remedy=Say("Give either --request FILE or --accept FILE."),
        )
    if request is not None:
        _request(terminal, request)
    if accept is not None:
        _accept(terminal, accept, code, agreed)


def _request(terminal: Terminal, out: Path) -> None:
    with terminal.writing() as work:
        paper = enrolling.request_enrolment(work.workspace)
        audit(work.workspace, "device.asks", work.workspace.place.device, now=terminal.now)
    write_file(out, paper)
    words = _words(terminal, read_enrolment(paper).fingerprint)
    terminal.give(
        {"file": str(out), "words": words},
        Say("Written to {file}. Send it to your lead agency.", file=str(out)),
        Say("Read these words to them when they call; they must be the same:"),
        f"  {words}",
    )


def _accept(terminal: Terminal, file: Path, code: str | None, agreed: bool) -> None:
    paper = read_file(file)
    asked = read_enrolment(paper)
    words = _words(terminal, asked.fingerprint)
    with terminal.writing() as work:
        _compare(terminal, words, agreed)
        known = (code or asked.machine).strip().upper()
        enrolling.enrol(work.workspace, paper, code=known, now=terminal.now)
    terminal.give(
        {"device": asked.device, "agency": asked.agency, "kind": asked.kind.value, "code": known,
         "words": words},
        Say("{device} ({kind}) of {agency} is enrolled as {code}.", device=asked.device,
            kind=asked.kind.value, agency=asked.agency, code=known),
        Say("Next: sync, so that it and the others hear of it."),
    )  # fmt: skip


def _compare(terminal: Terminal, words: str, agreed: bool) -> None:
    if agreed:
        return
    question = Say("Compare by voice: {words}. Are they the same?", words=words)
    if not terminal.agree(question):
        raise Refused(
            Say("The words differ, so nothing was changed."),
            remedy=Say("Stop, and call the number on your printed letter, not one in the file."),
        )


def _words(terminal: Terminal, fingerprint: str) -> str:
    return trust.compare_words(fingerprint, terminal.world.word_list())


COMMANDS: tuple[click.Command, ...] = (mailbox, invite, join, enroll)
