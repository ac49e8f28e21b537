"""Which sheets a referral can have, for whom, what each shows, and which consent one lacks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.consent import SCOPE_IN_WORDS, Scope
from desktop.domain.facts import Known
from desktop.domain.phrases import NARRATIVE
from desktop.domain.referral import Referral
from desktop.domain.release import CHOSEN_SERVICE, IDENTITY
from desktop.domain.terms import Audience, Pathway, Role, SheetKind, Tag
from desktop.domain.words import Listing, Say, Sayable, Tongue
from desktop.packet.sheets import PLANS
from desktop.packet.sheets.facts import SheetFacts
from desktop.packet.sheets.parts import tags_carried
from desktop.services.sheet_facts import (
    MAKERS,
    addressee_of,
    gather,
    identity_held,
    referral_of,
    seen_here,
)
from desktop.services.workspace import Workspace

_OWN_ONLY = frozenset({Role.OFFICER, Role.ADMIN})
_FOR_PERSON = (SheetKind.CARD, SheetKind.CONSENT)

_NAMES_NEEDED = (SheetKind.REFERRAL_FORM, SheetKind.PROVIDER)


@dataclass(frozen=True, slots=True)
class SheetOffer:
    """One sheet a referral can have; `missing_consent` is why it cannot be made now."""

    kind: SheetKind
    name: Sayable
    reader: Sayable  # for whom, e.g. "Marigold Community Care"
    audience: Audience
    languages: tuple[str, ...]  # codes, the suggested one first
    shows: frozenset[Tag]
    leaves_out: Sayable
    missing_consent: Sayable | None = None
    usual: bool = True  # of every packet; otherwise somebody has to ask for it


@dataclass(frozen=True, slots=True)
class Standing:
    """Which usual sheets a referral can have now, and which lack a consent."""

    ready: frozenset[SheetKind]
    lacking: frozenset[SheetKind]


def offers(workspace: Workspace, referral_id: str, *, now: datetime) -> list[SheetOffer]:
    """Return the sheets the signed-in user can make of a referral, in the order they are used."""
    referral = referral_of(workspace, referral_id)
    return [
        _offer(workspace, referral, kind, now=now)
        for kind in PLANS
        if can_have(workspace, referral, kind, now=now)
    ]


def standing(workspace: Workspace, referral: Referral, *, now: datetime) -> Standing:
    """Return how a referral's packet stands, as `offers` does: cheap enough for a long list."""
    kinds = frozenset(
        kind
        for kind, plan in PLANS.items()
        if plan.usual and can_have(workspace, referral, kind, now=now)
    )
    lacking = frozenset(
        kind
        for kind in kinds.intersection(_NAMES_NEEDED)
        if identity_held(workspace, referral, kind, now=now)
    )
    return Standing(kinds - lacking, lacking)


def can_have(workspace: Workspace, referral: Referral, kind: SheetKind, *, now: datetime) -> bool:
    """Return whether the signed-in user can make a sheet of this kind of a referral at all."""
    role = workspace.user.role
    if role not in MAKERS.get(kind, frozenset()):
        return False
    if role in _OWN_ONLY and (referral.home is None or referral.home.user != workspace.user.id):
        return False
    if kind is SheetKind.WORKSHEET:  # only where a charge is held is there a prosecutor to ask
        return referral.text("pathway") == Pathway.OFFICER_INTERVENTION
    if kind is SheetKind.NARRATIVE:  # an older program has no phrases for it
        return bool(workspace.program.text(NARRATIVE).by_language)
    if kind is SheetKind.PROVIDER:
        return addressee_of(workspace, referral, now=now) is not None
    return True


