"""The one gate out: what an audience may see, under the consents in force.

Every sheet, bundle, export, report and screen of another role takes its facts from here. A sheet
lists what it wants; release only takes away. Source: architecture.md, third idea; field.md 5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.change import (
    CASE_STATUS,
    Author,
    Change,
    Head,
    Register,
    Subject,
)
from desktop.domain.consent import FIELD as CONSENT_FIELD
from desktop.domain.consent import (
    LEAD,
    OFFICER,
    PROSECUTOR,
    Consents,
    Scope,
    from_record,
    provider,
)
from desktop.domain.facts import FactValue, Known, Record, Step
from desktop.domain.terms import Audience, CaseStatus, SubjectKind, Tag

# Name and birth date are kept as changes of their own: a prosecutor may see these alone.
IDENTITY = frozenset(
    {"person.last_name", "person.first_name", "person.middle_name", "person.birth_date"}
)
CHOSEN_SERVICE = frozenset({"service.first", "service.second", "service.third"})

# What belongs to no encounter and is for every device: the rules, the roster, what services say.
SHARED_KINDS = frozenset(
    {
        SubjectKind.PROGRAM,
        SubjectKind.DIRECTORY,
        SubjectKind.ROSTER,
        SubjectKind.CAPACITY,
        SubjectKind.SERVICE_NOTE,
        SubjectKind.ERASURE,
    }
)

# Field.md 5.4: what each level of news lets the officer hear. Why a case closed never travels.
NEWS: dict[Scope, frozenset[str]] = {
    Scope.NEWS_CONTACT: frozenset({CaseStatus.ACCEPTED, CaseStatus.CONTACT_MADE}),
    Scope.NEWS_STATUS: frozenset({CaseStatus.ENROLLED, CaseStatus.COMPLETED}),
}

EVERY_TAG = frozenset(Tag) - {Tag.NONE}

TagsOf = Callable[[str], frozenset[Tag]]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is to see it: `agency` and `user` decide what is own, `service` names a provider."""

    audience: Audience
    agency: str = ""
    user: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseRules:
    """What the program says of release; the strictest is the default."""

    spoken_consent: bool = False  # a witnessed spoken yes frees the officer's own P and H
    personal_to_inside_lead: bool = False  # without consent A, by program rule
    justice_to_inside_lead: bool = False
    safety_to_provider: bool = False


