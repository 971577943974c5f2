"""Signs callbacks as Standard Webhooks has it, so that receivers can use any of its libraries.

The signed text is the event's id, a dot, the time in seconds since 1970, a dot, and the body's exact bytes; the
signature is HMAC-SHA256 of it in base64 behind "v1,". The id and the time are what a receiver refuses replays by.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from facevow.errors import TokenError

TOLERANCE_SECONDS: Final = 300
"""How far the time of a callback may be from the receiver's: five minutes, as the libraries of Standard Webhooks."""

SECRET_PREFIX: Final = "whsec_"  # noqa: S105 - what secrets begin with is none

_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,255}", re.ASCII)
_SECONDS: Final = re.compile(r"[0-9]{1,12}", re.ASCII)


def sign(secret: str, id: str, body: bytes, at: datetime) -> dict[str, str]:  # noqa: A002 - the standard's own word
    """The three headers of a callback.

    Args:
        secret: `whsec_` and base64, see `Keyring.callback_secret`.
        id: names the event, the same at every attempt: letters, digits, "_" and "-".
        body: the exact bytes that are sent.
        at: when this attempt is made, aware.

    Raises:
        ValueError: an id or a secret of another form.
    """
    if not _ID.fullmatch(id):
        raise ValueError(f"expected an id of letters, digits, _ and -, got {id!r}")
    seconds = str(int(at.timestamp() // 1))
    return {
        "webhook-id": id,
        "webhook-timestamp": seconds,
        "webhook-signature": _signature(secret, id, seconds, body),
    }


def verify(
    secret: str, headers: Mapping[str, str], body: bytes, *, now: datetime, tolerance: float = TOLERANCE_SECONDS
) -> None:
    """Expect a callback to be what the server sent, and lately. Whether its id was seen before is the receiver's part.

    Args:
        secret: `whsec_` and base64.
        headers: those of the request; the case of their names does not matter.
        body: its exact bytes.
        now: the present moment, aware.
        tolerance: seconds that its time may be off.

    Raises:
        TokenError: `malformed`, `signature_wrong`, `expired` (too old) or `not_yet` (from the future).
        ValueError: a secret of another form.
    """
    found = {name.lower(): value for name, value in headers.items()}
    id_, seconds, signatures = (found.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature"))
    if not id_ or not _SECONDS.fullmatch(seconds) or not signatures:
        raise TokenError("expected the headers webhook-id, webhook-timestamp and webhook-signature", code="malformed")
    expected = _signature(secret, id_, seconds, body).encode("ascii")
    given = signatures.encode("utf-8", "surrogatepass").split(b" ")  # several, while a secret is replaced
    if not any(hmac.compare_digest(expected, one) for one in given):
        raise TokenError("the callback was not signed with this secret, or was changed", code="signature_wrong")
    age = now.timestamp() - int(seconds)
    if age > tolerance:
        raise TokenError(f"expected a callback of the last {tolerance:g} s, it is {age:.0f} s old", code="expired")
    if age < -tolerance:
        raise TokenError(f"expected a callback of now, it is {-age:.0f} s ahead", code="not_yet")


def _signature(secret: str, id_: str, seconds: str, body: bytes) -> str:
    try:
        key = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except ValueError as error:
        raise ValueError(f"expected a secret of {SECRET_PREFIX} and base64") from error
    if not key:
        raise ValueError(f"expected a secret of {SECRET_PREFIX} and base64, got an empty one")
    text = f"{id_}.{seconds}.".encode("utf-8", "surrogatepass") + body
    return "v1," + base64.b64encode(hmac.digest(key, text, hashlib.sha256)).decode("ascii")
