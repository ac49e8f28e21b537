"""A bundle opens for those it is sealed to, and says exactly why it does not open for others."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

import pytest
from joserfc import jwe, jws

from desktop.sync.bundle import BUNDLE_TYPE, LINE_LIMIT, open_sealed, seal
from desktop.sync.envelope import (
    INFLATED_LIMIT,
    RECIPIENTS_LIMIT,
    SEALED_LIMIT,
    digest_of,
    seal_bytes,
)
from desktop.sync.keys import (
    DeviceKeys,
    PrivateKey,
    Use,
    generate_device_keys,
    generate_key,
    to_ec_key,
    to_private_ec_key,
)
from desktop.sync.manifest import COUNT_LIMIT
from desktop.sync.papers import trusting
from desktop.sync.refusals import BundleRefused, RefusalKind
from desktop.sync.strict import canonical_json
from tests.sync.people import (
    LINES,
    Machine,
    bundle_of,
    desk,
    everybody,
    lead,
    manifest_of,
    nobody,
    patrol,
)


def why(data: bytes, *, reader: Machine | None = None, known=None, program=None) -> RefusalKind:
    my_key = (reader or lead()).keys.open
    with pytest.raises(BundleRefused) as refused:
        open_sealed(data, my_key, known or everybody(), program=program)
    return refused.value.kind


def sealed_content(*lines: bytes) -> bytes:
    """A rightly sealed and signed file with any content: what a broken or hostile program sends."""
    content = b"".join(line + b"\n" for line in lines)
    return seal_bytes(content, BUNDLE_TYPE, patrol().keys.sign, [lead().keys.open.public])


def changed_manifest(**changes: object) -> bytes:
    return canonical_json({**json.loads(manifest_of(LINES).to_line()), **changes})


@pytest.mark.parametrize("reader", [lead, desk])
def test_each_recipient_opens_the_bundle(reader):
    sealed = bundle_of()
    opened = open_sealed(sealed.data, reader().keys.open, everybody(), program="three-rivers")
    assert opened.lines == LINES
    assert opened.manifest == manifest_of(LINES)
    assert opened.signer_kid == patrol().keys.sign.public.kid
    assert (opened.digest, opened.content) == (sealed.digest, sealed.content)
    assert sealed.digest == digest_of(sealed.data)


def test_the_sender_alone_cannot_open_what_it_did_not_seal_to_itself():
    assert why(bundle_of().data, reader=patrol()) is RefusalKind.NOT_FOR_US


def test_a_stranger_s_bundle_is_foreign():
    assert why(bundle_of().data, known=nobody) is RefusalKind.FOREIGN


def test_a_name_that_leads_to_another_key_is_a_bad_signature():
    assert why(bundle_of().data, known=lambda kid: desk().keys.sign.public) is (
        RefusalKind.BAD_SIGNATURE
    )


def test_a_signature_by_another_key_under_the_patrol_s_name_is_bad():
    thief = generate_key(Use.SIGN)
    forged = forge(thief)
    assert why(forged) is RefusalKind.BAD_SIGNATURE


def forge(thief: PrivateKey, tail: bytes = b"") -> bytes:
    """Return an outside tool's bundle: the patrol's name in the header, another's signature."""
    header = {"alg": "ES256", "kid": patrol().keys.sign.public.kid, "typ": BUNDLE_TYPE}
    content = b"\n".join((manifest_of(LINES).to_line(), *LINES, b""))
    registry = jws.JWSRegistry(algorithms=["ES256"])
    signed = jws.serialize_compact(
        header, gzip.compress(content) + tail, to_private_ec_key(thief), registry=registry
    )
    sealing = jwe.GeneralJSONEncryption({"enc": "A256GCM", "cty": "JOSE"}, signed.encode())
    reader = lead().keys.open.public
    sealing.add_recipient({"alg": "ECDH-ES+A256KW", "kid": reader.kid}, to_ec_key(reader))
    algorithms = ["ECDH-ES+A256KW", "A256GCM"]
    return json.dumps(jwe.encrypt_json(sealing, None, algorithms=algorithms)).encode()


