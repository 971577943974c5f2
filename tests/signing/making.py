"""Keys that are always the same, claims that hold, and tokens put together by hand: without the code under test."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from facevow.signing.keyring import Keyring
from facevow.signing.keys import DataKey, Secrets, SigningKey
from facevow.signing.verdicts import Claims

NOW = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
SEED = bytes(range(32))
OTHER_SEED = bytes(range(32, 64))

KEYRING = Keyring(
    (SigningKey.of_seed(SEED, NOW),),
    (DataKey("dk_1", NOW, b"d" * 32),),
    Secrets(b"s" * 32, b"t" * 32, b"c" * 32),
)
KEY = KEYRING.current
JWKS = KEYRING.jwks()
HEADER = {"alg": "EdDSA", "kid": KEY.kid, "typ": "facevow-verdict+jwt"}

CLAIMS = Claims(
    session="fvs_5Yy2cXo0Tn9mQpWk3bLrDA",
    verdict="BONA_FIDE",
    at=NOW,
    subject=None,
    policy="balanced 3",
    thresholds={"passive": 0.5, "bits": 12.0},
    model="fv-1",
    model_sha256="a" * 64,
    transcript_sha256="b" * 64,
    frames_sha256="c" * 64,
    frames=42,
    reasons=("passive_high", "active_passed"),
    excluded=("turn_left", "turn_right"),
    issuer="shop",
    expires=NOW.replace(hour=13),
)

PAYLOAD = CLAIMS.payload()


def packed(data: bytes) -> str:
    """Base64url without padding, by the standard library."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def part(value: object) -> str:
    """A part of a token: the JSON of a value, or bytes as they are."""
    return packed(value if isinstance(value, bytes) else json.dumps(value).encode())


def forged(header: object = HEADER, payload: object = PAYLOAD, seed: bytes = SEED) -> str:
    """A token with any header and payload, rightly signed by the key of `seed`."""
    text = f"{part(header)}.{part(payload)}"
    return f"{text}.{packed(Ed25519PrivateKey.from_private_bytes(seed).sign(text.encode()))}"


def with_claims(**changed: Any) -> Claims:  # noqa: ANN401 - of whatever kind the claim is
    """CLAIMS with some of them changed."""
    return replace(CLAIMS, **changed)
