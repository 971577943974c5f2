"""Callbacks are signed as Standard Webhooks has it, and old, changed or foreign ones are refused."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facevow.errors import TokenError
from facevow.signing.callbacks import sign, verify
from tests.signing.making import KEYRING

# The example that the libraries of Standard Webhooks are tested by.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - a published example
BODY = b'{"test": 2432232314}'
AT = datetime.fromtimestamp(1614265330, UTC)
HEADERS = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}


def refused(headers: dict[str, str], body: bytes = BODY, now: datetime = AT, **more: Any) -> str:  # noqa: ANN401
    """The code by which a callback is refused."""
    with pytest.raises(TokenError) as caught:
        verify(SECRET, headers, body, now=now, **more)
    return caught.value.code


def test_the_example_of_the_standard_is_signed_to_the_letter() -> None:
    """Secret, id, time and body as published make the published signature, and it verifies."""
    assert sign(SECRET, HEADERS["webhook-id"], BODY, AT) == HEADERS
    verify(SECRET, HEADERS, BODY, now=AT)


def test_names_of_headers_come_in_any_case_and_several_signatures_in_one() -> None:
    """As HTTP has it, and as the standard has it while a secret is replaced."""
    headers = {name.title(): value for name, value in HEADERS.items()}
    verify(SECRET, headers, BODY, now=AT)
    several = "v1a,xxx v1,AAAA v1,%% " + HEADERS["webhook-signature"]
    verify(SECRET, HEADERS | {"webhook-signature": several}, BODY, now=AT)


@pytest.mark.parametrize("missing", sorted(HEADERS))
def test_no_header_may_be_missing(missing: str) -> None:
    """Or be empty."""
    assert refused({name: value for name, value in HEADERS.items() if name != missing}) == "malformed"
    assert refused(HEADERS | {missing: ""}) == "malformed"


@pytest.mark.parametrize("seconds", ["1614265330.5", "-1", "+1", "\uff11\uff16", "1e9", "9" * 13, "now"])
def test_a_time_is_whole_seconds(seconds: str) -> None:
    """In ASCII digits, not so many that no calendar has them."""
    assert refused(HEADERS | {"webhook-timestamp": seconds}) == "malformed"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("webhook-id", "msg_other"),
        ("webhook-timestamp", "1614265331"),
        ("webhook-signature", "v1,"),
        ("webhook-signature", "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
        ("webhook-signature", "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
        ("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF="),
        ("webhook-signature", "v1,Ä"),
    ],
)
def test_id_time_and_signature_belong_together(name: str, value: str) -> None:
    """A replay under another id or time, another version, and another signature are refused."""
    assert refused(HEADERS | {name: value}) == "signature_wrong"


def test_another_body_or_secret_is_refused() -> None:
    """One byte more is another body; another API key's secret is another secret."""
    assert refused(HEADERS, BODY + b" ") == "signature_wrong"
    signed = sign(KEYRING.callback_secret("one"), "evt_1", BODY, AT)
    verify(KEYRING.callback_secret("one"), signed, BODY, now=AT)
    with pytest.raises(TokenError):
        verify(KEYRING.callback_secret("other"), signed, BODY, now=AT)


def test_a_replay_after_five_minutes_is_refused() -> None:
    """To the second, on both sides."""
    edge, second = timedelta(seconds=300), timedelta(seconds=1)
    verify(SECRET, HEADERS, BODY, now=AT + edge)
    verify(SECRET, HEADERS, BODY, now=AT - edge)
    assert refused(HEADERS, now=AT + edge + second) == "expired"
    assert refused(HEADERS, now=AT - edge - second) == "not_yet"
    assert refused(HEADERS, now=AT + second, tolerance=0) == "expired"


@pytest.mark.parametrize("name", ["", "a.b", "a b", "a\r\nx: y", "é", "x" * 256])
def test_an_id_cannot_smuggle_in_a_header_or_a_dot(name: str) -> None:
    """A dot could move a part of the id into the time."""
    with pytest.raises(ValueError, match="an id of letters"):
        sign(SECRET, name, BODY, AT)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_%%%", "whsec_AAA"])
def test_a_secret_is_base64(secret: str) -> None:
    """An empty one would sign everything the same way for everybody."""
    with pytest.raises(ValueError, match="expected a secret"):
        sign(secret, "evt_1", BODY, AT)


@settings(deadline=None)
@given(
    st.binary(max_size=100),
    st.binary(min_size=24, max_size=64),
    st.integers(0, 2**34),
)
def test_any_body_is_signed_and_verified(body: bytes, key: bytes, seconds: int) -> None:
    """Bytes of any kind, under any secret, at any time of this century and the next ones."""
    at = datetime.fromtimestamp(seconds, UTC)
    secret = "whsec_" + base64.b64encode(key).decode()
    verify(secret, sign(secret, "evt_1", body, at), body, now=at)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(HEADERS)), st.text(max_size=30)), st.binary(max_size=30))
def test_noise_is_refused(headers: dict[str, str], body: bytes) -> None:
    """No header makes it raise anything but TokenError."""
    assert refused(headers, body) in {"malformed", "signature_wrong"}
    assert refused(HEADERS | headers, b"x" + body) in {"malformed", "signature_wrong"}
