"""Tokens that somebody made or changed: each is refused, and by the code that docs/tokens.md promises."""

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facevow.errors import TokenError
from facevow.signing import base64url, jws
from facevow.signing.keys import SigningKey, thumbprint
from facevow.signing.verdicts import VERDICT_TYPE
from tests.signing.making import HEADER, JWKS, KEY, NOW, OTHER_SEED, PAYLOAD, forged, packed, part

OTHER = SigningKey.of_seed(OTHER_SEED, NOW)
GOOD = forged()
HEAD, BODY, SIGNATURE = GOOD.split(".")


def refused(token: str, jwks: dict[str, Any] = JWKS) -> str:
    """The code by which a token is refused."""
    with pytest.raises(TokenError) as caught:
        jws.verify(token, jwks, VERDICT_TYPE)
    return caught.value.code


def hs256(secret: bytes) -> str:
    """A token signed by HMAC, as one who only knows the public key can make it."""
    text = f"{part(HEADER | {'alg': 'HS256'})}.{BODY}"
    return f"{text}.{packed(hmac.digest(secret, text.encode(), hashlib.sha256))}"


def test_the_example_of_rfc_8037_is_signed_and_verified_to_the_letter() -> None:
    """Appendix A: the key pair, its thumbprint, the signing input and the signature that the standard prints."""
    seed = base64url.decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")
    public = base64url.decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
    key = SigningKey.of_seed(seed, NOW)
    assert key.public == public
    assert key.kid == thumbprint(public) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    signature = "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    signed = key.private.sign(b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc")
    assert base64url.encode(signed) == signature


def test_a_token_put_together_by_hand_is_the_same_as_ours() -> None:
    """The library and twenty lines over the standard library agree, letter by letter, on all three parts."""
    payload = json.dumps(PAYLOAD).encode()
    ours = jws.sign(payload, KEY, VERDICT_TYPE)
    header = base64url.decode(ours.split(".")[0])
    assert json.loads(header) == HEADER
    assert ours == forged(header, payload)
    assert jws.verify(ours, JWKS, VERDICT_TYPE) == PAYLOAD == jws.verify(GOOD, JWKS, VERDICT_TYPE)


@pytest.mark.parametrize(
    "alg", ["none", "None", "NONE", "nOnE", "", None, ["none"], "HS256", "ES256", "RS256", "Ed448", "Ed25519"]
)
def test_no_other_algorithm_is_ever_used(alg: object) -> None:
    """Not even where the signature would be right: the header may not choose."""
    assert refused(forged(HEADER | {"alg": alg})) == "algorithm_refused"
    assert refused(f"{part(HEADER | {'alg': alg})}.{BODY}.") == "algorithm_refused"
    assert refused(forged({name: HEADER[name] for name in ("kid", "typ")})) == "algorithm_refused"


def test_the_library_is_given_no_other_algorithm_either() -> None:
    """Should a header ever get past the first look, joserfc itself knows EdDSA only."""
    for alg in ("none", "HS256", "ES256", "Ed25519"):
        with pytest.raises(TokenError) as caught:
            jws._OneAlgorithm().get_alg(alg)
        assert caught.value.code == "algorithm_refused"


@pytest.mark.parametrize(
    "secret",
    [KEY.public, base64url.encode(KEY.public).encode(), json.dumps(KEY.jwk()).encode(), json.dumps(JWKS).encode(), b""],
)
def test_hs256_with_what_is_public_as_its_secret_is_refused(secret: bytes) -> None:
    """The oldest trick: the public key, however spelled, used as the secret of an HMAC."""
    assert refused(hs256(secret)) == "algorithm_refused"


@pytest.mark.parametrize(
    "extra",
    [
        {"jwk": OTHER.jwk()},
        {"jku": "https://attacker.example/jwks.json"},
        {"x5u": "https://attacker.example/chain.pem"},
        {"x5c": ["MIIB"]},
        {"crit": ["exp"], "exp": 1},
        {"crit": []},
        {"b64": False, "crit": ["b64"]},
        {"zip": "DEF"},
        {"cty": "JWT"},
    ],
)
def test_a_header_that_brings_its_own_key_or_rules_is_refused(extra: dict[str, object]) -> None:
    """Whether the attacker's key has signed it or ours."""
    mine = HEADER | {"kid": OTHER.kid} | extra
    assert refused(forged(mine, seed=OTHER_SEED)) == "algorithm_refused"
    assert refused(forged(HEADER | extra)) == "algorithm_refused"


