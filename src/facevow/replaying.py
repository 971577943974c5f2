"""Judges a trace as if it were a video: the Python API behind `facevow replay`.

from facevow.replaying import replay
from facevow.traces.files import read_trace

replayed = replay(read_trace(Path("clip.jsonl")), Session(policy.passive_only()))
print(replayed.decision.verdict, replayed.timeline)

No clock is read: the same trace, policy and choices give the same answer at any speed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from math import isfinite
from typing import Any, Final

from facevow.challenge.transcript import Entry
from facevow.decision.session import Session
from facevow.decision.verdict import Decision
from facevow.traces.files import Trace
from facevow.traces.format import Header
from facevow.types import FrameAnalysis

LOOK_EVERY, LOOK_SHARE = 1.0, 0.05
"""Seconds of the stream between two looks at what the verdict would be, and the share of the frames so far that must
have come since: each look goes over all of them, and an endless trace must not take for ever."""

_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a timeline: what happened at `at` seconds.

    `event` is that of the challenge, or `verdict` where the verdict became another one; then `seen` tells which.
    `asked` is what the person was asked for then and `seen` the act that was seen, `began` when it began in seconds
    and `distortion` how much the face's proportion changed in it; `score` is the passive score so far. None where
    there is no such thing.
    """

    at: float
    event: str
    asked: str | None
    seen: str | None
    began: float | None
    distortion: float | None
    score: float | None


OnFrame = Callable[[FrameAnalysis], None]
OnMoment = Callable[[Moment], None]


@dataclass(frozen=True, slots=True)
class Replay:
    """The end of a replay: what the trace was made of, all that happened, and the verdict."""

    header: Header
    timeline: tuple[Moment, ...]
    decision: Decision


def replay(
    trace: Trace, session: Session, *, on_frame: OnFrame | None = None, on_moment: OnMoment | None = None
) -> Replay:
    """Let a fresh session see the frames of a trace.

    Args:
        trace: what it sees.
        session: decides; its policy says what counts, and with a challenge what is asked for.
        on_frame: called before each frame, for instance to wait until its time has come.
        on_moment: told of what happens as it happens.
    """
    timeline: list[Moment] = []
    watching = _Watching(session)
    for frame in trace.frames:
        if on_frame is not None:
            on_frame(frame)
        session.observe(frame)
        for moment in watching.moments(frame, last=frame is trace.frames[-1]):
            timeline.append(moment)
            if on_moment is not None:
                on_moment(moment)
    return Replay(trace.header, tuple(timeline), session.decide())


class _Watching:
    """Finds out what a session made of a frame."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._latest: Entry | None = None
        self._verdict = session.verdict()
        self._looked_at: float | None = None
        self._frames = self._looked_after = 0

    def moments(self, frame: FrameAnalysis, *, last: bool) -> Iterator[Moment]:
        """What happened with this frame, in order: events of the challenge, then another verdict."""
        entries = self._new_entries()
        self._frames += 1
        rested = self._frames - self._looked_after >= LOOK_SHARE * self._frames
        look = self._looked_at is None or (rested and abs(frame.at - self._looked_at) >= LOOK_EVERY)
        if not entries and not look and not last:
            return
        score = self._session.passive_score()
        for entry in entries:
            asked, seen = (None if part is None else str(part) for part in (entry.step, entry.act))
            distortion = None if entry.signs is None else entry.signs.distortion
            yield Moment(entry.at, entry.event.value, asked, seen, entry.began, distortion, score)
        self._looked_at, self._looked_after = frame.at, self._frames
        verdict = self._session.verdict()
        if verdict is not self._verdict:
            self._verdict = verdict
            yield Moment(frame.at, "verdict", None, verdict.value, None, None, score)

    def _new_entries(self) -> list[Entry]:
        """Entries of the transcript after the one seen last; it keeps only so many, and the new ones are at its end."""
        check = self._session.active_check
        new: list[Entry] = []
        for entry in reversed(check.transcript.entries if check is not None else ()):
            if entry is self._latest:
                break
            new.append(entry)
        if new:
            self._latest = new[0]
        return new[::-1]


def as_json(replayed: Replay) -> dict[str, Any]:
    """All of it as an object for JSON, numbers rounded to four decimals; what is not finite becomes null."""
    decision, header = replayed.decision, replayed.header
    told: dict[str, Any] = _plain(
        {
            "trace": _fields(header),
            "timeline": [_fields(moment) for moment in replayed.timeline],
            "verdict": _fields(decision),
        }
    )
    return told


def _fields(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any dataclass
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def _plain(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """The same in nothing but dicts, lists, texts, numbers, booleans and null."""
    match value:
        case Mapping():
            return {str(key): _plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case Enum():
            return value.value
        case float():
            return round(value, _DIGITS) + 0.0 if isfinite(value) else None
        case _:
            return value
