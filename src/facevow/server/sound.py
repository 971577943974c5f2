"""Whether texts of the settings make sense: addresses of ours and others, proxies, secrets, where counts are kept."""

import ipaddress
import re
from typing import Final
from urllib.parse import urlsplit

from limits import parse
from pydantic import SecretStr
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from facevow.errors import AccessError, KeyringError

DATABASES: Final = frozenset({"sqlite", "postgresql", "postgres"})
"""What `store.engines` opens, as SQLAlchemy's URLs begin."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

EVERYBODY: Final = "*"
"""Stands for every address in a list of proxies."""

_ALL: Final = (ipaddress.ip_network("0.0.0.0/0"), ipaddress.ip_network("::/0"))
_MAPPED: Final = 96
"""Bits of ::ffff:0:0/96, in which IPv6 holds the addresses of IPv4 (RFC 4291, section 2.5.5.2)."""

_IN_ADDRESS: Final = re.compile(r"https?://[!-~]+", re.ASCII | re.IGNORECASE)
_ORIGIN: Final = re.compile(r"https?://[^/\s*?#@]+")
_NOT_IN_ADDRESS: Final = frozenset('?#@"<>\\^`{|}')


def is_http(text: str) -> bool:
    """Whether a text is an address of http or https that names a host, and a port that can be, or none."""
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


def public_address(text: str) -> str:
    """Return a text that can be the beginning of addresses that are handed out: scheme, host, perhaps port and path.

    Raises:
        ValueError: it is none, or has a query, a fragment, a name with a password, or what no address may hold.
    """
    if not (_IN_ADDRESS.fullmatch(text) and _NOT_IN_ADDRESS.isdisjoint(text) and is_http(text)):
        raise ValueError(f"expected an address such as https://check.example.org, without a query, got {text!r}")
    return text


def origins(named: tuple[str, ...]) -> tuple[str, ...]:
    """Return origins of pages, each a scheme with a host and perhaps a port.

    Raises:
        ValueError: one is none, or has a wildcard.
    """
    for origin in named:
        if not _ORIGIN.fullmatch(origin):
            raise ValueError(f"expected origins such as https://example.org, without path or wildcard, got {origin!r}")
    return named


def rate(text: str) -> str:
    """Return how often something may be done.

    Raises:
        ValueError: it is no rate.
    """
    try:
        parse(text)
    except ValueError as error:
        raise ValueError(f"expected a rate such as 600/minute, got {text!r}") from error
    return text


def database(url: str) -> str:
    """Return the address of a database that keeps what is written.

    Raises:
        ValueError: it is none, or is one that cannot be opened, or is in memory.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ValueError("expected the URL of a database, such as sqlite:////var/lib/facevow/facevow.db") from error
    if parsed.get_backend_name() not in DATABASES:
        raise ValueError(f"expected a database of SQLite or PostgreSQL, got {parsed.get_backend_name()!r}")
    if parsed.get_backend_name() == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise ValueError("expected a database in a file: one in memory would lose the log at every restart")
    return url


def storage(url: str) -> str:
    """Return an address at which counts can be kept; whether it answers is not asked.

    Raises:
        ValueError: neither memory:// nor a Redis.
    """
    try:
        parts = urlsplit(url)
        sound = parts.scheme == "memory" or (parts.scheme in {"redis", "rediss"} and (parts.port or 1) > 0)
    except ValueError:
        sound = False
    if not sound:
        raise ValueError("expected memory:// or redis://host:port, got something else")
    return url


def receiver(url: str) -> str:
    """Return an address to which traces can be posted; whether it answers is not asked.

    Raises:
        ValueError: it is none of HTTP.
    """
    if not is_http(url):
        raise ValueError("expected an address such as http://127.0.0.1:4318, got something else")
    return url


def key(text: SecretStr) -> SecretStr:
    """Return a text that reads as an API key.

    Raises:
        ValueError: it does not; the message never repeats it.
    """
    from facevow.server.door.keys import parse_key  # noqa: PLC0415 - the database's tables come with it

    try:
        parse_key(text.get_secret_value())
    except AccessError as error:
        raise ValueError(f"{error}; `facevow keys create NAME` draws one") from error
    return text


def keyring(text: SecretStr) -> SecretStr:
    """Return a text that is what a keyring's file holds.

    Raises:
        ValueError: it is not; the message never repeats it.
    """
    from facevow.signing.keyring import parse_keyring  # noqa: PLC0415 - the package of cryptography comes with it

    try:
        parse_keyring(text.get_secret_value())
    except KeyringError as error:
        raise ValueError(f"{error}; `facevow keyring create` writes one") from error
    return text


def proxies(text: str) -> str:
    """Return a list of proxies; raises ValueError as `networks_in`."""
    networks_in(text)
    return text


def networks_in(text: str) -> tuple[Network, ...]:
    """The networks of a list with commas: single addresses are networks of one, `*` is all there are.

    IPv4 addresses that are written as IPv6 ones are IPv4 addresses here.

    Raises:
        ValueError: a part is neither address nor network, or a network's address has bits outside of its mask.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    return _ALL if parts == [EVERYBODY] else tuple(map(_network, parts))


def hold_everybody(networks: tuple[Network, ...]) -> bool:
    """Whether every address of IPv4 or of IPv6 is in one of these."""
    version_4 = ipaddress.collapse_addresses(each for each in networks if isinstance(each, ipaddress.IPv4Network))
    version_6 = ipaddress.collapse_addresses(each for each in networks if isinstance(each, ipaddress.IPv6Network))
    return any(each.prefixlen == 0 for each in version_4) or any(each.prefixlen == 0 for each in version_6)


def _network(part: str) -> Network:
    try:
        found = ipaddress.ip_network(part)
    except ValueError as error:
        raise ValueError(
            f"expected addresses or networks such as 10.0.0.1,192.168.0.0/16, or * alone, got {part!r}"
        ) from error
    if isinstance(found, ipaddress.IPv4Network):
        return found
    if found.network_address.scope_id is not None:
        raise ValueError(f"expected addresses or networks, without the name of an interface, got {part!r}")
    inner = found.network_address.ipv4_mapped
    return found if inner is None else ipaddress.ip_network((inner, max(0, found.prefixlen - _MAPPED)))


def mapped(network: Network) -> Network | None:
    """The same network as a socket sees it that listens on every address of IPv6; None for one of IPv6."""
    if isinstance(network, ipaddress.IPv6Network):
        return None
    return ipaddress.ip_network(f"::ffff:{network.network_address}/{network.prefixlen + _MAPPED}")
