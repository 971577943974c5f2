"""Which pages may use this server. A browser names the page in `Origin`; other programs send no such header."""

from collections.abc import Collection


def is_allowed(origin: str | None, host: str | None, allowed: Collection[str], *, secure: bool = False) -> bool:
    """Whether a request with these headers may be served.

    Without an Origin it does not come from a web page. Otherwise the page must be our own (its address is the one
    that the request was sent to) or be listed. Where the request came by https (`secure`), a page of the same name
    that did not is not our own: anybody on the way can write one.
    """
    if origin is None or origin in allowed:
        return True
    scheme, _, name = origin.lower().partition("://")
    return host is not None and name == host.lower() and scheme in ({"https"} if secure else {"http", "https"})
