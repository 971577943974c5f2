"""A locked Facevow, the sample shop beside it, and somebody between them who changes what the shop reads."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

SHOP = Path(__file__).resolve().parents[2] / "examples" / "shop" / "shop.py"
COMMAND = str(Path(sys.executable).parent / "facevow")
START_SECONDS = 60

Twist = Callable[[dict[str, Any]], dict[str, Any]]
"""What the shop is told of a session, in place of what Facevow says."""


@dataclass(frozen=True)
class Facevow:
    """A running server with the key and the secret of the shop."""

    address: str
    key: str
    callback_secret: str
    jwks: Path
    environment: Mapping[str, str]
    shops: tuple[int, ...]

    def command(self, *words: str) -> str:
        """What a command of `facevow` prints, on the database of this server."""
        return _run(self.environment, *words)

    def session(self, name: str) -> dict[str, Any]:
        """A session as the API tells it."""
        found = httpx.get(f"{self.address}/v1/sessions/{name}", headers={"Authorization": f"Bearer {self.key}"})
        answer: dict[str, Any] = found.raise_for_status().json()
        return answer


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def facevow(folder: Path, shops: tuple[int, ...]) -> Iterator[Facevow]:
    """`facevow serve`, started as the shop's README says, for shops on these ports."""
    port = free_port()
    environment = {
        **os.environ,
        "FACEVOW_ACCESS": "locked",
        "FACEVOW_DATABASE": f"sqlite:///{folder / 'facevow.db'}",
        "FACEVOW_KEYRING": str(folder / "keyring.json"),
        "FACEVOW_ALLOWED_ORIGINS": ",".join(f"http://127.0.0.1:{each}" for each in shops),
        "FACEVOW_CALLBACK_PRIVATE": "true",
    }
    printed = _run(environment, "keys", "create", "shop", "--scope", "sessions").splitlines()
    key, secret = (line.split(":", 1)[1].strip() for line in printed[:2])
    address, jwks = f"http://127.0.0.1:{port}", folder / "jwks.json"
    with _process([COMMAND, "serve", "--port", str(port)], environment, f"{address}/health/ready", folder / "facevow"):
        jwks.write_bytes(httpx.get(f"{address}/.well-known/jwks.json").raise_for_status().content)
        yield Facevow(address, key, secret, jwks, environment, shops)


@contextmanager
def shop(server: Facevow, port: int, policy: str, *, by_way_of: str | None = None) -> Iterator[str]:
    """The address of the sample shop, run as its README says; `by_way_of` is what it takes for Facevow."""
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "SHOP_PORT": str(port),
        "SHOP_ADDRESS": address,
        "SHOP_FACEVOW": by_way_of or server.address,
        "SHOP_KEY": server.key,
        "SHOP_CALLBACK_SECRET": server.callback_secret,
        "SHOP_JWKS": str(server.jwks),
        "SHOP_POLICY": policy,
    }
    with _process([sys.executable, str(SHOP)], environment, address, server.jwks.parent / f"shop-{port}"):
        yield address


@contextmanager
def liar(server: Facevow, twist: Twist) -> Iterator[str]:
    """The address of a server that passes everything on to Facevow, and twists what it says of a session."""

    class Between(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._pass_on(lambda told: json.dumps(twist(json.loads(told))).encode())

        def do_POST(self) -> None:
            self._pass_on(lambda told: told)

        def _pass_on(self, change: Callable[[bytes], bytes]) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            headers = {name: self.headers[name] for name in ("Authorization", "Content-Type") if name in self.headers}
            found = httpx.request(self.command, f"{server.address}{self.path}", headers=headers, content=body)
            told = change(found.content) if found.is_success else found.content
            self.send_response(found.status_code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Between) as between:
        thread = threading.Thread(target=between.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{between.server_address[1]}"
        finally:
            between.shutdown()
            thread.join()


def _run(environment: Mapping[str, str], *words: str) -> str:
    done = subprocess.run([COMMAND, *words], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def _process(command: list[str], environment: Mapping[str, str], address: str, log: Path) -> Iterator[None]:
    """Run a server for the length of a block, from its first good answer on."""
    with log.with_suffix(".log").open("w+") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=subprocess.STDOUT)  # noqa: S603
        try:
            _wait_until_up(address, process, Path(out.name))
            yield
        finally:
            process.terminate()
            process.wait(30)


def _wait_until_up(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(address, timeout=2).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    pytest.fail(f"{address} did not come up: {log.read_text()[-2000:]}")
