"""Flask applications with the blueprint in them, and a real server to run one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from werkzeug.serving import make_server

from facevow.integrations.flask import blueprint
from facevow.server.pool import AnalyserFactory
from facevow.server.settings import load_settings
from tests.server.analysers import ColourAnalyser
from tests.server.serving import PATIENCE

PREFIX = "/liveness"


def make_app(analysers: AnalyserFactory = ColourAnalyser, **given: Any) -> Flask:  # noqa: ANN401 - settings
    """An application with the blueprint under PREFIX; `given` are settings."""
    app = Flask("shop")
    app.register_blueprint(blueprint(load_settings(**given), analysers=analysers), url_prefix=PREFIX)
    return app


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
