"""How hard a text is to read: Flesch-Kincaid for English, Fernandez-Huerta for Spanish.

Sources: Kincaid et al. 1975 (grade = 0.39 words/sentence + 11.8 syllables/word - 15.59);
J. Fernandez Huerta 1959 (ease = 206.84 - 60 syllables/word - 1.02 words/sentence), whose "normal"
from 60 up is what grades 7 and 8 read. Syllables are counted by their vowels, which is right for
nine English words in ten; the sum is what counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

GRADE_LIMIT = 8.0  # US school grade
EASE_LIMIT = 60.0  # Fernandez-Huerta: at least this for grade 8

SENTENCE = re.compile(r"[.!?:;]+(?=\s|$)|\n+")
WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
ENGLISH_VOWELS = re.compile(r"[aeiouy]+")
SILENT_END = re.compile(r"(?:[^aeiouyl]|[aeiouy]l)(?:e|es)$|[^aeiouytd]ed$")
SOUNDED_ES = re.compile(r"(?:[cgsxz]|ch|sh)es$")
# Vowels that stand together and are yet two syllables: violent, media, evaluate, being.
TWO_SOUNDS = re.compile(r"(?<![cstg])i[ao]|(?<!q)ua|[aeiou]ing$")
SPANISH_VOWELS = re.compile(r"[aeiouáéíóúü]+")
# Two strong vowels, or a weak one with an accent beside a strong one, are two syllables.
HIATUS = re.compile(r"(?=[aeoáéó][aeoáéó]|[aeoáéó][íú]|[íú][aeoáéó])")


def too_hard(text: str, language: str, *, names: Collection[str] = ()) -> float | None:
    """Return the level of a text above grade 8, None when it is not; names do not count.

    English: the school grade. Spanish: the ease, under 60. Other languages are not measured.
    """
    if language == "en":
        grade = english_grade(text, names=names)
        return grade if grade > GRADE_LIMIT else None
    if language == "es":
        ease = spanish_ease(text, names=names)
        return ease if ease < EASE_LIMIT else None
    return None


def english_grade(text: str, *, names: Collection[str] = ()) -> float:
    """Return the US school grade that reads it; 0 for no words at all."""
    per_sentence, per_word = _ratios(text, names, english_syllables)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59 if per_word else 0.0


def spanish_ease(text: str, *, names: Collection[str] = ()) -> float:
    """Return how easy it is, 100 very easy to 0 very hard; 100 for no words at all."""
    per_sentence, per_word = _ratios(text, names, spanish_syllables)
    return 206.84 - 60 * per_word - 1.02 * per_sentence if per_word else 100.0


def english_syllables(word: str) -> int:
    """Return about how many syllables an English word has."""
    plain = word.lower().replace("\u2019", "").replace("'", "")
    silent = SILENT_END.search(plain) is not None and SOUNDED_ES.search(plain) is None
    count = len(ENGLISH_VOWELS.findall(plain)) + len(TWO_SOUNDS.findall(plain)) - silent
    return max(1, count)


def spanish_syllables(word: str) -> int:
    """Return how many syllables a Spanish word has."""
    plain = re.sub(r"(?<=[qg])u(?=[eiéí])", "", word.lower())
    plain = re.sub(r"y$", "i", plain)
    groups = SPANISH_VOWELS.findall(plain)
    return max(1, len(groups) + sum(len(HIATUS.findall(group)) for group in groups))


def _ratios(
    text: str, names: Collection[str], syllables: Callable[[str], int]
) -> tuple[float, float]:
    """Return words per sentence and syllables per word; a name has one of them."""
    left_out = {word.lower() for name in names for word in WORD.findall(name)}
    count, sounds, sentences = 0, 0, 0
    for sentence in SENTENCE.split(text):
        words = WORD.findall(sentence)
        kept = [
            word
            for place, word in enumerate(words)
            if word.lower() not in left_out and not (place and word[:1].isupper() and word != "I")
        ]
        if kept:
            sentences += 1
            count += len(words)
            sounds += sum(syllables(word) for word in kept) + len(words) - len(kept)
    return (count / sentences, sounds / count) if count else (0.0, 0.0)
