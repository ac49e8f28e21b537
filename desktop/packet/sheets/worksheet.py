"""The eligibility worksheet for the prosecutor or the supervisor: charge, history, every rule.

Nothing of health, needs or where the person can be found.
"""

from __future__ import annotations

from desktop.domain.consent import PROSECUTOR
from desktop.domain.program import Approval
from desktop.domain.words import Say, Sayable
from desktop.packet.blocks import (
    Block,
    Callout,
    Checkboxes,
    Heading,
    Paragraph,
    Sheet,
    Signatures,
    Size,
    Table,
)
from desktop.packet.sheets import parts, saying
from desktop.packet.sheets.facts import RuleLine, RuleState, SheetFacts

IDENTITY = (
    "person.first_name", "person.middle_name", "person.last_name", "person.birth_date",
)  # fmt: skip
ABOUT = ("pathway", "contact_at", *parts.WHO, "agency.ori", "paper.written_by")
EVENT = (
    "place.address", "place.location", "place.coordinates", "place.in_program_area",
    "cad_number", "incident_number", "property_disposition", "court_date",
)  # fmt: skip
CHARGES = (
    "charge.offense", "charge.level", "charge.victim", "charge.restitution", "charge.weapon",
)  # fmt: skip
CHARGE_DETAILS = (
    "charge.statute", "charge.nibrs", "charge.completed", "charge.lead", "charge.loss",
    "charge.injury", "charge.force_on_officer",
)  # fmt: skip
DRUGS = ("drug.kind", "drug.amount_g", "drug.dosage_units")
DRUG_DETAILS = ("drug.form", "drug.weighed")
CONDUCT = (
    "drug_sale", "conduct.exploits_minors", "conduct.promotes_prostitution", "conduct.trafficking",
)  # fmt: skip
# Only what the officer found, never a record: field.md 0, finding 10.
CHECKS = (
    "warrant.status", "warrant.checked_at", "warrant.checked_by", "supervision.status",
    "supervision.for_violence", "supervision.source", "history.check", "history.checked_at",
    "history.checked_by", "history.violent_arrest_here", "history.violent_conviction",
    "history.violent_arrest", "history.weapon_conviction",
    "history.domestic_violence_conviction", "history.burglary_or_robbery_conviction",
    "history.sex_offense", "history.any_conviction", "history.failed_deflection",
    "pending.case", "pending.treatment_court", "order.protective",
    "order.no_contact_with_participant", "contact.prior_activity",
    "contact.prior_activity_last",
)  # fmt: skip
STORY = ("narrative", "chosen", "chosen_reason", "charge.status", "charge.status_on")
# Asked only where the rules leave it to the officer, or once something became of the charge.
CHOICE = ("chosen", "chosen_reason", "charge.status_on")
# Said where it is known: what a terminal or the prosecutor's office adds later.
ADDED = (
    "warrant.checked_at", "warrant.checked_by", "supervision.source", "history.checked_at",
    "history.checked_by", "contact.prior_activity_last", "agency.ori", "place.coordinates",
    "paper.written_by",
)  # fmt: skip
WANTS = (
    *IDENTITY, *ABOUT, "referral.outcome", *EVENT, "charges.complete", *CHARGES,
    *CHARGE_DETAILS, "drugs.complete", *DRUGS, *DRUG_DETAILS, *CONDUCT, *CHECKS, *STORY,
    "admission",
)  # fmt: skip

_APPROVED, _DECLINED = Say("Approved"), Say("Not approved")
_HOW: dict[str, Sayable] = {"phone": Say("by phone"), "paper": Say("on paper")}
_STATES: dict[RuleState, Sayable] = {
    RuleState.MET: Say("Nothing against it"),
    RuleState.HIT: Say("Applies"),
    RuleState.OPEN: Say("Not known yet"),
    RuleState.FLAGGED: Say("Not known, let through"),
    RuleState.HELD: Say("Not shown here"),
}


