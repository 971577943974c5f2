"""What the sample shop believes of a signed verdict and of a callback, and what it does not."""

import base64
import importlib.util
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.signing import callbacks
from facevow.signing.digests import subject_claim
from facevow.signing.keyring import new_keyring
from facevow.signing.verdicts import Claims, sign, sign_receipt

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
KEYRING = new_keyring(NOW)
SECRET = KEYRING.callback_secret("0123456789abcdef")
SESSION, CUSTOMER = "fvs_5Yy2cXo0Tn9mQpWk3bLrDA", "customer-7"
BODY = b'{"type":"session.completed"}'
CLAIMS = Claims(
    session=SESSION,
    verdict="BONA_FIDE",
    at=NOW,
    subject=subject_claim(SESSION, CUSTOMER),
    policy="balanced 3",
    thresholds={"passive": 0.5, "bits": 9.0},
    model="passive 2",
    model_sha256="a" * 64,
    transcript_sha256="b" * 64,
    frames_sha256="c" * 64,
    frames=120,
    reasons=(),
    excluded=("look_down", "look_up"),
    issuer="facevow",
)
TOKEN = sign(CLAIMS, KEYRING.current)


def load() -> ModuleType:
    """The shop's own module, which is no package."""
    path = Path(__file__).resolve().parents[2] / "examples" / "shop" / "trust.py"
    found = importlib.util.spec_from_file_location("shop_trust", path)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


TRUST = load()


def claims(token: str, **changed: Any) -> dict[str, Any]:  # noqa: ANN401 - what the shop goes by
    """What the shop takes from a token."""
    given: dict[str, Any] = {"session": SESSION, "customer": CUSTOMER, "now": NOW.timestamp()}
    found: dict[str, Any] = TRUST.verified_claims(token, KEYRING.jwks(), **(given | changed))
    return found


def packed(value: object) -> str:
    """JSON in base64url."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def test_a_signed_verdict_is_believed() -> None:
    """Its claims come out, also those of an attack; and so does one of a key that was retired since."""
    assert claims(TOKEN) == CLAIMS.payload()
    assert claims(sign(replace(CLAIMS, verdict="ATTACK"), KEYRING.current))["verdict"] == "ATTACK"
    rotated = KEYRING.rotated(NOW).jwks()
    found = TRUST.verified_claims(TOKEN, rotated, session=SESSION, customer=CUSTOMER, now=NOW.timestamp())
    assert found["verdict"] == "BONA_FIDE"


@pytest.mark.parametrize(
    "changed",
    [
        {"session": "fvs_other"},
        {"customer": "customer-8"},
        {"now": (NOW + timedelta(days=2)).timestamp()},
        {"now": (NOW - timedelta(minutes=2)).timestamp()},
    ],
    ids=["another session", "another customer", "too late", "too early"],
)
def test_a_verdict_about_something_else_is_refused(changed: dict[str, Any]) -> None:
    """A good token of another session, another customer or another time is no pass here."""
    with pytest.raises(TRUST.Untrusted):
        claims(TOKEN, **changed)


HEAD, PAYLOAD, SIGNATURE = TOKEN.split(".")
HEADER = {"alg": "EdDSA", "kid": KEYRING.current.kid, "typ": "facevow-verdict+jwt"}


@pytest.mark.parametrize(
    "token",
    [
        "",
        "a.b",
        "a.b.c",
        "..",
        f"{HEAD}.{PAYLOAD}.",
        f"{HEAD}.{packed(CLAIMS.payload() | {'verdict': 'BONA_FIDE', 'frames': 1})}.{SIGNATURE}",
        f"{packed(HEADER | {'alg': 'none'})}.{PAYLOAD}.",
        f"{packed(HEADER | {'alg': 'HS256'})}.{PAYLOAD}.{SIGNATURE}",
        f"{packed(HEADER | {'kid': 'unknown'})}.{PAYLOAD}.{SIGNATURE}",
        f"{packed(HEADER | {'jwk': KEYRING.jwks()['keys'][0]})}.{PAYLOAD}.{SIGNATURE}",
        f"{packed([])}.{PAYLOAD}.{SIGNATURE}",
        sign(CLAIMS, new_keyring(NOW).current),
        sign(replace(CLAIMS, subject=None), KEYRING.current),
        sign_receipt({"session": SESSION}, KEYRING.current, issuer="facevow", at=NOW),
    ],
)
def test_a_forged_token_is_refused(token: str) -> None:
    """Cut, changed, unsigned, signed by another or in another way, about nobody, or of another kind."""
    with pytest.raises(TRUST.Untrusted):
        claims(token)


@given(st.integers(0, len(TOKEN) - 1), st.sampled_from("ABCxyz019-_.="))
def test_no_letter_of_a_token_can_be_changed(place: int, letter: str) -> None:
    """Whatever is changed, the token is refused, or it reads as before (unused bits at the end of base64)."""
    try:
        found = claims(TOKEN[:place] + letter + TOKEN[place + 1 :])
    except TRUST.Untrusted:
        return
    assert found == CLAIMS.payload()


def test_a_signed_callback_is_taken() -> None:
    """What Facevow signs holds, and nothing else: not another body, id, secret, time, or no signature at all."""
    headers = callbacks.sign(SECRET, "evt_1", BODY, NOW)
    now = NOW.timestamp()
    TRUST.expect_callback(SECRET, headers, BODY, now=now)
    other = KEYRING.callback_secret("fedcba9876543210")
    for secret, given_headers, body, at in (
        (SECRET, headers, BODY + b" ", now),
        (SECRET, headers | {"webhook-id": "evt_2"}, BODY, now),
        (SECRET, headers | {"webhook-timestamp": "1"}, BODY, now),
        (SECRET, headers | {"webhook-signature": "v1,ä"}, BODY, now),
        (SECRET, {}, BODY, now),
        (other, headers, BODY, now),
        (SECRET, headers, BODY, now + 301),
        (SECRET, headers, BODY, now - 301),
    ):
        with pytest.raises(TRUST.Untrusted):
            TRUST.expect_callback(secret, given_headers, body, now=at)
