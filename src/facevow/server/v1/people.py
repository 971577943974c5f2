"""Enrolling, verifying and identifying: a subject's faces, and whose a face is."""

from typing import Final

from fastapi import APIRouter, Request

from facevow.server.deps import ServicesNeeded
from facevow.server.people.sealing import Origin
from facevow.server.services import Services
from facevow.server.v1 import people_examples as examples
from facevow.server.v1 import people_shown as shown
from facevow.server.v1.addresses import SubjectRoute
from facevow.server.v1.bodies import Model, read_json
from facevow.server.v1.documenting import BODY, GUARDED, IMAGE, body, json_body, linked, problems, told
from facevow.server.v1.faces import decoded, look_at, reference_of
from facevow.server.v1.models import EnrolRequest, IdentifyRequest, VerifyRequest
from facevow.server.v1.needs import GalleryKey, Subject, own_pages_only
from facevow.server.v1.people_replies import Enrolment, Identification, Verification
from facevow.store.sessions import actor_of

router = APIRouter(prefix="/v1", tags=["people"], dependencies=own_pages_only, route_class=SubjectRoute)

JUDGED: Final = (
    "bad_parameter", "not_found", "server_full", "no_model", "no_matcher", "overloaded",
    "analysis_failed", "error",
)  # fmt: skip
"""Codes of every route that compares a face."""

ENROLLING: Final = (
    "not_fit", "no_template", "not_live", "not_one_person", "not_the_subject", "gallery_full", "template_outdated",
    "session_unknown", "no_reference_image", "image_lost",
)  # fmt: skip

LEADS: Final = (
    linked("subject", "getEnrolled", "/subject")
    | linked("subject", "verifySubject", "/subject")
    | linked("subject", "eraseEnrolled", "/subject")
)


@router.post(
    "/subjects/{subject:path}/enrol",
    status_code=201,
    operation_id="enrolSubject",
    summary="Enrol a subject's face",
    responses=told(201, "What was enrolled.", examples.ENROLMENT, links=LEADS)
    | problems(*GUARDED, *BODY, *IMAGE, *JUDGED, *ENROLLING),
    openapi_extra=body(json_body(EnrolRequest, examples.ENROL)),
)
async def enrol_subject(request: Request, services: ServicesNeeded, key: GalleryKey, subject: Subject) -> Enrolment:
    """Keeps templates, sealed, and no image. All images are enrolled or none: each has to show one face, fit and live.

    They have to be the same person, and the one who is enrolled under that name already, unless `replace` is true.
    """
    asked = await _read(request, services, EnrolRequest)
    origin, pictures, where = Origin(), list[bytes](), ["#/session"]
    if asked.session is not None:
        origin = Origin("session", asked.session)
        pictures = [await reference_of(services, asked.session, subject)]
    elif asked.images is not None:
        pictures = await decoded(services, asked.images)
        where = [f"#/images/{number}" for number in range(len(pictures))]
    looks = await look_at(services, pictures, where)
    live, now = asked.liveness == "required" and asked.session is None, services.clock.now()
    actor, people = actor_of(key.key_id), services.people
    made = await people.enrol(subject, looks, replace=asked.replace, live=live, actor=actor, now=now, origin=origin)
    return shown.enrolment(subject, made, people.desk.rules)


@router.post(
    "/subjects/{subject:path}/verify",
    operation_id="verifySubject",
    summary="Compare a face with a subject",
    responses=told(200, "Whether it is the same person, and live.", examples.VERIFICATION)
    | problems(*GUARDED, *BODY, *IMAGE, *JUDGED, "not_enrolled", "template_outdated"),
    openapi_extra=body(json_body(VerifyRequest, examples.VERIFY)),
)
async def verify_subject(request: Request, services: ServicesNeeded, key: GalleryKey, subject: Subject) -> Verification:
    """One image against one subject: only `match` is an answer. For a live person order a session that compares."""
    asked = await _read(request, services, VerifyRequest)
    (seen,) = await look_at(services, await decoded(services, [asked.image]), ["#/image"])
    live, now, actor = asked.liveness == "required", services.clock.now(), actor_of(key.key_id)
    compared = await services.people.verify(subject, seen, live=live, actor=actor, now=now)
    return shown.verification(seen, compared, services.people.desk.rules)


@router.post(
    "/identifications",
    operation_id="identifyFace",
    summary="Find who a face is",
    responses=told(200, "Who it may be.", examples.IDENTIFICATION)
    | problems(*GUARDED, *BODY, *IMAGE, *JUDGED, "gallery_unreadable"),
    openapi_extra=body(json_body(IdentifyRequest, examples.IDENTIFY)),
)
async def identify_face(request: Request, services: ServicesNeeded, key: GalleryKey) -> Identification:
    """One image against all who are enrolled: those at or above the threshold, the most like first."""
    asked = await _read(request, services, IdentifyRequest)
    (seen,) = await look_at(services, await decoded(services, [asked.image]), ["#/image"])
    live, now, actor = asked.liveness == "required", services.clock.now(), actor_of(key.key_id)
    found = await services.people.identify(seen, asked.most, live=live, actor=actor, now=now)
    return shown.identification(seen, found, services.people.desk.rules)


async def _read(request: Request, services: Services, model: type[Model]) -> Model:
    """The body, where there is room for a picture and something to compare it by.

    Raises:
        ServerFull: `server_full`, `no_model`, `no_matcher`; nothing is read in vain.
        MessageError, BadBody: as `read_json`.
    """
    services.people.expect_ready()
    services.requests.expect_room()
    with services.readers.images.enter():
        return await read_json(request, services, model, services.settings.max_message_bytes)
