"""Keys: one spelling each, two uses, and words that people can say on the phone."""

from __future__ import annotations

import json

import pytest

from desktop.sync.keys import (
    PrivateKey,
    PublicKey,
    Use,
    export_private,
    export_public,
    fingerprint_of,
    generate_device_keys,
    generate_key,
    import_private,
    import_public,
    read_words,
    words_of,
)
from desktop.sync.refusals import BundleRefused, RefusalKind
from tests.sync.people import WORD_LIST, desk, patrol


def test_a_key_comes_back_as_it_was_written():
    key = generate_key(Use.SIGN)
    assert import_private(export_private(key), Use.SIGN) == key
    assert import_public(export_public(key.public), Use.SIGN) == key.public


def test_the_name_of_a_key_is_its_rfc_7638_thumbprint():
    # RFC 7517, A.1, first key; its thumbprint as `jose jwk thp` gives it.
    key = PublicKey(
        Use.OPEN,
        "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
        "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
    )
    assert key.kid == "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s"


def test_the_secret_half_stays_out_of_every_repr():
    keys = generate_device_keys()
    assert keys.sign.d not in repr(keys)
    assert keys.open.d not in repr(keys)


def test_a_private_key_is_not_taken_for_a_public_one():
    with pytest.raises(BundleRefused):
        import_public(export_private(generate_key(Use.SIGN)), Use.SIGN)


def test_a_key_for_signing_is_not_taken_for_opening():
    with pytest.raises(BundleRefused):
        import_public(export_public(generate_key(Use.SIGN).public), Use.OPEN)


def test_halves_of_two_keys_are_refused():
    mixed = PrivateKey(patrol().keys.sign.public, desk().keys.sign.d)
    with pytest.raises(BundleRefused):
        import_private(export_private(mixed), Use.SIGN)


@pytest.mark.parametrize(
    "change",
    [
        {"x": "A" * 43},  # not on the curve
        {"x": "A" * 44},
        {"x": 7},
        {"y": None},
        {"crv": "P-384"},
        {"kty": "oct"},
        {"kid": "me"},
        {"k": "c2VjcmV0"},
        {"key_ops": ["verify"]},
    ],
)
def test_a_key_that_is_not_one_is_refused(change):
    jwk = {**patrol().keys.sign.public.jwk(), **change}
    with pytest.raises(BundleRefused) as refused:
        import_public(json.dumps(jwk).encode(), Use.SIGN)
    assert refused.value.kind is RefusalKind.BAD_CONTENT


def test_one_coordinate_has_one_spelling():
    # The last character holds two bits that are thrown away: a second name for the same key.
    jwk = patrol().keys.sign.public.jwk()
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    last = alphabet[alphabet.index(jwk["x"][-1]) + 1]
    with pytest.raises(BundleRefused):
        import_public(json.dumps({**jwk, "x": jwk["x"][:-1] + last}).encode(), Use.SIGN)


def test_people_compare_six_words_from_the_first_66_bits():
    words = tuple(f"word{number}" for number in range(2048))
    # 11 bits a word: 1, 2, 3, 4, 5, 6, then what does not matter.
    number = 0
    for place in (1, 2, 3, 4, 5, 6):
        number = number << 11 | place
    fingerprint = f"{number << (256 - 66):064x}"
    assert words_of(fingerprint, words) == ("word1", "word2", "word3", "word4", "word5", "word6")


def test_the_words_tell_machines_apart_and_stay_the_same():
    words = read_words(WORD_LIST.read_text(encoding="utf-8"))
    assert words_of(patrol().keys.fingerprint, words) == words_of(patrol().keys.fingerprint, words)
    assert words_of(patrol().keys.fingerprint, words) != words_of(desk().keys.fingerprint, words)


def test_exchanging_either_key_changes_the_fingerprint():
    mine, other = patrol().keys, desk().keys
    assert mine.fingerprint != fingerprint_of(other.sign.public, mine.open.public)
    assert mine.fingerprint != fingerprint_of(mine.sign.public, other.open.public)


def test_the_shipped_words_are_easy_to_tell_apart_and_kind():
    words = read_words(WORD_LIST.read_text(encoding="utf-8"))
    assert len({word[:4] for word in words}) == 2048
    assert all(word.isascii() and word.isalpha() and word.islower() for word in words)
    assert not {"addict", "abuse", "clean", "dirt", "gun", "prison", "crime"} & set(words)


def test_a_word_list_that_lost_a_word_is_refused():
    with pytest.raises(ValueError, match="2048"):
        read_words("acorn beetle")
