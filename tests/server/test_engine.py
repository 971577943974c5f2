"""The pool of workers."""

import asyncio
import threading
from functools import partial

import numpy as np
import pytest
from structlog.testing import capture_logs

from facevow.errors import ImageError, ModelError
from facevow.server.engine import AnalyserFactory, AnalysisFailed, AnalysisTooLate, Engine
from facevow.server.pool import Pool
from facevow.types import Frame, FrameAnalysis
from facevow.vision.memory import Memory
from tests.server.analysers import COLOURS_SHA256, FAILING, REAL, Colour, ColourAnalyser, no_model
from tests.server.serving import PATIENCE


def frame(colour: Colour = REAL, index: int = 0) -> Frame:
    return Frame(np.full((8, 8, 3), colour, np.uint8), index=index)


async def started(factory: AnalyserFactory = ColourAnalyser, *, workers: int = 2, limit: float = PATIENCE) -> Engine:
    engine = Engine(Pool(factory, workers=workers), timeout=limit)
    await engine.start()
    return engine


def test_every_worker_has_an_analyser_of_its_own() -> None:
    """As many analysers are made as there are workers, before the first frame, each used by its thread only."""
    made: list[ColourAnalyser] = []

    def factory() -> ColourAnalyser:
        made.append(ColourAnalyser(delay=0.01))
        return made[-1]

    async def run() -> None:
        engine = await started(factory, workers=3)
        assert engine.loaded
        assert (engine.model, engine.model_sha256) == ("colours", COLOURS_SHA256)
        assert len({one.thread for one in made}) == len(made) == 3
        answers = await asyncio.gather(*(engine.analyse(partial(frame, index=i)) for i in range(12)))
        assert [answer.index for answer in answers] == list(range(12))
        engine.close()

    asyncio.run(run())


def test_each_asker_gets_its_turn() -> None:
    """An asker with one frame waits for no more than one frame of each other asker, however many those have to come."""
    order: list[str] = []
    gate = threading.Event()

    class Noting(ColourAnalyser):
        """Notes whose frame it was."""

        def analyse(self, frame: Frame, memory: Memory | None = None, *, judge: bool = True) -> FrameAnalysis:
            """As of the protocol."""
            assert gate.wait(PATIENCE)
            order.append("ab"[frame.index])
            return super().analyse(frame, memory, judge=judge)

    async def ask(engine: Engine, who: int, times: int) -> None:
        for _ in range(times):
            await engine.analyse(partial(frame, index=who))

    async def run() -> None:
        engine = await started(Noting, workers=1)
        askers = [asyncio.create_task(ask(engine, 0, 10)), asyncio.create_task(ask(engine, 1, 3))]
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(*askers)
        engine.close()

    asyncio.run(run())
    assert order.index("b") == 1
    assert "".join(order).startswith("ababab")


def test_what_an_asker_remembers_goes_to_the_analyser() -> None:
    """The surroundings handed in are those that the analyser gets, and none where none were."""
    got: list[Memory | None] = []

    class Noting(ColourAnalyser):
        """Notes what it is handed."""

        def analyse(self, frame: Frame, memory: Memory | None = None, *, judge: bool = True) -> FrameAnalysis:
            """As of the protocol."""
            got.append(memory)
            return super().analyse(frame, memory, judge=judge)

    async def run() -> None:
        engine = await started(Noting, workers=1)
        for each in handed:
            await engine.analyse(frame, each)
        await engine.analyse(frame)
        engine.close()

    handed = [Memory(), Memory(), None]
    asyncio.run(run())
    assert [id(one) for one in got] == [id(one) for one in (*handed, None)]


