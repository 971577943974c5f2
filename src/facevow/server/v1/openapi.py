"""The OpenAPI document: drawn from the routes, with the models that stand in none of their signatures."""

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any, Final

from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from starlette.routing import BaseRoute

from facevow.server.v1.models import AnalysisRequest, EnrolRequest, IdentifyRequest, NewSession, VerifyRequest
from facevow.server.v1.problems import Problem

TITLE: Final = "Facevow"

ABOUT: Final = """Is a live person before the camera? Your server makes a session, the person's browser streams into it,
your server reads a signed verdict; the browser can forge nothing.

The stream itself is a WebSocket, `WS /v1/sessions/{session}/stream`, which OpenAPI cannot describe: see
`GET /v1/schemas/stream.json`. Every failure is a problem document (RFC 9457); programs go by its `code`."""

TAGS: Final = [
    {"name": "sessions", "description": "A person's liveness check, from its order to its verdict."},
    {"name": "analyses", "description": "Single images."},
    {"name": "people", "description": "Enrolled people, and whose a face is."},
    {"name": "subjects", "description": "What is kept of a person."},
    {"name": "operate", "description": "Figures, streams, callbacks, the audit log, reports."},
    {"name": "discovery", "description": "What anybody may read."},
]

READ_BY_US: Final[tuple[type[BaseModel], ...]] = (
    NewSession, AnalysisRequest, EnrolRequest, VerifyRequest, IdentifyRequest, Problem,
)  # fmt: skip
"""Models that stand in no signature of a route: bodies that we read ourselves, and what failures look like."""


def document_of(routes: Sequence[BaseRoute]) -> dict[str, Any]:
    """The OpenAPI 3.1 document of these routes."""
    drawn = get_openapi(title=TITLE, version=version("facevow"), description=ABOUT, routes=routes, tags=TAGS)
    schemas = drawn["components"]["schemas"]
    _, ours = models_json_schema(
        [(model, "validation") for model in READ_BY_US], ref_template="#/components/schemas/{model}"
    )
    drawn["components"]["schemas"] = dict(sorted((schemas | ours["$defs"]).items()))
    for route in routes:
        if isinstance(route, APIRoute):
            for method in route.methods or ():
                _put_examples_back(route, drawn["paths"][route.path_format][method.lower()])
    return drawn


def _put_examples_back(route: APIRoute, operation: dict[str, Any]) -> None:
    """FastAPI leaves out whatever is null, in examples too, where it is a value."""
    for status, response in route.responses.items():
        for kind, content in response.get("content", {}).items():
            if "examples" in content:
                operation["responses"][str(status)]["content"][kind]["examples"] = content["examples"]
