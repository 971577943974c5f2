"""Who may stream: origin, allowance of the address, a place, the token, the lock-out; and then the session is begun."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from starlette.concurrency import run_in_threadpool

from facevow.challenge.draw import acts_named
from facevow.errors import FacevowError, SessionError
from facevow.server.door.lockout import expect_not_locked_out
from facevow.server.engine import NO_MODEL
from facevow.server.gates import ServerFull
from facevow.server.services import Services
from facevow.server.settings import Settings
from facevow.server.v1.course import Course
from facevow.server.v1.policies import policy_of
from facevow.server.v1.storing import PATIENCE
from facevow.server.v1.terms import Order, Terms
from facevow.server.v1.tokens import Offer, expect_name, expect_token
from facevow.server.v1.wire import MOST_FRAME_BYTES, MOST_FRAME_SIDE, Close
from facevow.store.records import SessionRecord

REFUSED: Final = {
    "bad_message": Close.BAD_MESSAGES,
    "token_invalid": Close.TOKEN_INVALID,
    "origin_refused": Close.ORIGIN_REFUSED,
    "session_unknown": Close.SESSION_UNKNOWN,
    "token_used": Close.TOKEN_USED,
    "session_expired": Close.SESSION_OVER,
    "session_ended": Close.SESSION_OVER,
    "rate_limited": Close.RATE_LIMITED,
    "locked_out": Close.RATE_LIMITED,
    "server_full": Close.UNAVAILABLE,
    "address_full": Close.UNAVAILABLE,
    "draining": Close.UNAVAILABLE,
    "no_model": Close.UNAVAILABLE,
    "store_error": Close.UNAVAILABLE,
}
"""How a socket is closed that was not let in; the error's code is the reason text. Anything else is BROKEN."""

GUESSES: Final = frozenset({"token_invalid", "token_used", "session_unknown"})
"""Refusals that count against an address: nobody comes to them by chance often."""

_SLACK: Final = 15.0
"""Seconds from the last attempt to store an end until the session would expire."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """A session whose token was shown, and has not been used by it."""

    session: str
    token_sha256: str
    subject: str | None
    course: Course


@dataclass(frozen=True, slots=True)
class Begun:
    """A session whose token was used: it is IN_PROGRESS now, and somebody has to end it."""

    record: SessionRecord
    course: Course


def close_for(error: FacevowError) -> Close:
    """How a socket is closed with that error."""
    return REFUSED.get(error.code, Close.BROKEN)


async def expect_welcome(services: Services, address: str) -> None:
    """Return if a socket of this address may try.

    Raises:
        LimitError: `rate_limited`.
        ServerFull: `no_model`, `draining`, `server_full`, `address_full`.
    """
    services.live.expect_room(address)
    await services.limits.expect_address(address)
    await services.limits.expect_refusals_left(address)
    if not services.engine.loaded:
        raise ServerFull(NO_MODEL, code="no_model")


async def admit(services: Services, session: str, offer: Offer) -> Admitted:
    """See that the token is that of the session, and have what the stream needs. Nothing is used up.

    Whoever has no token gets no further than this, and takes nobody's place.

    Raises:
        MessageError: the client does not speak our protocol.
        TokenError: `token_invalid`.
        SessionError: `session_unknown`.
        ChallengeImpossible: the session cannot be held any more, since the policy was changed.
        StoreError: the database cannot be asked.
    """
    token_sha256 = offer.sha256()
    expect_name(session)
    record = await run_in_threadpool(services.sessions.get, session)
    if record is None:
        raise SessionError(f"expected a session, there is none named {session}")
    expect_token(record, token_sha256)
    course = Course(order_of(services, record), terms_of(services.settings), services.choose)
    return Admitted(session, token_sha256, record.subject if record.started is None else None, course)


async def begin(services: Services, admitted: Admitted) -> Begun:
    """Use the token: of all who try at once one comes through.

    Raises:
        LimitError: `locked_out`; the token is not used up.
        TokenError: `token_used`.
        SessionError: `session_expired`, `session_ended`.
        StoreError: the database cannot be asked; perhaps the token is used up then.
    """
    if admitted.subject is None:
        return await _begin(services, admitted)
    async with services.live.one_at_a_time:
        await expect_not_locked_out(services, admitted.subject)
        return await _begin(services, admitted)


async def _begin(services: Services, admitted: Admitted) -> Begun:
    now, course = services.clock.now(), admitted.course
    until = now + timedelta(seconds=course.limit + PATIENCE + _SLACK)
    begin = services.sessions.begin
    record = await run_in_threadpool(begin, admitted.session, admitted.token_sha256, now=now, until=until)
    return Begun(record, course)


def order_of(services: Services, record: SessionRecord) -> Order:
    """What the application asked for, as the session's record has it; images at most as the settings allow now."""
    wish = record.wish
    kinds = ("none", "reference", "audit")
    keep = min(wish.get("keep_images", "none"), services.settings.keep_images, key=kinds.index)
    return Order(
        session=record.id,
        policy=policy_of(services, record.policy).for_stream(),
        excluded=acts_named(wish.get("exclude", ())),
        person_may_exclude=bool(wish.get("person_may_exclude", False)),
        keep=keep,
    )


def terms_of(settings: Settings) -> Terms:
    """What the settings grant a stream."""
    return Terms(
        heartbeat=settings.heartbeat,
        max_bytes=min(MOST_FRAME_BYTES, settings.max_message_bytes),
        max_side=min(MOST_FRAME_SIDE, settings.max_image_side),
    )
