"""What happened to a referral: who, when, which fields. What people typed is never read here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice

from desktop.domain.change import CASE_STATUS, REFERRAL_STATUS, Author, Change
from desktop.domain.consent import FIELD as CONSENT_FIELD
from desktop.domain.consent import SCOPE_IN_WORDS, Consent, from_record
from desktop.domain.facts import Dictionary, Known, Record, Step
from desktop.domain.terms import ConsentState, SubjectKind, Travel
from desktop.domain.words import Clock, Listing, Plural, Say, Sayable
from desktop.viewmodels.fact_groups import find_fact
from desktop.viewmodels.marks import Moment, Tone
from desktop.viewmodels.names import Names
from desktop.viewmodels.steps_words import step_words

FIELDS_NAMED = 4  # the others are counted
_TRAVEL: Mapping[Travel, tuple[Sayable, str]] = {
    Travel.BUNDLED: (Say("Sealed in a bundle"), "lock"),
    Travel.LEFT: (Say("Left this computer"), "send"),
    Travel.RECEIVED: (Say("Received by the lead agency"), "mail"),
}
_CONSENT: Mapping[ConsentState, Say] = {
    ConsentState.GRANTED: Say("Consent given: {who}"),
    ConsentState.REFUSED: Say("Consent refused: {who}"),
    ConsentState.REVOKED: Say("Consent taken back: {who}"),
    ConsentState.ASK_LATER: Say("Consent to be asked later: {who}"),
}
_KINDS: Mapping[SubjectKind, tuple[Sayable, str]] = {
    SubjectKind.APPROVAL: (Say("An approval was answered"), "verified_user"),
    SubjectKind.CONTACT_ATTEMPT: (Say("Somebody tried to reach the person"), "phone"),
    SubjectKind.PERSON_LINK: (Say("The lead agency compared two referrals"), "people"),
    SubjectKind.PRINT: (Say("Sheets were printed"), "print"),
}


def timeline(
    changes: Iterable[Change],
    reached: Sequence[tuple[Travel, datetime]],
    dictionary: Dictionary,
    names: Names,
    *,
    now: datetime,
) -> tuple[Moment, ...]:
    """Return what happened, newest first; changes of one author at one moment are one line."""
    together: dict[tuple[datetime, Author, str], list[Change]] = {}
    for change in sorted(changes, key=lambda one: one.id):
        together.setdefault((change.at, change.by, _kind(change)), []).append(change)
    found: list[tuple[datetime, int, Moment]] = []
    for (at, by, _), group in together.items():
        words, icon, tone = _words(group, names)
        detail = _detail(group, by, dictionary, names)
        moment = Moment(words, Clock(at.astimezone(now.tzinfo)), detail, tone, icon)
        found.append((at, group[0].id.number, moment))
    for travel, at in reached:
        if travel in _TRAVEL:
            words, icon = _TRAVEL[travel]
            clock = Clock(at.astimezone(now.tzinfo))
            found.append((at, 0, Moment(words, clock, tone=Tone.INFO, icon=icon)))
    found.sort(key=lambda one: one[:2], reverse=True)
    return tuple(moment for _, _, moment in found)


def _kind(change: Change) -> str:
    """Return what must not be told in one line with another."""
    for one in change.sets:
        if one.path in (REFERRAL_STATUS, CASE_STATUS):
            return one.path
    if change.subject.kind is SubjectKind.CONSENT:
        return change.subject.id
    return change.subject.kind.value


def _words(group: Sequence[Change], names: Names) -> tuple[Sayable, str, Tone]:
    for change in group:
        for one in change.sets:
            step = one.value.value if isinstance(one.value, Known) else None
            if one.path in (REFERRAL_STATUS, CASE_STATUS) and isinstance(step, Step):
                made = one.path == REFERRAL_STATUS and step.saw is None
                icon = "add_circle" if made else "check_circle"
                return step_words(one.path, step.to), icon, Tone.INFO
    consent = _consent(group[0])
    if consent is not None:
        who = names.recipient(consent.recipient)
        return Say(_CONSENT[consent.state].text, who=who), "verified_user", Tone.INFO
    kind = group[0].subject.kind
    if kind in _KINDS:
        words, icon = _KINDS[kind]
        return words, icon, Tone.INFO
    if any(change.opens for change in group):
        return Say("Facts taken down"), "edit", Tone.INFO
    corrected = any(one.based_on for change in group for one in change.sets)
    return (Say("Facts corrected") if corrected else Say("Facts added")), "edit", Tone.INFO


def _consent(change: Change) -> Consent | None:
    for one in change.sets:
        record = one.value.value if isinstance(one.value, Known) else None
        if one.path == CONSENT_FIELD and isinstance(record, Record):
            return from_record(record)
    return None


def _detail(group: Sequence[Change], by: Author, dictionary: Dictionary, names: Names) -> Sayable:
    who = Say("{who}, {machine}", who=names.who(by), machine=names.device(by))
    consent = _consent(group[0])
    if consent is not None:
        return Listing((who, SCOPE_IN_WORDS[consent.scope]), between=" · ")
    if group[0].subject.kind is not SubjectKind.ENCOUNTER:
        return who
    labels = dict.fromkeys(
        fact.label
        for change in group
        for one in change.sets
        if (fact := find_fact(dictionary, one.path)) is not None
    )
    named: list[Sayable] = [*islice(labels, FIELDS_NAMED)]
    if len(labels) > FIELDS_NAMED:
        more = len(labels) - FIELDS_NAMED
        named.append(Plural("{n} more", "{n} more", more))
    return Listing((who, Listing(tuple(named))), between=" · ") if named else who
