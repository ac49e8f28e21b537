"""Consent: one question per recipient and scope; not asked is never a no."""

from __future__ import annotations

from desktop.domain.consent import LEAD, OFFICER, Consent, Scope
from desktop.domain.facts import Known
from desktop.domain.terms import ConsentHow, ConsentState
from desktop.domain.words import ENGLISH
from tests.viewmodels.made_up import encounter, full, granted, page


def consents(one):
    return page(one).consent


def test_nothing_is_preselected():
    view = consents(encounter("pathway = INT"))

    assert {one.state for one in view.lines} == {None}
    assert {ENGLISH(one.mark.words) for one in view.lines} == {"Not asked yet"}
    assert view.how is None


def test_lead_agency_provider_and_news_are_asked_one_by_one():
    before = [one.key for one in consents(encounter("pathway = INT")).lines]
    after = [one.key for one in consents(full()).lines]

    assert before == ["lead/P", "lead/H", "officer/T1", "officer/T2"]
    assert after == [
        "lead/P",
        "lead/H",
        "provider:tr-prairie-ridge/P+H",
        "officer/T1",
        "officer/T2",
    ]


def test_the_programs_own_words_are_read_in_the_persons_language():
    view = consents(encounter("pathway = INT; person.language = es"))

    assert view.language == "es"
    assert "?" not in view.script_in("en")
    assert view.lines[0].question_in("es").startswith("¿Acepta")
    assert view.lines[0].question_in("en").startswith("Do you agree that we give your name")


def test_one_answer_to_the_provider_makes_a_consent_for_each_scope():
    line = consents(full()).line("provider:tr-prairie-ridge/P+H")

    made = line.answered(ConsentState.GRANTED, ConsentHow.PAPER, "", "es")

    assert [one.scope for one in made] == [Scope.PERSONAL, Scope.HEALTH]
    assert {one.recipient for one in made} == {"provider:tr-prairie-ridge"}
    assert {(one.how, one.language) for one in made} == {(ConsentHow.PAPER, "es")}
    assert {one.given_at for one in made} == {None}


def test_a_no_has_no_way_in_which_it_was_given():
    line = consents(full()).lines[0]

    (made,) = line.answered(ConsentState.REFUSED, ConsentHow.VERBAL, "Ofc. Thistle", "en")

    assert (made.how, made.witness) == (None, "")


def test_a_yes_counts_only_once_it_is_said_how():
    one = granted(encounter("pathway = INT"), Scope.PERSONAL, how=None)

    assert "how the yes was given" in ENGLISH(consents(one).missing)
    assert ENGLISH(page(one).send.button) == "Send for review"


def test_a_spoken_yes_needs_a_witness():
    one = granted(encounter("pathway = INT"), Scope.PERSONAL, how=ConsentHow.VERBAL)

    assert "witness" in ENGLISH(consents(one).missing)


def test_all_no_says_that_nothing_leaves():
    one = encounter("pathway = INT")
    for recipient, scope in (
        (LEAD, Scope.PERSONAL),
        (LEAD, Scope.HEALTH),
        (OFFICER, Scope.NEWS_CONTACT),
        (OFFICER, Scope.NEWS_STATUS),
    ):
        one = one.consented(Consent(one.id, recipient, scope, ConsentState.REFUSED))

    view = page(one)

    assert view.consent.all_no
    assert "Nothing leaves" in ENGLISH(view.send.lines[-1].title)


def test_half_an_answer_to_two_scopes_is_not_an_answer():
    one = full().answered("service.first", Known("tr-prairie-ridge"))
    half = Consent(one.id, "provider:tr-prairie-ridge", Scope.PERSONAL, ConsentState.GRANTED)

    line = consents(one.consented(half)).line("provider:tr-prairie-ridge/P+H")

    assert line.state is None


def test_the_end_of_a_consent_is_said():
    view = consents(full())

    assert ENGLISH(view.given) == "Signed 22:14. Ends when this person takes it back."
