"""Approvals and old decisions: what waits, each answer with its reason, and then beside now."""

from __future__ import annotations

from collections.abc import Iterator

import click

from desktop.cli.referrals import referral_numbered
from desktop.cli.rules import RESOLVERS
from desktop.cli.task import Task
from desktop.cli.terminal import Terminal
from desktop.domain.condition_words import value_in_words
from desktop.domain.eligibility import in_words
from desktop.domain.hindsight import Comparison
from desktop.domain.refused import Refused
from desktop.domain.terms import Outcome
from desktop.domain.words import Say, Sayable
from desktop.services import approvals
from desktop.services.approvals import HOW, Waiting
from desktop.services.then_and_now import then_and_now
from desktop.services.workspace import Workspace
from desktop.viewmodels.approvals import said_time


@click.group("approvals", help="Rules that wait for a supervisor's or prosecutor's word.")
def approvals_group() -> None:
    """Hold the commands about approvals."""


@approvals_group.command(
    "list",
    cls=Task,
    example="",
    help="List what waits for approval, the soonest deadline first: the rule, who decides, and the"
    " facts it rests on. Supervisors only.",
)
def list_waiting(terminal: Terminal) -> None:
    """Print what waits."""
    with terminal.reading() as work:
        waiting = approvals.queue(work.workspace, terminal.now)
        lines = [line for one in waiting for line in _in_words(work.workspace, one)]
    terminal.give(
        [
            {
                "referral": one.referral.number,
                "criterion": one.criterion.id,
                "approver": one.approver.value,
                "due": one.due.isoformat() if one.due else None,
                "says": terminal.tongue(one.criterion.text),
                "rests_on": [path for path, value in one.saw if value is not None],
                "lapsed": one.lapsed,
            }
            for one in waiting
        ],
        *(lines or [Say("Nothing waits for an approval.")]),
    )


@approvals_group.command(
    "answer",
    cls=Task,
    example="TRC-K7-26-000001 TR-10 --yes --reason 'the probation officer agrees'",
    help="Approve or decline one rule of a referral, with the reason. With --prosecutor the"
    " prosecutor's word is logged: whose, by phone or on paper, and when. Supervisors only.",
)
@click.argument("number", metavar="REFERRAL")
@click.argument("criterion", metavar="RULE")
@click.option("--yes/--no", "granted", default=None, help="Approve, or decline.")
@click.option("--reason", required=True, metavar="TEXT", help="Why; it is kept.")
@click.option("--prosecutor", metavar="NAME", default="", help="Whose word it is.")
@click.option("--how", type=click.Choice(HOW), help="How the prosecutor said it.")
@click.option("--at", metavar="TIME", default="", help="When it was said, e.g. 22:14.")
def answer(
    terminal: Terminal,
    number: str,
    criterion: str,
    granted: bool | None,
    reason: str,
    prosecutor: str,
    how: str | None,
    at: str,
) -> None:
    """Print what was kept."""
    if granted is None:
        raise Refused(Say("The answer is missing."), remedy=Say("Say --yes or --no."))
    with terminal.writing() as work:
        referral = referral_numbered(work.workspace, number)
        now = terminal.now
        if prosecutor:
            said_at = said_time(at, now) if at else now
            if how is None or said_at is None:
                raise Refused(
                    Say("How or when the prosecutor said it is missing."),
                    remedy=Say("Say --how phone or paper, and --at as 22:14."),
                )
            approvals.log_prosecutor(
                work.workspace,
                referral.id,
                criterion,
                granted=granted,
                who=prosecutor,
                how=how,
                said_at=said_at,
                reason=reason,
                now=now,
            )
        else:
            act = approvals.approve if granted else approvals.decline
            act(work.workspace, referral.id, criterion, reason=reason, now=now)
    word = Say("Approved.") if granted else Say("Declined.")
    terminal.give({"referral": referral.number, "criterion": criterion, "granted": granted}, word)


@click.command(
    "again",
    cls=Task,
    example="TRC-K7-26-000001",
    help="Say what the rules decided on a referral when it was logged, and what today's rules make"
    " of the same facts. The old decision stays as it was.",
)
@click.argument("number", metavar="REFERRAL")
def again(terminal: Terminal, number: str) -> None:
    """Print both decisions, and the rules that turned."""
    with terminal.reading() as work:
        referral = referral_numbered(work.workspace, number)
        found = then_and_now(work.workspace, referral, now=terminal.now)
    terminal.give(
        {
            "referral": referral.number,
            "then": {
                "program": found.then.program,
                "version": found.then.version,
                "digest": found.then.digest,
                "outcome": found.then.outcome.value,
            },
            "now": {
                "program": found.now.program,
                "version": found.now.version,
                "digest": found.now.digest,
                "outcome": found.now.outcome.value,
            },
            "same_rules": found.same_rules,
            "turned": [
                {
                    "criterion": one.criterion,
                    "before": one.before.value if one.before else None,
                    "after": one.after.value if one.after else None,
                    "says": terminal.tongue(one.says),
                }
                for one in found.turned
            ],
        },
        *_comparison_in_words(found),
    )


def _in_words(workspace: Workspace, one: Waiting) -> Iterator[Sayable]:
    who = RESOLVERS[one.approver.value]
    words: dict[str, Sayable] = {
        "number": one.referral.number,
        "id": one.criterion.id,
        "who": who,
        "says": one.criterion.text,
    }
    if one.due is None:
        yield Say("{number} {id}, {who}: {says}", **words)
    else:
        yield Say("{number} {id}, {who} by {due}: {says}", due=one.due, **words)
    if one.lapsed:
        yield Say("  An earlier answer no longer counts: a value it rested on has changed.")
    for path, value in one.saw:
        if value is not None:
            fact = workspace.dictionary.fact_of(path)
            yield Say("  {fact}: {value}", fact=fact.label, value=value_in_words(fact, value))


def _comparison_in_words(found: Comparison) -> Iterator[Sayable]:
    yield found.says
    if found.same_rules:
        yield Say("The rules have not changed since.")
    for one in found.turned:
        yield Say(
            "  {id}: {before}, then {after}: {says}",
            id=one.criterion,
            before=_outcome(one.before),
            after=_outcome(one.after),
            says=one.says,
        )


def _outcome(outcome: Outcome | None) -> Sayable:
    return in_words(outcome) if outcome else Say("clear")


COMMANDS: tuple[click.Command, ...] = (approvals_group, again)
