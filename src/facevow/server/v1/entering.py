"""Who may stream: origin, allowance of the address, a place, the token, the lock-out; and then the session is begun."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from starlette.concurrency import run_in_threadpool

from facevow.challenge.draw import acts_named
from facevow.decision.likeness import Against, Rules
from facevow.errors import FacevowError, MatchError, SessionError, StoreError
from facevow.server.door.lockout import lockout_of
from facevow.server.services import Services
from facevow.server.settings import Settings
from facevow.server.v1.course import Course
from facevow.server.v1.models import IMAGES
from facevow.server.v1.policies import policy_of
from facevow.server.v1.storing import PATIENCE
from facevow.server.v1.terms import LikenessOrder, Order, Terms
from facevow.server.v1.tokens import Offer, expect_name
from facevow.server.v1.wire import MOST_FRAME_BYTES, MOST_FRAME_SIDE, Close
from facevow.store.records import SessionRecord, SessionState
from facevow.store.sessions import expect_token

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
    "no_matcher": Close.UNAVAILABLE,
    "not_enrolled": Close.UNAVAILABLE,
    "template_outdated": Close.UNAVAILABLE,
    "reference_lost": Close.SESSION_OVER,
    "store_error": Close.UNAVAILABLE,
    "store_unknown": Close.UNAVAILABLE,
}
"""How a socket is closed that was not let in; the error's code is the reason text. Anything else is BROKEN."""

GUESSES: Final = frozenset({"token_invalid", "session_unknown"})
"""Refusals that count against an address: nobody comes to them by chance often. A token that was used is the right one,
and whoever has it may not even know that it was (`store_unknown`)."""

_SLACK: Final = 15.0
"""Seconds from the last attempt to store an end until the session would expire."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """A session whose token was shown, and has not been used by it."""

    session: str
    token_sha256: str
    course: Course


@dataclass(frozen=True, slots=True)
class Begun:
    """A session whose token was used: it is IN_PROGRESS now, and somebody has to end it."""

    record: SessionRecord
    course: Course


def close_for(error: FacevowError) -> Close:
    """How a socket is closed with that error."""
    return REFUSED.get(error.code, Close.BROKEN)


async def expect_welcome(services: Services, address: str, session: str, offer: Offer) -> None:
    """Return if a socket of this address may try.

    The right token passes whatever others of the same address were refused: behind a proxy that nobody named, or in one
    office, a stranger's guesses would lock everybody out. It is derived from the session's name, so that nothing has to
    be looked up.

    Raises:
        LimitError: `rate_limited`.
        ServerFull: `no_model`, `draining`, `server_full`, `address_full`.
    """
    services.live.expect_room(address)
    await services.limits.expect_address(address)
    if not offer.is_of(services.keyring.client_token(session)):
        await services.limits.expect_refusals_left(address)
    services.engine.expect_loaded()


async def admit(services: Services, session: str, offer: Offer) -> Admitted:
    """See that the token is that of the session, and have what the stream needs. Nothing is used up.

    Whoever has no token gets no further than this, and takes nobody's place.

    Raises:
        MessageError: the client does not speak our protocol.
        TokenError: `token_invalid`.
        SessionError: `session_unknown`; as `likeness_of`.
        MatchError, ServerFull: as `likeness_of`.
        ChallengeImpossible: the session cannot be held any more, since the policy was changed.
        StoreError: the database cannot be asked.
    """
    token_sha256 = offer.sha256()
    expect_name(session)
    record = await run_in_threadpool(services.sessions.get, session)
    if record is None:
        raise SessionError(f"expected a session, there is none named {session}")
    expect_token(record, token_sha256)
    order = order_of(services, record)
    if record.state == SessionState.CREATED:  # no other can be begun, and that is for `begin` to say
        order = replace(order, likeness=await likeness_of(services, record))
    course = Course(order, terms_of(services.settings), services.choose)
    return Admitted(session, token_sha256, course)


async def begin(services: Services, admitted: Admitted) -> Begun:
    """Use the token: of all who try at once one comes through.

    Raises:
        LimitError: `locked_out`; the token is not used up.
        TokenError: `token_used`.
        SessionError: `session_expired`, `session_ended`.
        StoreError: `store_unknown`, the database cannot be asked; perhaps the token is used up then.
    """
    now, course = services.clock.now(), admitted.course
    until = now + timedelta(seconds=course.limit + PATIENCE + _SLACK)
    begin, lockout = services.sessions.begin, lockout_of(services.settings)
    name, token = admitted.session, admitted.token_sha256
    try:
        record = await run_in_threadpool(begin, name, token, now=now, until=until, lockout=lockout)
    except StoreError as error:  # the commit may have been done, and its answer lost
        raise StoreError(str(error), code="store_unknown") from error
    return Begun(record, course)


def order_of(services: Services, record: SessionRecord) -> Order:
    """What the application asked for, as the session's record has it; images at most as the settings allow now.

    How faces are compared is for `likeness_of` to say.
    """
    wish = record.wish
    keep = min(wish.get("keep_images", "none"), services.settings.keep_images, key=IMAGES.index)
    return Order(
        session=record.id,
        policy=policy_of(services, record.policy).for_session(),
        excluded=acts_named(wish.get("exclude", ())),
        person_may_exclude=bool(wish.get("person_may_exclude", False)),
        keep=keep,
    )


async def likeness_of(services: Services, record: SessionRecord) -> LikenessOrder | None:
    """How the faces of a session are compared: with whom its record says, or for the continuity alone.

    None where that was not asked for, and there is no matcher.

    Raises:
        MatchError: `not_enrolled`, `template_outdated`; a comparison that was ordered never becomes none.
        SessionError: `reference_lost`; the session is over, or its key is gone.
        ServerFull: `no_matcher`.
        StoreError: the database cannot be asked.
    """
    people, against = services.people, _against(record)
    if against is None and people.matcher is None:
        return None
    references = {} if against is None else await people.references_of(record)
    if against is not None and not references:
        raise MatchError("expected somebody to compare the person with, there is nobody", code="not_enrolled")
    rules = people.desk.rules
    return LikenessOrder(
        Rules(rules.threshold, rules.measure.continuity, rules.title, against),
        rules.measure.compare,
        references=tuple(references.values()),
        enrolled=frozenset(references if against == "subject" else ()),
    )


def _against(record: SessionRecord) -> Against | None:
    """Whom the person is to be compared with; a word that we do not know is no reason to compare with nobody."""
    if record.compare is None:
        return None
    return "subject" if record.compare == "subject" else "reference"


def terms_of(settings: Settings) -> Terms:
    """What the settings grant a stream."""
    return Terms(
        heartbeat=settings.heartbeat,
        max_bytes=min(MOST_FRAME_BYTES, settings.max_message_bytes),
        max_side=min(MOST_FRAME_SIDE, settings.max_image_side),
        passive_every=settings.passive_every,
    )
