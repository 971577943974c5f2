"""One attempt to deliver: a POST to an address that was judged, in a limited time, whose answer is only a number."""

import asyncio
import ssl
from dataclasses import dataclass
from importlib.metadata import version
from types import TracebackType
from typing import Final, Self

import httpx

from facevow.errors import InputError
from facevow.server.callbacks.addresses import Address, Resolver, Target, allowed_addresses, check_url
from facevow.server.callbacks.resolving import SystemResolver

CONNECT_SHARE: Final = 0.4
"""Of the whole time, what one address may take to connect: a dead first address leaves time for a second one."""

LONGEST_ERROR: Final = 200
"""Characters kept of what went wrong."""

GONE: Final = 410
"""HTTP's own word for "never ask again" (RFC 9110 section 15.5.11), used by Standard Webhooks to end a subscription."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How an attempt ended: the receiver's status, or what went wrong before there was one."""

    status: int | None
    error: str | None = None

    @property
    def delivered(self) -> bool:
        """Whether the receiver took it: any status from 200 to 299."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def final(self) -> bool:
        """Whether the receiver wants to hear no more of it."""
        return self.status == GONE


class Poster:
    """Posts to receivers. Nothing of the answer but its status is read, no redirect is followed, no proxy is used.

    seconds: what an attempt may take, from the question for the name's addresses to the status of the answer.
    ask: the resolver, the system's unless given; its answer is the one that is judged and the one that is connected to.
    tls: the certificates that are trusted; those of `certifi`, or of the environment's SSL_CERT_FILE, unless given.
    """

    def __init__(
        self, seconds: float, *, allow_private: bool, ask: Resolver | None = None, tls: ssl.SSLContext | None = None
    ) -> None:
        self._seconds = seconds
        self._allow_private = allow_private
        self._ask = ask or SystemResolver()
        self._http = httpx.AsyncClient(
            verify=tls or httpx.create_ssl_context(),
            headers={"User-Agent": f"facevow/{version('facevow')}", "Accept": "*/*", "Accept-Encoding": "identity"},
            timeout=httpx.Timeout(seconds, connect=seconds * CONNECT_SHARE),
            limits=httpx.Limits(max_keepalive_connections=0),
            follow_redirects=False,
            trust_env=False,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def post(self, url: str, headers: dict[str, str], body: bytes) -> Answer:
        """Try once. Whatever goes wrong is the answer's `error`; only a cancellation comes out as an exception."""
        try:
            async with asyncio.timeout(self._seconds):
                target = check_url(url, allow_private=self._allow_private)
                addresses = await allowed_addresses(target, allow_private=self._allow_private, ask=self._ask)
                return await self._first_that_connects(target, addresses, headers, body)
        except (TimeoutError, httpx.TimeoutException):
            return Answer(None, f"no answer within {self._seconds:g} s")
        except InputError as error:
            return Answer(None, f"refused: {error}"[:LONGEST_ERROR])
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            return Answer(None, f"{type(error).__name__}: {error}"[:LONGEST_ERROR])

    async def _first_that_connects(
        self, target: Target, addresses: tuple[Address, ...], headers: dict[str, str], body: bytes
    ) -> Answer:
        """As long as there is no connection nothing was sent, so another address may be tried."""
        for address in addresses[:-1]:
            try:
                return await self._post_to(address, target, headers, body)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._post_to(addresses[-1], target, headers, body)

    async def _post_to(self, address: Address, target: Target, headers: dict[str, str], body: bytes) -> Answer:
        """The URL names the address, so that no name is resolved again; Host and TLS speak of the name all the same."""
        request = self._http.build_request(
            "POST",
            target.at(address),
            headers={**headers, "Host": target.authority, "Content-Type": "application/json", "Connection": "close"},
            content=body,
            extensions={"sni_hostname": target.host},
        )
        response = await self._http.send(request, stream=True)
        await response.aclose()  # unread: a huge or endless body costs nothing
        if response.is_redirect:
            return Answer(response.status_code, "a redirect, which is not followed")
        return Answer(response.status_code, None if response.is_success else f"status {response.status_code}")