def test_a_good_signature_under_another_s_name_is_bad():
    thief = generate_key(Use.SIGN)
    assert why(forge(thief), known=lambda _kid: thief.public) is RefusalKind.BAD_SIGNATURE


def test_a_bundle_made_with_an_outside_tool_opens():
    assert open_sealed(forge(patrol().keys.sign), lead().keys.open, everybody()).lines == LINES


def test_the_bundle_of_another_program_is_told_apart():
    assert why(bundle_of().data, program="lead-santa-fe") is RefusalKind.WRONG_PROGRAM


def test_a_file_cut_short_is_torn_wherever_it_is_cut():
    data = bundle_of().data
    for length in range(0, len(data), 97):
        assert why(data[:length]) is RefusalKind.TORN


@pytest.mark.parametrize("part", ["ciphertext", "tag", "iv", "protected"])
def test_a_changed_part_is_torn(part):
    sealed = json.loads(bundle_of().data)
    text = sealed[part]
    sealed[part] = ("B" if text[0] == "A" else "A") + text[1:]
    assert why(json.dumps(sealed).encode()) is RefusalKind.TORN


def test_a_second_spelling_of_the_same_bytes_is_torn():
    # 16 bytes fill 21 characters and a third of the next one: the rest of it must be nothing.
    sealed = json.loads(bundle_of().data)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    last = alphabet[alphabet.index(sealed["tag"][-1]) + 1]
    sealed["tag"] = sealed["tag"][:-1] + last
    assert why(json.dumps(sealed).encode()) is RefusalKind.TORN


def test_a_recipient_named_twice_is_torn():
    sealed = json.loads(bundle_of().data)
    sealed["recipients"] *= 2
    assert why(json.dumps(sealed).encode()) is RefusalKind.TORN


def test_a_key_that_stands_twice_is_refused():
    # Two readers could each take another one of them for the truth.
    manifest = manifest_of(LINES).to_line()
    double = manifest.replace(b'"sequence":1', b'"sequence":1,"sequence":1')
    assert why(sealed_content(double, *LINES)) is RefusalKind.BAD_CONTENT


@pytest.mark.parametrize("tail", [b"more", gzip.compress(b"more")])
def test_nothing_hides_behind_the_content(tail):
    assert why(forge(patrol().keys.sign, tail)) is RefusalKind.TORN


def test_parts_of_two_bundles_put_together_are_torn():
    one, other = json.loads(bundle_of().data), json.loads(bundle_of().data)
    for part in ("ciphertext", "tag", "iv", "recipients"):
        assert why(json.dumps({**one, part: other[part]}).encode()) is RefusalKind.TORN


def test_a_foreign_recipient_s_broken_entry_does_not_stop_mine():
    sealed = json.loads(bundle_of().data)
    mine = lead().keys.open.public.kid
    for recipient in sealed["recipients"]:
        if recipient["header"]["kid"] != mine:
            recipient["header"] = {"kid": "x", "alg": "none", "epk": 7}
    assert open_sealed(json.dumps(sealed).encode(), lead().keys.open, everybody()).lines == LINES


def test_512_machines_can_read_one_bundle_and_no_more_can():
    keys = [generate_key(Use.OPEN) for _ in range(RECIPIENTS_LIMIT)]
    manifest, signer = manifest_of(LINES), patrol().keys.sign
    sealed = seal(manifest, LINES, signer, [key.public for key in keys])
    assert open_sealed(sealed.data, keys[-1], everybody()).lines == LINES
    with pytest.raises(ValueError, match="recipients"):
        seal(manifest, LINES, signer, [key.public for key in (*keys, lead().keys.open)])
    whole = json.loads(sealed.data)
    whole["recipients"].append(whole["recipients"][0])
    data = json.dumps(whole).encode()
    assert why(data, reader=Machine("x", DeviceKeys(signer, keys[0]))) is RefusalKind.TOO_LARGE


