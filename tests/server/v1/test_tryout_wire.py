"""The words of WS /v1/tryout."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.errors import MessageError
from facevow.server.messages import PingMessage
from facevow.server.v1 import wire
from facevow.server.v1.tryout_wire import parse_ping, schema, schema_text, to_text
from facevow.server.v1.wire import ProblemMessage

DOCUMENT = Path(__file__).parents[3] / "docs" / "tryout.schema.json"


def test_the_published_schema_is_the_present_one() -> None:
    """docs/tryout.schema.json is what `python -m facevow.server.v1.tryout_wire` prints."""
    assert DOCUMENT.read_text(encoding="utf-8") == schema_text()


def test_the_schema_has_every_message_with_its_type() -> None:
    """Each message of either side has a `type` of one value that must be there."""
    definitions = schema()["$defs"]
    names = [ref["$ref"].rpartition("/")[2] for ref in definitions["TryoutServer"]["oneOf"]]
    types = [definitions[name]["properties"]["type"]["const"] for name in names]
    assert types == ["ready", "analysis", "pong", "error"]
    assert all(definitions[name]["required"][0] == "type" for name in names)
    assert definitions["TryoutClient"]["$ref"] == "#/$defs/PingMessage"
    assert wire.HEADER_IN_WORDS in schema()["description"]


@given(st.text(max_size=40) | st.recursive(st.none() | st.text(), st.lists).map(json.dumps))
def test_any_text_is_a_ping_or_refused(text: str) -> None:
    """Nothing else is asked for by text."""
    with pytest.raises(MessageError):
        parse_ping(text)


def test_a_ping_may_say_more() -> None:
    """Newer clients speak to older servers."""
    assert parse_ping('{"type": "ping", "more": [1]}') == PingMessage(type="ping")


def test_what_is_not_there_is_not_told_of_a_problem() -> None:
    """As on the stream of a session."""
    assert json.loads(to_text(ProblemMessage(code="c", message="m"))) == {"type": "error", "code": "c", "message": "m"}
