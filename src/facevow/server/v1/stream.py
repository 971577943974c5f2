"""WS /v1/sessions/{id}/stream: carries messages between a socket and a `Course`, and stores how it ends."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect

from facevow.errors import FacevowError, InputError, SessionError
from facevow.log import get_logger
from facevow.media.images import ImageLimits
from facevow.server import answers
from facevow.server.canonical import canonical
from facevow.server.deps import OriginAllowed, OriginRefused, ServicesNeeded, Socket
from facevow.server.door.limits import address_of
from facevow.server.lines import ClientGone, DoesNotRead, Line
from facevow.server.services import Services
from facevow.server.v1.ends import ENDS, End
from facevow.server.v1.entering import GUESSES, Begun, admit, begin, close_for, expect_welcome
from facevow.server.v1.glancing import glance
from facevow.server.v1.live import Place
from facevow.server.v1.operate_replies import LiveSession
from facevow.server.v1.outcome import Signer, broken, conclude
from facevow.server.v1.storing import forget, store_end
from facevow.server.v1.telling import ended
from facevow.server.v1.terms import Arrival
from facevow.server.v1.tokens import read_offer
from facevow.server.v1.wire import PROTOCOL, Close, ProgressMessage, ServerMessage, to_text
from facevow.server.work import Encoded
from facevow.store.endings import Ending
from facevow.store.keeping import SESSION_SOURCE
from facevow.store.records import SessionRecord

TICK: Final = 0.25
"""Seconds between two looks at whether it is time to end."""

_OURS: Final = frozenset({1002, 1003, 1007, 1009})
"""Close codes of RFC 6455, section 7.4.1, that uvicorn sends for us: a message breaks its rules, or is too long."""

router = APIRouter()


@router.websocket("/v1/sessions/{session}/stream")
async def stream(socket: Socket, services: ServicesNeeded, allowed: OriginAllowed, session: str) -> None:
    """Let the client in and serve it, or say by the close code why not."""
    offer = read_offer(socket.scope["subprotocols"])
    await socket.accept(PROTOCOL if offer.speaks else None)
    address = address_of(socket)
    try:
        if not allowed:
            raise OriginRefused("this page is not among the allowed origins of the server")
        await expect_welcome(services, address, session, offer)
        admitted = await admit(services, session, offer)
        with services.live.enter(session, address) as place:
            begun = await begin(services, admitted)
            with services.telemetry.span("session", session=session):
                await Stream(socket, services, begun, place).serve()
    except FacevowError as error:
        await _refuse(socket, services, address, error)


async def _refuse(socket: WebSocket, services: Services, address: str, error: FacevowError) -> None:
    services.metrics.refused(error.code)
    if error.code in GUESSES:
        await services.limits.count_refusal(address)
    if close_for(error) is Close.BROKEN:
        get_logger("sessions").error("stream_refused", code=error.code, reason=str(error))
    await Line(socket, services.settings.send_timeout).close(close_for(error), error.code)


class Stream:
    """Serves one session that was begun, until it has ended and its end is stored."""

    def __init__(self, socket: WebSocket, services: Services, begun: Begun, place: Place) -> None:
        self._socket = socket
        self._services = services
        self._record = begun.record
        self._course = begun.course
        self._place = place
        self._line = Line(socket, services.settings.send_timeout)
        self._origin = answers.Origin(begun.record.id, SESSION_SOURCE, services.engine.model)
        self._limits = _limits(services, begun)
        self._arrived = asyncio.Event()
        self._last: ProgressMessage | None = None
        self._log = get_logger("sessions").bind(session=begun.record.id)

    async def serve(self) -> None:
        """Greet, then read, analyse and watch the time until the course has an end; store it, and tell it."""
        try:
            welcome = self._course.welcome(self._now())
            self._place.glance = self._glance
            await self._send(welcome)
            await self._first_of(self._read(), self._work(), self._watch(), self._heed())
        except DoesNotRead:
            self._course.finish(End.NOT_READING)
        except (ClientGone, WebSocketDisconnect):
            self._course.finish(End.DISCONNECTED)
        except Exception:  # noqa: BLE001 - whatever it is: the session ends, and not with a pass
            self._log.exception("session_failed")
            self._course.finish(End.BROKEN)
        await self._conclude()

    async def _first_of(self, *works: Coroutine[Any, Any, None]) -> None:
        """Run all until one returns or raises, and end the others."""
        tasks = [asyncio.create_task(work) for work in works]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _read(self) -> None:
        """Hand message after message to the course."""
        while self._course.end is None:
            message = await self._socket.receive()
            if message["type"] == "websocket.disconnect":
                self._hung_up(message.get("code", 0))
                return
            data: bytes | None = message.get("bytes")
            answer = self._course.take(message["text"] if data is None else data, self._now())
            self._arrived.set()
            if answer is not None:
                await self._send(answer)

    def _hung_up(self, code: int) -> None:
        if code in _OURS:
            self._course.finish(End.BAD_MESSAGES)
        elif self._services.live.draining:
            self._course.finish(End.SERVER_STOPPED)
        else:
            self._course.finish(End.DISCONNECTED)

    async def _work(self) -> None:
        """Analyse the newest frame, answer it, and only then look for the next."""
        while self._course.end is None:
            await self._arrived.wait()
            self._arrived.clear()
            arrival = self._course.next()
            if arrival is None:
                continue
            answer = await self._analyse(arrival)
            sent = self._now()  # read before sending: nobody can have seen a prompt any earlier
            if answer is not None:
                await self._send(answer)
            if isinstance(answer, ProgressMessage):
                self._course.told(sent)
                self._last = answer

    async def _analyse(self, arrival: Arrival) -> ServerMessage | None:
        engine, course = self._services.engine, self._course
        try:
            describe, judge = course.describe(arrival), course.judges(arrival)
            picture = self._encoded(arrival)
            analysis = await engine.analyse(picture, course.memory, judge=judge, describe=describe)
        except InputError as error:
            return course.refuse(arrival, error)
        except FacevowError as error:  # no model or matcher, a failure, too late: ours, and so no verdict
            self._log.error("frame_not_judged", sequence=arrival.frame.sequence, code=error.code)
            course.finish(End.BROKEN)
            return None
        likeness = course.session.likeness
        if likeness is not None and analysis.template is not None:  # ten references take some matchers 50 ms
            await run_in_threadpool(likeness.prepare, analysis.template)
        now = self._now()
        answer = course.observe(arrival, analysis, now)
        if answers.says_something(analysis):
            spent, at = (now - arrival.received) * 1000, self._services.clock.now()
            row = answers.inference_record(course.session, analysis, self._origin, at=at, milliseconds=spent)
            self._services.store.add([row])
        return answer

    def _encoded(self, arrival: Arrival) -> Encoded:
        return Encoded(arrival.frame.picture, self._limits, arrival.number, arrival.at)

    async def _watch(self) -> None:
        """Let the course see the time."""
        while self._course.end is None:
            await asyncio.sleep(TICK)
            self._course.tick(self._now())

    async def _heed(self) -> None:
        """End when we are told to."""
        await self._place.stop.wait()
        self._course.finish(self._place.stopped_by or End.SERVER_STOPPED)

    async def _conclude(self) -> None:
        """Store the end; only then tell it."""
        ending = await run_in_threadpool(self._ending, self._now())
        likeness = self._course.order.likeness
        compared = frozenset[str]() if likeness is None else likeness.enrolled
        try:
            record, ending = await store_end(self._services, self._record.id, ending, compared)
        except SessionError as error:
            self._log.warning("session_ended_elsewhere", code=error.code)
            await self._line.close(Close.SESSION_OVER, error.code)
            if error.code == "session_unknown":
                await forget(self._services, self._record.id)
        except FacevowError as error:
            self._log.error("session_not_stored", code=error.code, reason=str(error))
            await self._line.close(Close.BROKEN, "not_stored")
        else:
            self._report(record, ending)
            await self._say_goodbye(record)

    def _glance(self) -> LiveSession | None:
        """How far it is, for whoever watches over the server; nothing from its end on, which is told once stored."""
        return None if self._course.end else glance(self._course, self._record, self._last, self._now())

    def _ending(self, now: float) -> Ending:
        """What is to be stored; where that cannot be made, that the session is broken. Runs in a thread."""
        services, engine, at = self._services, self._services.engine, self._services.clock.now()
        try:
            signer = Signer(services.keyring, services.settings.issuer, engine.model, engine.model_sha256)
            return conclude(self._course, self._record, signer, now=at, seconds=now - self._course.moments.began)
        except Exception:  # noqa: BLE001 - what cannot be told in full can be told as broken
            self._log.exception("session_not_concluded")
            return broken(at)

    async def _say_goodbye(self, record: SessionRecord) -> None:
        end = End(record.ended_by) if record.ended_by else End.DECIDED
        try:
            await self._send(ended(record))
        except ClientGone:
            return
        await self._line.close(ENDS[end].close, end.value)

    def _report(self, record: SessionRecord, ending: Ending) -> None:
        """The one log line of this session, and the figures."""
        metrics, counts = self._services.metrics, self._course.counts
        canonical(record, images=[image.name for image in ending.images], source=SESSION_SOURCE)
        metrics.session(record.state, record.ended_by)
        for kind in ("received", "analysed", "dropped", "refused"):
            metrics.frames(SESSION_SOURCE, kind, getattr(counts, kind))
        if record.verdict is not None:
            metrics.verdict(SESSION_SOURCE, record.verdict, record.reasons)

    async def _send(self, message: ServerMessage) -> None:
        await self._line.send(to_text(message))

    def _now(self) -> float:
        return self._services.clock.monotonic()


def _limits(services: Services, begun: Begun) -> ImageLimits:
    """What the decoder is told."""
    terms, pixels = begun.course.terms, services.settings.max_image_pixels
    return ImageLimits(terms.max_bytes, terms.max_side, min(pixels, terms.max_side * terms.max_side))
