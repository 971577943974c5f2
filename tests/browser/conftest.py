"""A running server, a headless Chromium, and clips turned into cameras."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, Playwright, sync_playwright

from tests.browser.clips import write_mjpeg
from tests.conftest import lacking

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
FAKE_CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
START_SECONDS = 60

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `facevow serve`, started as a user would, on a database of its own."""
    folder = tmp_path_factory.mktemp("server")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "FACEVOW_DATABASE": f"sqlite:///{folder / 'facevow.db'}"}
    command = [str(Path(sys.executable).parent / "facevow"), "serve", "--port", str(port)]
    with (folder / "server.log").open("w+") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)  # noqa: S603
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_healthy(address, process, Path(log.name))
            yield address
        finally:
            process.terminate()
            process.wait(20)


def _wait_until_healthy(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{address}/health", timeout=2).json()["status"] == "healthy":
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    pytest.fail(f"the server did not start: {log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def camera(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Turns a clip of the shared footage into Motion JPEG, which Chromium plays as a camera, over and over."""
    folder = tmp_path_factory.mktemp("camera")

    def make(clip: str) -> Path:
        out = folder / f"{Path(clip).stem}.mjpeg"
        if not out.exists():
            write_mjpeg(shared / "footage" / clip, out)
        return out

    return make


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Drives the browser. Not for the whole session: while it runs, the thread has an event loop that others need."""
    if CHROMIUM is None:
        lacking("browser", "needs Chromium (Debian: apt-get install chromium)")
    with sync_playwright() as driver:
        yield driver


@pytest.fixture
def open_page(playwright: Playwright, server: str) -> Iterator[OpenPage]:
    """Opens the page in a new browser with this file as camera (None: no camera), of this size and colour scheme."""
    with ExitStack() as opened:

        def open_(camera: Path | None, *, width: int = 1280, height: int = 800, scheme: str = "light") -> Page:
            playing = () if camera is None else (*FAKE_CAMERA, f"--use-file-for-fake-video-capture={camera}")
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *playing])
            opened.callback(browser.close)
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                permissions=[] if camera is None else ["camera"],
            )
            page = context.new_page()
            page.goto(server)
            return page

        yield open_
