"""Referrals: log one from an answers file, save its packet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from desktop.cli.rules import decision_in_words
from desktop.cli.task import FILE, Task, one_of
from desktop.cli.terminal import Terminal, read_file
from desktop.domain.consent import LEAD, OFFICER, Consent, Scope
from desktop.domain.encounter import Encounter
from desktop.domain.referral import Referral
from desktop.domain.refused import Refused
from desktop.domain.terms import (
    Audience,
    ConsentHow,
    ConsentState,
    Pathway,
    PrintHow,
    PrintWhy,
)
from desktop.domain.words import Listing, Say, Sayable
from desktop.formats.answers import read_answers
from desktop.packet.fonts import FontLibrary
from desktop.packet.sheets import BLANKS, PLANS
from desktop.services import assess, blanks, capture, issue, offers, refer
from desktop.services.issue import SheetOffer, Wanted
from desktop.services.workspace import Workspace

# What a person may have agreed to, by the word typed: to whom, and what it frees.
CONSENTS: dict[str, tuple[str, Scope]] = {
    "lead-contact": (LEAD, Scope.PERSONAL),
    "lead-needs": (LEAD, Scope.HEALTH),
    "news-contact": (OFFICER, Scope.NEWS_CONTACT),
    "news-status": (OFFICER, Scope.NEWS_STATUS),
}


@click.command(
    "refer",
    cls=Task,
    example="--answers answers.json --consent lead-contact --consent lead-needs",
    help="Log a referral from an answers file: the rules decide, it gets its number, and it waits"
    " to leave. Without a consent no name leaves the precinct.",
)
@click.option("--answers", required=True, type=FILE, metavar="FILE", help="What is known.")
@click.option(
    "--consent",
    "consents",
    multiple=True,
    type=click.Choice(list(CONSENTS)),
    help="What the person agreed to: that the lead agency gets name and contact, or needs; that the"
    " officer hears of contact made, or of enrolled and completed.",
)
@click.option(
    "--how",
    type=one_of(ConsentHow),
    default=ConsentHow.PAPER.value,
    show_default=True,
    help="How the person agreed.",
)
@click.option("--witness", metavar="NAME", default="", help="Who heard a spoken yes.")
@click.option(
    "--written-by",
    metavar="NAME",
    default="",
    help="Who wrote the paper form these answers were copied from; you are kept as its typist.",
)
def refer_command(
    terminal: Terminal,
    answers: Path,
    consents: Sequence[str],
    how: str,
    witness: str,
    written_by: str,
) -> None:
    """Print the referral's number and the decision."""
    if ConsentHow(how) is ConsentHow.VERBAL and consents and not witness.strip():
        raise Refused(
            Say("A spoken yes counts only with a witness."), remedy=Say("Name one with --witness.")
        )
    content = read_file(answers)
    with terminal.writing() as work:
        workspace = work.workspace
        found = read_answers(content, workspace.dictionary, now=terminal.now)
        on = found.answers.on
        encounter = Encounter(terminal.world.new_id(), on, found.answers.by_path())
        if written_by.strip():
            for path, words in capture.paper_facts(workspace, written_by).items():
                encounter = encounter.answered(path, words)
        for word in dict.fromkeys(consents):
            recipient, scope = CONSENTS[word]
            encounter = encounter.consented(
                Consent(
                    encounter.id,
                    recipient,
                    scope,
                    ConsentState.GRANTED,
                    ConsentHow(how),
                    witness=witness.strip(),
                    given_at=min(on, terminal.now),
                    language=terminal.tongue.code,
                )
            )
        decision = assess.assess(
            workspace, encounter, now=on, approvals=found.approvals_for(workspace.program)
        )
        referral = refer.log(
            workspace,
            encounter,
            decision,
            referral_id=terminal.world.new_id(),
            now=terminal.now,
        )
    terminal.give(
        {
            "referral": referral.number,
            "id": referral.id,
            "outcome": decision.outcome.value,
            "settled": decision.settled,
            "consents": sorted(set(consents)),
        },
        Say("{number} is logged on this computer.", number=referral.number),
        *decision_in_words(decision),
    )


