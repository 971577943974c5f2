"""Both sockets pass frames over, and tell the analyser so."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from facevow.server.services import Clock
from facevow.types import Frame, FrameAnalysis
from facevow.vision.memory import Memory
from tests.server.analysers import FAKE, REAL, Colour, ColourAnalyser, in_base64, picture
from tests.server.conftest import RULES
from tests.server.serving import HandClock, serving
from tests.server.v1.streaming import ended, order, streaming


def watching(judged: list[bool]) -> Callable[[], ColourAnalyser]:
    """Makes analysers that note of each frame whether it was to be scored."""

    class Watching(ColourAnalyser):
        def analyse(self, frame: Frame, memory: Memory | None = None, *, judge: bool = True) -> FrameAnalysis:
            """As of the protocol."""
            assert memory is not None
            judged.append(judge)
            return super().analyse(frame, memory, judge=judge)

    return Watching


@pytest.mark.parametrize(("colour", "real"), [(REAL, True), (FAKE, False)])
def test_the_seeds_socket_answers_every_frame_and_scores_some(
    database: Path, hand: HandClock, *, colour: Colour, real: bool
) -> None:
    """The first three are scored; of ten frames a second about half; each answer tells what the scores say."""
    judged: list[bool] = []
    clock = Clock(monotonic=hand)
    with (
        serving(database, analysers=watching(judged), clock=clock, passive_every=0.2) as server,
        server.socket() as client,
    ):
        client.ask({"type": "set_active_check", "enabled": False})
        for _ in range(60):
            hand.seconds += 0.1
            answer = client.ask({"type": "frame", "data": in_base64(picture(colour))})
            assert (answer["face_detected"], answer["is_real"]) == (True, real)
    assert all(judged[:3])
    assert 20 < sum(judged) < 50


@pytest.mark.parametrize("policy", ["balanced", "passive_only"])
def test_a_session_is_completed_though_frames_are_passed_over(database: Path, hand: HandClock, policy: str) -> None:
    """With and without acts; the record counts the frames that were passed over among the analysed."""
    judged: list[bool] = []
    clock = Clock(monotonic=hand)
    with serving(database, analysers=watching(judged), clock=clock, passive_every=0.2) as server:
        server.app.state.services = replace(server.services, policy=replace(server.services.policy, challenge=RULES))
        made = order(server, policy=policy)
        with streaming(server, made, hand=hand) as streamer:
            streamer.follow()
        record = ended(server, made.id)
    assert (record.state, record.verdict) == ("COMPLETED", "BONA_FIDE")
    assert record.timings["frames"]["analysed"] == len(judged)
    assert not all(judged)
