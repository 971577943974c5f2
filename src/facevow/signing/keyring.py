"""The server's secrets: what signs, what seals, what names and tokens are derived from; and the file they live in."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from facevow.errors import KeyringError, TokenError
from facevow.signing import base64url, keyring_text, private_files
from facevow.signing.keys import KEY_BYTES, DataKey, Secrets, SigningKey

NONCE_BYTES: Final = 12
"""Length of the nonce before each sealed text (NIST SP 800-38D, 8.2.2: random, good for 2^32 texts under one key)."""

_CALLBACKS: Final = b"facevow callback secret v1\n"


@dataclass(frozen=True, slots=True)
class Keyring:
    """All secrets of a server. A change makes a new keyring; only what was saved outlives the process.

    `signing` and `data` stand oldest first; the last of each is the one in use, the others still verify and open.
    """

    signing: tuple[SigningKey, ...]
    data: tuple[DataKey, ...]
    secrets: Secrets

    @property
    def current(self) -> SigningKey:
        """The key that signs."""
        return self.signing[-1]

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """The public keys that verify what was signed, as a JSON Web Key Set (RFC 7517), the current one first."""
        return {"keys": [key.jwk() for key in reversed(self.signing)]}

    def rotated(self, now: datetime) -> Self:
        """A keyring that signs and seals with new keys, and verifies and opens with the old ones, too."""
        retired = replace(self.current, retired=now)
        return replace(
            self,
            signing=(*self.signing[:-1], retired, SigningKey.new(now)),
            data=(*self.data, DataKey.new(now)),
        )

    def without(self, kid: str) -> Self:
        """A keyring that no longer verifies what the retired key `kid` has signed.

        Raises:
            KeyringError: there is no such key (`key_unknown`), or it is the one that signs (`key_in_use`).
        """
        if kid == self.current.kid:
            raise KeyringError(f"expected a retired key, {kid} is the one that signs: rotate first", code="key_in_use")
        kept = tuple(key for key in self.signing if key.kid != kid)
        if len(kept) == len(self.signing):
            raise KeyringError(f"expected the name of a key of this keyring, got {kid!r}", code="key_unknown")
        return replace(self, signing=kept)

    def subject_hash(self, subject: str) -> str:
        """Under which name a subject is kept: 64 hexadecimal digits, HMAC-SHA256 of its exact characters in UTF-8.

        Without this keyring nobody can tell from this hash whether a name is that of a subject, not even by guessing.
        The claim about the subject (`digests.subject_claim`) is not so guarded: it has no key, so that anybody can
        check it offline, and a session keeps it beside this hash. Who has the database can try names against it. So
        subjects are best random ids that mean nothing to anybody else.
        """
        return _hmac(self.secrets.subjects, subject).hex()

    def client_token(self, session_id: str) -> str:
        """What a browser shows to stream into a session: `fvt_` and 43 letters, HMAC-SHA256 of the session's id."""
        return "fvt_" + base64url.encode(_hmac(self.secrets.client_tokens, session_id))

    def callback_secret(self, key_id: str) -> str:
        """What the callbacks of an API key are signed with: `whsec_` and 32 bytes in base64, derived by HKDF-SHA256.

        `key_id` is "" on a server without keys.
        """
        info = _CALLBACKS + key_id.encode("utf-8", "surrogatepass")
        derived = HKDF(SHA256(), KEY_BYTES, salt=None, info=info).derive(self.secrets.callbacks)
        return "whsec_" + base64.b64encode(derived).decode("ascii")

    def seal(self, data: bytes, about: str) -> tuple[str, bytes]:
        """Encrypt bytes by AES-256-GCM so that they open only together with the same `about`.

        Args:
            data: what nobody else may read.
            about: where it belongs, such as a session's id and an image's name; not hidden, but bound to it.

        Returns:
            The id of the key, and nonce, ciphertext and tag in one.
        """
        key = self.data[-1]
        nonce = secrets.token_bytes(NONCE_BYTES)
        return key.id, nonce + AESGCM(key.key).encrypt(nonce, data, about.encode("utf-8", "surrogatepass"))

    def open(self, key_id: str, sealed: bytes, about: str) -> bytes:
        """Decrypt what `seal` has made.

        Raises:
            KeyringError: this keyring has no such key (`key_unknown`).
            TokenError: what was sealed was changed, cut, or belongs elsewhere (`seal_broken`).
        """
        key = next((key for key in self.data if key.id == key_id), None)
        if key is None:
            raise KeyringError(f"expected a key of this keyring, got {key_id!r}", code="key_unknown")
        nonce, ciphertext = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            return AESGCM(key.key).decrypt(nonce, ciphertext, about.encode("utf-8", "surrogatepass"))
        except (InvalidTag, ValueError) as error:
            raise TokenError("expected what was sealed, unchanged and in its own place", code="seal_broken") from error

    def text(self) -> str:
        """The content of a keyring's file: all secrets in plain text."""
        return keyring_text.written(self.signing, self.data, self.secrets)


def new_keyring(now: datetime) -> Keyring:
    """Draw a keyring that nobody can guess; `now` is an aware moment."""
    return Keyring((SigningKey.new(now),), (DataKey.new(now),), Secrets.new())


def parse_keyring(text: str) -> Keyring:
    """Read the content of a keyring's file.

    Raises:
        KeyringError: it is not what `Keyring.text` writes. The message never repeats a secret.
    """
    return Keyring(*keyring_text.parsed(text))


def open_keyring(path: Path, *, now: datetime) -> Keyring:
    """Read a keyring's file; where there is none, make one that only its owner can read.

    Processes that start at the same moment agree on one keyring: the first to put its file in place wins.

    Raises:
        KeyringError: the file is no keyring, others than its owner can read it (`keyring_exposed`), or it cannot be
            read or made.
    """
    if private_files.read(path) is None:
        private_files.write(path, new_keyring(now).text(), replacing=False)
    return load_keyring(path)


def load_keyring(path: Path) -> Keyring:
    """Read a keyring's file, which has to be there.

    Raises:
        KeyringError: there is none (`keyring_missing`), or as `open_keyring` says.
    """
    text = private_files.read(path)
    if text is None:
        raise KeyringError(f"expected a keyring at {path}; there is no such file", code="keyring_missing")
    try:
        return parse_keyring(text)
    except KeyringError as error:
        raise KeyringError(f"{path}: {error}", code=error.code) from error


def save_keyring(keyring: Keyring, path: Path) -> None:
    """Put a keyring into its file: readers see the old one or the new one, never half of one.

    Raises:
        KeyringError: the file cannot be written; the old one is unharmed.
    """
    private_files.write(path, keyring.text(), replacing=True)


def _hmac(secret: bytes, text: str) -> bytes:
    return hmac.digest(secret, text.encode("utf-8", "surrogatepass"), hashlib.sha256)
