"""How hard a text is to read, in English and in Spanish."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.domain.reading import (
    english_grade,
    english_syllables,
    spanish_ease,
    spanish_syllables,
    too_hard,
)
from desktop.domain.rulecheck import Kind, check
from desktop.domain.words import Given
from tests.domain.rules_kit import program, rule, shipped


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("the go safe makes used fire", 1),
        ("people table needed agree being tables places police", 2),
        ("officer medicine officers services violent probation possession", 3),
        ("voluntary", 4),
    ],
)
def test_english_syllables_are_counted_by_what_is_heard(words, count):
    assert {english_syllables(word) for word in words.split()} == {count}


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("que hoy muy", 1),
        ("día país guía leer caos quiere deuda ciudad", 2),
        ("María agencia estación cigüeña", 3),
        ("confirmar", 3),
        ("estaciones averiguar", 4),
    ],
)
def test_spanish_syllables_know_their_two_vowel_sounds(words, count):
    assert {spanish_syllables(word) for word in words.split()} == {count}


def test_the_formulas_are_the_published_ones():
    # 6 words, 6 syllables, 1 sentence.
    assert english_grade("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 - 15.59)
    # 4 words, 7 syllables, 1 sentence.
    assert spanish_ease("La casa está aquí.") == pytest.approx(206.84 - 60 * 7 / 4 - 1.02 * 4)


def test_a_line_of_a_list_is_a_sentence_and_a_name_is_no_long_word():
    assert english_grade("- one thing\n- one more") == english_grade("One thing. One more.")
    plain = english_grade("You may call Constantinopolis about this.")
    assert plain == english_grade("You may call Bob about this.")
    assert english_grade("Ask constantinopolis.", names=["constantinopolis"]) < 0


def test_law_is_hard_and_our_own_texts_are_not():
    notice = shipped("three-rivers").texts["notice_42cfr2"].in_language("en")
    assert too_hard(notice, "en") is not None
    assert too_hard("Help is here if you want it.", "en") is None
    assert too_hard("Hay ayuda si usted la quiere.", "es") is None
    hard = "La participación institucional necesita determinaciones individualizadas."
    assert too_hard(hard, "es") is not None
    assert too_hard(hard, "fr") is None
    assert too_hard("", "en") is None


@pytest.mark.parametrize(
    ("language", "words", "judged"),
    [
        ("en", "The addict is here.", True),
        ("en", "A drug abuser.", True),
        ("en", "Is the person clean?", True),
        ("en", "A person with a substance use disorder was convicted once.", False),
        ("en", "Cleaning and addiction medicine.", False),
        ("es", "Es drogadicto.", True),
        ("es", "Está limpia ahora.", True),
        ("es", "Persona con un trastorno por consumo de sustancias.", False),
    ],
)
def test_words_that_judge_are_found_and_others_are_not(language, words, judged):
    texts = {"en": "A rule.", "es": "Una regla.", language: words}
    criterion = replace(rule("A", "pending.case"), text=Given.of(texts))
    found = [one for one in check(program(criterion)) if one.kind is Kind.STIGMA]
    assert bool(found) == judged
