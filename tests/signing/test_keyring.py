"""The keyring: rotation, what is derived from it, what it seals, and its text."""

import base64
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facevow.errors import KeyringError, TokenError
from facevow.signing.keyring import Keyring, new_keyring, parse_keyring
from tests.signing.making import KEY, KEYRING, NOW

LATER = NOW + timedelta(days=1)
TEXT = KEYRING.text()
ABOUT = "fvs_1 reference"


def refused(text: str) -> KeyringError:
    """The error by which a keyring's text is refused."""
    with pytest.raises(KeyringError) as caught:
        parse_keyring(text)
    return caught.value


def test_new_keyrings_share_nothing() -> None:
    """Every key and every secret is drawn anew, and none is of another length than 32 bytes."""
    one, other = new_keyring(NOW), new_keyring(NOW)
    drawn = [
        secret
        for ring in (one, other)
        for secret in (
            ring.current.seed,
            ring.data[0].key,
            ring.secrets.subjects,
            ring.secrets.client_tokens,
            ring.secrets.callbacks,
        )
    ]
    assert len(set(drawn)) == 10
    assert {len(secret) for secret in drawn} == {32}
    assert not one.current.kid.startswith("-")


def test_a_keyring_comes_back_from_its_text() -> None:
    """After none, one and two rotations, and after a key was removed."""
    rotated = KEYRING.rotated(NOW).rotated(LATER)
    for ring in (KEYRING, new_keyring(NOW), rotated, rotated.without(KEY.kid)):
        assert parse_keyring(ring.text()) == ring


def test_secrets_do_not_show_in_what_is_printed() -> None:
    """A log that names a keyring tells nobody its secrets."""
    shown = repr(KEYRING)
    assert KEY.kid in shown
    assert repr(KEY.seed) not in shown
    for secret in (b"sss", b"ttt", b"ccc", b"ddd"):
        assert repr(secret)[2:-1] not in shown


def test_the_public_keys_hold_no_secret() -> None:
    """The set names each key for verifying only, the current one first, retired ones too."""
    ring = KEYRING.rotated(LATER)
    assert [key["kid"] for key in ring.jwks()["keys"]] == [ring.current.kid, KEY.kid]
    for key in ring.jwks()["keys"]:
        assert set(key) == {"kty", "crv", "x", "kid", "use", "alg"}
    assert base64.urlsafe_b64encode(KEY.seed).decode().rstrip("=") not in json.dumps(ring.jwks())


def test_rotation_retires_the_key_that_signed_and_keeps_the_rest() -> None:
    """Names that were given stay: subjects, client tokens and callbacks' secrets do not change."""
    ring = KEYRING.rotated(LATER)
    assert ring.signing[0] == replace(KEY, retired=LATER)
    assert (ring.current.created, ring.current.retired) == (LATER, None)
    assert len(ring.data) == 2
    assert ring.secrets == KEYRING.secrets
    assert ring.subject_hash("zoë") == KEYRING.subject_hash("zoë")


def test_only_a_retired_key_can_be_removed() -> None:
    """A server cannot be left without a key to sign by, and a mistyped name removes nothing."""
    ring = KEYRING.rotated(LATER)
    assert ring.without(KEY.kid).signing == (ring.current,)
    for kid, code in ((ring.current.kid, "key_in_use"), ("nothing", "key_unknown")):
        with pytest.raises(KeyringError) as caught:
            ring.without(kid)
        assert caught.value.code == code


def test_what_is_derived_is_what_openssl_derives() -> None:
    """Worked out with `openssl dgst -mac HMAC` and `openssl kdf HKDF` from the secrets of the tests."""
    assert KEYRING.subject_hash("zoë") == "cc73cf418b3d7d8374a6da27e13c0b6a74da843681f9d4ddf034e455f78fd898"
    assert KEYRING.client_token("fvs_1") == "fvt_V_QY3g_g0HAtp7FQl-7fr9snQwUfiSy448GYQmRvcUc"
    assert KEYRING.callback_secret("0123456789abcdef") == "whsec_C0hAEdIx1HaLMGVPrOglZTVG3WMF8b302FZ5uGjPdes="


@given(st.text(), st.text())
def test_derived_names_differ_as_what_they_name(one: str, other: str) -> None:
    """For any text, half pairs of surrogates among them; other keyrings give other names."""
    for derive in ("subject_hash", "client_token", "callback_secret"):
        mine = getattr(KEYRING, derive)
        assert (mine(one) == mine(other)) == (one == other)
        assert mine(one) != getattr(STRANGE, derive)(one)


STRANGE = new_keyring(NOW)


@settings(deadline=None)
@given(st.binary(max_size=200), st.text(max_size=20))
def test_what_was_sealed_opens_in_its_own_place(data: bytes, about: str) -> None:
    """It opens with the same `about`, after a rotation too; sealing twice gives two different texts."""
    key_id, sealed = KEYRING.seal(data, about)
    assert KEYRING.rotated(LATER).open(key_id, sealed, about) == data
    assert KEYRING.seal(data, about)[1] != sealed
    assert len(sealed) == 12 + len(data) + 16


