"""Sessions in which nothing is asked: what breaks the stream's continuity counts."""

from collections.abc import Sequence

import pytest

from facevow.challenge.events import Event
from facevow.checking import packaged_policies
from facevow.decision.session import Session
from facevow.decision.verdict import Decision, Reason, Verdict
from facevow.decision.watching import OF_AN_ATTACK, OF_NOBODY, Watch
from facevow.traces.edits import cut, freeze, loop, splice, with_second_face
from facevow.types import FrameAnalysis
from tests.recordings import ATTACKS, BONA_FIDE, recording

POLICY = packaged_policies().choose("passive_only").for_session()
LIVE, PHOTO = "bonafide-5-moving-selfie", "attack-1-phone-still"


def judged(frames: Sequence[FrameAnalysis], seconds: float = 60) -> Decision:
    """The decision on the first seconds of a stream."""
    session = Session(POLICY)
    for frame in frames:
        if frame.at - frames[0].at <= seconds:
            session.observe(frame)
    return session.decide()


@pytest.mark.parametrize("name", [*BONA_FIDE, *ATTACKS[:2]])
def test_a_stream_that_holds_together_is_judged_after_three_seconds(name: str) -> None:
    """Every live recording is bona fide, and attacks are attacks, as soon as a session may be decided."""
    expected = Verdict.BONA_FIDE if name in BONA_FIDE else Verdict.ATTACK
    assert judged(recording(name).frames, 3.1).verdict is expected


def test_one_picture_for_long_is_nobody() -> None:
    """A live picture that stands still is no answer, and stays none when the person moves again."""
    decision = judged(freeze(recording(LIVE).frames, 4, 2))
    assert (decision.verdict, decision.reasons[0]) == (Verdict.NO_RESPONSE, Event.FROZEN)
    assert decision.evidence["events"] == {"frozen": 1}


def test_pictures_that_come_again_are_an_attack() -> None:
    """A live person's recording in a loop is told by its pictures."""
    decision = judged(loop(cut(recording(LIVE).frames, 0, 5), 3))
    assert (decision.verdict, decision.reasons[0]) == (Verdict.ATTACK, Event.LOOPED)


def test_who_comes_later_is_judged_alone() -> None:
    """After a gap nothing of before counts: neither a photo's score nor a live person's seconds."""
    live, photo = cut(recording(LIVE).frames, 0, 4), cut(recording(PHOTO).frames, 0, 8)
    assert judged(splice(photo, live, gap=3)).verdict is Verdict.BONA_FIDE
    short = judged(splice(live, cut(recording(PHOTO).frames, 0, 1), gap=3))
    assert (short.verdict, short.reasons[0]) == (Verdict.NO_RESPONSE, Reason.TOO_FEW_FRAMES)
    assert judged(splice(live, photo, gap=3)).verdict is Verdict.ATTACK


def test_nobody_is_judged_while_a_second_face_is_there() -> None:
    """Two people are no answer until one of them has been alone for long enough."""
    frames = recording(LIVE).frames
    assert judged(with_second_face(frames, 0, 6), 6).verdict is Verdict.NO_RESPONSE
    assert judged(with_second_face(frames, 0, 6), 12).verdict is Verdict.BONA_FIDE


def test_without_the_watch_it_is_evidence_only() -> None:
    """The seed's socket and files are judged by their score; what happened stands in the evidence."""
    session = Session(packaged_policies().choose("passive_only"))
    for frame in freeze(recording(LIVE).frames, 4, 2):
        session.observe(frame)
    decision = session.decide()
    assert decision.verdict is Verdict.BONA_FIDE
    assert decision.evidence["events"] == {"frozen": 1}


def test_each_event_has_one_consequence() -> None:
    """An attack and nobody's stream are remembered for good; anything else begins the look anew."""
    assert not OF_AN_ATTACK & OF_NOBODY
    for event in Event:
        watch = Watch()
        anew = watch.heed(event)
        assert [anew, watch.attack is event, watch.nobody is event].count(True) == 1
        assert not watch.heed(None)
        assert watch.evidence() == {event.value: 1}
