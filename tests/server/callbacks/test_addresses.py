"""Which URLs and addresses a callback may go to."""

import asyncio
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.errors import InputError
from facevow.server.callbacks.addresses import (
    Address,
    Resolver,
    Target,
    allowed_addresses,
    check_url,
    is_public,
)

PRIVATE = [
    *("127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),  # noqa: S104
    *("169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.9"),
    *("203.0.113.5", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "192.88.99.1", "168.63.129.16"),
    *("::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1", "100::1", "2001:db8::1", "3fff::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::8.8.8.8", "::ffff:0:8.8.8.8"),
    *("64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::8.8.8.8", "2002:7f00:1::", "2002:808:808::1"),
    *("2001:0:7f00:1::1", "2001:20::1", "4000::1", "5f00::1", "2001:4860:4860::8888%eth0"),
]
PUBLIC = [
    *("8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "11.0.0.1", "192.0.1.1", "223.255.255.255", "168.63.129.17"),
    *("2001:4860:4860::8888", "2606:4700::1111", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::808:808"),
]


@pytest.mark.parametrize("text", PRIVATE)
def test_what_is_not_public_is_refused(text: str) -> None:
    """Loopback, private, link-local, carrier, documentation, multicast, and IPv6 that carries any of them."""
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_what_is_public_is_allowed(text: str) -> None:
    """Addresses of the internet, just outside the special ranges too."""
    assert is_public(ip_address(text))


@given(st.ip_addresses(v=4))
def test_nothing_that_python_calls_private_is_public(address: IPv4Address) -> None:
    """Our table is at least as strict as the standard library's."""
    assert not is_public(address) or address.is_global


@given(
    st.ip_addresses(v=4).filter(lambda address: not is_public(address)), st.sampled_from((0xFFFF, 0, 0x64FF9B << 64))
)
def test_ipv6_that_carries_a_private_address_is_private(inner: IPv4Address, prefix: int) -> None:
    """Mapped, compatible or translated: what is really reached decides."""
    assert not is_public(IPv6Address(prefix << 32 | int(inner)))


GOOD = {
    "https://shop.example.com/told?x=1": Target("https", "shop.example.com", 443, "/told?x=1"),
    "https://SHOP.example.com.": Target("https", "shop.example.com", 443, "/"),
    "https://shop.example.com:8443/a": Target("https", "shop.example.com", 8443, "/a"),
    "https://8.8.8.8/": Target("https", "8.8.8.8", 443, "/"),
    "https://[2001:4860:4860:0::8888]:9000/": Target("https", "2001:4860:4860::8888", 9000, "/"),
    "https://xn--bcher-kva.example/": Target("https", "xn--bcher-kva.example", 443, "/"),
}


@pytest.mark.parametrize("url", GOOD)
def test_a_public_url_is_read(url: str) -> None:
    """Scheme, host, port and path as they will be used."""
    assert check_url(url, allow_private=False) == GOOD[url]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", "at most 2000"),
        ("https://a.example/" + "a" * 2000, "at most 2000"),
        ("http://shop.example.com/", "by https"),
        ("ftp://shop.example.com/", "by https"),
        ("//shop.example.com/", "no scheme"),
        ("shop.example.com", "no scheme"),
        ("file:///etc/passwd", "by https"),
        ("https:///told", "host name"),
        ("https://user@shop.example.com/", "user name"),
        ("https://user:secret@shop.example.com/", "user name"),
        ("https://@shop.example.com/", "user name"),
        ("https://8.8.8.8@127.0.0.1/", "user name"),
        ("https://shop.example.com/#part", "fragment"),
        ("https://shop.example.com/a b", "printable"),
        ("https://shop.example.com\t/", "printable"),
        ("https://shop.example.com\r\nX: y/", "printable"),
        ("https://shop.example.com\\@127.0.0.1/", "backslash"),
        ("https://bücher.example/", "printable"),
        ("https://127。0。0。1/", "printable"),
        ("https://shop.example.com:0/", "port"),
        ("https://shop.example.com:65536/", "port"),
        ("https://shop.example.com:-1/", "port"),
        ("https://shop.example.com:http/", "port"),
        ("https://shop.example.com:25/", "443 or"),
        ("https://shop.example.com:80/", "443 or"),
        ("https://shop.example.com:22/", "443 or"),
        ("https://127.0.0.1/", "public address"),
        ("https://2130706433/", "four decimal"),
        ("https://0x7f000001/", "four decimal"),
        ("https://0x7f.0.0.1/", "four decimal"),
        ("https://0177.0.0.1/", "four decimal"),
        ("https://127.1/", "four decimal"),
        ("https://127.0.0.01/", "four decimal"),
        ("https://shop.example.0x1/", "four decimal"),
        ("https://127.0.0.1./", "public address"),
        ("https://[::1]/", "public address"),
        ("https://[::ffff:127.0.0.1]/", "public address"),
        ("https://[::ffff:7f00:1]/", "public address"),
        ("https://[fe80::1%25eth0]/", "URL|host|public"),
        ("https://[::1/", "URL"),
        ("https://localhost/", "public host name"),
        ("https://LOCALHOST:8443/", "public host name"),
        ("https://shop.localhost/", "public host name"),
        ("https://printer.local/", "public host name"),
        ("https://metadata.google.internal/", "public host name"),
        ("https://router.home.arpa/", "public host name"),
        ("https://intranet/", "public host name"),
        ("https://shop..example.com/", "host name"),
        ("https://shop%2eexample.com/", "host name"),
        ("https://-shop.example.com/", "host name"),
    ],
)
def test_a_doubtful_url_is_refused(url: str, expected: str) -> None:
    """Each trick is refused by the code that the API answers, with a message that says what was expected."""
    with pytest.raises(InputError, match=expected) as refused:
        check_url(url, allow_private=False)
    assert refused.value.code == "bad_callback"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8123/told", "http://localhost:80/", "https://intranet:25/", "http://[::1]/"]
)
def test_private_urls_need_the_setting(url: str) -> None:
    """What an operator may want within the own network is open to whoever sets callback_private, and to no other."""
    assert check_url(url, allow_private=True).authority in url
    with pytest.raises(InputError):
        check_url(url, allow_private=False)