def test_failures_keep_their_kinds() -> None:
    """A bad picture, a failing analysis and a failing decoder are told apart, and logged where they are our fault."""

    def bad_picture() -> Frame:
        raise ImageError("no image", code="not_an_image")

    def bug() -> Frame:
        raise KeyError("a bug in a decoder")

    async def run() -> None:
        engine = await started()
        with pytest.raises(ImageError):
            await engine.analyse(bad_picture)
        with pytest.raises(AnalysisFailed):
            await engine.analyse(lambda: frame(FAILING))
        with pytest.raises(AnalysisFailed):
            await engine.analyse(bug)
        assert (await engine.analyse(frame)).face is not None
        engine.close()

    with capture_logs() as lines:
        asyncio.run(run())
    assert [line["event"] for line in lines] == ["analysis_failed", "analysis_failed"]


@pytest.mark.parametrize("failure", [no_model, lambda: 1 / 0])
def test_without_an_analyser_nothing_is_analysed(failure: AnalyserFactory) -> None:
    """The engine starts, says that it is not loaded, and answers every frame with ModelError."""

    async def run() -> None:
        engine = await started(failure)
        assert not engine.loaded
        assert (engine.model, engine.model_sha256) == ("", "")
        with pytest.raises(ModelError):
            await engine.analyse(frame)
        engine.close()

    with capture_logs() as lines:
        asyncio.run(run())
    assert {line["event"] for line in lines} == {"model_not_loaded"}


def test_one_worker_without_an_analyser_is_one_too_many() -> None:
    """When a second worker cannot be opened, nothing is left to chance: the engine is not loaded."""
    first = threading.Lock()

    def sometimes() -> ColourAnalyser:
        return ColourAnalyser() if first.acquire(blocking=False) else no_model()

    async def run() -> None:
        engine = await started(sometimes)
        assert not engine.loaded
        with pytest.raises(ModelError):
            await engine.analyse(frame)
        engine.close()

    with capture_logs():
        asyncio.run(run())


def test_a_late_answer_is_thrown_away() -> None:
    """Past the time-out the asker is told; what waited is never begun."""
    begun: list[int] = []
    gate = threading.Event()

    class Held(ColourAnalyser):
        """Holds every frame until the gate opens."""

        def analyse(self, frame: Frame, memory: Memory | None = None, *, judge: bool = True) -> FrameAnalysis:
            """As of the protocol."""
            begun.append(frame.index)
            assert gate.wait(PATIENCE)
            return super().analyse(frame, memory, judge=judge)

    async def run() -> None:
        engine = await started(Held, workers=1, limit=0.2)
        results = await asyncio.gather(
            *(engine.analyse(partial(frame, index=i)) for i in range(3)), return_exceptions=True
        )
        assert [type(result) for result in results] == [AnalysisTooLate] * 3
        assert engine.waiting == 0
        gate.set()
        engine.close()

    asyncio.run(run())
    assert begun == [0]


def test_an_asker_who_leaves_takes_its_frame_along() -> None:
    """A cancelled request whose frame still waits is never analysed, and is counted no longer."""
    begun: list[int] = []
    gate = threading.Event()

    class Held(ColourAnalyser):
        """Holds every frame until the gate opens."""

        def analyse(self, frame: Frame, memory: Memory | None = None, *, judge: bool = True) -> FrameAnalysis:
            """As of the protocol."""
            begun.append(frame.index)
            assert gate.wait(PATIENCE)
            return super().analyse(frame, memory, judge=judge)

    async def run() -> None:
        engine = await started(Held, workers=1)
        first, second = (asyncio.create_task(engine.analyse(partial(frame, index=i))) for i in range(2))
        await asyncio.sleep(0)
        assert engine.waiting == 2
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)
        assert engine.waiting == 1
        gate.set()
        assert (await first).index == 0
        engine.close()

    asyncio.run(run())
    assert begun == [0]


def test_stages_are_told_to_whoever_observes() -> None:
    """The engine hands its observer to the pool: each frame that was analysed is told of, in seconds."""
    told: list[str] = []

    async def run() -> None:
        pool = Pool(ColourAnalyser, workers=1, observe=lambda stage, _: told.append(stage))
        engine = Engine(pool, timeout=PATIENCE)
        await engine.start()
        await engine.analyse(frame)
        engine.close()

    asyncio.run(run())
    assert told == ["wait", "decode"]
