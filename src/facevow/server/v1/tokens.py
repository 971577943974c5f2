"""The client's token, which a browser shows as a subprotocol: it can set no header on a socket."""

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from facevow.errors import MessageError, SessionError, TokenError
from facevow.server.v1.models import SESSION_ID
from facevow.server.v1.wire import PROTOCOL

TOKEN_PROTOCOL: Final = "facevow.token."  # noqa: S105 - what comes before a token
"""What a client offers beside PROTOCOL, followed by its token. It is never answered with."""

_TOKEN: Final = re.compile(r"fvt_[A-Za-z0-9_-]{43}")
_SESSION: Final = re.compile(SESSION_ID)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a client offers: whether it speaks our protocol, and each token that it shows."""

    speaks: bool
    tokens: tuple[str, ...]

    def sha256(self) -> str:
        """Under which hash the token is known.

        Raises:
            MessageError: code `bad_message`, the client does not speak our protocol.
            TokenError: code `token_invalid`, it shows none, several, or something that cannot be one.
        """
        if not self.speaks:
            raise MessageError(f"expected the subprotocol {PROTOCOL} among those offered")
        if len(self.tokens) != 1 or not _TOKEN.fullmatch(self.tokens[0]):
            raise TokenError(f"expected one subprotocol {TOKEN_PROTOCOL} with a client token behind it")
        return hashlib.sha256(self.tokens[0].encode()).hexdigest()

    def is_of(self, token: str) -> bool:
        """Whether this token and no other is shown."""
        shown = [each.encode() for each in self.tokens]
        return len(shown) == 1 and hmac.compare_digest(shown[0], token.encode())


def read_offer(subprotocols: Iterable[str]) -> Offer:
    """What stands in Sec-WebSocket-Protocol."""
    offered = tuple(subprotocols)
    shown = (name.removeprefix(TOKEN_PROTOCOL) for name in offered if name.startswith(TOKEN_PROTOCOL))
    return Offer(PROTOCOL in offered, tuple(shown))


def expect_name(session: str) -> None:
    """Return if this may be the id of a session; the database is not asked for others.

    Raises:
        SessionError: code `session_unknown`.
    """
    if not _SESSION.fullmatch(session):
        raise SessionError("expected the id of a session in the address of the stream")
