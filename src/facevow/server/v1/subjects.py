"""/v1/subjects: what is kept of a person, handed out or erased."""

import base64
import hashlib
from typing import Any

from fastapi import APIRouter

from facevow.errors import KeyringError, TokenError
from facevow.log import get_logger
from facevow.server.deps import ServicesNeeded
from facevow.server.services import Services
from facevow.server.v1 import examples
from facevow.server.v1.documenting import GUARDED, problems, told
from facevow.server.v1.erasing import erase
from facevow.server.v1.needs import EraseKey, Subject, own_pages_only
from facevow.server.v1.pictures import about
from facevow.server.v1.receipts import receipt
from facevow.server.v1.replies import Receipt, SubjectExport
from facevow.server.v1.storing import flush
from facevow.store.records import ImageRecord
from facevow.store.sessions import actor_of

router = APIRouter(prefix="/v1/subjects", tags=["subjects"], dependencies=own_pages_only)


@router.get(
    "/{subject:path}",
    operation_id="exportSubject",
    summary="Export all that is kept of a person",
    responses=told(200, "All there is.", examples.EXPORT) | problems(*GUARDED, "bad_parameter", "not_found"),
)
async def export_subject(services: ServicesNeeded, key: EraseKey, subject: Subject) -> SubjectExport:
    """Lists are empty where nothing is kept. The audit log notes that it was asked for."""
    now, hashed = services.clock.now(), services.keyring.subject_hash(subject)
    await flush(services)
    data = await services.threads.ask(exported, services, hashed)
    details = {"sessions": len(data["sessions"])}
    actor, action = actor_of(key.key_id), "subject_exported"
    await services.threads.ask(
        services.audit.add, at=now, actor=actor, action=action, target="subject", details=details
    )
    return SubjectExport(subject_sha256=hashlib.sha256(subject.encode()).hexdigest(), exported_at=now, data=data)


@router.delete(
    "/{subject:path}",
    operation_id="eraseSubject",
    summary="Erase all that is kept of a person",
    responses=told(200, "The receipt.", examples.SUBJECT_RECEIPT) | problems(*GUARDED, "bad_parameter", "not_found"),
)
async def erase_subject(services: ServicesNeeded, key: EraseKey, subject: Subject) -> Receipt:
    """Erases the sessions that named this subject, with all that belongs to them; counts of 0 where there were none.

    Streams of these sessions are closed.
    """
    now, hashed, actor = services.clock.now(), services.keyring.subject_hash(subject), actor_of(key.key_id)
    sessions = await services.threads.ask(services.keeper.sessions_of, hashed)
    erased = await erase(services, sessions, lambda: services.keeper.erase(hashed, actor=actor, now=now))
    return receipt(services, erased, at=now, subject=subject)


def exported(services: Services, subject_hash: str) -> dict[str, Any]:
    """All there is of a subject; images are told of but not given where the keyring no longer opens one of them."""

    def opened(image: ImageRecord) -> str:
        content = services.keyring.open(image.sealed_with, image.content, about(image.session, image.name))
        return base64.b64encode(content).decode()

    try:
        return services.keeper.export(subject_hash, opened)
    except (KeyringError, TokenError) as error:
        get_logger("server").error("image_not_opened", error=str(error))
        return services.keeper.export(subject_hash)
