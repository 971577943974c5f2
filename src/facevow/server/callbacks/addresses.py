"""Where callbacks may go: to public addresses of the internet, unless the settings allow others.

Whoever holds an API key names the URL, and the server calls it from inside the operator's network. So the URL is read
strictly here, its name is resolved here, every address that comes of it is judged here, and the connection is made to
the address that was judged: a name that answers differently the second time (DNS rebinding) gains nothing.
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from facevow.errors import InputError

Address = IPv4Address | IPv6Address

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""Name and port -> the texts of its addresses. Raises OSError where there are none."""

LONGEST_URL: Final = 2000
"""Characters; what proxies and servers commonly take, RFC 9110 section 4.1 asks for 8000 at least."""

PORTS: Final = {"http": 80, "https": 443}

FIRST_FREE_PORT: Final = 1024
"""Ports below it belong to system services (RFC 6335 section 6), such as mail, that a callback has no business with."""

SPECIAL_V4: Final = tuple(
    map(
        IPv4Network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
            *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15"),
            *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
            "168.63.129.16/32",  # public by its number, but Azure answers there to its own virtual machines only
        ),
    )
)
"""IANA's registry of special-purpose IPv4 addresses (RFC 6890), with multicast and the reserved end of the space."""

GLOBAL_V6: Final = IPv6Network("2000::/3")
"""All that IANA has given out as global unicast (RFC 4291 section 2.4); whatever lies outside is refused."""

SPECIAL_V6: Final = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
"""Within it: protocol assignments (Teredo among them), documentation, and 6to4, which carries any IPv4 address."""

CARRIERS: Final = tuple(map(IPv6Network, ("::ffff:0:0/96", "64:ff9b::/96")))
"""IPv4-mapped (RFC 4291) and NAT64 (RFC 6052): the last 32 bits are the IPv4 address that is really reached."""

_NAME: Final = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_]([a-z0-9_-]{0,62}))*")
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LOCAL: Final = ("localhost", "local", "internal", "home.arpa")
"""Ends of names that mean something in one network only (RFC 6761, 6762, 8375, and ICANN's `internal`)."""


@dataclass(frozen=True, slots=True)
class Target:
    """A URL that was read and found allowed. `host` is a name in small letters, or the text of an IP address."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """What the header Host says: the port only where it is not the scheme's own."""
        host = _bracketed(self.host)
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    def at(self, address: Address) -> str:
        """The same URL with an address in place of the name."""
        return f"{self.scheme}://{_bracketed(str(address))}:{self.port}{self.path}"


def check_url(url: str, allow_private: bool) -> Target:
    """Read the URL of a callback; nothing is resolved yet.

    Without `allow_private` it must be https, at the port 443 or one from 1024 on, and no host that is plainly local.

    Raises:
        InputError: code `bad_callback`; the message says what was expected.
    """
    parts = _split(url)
    allowed = ("https", "http") if allow_private else ("https",)
    if parts.scheme not in allowed:
        raise _refused(f"expected a callback by {' or '.join(allowed)}, got {parts.scheme or 'no scheme'}")
    if parts.username is not None or parts.password is not None:
        raise _refused("expected a callback without user name and password in its URL: what is sent is signed instead")
    port = _port(parts)
    if not allow_private and port != PORTS["https"] and port < FIRST_FREE_PORT:
        raise _refused(f"expected the port 443 or one from {FIRST_FREE_PORT} on, got {port}")
    host = _host(parts.hostname or "", allow_private=allow_private)
    query = f"?{parts.query}" if parts.query else ""
    return Target(parts.scheme, host, port, (parts.path or "/") + query)


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, looking into those that carry another one."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in SPECIAL_V4)
    if address.scope_id is not None:
        return False
    if any(address in network for network in CARRIERS):
        return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
    return address in GLOBAL_V6 and not any(address in network for network in SPECIAL_V6)


async def allowed_addresses(target: Target, *, allow_private: bool, ask: Resolver) -> tuple[Address, ...]:
    """The addresses that a target may be called at, in the resolver's order; at least one.

    A name with a single address that is not public is refused altogether: no honest name points to both.

    Raises:
        InputError: code `bad_callback`, for such a name or one without addresses.
        OSError: the name could not be resolved; it may be another time.
    """
    literal = _literal(target.host)
    found = (literal,) if literal else tuple(ip_address(text) for text in await ask(target.host, target.port))
    if not found:
        raise _refused(f"expected an address of {target.host}, found none")
    for address in found:
        if not (allow_private or is_public(address)):
            raise _refused(f"expected public addresses only, {target.host} has {address}")
    return found


def _split(url: str) -> SplitResult:
    if not 0 < len(url) <= LONGEST_URL:
        raise _refused(f"expected a URL of at most {LONGEST_URL} characters, got {len(url)}")
    if not all("!" <= letter <= "~" for letter in url) or "\\" in url or "#" in url:
        raise _refused("expected a URL of printable ASCII without blanks, backslashes and fragment (names in punycode)")
    try:
        return urlsplit(url)
    except ValueError as error:
        raise _refused(f"expected a URL: {error}") from error


def _port(parts: SplitResult) -> int:
    try:
        port = parts.port if parts.port is not None else PORTS[parts.scheme]
    except ValueError as error:
        raise _refused("expected a port from 1 to 65535") from error
    if port == 0:
        raise _refused("expected a port from 1 to 65535, got 0")
    return port


def _host(host: str, *, allow_private: bool) -> str:
    host = host.lower().removesuffix(".")
    literal = _literal(host)
    if literal is not None:
        if not (allow_private or is_public(literal)):
            raise _refused(f"expected a public address, got {literal}")
        return str(literal)
    if not _NAME.fullmatch(host):
        raise _refused("expected a host name or an IP address")
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):  # resolvers read 2130706433, 0x7f.1 and 0177.0.0.1 as 127.0.0.1
        raise _refused("expected an IPv4 address as four decimal numbers without leading zeros")
    local = len(labels) == 1 or any(host == end or host.endswith(f".{end}") for end in _LOCAL)
    if local and not allow_private:
        raise _refused(f"expected a public host name, got {host}")
    return host


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _refused(message: str) -> InputError:
    return InputError(message, code="bad_callback")