def test_a_bundle_needs_a_reader_and_names_each_once():
    manifest, signer, key = manifest_of(LINES), patrol().keys.sign, lead().keys.open.public
    for recipients in ([], [key, key], [lead().keys.sign.public]):
        with pytest.raises(ValueError, match=r"recipients|key"):
            seal(manifest, LINES, signer, recipients)


def test_a_newer_format_is_told_apart_from_damage():
    assert why(sealed_content(changed_manifest(format=2, new="word"))) is RefusalKind.TOO_NEW


def test_a_newer_envelope_is_told_apart_from_damage():
    key = [lead().keys.open.public]
    data = seal_bytes(b"{}\n", "offramp-bundle+2", patrol().keys.sign, key)
    assert why(data) is RefusalKind.TOO_NEW


def test_a_parcel_is_not_taken_for_a_bundle():
    key = [lead().keys.open.public]
    data = seal_bytes(b"{}\n", "offramp-parcel+1", patrol().keys.sign, key)
    assert why(data) is RefusalKind.BAD_CONTENT


def test_an_unchanged_manifest_opens():
    opened = open_sealed(sealed_content(changed_manifest(), *LINES), lead().keys.open, everybody())
    assert opened.lines == LINES


@pytest.mark.parametrize(
    "changes",
    [
        {"count": 2},
        {"first": "0" * 64},
        {"last": ""},
        {"void": True},
        {"sequence": 0},
        {"sequence": 1_000_000},
        {"sequence": 2},  # only the first has no predecessor
        {"previous": "0" * 64},
        {"previous": "0" * 12},
        {"device": "K7"},
        {"device": "../k7"},
        {"device": "lead"},
        {"stream": "Lead"},
        {"stream": "receipts"},
        {"program": ""},
        {"device_clock": "2026-11-23T22:14:00"},  # naive
        {"device_clock": "2026-11-23T22:14:00.5+00:00"},
        {"device_clock": "0001-01-01T00:00:00+14:00"},
        {"device_clock": 1},
        {"skew_seconds": 1.5},
        {"skew_seconds": True},
        {"highest": -1},
        {"highest": 2**53 + 1},
        {"versions": {}},
        {"versions": {"program": "1", "directory": "2", "texts": "3", "more": "4"}},
        {"versions": {"program": "a\nb", "directory": "2", "texts": "3"}},
        {"format": 0},
        {"format": "1"},
        {"extra": 1},
    ],
)
def test_a_manifest_that_does_not_hold_is_bad_content(changes):
    assert why(sealed_content(changed_manifest(**changes), *LINES)) is RefusalKind.BAD_CONTENT


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (b"[" * 33 + b"]" * 33, RefusalKind.BAD_CONTENT),
        (b'{"a":' * 100_000, RefusalKind.BAD_CONTENT),
        (b'{"n":9007199254740993}', RefusalKind.BAD_CONTENT),
        (b'{"n":-9007199254740993}', RefusalKind.BAD_CONTENT),
        (b'{"n":1e400}', RefusalKind.BAD_CONTENT),
        (b'{"n":' + b"9" * 5000 + b"}", RefusalKind.BAD_CONTENT),
        (b'{"a":"' + b"x" * LINE_LIMIT + b'"}', RefusalKind.TOO_LARGE),
        (b"", RefusalKind.BAD_CONTENT),
    ],
)
def test_a_line_that_could_hurt_its_reader_stops_the_bundle(line, kind):
    manifest = manifest_of((line,)).to_line()
    assert why(sealed_content(manifest, line)) is kind


