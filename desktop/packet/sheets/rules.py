"""How each rule of a program stands by the facts one reader sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desktop.domain.answers import Answers
from desktop.domain.condition_grounds import grounds
from desktop.domain.conditions import facts_in
from desktop.domain.eligibility import running, weigh
from desktop.domain.program import Approval, Criterion, Program
from desktop.domain.terms import Audience, Effect, IfUnknown, Resolver
from desktop.domain.weighing import newest
from desktop.packet.sheets.facts import RuleLine, RuleState

LEADS = (Audience.LEAD_OUTSIDE, Audience.LEAD_INSIDE)


def rule_lines(
    program: Program,
    answers: Answers,
    *,
    held: frozenset[str],
    audience: Audience,
    approvals: Iterable[Approval] = (),
) -> tuple[RuleLine, ...]:
    """Return every rule that runs for this pathway, as the reader's own facts let it stand.

    `answers` hold what the reader sees. A rule that looks at a fact held back from the reader is
    HELD whatever that fact is, or the answer would give the fact away; the lead agency is asked
    what it has to find out even so. `approvals` are those the reader may see; one that lapsed is as
    if it had never been given.
    """
    lines = []
    given = newest(approvals)
    for criterion in sorted(running(program, answers), key=lambda one: one.id):
        asked_here = criterion.resolver is Resolver.LEAD and audience in LEADS
        if facts_in(criterion.hit) & held and not asked_here:
            lines.append(RuleLine(criterion, RuleState.HELD))
        else:
            lines.append(_line(criterion, program, answers, given))
    return tuple(lines)


def _line(
    criterion: Criterion, program: Program, answers: Answers, given: Mapping[str, Approval]
) -> RuleLine:
    weighed = weigh(criterion, answers, given)
    hit = weighed.hit
    paths = grounds(criterion.hit, answers)
    if weighed.approval is not None:
        return RuleLine(criterion, RuleState.HIT, paths, approval=weighed.approval)
    if hit is False:
        return RuleLine(criterion, RuleState.MET, paths)
    if hit is True:
        who = criterion.approver
        state = RuleState.HIT
    elif criterion.if_unknown is IfUnknown.ALLOW_FLAG or criterion.effect is Effect.INFO:
        return RuleLine(criterion, RuleState.FLAGGED, paths)
    else:
        who = criterion.resolver or Resolver.DESK
        state = RuleState.OPEN
    return RuleLine(criterion, state, paths, who, program.due(who, answers.pathway, answers.on))
