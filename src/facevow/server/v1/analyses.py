"""/v1/analyses: one image, judged by itself. Nothing of it is kept."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request

from facevow.decision.policy import PolicyName
from facevow.decision.session import Session
from facevow.media.images import decode_base64
from facevow.server import answers
from facevow.server.deps import ServicesNeeded, read_body
from facevow.server.services import Services
from facevow.server.threads import in_thread
from facevow.server.v1 import examples
from facevow.server.v1.bodies import JSON, UnsupportedMediaType, media_type, read_json
from facevow.server.v1.documenting import BODY, GUARDED, IMAGE, body, json_body, problems, told
from facevow.server.v1.models import AnalysisRequest
from facevow.server.v1.needs import AnalysesKey, own_pages_only
from facevow.server.v1.policies import policy_of
from facevow.server.v1.replies import Analysis, ModelUsed
from facevow.server.work import Encoded

router = APIRouter(prefix="/v1/analyses", tags=["analyses"], dependencies=own_pages_only)

KINDS: Final = ("image/jpeg", "image/png", "image/webp", "image/gif", "image/bmp", "image/tiff")
"""Bodies that are an image; what it is in truth is seen from its content."""

RAW: Final = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in KINDS}


@router.post(
    "",
    operation_id="analyseImage",
    summary="Judge one image",
    responses=told(200, "What the image shows.", examples.ANALYSIS)
    | problems(
        *GUARDED, *BODY, *IMAGE, "bad_parameter", "server_full", "no_model", "overloaded", "analysis_failed", "error"
    ),
    openapi_extra=body(json_body(AnalysisRequest, examples.ANALYSIS_REQUEST) | RAW),
)
async def analyse_image(
    request: Request,
    services: ServicesNeeded,
    key: AnalysesKey,
    policy: Annotated[
        PolicyName | None, Query(description="Whose threshold decides; the server's own if none.")
    ] = None,
) -> Analysis:
    """The passive network's answer to one image. A good photo can be bona fide to it: to be sure, make a session."""
    del key
    services.requests.expect_room()  # nothing is read in vain; the place itself is taken by who has sent all
    with services.readers.images.enter():
        picture = await _picture(request, services)
    limits, chosen = services.settings.image_limits, policy_of(services, policy).for_image().passive_only()
    with services.requests.enter():
        analysis = await services.engine.analyse(Encoded(picture, limits))
    session = Session(chosen)
    session.observe(analysis)
    decision = session.decide()
    return Analysis(
        face_detected=analysis.face is not None,
        verdict=decision.verdict,
        score=decision.score,
        threshold=chosen.threshold,
        policy=chosen.title,
        model=ModelUsed(name=services.engine.model, sha256=services.engine.model_sha256),
        bbox=answers.sides(analysis),
        quality=[code.value for code in analysis.quality.codes],
    )


async def _picture(request: Request, services: Services) -> bytes:
    """The image, still encoded: the whole body, or the field `image` of one in JSON."""
    kind, settings = media_type(request), services.settings
    if kind == JSON:
        asked = await read_json(request, services, AnalysisRequest, settings.max_message_bytes)
        return await in_thread(services.threads.parsers, decode_base64, asked.image)
    if kind not in KINDS:
        raise UnsupportedMediaType(f"expected a body with Content-Type {JSON}, or one of {', '.join(KINDS)}")
    return await read_body(request, limit=settings.max_message_bytes, seconds=settings.receive_timeout)
