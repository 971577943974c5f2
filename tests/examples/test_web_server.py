"""The application's server of the examples for the browser: who gets a token, and whose verdict is read."""

import http.client
import importlib.util
import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

WEB = Path(__file__).parents[2] / "examples" / "web"
VISITOR = "visitor=" + "a" * 32
OTHER = "visitor=" + "b" * 32
PASSED = {"state": "COMPLETED", "verdict": "BONA_FIDE"}


@dataclass
class Facevow:
    """Answers as the API does, and notes what it was asked."""

    found: dict[str, Any] = field(default_factory=lambda: dict(PASSED))
    refuses: bool = False
    asked: list[tuple[str, str, str, Any]] = field(default_factory=list)
    address: str = ""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:  # noqa: ANN401
        """The body, read."""
        return json.loads(self.text)


@pytest.fixture(scope="module")
def example() -> ModuleType:
    """The example as a module; it is no package."""
    spec = importlib.util.spec_from_file_location("web_server", WEB / "server.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@contextmanager
def serving(server: ThreadingHTTPServer) -> Iterator[int]:
    """Serve in a thread; its port."""
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def facevow() -> Iterator[Facevow]:
    """A Facevow that decides as the test wishes."""
    state = Facevow()

    class Api(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply(None)

        def do_POST(self) -> None:
            self._reply(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def log_message(self, *_: object) -> None:
            """Nothing."""

        def _reply(self, body: object) -> None:
            state.asked.append((self.command, self.path, self.headers["Authorization"], body))
            number = sum(command == "POST" for command, *_ in state.asked)
            made = {"id": f"fvs_{number}", "session_token": f"fvs_{number}.fvt_x"}
            answer = json.dumps(made if self.command == "POST" else state.found).encode()
            self.send_response(429 if state.refuses else 200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Api)) as port:
        state.address = f"http://127.0.0.1:{port}"
        yield state


@pytest.fixture
def port(example: ModuleType, facevow: Facevow) -> Iterator[int]:
    """Where the application is."""
    application = example.Application(facevow.address, "fvk_secret", "balanced")
    with serving(example.make_server(application, WEB / "html", 0)) as found:
        yield found


def ask(port: int, method: str, path: str, cookie: str | None = VISITOR, body: str | None = None) -> Answer:
    """Ask the application as a browser does."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": cookie} if cookie else {}
    if body is not None:
        headers["Content-Type"] = "application/json"
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    answer = Answer(response.status, dict(response.getheaders()), response.read().decode())
    connection.close()
    return answer


def test_page_is_served_under_a_strict_policy_with_a_cookie_no_script_reads(port: int, facevow: Facevow) -> None:
    """The page may load scripts of itself and of Facevow, and its visitor gets a name of our making."""
    page = ask(port, "GET", "/", cookie=None)
    assert "<facevow-check>" in page.text
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert f"script-src 'self' {facevow.address};" in policy
    assert f"{facevow.address.replace('http', 'ws')};" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "unsafe" not in policy
    assert page.headers["Set-Cookie"].endswith("; HttpOnly; SameSite=Strict; Path=/")


def test_visitor_with_a_cookie_gets_no_other_one(port: int) -> None:
    """Who has a name keeps it."""
    assert "Set-Cookie" not in ask(port, "GET", "/").headers
    assert "Set-Cookie" in ask(port, "GET", "/", cookie="visitor=x").headers


def test_session_is_made_with_the_key_and_without_what_the_person_cannot_do(port: int, facevow: Facevow) -> None:
    """Only abilities that there are go into the order, and the page gets nothing but the token."""
    body = json.dumps({"cannot": ["head", "policy", "eyes"]})
    assert ask(port, "POST", "/check", body=body).json == {"session_token": "fvs_1.fvt_x"}
    ((method, path, key, wanted),) = facevow.asked
    assert (method, path, key) == ("POST", "/v1/sessions", "Bearer fvk_secret")
    assert wanted == {"subject": "a" * 32, "exclude": ["eyes", "head"], "policy": "balanced"}


@pytest.mark.parametrize(
    ("found", "verified"),
    [
        (PASSED, True),
        ({"state": "COMPLETED", "verdict": "ATTACK"}, False),
        ({"state": "COMPLETED", "verdict": "NO_RESPONSE"}, False),
        ({"state": "ABORTED", "verdict": None}, False),
        ({"state": "IN_PROGRESS", "verdict": "BONA_FIDE"}, False),
    ],
)
def test_only_a_completed_bona_fide_session_is_verified(
    port: int, facevow: Facevow, found: dict[str, Any], *, verified: bool
) -> None:
    """Every other outcome is no pass."""
    ask(port, "POST", "/check", body="{}")
    facevow.found = found
    assert ask(port, "GET", "/check").json == {"state": found["state"], "verified": verified}
    assert facevow.asked[-1][1] == "/v1/sessions/fvs_1"


def test_verdict_of_one_visitor_is_not_read_by_another(port: int, facevow: Facevow) -> None:
    """The application knows whose session is whose; a page cannot name one."""
    ask(port, "POST", "/check", body="{}")
    assert ask(port, "GET", "/check", OTHER).json == {"state": "NONE", "verified": False}
    ask(port, "POST", "/check", OTHER, body="{}")
    ask(port, "GET", "/check")
    assert facevow.asked[-1][1] == "/v1/sessions/fvs_1"


@pytest.mark.parametrize("body", ["", "{", "[]", "7", '{"cannot": 7}', '{"cannot": [[]]}', '{"cannot": null}', "\0"])
def test_what_is_no_request_of_the_pages_makes_no_session(port: int, facevow: Facevow, body: str) -> None:
    """It is answered with 400, or with a session in which nothing is left out, and the server stays there."""
    status = ask(port, "POST", "/check", body=body).status
    assert status == (200 if body == "" else 400)
    assert [asked[3]["exclude"] for asked in facevow.asked] == ([[]] if body == "" else [])


def test_strangers_and_forms_make_no_session(port: int, facevow: Facevow) -> None:
    """Without the cookie, or by a form of another page, which cannot send JSON, nothing is asked of Facevow."""
    assert ask(port, "POST", "/check", cookie=None, body="{}").status == 403
    assert ask(port, "GET", "/check", cookie=None).status == 403
    assert ask(port, "POST", "/check").status == 404
    assert ask(port, "POST", "/other", body="{}").status == 404
    assert facevow.asked == []


def test_refusal_of_facevow_is_told_without_a_word_of_why(port: int, facevow: Facevow) -> None:
    """A visitor learns nothing of keys and allowances, and gets no pass."""
    facevow.refuses = True
    answer = ask(port, "POST", "/check", body="{}")
    assert answer.status == 503
    assert "fvk_secret" not in answer.text
    assert answer.json == {"message": "The check is not available at the moment."}
