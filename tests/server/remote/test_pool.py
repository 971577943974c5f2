"""The pool whose frames are analysed elsewhere."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from facevow.errors import ClusterError, ImageError, ModelError
from facevow.server.pool import AnalysisFailed
from facevow.server.remote import pool as remote_pool
from facevow.server.remote.dispatch import LOSSES
from facevow.server.remote.travel import Ask, Identity, ReplicaLost
from facevow.server.work import Encoded
from facevow.types import Face, Frame, FrameAnalysis
from facevow.vision.memory import Memory
from tests.server.analysers import (
    BOX,
    COLOURS_SHA256,
    FAILING,
    FAKE,
    REAL,
    ColourAnalyser,
    ColourDescriber,
    meshing,
    no_model,
    picture,
)
from tests.server.remote.replicas import Near, pooled
from tests.server.serving import PATIENCE, until


class Remembering(ColourAnalyser):
    """Writes into the memory how wide the frame was."""

    def analyse(self, frame: Frame, memory: Memory | None = None, *, judge: bool = True) -> FrameAnalysis:
        """As of the protocol."""
        if memory is not None:
            memory.moving = not memory.moving
        return super().analyse(frame, memory, judge=judge)


def encoded(data: bytes = b"", index: int = 0) -> Encoded:
    return Encoded(data or picture(REAL), index=index)


def test_each_frame_gets_its_own_answer() -> None:
    """Of many frames at once each gets its analysis, and those that wait travel together, at most MOST of them."""
    near = Near()
    with pooled(near) as pool:
        assert (pool.loaded, pool.model, pool.model_sha256, pool.matcher) == (True, "colours", COLOURS_SHA256, "")
        answers = [pool.submit(encoded(index=number)) for number in range(30)]
        assert [answer.result(PATIENCE).index for answer in answers] == list(range(30))
    assert sum(near.calls) == 30
    assert len(near.calls) < 30
    assert max(near.calls) <= remote_pool.MOST


def test_what_is_remembered_comes_back() -> None:
    """The memory that was handed in is what the replica made of its copy, and the answer of an unscored frame too."""
    with pooled(Near(Remembering)) as pool:
        memory = Memory(surroundings=True, moving=False)
        analysis = pool.submit(encoded(), memory, judge=False).result(PATIENCE)
        assert memory.moving
        assert analysis.passive is None
        assert analysis.faces == (Face(BOX, 0.9, ((60, 50), (80, 50), (70, 70))),)


def test_what_a_picture_is_at_fault_for_is_told_as_by_threads() -> None:
    """An error of the picture, and one of the analysis, are the same kinds with the same codes as in this process."""
    with pooled(Near()) as pool, capture_logs():
        with pytest.raises(ImageError) as refused:
            pool.submit(encoded(b"no picture")).result(PATIENCE)
        assert refused.value.code == "not_an_image"
        with pytest.raises(AnalysisFailed):
            pool.submit(encoded(picture(FAILING))).result(PATIENCE)
        score = pool.submit(encoded(picture(FAKE))).result(PATIENCE).passive
    assert score is not None
    assert score.value < 0.2


def test_a_lost_frame_is_analysed_by_another_replica() -> None:
    """A replica that dies with frames costs nobody an answer: they are sent again, each on its own."""
    died: list[int] = []

    def once(asks: tuple[Ask, ...]) -> Exception | None:
        if len(asks) > 1 and not died:
            died.append(len(asks))
            return ReplicaLost("killed")
        return None

    near = Near(trouble=once)
    with pooled(near) as pool, capture_logs() as events:
        answers = [pool.submit(encoded(index=number)) for number in range(12)]
        assert [answer.result(PATIENCE).index for answer in answers] == list(range(12))
    assert died
    assert near.calls.count(1) >= died[0]
    assert [event["frames"] for event in events if event["event"] == "replica_lost"] == died


def test_a_frame_that_kills_whoever_has_it_is_given_up() -> None:
    """After LOSSES replicas a frame fails, never passes; a frame beside it is answered."""

    def deadly(asks: tuple[Ask, ...]) -> Exception | None:
        indices = [ask.load.index for ask in asks if isinstance(ask.load, Encoded)]
        return ReplicaLost("killed") if 7 in indices else None

    near = Near(trouble=deadly)
    with pooled(near) as pool, capture_logs() as events:
        answers = [pool.submit(encoded(index=number)) for number in range(5, 9)]
        with pytest.raises(AnalysisFailed):
            answers[2].result(PATIENCE)
        assert [answers[place].result(PATIENCE).index for place in (0, 1, 3)] == [5, 6, 8]
    assert len([event for event in events if event["event"] == "replica_lost"]) == LOSSES


@pytest.mark.parametrize("fault", [RuntimeError("a fault"), ValueError("another")])
def test_a_fault_that_nobody_foresaw_fails_the_frame(fault: Exception) -> None:
    """Whatever a call raises, whoever waits hears of it at once."""
    with pooled(Near(trouble=lambda _: fault)) as pool, capture_logs() as events, pytest.raises(AnalysisFailed):
        pool.submit(encoded()).result(PATIENCE)
    assert "call_failed" in [event["event"] for event in events]


@pytest.mark.parametrize(
    "other",
    [
        lambda identity: replace(identity, model_sha256="0" * 64),
        lambda identity: replace(identity, release="0.0.0"),
        lambda identity: replace(identity, plan="another plan"),
    ],
)
def test_a_replica_that_works_otherwise_is_refused(other: Callable[[Identity], Identity]) -> None:
    """An answer by another network, release or plan is thrown away, and nothing is analysed any more."""
    near = Near()
    with pooled(near) as pool, capture_logs() as events:
        assert pool.submit(encoded()).result(PATIENCE).index == 0
        near.patch = other
        with pytest.raises(ModelError):
            pool.submit(encoded()).result(PATIENCE)
        assert not pool.loaded
        near.patch = lambda identity: identity
        with pytest.raises(ModelError):
            pool.submit(encoded())
    assert [event["event"] for event in events] == ["replicas_differ"]


def test_templates_of_another_matcher_are_refused() -> None:
    """A replica without the matcher ends comparing, a template by another fails its frame; liveness goes on."""
    near = Near(meshing, ColourDescriber)
    with pooled(near) as pool, capture_logs() as events:
        template = pool.submit(encoded(), describe="always").result(PATIENCE).template
        assert template is not None
        assert pool.matcher == template.matcher == "blue 1"
        near.patch = lambda identity: replace(identity, matcher="blue 2")
        with pytest.raises(ModelError) as refused:
            pool.submit(encoded(), describe="always").result(PATIENCE)
        assert refused.value.code == "no_matcher"
        assert pool.submit(encoded()).result(PATIENCE).template is None
        assert pool.loaded
        assert not pool.matcher
    assert [event["event"] for event in events] == ["matchers_differ"]


def test_without_a_model_nothing_is_analysed() -> None:
    """Replicas that cannot open their networks leave a pool that is not loaded, and says so to whoever asks."""
    with capture_logs() as events, pooled(Near(no_model), required=False) as pool:
        assert (pool.loaded, pool.model) == (False, "")
        with pytest.raises(ModelError):
            pool.submit(encoded())
    assert "model_not_loaded" in [event["event"] for event in events]


def test_a_model_that_is_required_is_waited_for_by_nobody() -> None:
    """A server that must have a model does not start without, as one that analyses itself."""
    with capture_logs(), pytest.raises(ModelError), pooled(Near(no_model)):
        pass


@pytest.mark.parametrize("fault", [ModelError("no network there"), ClusterError("no cluster there")])
def test_one_that_is_not_required_is_looked_for(monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    """A server that may start without replicas uses them once they are there, with the network that they have."""
    monkeypatch.setattr(remote_pool, "AGAIN", 0.02)
    near = Near(fault=fault)
    with capture_logs(), pooled(near, required=False) as pool:
        until(lambda: near.opened > 1)
        assert (pool.loaded, pool.model) == (False, "")
        near.fault = None
        until(lambda: pool.loaded)
        assert pool.model == "colours"
        assert pool.submit(encoded()).result(PATIENCE).index == 0


def test_a_cluster_that_is_not_found_again_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A failed look leaves the server not ready, and is not the last one."""
    monkeypatch.setattr(remote_pool, "WATCH", 0.02)
    monkeypatch.setattr(remote_pool, "AGAIN", 0.02)
    near = Near()
    with capture_logs(), pooled(near) as pool:
        until(lambda: pool.loaded)
        near.fault, near.gone = ClusterError("away"), True
        until(lambda: near.opened > 3)
        assert not pool.loaded
        near.fault = None
        until(lambda: pool.loaded)
        assert pool.submit(encoded()).result(PATIENCE).index == 0


