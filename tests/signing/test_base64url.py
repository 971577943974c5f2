"""Base64url with one spelling for each value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.signing import base64url
from tests.signing.making import packed


@given(st.binary(max_size=100))
def test_it_round_trips_and_agrees_with_the_standard_library(data: bytes) -> None:
    """What is written is the usual base64url without padding, and reads back."""
    text = base64url.encode(data)
    assert text == packed(data)
    assert base64url.decode(text) == data


@pytest.mark.parametrize(
    "text", ["YQ==", "YR", "YWJj\n", " YWJj", "YW+j", "YW/j", "Y", "YWJ", "Ä", "\ud800", "YQ=", "YWJjZ"]
)
def test_every_other_spelling_is_refused(text: str) -> None:
    """Padding, spaces, the other alphabet, set bits after the last byte, lengths that nothing has, and no letters."""
    with pytest.raises(ValueError, match=r"base64url|ASCII"):
        base64url.decode(text)


@given(st.text(max_size=20))
def test_any_text_is_refused_or_is_the_one_spelling(text: str) -> None:
    """No two texts are taken for the same bytes."""
    try:
        data = base64url.decode(text)
    except ValueError:
        return
    assert base64url.encode(data) == text