@click.command(
    "offer",
    cls=Task,
    example="--declined not_ready",
    help="Keep that help was declined, or was not offered, and why; or which rules kept somebody"
    " out who is not referred. Nothing about a person is kept.",
)
@click.option("--declined", metavar="REASON", default="", help="Why the person said no.")
@click.option("--not-made", metavar="REASON", default="", help="Why no offer was made.")
@click.option(
    "--kept-out",
    type=FILE,
    metavar="FILE",
    help="An answers file whose pathway the rules close: the names of those rules are kept, the"
    " answers are not.",
)
def offer(terminal: Terminal, declined: str, not_made: str, kept_out: Path | None) -> None:
    """Print what was kept."""
    if [bool(declined), bool(not_made), kept_out is not None].count(True) != 1:
        raise Refused(
            Say("Say one of three: declined, not made, or kept out."),
            remedy=Say("Use --declined REASON, --not-made REASON or --kept-out FILE."),
        )
    if kept_out is not None:
        _turned_away(terminal, kept_out)
        return
    path = offers.DECLINED if declined else offers.NOT_OFFERED
    reason = declined or not_made
    with terminal.writing() as work:
        fact = work.workspace.dictionary.fact_of(path)
        choice = fact.choice(reason)
        if choice is None:
            raise Refused(
                Say("This is no reason on the list."),
                remedy=Say("Use one of: {words}.", words=", ".join(c.value for c in fact.choices)),
            )
        kept = offers.log(
            work.workspace,
            path,
            reason,
            encounter_id=terminal.world.new_id(),
            now=terminal.now,
        )
    terminal.give(
        {"offer": kept.encounter, "made": bool(declined), "reason": reason},
        Say("Kept without a name: {reason}.", reason=choice.label),
    )


def _turned_away(terminal: Terminal, answers: Path) -> None:
    content = read_file(answers)
    with terminal.writing() as work:
        workspace = work.workspace
        workspace.may(*refer.WRITERS)
        found = read_answers(content, workspace.dictionary, now=terminal.now).answers
        met = Encounter(terminal.world.new_id(), found.on, found.by_path())
        barred = offers.keep_turned_away(workspace, met, on=found.on, now=terminal.now)
    if not barred:
        raise Refused(
            Say("No rule closes this pathway."),
            remedy=Say("Log the referral (refer), or say why there was none."),
        )
    terminal.give(
        {"kept_out_by": list(barred)},
        Say("Counted without a name, with what closed the pathway: {id}.", id=Listing(barred)),
    )


@click.command(
    "packet",
    cls=Task,
    example="TRC-K7-26-000001 --out packet --audience person",
    help="Save a referral's sheets as PDF: each in its reader's view, and only those your role may"
    " make. REFERRAL is its number. Every saved sheet is logged.",
)
@click.argument("number", metavar="REFERRAL")
@click.option("--out", required=True, type=FILE, metavar="DIR", help="Where to.")
@click.option(
    "--audience",
    "audiences",
    multiple=True,
    type=one_of(Audience),
    help="For whom; without it for everybody who may have a sheet.",
)
@click.option(
    "--sheet",
    "kinds",
    multiple=True,
    type=click.Choice([one.value for one in PLANS]),
    help="Which sheet; without it all the usual ones. A fax cover and a narrative are asked for.",
)
@click.option(
    "--why",
    type=one_of(PrintWhy),
    default=PrintWhy.FIRST.value,
    show_default=True,
    help="Why; for a sheet that was saved before, something else than first.",
)
def packet(
    terminal: Terminal,
    number: str,
    out: Path,
    audiences: Sequence[str],
    kinds: Sequence[str],
    why: str,
) -> None:
    """Print which sheets were saved, and which could not be made."""
    with terminal.writing() as work:
        workspace = work.workspace
        referral = referral_numbered(workspace, number)
        offers = _offers(terminal, workspace, referral, audiences, kinds)
        can = [one for one in offers if one.missing_consent is None]
        wanted = [
            Wanted(
                one.kind,
                terminal.world.tongue(code),
                issue.next_copy(workspace, referral.id, one.kind, code),
            )
            for one in can
            for code in _languages(one)
        ]
        if not wanted:
            raise _nothing_to_make(offers)
        if PrintWhy(why) is PrintWhy.FIRST and any(one.copy > 1 for one in wanted):
            raise Refused(
                Say("A sheet of this packet was saved or printed before."),
                remedy=Say("Say with --why why it is made again."),
            )
        fonts = FontLibrary(terminal.world.resources / "fonts")
        paths = issue.save_packet(workspace, referral.id, wanted, fonts, out, now=terminal.now)
        with workspace.store.transaction():
            for one in wanted:
                issue.log_print(
                    workspace,
                    referral.id,
                    one.kind,
                    language=one.tongue.code,
                    how=PrintHow.FILE,
                    why=PrintWhy(why),
                    copy=one.copy,
                    now=terminal.now,
                )
    left_out = [one for one in offers if one.missing_consent is not None]
    terminal.give(
        {
            "referral": referral.number,
            "files": [str(path) for path in paths],
            "left_out": [
                {"sheet": one.kind.value, "why": terminal.tongue(one.missing_consent or "")}
                for one in left_out
            ],
        },
        *(str(path) for path in paths),
        *(
            Say("Not made: {sheet}. {why}", sheet=one.name, why=one.missing_consent)
            for one in left_out
        ),
    )


