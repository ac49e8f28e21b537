"""The field's words. Values are stored and exported: add, never rename."""

from __future__ import annotations

from enum import StrEnum


class Pathway(StrEnum):
    """The six ways into deflection (PTACC; COSSUP). Source: field.md 1."""

    SELF_REFERRAL = "SELF"  # the person walks in or calls
    ACTIVE_OUTREACH = "OUT"  # an officer or team seeks the person out
    NALOXONE_PLUS = "NAL+"  # after an overdose
    OFFICER_REFERRAL = "REF"  # no charge: LEAD's "social contact"
    OFFICER_INTERVENTION = "INT"  # a charge is held: LEAD's "arrest diversion"
    COMMUNITY_RESPONSE = "COMM"  # a responder who is not police


class Outcome(StrEnum):
    """What the rules say about an encounter. Listed from the highest precedence down."""

    NOT_ELIGIBLE = "not_eligible"
    NEEDS_ANSWER = "needs_answer"
    NEEDS_APPROVAL = "needs_approval"
    ELIGIBLE_VERIFY = "eligible_verify"
    YOUR_DECISION = "your_decision"
    ELIGIBLE = "eligible"


class Effect(StrEnum):
    """What a criterion does when its condition is hit."""

    REQUIRE = "require"
    EXCLUDE = "exclude"
    NEEDS_SUPERVISOR = "needs_supervisor"
    NEEDS_PROSECUTOR = "needs_prosecutor"
    DISCRETION = "discretion"
    INFO = "info"


class Strength(StrEnum):
    """Whether anybody may set an exclusion aside."""

    ABSOLUTE = "absolute"
    PRESUMPTIVE = "presumptive"  # the one named in `override_by` may approve


class IfUnknown(StrEnum):
    """What an unknown does; it is never a yes or a no."""

    ASK = "ask"  # the officer can find out now
    ASK_DISPATCH = "ask_dispatch"  # dispatch can find out now
    PEND = "pend"  # refer now, verify by a deadline
    ALLOW_FLAG = "allow_flag"  # goes on, with a flag that is shown, printed and counted


class Resolver(StrEnum):
    """Who can find out what the officer does not know."""

    OFFICER = "officer"
    DISPATCH = "dispatch"
    DESK = "desk"
    SUPERVISOR = "supervisor"
    PROSECUTOR = "prosecutor"
    LEAD = "lead"  # the lead agency


class Tag(StrEnum):
    """What kind of fact it is; decides who may see it."""

    NONE = "-"  # pathway, agency, the officer's contact, contact time, deadlines
    PERSONAL = "P"
    HEALTH = "H"  # as the officer or desk saw it
    JUSTICE = "J"
    SAFETY = "S"
    TREATMENT = "T"  # attendance, outcome, anything a provider told
    CONSENT = "C"  # recipient, scope, how given, from, until, state


class Audience(StrEnum):
    """For whom a sheet, a bundle, an export or a screen is."""

    PERSON = "person"  # the contact card
    LEAD_OUTSIDE = "lead_outside"  # lead agency outside the criminal-justice boundary
    LEAD_INSIDE = "lead_inside"  # lead agency inside it
    PROVIDER = "provider"  # named in the consent
    PROSECUTOR = "prosecutor"
    PRECINCT = "precinct"  # own desk and supervisor
    OFFICER = "officer"  # the referring officer
    PUBLIC = "public"  # other officers, reports
    BYSTANDER = "bystander"  # whoever stands at a fax machine: what has no tag


class Role(StrEnum):
    """What a signed-in user may do."""

    OFFICER = "officer"
    DESK = "desk"
    SUPERVISOR = "supervisor"
    COORDINATOR = "coordinator"
    ADMIN = "admin"


class DeviceKind(StrEnum):
    """What a machine is for; decides its streams and what its word may be about."""

    PATROL = "patrol"
    DESK = "desk"  # desk and supervisor machines of a precinct
    LEAD = "lead"


class ReferralStatus(StrEnum):
    """Where a referral stands for the precinct, who writes it."""

    LOGGED = "logged"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class CaseStatus(StrEnum):
    """Where a case stands at the lead agency, who writes it (tag T)."""

    ACCEPTED = "accepted"
    CONTACT_MADE = "contact_made"
    ENROLLED = "enrolled"
    COMPLETED = "completed"
    CLOSED = "closed"


class SubjectKind(StrEnum):
    """What a change is about."""

    ENCOUNTER = "encounter"
    REFERRAL = "referral"
    CASE = "case"
    CONSENT = "consent"
    APPROVAL = "approval"
    CONTACT_ATTEMPT = "contact-attempt"
    PERSON_LINK = "person-link"
    SERVICE_NOTE = "service-note"
    CAPACITY = "capacity"
    PROGRAM = "program"
    DIRECTORY = "directory"  # one source's edition; its services travel in a parcel
    ROSTER = "roster"
    PRINT = "print"
    ATTACHMENT = "attachment"
    FEEDBACK = "feedback"
    ERASURE = "erasure"