def test_closing_ends_a_look_for_the_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that stops does not wait for a cluster that is being opened: what opens it is closed first."""
    monkeypatch.setattr(remote_pool, "WATCH", 0.02)
    looking, closed = threading.Event(), threading.Event()

    class Slow(Near):
        """The second opening lasts until it is closed."""

        def open(self) -> Identity:
            """As of `Remote`."""
            if not self.opened:
                return super().open()
            looking.set()
            assert closed.wait(PATIENCE)
            raise ClusterError("closed")

        def close(self) -> None:
            """As of `Remote`."""
            if looking.is_set():
                closed.set()
            super().close()

    near = Slow()
    with capture_logs(), pooled(near) as pool:
        until(lambda: pool.loaded)
        near.gone = True
        assert looking.wait(PATIENCE)
        began = time.monotonic()
    assert time.monotonic() - began < PATIENCE / 2


def test_a_cluster_that_cannot_be_reached_is_let_go() -> None:
    """The start fails with the reason, and what was opened for it is closed: the process has to be able to end."""

    class Away(Near):
        """Nobody answers there."""

        closed = 0

        def open(self) -> Identity:
            """As of `Remote`."""
            raise ClusterError("expected a Ray cluster")

        def close(self) -> None:
            """As of `Remote`."""
            self.closed += 1

    away = Away()
    pool = remote_pool.RemotePool(away, replicas=1, seconds=PATIENCE)
    with pytest.raises(ClusterError):
        pool.start()
    assert away.closed == 1
    pool.close()


def test_it_is_not_ready_without_replicas(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says so while none is well, reaches a cluster that went away again, and is ready once one is there."""
    monkeypatch.setattr(remote_pool, "WATCH", 0.02)
    near = Near()
    with capture_logs(), pooled(near) as pool:
        until(lambda: pool.loaded)
        near.well_now = 0
        until(lambda: not pool.loaded)
        near.well_now, near.gone = 2, True
        until(lambda: pool.loaded)
        assert near.opened == 2
        assert pool.submit(encoded()).result(PATIENCE).index == 0


def test_stages_are_told_as_by_threads() -> None:
    """Waiting, the way there with it, and decoding are observed, in seconds."""
    told: dict[str, float] = {}
    with pooled(Near(), observe=told.__setitem__) as pool:
        pool.submit(encoded()).result(PATIENCE)
    assert list(told) == ["wait", "decode"]
    assert all(0 < seconds < PATIENCE for seconds in told.values())


def test_closing_forgets_what_waits() -> None:
    """Nobody waits for ever: what is not answered when the pool closes is cancelled."""
    slow = Near(lambda: ColourAnalyser(delay=0.2))
    with pooled(slow) as pool:
        answers = [pool.submit(encoded()) for _ in range(20)]
        answers[0].result(PATIENCE)
    assert all(answer.done() for answer in answers)
    assert any(answer.cancelled() for answer in answers)
