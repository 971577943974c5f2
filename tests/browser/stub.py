"""A server that is not there: the built page's files, and a socket that answers every frame as the test wishes."""

import json
import mimetypes
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route, WebSocketRoute

import facevow.server
from tests.conftest import lacking

ADDRESS = "http://localhost/"
PAGE = Path(facevow.server.__file__).parent / "page"

ENVIRONMENT_CAMERA = """
const settings = MediaStreamTrack.prototype.getSettings;
MediaStreamTrack.prototype.getSettings = function () {
  return { ...settings.call(this), facingMode: 'environment' };
};
"""
"""Makes the page believe that its camera looks away from the screen, as at the back of a phone."""


def check(state: str = "face_due", **change: object) -> dict[str, Any]:
    """The field `active_check` of an answer: a challenge of three steps."""
    plain = {"enabled": True, "state": state, "done": [], "of": 3, "prompt": None, "notice": None, "failed_by": None}
    return plain | change


def due(act: str, *, notice: str | None = None, done: tuple[str, ...] = (), **change: object) -> dict[str, Any]:
    """A challenge in which `act` is asked for."""
    prompt = {
        "act": act,
        "times": 1,
        "number": len(done) + 1,
        "of": 3,
        "seconds_left": 4.2,
        "window": 6.0,
        "progress": 0.4,
    }
    return check("act_due", done=list(done), notice=notice, prompt=prompt | change)


class StubbedServer:
    """What the page hears, and what it says."""

    def __init__(self) -> None:
        """Nothing is said yet; a face is there and looked at."""
        self.said: list[dict[str, Any]] = []
        self.refuses: str | None = None
        self.connections = 0
        self._frame = 0
        self._answer: dict[str, Any] = {}
        self.shows(check())

    def shows(self, active_check: dict[str, Any], **change: object) -> None:
        """Answer every frame from now on with this challenge; `change` replaces other fields of the answer."""
        self._answer = {
            "type": "result",
            "face_detected": True,
            "is_real": False,
            "confidence": 0.5,
            "active_check_passed": active_check["state"] == "passed",
            "active_check_message": "",
            "bbox": [220, 100, 200, 240],
            "dropped": 0,
            "width": 640,
            "height": 480,
            "verdict": "NO_RESPONSE",
            "guidance": [],
            "active_check": active_check,
        } | change

    def serve(self, page: Page) -> None:
        """Take the place of the server for this page."""
        if not (PAGE / "index.html").is_file():
            lacking("browser", "needs the built page: python hatch_build.py")
        page.route("**/*", self._file)
        page.route_web_socket("**/ws", self._socket)

    def _file(self, route: Route) -> None:
        name = route.request.url.removeprefix(ADDRESS).split("?")[0] or "index.html"
        plain = {
            "health": {"status": "healthy", "model_loaded": True, "active_check_enabled": True},
            "logs": {"logs": []},
        }
        if name in plain:
            route.fulfill(json=plain[name])
        elif (PAGE / name).is_file():
            route.fulfill(body=(PAGE / name).read_bytes(), content_type=mimetypes.guess_type(name)[0] or "")
        else:
            route.fulfill(status=404)

    def _socket(self, socket: WebSocketRoute) -> None:
        self.connections += 1
        self._frame = 0
        socket.on_message(lambda message: self._hear(socket, message))

    def _hear(self, socket: WebSocketRoute, message: str | bytes) -> None:
        if isinstance(message, bytes):
            self._frame += 1
            socket.send(json.dumps(self._answer | {"frame": self._frame}))
            return
        said = json.loads(message)
        self.said.append(said)
        if said["type"] == "ping":
            socket.send('{"type": "pong"}')
        elif said["type"] == "set_active_check" and self.refuses:
            socket.send(json.dumps({"type": "error", "code": self.refuses, "message": "no"}))
        elif said["type"] == "set_active_check":
            socket.send(json.dumps({"type": "active_check", "enabled": said["enabled"]}))
