"""The application's own server for the pages beside it: `python server.py html`. It needs nothing but Python.

It has the API key, makes the sessions and reads the verdicts; the pages get a token for one stream, and no verdict that
they could make up.
"""
# ruff: noqa: INP001 - an example, not a package

import json
import os
import secrets
import sys
from dataclasses import dataclass, field
from functools import partial
from http.cookies import CookieError, SimpleCookie
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

ABILITIES = {"head", "eyes", "mouth", "brows", "distance"}
LONGEST = 4096
"""Bytes of a request: the pages send but a few words."""


@dataclass
class Application:
    """What the application knows. A real one has a login and a database."""

    facevow: str
    key: str
    policy: str | None = None
    checks: dict[str, str] = field(default_factory=dict)
    """The session of each visitor's last check: no page is asked which session it means."""

    def begin(self, visitor: str, cannot: list[str]) -> dict[str, Any]:
        """Make a session. What the person says they cannot do is left out; the verdict says which acts those were."""
        wanted: dict[str, Any] = {"subject": visitor, "exclude": cannot}
        if self.policy:
            wanted["policy"] = self.policy
        made = self._ask("POST", "/v1/sessions", wanted)
        self.checks[visitor] = made["id"]
        return {"session_token": made["session_token"]}

    def outcome(self, visitor: str) -> dict[str, Any]:
        """Whether the visitor's last check was passed. Only COMPLETED with BONA_FIDE is a pass."""
        session = self.checks.get(visitor)
        if session is None:
            return {"state": "NONE", "verified": False}
        found = self._ask("GET", f"/v1/sessions/{session}")
        verified = found["state"] == "COMPLETED" and found["verdict"] == "BONA_FIDE"
        return {"state": found["state"], "verified": verified}

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 - JSON
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = Request(self.facevow + path, data, headers, method=method)  # noqa: S310 - our own setting
        with urlopen(request, timeout=10) as response:  # noqa: S310
            return json.load(response)

    @property
    def content_security_policy(self) -> str:
        """Scripts of this application and of Facevow, sockets to Facevow, and nothing else."""
        socket = "ws" + self.facevow.removeprefix("http")
        return (
            f"default-src 'none'; script-src 'self' {self.facevow}; connect-src 'self' {self.facevow} {socket}; "
            "style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            "require-trusted-types-for 'script'"
        )


class Pages(SimpleHTTPRequestHandler):
    """The pages of a folder, and /check. Which visitor it is says a cookie that scripts cannot read."""

    def __init__(self, application: Application, *given: Any, **named: Any) -> None:  # noqa: ANN401 - the base's own
        self.application = application
        super().__init__(*given, **named)

    def do_GET(self) -> None:
        """A page, or how the visitor's check ended."""
        if self.path == "/check":
            self._answer(self.application.outcome)
        else:
            super().do_GET()

    def do_POST(self) -> None:
        """Another check for this visitor."""
        if self.path == "/check" and self.headers.get("Content-Type") == "application/json":
            self._answer(lambda visitor: self.application.begin(visitor, self._cannot()))
        else:
            self.send_error(404)

    def end_headers(self) -> None:
        """Every answer says what its page may do, and who the visitor is if that is new."""
        self.send_header("Content-Security-Policy", self.application.content_security_policy)
        self.send_header("Cache-Control", "no-store")
        if self._visitor() is None:  # a real application has a login instead
            self.send_header("Set-Cookie", f"visitor={secrets.token_hex(16)}; HttpOnly; SameSite=Strict; Path=/")
        super().end_headers()

    def _visitor(self) -> str | None:
        try:
            found = SimpleCookie(self.headers.get("Cookie", "")).get("visitor")
        except CookieError:
            return None
        return found.value if found and len(found.value) == 32 and found.value.isalnum() else None

    def _cannot(self) -> list[str]:
        length = min(int(self.headers.get("Content-Length") or 0), LONGEST)
        said = json.loads(self.rfile.read(length) or "{}")
        return sorted(ABILITIES & set(said.get("cannot", [])))

    def _answer(self, ask: Any) -> None:  # noqa: ANN401
        visitor = self._visitor()
        if visitor is None:
            self.send_error(403, "no cookie")
            return
        try:
            status, answer = 200, ask(visitor)
        except (ValueError, TypeError, AttributeError):
            status, answer = 400, {"message": "That is no request of these pages."}
        except OSError:  # a refusal, too (HTTPError): the visitor is told nothing of the key
            status, answer = 503, {"message": "The check is not available at the moment."}
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def make_server(application: Application, folder: Path, port: int) -> ThreadingHTTPServer:
    """A server of this folder's pages for this machine alone; port 0 takes any that is free."""
    pages = partial(Pages, application, directory=str(folder))
    return ThreadingHTTPServer(("127.0.0.1", port), pages)


if __name__ == "__main__":
    at_home = Application(
        facevow=os.environ.get("FACEVOW", "http://localhost:8000"),
        key=os.environ["FACEVOW_KEY"],
        policy=os.environ.get("FACEVOW_POLICY"),
    )
    with make_server(at_home, Path(sys.argv[1]), int(os.environ.get("PORT", "9000"))) as server:
        server.serve_forever()