@click.command(
    "paper",
    cls=Task,
    example="--out paper --sheet rules-card",
    help="Save the sheets that belong to no referral as PDF, in every language the program has:"
    " the rules card (the whole program on one page) and the form to be filled in by hand.",
)
@click.option("--out", required=True, type=FILE, metavar="DIR", help="Where to.")
@click.option(
    "--sheet",
    "kinds",
    multiple=True,
    type=click.Choice([one.value for one in BLANKS]),
    help="Which; without it both.",
)
@click.option(
    "--pathway",
    type=click.Choice([one.value for one in Pathway], case_sensitive=False),
    help="The form of one pathway, which is shorter; without it one form asks for all of them.",
)
def paper(terminal: Terminal, out: Path, kinds: Sequence[str], pathway: str | None) -> None:
    """Print which sheets were saved."""
    with terminal.writing() as work:
        workspace = work.workspace
        wanted = [
            (kind, terminal.world.tongue(code))
            for kind in BLANKS
            for code in blanks.languages(workspace)
            if not kinds or kind.value in kinds
        ]
        fonts = FontLibrary(terminal.world.resources / "fonts")
        way = Pathway(pathway) if pathway else None
        if way is not None and way not in workspace.program.pathways:
            raise Refused(
                Say("The program in force has no such pathway."),
                remedy=Say("Leave --pathway out, or name one of the program's."),
            )
        paths = blanks.save_blanks(workspace, wanted, fonts, out, now=terminal.now, pathway=way)
    terminal.give({"files": [str(path) for path in paths]}, *(str(path) for path in paths))


def referral_numbered(workspace: Workspace, number: str) -> Referral:
    """Return the referral of that number; refuses one that is not on this computer."""
    wanted = number.strip().casefold()
    for one in workspace.store.referrals():
        if wanted in (one.number.casefold(), one.id):
            return one
    raise Refused(
        Say("No referral of this number is on this computer."),
        remedy=Say("Check the number, or exchange first: sync."),
    )


def _offers(
    terminal: Terminal,
    workspace: Workspace,
    referral: Referral,
    audiences: Sequence[str],
    kinds: Sequence[str],
) -> list[SheetOffer]:
    found = issue.offers(workspace, referral.id, now=terminal.now)
    return [
        one
        for one in found
        if (not audiences or one.audience.value in audiences)
        and (one.kind.value in kinds if kinds else one.usual)
    ]


def _languages(offer: SheetOffer) -> tuple[str, ...]:
    """Return in which languages a sheet is made: what people are handed, in all there are."""
    return offer.languages if offer.audience is Audience.PERSON else offer.languages[:1]


def _nothing_to_make(offers: Sequence[SheetOffer]) -> Refused:
    missing: Sayable | None = next((one.missing_consent for one in offers), None)
    if missing is not None:
        return Refused(missing, remedy=Say("Ask the person, and record the answer first."))
    return Refused(
        Say("Your role can make no such sheet of this referral on this computer."),
        remedy=Say("Sign in as somebody who may, or ask for another audience."),
    )


COMMANDS: tuple[click.Command, ...] = (refer_command, offer, packet, paper)
