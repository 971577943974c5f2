"""What an operator needs: the callbacks and the audit log."""

from typing import Annotated

from fastapi import APIRouter, Query

from facevow.errors import SessionError
from facevow.server.deps import ServicesNeeded
from facevow.server.v1 import examples
from facevow.server.v1.documenting import GUARDED, linked, problems, told
from facevow.server.v1.models import LAST_NUMBER
from facevow.server.v1.needs import CallbackId, CallbacksAsked, OperateKey, PageLimit, own_pages_only
from facevow.server.v1.replies import AuditLine, AuditPage, CallbackInfo, CallbackPage
from facevow.store.records import AuditRecord, OutboxRecord
from facevow.store.sessions import actor_of

router = APIRouter(prefix="/v1", tags=["operate"], dependencies=own_pages_only)

AGAIN = linked("callback", "resendCallback", "/callbacks/0/id")


@router.get(
    "/callbacks",
    operation_id="listCallbacks",
    summary="List callbacks",
    responses=told(200, "Callbacks, the newest first.", examples.CALLBACKS, links=AGAIN)
    | problems(*GUARDED, "bad_parameter", "bad_cursor"),
)
async def list_callbacks(services: ServicesNeeded, key: OperateKey, query: CallbacksAsked) -> CallbackPage:
    """What waits to be delivered, was delivered, or was given up; never its body, which may hold metadata."""
    del key
    records, following = await services.threads.ask(
        services.outbox.page, query.limit, query.cursor, query.state, session=query.session
    )
    return CallbackPage(callbacks=[_callback(record) for record in records], next=following)


@router.post(
    "/callbacks/{callback}/resend",
    status_code=202,
    operation_id="resendCallback",
    summary="Send a callback again",
    responses=told(202, "It is due at once.", examples.CALLBACK | {"delivered": None})
    | problems(*GUARDED, "bad_parameter", "callback_unknown"),
)
async def resend_callback(services: ServicesNeeded, key: OperateKey, callback: CallbackId) -> CallbackInfo:
    """Also one that was delivered or given up: the receiver knows by its id that it is the same."""
    now, actor = services.clock.now(), actor_of(key.key_id)
    due = await services.threads.ask(lambda: services.outbox.resend(callback, now, actor=actor))
    record = await services.threads.ask(services.outbox.get, callback) if due else None
    if record is None:
        raise SessionError(f"expected a callback, there is no {callback}", code="callback_unknown")
    return _callback(record)


@router.get(
    "/audit",
    operation_id="listAudit",
    summary="Read the audit log",
    responses=told(200, "Lines in order.", examples.AUDIT) | problems(*GUARDED, "bad_parameter"),
)
async def list_audit(
    services: ServicesNeeded,
    key: OperateKey,
    first: Annotated[int, Query(ge=0, le=LAST_NUMBER, description="The number to begin at.")] = 0,
    limit: PageLimit = 100,
) -> AuditPage:
    """Lines are in a chain of hashes: `facevow audit verify` checks it, and so can anybody who has all lines."""
    del key
    lines = await services.threads.ask(services.audit.lines, first, limit + 1)
    following = lines[limit].number if len(lines) > limit else None
    return AuditPage(lines=[_line(line) for line in lines[:limit]], next=following)


def _callback(record: OutboxRecord) -> CallbackInfo:
    return CallbackInfo(**{name: getattr(record, name) for name in CallbackInfo.model_fields})


def _line(record: AuditRecord) -> AuditLine:
    return AuditLine(**{name: getattr(record, name) for name in AuditLine.model_fields})
