"""Bodies: what is read, and every trap that is refused."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facevow.errors import MessageError
from facevow.server.v1.bodies import BadBody, expect_plain_json, parse, pointer
from facevow.server.v1.models import NewSession

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**80), 2**80) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(TEXT, inside, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize(
    "text",
    [
        b"", b" ", b"{", b'{"a":1,}', b"NaN", b'{"a": NaN}', b'{"a": -Infinity}', b'{"a": 1e999}', b'{"a": 1, "a": 1}',
        b'[{"b": {"a": 1, "a": 2}}]', b'{"a": "\\u0000"}', b'{"\\u0000": 1}', b'{"a": ["x", ["\\u0000"]]}',
        b'{"a": "\\ud800"}', b'{"a": "\\udc00\\ud800"}', b'"\xff"', b"\xef\xbb\xbf{}", '{"a": 1}'.encode("utf-16"),
        b"[" * 202 + b"]" * 202, b"[" * 100_000, b'{"a":' * 100_000, b"9" * 5000, b"0123", b"'a'", b"{} {}", b"{}\0",
    ],
)  # fmt: skip
def test_a_text_that_two_readers_could_read_differently_is_refused(text: bytes) -> None:
    """Also one that would exhaust a stack, or hold what no database keeps."""
    with pytest.raises(MessageError) as caught:
        expect_plain_json(text)
    assert caught.value.code == "not_json"


@given(PLAIN)
@settings(max_examples=300, deadline=None)
def test_plain_json_is_read_as_it_is(value: Any) -> None:  # noqa: ANN401 - any JSON value
    """Whatever a sound encoder writes comes back."""
    assert expect_plain_json(json.dumps(value).encode()) == value


@given(st.binary(max_size=200) | TEXT.map(str.encode))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_a_value_or_a_clear_refusal(body: bytes) -> None:
    """Nothing else is raised, whatever comes."""
    code = None
    try:
        parse(body, NewSession)
    except MessageError as error:
        code = error.code
    assert code in {None, "not_json", "bad_body"}


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"[]", "#"),
        (b"null", "#"),
        (b'"text"', "#"),
        (b'{"policy": "lax"}', "#/policy"),
        (b'{"policy": 1}', "#/policy"),
        (b'{"exclude": ["head", "wings"]}', "#/exclude/1"),
        (b'{"exclude": "head"}', "#/exclude"),
        (b'{"exclude": ["HEAD"]}', "#/exclude/0"),
        (b'{"person_may_exclude": "yes"}', "#/person_may_exclude"),
        (b'{"person_may_exclude": 1}', "#/person_may_exclude"),
        (b'{"subject": ""}', "#/subject"),
        (b'{"subject": 4711}', "#/subject"),
        (b'{"metadata": [1]}', "#/metadata"),
        (b'{"expires_in": 9}', "#/expires_in"),
        (b'{"expires_in": 3601}', "#/expires_in"),
        (b'{"expires_in": 60.5}', "#/expires_in"),
        (b'{"expires_in": "60"}', "#/expires_in"),
        (b'{"expires_in": true}', "#/expires_in"),
        (b'{"expires_in": 1e300}', "#/expires_in"),
        (b'{"reveal": "score"}', "#/reveal"),
        (b'{"keep_images": "all"}', "#/keep_images"),
        (b'{"callback": ""}', "#/callback"),
        (b'{"exclud": ["head"]}', "#/exclud"),
        (b'{"a/b~c": 1}', "#/a~1b~0c"),
    ],
)
def test_a_body_that_is_not_as_expected_is_told_where(body: bytes, place: str) -> None:
    """The pointer leads to the place, and unknown fields are refused."""
    with pytest.raises(BadBody) as caught:
        parse(body, NewSession)
    assert [one.pointer for one in caught.value.errors] == [place]


def test_what_came_is_not_repeated() -> None:
    """A subject stands in no message, so that it stands in no log of a proxy either."""
    with pytest.raises(BadBody) as caught:
        parse(json.dumps({"subject": "secret" * 100, "metadata": "secret"}).encode(), NewSession)
    assert "secret" not in str(caught.value)
    assert not any("secret" in place.detail for place in caught.value.errors)


def test_places_are_told_up_to_a_number() -> None:
    """Whoever breaks a thousand of them gets a short answer."""
    body = json.dumps({"x" * 500 + str(number): 1 for number in range(1000)}).encode()
    with pytest.raises(BadBody) as caught:
        parse(body, NewSession)
    assert len(caught.value.errors) == 20
    assert all(len(place.pointer) <= 200 for place in caught.value.errors)


def test_a_pointer_is_escaped() -> None:
    """As RFC 6901, section 3, says."""
    assert pointer(("a/b", 0, "c~d")) == "#/a~1b/0/c~0d"
    assert pointer(()) == "#"
