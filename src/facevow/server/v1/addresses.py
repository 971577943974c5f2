"""Addresses as they were sent. What stands decoded in `path` no longer tells "/" from "%2F", nor wrong bytes apart."""

from typing import Final
from urllib.parse import quote, unquote, unquote_to_bytes

from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Scope

ACTIONS: Final = ("enrol", "verify")
"""What can be done with a subject, at the end of its address."""


def raw_path(scope: Scope) -> bytes:
    """The path as it was sent. Not every server hands it on; what then stands for unreadable bytes is no UTF-8."""
    sent: bytes | None = scope.get("raw_path")
    if sent is None:
        return quote(scope["path"].replace("\ufffd", "\udcff"), errors="surrogateescape").encode()
    return sent


def is_exact(sent: bytes) -> bool:
    """Whether a part of an address, percent-encoded, can be read in one way only: as ASCII that escapes UTF-8."""
    try:
        unquote_to_bytes(sent).decode()
    except UnicodeDecodeError:
        return False
    return sent.isascii()


class SubjectRoute(APIRoute):
    """A route at /v1/subjects: `a/enrol` is what is done with `a`, and `a%2Fenrol` is a subject."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As of every route, and by the last part of the address as it was sent."""
        match, child = super().matches(scope)
        if match is Match.NONE:
            return match, child
        own, sent = self.path.rpartition("/")[2], unquote(raw_path(scope).rpartition(b"/")[2])
        whole = sent not in ACTIONS or child["path_params"].get("subject") == sent
        fits = sent == own if own in ACTIONS else whole
        return (match, child) if fits else (Match.NONE, {})
