"""The programs that ship, their cases, and the faults a program may not have."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from desktop.domain.condition_grounds import grounds
from desktop.domain.condition_words import says
from desktop.domain.conditions import Amount, Compare, atoms, facts_in
from desktop.domain.eligibility import decide
from desktop.domain.facts import Tier
from desktop.domain.hours import Opening
from desktop.domain.rulecheck import Kind, check, failing_cases
from desktop.domain.terms import Effect, IfUnknown, Outcome, Pathway, Resolver, Strength, Tag
from desktop.domain.words import ENGLISH, Given
from tests.domain.rules_kit import DENVER, answers, dictionary, program, rule, shipped

SHIPPED = (
    "three-rivers", "lead-santa-fe", "chicago-nadp-2019", "chicago-nadp-2022", "pueblo",
    "california-1001-85", "tucson",
)  # fmt: skip
AS_PUBLISHED = "pueblo-as-published"  # contradicts itself, as its source does
TEXTS = {
    "card", "consent_script", "notice_42cfr2", "notice_42cfr2_short", "offer_script", "rights",
    "sign_in_banner", "what_next",
    "fax_cover", "narrative", "rules_card",
}  # fmt: skip
STIGMA = ("addict", "abuser", "junkie", "clean ", "dirty", "adicto", "drogadicto", "limpio")


@pytest.mark.parametrize("slug", SHIPPED)
def test_a_shipped_program_passes_its_check(slug):
    assert check(shipped(slug)) == ()


@pytest.mark.parametrize("slug", SHIPPED)
def test_a_shipped_program_has_cases_for_every_criterion_both_ways_and_unknown(slug):
    chosen = shipped(slug)
    assert len(chosen.cases) >= 25
    seen = {}
    for case in chosen.cases:
        for one in chosen.criteria:
            if one.runs(case.answers.pathway, case.answers.on.date()):
                seen.setdefault(one.id, set()).add(one.hit.truth(case.answers))
    assert seen == {one.id: {True, False, None} for one in chosen.criteria}


@pytest.mark.parametrize("slug", [*SHIPPED, AS_PUBLISHED])
def test_the_cases_try_each_part_of_a_rule_both_ways_and_each_fact_of_it_unknown(slug):
    chosen = shipped(slug)
    untried = []
    for one in chosen.criteria:
        cases = [
            case.answers
            for case in chosen.cases
            if one.runs(case.answers.pathway, case.answers.on.date())
        ]
        left_open = {
            chosen.dictionary.fact_of(path).id
            for given_facts in cases
            if one.hit.truth(given_facts) is None
            for path in grounds(one.hit, given_facts)
        }
        untried += [(one.id, fact) for fact in one.facts - left_open]
        for part in atoms(one.hit):
            truths = {truth for given_facts in cases for truth in truths_of(part, given_facts)}
            untried += [(one.id, ENGLISH(says(part)))] if not truths >= {True, False} else []
    assert untried == []


def truths_of(part, given_facts):
    """Return what a part comes to, for each item where it is about items."""
    fact = part.term.fact if isinstance(part, Compare) and isinstance(part.term, Amount) else None
    fact = fact or getattr(part, "fact", None)
    if fact is not None and fact.in_item:
        return [part.truth(given_facts, item) for item in given_facts.items(fact.list)]
    return [part.truth(given_facts)]


@pytest.mark.parametrize("slug", SHIPPED)
def test_the_cases_of_a_shipped_program_come_to_every_outcome_it_has(slug):
    possible = {Outcome.ELIGIBLE}
    for one in shipped(slug).criteria:
        possible |= {one.when_hit, one.when_unknown}
        if one.when_unknown is Outcome.NEEDS_ANSWER:
            possible.add(Outcome.ELIGIBLE_VERIFY)  # once nobody can be asked any more
    assert {case.outcome for case in shipped(slug).cases} >= possible


@pytest.mark.parametrize("slug", [*SHIPPED[1:], AS_PUBLISHED])
def test_a_real_program_names_its_sources_and_what_they_leave_open(slug):
    chosen = shipped(slug)
    assert all(one.source.startswith("http") for one in chosen.criteria)
    assert {one.source for one in chosen.criteria} <= set(chosen.sources)
    assert chosen.to_confirm
    for words in (*chosen.to_confirm, *(one.text for one in chosen.criteria)):
        assert set(dict(words.by_language)) == {"en", "es"}


def test_chicago_is_one_program_in_two_versions_one_after_the_other():
    before, after = shipped("chicago-nadp-2019"), shipped("chicago-nadp-2022")
    assert before.slug == after.slug
    assert before.version != after.version
    assert before.effective_to is not None
    assert (after.effective_from - before.effective_to).days == 1
    for day in (date(2019, 2, 20), date(2022, 6, 7), date(2022, 6, 8), date(2026, 1, 1)):
        assert [before.in_force(day), after.in_force(day)].count(True) == 1


@pytest.mark.parametrize(
    ("given", "then", "now"),
    [
        ("drug/1/amount_g = 1.5", {"CH-06"}, set()),
        ("drug/1/kind = fentanyl", {"CH-05"}, set()),
        ("history.violent_arrest_here = 2024-05-01", set(), {"CH-10"}),
        ("drug/2/kind = cocaine; drug/2/amount_g = 0.9", {"CH-06"}, set()),  # total and each
    ],
)
def test_the_same_facts_come_out_otherwise_in_2022_and_each_says_why(given, then, now):
    both = answers(
        "pathway = INT; person.age = 30; place.in_program_area = yes; "
        "program.counselor_on_duty = yes; charge/1/offense = drug_possession; "
        "charges.complete = yes; drug/1/kind = heroin; drug/1/amount_g = 0.5; "
        "drugs.complete = yes; health.substance_use_problem = yes; person.agrees = yes; "
        "history.violent_conviction = never; history.weapon_conviction = never; "
        f"history.violent_arrest_here = never; {given}"
    )
    for slug, because in (("chicago-nadp-2019", then), ("chicago-nadp-2022", now)):
        decision = decide(both, shipped(slug))
        assert {entry.criterion for entry in decision.entries} == because
        assert decision.outcome is (Outcome.NOT_ELIGIBLE if because else Outcome.ELIGIBLE)
        assert decision.version == shipped(slug).version


@pytest.mark.parametrize("slug", SHIPPED)
def test_its_texts_are_there_in_both_languages_and_judge_nobody(slug):
    texts = shipped(slug).texts
    assert set(texts) == TEXTS
    for text in texts.values():
        for _, words in text.by_language:
            assert not any(word in words.lower() for word in STIGMA)
    notice = texts["notice_42cfr2"].in_language("en")
    assert notice.startswith("This record which has been disclosed to you is protected by Federal")
    assert notice.endswith("(see 42 CFR 2.31).")


@pytest.mark.real_data
@pytest.mark.parametrize("slug", SHIPPED)
def test_the_notice_is_the_2024_wording_letter_for_letter(slug, shared_data):
    law = (shared_data / "legal" / "42cfr_part2_2024.md").read_text(encoding="utf-8")
    for name in ("notice_42cfr2", "notice_42cfr2_short"):
        assert f"\n{shipped(slug).texts[name].in_language('en')}\n" in law
    assert shipped(slug).text_versions == {"notice_42cfr2": "89 FR 12472, 2024-02-16"}


@pytest.mark.parametrize("slug", SHIPPED)
def test_whoever_must_find_out_or_approve_has_a_clock(slug):
    chosen = shipped(slug)
    on = datetime(2026, 11, 23, 22, 14, tzinfo=DENVER)
    for one in chosen.criteria:
        for who in filter(None, (one.resolver, one.approver)):
            for pathway in one.pathways & set(chosen.pathways):
                assert chosen.due(who, pathway, on) is not None


def test_three_rivers_has_the_criteria_it_was_given():
    found = {one.id: (one.effect, one.strength, one.approver, one.if_unknown, one.resolver)
             for one in shipped("three-rivers").criteria}  # fmt: skip
    require, exclude = Effect.REQUIRE, Effect.EXCLUDE
    absolute, presumptive = Strength.ABSOLUTE, Strength.PRESUMPTIVE
    ask, pend, flag = IfUnknown.ASK, IfUnknown.PEND, IfUnknown.ALLOW_FLAG
    da, desk, lead = Resolver.PROSECUTOR, Resolver.DESK, Resolver.LEAD
    assert found == {
        "TR-01": (require, absolute, None, ask, desk),
        "TR-02": (require, absolute, None, ask, Resolver.OFFICER),
        "TR-03": (require, absolute, None, ask, desk),
        "TR-04": (exclude, presumptive, da, pend, desk),
        "TR-05": (exclude, absolute, None, flag, None),
        "TR-06": (exclude, absolute, None, flag, None),
        "TR-07": (exclude, presumptive, da, pend, desk),
        "TR-08": (exclude, absolute, None, IfUnknown.ASK_DISPATCH, Resolver.DISPATCH),
        "TR-09": (Effect.NEEDS_PROSECUTOR, None, da, pend, desk),
        "TR-10": (Effect.NEEDS_SUPERVISOR, None, Resolver.SUPERVISOR, pend, desk),
        "TR-11": (require, presumptive, lead, pend, lead),
        "TR-12": (exclude, absolute, None, pend, lead),
        "TR-13": (Effect.DISCRETION, None, None, flag, None),
    }


@pytest.mark.parametrize("slug", SHIPPED)
def test_the_form_asks_for_whatever_a_rule_of_its_pathway_needs(slug):
    chosen = shipped(slug)
    for one in chosen.criteria:
        for pathway in one.pathways & set(chosen.pathways):
            asked = {row.fact.id for row in chosen.form if pathway in row.pathways}
            assert facts_in(one.hit) <= asked


def test_the_form_asks_the_officer_little_and_the_person_nothing_twice():
    form = shipped("three-rivers").form
    assert len({row.fact.id for row in form}) == len(form)
    given = answers("pathway = INT; charge.held = yes")
    required = [r for r in shipped("three-rivers").form_for(given) if r.required]
    assert all(row.tier is Tier.FIELD for row in required)
    assert len(required) <= 25


def test_a_row_of_the_form_hides_what_is_beside_the_point():
    rows = {row.fact.id: row for row in shipped("three-rivers").form}
    assert rows["offer.declined_reason"].asked(answers("pathway = INT; offer.answer = declined"))
    said_yes = answers("pathway = INT; offer.answer = accepted")
    assert not rows["offer.declined_reason"].asked(said_yes)
    given = answers("pathway = INT; drug/1/kind = heroin; drug/2/kind = rx_opioid")
    heroin, pills = given.items("drugs")
    assert not rows["drug.dosage_units"].asked(given, heroin)
    assert rows["drug.dosage_units"].asked(given, pills)


def test_contacts_know_their_hours_and_what_is_to_be_confirmed_says_so():
    contacts = {one.id: one for one in shipped("three-rivers").contacts}
    monday = datetime(2026, 11, 23, 9, 0, tzinfo=DENVER)
    night = datetime(2026, 11, 23, 3, 0, tzinfo=DENVER)
    assert contacts["case_manager"].opening(monday) is Opening.OPEN
    assert contacts["case_manager"].opening(night) is Opening.CLOSED
    assert contacts["crisis_line"].opening(night) is Opening.OPEN
    open_ones = [one for one in shipped("lead-santa-fe").contacts if not one.confirmed]
    assert all(one.opening(monday) is Opening.UNKNOWN for one in open_ones)
    assert all("confirmed" in one.note.in_language("en") for one in open_ones)
    assert shipped("lead-santa-fe").to_confirm


def test_a_program_is_in_force_from_its_first_to_its_last_day():
    chosen = replace(program(), effective_to=date(2026, 12, 31))
    assert chosen.in_force(date(2026, 1, 1))
    assert chosen.in_force(date(2026, 12, 31))
    assert not chosen.in_force(date(2025, 12, 31))
    assert not chosen.in_force(date(2027, 1, 1))


def test_the_lead_agency_of_three_rivers_stands_outside_the_boundary():
    chosen = shipped("three-rivers")
    assert not chosen.lead.inside
    assert not chosen.settings.release.justice_to_inside_lead
    assert chosen.settings.unit_is_part2


def kinds(criterion):
    return [finding.kind for finding in check(program(criterion)) if finding.where == "A"]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ({"override_by": Resolver.PROSECUTOR}, Kind.ABSOLUTE_OVERRIDE),
        ({"strength": Strength.PRESUMPTIVE}, Kind.PRESUMPTIVE_ALONE),
        ({"strength": None}, Kind.STRENGTH),
        ({"effect": Effect.NEEDS_SUPERVISOR}, Kind.STRENGTH),
        ({"resolver": None}, Kind.NO_RESOLVER),
        ({"resolver": None, "if_unknown": IfUnknown.ASK}, Kind.NO_RESOLVER),
        ({"effect": Effect.DISCRETION, "strength": None, "if_unknown": IfUnknown.ASK},
         Kind.ASK_NEEDLESS),
        ({"effect": Effect.INFO, "strength": None, "if_unknown": IfUnknown.ASK_DISPATCH},
         Kind.ASK_NEEDLESS),
    ],
)  # fmt: skip
def test_what_a_row_must_not_say_is_found_and_stops_the_program(words, kind):
    found = [one for one in check(program(rule("A", "pending.case", **words))) if one.stops]
    assert kind in [one.kind for one in found if one.where == "A"]


def test_without_a_held_charge_no_charge_rule_runs():
    chosen = program(rule("A", "total(drug.amount_g) > 6"), rule("B", "person.age < 18"))
    for pathway in Pathway:
        ids = [one.id for one in chosen.running(pathway, date(2026, 11, 23))]
        assert ids == (["A", "B"] if pathway is Pathway.OFFICER_INTERVENTION else ["B"])
    found = decide(answers("pathway = REF; drug/1/amount_g = 9"), chosen)
    assert [entry.criterion for entry in found.entries] == ["B"]


def test_a_sound_row_has_no_fault():
    criterion = rule("A", "pending.case")
    assert kinds(criterion) == [Kind.NEVER_ASKED]  # the small program has no form


def test_asking_what_nobody_in_the_field_can_know_is_a_fault():
    criterion = rule("A", "order.no_contact_with_participant", if_unknown=IfUnknown.ASK)
    (finding,) = [one for one in check(program(criterion)) if one.kind is Kind.ASK_NOBODY]
    assert "Order to stay away from a participant" in ENGLISH(finding.says)


def test_a_missing_language_is_a_fault():
    criterion = replace(rule("A", "pending.case"), text=Given.of({"en": "Only English"}))
    assert Kind.LANGUAGE in kinds(criterion)


def test_a_case_that_comes_out_otherwise_is_named_with_what_was_found():
    chosen = shipped("three-rivers")
    case = next(one for one in chosen.cases if one.id == "age-17")
    wrong = [
        replace(case, id="wrong-outcome", outcome=Outcome.ELIGIBLE),
        replace(case, id="wrong-reason", because=frozenset({"TR-02"})),
        replace(case, id="wrong-flag", flags=frozenset({"TR-05"})),
    ]
    findings = list(failing_cases(replace(chosen, cases=(case, *wrong))))
    assert [one.where for one in findings] == ["wrong-outcome", "wrong-reason", "wrong-flag"]
    assert ENGLISH(findings[0].says) == (
        "Expected: Eligible. Found: Not eligible for this pathway, because of TR-01."
    )


def test_the_example_of_the_answers_file_comes_out_as_documented():
    case = next(one for one in shipped("lead-santa-fe").cases if one.id == "example")
    decision = decide(case.answers, shipped("lead-santa-fe"))
    assert decision.outcome is Outcome.ELIGIBLE_VERIFY
    assert not decision.settled
    assert decision.otherwise is Pathway.OFFICER_REFERRAL
    (point,) = decision.open
    assert (point.criterion, point.facts) == ("SF-07", ("warrant.status",))
    assert point.due == datetime(2026, 11, 27, 17, 0, tzinfo=DENVER)
    assert decision.ask_next[0].path == "conduct.exploits_minors"


def test_no_criterion_reads_a_treatment_record():
    for slug in SHIPPED:
        for one in shipped(slug).criteria:
            for id_ in facts_in(one.hit):
                assert Tag.TREATMENT not in dictionary().tags_of(id_)
