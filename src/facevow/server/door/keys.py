"""API keys: how one reads, and whether one that is shown is good.

A key is `fvk_<id>_<secret>`, the id 16 hex digits, the secret 64 (256 random bits, so that nobody guesses one and a
plain SHA-256 keeps it). The database knows the id and the hash of the secret, never the secret.
"""

import hashlib
import re
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from hmac import compare_digest
from typing import Final

from facevow.errors import AccessError, StoreError
from facevow.log import get_logger
from facevow.server.threads import Threads
from facevow.store.keys import ApiKeys
from facevow.store.records import ApiKeyRecord


class Scope(StrEnum):
    """What a key may be for."""

    SESSIONS = "sessions"
    """Make sessions and read them: what the server of an application needs."""

    ANALYSES = "analyses"
    """Have single pictures judged, and see all that is seen in them."""

    GALLERY = "gallery"
    """Enrol people, list them, verify and identify, erase their templates; and use /match."""

    ERASE = "erase"
    """Export and erase what is kept of a session or subject."""

    OPERATE = "operate"
    """Read figures, streams, reports, callbacks, metrics and logs, and change what the server does."""

    SEED = "seed"
    """Use the page's socket and /predict."""


SCOPES: Final = frozenset(Scope)

CACHE_SECONDS: Final = 5.0
"""How long a key is believed without asking the database; a revoked one is refused after so long at the latest."""

TOUCH_SECONDS: Final = 60.0
"""How often at most the time of a key's last use is written."""

_KEY: Final = re.compile(r"fvk_([0-9a-f]{16})_([0-9a-f]{64})", re.ASCII)
_NOBODY: Final = "0" * 64
"""Compared with where there is no such key, so that the answer takes as long."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks: the id of the API key ("" on a server without keys), and what it may be used for."""

    key_id: str
    scopes: frozenset[str]

    def expect(self, scope: str) -> None:
        """Go on only with the scope.

        Raises:
            AccessError: `scope_missing`.
        """
        if scope not in self.scopes:
            raise AccessError(f"expected an API key with the scope {scope}", code="scope_missing")


ANYONE: Final = Principal("", SCOPES)
"""Who asks an open server: a program or person of this machine."""


def hash_secret(secret: str) -> str:
    """What is kept of a secret: the SHA-256 of its 64 characters, in hex."""
    return hashlib.sha256(secret.encode("ascii")).hexdigest()


def new_key(name: str, scopes: Iterable[str], now: datetime) -> tuple[str, ApiKeyRecord]:
    """A new key: its text, which is shown once, and the row to store.

    Raises:
        AccessError: a scope that is none (`bad_scope`), or no scope, or a name not of 1 to 100 characters.
    """
    return _described(f"fvk_{secrets.token_hex(8)}_{secrets.token_hex(32)}", name, scopes, now)


def key_record(text: str, name: str, now: datetime) -> ApiKeyRecord:
    """The row of a key that somebody else drew, with every scope; raises AccessError if it does not read as a key."""
    return _described(text, name, SCOPES, now)[1]


def _described(text: str, name: str, scopes: Iterable[str], now: datetime) -> tuple[str, ApiKeyRecord]:
    wanted = sorted(set(scopes))
    if not wanted or not SCOPES.issuperset(wanted):
        known = ", ".join(scope.value for scope in Scope)
        raise AccessError(f"expected scopes among {known}, got {', '.join(wanted) or 'none'}", code="bad_scope")
    if not 1 <= len(name) <= 100 or not name.isprintable():
        raise AccessError("expected a name of 1 to 100 printable characters", code="bad_name")
    key_id, secret = parse_key(text)
    plain = [str(scope) for scope in wanted]
    return text, ApiKeyRecord(id=key_id, name=name, secret_sha256=hash_secret(secret), scopes=plain, created=now)


def parse_key(text: str | None) -> tuple[str, str]:
    """The id and the secret of a key.

    Raises:
        AccessError: `key_missing` or `key_malformed`. The message never repeats what was shown.
    """
    if text is None:
        raise AccessError("expected an API key: Authorization: Bearer fvk_...", code="key_missing")
    found = _KEY.fullmatch(text)
    if found is None:
        raise AccessError("expected an API key that reads fvk_, 16 hex digits, _, 64 hex digits", code="key_malformed")
    return found[1], found[2]


@dataclass(slots=True)
class _Known:
    """A row as it was lately read; `until` on the steady clock."""

    secret_sha256: str
    scopes: frozenset[str]
    revoked: bool
    until: float


@dataclass(slots=True)
class Keys:
    """Tells whose key is shown. Used by the event loop's thread only; the database is asked in others.

    Only keys that exist are remembered, so that made-up ones fill no memory.
    """

    api_keys: ApiKeys
    locked: bool
    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    threads: Threads = field(default_factory=Threads)
    _known: dict[str, _Known] = field(default_factory=dict)
    _touched: dict[str, float] = field(default_factory=dict)

    async def authenticate(self, text: str | None) -> Principal:
        """Whose key this is. A server that is not locked takes everybody, whatever they show.

        Raises:
            AccessError: no key, none of ours, or one that was revoked.
            StoreError: the database cannot be asked.
        """
        if not self.locked:
            return ANYONE
        key_id, secret = parse_key(text)
        known = await self._look_up(key_id)
        same = compare_digest(hash_secret(secret), _NOBODY if known is None else known.secret_sha256)
        if known is None or not same:
            raise AccessError("expected an API key of this server; it knows none like this", code="key_unknown")
        if known.revoked:
            raise AccessError("expected an API key that is good; this one was revoked", code="key_revoked")
        await self._touch(key_id)
        return Principal(key_id, known.scopes)

    def is_familiar(self, text: str | None) -> bool:
        """Whether this key was good when it was last looked up. Asks nobody, and promises nothing."""
        found = None if text is None else _KEY.fullmatch(text)
        known = None if found is None else self._known.get(found[1])
        if found is None or known is None:
            return False
        return compare_digest(hash_secret(found[2]), known.secret_sha256) and not known.revoked

    async def _look_up(self, key_id: str) -> _Known | None:
        known = self._known.get(key_id)
        if known is not None and self.monotonic() < known.until:
            return known
        until = self.monotonic() + CACHE_SECONDS  # from before the question: what it answers may be as old
        record = await self.threads.ask(self.api_keys.get, key_id)
        if record is None:
            self._known.pop(key_id, None)
            return None
        scopes = SCOPES.intersection(record.scopes)
        known = _Known(record.secret_sha256, frozenset(map(str, scopes)), record.revoked is not None, until)
        self._known[key_id] = known
        return known

    async def _touch(self, key_id: str) -> None:
        """Write when the key was used; that it cannot be written keeps nobody out."""
        last = self._touched.get(key_id)
        if last is not None and self.monotonic() < last + TOUCH_SECONDS:
            return
        self._touched[key_id] = self.monotonic()
        try:
            await self.threads.ask(self.api_keys.touch, key_id, self.now())
        except StoreError as error:
            get_logger("door").warning("key_use_not_written", key=key_id, error=str(error))
