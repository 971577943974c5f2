"""/v1/subjects: what is kept of a person, handed out or erased."""

import base64
import hashlib
from typing import Any

from fastapi import APIRouter

from facevow.errors import KeyringError, TokenError
from facevow.log import get_logger
from facevow.server.deps import ServicesNeeded
from facevow.server.people.sealing import opened, opened_reference
from facevow.server.services import Services
from facevow.server.v1 import examples
from facevow.server.v1.addresses import SubjectRoute
from facevow.server.v1.documenting import GUARDED, problems, told
from facevow.server.v1.erasing import erase
from facevow.server.v1.needs import EraseKey, Subject, own_pages_only
from facevow.server.v1.pictures import about
from facevow.server.v1.receipts import receipt
from facevow.server.v1.replies import Receipt, SubjectExport
from facevow.server.v1.storing import flush
from facevow.store.records import ImageRecord, SessionRecord, TemplateRecord
from facevow.store.sessions import actor_of

router = APIRouter(prefix="/v1/subjects", tags=["subjects"], dependencies=own_pages_only, route_class=SubjectRoute)


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
    """Erases the sessions that named this subject with all that belongs to them, and its templates; counts may be 0.

    Streams of these sessions are closed.
    """
    now, hashed, actor = services.clock.now(), services.keyring.subject_hash(subject), actor_of(key.key_id)
    sessions = await services.threads.ask(services.keeper.sessions_of, hashed)
    erased = await erase(services, sessions, lambda: services.keeper.erase(hashed, actor=actor, now=now))
    if erased.templates:
        await services.people.let_go()
    return receipt(services, erased, what="subject", at=now, subject=subject)


def exported(services: Services, subject_hash: str) -> dict[str, Any]:
    """All there is of a subject; an image or a template that the keyring no longer opens is null."""
    keyring = services.keyring

    def image_in(image: ImageRecord) -> str | None:
        try:
            return _text(keyring.open(image.sealed_with, image.content, about(image.session, image.name)))
        except (KeyringError, TokenError) as error:
            get_logger("server").error("image_not_opened", session=image.session, name=image.name, error=str(error))
            return None

    def template_in(template: TemplateRecord) -> str | None:
        try:
            return _text(opened(keyring, template).content)
        except (KeyringError, TokenError) as error:
            get_logger("server").error("template_not_opened", template=template.id, error=str(error))
            return None

    def reference_in(session: SessionRecord) -> str | None:
        try:
            reference = opened_reference(keyring, session)
        except (KeyringError, TokenError) as error:
            get_logger("server").error("reference_not_opened", session=session.id, error=str(error))
            return None
        return None if reference is None else _text(reference.content)

    return services.keeper.export(subject_hash, image_in, open_template=template_in, open_reference=reference_in)


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
