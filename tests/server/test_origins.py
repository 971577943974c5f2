"""Which pages may use the server."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facevow.server.origins import is_allowed
from tests.server.serving import Running

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
        ("file://face.example", "face.example", False),
        ("chrome-extension://face.example", "face.example", False),
        ("face.example", "face.example", False),
        ("https://https://face.example", "face.example", False),
        ("https://face.example/", "face.example", False),
    ],
)
def test_own_and_listed_pages_only(origin: str | None, host: str | None, welcome: bool) -> None:
    """Programs, our own page and listed pages may; look-alikes may not."""
    assert is_allowed(origin, host, ALLOWED) is welcome


def test_over_https_our_own_page_came_by_https_too() -> None:
    """Anybody between a browser and the server can write a page of our name that came by http."""
    assert is_allowed("https://face.example", "face.example", (), secure=True)
    assert not is_allowed("http://face.example", "face.example", (), secure=True)
    assert is_allowed("http://localhost:3000", "face.example", ALLOWED, secure=True)  # the operator named it


def test_two_origins_are_one_too_many(server: Running) -> None:
    """A browser names one page; of two, each layer could believe another."""
    own = f"http://127.0.0.1:{server.port}"
    assert server.get("/logs", headers={"Origin": own}).status_code == 200
    for pair in ((own, "https://evil.example"), (own, own)):
        assert server.get("/logs", headers=[("Origin", origin) for origin in pair]).status_code == 403


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_origin_is_judged(origin: str) -> None:
    """No text is an error, and only the listed pages and our own may."""
    if is_allowed(origin, "face.example", ALLOWED):
        assert origin in ALLOWED or origin.lower().endswith("//face.example")
