"""Workers that describe faces: when they do, and what becomes of a frame where they cannot."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import numpy as np
import pytest
from structlog.testing import capture_logs

from facevow.errors import MatchError, ModelError
from facevow.server.describing import Describe, DescriberFactory
from facevow.server.engine import Engine
from facevow.server.gates import ServerFull
from facevow.server.pool import AnalysisFailed, Pool
from facevow.types import Frame, FrameAnalysis, Landmarks, Template
from tests.server.analysers import NOBODY, OTHER, REAL, TURNED, Colour, ColourAnalyser, ColourDescriber, meshing
from tests.server.serving import PATIENCE

WANTED: tuple[Describe, ...] = ("try", "fit", "always")


class Raises(ColourDescriber):
    """A describer that raises what it is told to."""

    error: Exception = ModelError("expected numbers, got none")

    def describe(self, frame: Frame, landmarks: Landmarks) -> Template:
        """As of the protocol."""
        del frame, landmarks
        raise self.error


class Cannot(Raises):
    """One that finds nothing to describe."""

    error = MatchError("expected a face with texture", code="no_template")


class Fails(Raises):
    """One with a mistake in it."""

    error = ZeroDivisionError("of a describer")


def missing() -> ColourDescriber:
    """A factory that finds no network."""
    raise ModelError("expected a network at /somewhere/secret.tflite, found no file")


@contextmanager
def pool(describers: DescriberFactory | None = ColourDescriber, *, workers: int = 2) -> Iterator[Pool]:
    """A pool that is ready."""
    made = Pool(meshing, workers=workers, describers=describers)
    made.start()
    try:
        yield made
    finally:
        made.close()


def ask(of: Pool, colour: Colour, describe: Describe) -> FrameAnalysis:
    """What a frame of that colour shows."""
    frame = Frame(np.full((8, 8, 3), colour, np.uint8))
    return of.submit(lambda: frame, describe=describe).result(PATIENCE)


def test_a_face_is_described_where_that_is_wanted() -> None:
    """Each person has a template of their own, and without a word of it nobody has one."""
    with pool() as ready:
        assert ready.matcher == "blue 1"
        for wanted in WANTED:
            assert ask(ready, REAL, wanted).template == Template("blue 1", bytes([1]))
            assert ask(ready, OTHER, wanted).template == Template("blue 1", bytes([0]))
        assert ask(ready, REAL, "never").template is None
        frame = Frame(np.full((8, 8, 3), REAL, np.uint8))
        assert ready.submit(lambda: frame).result(PATIENCE).template is None


def test_a_face_that_is_turned_away_is_described_by_one_word_only() -> None:
    """A single picture is all that there is; of a stream better frames come."""
    with pool() as ready:
        assert [ask(ready, TURNED, wanted).template is None for wanted in WANTED] == [True, True, False]


def test_where_there_is_no_face_or_no_mesh_there_is_nothing_to_describe() -> None:
    """And it is no error: the analysis says what is there."""
    with pool() as ready:
        assert all(ask(ready, NOBODY, wanted).template is None for wanted in WANTED)
    plain = Pool(ColourAnalyser, workers=1, describers=ColourDescriber)
    assert all(ask(plain, REAL, wanted).template is None for wanted in WANTED)
    plain.close()


@pytest.mark.parametrize("describers", [None, missing])
def test_without_a_describer_frames_are_analysed_all_the_same(describers: DescriberFactory | None) -> None:
    """What only tries goes without; whoever needs a template is told that there is none to be had, and by no path."""
    with capture_logs() as logs, pool(describers) as ready:
        assert (ready.loaded, ready.matcher) == (True, "")
        assert ask(ready, REAL, "never").face is not None
        tried = ask(ready, REAL, "try")
        assert (tried.face is None, tried.template) == (False, None)
        for wanted in WANTED[1:]:
            with pytest.raises(ModelError) as caught:
                ask(ready, REAL, wanted)
            assert caught.value.code == "no_matcher"
            assert "secret" not in str(caught.value)
    assert (describers is not None) == any(line["event"] == "matcher_not_loaded" for line in logs)


@pytest.mark.parametrize(
    ("describer", "raised", "event"),
    [(Raises, ModelError, "model_failed"), (Fails, AnalysisFailed, "analysis_failed"), (Cannot, None, None)],
)
def test_a_describer_that_fails(describer: type[Raises], raised: type[Exception] | None, event: str | None) -> None:
    """What nothing can be made of is no failure; a failure is one of the frame, unless it was only tried."""
    with capture_logs() as logs, pool(describer, workers=1) as ready:
        for _ in range(3):
            tried = ask(ready, REAL, "try")
            assert (tried.face is None, tried.template) == (False, None)
        told = [line for line in logs if line["event"] == "face_not_described"]
        assert len(told) == (3 if raised else 0)
        assert ["exc_info" in line for line in told] == [True, False, False][: len(told)]
        for wanted in WANTED[1:]:
            if raised is None:
                assert ask(ready, REAL, wanted).template is None
                continue
            with pytest.raises(raised):
                ask(ready, REAL, wanted)
            assert logs[-1]["event"] == event


def test_a_describer_of_another_kind_in_one_worker_is_none_at_all() -> None:
    """A file that was replaced meanwhile: templates of two kinds cannot be compared."""
    numbers = count()
    with pool(lambda: ColourDescriber(f"blue {next(numbers)}")) as ready:
        assert (ready.loaded, ready.matcher) == (True, "")
        assert ask(ready, REAL, "try").template is None


def test_the_time_it_takes_is_a_stage() -> None:
    """Told where a face was described, and only there."""
    told: list[str] = []
    timed = Pool(meshing, workers=1, observe=lambda stage, _: told.append(stage), describers=ColourDescriber)
    assert ask(timed, REAL, "fit").milliseconds["describe"] >= 0
    assert told == ["wait", "decode", "describe"]
    assert "describe" not in ask(timed, TURNED, "fit").milliseconds
    timed.close()
    assert told == ["wait", "decode", "describe", "wait", "decode"]


@pytest.mark.parametrize("describers", [None, missing, ColourDescriber])
def test_an_engine_says_whether_it_describes(describers: DescriberFactory | None) -> None:
    """Before it has started, without a describer, and with one; whoever has to wait is told by the code."""

    async def run() -> None:
        engine = Engine(Pool(meshing, workers=1, describers=describers), timeout=PATIENCE)
        assert (engine.describes, engine.matcher) == (False, "")
        await engine.start()
        able = describers is ColourDescriber
        assert (engine.describes, engine.matcher) == (able, "blue 1" if able else "")
        if able:
            engine.expect_describes()
            frame = Frame(np.full((8, 8, 3), REAL, np.uint8))
            assert (await engine.analyse(lambda: frame, describe="always")).template is not None
        else:
            with pytest.raises(ServerFull) as caught:
                engine.expect_describes()
            assert caught.value.code == "no_matcher"
        engine.close()

    asyncio.run(run())
