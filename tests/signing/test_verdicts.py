"""Verdicts and receipts: what was signed comes back, and what does not hold is refused by its own code."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facevow.errors import TokenError
from facevow.signing import base64url
from facevow.signing.digests import subject_claim
from facevow.signing.keys import SigningKey
from facevow.signing.verdicts import LIFETIME, Claims, sign, sign_receipt, verify, verify_receipt
from tests.signing.making import CLAIMS, HEADER, JWKS, KEY, KEYRING, NOW, OTHER_SEED, PAYLOAD, forged, with_claims

SECOND = timedelta(seconds=1)
RECEIPT = {"session": "fvs_1", "counts": {"images": 5}}


def refused(token: str, now: datetime = NOW, **expected: Any) -> str:  # noqa: ANN401 - whatever verify takes
    """The code by which a verdict is refused."""
    with pytest.raises(TokenError) as caught:
        verify(token, JWKS, now=now, **expected)
    return caught.value.code


def test_what_was_signed_comes_back() -> None:
    """All claims, unchanged, with and without expecting an issuer and a session."""
    token = sign(CLAIMS, KEY)
    assert verify(token, JWKS, now=NOW) == CLAIMS
    assert verify(token, JWKS, now=NOW, issuer="shop", session=CLAIMS.session) == CLAIMS


def test_a_token_reads_as_it_always_has() -> None:
    """Letter by letter, so that what is written elsewhere to read one goes on reading it; no score stands in it."""
    head, body, _ = sign(CLAIMS, KEY).split(".")
    assert base64url.decode(head).decode() == f'{{"alg":"EdDSA","kid":"{KEY.kid}","typ":"facevow-verdict+jwt"}}'
    assert base64url.decode(body).decode() == (
        '{"excluded":["turn_left","turn_right"],"exp":1795352400,"frames":42,"frames_sha256":"' + "c" * 64 + '",'
        '"iat":1795348800,"iss":"shop","match":null,"model":"fv-1","model_sha256":"' + "a" * 64 + '",'
        '"policy":"balanced 3",'
        '"reasons":["passive_high","active_passed"],"session":"fvs_5Yy2cXo0Tn9mQpWk3bLrDA","subject":null,'
        '"thresholds":{"bits":12,"passive":0.5},"transcript_sha256":"' + "b" * 64 + '","verdict":"BONA_FIDE"}'
    )


def test_whoever_asks_what_was_left_out_is_told() -> None:
    """The acts that were excluded in effect, in order; an empty list where there were none, never nothing."""
    assert PAYLOAD["excluded"] == ["turn_left", "turn_right"]
    assert verify(sign(with_claims(excluded=()), KEY), JWKS, now=NOW).excluded == ()
    without = {name: value for name, value in PAYLOAD.items() if name != "excluded"}
    assert refused(forged(payload=without)) == "malformed"


def test_a_token_carries_the_claims_that_the_documentation_names() -> None:
    """Every name of the payload stands in the table of docs/tokens.md, and the table names no other."""
    text = (Path(__file__).parents[2] / "docs" / "tokens.md").read_text(encoding="utf-8")
    rows = text.split("| claim | meaning |")[1].split("\n\n")[0].splitlines()[2:]
    named = [name.strip(" `") for row in rows for name in row.split("|")[1].split(",")]
    assert sorted(named) == sorted(PAYLOAD)


MATCH = {"matched": True, "threshold": 0.58, "matcher": "mobilefacenet 1", "against": "subject", "frames": 38}

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
digests = st.sampled_from(["", "0" * 64, "0123456789abcdef" * 4])
moments = st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@settings(deadline=None)
@given(
    st.builds(
        Claims,
        session=texts,
        verdict=st.sampled_from(["BONA_FIDE", "ATTACK", "NO_RESPONSE"]),
        at=moments.map(lambda at: at.replace(microsecond=0)),
        subject=st.none() | st.just("f" * 64),
        policy=texts,
        thresholds=st.dictionaries(texts, st.floats(allow_nan=False, allow_infinity=False), max_size=4),
        model=texts,
        model_sha256=digests,
        transcript_sha256=digests,
        frames_sha256=digests,
        frames=st.integers(0, 2**53),
        reasons=st.lists(texts, max_size=4).map(tuple),
        excluded=st.lists(texts, max_size=4, unique=True).map(sorted).map(tuple),
        issuer=texts,
        expires=moments.map(lambda at: at.replace(microsecond=0)),
        match=st.none()
        | st.fixed_dictionaries(
            {
                "matched": st.booleans(),
                "threshold": st.floats(-1, 1),
                "matcher": texts,
                "against": st.sampled_from(["reference", "subject"]),
                "frames": st.integers(0, 2**53),
            }
        ),
    )
)
def test_any_claims_come_back(claims: Claims) -> None:
    """Whatever texts, numbers and times they hold, while they hold."""
    token = sign(claims, KEY)
    if claims.expires is not None and claims.expires > claims.at:
        assert verify(token, JWKS, now=claims.at) == claims
    else:
        assert refused(token, claims.at, leeway=0) == "expired"


def test_times_are_whole_seconds_rounded_down_in_any_zone() -> None:
    """A verdict never seems to come from the future because of a fraction."""
    zone = timezone(timedelta(hours=5, minutes=30))
    at = NOW.astimezone(zone) + timedelta(microseconds=999_999)
    found = verify(sign(with_claims(at=at), KEY), JWKS, now=NOW)
    assert found.at == NOW


def test_a_verdict_without_an_end_ends_all_the_same() -> None:
    """A token that somebody copied is not good for ever."""
    token = sign(with_claims(expires=None), KEY)
    assert verify(token, JWKS, now=NOW).expires == NOW + LIFETIME
    assert refused(token, NOW + LIFETIME, leeway=0) == "expired"


@pytest.mark.parametrize("leeway", [0, 60, 3600])
def test_time_is_checked_to_the_second(leeway: float) -> None:
    """Holds from the second before to the second after; the clocks may differ by the leeway."""
    token, end = sign(CLAIMS, KEY), NOW.replace(hour=13)
    away = timedelta(seconds=leeway)
    assert refused(token, NOW - away - SECOND, leeway=leeway) == "not_yet"
    assert verify(token, JWKS, now=NOW - away, leeway=leeway) == CLAIMS
    assert verify(token, JWKS, now=end + away - SECOND, leeway=leeway) == CLAIMS
    assert refused(token, end + away, leeway=leeway) == "expired"


def test_the_last_moment_of_the_calendar_is_no_overflow() -> None:
    """Verdicts at both ends of Python's calendar are refused as any other."""
    last = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert verify(sign(with_claims(expires=last), KEY), JWKS, now=last - SECOND).expires == last
    assert refused(forged(payload=PAYLOAD | {"iat": 253_402_300_799, "exp": 253_402_300_799})) == "not_yet"
    assert verify(sign(with_claims(expires=last), KEY), JWKS, now=last).at == NOW