def worksheet(facts: SheetFacts) -> Sheet:
    """Return the worksheet."""
    say = facts.say
    story = STORY if not facts.program.settings.admission_statement else (*STORY, "admission")
    blocks: list[Block] = [
        Callout(
            say(Say("Result when sent")),
            say(saying.answer(facts, "referral.outcome")),
            say(Say("Made under the rules {version}", version=facts.made_under)),
        ),
        *parts.section(facts, Say("Person"), IDENTITY),
        *parts.section(facts, Say("Contact"), (*ABOUT, *EVENT), quiet=ADDED),
        Heading(say(Say("Charges"))),
        *parts.item_table(facts, "charges", CHARGES, CHARGE_DETAILS),
        Heading(say(Say("Drugs"))),
        *parts.item_table(facts, "drugs", DRUGS, DRUG_DETAILS),
        *parts.section(facts, Say("Conduct"), CONDUCT),
        *parts.section(facts, Say("Checks"), CHECKS, quiet=ADDED),
        *parts.section(facts, Say("What happened"), story, quiet=CHOICE),
        *_rules(facts),
        *parts.flags(facts),
        *_consents(facts),
        Heading(say(Say("Decision"))),
        *_approvals(facts),
        Signatures((say(Say("Name")), say(Say("Signature")), say(Say("Date and time")))),
    ]
    return parts.a_sheet(
        facts,
        title=Say("Eligibility worksheet"),
        reader=Say("For the prosecutor and the supervisor"),
        header=facts.text("agency") or facts.program.agency,
        blocks=blocks,
        carries=WANTS,
    )


def _rules(facts: SheetFacts) -> list[Block]:
    say = facts.say
    header = (Say("Rule"), Say("What it says"), Say("How it stands"), Say("Whose turn"))
    rows = tuple(
        (
            one.criterion.policy_ref or one.criterion.id,
            say(one.criterion.text),
            say(_stands(facts, one)),
            say(_turn(facts, one)),
        )
        for one in facts.rules
    )
    if not rows:
        return []
    version = Say(
        "By the rules {version} and by the facts on this sheet alone. A rule that rests on other "
        "facts is not shown here.",
        version=f"{facts.program.slug} {facts.program.version}",
    )
    return [
        Heading(say(Say("Every rule"))),
        Table(tuple(say(one) for one in header), rows, widths=(14, 40, 28, 22), row_heads=True),
        Paragraph(say(version), Size.SMALL),
    ]


def _stands(facts: SheetFacts, line: RuleLine) -> Sayable:
    if line.state in (RuleState.MET, RuleState.HELD) or not line.paths:
        return _STATES[line.state]
    known = saying.labels(facts, line.paths)
    return Say("{state}: {facts}", state=_STATES[line.state], facts=known)


def _turn(facts: SheetFacts, line: RuleLine) -> Sayable:
    if line.approval is not None:
        return _APPROVED if line.approval.granted else _DECLINED
    if line.who is None:
        return ""
    who = saying.RESOLVERS[line.who]
    if line.due is None:
        return who
    return Say("{who}, by {due}", who=who, due=saying.moment(facts, line.due))


def _approvals(facts: SheetFacts) -> list[Block]:
    """Return who has approved or declined what, and boxes while somebody still has to."""
    say = facts.say
    boxes = Checkboxes(((say(_APPROVED), False), (say(_DECLINED), False)))
    given = [(one, one.approval) for one in facts.rules if one.approval is not None]
    if not given:
        return [boxes]
    header = (Say("Rule"), Say("Answer"), Say("Who"), Say("When"), Say("Reason"))
    rows = tuple(
        (
            line.criterion.policy_ref or line.criterion.id,
            say(_APPROVED if word.granted else _DECLINED),
            say(_who(word)),
            say(saying.moment(facts, word.at)),
            word.reason,
        )
        for line, word in given
    )
    table = Table(
        tuple(say(one) for one in header), rows, widths=(14, 16, 28, 18, 28), row_heads=True
    )
    waiting = any(one.who for one in facts.rules if one.state is RuleState.HIT)
    return [table, boxes] if waiting else [table]


def _who(word: Approval) -> Sayable:
    role = saying.RESOLVERS[word.by]
    how = _HOW.get(word.how)
    if how is None:
        return Say("{who}, {role}", who=word.who, role=role)
    return Say("{who}, {role}, {how}; logged by the supervisor", who=word.who, role=role, how=how)


def _consents(facts: SheetFacts) -> list[Block]:
    mine = [one for one in facts.agreements if one.recipient == PROSECUTOR]
    if not mine:
        return []
    heading = Heading(facts.say(Say("What the person agreed to")))
    return [heading, *parts.consent_table(facts, mine)]