class ConsentState(StrEnum):
    """What the person said."""

    GRANTED = "granted"
    REFUSED = "refused"
    REVOKED = "revoked"
    ASK_LATER = "ask_later"  # sedated, fled: asked again


class ConsentHow(StrEnum):
    """How a consent was given."""

    SIGNED = "signed"  # on this screen
    PAPER = "paper"
    VERBAL = "verbal"  # spoken, with a witness


class Travel(StrEnum):
    """How far a referral has come; derived from outbox and receipts, never stored."""

    SAVED = "saved"
    BUNDLED = "bundled"
    LEFT = "left"
    RECEIVED = "received"
    ACTED_ON = "acted_on"  # a T fact: only with consent B


class CapacityStatus(StrEnum):
    """What a service last said of its room. Source: HL7 SDOHCC capacity status value set."""

    CAPACITY = "capacity"
    WAITLIST = "waitlist"
    NO_CAPACITY = "no-capacity"
    ASSESSMENT_REQUIRED = "additional-assessment-required"
    UNKNOWN = "unknown"


class PhoneResult(StrEnum):
    """What the phone said when somebody called a service."""

    ACCEPTED = "accepted"
    FULL = "full"
    WAITLIST = "waitlist"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"


class SheetKind(StrEnum):
    """A sheet of the packet; each has one audience. Source: field.md 2.3."""

    CARD = "card"  # for the person, without a name
    FAX_COVER = "fax-cover"  # before the referral form, without a name
    REFERRAL_FORM = "referral-form"  # for the lead agency
    PROVIDER = "provider"  # for the first service chosen
    WORKSHEET = "worksheet"  # for the prosecutor or the supervisor
    CONSENT = "consent"  # the person's copy
    CHECKLIST = "checklist"  # for the precinct's desk
    NARRATIVE = "narrative"  # to be pasted into the incident report
    RULES_CARD = "rules-card"  # the whole program on one page; of no referral
    PAPER_FORM = "paper-form"  # the form to be filled in by hand; of no referral


class PrintHow(StrEnum):
    """How a sheet left the screen."""

    PRINTER = "printer"
    FILE = "file"  # saved as PDF


class PrintWhy(StrEnum):
    """Why a sheet was printed: a fixed word, since what is typed could hold a name."""

    FIRST = "first"
    FACTS_CHANGED = "facts_changed"
    LOST = "lost"
    SPOILED = "spoiled"  # a jam, a smear
    ANOTHER_READER = "another_reader"


# What a step may lead from and to, and who may take it. One table for screens, import and tests.
REFERRAL_STEPS: dict[tuple[ReferralStatus | None, ReferralStatus], frozenset[Role]] = {
    (None, ReferralStatus.LOGGED): frozenset(
        {Role.OFFICER, Role.DESK, Role.SUPERVISOR, Role.ADMIN}
    ),
    (ReferralStatus.LOGGED, ReferralStatus.WITHDRAWN): frozenset(
        {Role.OFFICER, Role.DESK, Role.SUPERVISOR}
    ),
    (ReferralStatus.LOGGED, ReferralStatus.CLOSED): frozenset({Role.DESK, Role.SUPERVISOR}),
}
CASE_STEPS: dict[tuple[CaseStatus | None, CaseStatus], frozenset[Role]] = {
    (None, CaseStatus.ACCEPTED): frozenset({Role.COORDINATOR}),
    (None, CaseStatus.CLOSED): frozenset({Role.COORDINATOR}),
    (CaseStatus.ACCEPTED, CaseStatus.CONTACT_MADE): frozenset({Role.COORDINATOR}),
    (CaseStatus.ACCEPTED, CaseStatus.CLOSED): frozenset({Role.COORDINATOR}),
    (CaseStatus.CONTACT_MADE, CaseStatus.ENROLLED): frozenset({Role.COORDINATOR}),
    (CaseStatus.CONTACT_MADE, CaseStatus.CLOSED): frozenset({Role.COORDINATOR}),
    (CaseStatus.ENROLLED, CaseStatus.COMPLETED): frozenset({Role.COORDINATOR}),
    (CaseStatus.ENROLLED, CaseStatus.CLOSED): frozenset({Role.COORDINATOR}),
    (CaseStatus.COMPLETED, CaseStatus.CLOSED): frozenset({Role.COORDINATOR}),
}
# What undoes a step: back to where the case stood, "" for not accepted yet. Not offered as a step.
CASE_REVERSALS: dict[tuple[CaseStatus, CaseStatus | None], frozenset[Role]] = {
    (after, before): roles for (before, after), roles in CASE_STEPS.items()
}
