"""One connection's check: its frames, its choice of the active check, and what is recorded of it."""

from dataclasses import replace
from datetime import datetime

from facevow.decision.session import Session
from facevow.decision.verdict import Reason, Verdict
from facevow.server import answers
from facevow.server.messages import ResultMessage
from facevow.server.services import Services
from facevow.types import FrameAnalysis


class ConnectionCheck:
    """Keeps the session of one connection, and nothing of any other."""

    def __init__(self, services: Services, origin: answers.Origin) -> None:
        self._services = services
        self._origin = origin
        self._started: datetime = services.clock.now()
        self._choice: bool | None = None
        self._session = Session(self._services.policy.for_stream(), active=self.active)
        self._frames = 0
        self._frames_with_face = 0
        self._broken = False

    @property
    def active(self) -> bool:
        """Whether the active check is on: as the connection chose, or as the server's default is now."""
        return self._services.active_default.enabled if self._choice is None else self._choice

    def choose_active(self, *, enabled: bool) -> None:
        """Follow the client's own choice from now on."""
        self._choice = enabled
        self._session.require_active(required=enabled)

    def reset_active_check(self) -> None:
        """Forget the acts done so far."""
        self._session.reset_active_check()

    def observe(self, analysis: FrameAnalysis, *, dropped: int, received: float) -> ResultMessage:
        """Take an analysed frame that came at `received` on the monotonic clock; record it and return the answer."""
        self._session.require_active(required=self.active)
        self._session.observe(analysis)
        self._broken = False
        self._frames += 1
        self._frames_with_face += analysis.face is not None
        spent = self._services.clock.monotonic() - received
        record = answers.inference_record(
            self._session,
            analysis,
            self._origin,
            at=self._services.clock.now(),
            milliseconds=spent * 1000,
        )
        self._services.store.add([record])
        return answers.result(self._session, analysis, dropped=dropped)

    def start_over(self) -> None:
        """Forget all evidence after a failure of ours: what follows must earn its verdict from the beginning."""
        self._session = Session(self._services.policy.for_stream(), active=self.active)
        self._broken = True

    def finish(self) -> str | None:
        """Record the verdict as of now and return it; None when there never was a frame."""
        decision = self._session.decide()
        if self._broken:
            decision = replace(decision, verdict=Verdict.NO_RESPONSE, reasons=(Reason.ERROR,))
        elif self._frames == 0:
            return None
        record = answers.verdict_record(
            replace(decision, frames=self._frames, frames_with_face=self._frames_with_face),
            self._origin,
            started=self._started,
            ended=self._services.clock.now(),
            active_check_passed=self._session.active_check.passed,
        )
        self._services.store.add([record])
        return decision.verdict
