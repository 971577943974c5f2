"""`facevow serve`: starting, refusing to start, and stopping."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import typer
from typer.testing import CliRunner

from facevow.cli.serve import serve
from facevow.store import SqlStore

app = typer.Typer()
app.command()(serve)


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The URL of a test's database."""
    return f"sqlite:///{tmp_path / 'facevow.db'}"


@pytest.fixture(autouse=True)
def without_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most tests are not about the model."""
    monkeypatch.setenv("FACEVOW_REQUIRE_MODEL", "false")


def refusal(*arguments: str) -> str:
    """What a command says that refuses to start: a single message, and status 2."""
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    return " ".join(result.output.split())


def test_a_port_in_use_is_told_in_one_line(url: str) -> None:
    """Two servers cannot have the same port."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refusal("--port", str(port), "--database", url)
    assert f"port {port}" in said
    assert "in use" in said


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--port", "99999"], "port"),
        (["--workers", "0"], "workers"),
        (["--host", "no.such.host.invalid"], "no.such.host.invalid"),
        (["--detector", "yolov5-face"], "weights"),
        (["--policy", "paranoid"], "policy: Input should be 'strict', 'balanced', 'lenient' or 'passive_only'"),
        (["--database", "nonsense"], "database"),
    ],
)
def test_a_setting_that_cannot_be_honoured_is_named(arguments: list[str], word: str) -> None:
    """The message says which one it is."""
    assert word in refusal(*arguments)


def test_a_model_that_cannot_be_opened_is_told(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By default the server does not start without a model."""
    monkeypatch.delenv("FACEVOW_REQUIRE_MODEL")
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"no network at all")
    assert "broken.onnx" in refusal("--port", "0", "--database", url, "--passive", str(broken))


def test_a_database_of_a_newer_version_is_told(url: str, tmp_path: Path) -> None:
    """It is not touched."""
    SqlStore(url).close()
    connection = sqlite3.connect(tmp_path / "facevow.db")
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    assert "newer" in refusal("--port", "0", "--database", url)


@pytest.fixture
def process(url: str, tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """A server of its own process that has no model and need not have one."""
    program = "import typer; from facevow.cli.serve import serve; typer.run(serve)"
    arguments = ["--port", "0", "--database", url, "--passive", str(tmp_path / "missing.onnx")]
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", program, *arguments],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "FACEVOW_REQUIRE_MODEL": "false"},
    ) as started:
        deadline = threading.Timer(120, started.kill)
        deadline.start()
        yield started
        started.kill()
        deadline.cancel()


def test_it_prints_its_address_serves_and_stops_on_interrupt(process: "subprocess.Popen[str]") -> None:
    """From the printed address /health answers, degraded for want of a model; Ctrl+C ends it with status 0."""
    assert process.stderr is not None
    address = None
    for line in process.stderr:
        if found := re.search(r"http://localhost:(\d+)", line):
            address = f"http://127.0.0.1:{found[1]}"
            break
    assert address is not None
    health = httpx.get(address + "/health", timeout=60).json()  # the socket listens, so this waits for the start
    assert (health["status"], health["model_loaded"]) == ("degraded", False)
    process.send_signal(signal.SIGINT)
    process.stderr.read()
    assert process.wait(60) == 0
