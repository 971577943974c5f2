"""Clients of the sessions: an application that orders them, and the person who streams, in one thread each.

They write down what they were told, and nothing else: `reckoning` holds it against what the server says in the end.
"""

import math
import random
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
from bench.served import Served
from tests.server.analysers import Colour
from tests.server.performing import STEP
from tests.server.v1.streaming import Message, Streamer, is_ended, offering
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

STAGES: Final = ("ordering", "ordered", "opening", "greeted", "watched", "acting", "deciding", "leaving", "reading")
"""Where a session is, as its client sees it: the order is sent; it is made; the socket is being opened; it is open and
nothing shown; frames go in; an act is asked for; each frame may be the last; the person leaves; the verdict is read."""

LEAST_SECONDS, LEAST_FRAMES = 3.0, 8
"""What a check without acts takes at the least to be passed; docs/protocol.md says so."""

MOST_FRAMES: Final = 380
GREEN_OF_AN_ATTACK: Final = 40
PAUSE: Final = 0.05
"""Seconds before a request is sent again."""


@dataclass
class Visit:
    """One session from its order to the last that its client heard of it.

    `ids` are those of each 201 to the same idempotency key; `heard` what was told of its end, by the stream or by GET.
    `could_pass` says whether what was shown may have sufficed for BONA_FIDE.
    """

    key: str
    policy: str
    attack: bool
    plan: str
    images: str
    ids: list[str] = field(default_factory=list)
    heard: list[Message] = field(default_factory=list)
    could_pass: bool = False
    refused: str = ""


class Person(Streamer):
    """Shows frames in the server's time; an attack is darker."""

    served: Served
    attack: bool = False
    first: float = math.inf
    _next: float = 0.0

    @property
    def seconds(self) -> float:
        """Of the server's time, since the first frame was sent."""
        return max(time.monotonic() - self.first, 0) * self.served.time.speed

    def step(self) -> None:
        """Wait until a STEP of the server's time has passed since the last frame."""
        time.sleep(max(self._next - time.monotonic(), 0))
        self._next = time.monotonic() + STEP / self.served.time.speed
        self.first = min(self.first, time.monotonic())

    def frame(self, jpeg: bytes) -> bytes:
        """Stamp it with the server's time."""
        self.captured = self.served.time.steady() - STEP
        return super().frame(jpeg)

    def show(self, colour: Colour = (20, 230, 20)) -> Message:
        """One frame later."""
        red, green, blue = colour
        return super().show((red, GREEN_OF_AN_ATTACK if self.attack else green, blue))


