"""The program page in words: rules with their policy, versions, what a draft would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desktop.domain.eligibility import in_words
from desktop.domain.finding import Finding
from desktop.domain.hindsight import KeptOut, Preview, Turned
from desktop.domain.program import Criterion, Program
from desktop.domain.published import Approved
from desktop.domain.terms import Effect, IfUnknown, Pathway, Resolver, Strength
from desktop.domain.words import Clock, Listing, Plural, Say, Sayable
from desktop.viewmodels.marks import Mark, Tone, Trouble
from desktop.viewmodels.verdict import RESOLVER_WORDS

SHOWN = 20  # past encounters listed one by one
IN_FORCE, DRAFT = "in_force", "draft"

PATHWAY_WORDS: Mapping[Pathway, Sayable] = {
    Pathway.OFFICER_INTERVENTION: Say("charge held"),
    Pathway.OFFICER_REFERRAL: Say("no charge"),
    Pathway.NALOXONE_PLUS: Say("after an overdose"),
    Pathway.ACTIVE_OUTREACH: Say("outreach"),
    Pathway.SELF_REFERRAL: Say("walk-in"),
    Pathway.COMMUNITY_RESPONSE: Say("community response"),
}
_UNKNOWN: Mapping[IfUnknown, Sayable] = {
    IfUnknown.ASK: Say("If not known: ask."),
    IfUnknown.ASK_DISPATCH: Say("If not known: ask dispatch."),
    IfUnknown.PEND: Say("If not known: refer now, {who} verifies."),
    IfUnknown.ALLOW_FLAG: Say("If not known: let through, flagged."),
}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule: what it does, for whom, its policy line, and how many findings name it."""

    id: str
    words: Sayable
    effect: Mark
    about: Sayable  # pathways, and what an unknown does
    policy: Sayable
    findings: int = 0


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One fault: what, where, the smallest encounter that shows it."""

    key: str
    where: str
    words: Sayable
    example: Sayable
    stops: bool


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version: since when, who approved it, how far it has come."""

    version: str
    words: Sayable
    mark: Mark


@dataclass(frozen=True, slots=True)
class MovedRow:
    """A past encounter that would come out otherwise, and why."""

    number: str
    words: Sayable
    because: tuple[Sayable, ...]


@dataclass(frozen=True, slots=True)
class EffectView:
    """What a draft would have changed: the sum, the moves, and the encounters one by one."""

    title: Sayable
    sums: tuple[Sayable, ...] = ()
    rows: tuple[MovedRow, ...] = ()
    more: Sayable = ""


@dataclass(frozen=True, slots=True)
class KeptOutView:
    """How many people each rule kept out in the last whole quarter."""

    span: Sayable
    rows: tuple[tuple[Sayable, Sayable], ...]


@dataclass(frozen=True, slots=True)
class DirectoryRow:
    """One source of services and where it was sent."""

    source: str
    words: Sayable
    state: Sayable


