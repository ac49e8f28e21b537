"""The facts of a referral in groups, each with who may see it; what is held back is said."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.domain.change import Head, Register
from desktop.domain.condition_words import value_in_words
from desktop.domain.consent import LEAD, Consents, Scope
from desktop.domain.encounter import SERVICES
from desktop.domain.facts import (
    Dictionary,
    Fact,
    FactType,
    FactValue,
    Known,
    Step,
    Tier,
    Unknown,
)
from desktop.domain.referral import Referral
from desktop.domain.refused import Refused
from desktop.domain.release import Gate
from desktop.domain.terms import Audience, Tag
from desktop.domain.words import Listing, Say, Sayable
from desktop.viewmodels.names import Names
from desktop.viewmodels.steps_words import step_words

# A fact with several tags stands in the first of these groups it has.
GROUPS = (Tag.TREATMENT, Tag.JUSTICE, Tag.HEALTH, Tag.SAFETY, Tag.PERSONAL, Tag.NONE)
SHOWN = (Tag.PERSONAL, Tag.HEALTH, Tag.JUSTICE, Tag.SAFETY, Tag.TREATMENT, Tag.NONE)
TITLES: Mapping[Tag, Sayable] = {
    Tag.PERSONAL: Say("Person"),
    Tag.HEALTH: Say("Health"),
    Tag.JUSTICE: Say("Justice"),
    Tag.SAFETY: Say("Safety"),
    Tag.TREATMENT: Say("Treatment record"),
    Tag.NONE: Say("This referral"),
}
LEADS = (Audience.LEAD_OUTSIDE, Audience.LEAD_INSIDE)
_SHOWN_AUTO = frozenset({"agency", "officer.name", "officer.badge", "officer.phone"})


class FactState(StrEnum):
    """What kind of answer it is: three unknowns never look alike."""

    KNOWN = "known"
    TWO_ANSWERS = "two_answers"
    DECLINED = "declined"
    CANNOT_KNOW = "cannot_know"
    NOT_ASKED = "not_asked"


STATE_WORDS: Mapping[FactState, Sayable] = {
    FactState.TWO_ANSWERS: Say("Two answers, not decided"),
    FactState.DECLINED: Say("Declined to say"),
    FactState.CANNOT_KNOW: Say("Cannot be known in the field"),
    FactState.NOT_ASKED: Say("Not asked"),
}


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact; `source` is who wrote it, where and when."""

    path: str
    label: Sayable
    words: Sayable
    state: FactState = FactState.KNOWN
    source: Sayable = ""
    fact: Fact | None = None  # what may be completed or corrected, None where it may not


@dataclass(frozen=True, slots=True)
class FactGroup:
    """The facts of one kind. `held` says what is kept from this reader, "" for nothing."""

    tag: Tag
    title: Sayable
    who: Sayable
    lines: tuple[FactLine, ...]
    held: Sayable = ""


def fact_groups(
    referral: Referral,
    seen: Mapping[str, Register],
    dictionary: Dictionary,
    gate: Gate,
    *,
    names: Names,
    asked: Collection[str] = (),
) -> tuple[FactGroup, ...]:
    """Return the groups this reader sees; `asked` are the paths the form asks for."""
    made = _Facts(referral, seen, dictionary, gate, names)
    groups = []
    for tag in SHOWN:
        held = made.held(tag)
        lines = made.lines(tag, () if held else asked)
        if lines or held or tag in (Tag.PERSONAL, Tag.HEALTH, Tag.JUSTICE, Tag.SAFETY):
            groups.append(FactGroup(tag, TITLES[tag], made.who(tag), lines, held))
    return tuple(groups)


def _changeable(fact: Fact) -> Fact | None:
    """Return the fact where people may type it: services are chosen, the rest keeps itself."""
    by_hand = fact.tier is not Tier.AUTO and fact.id not in SERVICES and fact.id != "pathway"
    return fact if by_hand and fact.type not in (FactType.STEP, FactType.RECORD) else None


