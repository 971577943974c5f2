"""Traces judged again: the timeline, the verdict, and that both are always the same."""

import json
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from facevow.challenge.events import Act
from facevow.challenge.rules import Step
from facevow.challenge.transcript import LONGEST
from facevow.checking import packaged_policies
from facevow.decision.session import Session
from facevow.decision.verdict import Verdict
from facevow.replaying import Moment, as_json, replay
from facevow.traces.edits import fresh_digests, loop, thin
from facevow.traces.files import Trace, read_trace, write_trace
from facevow.types import FrameAnalysis
from tests.recordings import ATTACKS, BONA_FIDE, recording

POLICY = packaged_policies().choose("balanced")
TURNS = recording("bonafide-2-head-turns")


def passive_only() -> Session:
    return Session(POLICY.passive_only())


def scripted(*acts: Act) -> Session:
    return Session(POLICY.for_recording(), lambda _: 0, script=tuple(Step(act) for act in acts))


def drawn(seed: int) -> Session:
    return Session(POLICY, Random(seed).randrange)


def text(trace: Trace, session: Session) -> str:
    return json.dumps(as_json(replay(trace, session)), sort_keys=True, allow_nan=False)


@pytest.mark.parametrize("name", [*BONA_FIDE, *ATTACKS])
def test_recordings_are_judged_as_their_clips(name: str) -> None:
    """Passive only, a trace of each clip gives the verdict that the clip deserves."""
    expected = Verdict.ATTACK if name in ATTACKS else Verdict.BONA_FIDE
    assert replay(recording(name), passive_only()).decision.verdict is expected


def test_the_timeline_tells_what_was_asked_and_seen() -> None:
    """Both turns of the clip, in order, with when they began, how deep the face was, and the score so far."""
    replayed = replay(TURNS, scripted(Act.TURN_LEFT, Act.TURN_RIGHT))
    assert replayed.decision.verdict is Verdict.BONA_FIDE
    done = [moment for moment in replayed.timeline if moment.event in {"act_done", "last_act_done"}]
    assert [(moment.asked, moment.seen) for moment in done] == [("turn_left",) * 2, ("turn_right",) * 2]
    for moment in done:
        assert moment.began is not None
        assert moment.began <= moment.at
        assert moment.distortion is not None
        assert moment.score is not None
        assert moment.score > POLICY.threshold
    assert [moment.seen for moment in replayed.timeline if moment.event == "verdict"] == ["BONA_FIDE"]
    assert [moment.at for moment in replayed.timeline] == sorted(moment.at for moment in replayed.timeline)


def test_an_attack_with_every_gesture_stays_an_attack() -> None:
    """The replay of that clip on a screen has the turns, and the timeline tells from when on it was seen through."""
    replayed = replay(recording("attack-2-screen-replay-of-bonafide-2"), scripted(Act.TURN_LEFT, Act.TURN_RIGHT))
    assert replayed.decision.verdict is Verdict.ATTACK
    assert [moment.seen for moment in replayed.timeline if moment.event == "verdict"] == ["ATTACK"]


@pytest.mark.parametrize("name", [*BONA_FIDE, *ATTACKS])
def test_the_same_trace_gives_the_same_answer(tmp_path: Path, name: str) -> None:
    """Byte for byte: passive only, under a script and under drawn challenges, and after it was written and read."""
    trace = recording(name)
    path = tmp_path / "again.jsonl"
    write_trace(path, trace.header, trace.frames)
    again = read_trace(path)
    for make in (passive_only, lambda: scripted(Act.BLINK), lambda: drawn(1), lambda: drawn(2)):
        assert text(trace, make()) == text(trace, make()) == text(again, make())


def test_every_frame_is_waited_for_and_every_moment_told_when_it_happens() -> None:
    """`on_frame` comes before what happens in that frame, `on_moment` before the next frame."""
    told: list[FrameAnalysis | Moment] = []
    replayed = replay(TURNS, drawn(1), on_frame=told.append, on_moment=told.append)
    assert [thing for thing in told if isinstance(thing, FrameAnalysis)] == list(TURNS.frames)
    assert tuple(thing for thing in told if isinstance(thing, Moment)) == replayed.timeline
    latest = 0.0
    for thing in told:
        if isinstance(thing, FrameAnalysis):
            latest = thing.at
        else:
            assert thing.at == latest


def test_no_event_is_left_out_of_a_long_timeline() -> None:
    """Each event is told once, even if there are more of them than a transcript keeps."""
    shown = fresh_digests(loop(thin(recording("bonafide-4-dim-room").frames, 8), 50), 1)
    frames = [replace(frame, at=frame.at + 5 * (number // 4)) for number, frame in enumerate(shown)]
    session = scripted(Act.BLINK)
    timeline = replay(Trace(TURNS.header, tuple(frames)), session).timeline
    assert session.active_check is not None
    assert len(timeline) > LONGEST
    events = [moment.event for moment in timeline if moment.event != "verdict"]
    entries = session.active_check.transcript.entries
    assert events[-len(entries) :] == [entry.event.value for entry in entries]
    assert len(events) == sum(session.active_check.transcript.evidence()["counts"].values())


def test_numbers_are_rounded_and_what_is_not_finite_is_null() -> None:
    """JSON knows neither infinity nor NaN; -0 is 0."""
    replayed = replay(TURNS, passive_only())
    odd = replace(replayed.timeline[0], at=0.123456789, began=float("-inf"), distortion=float("nan"), score=-0.0)
    moment = as_json(replace(replayed, timeline=(odd,)))["timeline"][0]
    assert moment["at"] == 0.1235
    assert moment["began"] is moment["distortion"] is None
    assert str(moment["score"]) == "0.0"


def test_the_json_has_everything() -> None:
    """What the trace was made of, the timeline, and the decision with its evidence."""
    told = as_json(replay(TURNS, drawn(3)))
    assert sorted(told) == ["timeline", "trace", "verdict"]
    assert told["trace"]["source"] == "bonafide-2-head-turns.mp4"
    assert {"verdict", "score", "reasons", "policy", "evidence"} <= set(told["verdict"])
    assert told["verdict"]["passive_only"] is False
    assert "challenge" in told["verdict"]["evidence"]
