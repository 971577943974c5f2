"""WS /v1/tryout: whoever runs the server sees all that it sees in a picture. Nothing is stored, nobody is judged by it.

It tells scores, so it takes an API key: with them somebody could work out what passes.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final

from fastapi import APIRouter
from starlette.websockets import WebSocket, WebSocketDisconnect

from facevow.decision.session import Session
from facevow.errors import AccessError, FacevowError, InputError, LimitError, MessageError, StoreError
from facevow.log import get_logger
from facevow.media.images import ImageLimits
from facevow.server.deps import OriginAllowed, OriginRefused, ServicesNeeded, Socket
from facevow.server.door.deps import enter, offered_key
from facevow.server.door.keys import Scope
from facevow.server.gates import ServerFull
from facevow.server.lines import ClientGone, DoesNotRead, Line
from facevow.server.messages import PongMessage
from facevow.server.services import Services
from facevow.server.v1.course import MOST_ERRORS
from facevow.server.v1.entering import close_for, terms_of
from facevow.server.v1.frames import Allowance, InOrder
from facevow.server.v1.terms import Arrival
from facevow.server.v1.tryout_telling import told
from facevow.server.v1.tryout_wire import ReadyMessage, TryoutMessage, parse_ping, to_text
from facevow.server.v1.wire import PROTOCOL, Close, ProblemMessage, parse_frame
from facevow.server.work import Encoded

SOURCE: Final = "tryout"
"""What the metrics call these sockets."""

KEY_SECONDS: Final = 5.0
"""How often it is asked whether the key is still good: a revoked one is of no use after twice as long at the latest,
since `door.keys` believes what it knows for a while."""

KEY_PATIENCE: Final = 60.0
"""Seconds for which a key that was good is believed while the database cannot be asked."""

router = APIRouter()


class Ended(Exception):
    """The socket is to be closed."""

    def __init__(self, code: Close, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@router.websocket("/v1/tryout")
async def tryout(socket: Socket, services: ServicesNeeded, allowed: OriginAllowed) -> None:
    """Let in whoever has a key with the scope `analyses`, or say by the close code why not."""
    speaks = PROTOCOL in socket.scope["subprotocols"]
    await socket.accept(PROTOCOL if speaks else None)
    line = Line(socket, services.settings.send_timeout)
    try:
        if not allowed:
            raise OriginRefused("this page is not among the allowed origins of the server")
        await enter(services, socket, Scope.ANALYSES, offered_key)
        if not speaks:
            raise MessageError(f"expected the subprotocol {PROTOCOL} among those offered")
        if services.live.draining:
            raise ServerFull("this server is being stopped; try again in a moment", code="draining")
        services.engine.expect_loaded()
        with services.tryouts.gate.enter():
            await Tryout(socket, services, line).serve()
    except FacevowError as error:
        if not isinstance(error, AccessError | LimitError):  # those are counted at the door
            services.metrics.refused(error.code)
        await line.close(_close_for(error), error.code)


def _close_for(error: FacevowError) -> Close:
    """As on a session's stream; a key is refused as its token is."""
    if isinstance(error, AccessError):
        return Close.ORIGIN_REFUSED if error.code == "scope_missing" else Close.TOKEN_INVALID
    return close_for(error)


