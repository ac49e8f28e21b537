"""Least disclosure as a matrix: each sheet, each fact, each consent, each setting of a program.

`may_see` says again, in few words and without the gate, what architecture.md's table says. Every
fact of the dictionary is given a value; what a sheet sees has to be what the table lets it see, and
another value of everything else may not change a letter of the sheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from desktop.domain.change import ChangeId, Head, Register
from desktop.domain.consent import LEAD, PROSECUTOR, Scope, provider
from desktop.domain.facts import Fact, FactType, FactValue, Known, PartialDate
from desktop.domain.program import STRICTEST
from desktop.domain.referral import Referral
from desktop.domain.release import ReleaseRules
from desktop.domain.terms import ConsentHow, Outcome, SheetKind, Tag
from desktop.packet.sheets import PLANS
from desktop.services.sheet_facts import gather
from desktop.services.workspace import Workspace
from tests.packet.tongues import tongue
from tests.services.issuing import FACTS, NOW, SERVICE, Desk

pytestmark = pytest.mark.slow  # a referral for each consent, a sheet for each setting

IDENTITY = {"person.first_name", "person.middle_name", "person.last_name", "person.birth_date"}
CHOSEN = {"service.first", "service.second", "service.third"}
PERSONAL, HEALTH, TREATMENT = Scope.PERSONAL, Scope.HEALTH, Scope.TREATMENT
TO_SERVICE = provider(SERVICE)
Said = tuple[str, Scope]


@dataclass(frozen=True)
class World:
    """What a person agreed to, and what the program says."""

    consents: tuple[Said, ...] = ()
    rules: ReleaseRules = STRICTEST
    inside: bool = False
    spoken: bool = False

    def given(self, to: str, scope: Scope) -> bool:
        """Return whether a consent counts."""
        heard = not self.spoken or (self.rules.spoken_consent and scope in (PERSONAL, HEALTH))
        return (to, scope) in self.consents and heard


LEAD_P, LEAD_H = (LEAD, PERSONAL), (LEAD, HEALTH)
SERVICE_P, SERVICE_H = (TO_SERVICE, PERSONAL), (TO_SERVICE, HEALTH)
WRITTEN_T = ((LEAD, TREATMENT), (TO_SERVICE, TREATMENT), (PROSECUTOR, TREATMENT))
EVERYTHING = (LEAD_P, LEAD_H, SERVICE_P, SERVICE_H, *WRITTEN_T)
OPEN = ReleaseRules(True, True, True, True)

WORLDS = {
    "no consent": World(),
    "name to the lead agency": World((LEAD_P,)),
    "needs alone to the lead agency": World((LEAD_H,)),
    "the lead agency": World((LEAD_P, LEAD_H)),
    "the service": World((SERVICE_P, SERVICE_H)),
    "the service, safety told": World((SERVICE_P,), ReleaseRules(safety_to_provider=True)),
    "everything": World(EVERYTHING),
    "spoken, not enough": World((LEAD_P, LEAD_H), spoken=True),
    "spoken, enough": World((LEAD_P, LEAD_H), ReleaseRules(spoken_consent=True), spoken=True),
    "police-led, strict": World(inside=True),
    "police-led, by rule": World((), OPEN, inside=True),
    "a rule for an inside lead does nothing for one outside": World((), OPEN),
    "everything, police-led": World(EVERYTHING, OPEN, inside=True),
}


def may_see(kind: SheetKind, fact: Fact, world: World) -> bool:
    """Return whether a sheet's reader may see a fact of this kind that the precinct wrote."""
    lead = kind is SheetKind.REFERRAL_FORM
    ruled = world.inside and world.rules.personal_to_inside_lead
    personal = {
        SheetKind.REFERRAL_FORM: world.given(LEAD, PERSONAL) or ruled,
        SheetKind.PROVIDER: world.given(TO_SERVICE, PERSONAL),
        SheetKind.WORKSHEET: fact.id in IDENTITY,
        SheetKind.NARRATIVE: fact.id in IDENTITY,
        SheetKind.CHECKLIST: True,
    }.get(kind, False)
    health = {
        SheetKind.CARD: fact.id in CHOSEN,
        SheetKind.CONSENT: fact.id in CHOSEN,
        SheetKind.REFERRAL_FORM: world.given(LEAD, HEALTH),
        SheetKind.PROVIDER: world.given(TO_SERVICE, HEALTH),
        SheetKind.CHECKLIST: True,
    }.get(kind, False)
    justice = kind in (SheetKind.WORKSHEET, SheetKind.NARRATIVE, SheetKind.CHECKLIST) or (
        lead and world.inside and world.rules.justice_to_inside_lead
    )
    safety = {
        SheetKind.REFERRAL_FORM: personal,
        SheetKind.PROVIDER: personal and world.rules.safety_to_provider,
        SheetKind.CHECKLIST: True,
    }.get(kind, False)
    treatment = {
        SheetKind.REFERRAL_FORM: world.inside and world.given(LEAD, TREATMENT),
        SheetKind.PROVIDER: world.given(TO_SERVICE, TREATMENT),
        SheetKind.WORKSHEET: world.given(PROSECUTOR, TREATMENT),
        SheetKind.NARRATIVE: world.given(PROSECUTOR, TREATMENT),
    }.get(kind, False)
    lets = {
        Tag.NONE: True,
        Tag.PERSONAL: personal,
        Tag.HEALTH: health,
        Tag.JUSTICE: justice,
        Tag.SAFETY: safety,
        Tag.TREATMENT: treatment,
    }
    return all(lets[tag] for tag in fact.tags)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("matrix") / "D1")
    yield made
    made.close()


