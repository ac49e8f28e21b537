"""How machines meet: the mailbox, the invitation, and enrolment, each side hearing the other."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli.task import FILE, Task
from desktop.cli.terminal import Terminal, read_file, write_file
from desktop.domain.refused import Refused
from desktop.domain.words import Say, Sayable
from desktop.services import exchange, trust
from desktop.services.workspace import audit
from desktop.sync.enrolment import read_enrolment, read_invitation

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
    help="Exchange over this folder from now on: a stick, a share, the folder of a cloud drive. On"
    " the lead agency's computer an empty folder becomes the program's mailbox.",
)
@click.argument("folder", metavar="FOLDER", type=FILE)
def mailbox(terminal: Terminal, folder: Path) -> None:
    """Print which folder it is."""
    place = folder.absolute()
    with terminal.writing() as work:
        workspace = work.workspace
        if workspace.place.is_lead:
            exchange.make_mailbox(workspace, place, now=terminal.now)
        else:
            exchange.check(workspace, exchange.open_folder(workspace, place))
            exchange.add_folder(workspace, place, now=terminal.now)
    terminal.give({"folder": str(place)}, Say("Exchanges over {folder}.", folder=str(place)))


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
        known = exchange.folders(work.workspace)
        carrier = str(known[0]) if known else ""
        paper = trust.invite(work.workspace, carrier=carrier, now=terminal.now)
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
        trust.accept_invitation(work.workspace, paper, now=terminal.now)
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
        paper = trust.request_enrolment(work.workspace)
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
        trust.enrol(work.workspace, paper, code=known, now=terminal.now)
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