def find_fact(dictionary: Dictionary, path: str) -> Fact | None:
    """Return the fact of a path, None for one a newer machine knows."""
    try:
        return dictionary.fact_of(path)
    except Refused:
        return None


def said_value(
    path: str, fact: Fact | None, value: FactValue, now: datetime, names: Names
) -> Sayable:
    """Return a value as it stands beside its name."""
    if isinstance(value, Unknown):
        return STATE_WORDS[FactState(value.value)]
    inner = value.value if isinstance(value, Known) else None
    if isinstance(inner, bool):
        return Say("Yes") if inner else Say("No")
    if isinstance(inner, datetime):
        return Say("{when}", when=inner.astimezone(now.tzinfo))
    if isinstance(inner, Step):
        return step_words(path, inner.to)
    if isinstance(inner, str) and path in SERVICES:
        return names.services.get(inner) or Say("A service that is not on the list here")
    if fact is not None:
        return value_in_words(fact, value)
    return inner if isinstance(inner, str) else Say("Something this version cannot show")


def source_words(head: Head, names: Names, now: datetime) -> Sayable:
    """Return who wrote it, on which machine and when."""
    return Say(
        "{who}, {machine}, {when}",
        who=names.who(head.by),
        machine=names.device(head.by),
        when=head.at.astimezone(now.tzinfo),
    )