@dataclass(frozen=True, slots=True)
class Gate:
    """Everything release needs to know besides the facts of one encounter."""

    reader: Reader
    consents: Consents
    rules: ReleaseRules
    tags_of: TagsOf
    now: datetime
    clock_trusted: bool = True
    # The agency that made the referral: "own" for a spoken consent and for the officer.
    home_agency: str = ""
    home_user: str = ""

    def lets(self, change: Change) -> bool:
        """Return whether the whole change may be seen; a change is never cut in two."""
        return all(
            self._lets_fact(change.subject, one.path, one.value, change.by, change.tags)
            for one in change.sets
        )

    def sees(self, subject: Subject, registers: Mapping[str, Register]) -> dict[str, Register]:
        """Return the registers with the heads this reader may see; empty ones are left out."""
        seen: dict[str, Register] = {}
        for path, register in registers.items():
            heads = tuple(head for head in register.heads if self._lets_head(subject, path, head))
            if heads:
                seen[path] = Register(heads)
        return seen

    def _lets_head(self, subject: Subject, path: str, head: Head) -> bool:
        return self._lets_fact(subject, path, head.value, head.by, head.tags)

    def _lets_fact(
        self,
        subject: Subject,
        path: str,
        value: FactValue,
        by: Author,
        stamp: frozenset[Tag],
    ) -> bool:
        if subject.kind in SHARED_KINDS:
            return stamp == {Tag.NONE}
        if self.reader.audience is Audience.PUBLIC:
            return False
        # The stamp of the day it was written and today's dictionary: the stricter union holds.
        tags = stamp | self.tags_of(path)
        return all(self._lets_tag(tag, path, value, by) for tag in tags)

    def _lets_tag(self, tag: Tag, path: str, value: FactValue, by: Author) -> bool:
        match tag:
            case Tag.NONE:
                return True
            case Tag.CONSENT:
                return self._lets_consent(path, value)
            case Tag.PERSONAL:
                return self._lets_personal(path, by)
            case Tag.HEALTH:
                return self._lets_health(path, by)
            case Tag.JUSTICE:
                return self._lets_justice(by)
            case Tag.SAFETY:
                return self._lets_safety(path, by)
            case Tag.TREATMENT:
                return self._lets_treatment(path, value, by)

    def _own(self, by: Author) -> bool:
        return bool(self.reader.agency) and by.agency == self.reader.agency

    def _officers_own(self, by: Author) -> bool:
        """All that the own agency wrote about the officer's own referral."""
        mine = bool(self.reader.user) and self.reader.user == self.home_user
        return mine and self._own(by)

    def _granted(self, recipient: str, scope: Scope, *, spoken: bool) -> bool:
        return self.consents.grants(
            recipient,
            scope,
            now=self.now,
            clock_trusted=self.clock_trusted,
            spoken_enough=spoken and self.rules.spoken_consent,
        )

    def _by_home(self, by: Author) -> bool:
        return bool(self.home_agency) and by.agency == self.home_agency

    def _lets_personal(self, path: str, by: Author) -> bool:
        spoken = self._by_home(by)
        match self.reader.audience:
            case Audience.LEAD_OUTSIDE:
                return self._own(by) or self._granted(LEAD, Scope.PERSONAL, spoken=spoken)
            case Audience.LEAD_INSIDE:
                return (
                    self._own(by)
                    or self.rules.personal_to_inside_lead
                    or self._granted(LEAD, Scope.PERSONAL, spoken=spoken)
                )
            case Audience.PROVIDER:
                recipient = provider(self.reader.service)
                return self._granted(recipient, Scope.PERSONAL, spoken=spoken)
            case Audience.PROSECUTOR:
                return path in IDENTITY
            case Audience.PRECINCT:
                return True
            case Audience.OFFICER:
                return self._officers_own(by)
        return False

    def _lets_health(self, path: str, by: Author) -> bool:
        spoken = self._by_home(by)
        match self.reader.audience:
            case Audience.PERSON:
                return path in CHOSEN_SERVICE
            case Audience.LEAD_OUTSIDE | Audience.LEAD_INSIDE:
                return self._own(by) or self._granted(LEAD, Scope.HEALTH, spoken=spoken)
            case Audience.PROVIDER:
                return self._granted(provider(self.reader.service), Scope.HEALTH, spoken=spoken)
            case Audience.PRECINCT:
                return self._own(by)
            case Audience.OFFICER:
                return self._officers_own(by)
        return False

    def _lets_justice(self, by: Author) -> bool:
        match self.reader.audience:
            case Audience.LEAD_INSIDE:
                return self.rules.justice_to_inside_lead
            case Audience.PROSECUTOR | Audience.PRECINCT:
                return True
            case Audience.OFFICER:
                return self._officers_own(by)
        return False

    def _lets_safety(self, path: str, by: Author) -> bool:
        match self.reader.audience:
            case Audience.LEAD_OUTSIDE | Audience.LEAD_INSIDE:
                return self._lets_personal(path, by)
            case Audience.PROVIDER:
                return self.rules.safety_to_provider and self._lets_personal(path, by)
            case Audience.PRECINCT:
                return True
            case Audience.OFFICER:
                return self._officers_own(by)
        return False

    def _lets_treatment(self, path: str, value: FactValue, by: Author) -> bool:
        match self.reader.audience:
            case Audience.LEAD_OUTSIDE:
                return self._own(by)
            case Audience.LEAD_INSIDE:
                return self._own(by) or self._granted(LEAD, Scope.TREATMENT, spoken=False)
            case Audience.PROVIDER:
                recipient = provider(self.reader.service)
                return self._granted(recipient, Scope.TREATMENT, spoken=False)
            case Audience.PROSECUTOR:
                return self._granted(PROSECUTOR, Scope.TREATMENT, spoken=False)
            case Audience.OFFICER:
                return self._lets_news(path, value)
        return False

    def _lets_news(self, path: str, value: FactValue) -> bool:
        """Consent B: a word of the case's status, as far as the person allowed."""
        if not self.reader.user or self.reader.user != self.home_user or path != CASE_STATUS:
            return False
        step = value.value if isinstance(value, Known) else None
        if not isinstance(step, Step):
            return False
        if step.saw == CaseStatus.CLOSED:
            return False  # that a case was closed never travels, not even that it is open again
        word = step.to or step.saw  # an acceptance taken back travels as far as it did
        return any(
            word in words and self._granted(OFFICER, level, spoken=False)
            for level, words in NEWS.items()
        )

    def _lets_consent(self, path: str, value: FactValue) -> bool:
        """Consents travel whatever they say; a provider and a prosecutor see only their own."""
        recipient = ""
        if path == CONSENT_FIELD and isinstance(value, Known) and isinstance(value.value, Record):
            consent = from_record(value.value)
            recipient = consent.recipient if consent else ""
        match self.reader.audience:
            case Audience.PROVIDER:
                return recipient == provider(self.reader.service)
            case Audience.PROSECUTOR:
                return recipient == PROSECUTOR
            case Audience.BYSTANDER:
                return False
        return True


def released(changes: Iterable[Change], gate: Gate) -> list[Change]:
    """Return the changes this reader may see, in their order."""
    return [change for change in changes if gate.lets(change)]


def group_of(path: str) -> str:
    """Return which fields must not share a change with others of the same tag."""
    if path in IDENTITY:
        return "identity"
    return "service" if path in CHOSEN_SERVICE else ""


def tags_from(known: Callable[[str], frozenset[Tag] | None]) -> TagsOf:
    """Return the dictionary's tags, strictest where it does not know a fact.

    A newer machine may send a fact this one has never heard of: it stays here until it has.
    """

    def tags_of(path: str) -> frozenset[Tag]:
        return known(path) or EVERY_TAG

    return tags_of