def test_a_key_that_nobody_trusts_is_refused() -> None:
    """A strange name is unknown; our key's name over a strange signature is a wrong signature."""
    assert refused(forged(HEADER | {"kid": OTHER.kid}, seed=OTHER_SEED)) == "key_unknown"
    assert refused(forged(HEADER | {"kid": ""})) == "key_unknown"
    assert refused(forged(seed=OTHER_SEED)) == "signature_wrong"
    both = {"keys": [*JWKS["keys"], OTHER.jwk()]}
    assert refused(forged(HEADER | {"kid": OTHER.kid}), both) == "signature_wrong"


@pytest.mark.parametrize("kid", [None, 1, ["x"], {}])
def test_a_key_has_a_name(kid: object) -> None:
    """No name, and names that are no text."""
    assert refused(forged(HEADER | {"kid": kid})) == "malformed"
    assert refused(forged({"alg": "EdDSA", "typ": VERDICT_TYPE})) == "malformed"


@pytest.mark.parametrize("typ", ["JWT", "facevow-receipt+jwt", "FACEVOW-VERDICT+JWT", "", None, 1])
def test_another_kind_of_token_is_refused(typ: object) -> None:
    """A receipt, or any token of another use of the same key, is no verdict."""
    assert refused(forged(HEADER | {"typ": typ})) == "wrong_type"


@pytest.mark.parametrize(
    "change",
    [
        {"kty": "oct", "k": "AAAA"},
        {"crv": "Ed448"},
        {"crv": "X25519"},
        {"x": 5},
        {"x": "AAAA"},
        {"x": JWKS["keys"][0]["x"] + "="},
        {"use": "enc"},
        {"alg": "HS256"},
        {"kid": None},
    ],
)
def test_a_trusted_key_is_an_ed25519_key_for_signatures(change: dict[str, object]) -> None:
    """A set of keys may hold others; none of them is used."""
    assert refused(GOOD, {"keys": [KEY.jwk() | change]}) == "key_unknown"


@pytest.mark.parametrize(
    "jwks", [{}, {"keys": {}}, {"keys": []}, {"keys": ["x", 1, None]}, {"keys": [*JWKS["keys"]] * 2}]
)
def test_a_set_of_keys_names_the_key_once(jwks: dict[str, Any]) -> None:
    """No list, no key, things that are no keys, or two keys of one name."""
    assert refused(GOOD, jwks) == "key_unknown"


def test_keys_without_the_optional_members_are_taken() -> None:
    """`use` and `alg` are optional (RFC 7517), and newer sets say Ed25519 for the algorithm (RFC 9864)."""
    bare = {name: value for name, value in KEY.jwk().items() if name not in {"use", "alg"}}
    assert jws.verify(GOOD, {"keys": [bare]}, VERDICT_TYPE) == PAYLOAD
    assert jws.verify(GOOD, {"keys": [bare | {"alg": "Ed25519"}]}, VERDICT_TYPE) == PAYLOAD


def test_every_single_letter_counts() -> None:
    """The token with any one of its letters changed to another is refused."""
    for place, letter in enumerate(GOOD):
        other = "A" if letter != "A" else "B"
        assert refused(GOOD[:place] + other + GOOD[place + 1 :])


def test_a_token_cut_at_any_place_is_refused() -> None:
    """Every beginning of it, every end of it, and what is added to it."""
    for place in range(len(GOOD)):
        assert refused(GOOD[:place])
        assert refused(GOOD[place + 1 :])
    for added in ("A", ".", "=", "\n", " ", "\x00"):
        assert refused(GOOD + added) in {"malformed", "signature_wrong"}