class Customer(threading.Thread):
    """Orders and goes through one session after the other until it is told to stop."""

    def __init__(self, served: Served, callback: str, seed: int, policies: tuple[str, ...]) -> None:
        super().__init__(name=f"customer-{seed}")
        self.visits: list[Visit] = []
        self.stage = "ordering"
        self.stopping = threading.Event()
        self.failure: BaseException | None = None
        self.replayed = 0
        self._served = served
        self._callback = callback
        self._policies = policies
        self._luck = random.Random(seed)  # noqa: S311 - the same course again for the same seed
        self._prefix = f"{seed}-{secrets.token_hex(4)}"

    def run(self) -> None:
        """Go through sessions; whatever goes wrong with the client itself is kept for the report."""
        try:
            with httpx.Client(base_url=self._served.url, timeout=30) as http:
                while not self.stopping.is_set():
                    self._visit(http)
        except BaseException as error:  # noqa: BLE001 - told by the report
            self.failure = error

    def _visit(self, http: httpx.Client) -> None:
        plan = self._luck.choices(("finish", "leave", "drop", "stay away", "order twice"), (70, 9, 9, 6, 6))[0]
        visit = Visit(
            key=f"{self._prefix}-{len(self.visits)}",
            policy=self._luck.choice(self._policies),
            attack=self._luck.random() < 0.5,
            plan=plan,
            images=self._luck.choice(("none", "audit")),
        )
        self.visits.append(visit)
        token = self._order(http, visit)
        if token is None or plan == "stay away":
            return
        if plan == "order twice":
            token = self._order(http, visit) or token
        self.stage = "ordered"
        time.sleep(self._luck.random() * 0.1)
        try:
            self._stream(visit, token)
        except (WebSocketException, OSError) as error:  # killed, mostly
            visit.refused = str(error)[:200]
        self._read(http, visit)

    def _order(self, http: httpx.Client, visit: Visit) -> str | None:
        """Order until it is acknowledged, with the same key each time; the client's token."""
        self.stage = "ordering"
        body = {
            "policy": visit.policy,
            "callback": self._callback,
            "reveal": "token",
            "keep_images": visit.images,
            "metadata": {"key": visit.key},
        }
        while not self.stopping.is_set():
            answer = self._ask(http, "POST", "/v1/sessions", json=body, headers={"Idempotency-Key": visit.key})
            if answer is not None and answer.status_code == 201:
                made = answer.json()
                visit.ids.append(made["id"])
                self.replayed += "idempotent-replayed" in answer.headers
                return str(made["client_token"])
            if answer is not None and answer.status_code < 500:
                raise AssertionError(f"expected 201, got {answer.status_code}: {answer.text[:300]}")
            time.sleep(PAUSE)
        return None

    @staticmethod
    def _ask(http: httpx.Client, method: str, path: str, **more: Any) -> httpx.Response | None:  # noqa: ANN401
        try:
            return http.request(method, path, **more)
        except httpx.TransportError:
            return None

    def _stream(self, visit: Visit, token: str) -> None:
        self.stage = "opening"
        address = f"ws://127.0.0.1:{self._served.port}/v1/sessions/{visit.ids[-1]}/stream"
        with connect(address, subprotocols=offering(token), open_timeout=30, close_timeout=1) as connection:
            person = Person(connection)
            person.served, person.attack = self._served, visit.attack
            welcome = person.receive()
            self.stage = "greeted"
            watching = Watching(self, person, active=welcome["active"], stop_after=self._stop_after(visit.plan))
            try:
                last = person.follow(watching.enough)[-1]
                if not is_ended(last) and visit.plan == "leave":
                    self.stage = "leaving"
                    last = person.ask({"type": "leave"})
                    while not is_ended(last):
                        last = person.receive()
            finally:
                visit.could_pass = watching.may_have_passed()
            if is_ended(last):
                visit.heard.append(last)

    def _stop_after(self, plan: str) -> int:
        """After how many frames it is enough for somebody who does not see it through."""
        return self._luck.randint(1, 5) if plan in {"leave", "drop"} else MOST_FRAMES

    def _read(self, http: httpx.Client, visit: Visit) -> None:
        """Read the session once, if the server is there."""
        self.stage = "reading"
        answer = self._ask(http, "GET", f"/v1/sessions/{visit.ids[-1]}")
        if answer is not None and answer.status_code == 200 and answer.json()["ended"] is not None:
            visit.heard.append(answer.json())
        elif answer is not None and answer.status_code == 404:
            visit.refused = "not found after it was made"
            visit.heard.append({"state": "made", "verdict": None, "token": None})


@dataclass
class Watching:
    """Reads off the answers to frames how far a session is."""

    customer: Customer
    person: Person
    active: bool
    stop_after: int
    last_act_was_asked: bool = False

    def enough(self, answer: Message) -> bool:
        """Take the answer to a frame; whether the person stops here."""
        prompt = (answer.get("active_check") or {}).get("prompt")
        if prompt and prompt["number"] == prompt["of"]:
            self.last_act_was_asked = True
        self.customer.stage = "deciding" if self.may_have_passed(early=STEP) else "acting" if prompt else "watched"
        return self.person.sequence >= self.stop_after

    def may_have_passed(self, *, early: float = 0.0) -> bool:
        """Whether what was shown until now can suffice: below this, nobody can have passed.

        With acts the last one must have been asked for, and without them a face been shown for long and often enough,
        by a clock that the server's cannot be ahead of.
        """
        if self.active:
            return self.last_act_was_asked
        return self.person.sequence >= LEAST_FRAMES and self.person.seconds >= LEAST_SECONDS - early
