"""Flask applications with the blueprint in them, and a real server to run one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.serving import make_server

from facevow.integrations.flask import blueprint
from facevow.matching.opening import Matcher
from facevow.server.pool import AnalyserFactory
from facevow.server.settings import load_settings
from tests.server.analysers import ColourAnalyser, colour_matcher, meshing
from tests.server.serving import PATIENCE

PREFIX = "/liveness"


def make_app(
    analysers: AnalyserFactory = ColourAnalyser,
    matcher: Matcher | None = None,
    **given: Any,  # noqa: ANN401 - settings
) -> Flask:
    """An application with the blueprint under PREFIX; `given` are settings."""
    app = Flask("shop")
    made = blueprint(load_settings(**given), analysers=analysers, matcher=matcher)
    app.register_blueprint(made, url_prefix=PREFIX)
    return app


def matching_app(folder: Path, **given: Any) -> Flask:  # noqa: ANN401 - settings
    """An application that compares faces, which differ in colour, with the gallery of a database in this folder."""
    places = {"database": f"sqlite:///{folder / 'facevow.db'}", "keyring": folder / "keyring.json"}
    return make_app(meshing, colour_matcher(), **({"workers": 1} | places | given))


@contextmanager
def running(app: Flask) -> Iterator[int]:
    """Werkzeug's threaded server with an application, for the length of a block; its port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield int(server.server_port)
    finally:
        server.shutdown()
        thread.join(PATIENCE)
        server.server_close()
