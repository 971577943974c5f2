"""Which pages may use this server. A browser names the page in `Origin`; other programs send no such header."""

from collections.abc import Collection
from urllib.parse import urlsplit


def is_allowed(origin: str | None, host: str | None, allowed: Collection[str]) -> bool:
    """Whether a request with these headers may be served.

    Without an Origin it does not come from a web page. Otherwise the page must be our own (its address is the one
    that the request was sent to) or be listed.
    """
    if origin is None or origin in allowed:
        return True
    return host is not None and urlsplit(origin).netloc.lower() == host.lower()
