"""Whether a server may start as it is set up."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from facevow.errors import SettingsError, StoreError
from facevow.log import get_logger
from facevow.server.door.keys import hash_secret, key_record, parse_key
from facevow.server.settings import Settings, is_this_machine
from facevow.server.sound import hold_everybody, networks_in
from facevow.store.keys import ApiKeys
from facevow.store.records import ApiKeyRecord

INITIAL = "initial"
"""The name of the key that the settings bring, and who is said to have made it."""

NO_PUBLIC_URL: Final = (
    "browsers are sent to the host and scheme of the request: behind a proxy with a certificate that may be ws://, "
    "where only wss:// works. Set FACEVOW_PUBLIC_URL=https://your.name"
)
SEED_OPEN: Final = (
    "/ws and /predict answer strangers, with scores: whoever shapes an attack can try it out there. Unset "
    "FACEVOW_SEED_OPEN unless this is a demonstration"
)
CALLBACK_PRIVATE: Final = (
    "whoever has an API key can have this server post to addresses of its own network, and by http. Unset "
    "FACEVOW_CALLBACK_PRIVATE unless your receiver is there"
)


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
    log = get_logger("door")
    for event, meaning in _doubts(settings):
        log.warning(event, meaning=meaning)


def _doubts(settings: Settings) -> Iterator[tuple[str, str]]:
    """What a set-up allows that its operator may not have meant: the name of an event, and what it comes to."""
    public = not is_this_machine(settings.host)
    if hold_everybody(networks_in(settings.trusted_proxies)):
        yield "every_proxy_trusted", "anybody may claim any address in X-Forwarded-For, so limits can be evaded"
    if settings.locked and public and settings.public_url is None:
        yield "no_public_url", NO_PUBLIC_URL
    if settings.locked and settings.seed_routes and settings.seed_open:
        yield "seed_routes_open", SEED_OPEN
    if public and settings.callback_private:
        yield "callbacks_go_anywhere", CALLBACK_PRIVATE


def _store(text: str, api_keys: ApiKeys) -> None:
    key_id, secret = parse_key(text)
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
    chosen, public = settings.access == "locked", not is_this_machine(settings.host)
    why = "access is set to locked" if chosen else f"others can reach {settings.host}"
    ways = ["FACEVOW_ACCESS=auto"] * chosen + ["`facevow serve --host 127.0.0.1`"] * public
    return (
        f"expected an API key in the database, since {why}; there is none, and nobody could use the server. Make one "
        "with `facevow keys create NAME --scope sessions` (same database), or give one as FACEVOW_INITIAL_KEY, or "
        f"serve this machine only{', without keys' if chosen else ''}: {' and '.join(ways)}"
    )
