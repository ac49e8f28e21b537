"""A program as its agency wrote it down: criteria, form, clocks, contacts, texts, cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from desktop.domain.answers import Answers, Item
from desktop.domain.clocks import Calendar, ClockRule, deadline
from desktop.domain.conditions import All, Condition, Not, facts_in
from desktop.domain.facts import NOTHING, Dictionary, Fact, FactValue, Tier
from desktop.domain.hours import Opening, Schedule, opening
from desktop.domain.release import ReleaseRules
from desktop.domain.terms import Effect, IfUnknown, Outcome, Pathway, Resolver, Strength
from desktop.domain.words import Given

# From the lowest precedence to the highest, the enum's own order turned round.
OF_A_CHARGE = frozenset({"charge", "charges", "drug", "drugs", "drug_sale"})
LEVELS = {outcome: level for level, outcome in enumerate(reversed(Outcome))}


@dataclass(frozen=True, slots=True)
class Criterion:
    """One rule: whom it is about, what it does when hit, and what an unknown does."""

    id: str
    pathways: frozenset[Pathway]
    when: Condition | None
    test: Condition
    effect: Effect
    if_unknown: IfUnknown
    text: Given
    strength: Strength | None = None
    override_by: Resolver | None = None
    resolver: Resolver | None = None
    policy_ref: str = ""
    source: str = ""
    in_force_from: date | None = None
    in_force_to: date | None = None
    hit: Condition = field(init=False, compare=False, repr=False)
    facts: frozenset[str] = field(init=False, compare=False, repr=False)  # ids it looks at
    # Whether it looks at charges or drugs: only a held charge brings such a rule.
    about_charge: bool = field(init=False, compare=False, repr=False)
    most: int = field(init=False, compare=False, repr=False)  # level it can come to by itself

    def __post_init__(self) -> None:
        test = Not(self.test) if self.effect is Effect.REQUIRE else self.test
        # What is asked again and again while a form fills in is put together once.
        hit = All((self.when, test)) if self.when else test
        object.__setattr__(self, "hit", hit)
        object.__setattr__(self, "facts", facts_in(hit))
        about_charge = any(id_.partition(".")[0] in OF_A_CHARGE for id_ in self.facts)
        object.__setattr__(self, "about_charge", about_charge)
        most = max(LEVELS[self.when_hit], LEVELS[self.when_unknown])
        object.__setattr__(self, "most", most)

    @property
    def approver(self) -> Resolver | None:
        """Return who may let the person in all the same, or None."""
        if self.effect is Effect.NEEDS_SUPERVISOR:
            return Resolver.SUPERVISOR
        if self.effect is Effect.NEEDS_PROSECUTOR:
            return Resolver.PROSECUTOR
        return self.override_by if self.strength is Strength.PRESUMPTIVE else None

    @property
    def when_hit(self) -> Outcome:
        """Return the outcome that follows when it is hit and nobody has approved."""
        match self.effect:
            case Effect.REQUIRE | Effect.EXCLUDE:
                presumptive = self.strength is Strength.PRESUMPTIVE
                return Outcome.NEEDS_APPROVAL if presumptive else Outcome.NOT_ELIGIBLE
            case Effect.NEEDS_SUPERVISOR | Effect.NEEDS_PROSECUTOR:
                return Outcome.NEEDS_APPROVAL
            case Effect.DISCRETION:
                return Outcome.YOUR_DECISION
        return Outcome.ELIGIBLE

    @property
    def when_unknown(self) -> Outcome:
        """Return the outcome that follows while it is unknown and may still be asked."""
        match self.if_unknown:
            case IfUnknown.ALLOW_FLAG:
                return Outcome.ELIGIBLE
            case IfUnknown.PEND:
                return Outcome.ELIGIBLE_VERIFY
        return Outcome.NEEDS_ANSWER

    @property
    def always(self) -> bool:
        """Return whether it is in force without a beginning or an end."""
        return self.in_force_from is None and self.in_force_to is None

    def on_pathway(self, pathway: str | None) -> bool:
        """Return whether such a pathway can have this rule: without a charge no charge rules."""
        return pathway == Pathway.OFFICER_INTERVENTION or not self.about_charge

    def runs(self, pathway: str | None, on: date) -> bool:
        """Return whether it is about this pathway and in force on that day."""
        if pathway not in self.pathways or not self.on_pathway(pathway):
            return False
        begun = self.in_force_from is None or self.in_force_from <= on
        return begun and (self.in_force_to is None or on <= self.in_force_to)


@dataclass(frozen=True, slots=True)
class FormRow:
    """One fact the form takes down, for which pathways, and when it is asked at all."""

    fact: Fact
    section: str
    pathways: frozenset[Pathway]
    tier: Tier
    required: bool = False
    relevant: Condition | None = None

    def asked(self, answers: Answers, item: Item | None = None) -> bool:
        """Return whether it is asked now: for this pathway, and not beside the point."""
        if answers.pathway not in self.pathways:
            return False
        return self.relevant is None or self.relevant.truth(answers, item) is not False


def asked_paths(form: Iterable[FormRow], answers: Answers) -> Iterator[tuple[str, FormRow]]:
    """Yield every path the form asks for now with its row: of each charge and drug its own."""
    for row in form:
        if not row.fact.in_item:
            if row.asked(answers):
                yield row.fact.id, row
            continue
        for item in answers.items(row.fact.list):
            if row.asked(answers, item):
                yield row.fact.path(item.id), row


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call, for what, and when they answer. No hours: not known."""

    id: str
    role: str
    name: Given
    phone: str
    hours: tuple[Schedule, ...] = ()
    note: Given = NOTHING
    confirmed: bool = True  # False: "to be confirmed by the agency"

    def opening(self, at: datetime, *, holidays: frozenset[date] = frozenset()) -> Opening:
        """Return whether somebody answers at that moment."""
        return opening(self.hours, at, holidays=holidays)


