"""The workers without an event loop."""

import threading
import time
from collections import defaultdict
from dataclasses import replace
from functools import partial
from hashlib import sha256
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from structlog.testing import capture_logs

from facevow.errors import ImageError, ModelError
from facevow.server.pool import AnalysisFailed, AnalysisTooLate, Pool
from facevow.types import Frame, FrameAnalysis
from facevow.vision.memory import Memory
from facevow.vision.opening import open_pipeline
from tests.networks import bundle, clean_frame
from tests.server.analysers import COLOURS_SHA256, FAILING, REAL, Colour, ColourAnalyser, no_model
from tests.server.serving import PATIENCE

Told = defaultdict[str, list[float]]


def frame(colour: Colour = REAL, index: int = 0) -> Frame:
    return Frame(np.full((8, 8, 3), colour, np.uint8), index=index)


def test_many_threads_may_ask_at_once() -> None:
    """Each of eight threads gets the answers to its own frames, in the order in which it asked."""
    pool = Pool(ColourAnalyser, workers=3)
    pool.start()
    assert (pool.loaded, pool.model, pool.model_sha256) == (True, "colours", COLOURS_SHA256)
    got: dict[int, list[int]] = {}

    def ask(who: int) -> None:
        numbers = range(100 * who, 100 * who + 20)
        answers = [pool.submit(partial(frame, index=number)) for number in numbers]
        got[who] = [answer.result(PATIENCE).index for answer in answers]

    askers = [threading.Thread(target=ask, args=(who,)) for who in range(8)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join(PATIENCE)
    pool.close()
    assert got == {who: list(range(100 * who, 100 * who + 20)) for who in range(8)}


def test_without_start_the_first_frame_opens_a_worker() -> None:
    """A pool that nobody started works all the same."""
    pool = Pool(ColourAnalyser, workers=2)
    assert not pool.loaded
    assert pool.submit(frame).result(PATIENCE).face is not None
    assert pool.loaded
    pool.close()


def test_failures_keep_their_kinds() -> None:
    """A bad picture, a failing analysis and a failing decoder come out of the future as what they are."""

    def bad_picture() -> Frame:
        raise ImageError("no image", code="not_an_image")

    def bug() -> Frame:
        raise KeyError("a bug in a decoder")

    pool = Pool(ColourAnalyser, workers=1)
    with capture_logs() as lines:
        assert isinstance(pool.submit(bad_picture).exception(PATIENCE), ImageError)
        assert isinstance(pool.submit(lambda: frame(FAILING)).exception(PATIENCE), AnalysisFailed)
        assert isinstance(pool.submit(bug).exception(PATIENCE), AnalysisFailed)
    assert [line["event"] for line in lines] == ["analysis_failed", "analysis_failed"]
    pool.close()


def test_without_a_model_nothing_is_taken() -> None:
    """A pool whose workers found no model refuses every frame with words that name no file."""
    pool = Pool(no_model, workers=2)
    with capture_logs():
        pool.start()
    assert (pool.loaded, pool.model, pool.model_sha256) == (False, "", "")
    with pytest.raises(ModelError, match="no model"):
        pool.submit(frame)
    pool.close()


def test_a_network_replaced_during_the_start_is_refused() -> None:
    """Workers that opened two different files would sign one's verdicts with the other's hash: nobody is served."""
    number = count()

    def replaced() -> ColourAnalyser:
        return replace(ColourAnalyser(), model_sha256=sha256(bytes(next(number))).hexdigest())

    pool = Pool(replaced, workers=2)
    with capture_logs() as lines:
        pool.start()
    assert not pool.loaded
    with pytest.raises(ModelError):
        pool.submit(frame)
    assert [line["event"] for line in lines] == ["model_not_loaded"]
    pool.close()


def test_an_observer_is_told_how_long_each_stage_took() -> None:
    """A frame that waits behind a slow one waited, one whose decoding is slow was decoded long: in seconds."""
    told: Told = defaultdict(list)
    both_asked = threading.Event()

    class Staged(ColourAnalyser):
        """Says that one of its stages took a quarter of a second."""

        def analyse(self, frame: Frame, memory: Memory | None = None, *, judge: bool = True) -> FrameAnalysis:
            """As of the protocol."""
            return replace(super().analyse(frame, memory, judge=judge), milliseconds={"detect": 250.0})

    def slow() -> Frame:
        assert both_asked.wait(PATIENCE)
        time.sleep(0.2)
        return frame()

    pool = Pool(Staged, workers=1, observe=lambda stage, seconds: told[stage].append(seconds))
    pool.start()
    futures = [pool.submit(slow), pool.submit(frame)]
    both_asked.set()
    for future in futures:
        future.result(PATIENCE)
    pool.close()
    assert {stage: len(values) for stage, values in told.items()} == {"wait": 2, "decode": 2, "detect": 2}
    assert told["decode"][0] >= 0.2
    assert told["wait"][1] >= 0.2
    assert told["detect"] == [0.25, 0.25]


def test_a_frame_that_failed_is_not_observed() -> None:
    """What was never analysed has no stages: it would make them look quick."""
    told: list[str] = []
    pool = Pool(ColourAnalyser, workers=1, observe=lambda stage, _: told.append(stage))
    with capture_logs():
        assert pool.submit(lambda: frame(FAILING)).exception(PATIENCE) is not None
    pool.close()
    assert told == []


def test_the_stages_of_real_networks_are_observed(shared: Path) -> None:
    """With the pipeline that ships, every stage that metrics name is told, and the hash is that of its network."""
    assert bundle()
    told: Told = defaultdict(list)
    pool = Pool(open_pipeline, workers=1, observe=lambda stage, seconds: told[stage].append(seconds))
    assert pool.submit(partial(clean_frame, shared), Memory(surroundings=True)).result(PATIENCE).passive is not None
    assert set(told) == {"wait", "decode", "detect", "mesh", "passive", "quality", "fingerprint", "surroundings"}
    assert all(seconds > 0 for values in told.values() for seconds in values)
    assert pool.model_sha256 == open_pipeline().model_sha256
    pool.close()


def test_too_late_says_how_long_was_waited() -> None:
    """The error names the limit."""
    assert "2.5 s" in str(AnalysisTooLate.after(2.5))
