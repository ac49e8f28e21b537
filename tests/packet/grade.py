"""How hard a text is to read: Flesch-Kincaid for English, Fernández-Huerta for Spanish.

Sources: Kincaid and others, 1975 (grade = 0.39 words/sentence + 11.8 syllables/word - 15.59);
Fernández Huerta, 1959, as corrected by Law, 2011 (206.84 - 60 syllables/word - 1.02
words/sentence; 80 and above is "easy", the sixth grade).
"""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_SPOKEN = {"suicide": 3}  # vowels that part though they stand together
_STRONG = "aeoáéóíú"
_SPANISH_NUCLEUS = re.compile(r"[aeiouáéíóúü]+")


def flesch_kincaid(text: str) -> float:
    """Return the school grade an English text needs."""
    words, sentences = _counts(text)
    syllables = sum(english_syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def fernandez_huerta(text: str) -> float:
    """Return how easy a Spanish text is, up to about 120; 80 is the sixth grade."""
    words, sentences = _counts(text)
    syllables = sum(spanish_syllables(word) for word in words)
    return 206.84 - 60 * syllables / len(words) - 1.02 * len(words) / sentences


def english_syllables(word: str) -> int:
    """Return the syllables of a word by its vowels; a silent e does not count."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    silent = re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$", plain) is not None
    count = len(re.findall(r"[aeiouy]+", plain)) - silent
    return _SPOKEN.get(plain, max(1, count))


def spanish_syllables(word: str) -> int:
    """Return the syllables of a word: two strong vowels part, a weak one joins its neighbor."""
    plain = re.sub(r"(?<=[qg])u(?=[eiéí])", "", word.lower())
    return max(1, sum(_nuclei(run) for run in _SPANISH_NUCLEUS.findall(plain)))


def _nuclei(run: str) -> int:
    strong = sum(letter in _STRONG for letter in run)
    return max(1, strong)


def _counts(text: str) -> tuple[list[str], int]:
    words = WORD.findall(text)
    sentences = [part for part in re.split(r"[.!?:]+|\n", text) if WORD.search(part)]
    return words, max(1, len(sentences))
