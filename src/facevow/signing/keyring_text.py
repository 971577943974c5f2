"""The text of a keyring's file: JSON, version 1, every secret in base64url."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from facevow.errors import KeyringError
from facevow.signing import base64url
from facevow.signing.keys import KEY_BYTES, DataKey, Secrets, SigningKey

VERSION: Final = 1

Parts = tuple[tuple[SigningKey, ...], tuple[DataKey, ...], Secrets]
"""What a keyring is made of."""


def written(signing: Iterable[SigningKey], data: Iterable[DataKey], secrets: Secrets) -> str:
    """Write the parts of a keyring down."""
    content = {
        "facevow_keyring": VERSION,
        "signing": [
            {
                "kid": key.kid,
                "created": key.created.isoformat(),
                "retired": key.retired and key.retired.isoformat(),
                "seed": base64url.encode(key.seed),
            }
            for key in signing
        ],
        "data": [{"id": key.id, "created": key.created.isoformat(), "key": base64url.encode(key.key)} for key in data],
        "secrets": {
            "subjects": base64url.encode(secrets.subjects),
            "client_tokens": base64url.encode(secrets.client_tokens),
            "callbacks": base64url.encode(secrets.callbacks),
        },
    }
    return json.dumps(content, indent=2) + "\n"


def parsed(text: str) -> Parts:
    """Read what `written` has made.

    Raises:
        KeyringError: anything else. The message says where, and never repeats what stood there.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise KeyringError("expected a keyring in JSON; it was cut short or is something else") from None
    members = _members(content, "the keyring", ("facevow_keyring", "signing", "data", "secrets"))
    if members["facevow_keyring"] != VERSION:
        raise KeyringError(f"expected a keyring of version {VERSION}; a newer Facevow may have made it")
    signing = tuple(_signing(value, f"signing[{at}]") for at, value in enumerate(_list(members, "signing")))
    data = tuple(_data(value, f"data[{at}]") for at, value in enumerate(_list(members, "data")))
    kept = _members(members["secrets"], "secrets", ("subjects", "client_tokens", "callbacks"))
    secrets = Secrets(**{name: _bytes(value, f"secrets.{name}") for name, value in kept.items()})
    if any((key.retired is None) != (key is signing[-1]) for key in signing):
        raise KeyringError("expected the last of the keys that sign, and no other, not to be retired")
    _expect_different("signing", [key.kid for key in signing])
    _expect_different("data", [key.id for key in data])
    return signing, data, secrets


def _signing(value: object, where: str) -> SigningKey:
    members = _members(value, where, ("kid", "created", "retired", "seed"))
    retired = None if members["retired"] is None else _moment(members["retired"], f"{where}.retired")
    key = SigningKey.of_seed(_bytes(members["seed"], f"{where}.seed"), _moment(members["created"], where), retired)
    if key.kid != members["kid"]:
        raise KeyringError(f"expected {where}.kid to be the thumbprint of its key")
    return key


def _data(value: object, where: str) -> DataKey:
    members = _members(value, where, ("id", "created", "key"))
    if not isinstance(members["id"], str) or not members["id"]:
        raise KeyringError(f"expected a name at {where}.id")
    return DataKey(members["id"], _moment(members["created"], where), _bytes(members["key"], f"{where}.key"))


def _members(value: object, where: str, names: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(value, dict) or set(value) != set(names):
        raise KeyringError(f"expected {where} to have {', '.join(names)} and nothing else")
    return value


def _list(members: Mapping[str, Any], name: str) -> list[object]:
    value = members[name]
    if not isinstance(value, list) or not value:
        raise KeyringError(f"expected at least one key in {name}")
    return value


def _bytes(value: object, where: str) -> bytes:
    try:
        data = base64url.decode(value) if isinstance(value, str) else b""
    except ValueError:
        data = b""
    if len(data) != KEY_BYTES:
        raise KeyringError(f"expected {KEY_BYTES} bytes in base64url at {where}")
    return data


def _moment(value: object, where: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise KeyringError(f"expected a time with its zone, as ISO 8601 has it, at {where}")
    return moment


def _expect_different(where: str, names: list[str]) -> None:
    if len(set(names)) != len(names):
        raise KeyringError(f"expected every key of {where} once")
