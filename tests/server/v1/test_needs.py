"""Where a browser is told to open the stream."""

from pathlib import Path

import pytest

from tests.server.serving import serving


@pytest.mark.parametrize(
    ("public_url", "begins"),
    [
        ("https://shop.example.com", "wss://shop.example.com/v1/sessions/"),
        ("HTTPS://Shop.Example.com/", "wss://Shop.Example.com/v1/sessions/"),
        ("http://192.168.1.20:8000", "ws://192.168.1.20:8000/v1/sessions/"),
        ("https://shop.example.com/face/", "wss://shop.example.com/face/v1/sessions/"),
        ("https://[2001:db8::1]:8443/a/b//", "wss://[2001:db8::1]:8443/a/b/v1/sessions/"),
    ],
)
def test_the_stream_is_on_the_public_address(database: Path, public_url: str, begins: str) -> None:
    """Encrypted if that is, below its path, whatever case its scheme is written in."""
    with serving(database, public_url=public_url) as server:
        made = server.post("/v1/sessions", json={}).json()
    assert made["stream_url"] == f"{begins}{made['id']}/stream"