class _Facts:
    """Makes the lines of one referral."""

    def __init__(
        self,
        referral: Referral,
        seen: Mapping[str, Register],
        dictionary: Dictionary,
        gate: Gate,
        names: Names,
    ) -> None:
        self._referral = referral
        self._seen = seen
        self._dictionary = dictionary
        self._gate = gate
        self._names = names
        self._order = {fact.id: place for place, fact in enumerate(dictionary)}
        self._removed = {
            path.rpartition("/")[0]
            for path, register in seen.items()
            if path.endswith("/removed") and register.value == Known(True)
        }

    def lines(self, tag: Tag, asked: Iterable[str]) -> tuple[FactLine, ...]:
        """Return the facts of that kind, then those the form asks and nobody asked yet."""
        paths = [path for path in self._seen if self._shows(path) and self._tag(path) is tag]
        paths.sort(key=self._place)
        known = [self._line(path, self._seen[path]) for path in paths]
        missing = [
            FactLine(
                path,
                self._label(fact, path),
                STATE_WORDS[FactState.NOT_ASKED],
                FactState.NOT_ASKED,
                fact=_changeable(fact),
            )
            for path in asked
            if (fact := find_fact(self._dictionary, path)) is not None
            and path not in self._seen
            and self._shows(path)
            and self._tag(path) is tag
        ]
        return (*known, *missing)

    def held(self, tag: Tag) -> Sayable:
        """Return what is said of facts this reader never gets; also where there may be none."""
        home = self._referral.home
        agency = self._names.agency(home.agency) if home else ""
        if self._never(tag):
            return Say("Held back. Stays with {agency}.", agency=agency)
        for path, register in self._referral.registers.items():
            if path not in self._seen and self._shows(path) and self._tag(path) is tag:
                agency = self._names.agency(register.heads[-1].by.agency)
                return Say("Held back. Stays with {agency}.", agency=agency)
        return ""

    def who(self, tag: Tag) -> Sayable:
        """Return who may see facts of this kind under the consents in force."""
        names = self._names
        with_personal = self._recipients(Scope.PERSONAL)
        match tag:
            case Tag.PERSONAL:
                who = [Say("Precinct"), *with_personal]
            case Tag.HEALTH:
                who = [Say("Precinct"), *self._recipients(Scope.HEALTH)]
            case Tag.JUSTICE:
                who = [Say("Precinct"), Say("Prosecutor")]
                if self._inside and self._gate.rules.justice_to_inside_lead:
                    who.append(names.lead)
            case Tag.SAFETY:
                who = [Say("Precinct"), *with_personal[:1]]
            case Tag.TREATMENT:
                who = [names.lead, *self._recipients(Scope.TREATMENT)]
            case _:
                return Say("Everybody who works on it")
        return Listing(tuple(dict.fromkeys(who)))

    @property
    def _inside(self) -> bool:
        return self._gate.reader.audience is Audience.LEAD_INSIDE

    def _never(self, tag: Tag) -> bool:
        """Return whether nothing of this kind comes here, whatever there is: it must not tell."""
        if self._gate.reader.audience not in LEADS:
            return False
        rules = self._gate.rules
        match tag:
            case Tag.JUSTICE:
                return not (self._inside and rules.justice_to_inside_lead)
            case Tag.PERSONAL | Tag.SAFETY:
                free = self._inside and rules.personal_to_inside_lead
                return not (free or self._granted(LEAD, Scope.PERSONAL))
            case Tag.HEALTH:
                return not self._granted(LEAD, Scope.HEALTH)
        return False

    def _recipients(self, scope: Scope) -> list[Sayable]:
        asked = [recipient for (recipient, one), _ in self._consents.by_key if one is scope]
        asked.sort(key=lambda recipient: recipient != LEAD)
        return [self._names.recipient(one) for one in asked if self._granted(one, scope)]

    @property
    def _consents(self) -> Consents:
        return self._gate.consents

    def _granted(self, recipient: str, scope: Scope) -> bool:
        return self._consents.grants(
            recipient,
            scope,
            now=self._gate.now,
            clock_trusted=self._gate.clock_trusted,
            spoken_enough=self._gate.rules.spoken_consent,
        )

    def _shows(self, path: str) -> bool:
        fact = find_fact(self._dictionary, path)
        if fact is None:
            return False
        if fact.type in (FactType.STEP, FactType.RECORD) or path.endswith("/removed"):
            return False
        if fact.id.endswith("*") or path.rpartition("/")[0] in self._removed:
            return False
        return fact.tier is not Tier.AUTO or fact.id in _SHOWN_AUTO

    def _tag(self, path: str) -> Tag:
        register = self._seen.get(path) or self._referral.registers.get(path)
        tags = self._dictionary.tags_of(path) | (register.tags if register else frozenset())
        return next((tag for tag in GROUPS if tag in tags), Tag.NONE)

    def _place(self, path: str) -> tuple[str, int, str]:
        fact = self._dictionary.fact_of(path)
        item = path.split("/")[1] if fact.in_item else ""
        return (fact.list if fact.in_item else "", self._order.get(fact.id, 0), item)

    def _line(self, path: str, register: Register) -> FactLine:
        fact = self._dictionary.fact_of(path)
        label = self._label(fact, path)
        source = source_words(register.heads[-1], self._names, self._gate.now)
        if register.disputed:
            words = STATE_WORDS[FactState.TWO_ANSWERS]
            return FactLine(path, label, words, FactState.TWO_ANSWERS)
        value = register.heads[-1].value
        state = FactState(value.value) if isinstance(value, Unknown) else FactState.KNOWN
        words = said_value(path, fact, value, self._gate.now, self._names)
        return FactLine(path, label, words, state, source, _changeable(fact))

    def _label(self, fact: Fact, path: str) -> Sayable:
        item = self._item(fact, path) if fact.in_item else ""
        return Say("{fact}, {item}", fact=fact.label, item=item) if item else fact.label

    def _item(self, fact: Fact, path: str) -> Sayable:
        """Return what tells this charge or drug from another, "" for the fact that says it."""
        first = next(
            (one for one in self._dictionary.of_list(fact.list) if one.type is FactType.CHOICE),
            None,
        )
        if first is None or first.id == fact.id:
            return ""
        register = self._seen.get(first.path(path.split("/")[1]))
        value = register.value if register else None
        return value_in_words(first, value) if value is not None else ""
