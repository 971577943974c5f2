"""Routes are ready before the first request."""

import time
from pathlib import Path

from facevow.server.app import create_app
from facevow.server.settings import load_settings
from facevow.server.warming import warm
from tests.server.analysers import ColourAnalyser


def test_what_takes_long_is_done_once(tmp_path: Path) -> None:
    """The second search for a route costs a small part of the first one, which made all of them ready."""
    settings = load_settings(database=f"sqlite:///{tmp_path / 'facevow.db'}", keyring=tmp_path / "keyring.json")
    app = create_app(settings, analysers=ColourAnalyser)
    spent = []
    for _ in range(2):
        began = time.thread_time()
        warm(app.router.routes)
        spent.append(time.thread_time() - began)
    app.state.services.store.close()
    app.state.services.database.close()
    assert spent[1] < spent[0] / 5