def _offer(
    workspace: Workspace, referral: Referral, kind: SheetKind, *, now: datetime
) -> SheetOffer:
    facts = gather(workspace, referral, kind, Tongue("en"), now=now)
    wanted = PLANS[kind].wants_of(workspace.program)
    wants = [id_ for id_ in wanted if id_ not in facts.held]
    tags = {tag for id_ in wants for tag in facts.dictionary.fact_of(id_).tags}
    return SheetOffer(
        kind=kind,
        name=PLANS[kind].name,
        reader=_reader(facts, kind),
        audience=facts.audience,
        languages=_languages(workspace, referral, kind, now=now),
        shows=frozenset(tags | tags_carried(facts, wanted)) - {Tag.NONE},
        leaves_out=_leaves_out(facts, wants),
        missing_consent=missing_in(facts, kind),
        usual=PLANS[kind].usual,
    )


def _reader(facts: SheetFacts, kind: SheetKind) -> Sayable:
    if kind in (SheetKind.REFERRAL_FORM, SheetKind.FAX_COVER):
        return facts.program.lead.name
    if kind is SheetKind.PROVIDER:
        return facts.addressee.name if facts.addressee else Say("The service chosen")
    return _READERS[kind]


_READERS: dict[SheetKind, Sayable] = {
    SheetKind.CARD: Say("the person"),
    SheetKind.CONSENT: Say("the person"),
    SheetKind.WORKSHEET: Say("the prosecutor and the supervisor"),
    SheetKind.CHECKLIST: Say("the precinct desk"),
    SheetKind.NARRATIVE: Say("the officer's own report"),
}


def _languages(
    workspace: Workspace, referral: Referral, kind: SheetKind, *, now: datetime
) -> tuple[str, ...]:
    """Return the languages the program writes to people in, the person's first on their sheets."""
    known = {"en", *(code for code, _ in workspace.program.text("card").by_language)}
    register = seen_here(workspace, referral, now=now).get("person.language")
    said = register.value if register else None
    mine = said.value if isinstance(said, Known) and kind in _FOR_PERSON else "en"
    return tuple(sorted(known, key=lambda code: (code != mine, code != "en", code)))


def missing_in(facts: SheetFacts, kind: SheetKind) -> Sayable | None:
    """Return the consent without which a sheet is not made, in words, or None."""
    if kind not in _NAMES_NEEDED:
        return None
    if not IDENTITY & facts.held:
        return None
    return Say(
        "Consent is missing: {what}, for {who}.",
        what=SCOPE_IN_WORDS[Scope.PERSONAL],
        who=_reader(facts, kind),
    )


def _leaves_out(facts: SheetFacts, shown: Iterable[str]) -> Sayable:
    """Return what kinds of fact the sheet does not have, in words; "" when it has all."""
    groups = {_group(facts, id_) for id_ in shown}
    if facts.addressee is not None:
        groups.add("service")  # it is the one that reads
    elif "service" in groups and Tag.HEALTH.value not in groups:
        # The service is a fact of health itself: the shield beside these words says so.
        groups.add(Tag.HEALTH.value)
        left = [words for name, words in _GROUPS.items() if name not in groups]
        return Listing((_HEALTH_BESIDES, *left))
    return Listing(tuple(words for name, words in _GROUPS.items() if name not in groups))


_GROUPS: dict[str, Sayable] = {
    "identity": Say("name and birth date"),
    "person": Say("how to reach the person"),
    "service": Say("the service chosen"),
    Tag.HEALTH.value: Say("needs and health"),
    Tag.JUSTICE.value: Say("what the charge is, and history"),
    Tag.SAFETY.value: Say("safety notes"),
    Tag.TREATMENT.value: Say("treatment record"),
}


_HEALTH_BESIDES = Say("needs, and health beyond the service chosen")


def _group(facts: SheetFacts, id_: str) -> str:
    tags = facts.dictionary.fact_of(id_).tags
    if id_ in IDENTITY:
        return "identity"
    if id_ in CHOSEN_SERVICE:
        return "service"
    if Tag.PERSONAL in tags:
        return "person"
    return next((tag.value for tag in sorted(tags)), "")
