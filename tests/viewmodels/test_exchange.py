"""The exchange in words: never more than is known, and a remedy for everything kept out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from desktop.domain.words import ENGLISH
from desktop.sync.lanes import Arrival
from desktop.sync.refusals import RefusalKind
from desktop.viewmodels.exchange import Remedy, Stage, Standing, kept_out, sentence, size_words
from desktop.viewmodels.marks import Tone

NOW = datetime(2026, 11, 18, 9, 20, tzinfo=UTC)
EARLIER = NOW - timedelta(hours=2)


@pytest.mark.parametrize(
    ("state", "tone", "title"),
    [
        (
            Standing(1, Stage.ALONE, None, 2, 10, None),
            Tone.WARNING,
            "This computer has not joined a lead agency yet.",
        ),
        (Standing(0, Stage.ENROLLED, None, 0, 0, None), Tone.WARNING, "There is no way out yet."),
        (
            Standing(1, Stage.ENROLLED, None, 1, 900, None),
            Tone.NEUTRAL,
            "Nothing was exchanged yet.",
        ),
        (
            Standing(1, Stage.ENROLLED, False, 3, 41_000, EARLIER),
            Tone.WARNING,
            "Offline. Nothing is lost, and nothing has left since today 07:20.",
        ),
        (
            Standing(1, Stage.ENROLLED, False, 3, 41_000, None),
            Tone.WARNING,
            "Offline. Nothing is lost.",
        ),
        (Standing(1, Stage.ENROLLED, True, 1, 900, EARLIER), Tone.INFO, "A way out answers."),
        (Standing(1, Stage.LEAD, True, 0, 0, EARLIER), Tone.SUCCESS, "Nothing waits."),
    ],
)
def test_the_sentence_says_exactly_how_it_stands(state, tone, title):
    said = sentence(state, now=NOW)

    assert (said[0], ENGLISH(said[1])) == (tone, title)


def test_what_waits_is_counted_with_its_size():
    state = Standing(1, Stage.ENROLLED, False, 1, 1_200_000, EARLIER)

    assert ENGLISH(sentence(state, now=NOW)[2]) == (
        "1 bundle waits on this computer, 1.2 MB. You can also take them on a stick."
    )
    assert ENGLISH(size_words(1)) == "1 byte"
    assert ENGLISH(size_words(41_400)) == "41 KB"


@pytest.mark.parametrize(
    "reason",
    [*(kind.value for kind in RefusalKind), Arrival.CONFLICT.value, Arrival.BROKEN.value],
)
def test_every_reason_of_the_exchange_has_words_and_advice(reason):
    known = kept_out("q", title="K9", reason=reason, since=EARLIER, now=NOW, words="oak four")
    other = kept_out("q", title="K9", reason="no-such-word", since=EARLIER, now=NOW)

    assert ENGLISH(known.reason) != ENGLISH(other.reason)
    assert ENGLISH(known.advice)


def test_only_an_unknown_computer_can_be_released_and_only_with_its_words():
    def remedy(reason, words):
        return kept_out("q", title="K9", reason=reason, since=EARLIER, now=NOW, words=words).remedy

    assert remedy("foreign", "oak four") is Remedy.RELEASE
    assert remedy("foreign", "") is Remedy.LOOK_AGAIN
    assert remedy("bad_signature", "oak four") is Remedy.NONE
