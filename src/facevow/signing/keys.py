"""The single keys of a keyring: one that signs, one that seals, and the secrets that others are derived from."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from facevow.signing import base64url
from facevow.signing.digests import canonical_json

ALGORITHM: Final = "EdDSA"
"""The one algorithm of signatures (RFC 8037), always over the curve Ed25519."""

KEY_BYTES: Final = 32
"""Length of an Ed25519 seed (RFC 8032), of an AES-256 key and of every secret here."""


def thumbprint(public: bytes) -> str:
    """Name an Ed25519 public key (32 bytes) by its content: the JWK thumbprint (RFC 7638; RFC 8037, appendix A.3)."""
    members = {"crv": "Ed25519", "kty": "OKP", "x": base64url.encode(public)}
    return base64url.encode(hashlib.sha256(canonical_json(members)).digest())


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key that signs verdicts and receipts.

    `kid` is the thumbprint of its public half; `created` and `retired` are aware moments, `retired` None while it is
    the one that signs. What it signed verifies until it is removed. `seed` is the secret half, 32 bytes.
    """

    kid: str
    created: datetime
    seed: bytes = field(repr=False)
    retired: datetime | None = None

    @classmethod
    def new(cls, now: datetime) -> Self:
        """Draw a key that nobody can guess. Its name does not begin with "-": commands would take it for an option."""
        while (key := cls.of_seed(secrets.token_bytes(KEY_BYTES), now)).kid.startswith("-"):
            pass
        return key

    @classmethod
    def of_seed(cls, seed: bytes, created: datetime, retired: datetime | None = None) -> Self:
        """Make the key of a seed of 32 bytes."""
        public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
        return cls(thumbprint(public), created, seed, retired)

    @property
    def private(self) -> Ed25519PrivateKey:
        """The secret half as `cryptography` takes it."""
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @property
    def public(self) -> bytes:
        """The public half, 32 bytes."""
        return self.private.public_key().public_bytes_raw()

    def jwk(self) -> dict[str, str]:
        """The public half as a JSON Web Key (RFC 7517 and 8037)."""
        return {
            "kty": "OKP",
            "crv": "Ed25519",
            "x": base64url.encode(self.public),
            "kid": self.kid,
            "use": "sig",
            "alg": ALGORITHM,
        }


@dataclass(frozen=True, slots=True)
class DataKey:
    """An AES-256 key that seals images. `id` names it in the rows that need it; `created` is an aware moment."""

    id: str
    created: datetime
    key: bytes = field(repr=False)

    @classmethod
    def new(cls, now: datetime) -> Self:
        """Draw a key that nobody can guess."""
        return cls(f"dk_{secrets.token_hex(8)}", now, secrets.token_bytes(KEY_BYTES))


@dataclass(frozen=True, slots=True)
class Secrets:
    """A secret of 32 bytes for each purpose. They are never rotated: what is derived from them has to stay the same."""

    subjects: bytes = field(repr=False)
    client_tokens: bytes = field(repr=False)
    callbacks: bytes = field(repr=False)

    @classmethod
    def new(cls) -> Self:
        """Draw secrets that nobody can guess."""
        return cls(*(secrets.token_bytes(KEY_BYTES) for _ in range(3)))