@pytest.mark.parametrize("url", ["http://user@localhost/", "http://2130706433/", "gopher://localhost/", "http://a b/"])
def test_the_setting_opens_no_more_than_the_network(url: str) -> None:
    """The grammar stays as strict."""
    with pytest.raises(InputError):
        check_url(url, allow_private=True)


@given(st.text(max_size=60) | st.from_regex(r"https?://[ -~]{0,40}", fullmatch=True))
def test_any_text_is_either_read_or_refused(url: str) -> None:
    """No text makes the reader fail in another way, and none gets it to name a literal address that is not public."""
    try:
        target = check_url(url, allow_private=False)
    except InputError:
        return
    assert target.scheme == "https"
    try:
        assert is_public(ip_address(target.host))
    except ValueError:
        assert "." in target.host


def test_the_authority_and_the_address_of_a_target() -> None:
    """Host leaves out the scheme's own port; an IPv6 address stands in brackets."""
    target = check_url("https://shop.example.com:8443/a?b=c", allow_private=False)
    assert target.authority == "shop.example.com:8443"
    assert target.at(ip_address("2001:4860:4860::8888")) == "https://[2001:4860:4860::8888]:8443/a?b=c"
    assert check_url("https://shop.example.com/", allow_private=False).authority == "shop.example.com"
    assert check_url("https://[2606:4700::1]:8443/", allow_private=False).authority == "[2606:4700::1]:8443"


def answering(*addresses: str) -> Resolver:
    """A resolver that knows every name."""

    async def ask(host: str, port: int) -> Sequence[str]:
        del host, port
        return addresses

    return ask


def addresses(url: str, ask: Resolver, *, allow_private: bool = False) -> tuple[Address, ...]:
    """What a URL comes to."""
    target = check_url(url, allow_private=allow_private)
    return asyncio.run(allowed_addresses(target, allow_private=allow_private, ask=ask))


def test_public_names_keep_the_resolvers_order() -> None:
    """All public: each may be tried."""
    found = addresses("https://shop.example.com/", answering("2606:4700::1", "1.1.1.1"))
    assert found == (ip_address("2606:4700::1"), ip_address("1.1.1.1"))


@pytest.mark.parametrize("private", ["127.0.0.1", "10.1.2.3", "::1", "::ffff:127.0.0.1", "169.254.169.254"])
def test_one_private_address_spoils_a_name(private: str) -> None:
    """A name with public and private addresses is refused, in whichever order they come."""
    for order in (("1.1.1.1", private), (private, "1.1.1.1"), (private,)):
        with pytest.raises(InputError, match="public addresses only"):
            addresses("https://shop.example.com/", answering(*order))
    assert addresses("https://shop.example.com/", answering(private), allow_private=True) == (ip_address(private),)


def test_a_name_without_addresses_is_refused() -> None:
    """An empty answer is not a pass."""
    with pytest.raises(InputError, match="found none"):
        addresses("https://shop.example.com/", answering())


def test_a_literal_address_asks_nobody() -> None:
    """An address in the URL is what is called, whatever a resolver would say of it."""
    assert addresses("https://8.8.8.8/", answering("127.0.0.1")) == (ip_address("8.8.8.8"),)
