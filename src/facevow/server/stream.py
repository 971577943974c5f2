"""One WebSocket connection: a reader that keeps the newest frame only, and a worker that answers it."""

import asyncio
from dataclasses import dataclass
from typing import Final

from starlette.websockets import WebSocket, WebSocketDisconnect

from facevow.errors import ChallengeImpossible, FacevowError, ImageError, InputError, MessageError
from facevow.log import get_logger
from facevow.server import answers
from facevow.server.checks import ConnectionCheck, TooManyAttempts
from facevow.server.lines import ClientGone, DoesNotRead, Line
from facevow.server.messages import (
    ActiveCheckMessage,
    ActiveCheckResetMessage,
    ErrorMessage,
    FrameMessage,
    Outgoing,
    PingMessage,
    PongMessage,
    ResetMessage,
    SetActiveMessage,
    parse_message,
)
from facevow.server.services import Services, new_name
from facevow.server.v1.frames import RATE, Allowance
from facevow.server.work import Encoded

MOST_ERRORS: Final = 50
"""Messages in a row that make no sense, or ask for what cannot be, before the client is sent away."""

BY_THE_CLIENT: Final = (MessageError, ImageError, ChallengeImpossible, TooManyAttempts)
"""Errors that count towards MOST_ERRORS; the others are faults of ours."""

GOING_AWAY, POLICY_VIOLATION = 1001, 1008
"""Close codes of RFC 6455, section 7.4.1."""

SOURCE: Final = "ws"
"""What the log and the metrics call these sockets."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A frame as it came: base64 text or the bytes of a picture; `number` counts from 1, `at` is monotonic seconds."""

    picture: str | bytes
    number: int
    at: float


class Abusive(Exception):
    """The client has sent too much that makes no sense."""