@pytest.fixture(scope="module")
def referrals(desk: Desk) -> dict[str, Referral]:
    """Return a referral for each world."""
    return {
        name: desk.refers(
            f"w{number}",
            consents=world.consents,
            how=ConsentHow.VERBAL if world.spoken else ConsentHow.SIGNED,
        )
        for number, (name, world) in enumerate(WORLDS.items())
    }


def some_value(fact: Fact, *, other: bool) -> FactValue | None:
    """Return a value of the fact's type, or another one; None for what no form takes down."""
    match fact.type:
        case FactType.YESNO:
            return Known(other)
        case FactType.AMOUNT:
            return Known(Decimal("7") if other else Decimal("2"))
        case FactType.CHOICE:
            return Known(fact.choices[-1 if other else 0].value)
        case FactType.CHOICES:
            return Known((fact.choices[-1 if other else 0].value,))
        case FactType.DATE | FactType.EVENT:
            return Known(PartialDate(1971 if other else 1999, 5, 4))
        case FactType.TIME:
            return Known(NOW.replace(hour=3 if other else 2))
        case FactType.TEXT:
            return Known("Zqother" if other else "Zqfirst")
    return None


def filled(workspace: Workspace, referral: Referral, *, turned: frozenset[str]) -> Referral:
    """Return the referral with a value for every fact there is, another for those turned."""
    assert referral.encounter is not None
    kept = {"pathway", "contact_at", *CHOSEN}  # what decides which sheet there is at all
    registers = dict(referral.encounter.registers)
    for fact in workspace.dictionary:
        value = some_value(fact, other=fact.id in turned)
        path = fact.path("a")
        if value is None or fact.id.endswith(("*", ".removed")) or fact.id in kept:
            continue
        if fact.id in FACTS and fact.id not in turned:
            value = FACTS[fact.id]
        if fact.id == "referral.outcome":
            value = Known(Outcome.ELIGIBLE.value)
        head = Head(ChangeId(1, "x"), value, NOW, workspace.author, fact.tags)
        registers[path] = Register((head,))
    return replace(referral, encounter=replace(referral.encounter, registers=registers))


def ruled(workspace: Workspace, world: World) -> Workspace:
    """Return the workspace under a program that says so."""
    program = workspace.program
    return replace(
        workspace,
        program=replace(
            program,
            lead=replace(program.lead, inside=world.inside),
            settings=replace(program.settings, release=world.rules),
        ),
    )


@pytest.mark.parametrize("kind", PLANS)
@pytest.mark.parametrize("name", WORLDS)
def test_a_sheet_sees_what_the_table_says_and_nothing_else_moves_a_letter(
    desk, referrals, kind, name
):
    world = WORLDS[name]
    workspace = ruled(desk.desk, world)
    dictionary = workspace.dictionary

    whole = filled(workspace, referrals[name], turned=frozenset())
    facts = gather(workspace, whole, kind, tongue("en"), now=NOW)

    assert whole.encounter is not None
    of = {path: dictionary.fact_of(path) for path in whole.encounter.registers}
    assert len(of) > 90
    expected = {path for path, fact in of.items() if may_see(kind, fact, world)}
    assert {path for path in facts.registers if path in of} == expected

    hidden = frozenset(fact.id for path, fact in of.items() if path not in expected)
    turned = filled(workspace, referrals[name], turned=hidden)
    assert turned != whole or not hidden
    after = gather(workspace, turned, kind, tongue("en"), now=NOW)
    assert PLANS[kind].make(after) == PLANS[kind].make(facts)