def test_another_session_or_issuer_is_refused() -> None:
    """A verdict of one session is none of another, and each server speaks for itself."""
    token = sign(CLAIMS, KEY)
    assert refused(token, session="fvs_other") == "wrong_session"
    assert refused(token, session="") == "wrong_session"
    assert refused(token, issuer="facevow") == "wrong_issuer"


def test_a_verdict_verifies_as_long_as_its_key_is_in_the_set() -> None:
    """Through a rotation, until the retired key is removed; the new key's verdicts from the beginning."""
    old, rotated = sign(CLAIMS, KEY), KEYRING.rotated(NOW)
    new = sign(CLAIMS, rotated.current)
    assert verify(old, rotated.jwks(), now=NOW) == CLAIMS == verify(new, rotated.jwks(), now=NOW)
    assert refused(new) == "key_unknown"
    with pytest.raises(TokenError) as caught:
        verify(old, rotated.without(KEY.kid).jwks(), now=NOW)
    assert caught.value.code == "key_unknown"


def test_whoever_knows_the_subject_can_check_the_claim() -> None:
    """The claim is the documented hash of session and subject; nobody else can read the subject from it."""
    token = sign(with_claims(subject=subject_claim(CLAIMS.session, "zoë")), KEY)
    assert verify(token, JWKS, now=NOW).subject == subject_claim(CLAIMS.session, "zoë")


@pytest.mark.parametrize("name", sorted(PAYLOAD))
def test_no_claim_may_be_missing_or_of_another_kind(name: str) -> None:
    """Rightly signed, and yet refused: a half-filled verdict is none. `subject` and `match` may be null."""
    without = {key: value for key, value in PAYLOAD.items() if key != name}
    may_lack = {"subject", "match"}
    if name not in may_lack:
        assert refused(forged(payload=without)) == "malformed"
    for value in (*(() if name in may_lack else (None,)), True, -1, 1.5, 1e300, [1], {"a": "b"}, {"a": True}, "x" * 65):
        if type(value) is str and name in {"iss", "session", "policy", "model"}:
            continue
        assert refused(forged(payload=PAYLOAD | {name: value})) == "malformed", value


