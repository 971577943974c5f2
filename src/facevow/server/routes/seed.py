"""The addresses of the first hour: log, the active check's switch, single pictures, and the socket."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from facevow.decision.session import Session
from facevow.server import answers
from facevow.server.defaults import change_default
from facevow.server.deps import Limit, OriginAllowed, Picture, ServicesNeeded, Socket, Toggle, refuse_foreign_pages
from facevow.server.door.deps import needs
from facevow.server.door.keys import Principal, Scope
from facevow.server.door.limits import address_of
from facevow.server.door.seed import enter_seed_socket, needs_seed
from facevow.server.gates import ServerFull
from facevow.server.messages import ErrorAnswer, MatchAnswer, Prediction
from facevow.server.services import new_name
from facevow.server.stream import POLICY_VIOLATION, Stream
from facevow.server.work import Encoded
from facevow.store import InferenceRecord
from facevow.store.sessions import actor_of

TRY_AGAIN_LATER = 1013
"""Close code of the IANA registry of WebSocket close codes."""

router = APIRouter()
own_pages_only = [Depends(refuse_foreign_pages), Depends(needs_seed)]
own_pages_for_gallery = [Depends(refuse_foreign_pages)]
operators_only = [Depends(refuse_foreign_pages), Depends(needs(Scope.OPERATE))]
FAILURES: dict[int | str, dict[str, Any]] = {
    400: {"model": ErrorAnswer},
    413: {"model": ErrorAnswer},
    503: {"model": ErrorAnswer},
}


@router.post("/toggle-active-check", dependencies=operators_only, responses=FAILURES | {409: {"model": ErrorAnswer}})
async def toggle_active_check(services: ServicesNeeded, toggle: Toggle) -> dict[str, Any]:
    """Switch the active check on or off for every connection that has not chosen for itself, for good."""
    enabled = await change_default(services, toggle.enabled)
    return {
        "active_check_enabled": enabled,
        "message": f"Active check {'enabled' if enabled else 'disabled'}",
    }


@router.get("/logs", dependencies=operators_only)
async def logs(services: ServicesNeeded, limit: Limit = 50) -> dict[str, Any]:
    """The last inferences, newest first."""
    records = await services.threads.ask(services.store.recent, limit)
    return {"logs": [_shown(record) for record in records]}


@router.post("/predict", dependencies=own_pages_only, responses=FAILURES)
async def predict(services: ServicesNeeded, picture: Picture) -> Prediction:
    """Judge a single picture."""
    started, now = services.clock.monotonic(), services.clock.now()
    limits = services.settings.image_limits
    analysis = await services.engine.analyse(Encoded(picture, limits))
    session = Session(services.policy.for_image().passive_only())
    session.observe(analysis)
    decision, origin = session.decide(), answers.Origin(new_name(), "predict", services.engine.model)
    spent = (services.clock.monotonic() - started) * 1000
    seen = answers.inference_record(session, analysis, origin, at=now, milliseconds=spent)
    outcome = answers.verdict_record(
        decision, origin, started=now, ended=services.clock.now(), active_check_passed=False
    )
    services.store.add([seen, outcome])
    services.metrics.frames(origin.source, "analysed")
    services.metrics.verdict(origin.source, decision.verdict, decision.reasons)
    return answers.prediction(decision, analysis)


@router.post("/match", dependencies=own_pages_for_gallery, responses=FAILURES)
async def match(
    services: ServicesNeeded, key: Annotated[Principal, Depends(needs(Scope.GALLERY))], picture: Picture
) -> MatchAnswer:
    """Find who of those enrolled a picture shows. On a locked server always with a key for it: the answer is a name."""
    people, now, actor = services.people, services.clock.now(), actor_of(key.key_id)
    seen = await people.look(picture, services.policy)
    found = await people.identify(seen, 1, live=True, actor=actor, now=now)
    return answers.matched(found, seen, people.desk.rules)


@router.websocket("/ws")
async def stream(socket: Socket, services: ServicesNeeded, allowed: OriginAllowed) -> None:
    """Frames in, answers out; see `messages`."""
    if not allowed:
        await socket.close(POLICY_VIOLATION, "this page is not among the allowed origins")
        return
    chosen = await enter_seed_socket(socket, services)
    if chosen is None:
        return
    try:
        with services.connections.enter_from(address_of(socket)):
            await socket.accept(chosen.subprotocol)
            await Stream(socket, services).serve()
    except ServerFull as error:
        await socket.accept()
        await socket.close(TRY_AGAIN_LATER, str(error))


def _shown(record: InferenceRecord) -> dict[str, Any]:
    """A row as /logs shows it."""
    box = None if record.x is None else [record.x, record.y, record.width, record.height]
    same = ("id", "timestamp", "connection", "source", "face_detected", "is_real", "confidence", "active_check_passed")
    more = ("verdict", "score", "quality", "model", "milliseconds")
    return {name: getattr(record, name) for name in (*same, *more)} | {"bbox": box}