@pytest.mark.parametrize(
    "line",
    [
        b'{"n":9007199254740992}',
        b'{"id":"9007199254740993999999999999999999999999","x":"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["}',
        b'{"a":"\\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["}',
        b"no JSON at all",
        b"\xff\xfe",
        b'{"open',
    ],
)
def test_a_line_that_is_merely_wrong_is_left_to_be_set_aside_alone(line):
    lines = (*LINES, line)
    sealed = seal(manifest_of(lines), lines, patrol().keys.sign, [lead().keys.open.public])
    assert open_sealed(sealed.data, lead().keys.open, everybody()).lines == lines


def test_hostile_quotes_do_not_slow_the_check_down():
    # Half a million escaped quotes in an open string: a careless pattern takes hours.
    line = b'"' + b'\\"' * 500_000
    sealed = seal(manifest_of([line]), [line], patrol().keys.sign, [lead().keys.open.public])
    assert open_sealed(sealed.data, lead().keys.open, everybody()).lines == (line,)


def test_a_bomb_of_zeros_is_too_large():
    key = [lead().keys.open.public]
    data = seal_bytes(b"0" * (INFLATED_LIMIT + 1), BUNDLE_TYPE, patrol().keys.sign, key)
    assert len(data) < 20_000
    assert why(data) is RefusalKind.TOO_LARGE


def test_too_many_lines_are_too_large():
    assert why(sealed_content(*[b"1"] * (COUNT_LIMIT + 2))) is RefusalKind.TOO_LARGE


def test_a_huge_file_is_not_even_read():
    assert why(b"{" * (SEALED_LIMIT + 1)) is RefusalKind.TOO_LARGE


def test_a_void_bundle_holds_nothing_and_keeps_its_place():
    first = bundle_of()
    void = bundle_of((), sequence=2, previous=first.content)
    opened = open_sealed(void.data, lead().keys.open, everybody())
    assert opened.lines == ()
    assert opened.manifest.void
    assert opened.manifest.previous == first.content


@pytest.mark.parametrize("line", [b"", b'{"a":1}\n{"b":2}', b'{"n":9007199254740993}'])
def test_nothing_is_sealed_that_could_not_be_opened(line):
    with pytest.raises(ValueError, match=r"."):
        seal(manifest_of([line]), [line], patrol().keys.sign, [lead().keys.open.public])


def test_a_manifest_of_other_lines_is_not_sealed():
    with pytest.raises(ValueError, match="contents"):
        seal(manifest_of(LINES), LINES[:2], patrol().keys.sign, [lead().keys.open.public])


def test_sealing_again_gives_other_bytes_and_the_same_content():
    one, other = bundle_of(), bundle_of()
    assert one.data != other.data
    assert one.name != other.name
    assert one.content == other.content


def test_every_refusal_has_a_remedy_and_repeats_nothing_of_the_file():
    secret = "Amina Nowhere"
    manifest = canonical_json({**json.loads(manifest_of(LINES).to_line()), secret: secret})
    with pytest.raises(BundleRefused) as refused:
        open_sealed(sealed_content(manifest, *LINES), lead().keys.open, everybody())
    assert secret not in str(refused.value)
    assert secret not in repr(refused.value.reason)
    assert refused.value.remedy


def test_a_key_of_nobody_opens_nothing():
    assert why(bundle_of().data, reader=Machine("x", generate_device_keys())) is (
        RefusalKind.NOT_FOR_US
    )


def test_a_naive_clock_is_not_sealed():
    naive = replace(
        manifest_of(LINES), device_clock=manifest_of(LINES).device_clock.replace(tzinfo=None)
    )
    with pytest.raises(ValueError, match="aware"):
        seal(naive, LINES, patrol().keys.sign, [lead().keys.open.public])


def test_a_known_key_of_another_machine_does_not_verify_the_patrol_s_bundle():
    assert why(bundle_of().data, known=trusting([desk().keys.sign.public])) is RefusalKind.FOREIGN
