"""Whether a server may start as it is set up."""

from datetime import UTC, datetime

from facevow.errors import AccessError, SettingsError, StoreError
from facevow.log import get_logger
from facevow.server.door.keys import hash_secret, key_record, parse_key
from facevow.server.settings import Settings
from facevow.store.keys import ApiKeys
from facevow.store.records import ApiKeyRecord

INITIAL = "initial"
"""The name of the key that the settings bring, and who is said to have made it."""


def expect_safe(settings: Settings, api_keys: ApiKeys) -> None:
    """Go on only with a set-up that is safe and of use; a key that the settings bring is stored first.

    Raises:
        SettingsError: the key of the settings is none, or is stored otherwise or revoked; or keys are asked for and
            there is none. The message says what to type.
        StoreError: the database cannot be used.
    """
    if settings.initial_key is not None:
        _store(settings.initial_key.get_secret_value(), api_keys)
    if settings.locked and api_keys.count() == 0:
        raise SettingsError(_what_to_do(settings))
    if settings.trusted_proxies.strip() == "*":
        get_logger("door").warning(
            "every_proxy_trusted", meaning="anybody may claim any address in X-Forwarded-For, so limits can be evaded"
        )


def _store(text: str, api_keys: ApiKeys) -> None:
    try:
        key_id, secret = parse_key(text)
    except AccessError as error:
        raise SettingsError(f"initial_key: {error}; `facevow keys create NAME` draws one") from error
    found = api_keys.get(key_id) or _add(text, key_id, api_keys)
    if found is None:
        return
    if found.secret_sha256 != hash_secret(secret):
        raise SettingsError("initial_key: the database has another key with the same id; draw a new one")
    if found.revoked is not None:
        raise SettingsError("initial_key: this key was revoked; remove it from the settings or draw a new one")


def _add(text: str, key_id: str, api_keys: ApiKeys) -> ApiKeyRecord | None:
    """Store the key; where another server that starts at the same time was first, what that one stored."""
    try:
        api_keys.add(key_record(text, INITIAL, datetime.now(UTC)), INITIAL)
    except StoreError:
        found = api_keys.get(key_id)
        if found is None:
            raise
        return found
    return None


def _what_to_do(settings: Settings) -> str:
    why = "access is set to locked" if settings.access == "locked" else f"others can reach {settings.host}"
    return (
        f"expected an API key in the database, since {why}; there is none, and nobody could use the server. Make one "
        "with `facevow keys create NAME --scope sessions` (same database), or give one as FACEVOW_INITIAL_KEY, or "
        "serve this machine only: `facevow serve --host 127.0.0.1`"
    )
