"""Which pages may use the server."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facevow.server.origins import is_allowed

ALLOWED = ("http://localhost:3000", "https://shop.example")


@pytest.mark.parametrize(
    ("origin", "host", "welcome"),
    [
        (None, "a.example", True),
        ("http://localhost:3000", "localhost:8000", True),
        ("https://shop.example", "face.example", True),
        ("https://face.example", "face.example", True),
        ("https://face.example:8443", "face.example:8443", True),
        ("https://Face.Example", "face.example", True),
        ("http://localhost:3001", "localhost:8000", False),
        ("https://face.example:8443", "face.example", False),
        ("https://face.example.evil.example", "face.example", False),
        ("https://shop.example.evil.example", "face.example", False),
        ("https://evil.example/face.example", "face.example", False),
        ("https://face.example@evil.example", "face.example", False),
        ("null", "face.example", False),
        ("", "face.example", False),
        ("https://face.example", None, False),
    ],
)
def test_own_and_listed_pages_only(origin: str | None, host: str | None, welcome: bool) -> None:
    """Programs, our own page and listed pages may; look-alikes may not."""
    assert is_allowed(origin, host, ALLOWED) is welcome


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_origin_is_judged(origin: str) -> None:
    """No text is an error, and only the listed pages and our own may."""
    if is_allowed(origin, "face.example", ALLOWED):
        assert origin in ALLOWED or origin.lower().endswith("//face.example")
