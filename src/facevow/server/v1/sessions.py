"""/v1/sessions: an application makes a session, reads its verdict, lists, and erases."""

from datetime import datetime
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from facevow.errors import InputError, KeyringError, SessionError, TokenError
from facevow.server.deps import BodyTooLarge, ServicesNeeded
from facevow.server.services import Services
from facevow.server.v1 import examples, shown
from facevow.server.v1.bodies import read_json
from facevow.server.v1.documenting import BODY, GUARDED, IMAGE, body, json_body, linked, problems, sent, told
from facevow.server.v1.erasing import erase
from facevow.server.v1.models import NewSession
from facevow.server.v1.needs import (
    EraseKey,
    FramesAsked,
    IdempotencyKey,
    ImageName,
    SessionId,
    SessionsAsked,
    SessionsKey,
    own_pages_only,
    stream_url,
)
from facevow.server.v1.ordering import make_session
from facevow.server.v1.pictures import about
from facevow.server.v1.receipts import receipt
from facevow.server.v1.recorded import SessionFrames
from facevow.server.v1.replies import CreatedSession, Receipt, Session, SessionPage
from facevow.store.filters import Filter
from facevow.store.frames import page_of_frames
from facevow.store.records import ImageRecord, SessionRecord
from facevow.store.sessions import actor_of

router = APIRouter(prefix="/v1/sessions", tags=["sessions"], dependencies=own_pages_only)

MOST_ORDER: Final = 65_536
"""Bytes of an order: every field at its longest has some 10,000, and blanks may stand between them. One that announces
more by its Content-Length is read as other bodies with images are, and has to have a reference."""

MADE = {
    "Location": {"description": "Where the session is.", "schema": {"type": "string"}},
    "Idempotent-Replayed": {
        "description": "true where the Idempotency-Key was known and this is the session of the first time.",
        "schema": {"type": "string", "const": "true"},
    },
}
LEADS = linked("session", "getSession", "/id") | linked("session", "eraseSession", "/id")
MAKING = (
    "bad_parameter", "challenge_impossible", "idempotency_conflict", "bad_callback", "images_not_allowed", "locked_out",
    "server_full", "draining", "no_model", "no_matcher", "not_fit", "no_template", "not_enrolled", "template_outdated",
    "overloaded", "analysis_failed",
)  # fmt: skip


@router.post(
    "",
    status_code=201,
    operation_id="createSession",
    summary="Make a session",
    response_description="The session, and what the person's browser needs.",
    responses=told(
        201, "The session, and what the person's browser needs.", examples.CREATED, headers=MADE, links=LEADS
    )
    | problems(*GUARDED, *BODY, *IMAGE, *MAKING),
    openapi_extra=body(json_body(NewSession, examples.NEW)),
)
async def create_session(
    request: Request,
    response: Response,
    services: ServicesNeeded,
    key: SessionsKey,
    idempotency: IdempotencyKey = None,
) -> CreatedSession:
    """Your server opens a session and hands `client_token` and `stream_url` to the person's browser.

    With an `Idempotency-Key` a request may be sent again: the answer is the session of the first time. Whether there is
    room is judged anew each time.
    """
    if len(request.headers.getlist("idempotency-key")) > 1:
        raise InputError("expected one Idempotency-Key, got several", code="bad_parameter")
    wanted = await _order(request, services)
    record, made = await make_session(services, key, wanted, idempotency)
    response.headers["Location"] = f"/v1/sessions/{record.id}"
    if not made:
        response.headers["Idempotent-Replayed"] = "true"
    token = services.keyring.client_token(record.id)
    images = await _images(services, record)
    return shown.created(record, images, token, stream_url(request, services.settings.public_url, record.id))


@router.get(
    "",
    operation_id="listSessions",
    summary="List sessions",
    responses=told(200, "Sessions, the newest first.", examples.SESSIONS)
    | problems(*GUARDED, "bad_parameter", "bad_cursor"),
)
async def list_sessions(services: ServicesNeeded, key: SessionsKey, query: SessionsAsked) -> SessionPage:
    """Every key of this scope sees the sessions of all keys."""
    del key
    same = query.model_dump(exclude={"subject", "limit", "cursor"})
    subject = None if query.subject is None else services.keyring.subject_hash(query.subject)
    wanted, now = Filter(subject=subject, **same), services.clock.now()
    ask = services.threads.ask if query.reason is None else services.threads.count  # no index knows the reasons
    records, following = await ask(services.sessions.page, wanted, query.limit, query.cursor, now=now)
    return SessionPage(sessions=[shown.summary(record) for record in records], next=following)