@pytest.mark.parametrize(
    "changed",
    [
        {"verdict": "bona_fide"},
        {"verdict": "BONA_FIDE "},
        {"verdict": ""},
        {"excluded": ("turn_right", "turn_left")},
        {"excluded": ("blink", "blink")},
        {"thresholds": {"passive": float("inf")}},
        {"frames": -1},
        {"subject": ""},
        {"subject": "zoë"},
        {"model_sha256": "A" * 64},
        {"frames_sha256": "a" * 63},
        {"at": datetime(1969, 12, 31, tzinfo=UTC)},
        {"session": "\ud800"},
        {"match": {}},
        {"match": MATCH | {"matched": 1}},
        {"match": MATCH | {"matched": None}},
        {"match": MATCH | {"against": "somebody"}},
        {"match": MATCH | {"against": ["subject"]}},
        {"match": MATCH | {"threshold": "0.4"}},
        {"match": MATCH | {"threshold": True}},
        {"match": MATCH | {"threshold": float("nan")}},
        {"match": MATCH | {"matcher": None}},
        {"match": MATCH | {"frames": -1}},
        {"match": {name: value for name, value in MATCH.items() if name != "matched"}},
    ],
)
def test_what_would_not_verify_is_not_signed(changed: dict[str, Any]) -> None:
    """The signer's mistake is seen by the signer."""
    with pytest.raises(TokenError) as caught:
        sign(with_claims(**changed), KEY)
    assert caught.value.code == "malformed"


def test_what_a_comparison_came_to_comes_back() -> None:
    """Whom it was, by what, and whether it was; further names in it are passed over, such as a score."""
    token = sign(with_claims(match=MATCH), KEY)
    assert verify(token, JWKS, now=NOW).match == MATCH
    assert verify(forged(payload=PAYLOAD | {"match": MATCH | {"score": 0.9}}), JWKS, now=NOW).match == MATCH


def test_a_token_of_before_there_were_comparisons_still_holds() -> None:
    """It has no such claim, which is as if none had been ordered."""
    old = {name: value for name, value in PAYLOAD.items() if name != "match"}
    assert verify(forged(payload=old), JWKS, now=NOW) == CLAIMS
    assert CLAIMS.match is None


def test_claims_of_a_later_version_do_no_harm() -> None:
    """A name that this version does not know is passed over."""
    assert verify(forged(payload=PAYLOAD | {"matched": True}), JWKS, now=NOW) == CLAIMS


def test_a_receipt_comes_back_and_is_no_verdict() -> None:
    """Nor is a verdict a receipt: their types differ."""
    token = sign_receipt(RECEIPT, KEY, issuer="shop", at=NOW)
    assert verify_receipt(token, JWKS, now=NOW, issuer="shop") == RECEIPT | {"iss": "shop", "iat": 1_795_348_800}
    assert refused(token) == "wrong_type"
    for text, code, issuer in ((sign(CLAIMS, KEY), "wrong_type", None), (token, "wrong_issuer", "other")):
        with pytest.raises(TokenError) as caught:
            verify_receipt(text, JWKS, now=NOW, issuer=issuer)
        assert caught.value.code == code
    assert verify_receipt(token, JWKS, now=NOW.replace(year=2099))["session"] == "fvs_1"


@pytest.mark.parametrize("erased", ["session", "subject", "templates", "template"])
def test_a_receipt_tells_how_much_was_erased(erased: str) -> None:
    """In one of four words."""
    token = sign_receipt(RECEIPT | {"erased": erased}, KEY, issuer="shop", at=NOW)
    assert verify_receipt(token, JWKS, now=NOW)["erased"] == erased


@pytest.mark.parametrize("erased", ["all", "", None, 1, ["subject"], {}])
def test_a_receipt_for_something_else_is_none(erased: object) -> None:
    """Though rightly signed: nobody would know what it says."""
    token = sign_receipt(RECEIPT | {"erased": erased}, KEY, issuer="shop", at=NOW)
    with pytest.raises(TokenError) as caught:
        verify_receipt(token, JWKS, now=NOW)
    assert caught.value.code == "malformed"


def test_a_receipt_is_not_from_the_future_nor_of_a_stranger() -> None:
    """It is signed and dated as a verdict is."""
    token = sign_receipt(RECEIPT, SigningKey.of_seed(OTHER_SEED, NOW), issuer="shop", at=NOW)
    ahead = sign_receipt(RECEIPT, KEY, issuer="shop", at=NOW + timedelta(hours=1))
    undated = forged(HEADER | {"typ": "facevow-receipt+jwt"}, {"iss": "shop"})
    for text, code in ((token, "key_unknown"), (ahead, "not_yet"), (undated, "malformed")):
        with pytest.raises(TokenError) as caught:
            verify_receipt(text, JWKS, now=NOW)
        assert caught.value.code == code


@pytest.mark.parametrize("payload", [{"iss": "me"}, {"iat": 0}, {"exp": 1}, {"x": float("nan")}, {"x": b"bytes"}])
def test_a_receipt_that_contradicts_itself_is_not_signed(payload: dict[str, Any]) -> None:
    """Who signed it and when is not for the payload to say, and JSON has to be able to hold it."""
    with pytest.raises(TokenError) as caught:
        sign_receipt(payload, KEY, issuer="shop", at=NOW)
    assert caught.value.code == "malformed"
