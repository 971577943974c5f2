"""What anybody may read: the public keys, the policies and their rates, the schemas, the problems."""

import json
from functools import cache
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse

from facevow.decision.policy import Measured
from facevow.decision.reading import Rate as MeasuredRate
from facevow.errors import SessionError
from facevow.server.deps import ServicesNeeded
from facevow.server.v1 import examples, wire
from facevow.server.v1.documenting import PUBLIC, problems, sent, told
from facevow.server.v1.needs import public
from facevow.server.v1.policies import policy_table
from facevow.server.v1.problems import PROBLEMS, Kind
from facevow.server.v1.replies import ChallengeInfo, Policies, PolicyInfo, ProblemInfo, ProblemTable, PublicKeys, Rate
from facevow.server.v1.tagging import UNCHANGED, tagged

router = APIRouter(tags=["discovery"], dependencies=public)

KEEP: Final = {"Cache-Control": "public, max-age=300"}
"""What changes with a new version only, so that minutes of an old copy do no harm."""

SCHEMA_MEDIA_TYPE: Final = "application/schema+json"
KEYS_MEDIA_TYPE: Final = "application/jwk-set+json"
"""RFC 7517, section 8.5."""


class _Keys(JSONResponse):
    media_type = KEYS_MEDIA_TYPE


class _Schema(JSONResponse):
    media_type = SCHEMA_MEDIA_TYPE


@router.get(
    "/.well-known/jwks.json",
    operation_id="getPublicKeys",
    summary="The keys that verify verdicts",
    response_class=_Keys,
    response_model=PublicKeys,
    responses=sent("A JSON Web Key Set.", KEYS_MEDIA_TYPE, {"examples": {"example": {"value": examples.KEYS}}})
    | UNCHANGED
    | problems(*PUBLIC),
)
async def public_keys(request: Request, services: ServicesNeeded) -> Response:
    """Keep a copy: with it every verdict can be verified offline. Fetch it anew for a `kid` that is not in it."""
    return tagged(request, _Keys(services.keyring.jwks()))  # a new key signs at once: no old copy on the way to it


@router.get(
    "/v1/policies",
    operation_id="listPolicies",
    summary="The policies and their error rates",
    responses=told(200, "Every policy, the strictest first.", examples.POLICIES) | problems(*PUBLIC),
)
async def list_policies(services: ServicesNeeded, response: Response) -> Policies:
    """The rates were measured with `model`; where `running` is another one they say nothing of it."""
    response.headers.update(KEEP)
    table = policy_table()
    return Policies(
        default=services.policy.name,
        version=table.version,
        model=table.model,
        running=services.engine.model or None,
        policies=[policy_info(measured) for measured in table.policies],
    )


@router.get(
    "/v1/schemas/stream.json",
    operation_id="getStreamSchema",
    summary="The messages of the stream",
    response_class=_Schema,
    response_model=dict[str, Any],
    responses=sent("A JSON Schema (2020-12).", SCHEMA_MEDIA_TYPE, {}) | problems(*PUBLIC),
)
async def stream_schema() -> Response:
    """The JSON Schema of every text message of `WS /v1/sessions/{session}/stream`; frames are binary, as it says."""
    return Response(_schema_text(), media_type=SCHEMA_MEDIA_TYPE)


@router.get(
    "/problems",
    operation_id="listProblems",
    summary="Every kind of problem",
    responses=told(200, "The table.", {"problems": [examples.PROBLEM]}) | problems(*PUBLIC),
)
async def list_problems() -> ProblemTable:
    """What a failure can be, and what to do about it."""
    return ProblemTable(problems=[_info(kind) for kind in PROBLEMS.values()])


@router.get(
    "/problems/{code}",
    operation_id="getProblem",
    summary="One kind of problem",
    responses=told(200, "The row of the table.", examples.PROBLEM)
    | problems(*PUBLIC, "problem_unknown", "bad_parameter"),
)
async def get_problem(
    code: Annotated[str, Path(pattern="^[a-z0-9_]{1,40}$", description="As a problem names it.")],
) -> ProblemInfo:
    """Where the `type` of a problem document leads."""
    kind = PROBLEMS.get(code)
    if kind is None:
        raise SessionError(f"expected a code of the table of problems, got {code}", code="problem_unknown")
    return _info(kind)


@cache
def _schema_text() -> str:
    """Drawn once: it takes some milliseconds, in which nobody else is served."""
    return json.dumps(wire.schema())


def _info(kind: Kind) -> ProblemInfo:
    return ProblemInfo(type=kind.type, code=kind.code, status=kind.status, title=kind.title, remedy=kind.remedy)


def policy_info(measured: Measured) -> PolicyInfo:
    """A policy as it is told."""
    policy = measured.policy
    return PolicyInfo(
        name=policy.name,
        title=policy.title,
        threshold=policy.threshold,
        apcer=_rate(measured.apcer),
        bpcer=_rate(measured.bpcer),
        on=measured.on,
        challenge=_challenge(measured),
    )


def _challenge(measured: Measured) -> ChallengeInfo | None:
    rules, rates = measured.policy.challenge, measured.replayed
    if rules is None:
        return None
    return ChallengeInfo(
        steps=[str(step) for step in rules.steps],
        reserve=[str(step) for step in rules.reserve],
        bits=rules.bits,
        longest=rules.longest,
        window=rules.window,
        time_limit=rules.time_limit,
        faults=rules.faults,
        unasked=rules.unasked,
        restarts=rules.restarts,
        replayed=None if rates is None else _rate(rates.passed),
        replayed_on=None if rates is None else rates.on,
    )


def _rate(measured: MeasuredRate) -> Rate:
    return Rate(rate=measured.rate, low=measured.low, high=measured.high)
