"""A server on this machine that hands out model files, well or badly."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

Answer = Callable[[BaseHTTPRequestHandler], None]


class FileServer:
    """Answers each path as the test says; `requests` keeps the paths that were asked for."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.requests: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.requests.append(self.path)
                outer.answers[self.path](self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is inherited
                del format, args

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def url(self, path: str) -> str:
        """The address of a path on this server."""
        return f"http://127.0.0.1:{self._server.server_address[1]}{path}"

    def give(self, path: str, content: bytes, *, status: int = 200, claimed: int | None = None) -> str:
        """Answer `path` with the content; `claimed` is a length that is not the true one. Returns the address."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            request.send_header("Content-Length", str(len(content) if claimed is None else claimed))
            request.end_headers()
            request.wfile.write(content)

        self.answers[path] = answer
        return self.url(path)

    def send_elsewhere(self, path: str, address: str) -> str:
        """Answer `path` with a redirection. Returns the address."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(302)
            request.send_header("Location", address)
            request.send_header("Content-Length", "0")
            request.end_headers()

        self.answers[path] = answer
        return self.url(path)

    def stop(self) -> None:
        """End the server and its thread."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    """A running server, reached without any proxy."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    made = FileServer()
    yield made
    made.stop()