@pytest.mark.parametrize(
    "signature", ["", packed(bytes(64)), SIGNATURE + "=", SIGNATURE + "AA", SIGNATURE[:-4], packed(bytes(1000))]
)
def test_a_signature_has_one_spelling_and_one_length(signature: str) -> None:
    """Another spelling of the same bytes would be a second token; other lengths are none."""
    assert refused(f"{HEAD}.{BODY}.{signature}") in {"malformed", "signature_wrong"}


def test_a_tampered_payload_is_refused() -> None:
    """An attack cannot be made a pass by changing the claims."""
    _, _, of_attack = forged(HEADER, PAYLOAD | {"verdict": "ATTACK"}).split(".")
    assert refused(f"{HEAD}.{BODY}.{of_attack}") == "signature_wrong"


@pytest.mark.parametrize("size", [jws.LONGEST, 100_000, 5_000_000])
def test_an_oversized_token_is_refused_before_any_work(size: int) -> None:
    """In each of its parts."""
    for token in (
        f"{'A' * size}.{BODY}.{SIGNATURE}",
        f"{HEAD}.{'A' * size}.{SIGNATURE}",
        f"{HEAD}.{BODY}.{'A' * size}",
    ):
        assert refused(token) == "malformed"
    assert refused("." * size) == "malformed"


def test_what_would_be_too_long_is_not_signed() -> None:
    """The same limit holds for whoever signs."""
    with pytest.raises(TokenError) as caught:
        jws.sign(b'"' + b"x" * jws.LONGEST + b'"', KEY, VERDICT_TYPE)
    assert caught.value.code == "malformed"


@pytest.mark.parametrize(
    "json_text",
    [b"", b"[]", b"1", b"null", b'"x"', b"{", b"\xff", b'{"a":NaN}', b'{"a":1,"a":2}', b"[" * 9000, b"\xef\xbb\xbf{}"],
)
def test_header_and_payload_are_json_objects(json_text: bytes) -> None:
    """With each name once, in UTF-8, without a mark before it; rightly signed or not."""
    assert refused(forged(json_text)) == "malformed"
    assert refused(forged(HEADER, json_text)) == "malformed"


def test_messages_repeat_no_control_characters() -> None:
    """What a stranger wrote into the header reaches a log or a terminal as harmless text."""
    for header in ({"alg": "\x1b[2J"}, {"kid": "\x1b[2J"}, {"typ": "\x1b[2J"}, {"\x1b[2J": 1}):
        with pytest.raises(TokenError) as caught:
            jws.verify(forged(HEADER | header), JWKS, VERDICT_TYPE)
        assert str(caught.value).isprintable()


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_noise_is_refused(noise: bytes) -> None:
    """Bytes as text, as each part of a token, and as the content of each part."""
    spelled = packed(noise)
    for text in (noise.decode("latin-1"), noise.decode("utf-8", "surrogateescape"), spelled):
        assert refused(text)
        for token in (f"{text}.{BODY}.{SIGNATURE}", f"{HEAD}.{text}.{SIGNATURE}", f"{HEAD}.{BODY}.{text}"):
            assert refused(token)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9), lambda inner: st.lists(inner, max_size=3)
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["alg", "kid", "typ", "crit", "jwk", "x"]), JSON, max_size=6), st.data())
def test_any_header_and_any_set_of_keys_is_refused(header: dict[str, Any], data: st.DataObject) -> None:
    """Nothing but the one header that we write is taken, and nothing makes it raise anything but TokenError."""
    assert refused(forged(header))
    keys = data.draw(
        st.dictionaries(
            st.sampled_from(["keys", "x"]),
            st.lists(st.dictionaries(st.sampled_from(["kid", "x", "crv", "kty"]), JSON)) | JSON,
        )
    )
    assert refused(GOOD, keys) == "key_unknown"


def test_the_table_of_attacks_in_the_documentation_names_the_codes_that_come() -> None:
    """docs/tokens.md lists every code that this module can answer with."""
    table = (Path(__file__).parents[2] / "docs" / "tokens.md").read_text(encoding="utf-8")
    for code in ("malformed", "algorithm_refused", "wrong_type", "key_unknown", "signature_wrong"):
        assert f"`{code}`" in table
