"""How the server is put together, and taken apart."""

import asyncio
from pathlib import Path

import pytest

from facevow.server import app as module
from facevow.server.app import create_app
from facevow.server.settings import load_settings
from tests.server.analysers import ColourAnalyser


def test_what_began_ends_where_the_start_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server whose start fails after its engine began has closed it."""

    def fail(_: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(module, "warm", fail)
    settings = load_settings(database=f"sqlite:///{tmp_path / 'facevow.db'}", keyring=tmp_path / "keyring.json")
    app = create_app(settings, analysers=ColourAnalyser)
    engine, closed = app.state.services.engine, list[str]()
    close = engine.close

    def note() -> None:
        closed.append("engine")
        close()

    monkeypatch.setattr(engine, "close", note)

    async def start() -> None:
        async with app.router.lifespan_context(app):
            pass

    with pytest.raises(RuntimeError, match="a fault"):
        asyncio.run(start())
    assert closed == ["engine"]