@router.get(
    "/{session}",
    operation_id="getSession",
    summary="Read a session and its verdict",
    responses=told(200, "The session.", examples.SESSION) | problems(*GUARDED, "bad_parameter", "session_unknown"),
)
async def get_session(services: ServicesNeeded, key: SessionsKey, session: SessionId) -> Session:
    """Only `COMPLETED` with `BONA_FIDE` is a pass. What the browser says of it is worth nothing."""
    del key
    record = await _record(services, session)
    return shown.session(record, await _images(services, record))


@router.get(
    "/{session}/frames",
    operation_id="listSessionFrames",
    summary="Read what the frames of a session showed",
    responses=told(200, "Frames in order.", examples.FRAMES) | problems(*GUARDED, "bad_parameter", "session_unknown"),
)
async def list_frames(
    services: ServicesNeeded, key: SessionsKey, session: SessionId, query: FramesAsked
) -> SessionFrames:
    """Numbers only: no picture is kept of a frame. They are kept for `keep_logs_days`, which may be less than the rest.

    Frames between those that are scored, in which a face was as it should be, are left out. The last frames of a
    session that goes on may be missing for a moment.
    """
    del key
    record = await _record(services, session)
    found, following = await services.threads.ask(page_of_frames, services.database, session, query.after, query.limit)
    return SessionFrames(frames=[shown.frame(one, record.started) for one in found], next=following)


@router.delete(
    "/{session}",
    operation_id="eraseSession",
    summary="Erase a session",
    responses=told(200, "The receipt.", examples.RECEIPT) | problems(*GUARDED, "bad_parameter", "session_unknown"),
)
async def erase_session(services: ServicesNeeded, key: EraseKey, session: SessionId) -> Receipt:
    """Erases the session, its images, its callbacks and its lines of the frames' log; a stream of it is closed."""
    now, actor = services.clock.now(), actor_of(key.key_id)
    erased = await erase(services, [session], lambda: services.sessions.erase(session, actor=actor, now=now))
    if erased is None:
        raise SessionError(f"expected a session, there is no {session}")
    return receipt(services, erased, what="session", at=now, session=session)


@router.get(
    "/{session}/images/{name}",
    operation_id="getSessionImage",
    summary="Read an image of a session",
    response_class=Response,
    responses=sent("The image.", "image/jpeg", {"schema": {"type": "string", "contentMediaType": "image/jpeg"}})
    | problems(*GUARDED, "bad_parameter", "session_unknown", "image_unknown", "image_lost"),
)
async def get_image(services: ServicesNeeded, key: SessionsKey, session: SessionId, name: ImageName) -> Any:  # noqa: ANN401
    """Opens an image that was kept sealed. The audit log notes who read it."""
    image: ImageRecord | None = await services.threads.ask(services.sessions.image, session, name)
    if image is None:
        await _record(services, session)
        raise SessionError(f"expected an image of {session}, it has no {name}", code="image_unknown")
    try:
        content = services.keyring.open(image.sealed_with, image.content, about(session, name))
    except (KeyringError, TokenError) as error:
        raise SessionError("expected an image that this server's keyring opens", code="image_lost") from error
    actor, target = actor_of(key.key_id), f"{session}/{name}"
    await services.threads.ask(
        services.audit.add, at=services.clock.now(), actor=actor, action="image_read", target=target
    )
    return Response(content, media_type="image/jpeg", headers={"Cache-Control": "no-store"})


async def _order(request: Request, services: Services) -> NewSession:
    """The body.

    Raises:
        ServerFull: it is a long one, and there is no room for images.
        BodyTooLarge: it is a long one, and there is no image in it; or as `read_json`, like all else.
    """
    announced = request.headers.get("content-length", "")
    if not announced.isdecimal() or int(announced) <= MOST_ORDER:
        with services.readers.orders.enter():
            return await read_json(request, services, NewSession, MOST_ORDER)
    services.requests.expect_room()
    with services.readers.images.enter():
        wanted = await read_json(request, services, NewSession, services.settings.max_message_bytes)
    if wanted.reference is None:
        raise BodyTooLarge(f"expected an order of at most {MOST_ORDER} bytes without a reference, got {announced}")
    return wanted


async def _record(services: Services, session: str) -> SessionRecord:
    now: datetime = services.clock.now()
    record = await services.threads.ask(services.sessions.get, session, now=now)
    if record is None:
        raise SessionError(f"expected a session, there is no {session}")
    return record


async def _images(services: Services, record: SessionRecord) -> list[ImageRecord]:
    """The images of a session, which only some keep."""
    if record.wish["keep_images"] == "none" or record.ended is None:
        return []
    return await services.threads.ask(services.sessions.images, record.id)