class Stream:
    """Serves one accepted connection until it ends."""

    def __init__(self, socket: WebSocket, services: Services) -> None:
        self._socket = socket
        self._services = services
        self._line = Line(socket, services.settings.send_timeout)
        self._name = new_name()
        self._check = ConnectionCheck(services, answers.Origin(self._name, SOURCE, services.engine.model))
        self._metrics = services.metrics
        self._log = get_logger("stream").bind(connection=self._name)
        self._started = services.clock.monotonic()
        self._waiting: Arrival | None = None
        self._arrived = asyncio.Event()
        self._received = self._dropped = self._errors = self._errors_in_a_row = 0

    async def serve(self) -> None:
        """Read and answer until the client leaves, falls silent, stops reading or misbehaves."""
        reader = asyncio.create_task(self._read(), name=f"reader-{self._name}")
        worker = asyncio.create_task(self._work(), name=f"worker-{self._name}")
        reason = "left"
        try:
            done, _ = await asyncio.wait({reader, worker}, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        except TimeoutError:
            reason = "idle"
            await self._line.close(GOING_AWAY, "nothing came for too long")
        except Abusive:
            reason = "abusive"
            await self._line.close(POLICY_VIOLATION, "too many messages that make no sense")
        except (ClientGone, WebSocketDisconnect):
            pass
        finally:
            reader.cancel()
            worker.cancel()
            await asyncio.gather(reader, worker, return_exceptions=True)
            self._report(reason)

    async def _read(self) -> None:
        """Take message after message; a new frame takes the place of one that still waits.

        What comes faster than anybody's camera is left in the socket for a while: thousands of small messages arrive in
        one read, and whoever took them all at once would keep everybody else waiting.
        """
        allowance, clock = Allowance(), asyncio.get_running_loop().time
        while True:
            if not allowance.take(clock()):
                await asyncio.sleep(1 / RATE)
                allowance.take(clock())
            async with asyncio.timeout(self._services.settings.idle_timeout):
                message = await self._socket.receive()
            if message["type"] == "websocket.disconnect":
                raise ClientGone
            picture: str | bytes | None = message.get("bytes")
            if picture is None:
                picture = await self._take_text(message["text"])
            if picture is None:
                continue
            self._received += 1
            self._dropped += self._waiting is not None
            self._metrics.frames(SOURCE, "received")
            self._metrics.frames(SOURCE, "dropped", self._waiting is not None)
            self._waiting = Arrival(picture, self._received, self._services.clock.monotonic())
            self._arrived.set()

    async def _take_text(self, text: str) -> str | None:
        """Answer a control message at once, or return the picture of a frame message."""
        try:
            message = parse_message(text, max_bytes=self._services.settings.max_message_bytes)
            if isinstance(message, FrameMessage):
                return message.data
            answer = self._control(message)
            self._errors_in_a_row = 0
            await self._send(answer)
        except BY_THE_CLIENT as error:
            await self._send_error(error)
        return None

    def _control(self, message: PingMessage | ResetMessage | SetActiveMessage) -> Outgoing:
        """Do what a control message asks for; ChallengeImpossible or TooManyAttempts when it cannot be done."""
        if isinstance(message, PingMessage):
            return PongMessage()
        if isinstance(message, ResetMessage):
            self._check.reset_active_check()
            return ActiveCheckResetMessage()
        self._check.choose_active(enabled=message.enabled, exclude=message.exclude)
        return ActiveCheckMessage(enabled=message.enabled)

    async def _work(self) -> None:
        """Analyse the newest frame, answer it, and only then look for the next."""
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            arrival, self._waiting = self._waiting, None
            if arrival is None:
                continue
            try:
                answer = await self._answer(arrival)
                sent = self._stream_time()  # read before sending: nobody can have seen a prompt any earlier
                await self._send(answer)
                self._check.prompt_told(sent)
                self._errors_in_a_row = 0
            except FacevowError as error:
                await self._send_error(error, frame=arrival.number)

    async def _answer(self, arrival: Arrival) -> Outgoing:
        try:
            picture, check = self._encoded(arrival), self._check
            judge = check.judges(picture.at)
            analysis = await self._services.engine.analyse(picture, check.memory, judge=judge)
            self._metrics.frames(SOURCE, "analysed")
            return self._check.observe(analysis, dropped=self._dropped, received=arrival.at)
        except InputError:
            self._metrics.frames(SOURCE, "refused")
            raise  # a picture that cannot be read says nothing about the person: what was seen before still holds
        except FacevowError:
            self._check.start_over()
            raise
        except Exception as error:
            self._check.start_over()
            self._log.exception("frame_failed", frame=arrival.number)
            raise FacevowError("this frame could not be judged", code="analysis_failed") from error

    def _encoded(self, arrival: Arrival) -> Encoded:
        at = arrival.at - self._started
        return Encoded(arrival.picture, self._services.settings.image_limits, arrival.number - 1, at)

    def _stream_time(self) -> float:
        """Seconds since the connection began, as frames are dated."""
        return self._services.clock.monotonic() - self._started

    async def _send_error(self, error: FacevowError, *, frame: int | None = None) -> None:
        self._errors += 1
        await self._send(ErrorMessage(code=error.code, message=str(error), frame=frame))
        if isinstance(error, BY_THE_CLIENT):
            self._errors_in_a_row += 1
            if self._errors_in_a_row > MOST_ERRORS:
                raise Abusive

    async def _send(self, message: Outgoing) -> None:
        """Send, unless the client takes too long to read: then nothing more is kept for it."""
        try:
            await self._line.send(message.model_dump_json(exclude_none=isinstance(message, ErrorMessage)))
        except DoesNotRead:
            self._log.warning("client_does_not_read")
            raise

    def _report(self, reason: str) -> None:
        """The one log line of this connection."""
        self._log.info(
            "connection_closed",
            reason=reason,
            seconds=round(self._services.clock.monotonic() - self._started, 1),
            frames=self._received,
            dropped=self._dropped,
            errors=self._errors,
            verdict=self._check.finish(),
        )