@pytest.mark.parametrize("about", ["fvs_2 reference", "fvs_1 audit-1", "", "fvs_1 reference "])
def test_an_image_moved_to_another_session_does_not_open(about: str) -> None:
    """A row of the database that was moved to another place shows nothing."""
    key_id, sealed = KEYRING.seal(b"image", ABOUT)
    with pytest.raises(TokenError) as caught:
        KEYRING.open(key_id, sealed, about)
    assert caught.value.code == "seal_broken"


def test_a_sealed_image_that_was_changed_or_cut_does_not_open() -> None:
    """At any bit of any byte, nonce and tag among them, and at any length."""
    key_id, sealed = KEYRING.seal(b"image", ABOUT)
    changed = [sealed[:at] + bytes([sealed[at] ^ 1 << at % 8]) + sealed[at + 1 :] for at in range(len(sealed))]
    cut = [sealed[:at] for at in range(len(sealed))]
    for broken in [*changed, *cut, sealed + b"\0"]:
        with pytest.raises(TokenError) as caught:
            KEYRING.open(key_id, broken, ABOUT)
        assert caught.value.code == "seal_broken"


def test_another_keyring_opens_nothing() -> None:
    """Neither by the key's name nor by a key of its own under that name."""
    key_id, sealed = KEYRING.seal(b"image", ABOUT)
    with pytest.raises(KeyringError) as caught:
        STRANGE.open(key_id, sealed, ABOUT)
    assert caught.value.code == "key_unknown"
    posing = replace(STRANGE, data=(replace(STRANGE.data[0], id=key_id),))
    with pytest.raises(TokenError):
        posing.open(key_id, sealed, ABOUT)


def test_a_text_cut_at_any_place_is_refused() -> None:
    """A half-written file is no keyring; only the last line break may be missing."""
    for place in range(len(TEXT) - 2):
        assert refused(TEXT[:place]).code == "bad_keyring"
    assert parse_keyring(TEXT.rstrip()) == KEYRING


def changed(path: list[Any], value: object) -> str:
    """The keyring's text with one value changed; without it if the value is ...; the path may end in a new name."""
    content = json.loads(KEYRING.rotated(LATER).text())
    inner = content
    for step in path[:-1]:
        inner = inner[step]
    if value is ...:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return json.dumps(content)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["facevow_keyring"], 2),
        (["facevow_keyring"], ...),
        (["more"], 1),
        (["signing"], []),
        (["signing"], {}),
        (["signing", 0], None),
        (["signing", 0, "kid"], "another"),
        (["signing", 0, "seed"], "AAAA"),
        (["signing", 0, "seed"], 7),
        (["signing", 0, "seed"], "\ud800" * 43),
        (["signing", 0, "created"], "2026-11-22T12:00:00"),
        (["signing", 0, "created"], "yesterday"),
        (["signing", 0, "created"], 1),
        (["signing", 0, "retired"], None),
        (["signing", 0, "retired"], ""),
        (["signing", 1, "retired"], "2026-11-22T12:00:00Z"),
        (["signing", 1], json.loads(TEXT)["signing"][0]),
        (["data"], []),
        (["data", 0, "id"], ""),
        (["data", 0, "id"], 1),
        (["data", 0, "key"], "AAAA"),
        (["data", 1], json.loads(TEXT)["data"][0]),
        (["secrets"], []),
        (["secrets", "subjects"], ""),
        (["secrets", "callbacks"], ...),
        (["secrets", "more"], "AAAA"),
    ],
)
def test_a_malformed_keyring_is_refused_without_repeating_it(path: list[Any], value: object) -> None:
    """Missing, foreign and contradictory parts; the message tells where and no secret."""
    message = str(refused(changed(path, value)))
    assert message.isprintable()
    for secret in (json.loads(TEXT)["signing"][0]["seed"], json.loads(TEXT)["secrets"]["subjects"], "AAAA"):
        assert secret not in message


def test_the_untouched_text_of_those_changes_is_a_keyring() -> None:
    """What the test before changes is good without the change."""
    assert len(parse_keyring(changed(["facevow_keyring"], 1)).signing) == 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.text(max_size=60) | JSON.map(json.dumps), st.sampled_from(["signing", "data", "secrets"]), JSON)
def test_any_text_is_refused(text: str, part: str, value: object) -> None:
    """No text, and no JSON in place of a part, raises anything but KeyringError."""
    assert refused(text).code == "bad_keyring"
    assert refused(changed([part], value)).code == "bad_keyring"
    assert refused("[" * 100_000).code == "bad_keyring"


def test_a_keyring_is_a_value() -> None:
    """Equal parts make equal keyrings, and none can be changed in place."""
    assert parse_keyring(TEXT) == KEYRING != STRANGE
    with pytest.raises(AttributeError):
        KEYRING.data = ()  # type: ignore[misc]
    assert isinstance(KEYRING, Keyring)