@dataclass(frozen=True, slots=True)
class ProgramView:
    """The page: the program in force, or the draft."""

    shown: str  # IN_FORCE or DRAFT
    name: Sayable
    context: Sayable
    stages: tuple[Mark, ...]
    rules: tuple[RuleRow, ...]
    to_confirm: tuple[Sayable, ...] = ()
    sources: tuple[Sayable, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    stops: tuple[Trouble, ...] = ()
    approved: Sayable = ""
    versions: tuple[VersionRow, ...] = ()
    effect: EffectView | None = None
    kept_out: KeptOutView | None = None
    directories: tuple[DirectoryRow, ...] = ()
    has_draft: bool = False
    may_edit: bool = False
    may_approve: bool = False
    may_publish: bool = False
    may_send: bool = False  # the version in force, which was never sent


@dataclass(frozen=True, slots=True)
class DraftWanted:
    """A new draft of the rules in force."""

    version: str
    begins: date


@dataclass(frozen=True, slots=True)
class ApprovedWanted:
    """Who approved the draft, and how that is known."""

    who: str
    how: str


def rule_rows(program: Program, findings: Sequence[Finding] = ()) -> tuple[RuleRow, ...]:
    """Return every rule in words, in the order of the file."""
    return tuple(_rule(one, findings) for one in program.criteria)


def finding_rows(program: Program, findings: Sequence[Finding]) -> tuple[FindingRow, ...]:
    """Return the findings, those that stop first, each with its smallest example."""
    return tuple(
        FindingRow(
            key=f"{place}/{one.where}",
            where=one.where,
            words=one.says,
            example=one.example.says(program.dictionary) if one.example.facts else "",
            stops=one.stops,
        )
        for place, one in enumerate(sorted(findings, key=lambda one: not one.stops))
    )


def stages(*, draft: bool, stops: bool, approved: bool) -> tuple[Mark, ...]:
    """Return Draft, Approved, In force, as far as a draft has come."""
    first = Mark(Say("Draft"), Tone.INFO, "edit")
    if stops:
        first = Mark(Say("Draft: something stops it"), Tone.ERROR, "error")
    second = Mark(Say("Not approved yet"), Tone.NEUTRAL, "verified_user")
    if approved:
        second = Mark(Say("Approved"), Tone.SUCCESS, "verified_user")
    if draft:
        return (first, second, Mark(Say("Not in force yet"), Tone.NEUTRAL, "schedule"))
    return (Mark(Say("In force"), Tone.SUCCESS, "check_circle"),)


def approved_words(one: Approved | None) -> Sayable:
    """Return who approved a draft, how that is known and who wrote it down."""
    if one is None:
        return ""
    return Say(
        "Approved by {who} ({how}). Written down by {noted_by}, {at}.",
        who=one.who,
        how=one.how,
        noted_by=one.noted_by,
        at=Clock(one.at),
    )


def version_row(
    version: str,
    begins: date,
    *,
    current: bool,
    today: date,
    approved: Approved | None,
    taken: int | None = None,
    machines: int = 0,
    waiting: Sequence[str] = (),
) -> VersionRow:
    """Return one version; `taken` of `machines` have it, None where that is not known here."""
    parts: list[Sayable] = [Say("from {day}", day=begins)]
    if approved is not None:
        parts.append(Say("approved by {who}", who=approved.who))
    if taken is not None:
        parts.append(Say("on {n} of {all} machines", n=taken, all=machines))
    if waiting:
        parts.append(Say("still to come: {names}", names=", ".join(waiting)))
    if current:
        mark = Mark(Say("In force"), Tone.SUCCESS, "check_circle")
    elif begins > today:
        mark = Mark(Say("To come"), Tone.INFO, "schedule")
    else:
        mark = Mark(Say("Ended"), Tone.NEUTRAL, "history")
    return VersionRow(version, Listing(tuple(parts)), mark)


def effect_view(found: Preview) -> EffectView:
    """Return how many past encounters a draft would have changed, which, and why."""
    title = Say(
        "{n} of {all} encounters of the last year would come out otherwise.",
        n=len(found.moved),
        all=found.encounters,
    )
    sums = tuple(
        Say("{n}: {before}, then {after}", n=n, before=in_words(before), after=in_words(after))
        for before, after, n in found.moves
    )
    rows = tuple(
        MovedRow(
            one.encounter,
            Say("{before}, then {after}", before=in_words(one.before), after=in_words(one.after)),
            tuple(_turned(turned) for turned in one.because),
        )
        for one in found.moved[:SHOWN]
    )
    left = len(found.moved) - len(rows)
    return EffectView(
        title, sums, rows, Plural("and {n} more", "and {n} more", left) if left else ""
    )


def kept_out_view(since: date, until: date, rules: Sequence[KeptOut]) -> KeptOutView:
    """Return the rules that kept somebody out, the most first."""
    return KeptOutView(
        Say("{since} to {until}", since=since, until=until),
        tuple(
            (
                Say("{id}: {says}", id=one.criterion, says=one.says),
                Plural(
                    "{n} person, {alone} by this rule alone",
                    "{n} people, {alone} by this rule alone",
                    one.people,
                    alone=one.alone,
                ),
            )
            for one in rules
            if one.people
        ),
    )


def directory_row(
    source: str,
    edition: str,
    services: int,
    *,
    sent: datetime | None,
    same: bool,
    taken: int,
    machines: int,
) -> DirectoryRow:
    """Return a source of services and whether every machine has it."""
    words = Listing(
        (source, Say("edition {edition}", edition=edition),
         Plural("{n} service", "{n} services", services)),
    )  # fmt: skip
    if sent is None:
        state: Sayable = Say("Not sent to the other machines yet.")
    elif not same:
        state = Say("Changed since it was sent, {at}.", at=Clock(sent))
    else:
        state = Say(
            "Sent {at}; {n} of {all} machines have it.", at=Clock(sent), n=taken, all=machines
        )
    return DirectoryRow(source, words, state)


def effect_mark(one: Criterion) -> Mark:
    """Return what a rule does, in the words of the page."""
    who = RESOLVER_WORDS[one.override_by] if one.override_by else ""
    match one.effect:
        case Effect.REQUIRE if one.strength is Strength.PRESUMPTIVE:
            return Mark(Say("Required · {who} may approve", who=who), Tone.WARNING, "check_circle")
        case Effect.REQUIRE:
            return Mark(Say("Required"), Tone.ERROR, "check_circle")
        case Effect.EXCLUDE if one.strength is Strength.PRESUMPTIVE:
            return Mark(Say("Rules out · {who} may approve", who=who), Tone.WARNING, "cancel")
        case Effect.EXCLUDE:
            return Mark(Say("Rules out"), Tone.ERROR, "cancel")
        case Effect.NEEDS_SUPERVISOR:
            return Mark(Say("Ask the supervisor"), Tone.WARNING, "support_agent")
        case Effect.NEEDS_PROSECUTOR:
            return Mark(Say("Ask the prosecutor"), Tone.WARNING, "support_agent")
        case Effect.DISCRETION:
            return Mark(Say("Officer's decision"), Tone.INFO, "person")
    return Mark(Say("A note"), Tone.NEUTRAL, "info_outline")


def _rule(one: Criterion, findings: Sequence[Finding]) -> RuleRow:
    ways = Listing(tuple(PATHWAY_WORDS[way] for way in Pathway if way in one.pathways))
    who = RESOLVER_WORDS[one.resolver or Resolver.DESK]
    unknown = _UNKNOWN[one.if_unknown]
    if one.if_unknown is IfUnknown.PEND:
        unknown = Say("If not known: refer now, {who} verifies.", who=who)
    elif one.effect in (Effect.DISCRETION, Effect.INFO):
        unknown = ""
    about: list[Sayable] = [Say("For: {ways}.", ways=ways)]
    if unknown:
        about.append(unknown)
    if one.in_force_from is not None:
        about.append(Say("Holds from {day}.", day=one.in_force_from))
    if one.in_force_to is not None:
        about.append(Say("Holds until {day}.", day=one.in_force_to))
    return RuleRow(
        id=one.id,
        words=one.text,
        effect=effect_mark(one),
        about=Listing(tuple(about), " "),
        policy=Listing(tuple(part for part in (one.policy_ref, one.source) if part), " · "),
        findings=sum(one.id in finding.where.replace(",", " ").split() for finding in findings),
    )


def _turned(one: Turned) -> Sayable:
    return Say("{id}: {says}", id=one.criterion, says=one.says)
