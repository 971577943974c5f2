"""What the shop believes, and why: a verdict that Facevow signed, and a callback that Facevow signed.

Nothing here talks to anybody. The public keys are a file that was saved once (GET /.well-known/jwks.json), and the
callback's secret is the one that `facevow keys create` printed.
"""
# ruff: noqa: INP001 - an example, not a package

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

CLOCKS_DIFFER = 60
"""Seconds by which our clock and Facevow's may be apart."""

REPLAY_SECONDS = 300
"""A callback that is older may be a recording of one."""


class Untrusted(Exception):
    """Something was not signed by Facevow, is too old, or is about another session or person."""


def verified_claims(token: str, keys: Mapping[str, Any], *, session: str, customer: str, now: float) -> dict[str, Any]:
    """What a signed verdict says, if it holds and is about this session of this customer. It may still say ATTACK."""
    try:
        claims = _signed(token, keys)
        fits = claims["session"] == session and claims["subject"] == _subject(session, customer)
        in_time = claims["iat"] - CLOCKS_DIFFER <= now < claims["exp"] + CLOCKS_DIFFER
    except (ValueError, KeyError, TypeError, RecursionError, InvalidSignature) as error:
        raise Untrusted("this is no verdict of our Facevow") from error
    if not fits:
        raise Untrusted("the verdict is about another session or another customer")
    if not in_time:
        raise Untrusted("the verdict does not hold yet, or no longer")
    return claims


def expect_callback(secret: str, headers: Mapping[str, str], body: bytes, *, now: float) -> None:
    """Return if Facevow has sent this lately (https://www.standardwebhooks.com); whoever wants may POST to us."""
    name, at, given = (headers.get(f"webhook-{part}", "") for part in ("id", "timestamp", "signature"))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = "v1," + base64.b64encode(hmac.digest(key, f"{name}.{at}.".encode() + body, hashlib.sha256)).decode()
    if not any(hmac.compare_digest(expected.encode(), one.encode()) for one in given.split(" ")):
        raise Untrusted("this callback is not from our Facevow")
    if abs(now - int(at)) > REPLAY_SECONDS:  # signed, so it is a number
        raise Untrusted("this callback is too old")


def _signed(token: str, keys: Mapping[str, Any]) -> dict[str, Any]:
    """The payload of a JWS (RFC 7515), signed by one of our keys by Ed25519, and by no other way that it may name."""
    head, body, signature = token.split(".")
    header = json.loads(_unpacked(head))
    if header != {"alg": "EdDSA", "typ": "facevow-verdict+jwt", "kid": header["kid"]}:
        raise ValueError("another kind of token")
    (key,) = (key for key in keys["keys"] if key["kid"] == header["kid"] and key["crv"] == "Ed25519")
    public = Ed25519PublicKey.from_public_bytes(_unpacked(key["x"]))
    public.verify(_unpacked(signature), f"{head}.{body}".encode())
    claims: dict[str, Any] = json.loads(_unpacked(body))
    return claims


def _subject(session: str, customer: str) -> str:
    """How a verdict names its subject: only who knows both can tell, and no two sessions of a person look alike."""
    return hashlib.sha256(f"facevow-subject-v1\n{session}\n{customer}".encode()).hexdigest()


def _unpacked(text: str) -> bytes:
    """Bytes of base64url without padding."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