@dataclass(frozen=True, slots=True)
class Approval:
    """A supervisor's or prosecutor's word on one criterion; it lapses when a value it saw changes.

    A prosecutor's word is logged by the supervisor: who gave it, how (phone, paper) and when.
    """

    criterion: str
    by: Resolver
    who: str
    at: datetime
    saw: tuple[tuple[str, FactValue | None], ...]
    granted: bool = True
    how: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One of a program's own cases: these answers must come out so."""

    id: str
    about: str
    answers: Answers
    outcome: Outcome
    because: frozenset[str] = frozenset()  # criteria that must stand in the entries, and no other
    flags: frozenset[str] = frozenset()
    approvals: tuple[Approval, ...] = ()


@dataclass(frozen=True, slots=True)
class LeadAgency:
    """Who takes the referral, and on which side of the criminal-justice boundary."""

    name: str
    code: str
    inside: bool  # police-led: inside the boundary


STRICTEST = ReleaseRules()


@dataclass(frozen=True, slots=True)
class Settings:
    """What the program decides besides its criteria; the strictest is the default."""

    release: ReleaseRules = STRICTEST
    lead_automatic_keep: bool = False  # a coordinator's Inbox keeps without being asked
    admission_statement: bool = False  # the form asks for a statement about the charge
    unit_is_part2: bool = True  # treat the unit as a 42 CFR Part 2 program
    agency_on_card: bool = False  # the police agency's name heads the contact card
    consent_days: int = 365  # how long a consent lasts unless the person says otherwise
    paper_days: int = 30  # how long the precinct keeps a printed sheet; 0: no day is printed
    booking_minutes: int = 0  # the agency's own figure for booking an arrest; 0: not entered


@dataclass(frozen=True, slots=True)
class Program:
    """A program in one version; the digest is of the very files it was read from."""

    slug: str
    name: Given
    version: str
    digest: str
    pathways: tuple[Pathway, ...]
    criteria: tuple[Criterion, ...]
    form: tuple[FormRow, ...]
    clocks: tuple[ClockRule, ...]
    contacts: tuple[Contact, ...]
    texts: Mapping[str, Given]
    cases: tuple[Case, ...]
    calendar: Calendar
    lead: LeadAgency
    settings: Settings
    dictionary: Dictionary = field(compare=False, repr=False)
    effective_from: date
    effective_to: date | None = None
    otherwise: Pathway | None = None
    agency: str = ""
    zone_name: str = ""
    to_confirm: tuple[Given, ...] = ()  # what the source leaves open: shown in the window
    sources: tuple[str, ...] = ()
    # Of legal texts: which wording it is, by the name of the text.
    text_versions: Mapping[str, str] = field(default_factory=dict)
    _by_pathway: Mapping[str, tuple[Criterion, ...]] = field(init=False, compare=False, repr=False)
    _dated: bool = field(init=False, compare=False, repr=False)  # some are not always in force

    def __post_init__(self) -> None:
        # Which criteria are about a pathway is asked at every key; by id, so that order is none.
        ordered = sorted(self.criteria, key=lambda one: one.id)
        by_pathway = {
            pathway: tuple(
                one for one in ordered if pathway in one.pathways and one.on_pathway(pathway)
            )
            for pathway in Pathway
        }
        object.__setattr__(self, "_by_pathway", by_pathway)
        object.__setattr__(self, "_dated", not all(one.always for one in ordered))

    def running(self, pathway: str | None, on: date) -> tuple[Criterion, ...]:
        """Return the criteria about this pathway that are in force on that day, by id."""
        about = self._by_pathway.get(pathway, ()) if pathway else ()
        return tuple(one for one in about if one.runs(pathway, on)) if self._dated else about

    def in_force(self, on: date) -> bool:
        """Return whether the program is in force on that day."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)

    def criterion(self, id_: str) -> Criterion | None:
        """Return the criterion with that id."""
        return next((one for one in self.criteria if one.id == id_), None)

    def form_for(self, answers: Answers) -> tuple[FormRow, ...]:
        """Return the rows of the form that are asked now, those of list items included."""
        return tuple(row for row in self.form if row.asked(answers))

    def due(self, resolver: Resolver | None, pathway: str | None, on: datetime) -> datetime | None:
        """Return by when that one has to have found out: its soonest clock, None without one."""
        ends = [
            deadline(rule, on, self.calendar)
            for rule in self.clocks
            if resolver is not None and rule.runs_for(pathway, resolver)
        ]
        return min((at for at in ends if at is not None), default=None)

    def deadlines(self, pathway: str | None) -> tuple[ClockRule, ...]:
        """Return the clocks of the referral itself, for this pathway."""
        return tuple(rule for rule in self.clocks if rule.runs_for(pathway, None))

    def text(self, name: str) -> Given:
        """Return one of its texts ("consent_script"); nothing where it has none."""
        return self.texts.get(name, NOTHING)
