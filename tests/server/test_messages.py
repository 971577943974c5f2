"""Reading what clients send."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facevow.errors import MessageError
from facevow.server.messages import (
    FrameMessage,
    PingMessage,
    ResetMessage,
    SetActiveMessage,
    parse_image_request,
    parse_message,
    parse_toggle_request,
)

LIMIT = 1_000_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"type":"frame","data":"abc"}', FrameMessage(type="frame", data="abc")),
        ('{"type":"ping"}', PingMessage(type="ping")),
        ('{"type":"ping","extra":[1,2]}', PingMessage(type="ping")),
        ('{"type":"reset_active_check"}', ResetMessage(type="reset_active_check")),
        ('{"type":"set_active_check","enabled":false}', SetActiveMessage(type="set_active_check", enabled=False)),
        (
            '{"type":"set_active_check","enabled":true,"exclude":[]}',
            SetActiveMessage(type="set_active_check", enabled=True),
        ),
        (
            '{"type":"set_active_check","enabled":true,"exclude":["head","blink"]}',
            SetActiveMessage(type="set_active_check", enabled=True, exclude=("head", "blink")),
        ),
        (
            json.dumps({"type": "set_active_check", "enabled": True, "exclude": ["x" * 40] * 20}),
            SetActiveMessage(type="set_active_check", enabled=True, exclude=("x" * 40,) * 20),
        ),
    ],
)
def test_each_message_is_understood(text: str, expected: object) -> None:
    """Every documented message, also with fields of a later version."""
    assert parse_message(text, max_bytes=LIMIT) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_json"),
        ("nonsense", "not_json"),
        ("[" * 10_000 + "]" * 10_000, "not_json"),
        ('{"type":"ping","deep":' + "[" * 10_000 + "]" * 10_000 + "}", "not_json"),
        ('{"a":' * 10_000 + "1" + "}" * 10_000, "not_json"),
        ("[]", "bad_message"),
        ("7", "bad_message"),
        ("{}", "bad_message"),
        ('{"type":null}', "bad_message"),
        ('{"type":["frame"]}', "bad_message"),
        ('{"type":"dance"}', "unknown_type"),
        ('{"type":"frame"}', "bad_message"),
        ('{"type":"frame","data":7}', "bad_message"),
        ('{"type":"set_active_check","enabled":"yes"}', "bad_message"),
        ('{"type":"set_active_check","enabled":1}', "bad_message"),
        ('{"type":"set_active_check"}', "bad_message"),
        ('{"type":"set_active_check","exclude":["head"]}', "bad_message"),
        ('{"type":"set_active_check","enabled":true,"exclude":null}', "bad_message"),
        ('{"type":"set_active_check","enabled":true,"exclude":"head"}', "bad_message"),
        ('{"type":"set_active_check","enabled":true,"exclude":{"head":true}}', "bad_message"),
        ('{"type":"set_active_check","enabled":true,"exclude":[1]}', "bad_message"),
        ('{"type":"set_active_check","enabled":true,"exclude":[null]}', "bad_message"),
        ('{"type":"set_active_check","enabled":true,"exclude":[["head"]]}', "bad_message"),
        (json.dumps({"type": "set_active_check", "enabled": True, "exclude": ["x"] * 21}), "bad_message"),
        (json.dumps({"type": "set_active_check", "enabled": True, "exclude": ["x" * 41]}), "bad_message"),
        (json.dumps({"type": "set_active_check", "enabled": True, "exclude": ["x" * 9000] * 90}), "bad_message"),
        ('"' + "x" * LIMIT + '"', "too_large"),
    ],
)
def test_each_fault_has_its_code(text: str, code: str) -> None:
    """What is wrong is told by a code and a message, which never repeats a long input."""
    with pytest.raises(MessageError) as caught:
        parse_message(text, max_bytes=LIMIT)
    assert caught.value.code == code
    assert len(str(caught.value)) < 400


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)
TYPED = st.fixed_dictionaries(
    {"type": st.sampled_from(["frame", "ping", "reset_active_check", "set_active_check"]) | JSON},
    optional={"data": JSON, "enabled": JSON, "exclude": JSON | st.lists(st.text())},
)


@settings(deadline=None)
@given(st.text(max_size=60) | (JSON | TYPED).map(json.dumps))
def test_any_text_is_understood_or_refused(text: str) -> None:
    """No text raises anything else than MessageError, in any of the three readers."""
    for read in (
        lambda: parse_message(text, max_bytes=LIMIT),
        lambda: parse_image_request(text.encode(errors="surrogatepass")),
        lambda: parse_toggle_request(text.encode(errors="surrogatepass")),
    ):
        try:
            assert read() is not None
        except MessageError as error:
            assert error.code in {"not_json", "unknown_type", "bad_message"}  # noqa: PT017 - one of two good ends


def test_an_empty_toggle_means_flip() -> None:
    """No body, white space, an empty object and null all mean: the other way round."""
    for body in (b"", b"  \n", b"{}", b'{"enabled": null}'):
        assert parse_toggle_request(body).enabled is None
