"""Pictures that come as base64 text."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facevow.errors import ImageError
from facevow.media.images import decode_base64


@pytest.mark.parametrize("prefix", ["", "data:image/jpeg;base64,", "DATA:image/png;charset=x;BASE64,", "data:;base64,"])
def test_base64_comes_with_or_without_a_data_url_prefix(prefix: str) -> None:
    """The prefix that a canvas writes, and line breaks that mailers write, are left out."""
    text = base64.b64encode(b"some bytes of a picture").decode()
    assert decode_base64(prefix + text) == b"some bytes of a picture"
    assert decode_base64(prefix + "\r\n".join((text[:8], text[8:], ""))) == b"some bytes of a picture"


@pytest.mark.parametrize(
    "text",
    ["", "   ", "data:image/png;base64,", "%%%", "AAA", "A===", "AAAA=AAA", "AA-_", "Zürich==", "data:image/png,AAAA"],
)
def test_what_is_not_base64_is_refused(text: str) -> None:
    """Letters outside the alphabet, wrong padding and empty texts have their own code."""
    with pytest.raises(ImageError) as caught:
        decode_base64(text)
    assert caught.value.code == "not_base64"


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_decoded_or_refused(text: str) -> None:
    """No text makes the decoder raise anything else than ImageError."""
    try:
        data = decode_base64(text)
    except ImageError as error:
        data = error.code.encode()
    assert data


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=300))
def test_base64_round_trips(data: bytes) -> None:
    """What was encoded comes back."""
    assert decode_base64("data:image/jpeg;base64," + base64.b64encode(data).decode()) == data