class Tryout:
    """Serves one socket until it ends, or until its key is no longer good."""

    def __init__(self, socket: WebSocket, services: Services, line: Line) -> None:
        self._socket = socket
        self._services = services
        self._line = line
        self._terms = terms_of(services.settings)
        side = self._terms.max_side
        pixels = min(services.settings.max_image_pixels, side * side)
        self._limits = ImageLimits(self._terms.max_bytes, side, pixels)
        self._session = self._new_session()
        self._began = self._now()
        self._in_order, self._allowance = InOrder(), Allowance()
        self._waiting: Arrival | None = None
        self._arrived = asyncio.Event()
        self._received = self._dropped = self._errors_in_a_row = 0

    async def serve(self) -> None:
        """Greet, then read and answer until the client leaves, falls silent, stops reading or misbehaves."""
        log = get_logger("tryout")
        try:
            await self._send(self._ready())
            await _first_of(self._read(), self._work(), self._watch())
        except Ended as end:
            await self._line.close(end.code, end.reason)
        except DoesNotRead:
            await self._line.close(Close.SILENT, "not_reading")
        except (ClientGone, WebSocketDisconnect):
            pass
        except Exception:
            log.exception("tryout_failed")
            await self._line.close(Close.BROKEN, "broken")
        finally:
            log.info("tryout_closed", seconds=round(self._now() - self._began, 1), frames=self._received)

    def _ready(self) -> ReadyMessage:
        services, policy = self._services, self._session.policy
        return ReadyMessage(
            policy=policy.title,
            threshold=policy.threshold,
            model=services.engine.model,
            max_bytes=self._terms.max_bytes,
            max_side=self._terms.max_side,
            idle=services.settings.idle_timeout,
        )

    async def _read(self) -> None:
        """Take message after message; a new frame takes the place of one that still waits."""
        while True:
            try:
                async with asyncio.timeout(self._services.settings.idle_timeout):
                    message = await self._socket.receive()
            except TimeoutError as error:
                raise Ended(Close.SILENT, "silent") from error
            if message["type"] == "websocket.disconnect":
                raise ClientGone
            if not self._allowance.take(self._now()):
                raise Ended(Close.RATE_LIMITED, "too_many_messages")
            data: bytes | None = message.get("bytes")
            if data is not None:
                await self._take(data)
                continue
            try:
                parse_ping(message["text"])
            except MessageError as error:
                await self._send(self._problem(error))
            else:
                self._errors_in_a_row = 0
                await self._send(PongMessage())

    async def _take(self, data: bytes) -> None:
        """Let a frame wait."""
        now, sequence = self._now(), None
        try:
            frame = parse_frame(data, longest=self._terms.max_bytes)
            sequence = frame.sequence
            self._in_order.expect(frame, now)
        except MessageError as error:
            self._count("refused")
            await self._send(self._problem(error, sequence))
            return
        self._count("received")
        if self._waiting is not None:
            self._dropped += 1
            self._count("dropped")
        self._waiting = Arrival(frame, self._received, now, now - self._began)
        self._received += 1
        self._arrived.set()

    async def _work(self) -> None:
        """Analyse the newest frame, answer it, and only then look for the next."""
        while True:
            await self._arrived.wait()
            answer = await self._in_turn()
            if answer is not None:
                await self._send(answer)

    async def _in_turn(self) -> TryoutMessage | None:
        """The answer to the frame that is the newest when it is our turn; sent by others, who may take long to read."""
        async with self._services.tryouts.turn:
            self._arrived.clear()
            arrival, self._waiting = self._waiting, None
            return None if arrival is None else await self._answer(arrival)

    async def _watch(self) -> None:
        """See that whoever was let in would still be: a key that was revoked ends the socket."""
        services, sure = self._services, self._now()
        while True:
            await asyncio.sleep(KEY_SECONDS)
            try:
                principal = await services.keys.authenticate(offered_key(self._socket))
                principal.expect(Scope.ANALYSES)
            except AccessError as error:
                services.metrics.refused(error.code)
                raise Ended(_close_for(error), error.code) from error
            except StoreError as error:
                if self._now() - sure > KEY_PATIENCE:
                    raise Ended(close_for(error), error.code) from error
            else:
                sure = self._now()

    async def _answer(self, arrival: Arrival) -> TryoutMessage:
        sequence = arrival.frame.sequence
        try:
            analysis = await self._services.engine.analyse(self._encoded(arrival))
        except InputError as error:  # says nothing about the person: what was seen before still holds
            self._count("refused")
            return self._problem(error, sequence)
        except FacevowError as error:  # ours, and not to be counted against the client
            self._session = self._new_session()
            return ProblemMessage(code=error.code, message=str(error), sequence=sequence)
        self._count("analysed")
        self._errors_in_a_row = 0
        self._session.observe(analysis)
        took = (self._now() - arrival.received) * 1000
        return told(self._session, analysis, sequence=sequence, dropped=self._dropped, took=took)

    def _encoded(self, arrival: Arrival) -> Encoded:
        return Encoded(arrival.frame.picture, self._limits, arrival.number, arrival.at)

    def _problem(self, error: FacevowError, sequence: int | None = None) -> ProblemMessage:
        """What tells that something was wrong; too much of it in a row ends the socket."""
        self._errors_in_a_row += 1
        if self._errors_in_a_row > MOST_ERRORS:
            raise Ended(Close.BAD_MESSAGES, "bad_messages")
        return ProblemMessage(code=error.code, message=str(error), sequence=sequence)

    async def _send(self, message: TryoutMessage) -> None:
        await self._line.send(to_text(message))

    def _new_session(self) -> Session:
        """What fuses the scores of the last seconds; nothing is asked for."""
        return Session(self._services.policy.for_stream().passive_only())

    def _count(self, kind: str) -> None:
        self._services.metrics.frames(SOURCE, kind)

    def _now(self) -> float:
        return self._services.clock.monotonic()


async def _first_of(*works: Coroutine[Any, Any, None]) -> None:
    """Run all until one raises, and end the others."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
