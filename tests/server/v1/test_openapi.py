"""The OpenAPI document: the one that is committed is the one that is served, and it is true of the models."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from facevow.server.v1.models import NewSession
from facevow.server.v1.problems import PROBLEMS
from facevow.server.v1.routes import document, text
from facevow.server.v1.wire import schema
from tests.server.serving import Running

ROOT = Path(__file__).parents[3]
DOCUMENT = document()


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Method, path and description of each operation."""
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


OPERATIONS = list(operations())
NAMES = [operation["operationId"] for _, _, operation in OPERATIONS]


def contents(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All that may stand in a body of an operation, sent or answered."""
    yield from operation.get("requestBody", {}).get("content", {}).values()
    for response in operation["responses"].values():
        yield from response.get("content", {}).values()


def test_the_committed_document_is_the_servers(server: Running) -> None:
    """Otherwise run `python -m facevow.server.v1.routes > docs/openapi.json`, then `npm run types` in web/."""
    committed = (ROOT / "docs" / "openapi.json").read_text(encoding="utf-8")
    assert committed == text()
    assert server.get("/v1/openapi.json").json() == json.loads(committed)


def test_the_committed_schema_of_the_stream_is_the_servers() -> None:
    """As it is published at /v1/schemas/stream.json; the page's types are drawn from it."""
    committed = (ROOT / "docs" / "stream.schema.json").read_text(encoding="utf-8")
    assert json.loads(committed) == json.loads(json.dumps(schema()))


def test_it_is_openapi_3_1_with_a_name_for_each_operation() -> None:
    """Names that clients are generated with: each once, in camel case."""
    assert re.fullmatch(r"3\.1\.\d", DOCUMENT["openapi"])
    assert len(NAMES) == len(set(NAMES))
    assert all(re.fullmatch(r"[a-z]+([A-Z][a-z]+)+", name) for name in NAMES)


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=NAMES)
def test_an_operation_is_described(method: str, path: str, operation: dict[str, Any]) -> None:
    """Words, parameters with words, and every kind of failure as a problem; what needs a key names 401, 403 and 429."""
    assert operation["summary"], (method, path)
    assert operation["description"]
    assert all(parameter.get("description") for parameter in operation.get("parameters", []))
    for status, response in operation["responses"].items():
        assert response["description"]
        if status >= "400":
            assert set(response["content"]) == {"application/problem+json"}
    if "security" in operation:
        assert operation["security"] == [{"apiKey": []}]
        assert {"401", "403", "429", "503"} <= set(operation["responses"])
    if operation.get("parameters"):
        assert "422" in operation["responses"]


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=NAMES)
def test_examples_hold_to_their_schemas(method: str, path: str, operation: dict[str, Any]) -> None:
    """Each example of a body that is sent or answered."""
    del method, path
    for content in contents(operation):
        described = content.get("schema", {}) | {"components": DOCUMENT["components"]}
        validator = Draft202012Validator(described, validate_formats=True)
        for name, example in content.get("examples", {}).items():
            assert [error.message for error in validator.iter_errors(example["value"])] == [], name


def test_examples_are_there_wherever_json_is() -> None:
    """But for the two documents that are schemas themselves."""
    bare = {
        operation["operationId"]
        for _, _, operation in OPERATIONS
        for content in contents(operation)
        if "$ref" in content.get("schema", {}) and not content.get("examples")
    }
    assert bare == set()


def test_every_reference_leads_somewhere() -> None:
    """No schema is missing."""
    refs = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(DOCUMENT)))
    assert refs <= set(DOCUMENT["components"]["schemas"])


def test_every_problem_is_told_of_somewhere() -> None:
    """The table has no row that no operation can answer with, but for those that come before any."""
    told = {
        name
        for _, _, operation in OPERATIONS
        for status, response in operation["responses"].items()
        if status >= "400"
        for name in response["content"]["application/problem+json"]["examples"]
    }
    assert set(PROBLEMS) - told == {"method_not_allowed", "bad_request", "session_ended"}


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=NAMES)
def test_the_handbook_has_every_route(method: str, path: str, operation: dict[str, Any]) -> None:
    """docs/api.md names each as the document does, and each field of a new session."""
    del operation
    words = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    assert f"`{method.upper()} {path}`" in words
    assert all(f"| `{name}` |" in words for name in NewSession.model_fields)
