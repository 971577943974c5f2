"""What a moved photo reaches, with the networks made by hand."""

from dataclasses import replace

import numpy as np
import pytest

from facevow.challenge.events import Act
from facevow.errors import EvaluationError
from facevow.evaluation.photos import PhotoRun, count_acts, photo_runs, sights_of_run
from facevow.evaluation.presentations import KINDS
from facevow.types import Frame, FrameAnalysis
from facevow.vision.memory import Memory
from tests.challenge.acting import STILL, points, posed, trembling
from tests.making import make_analysis

PORTRAIT = np.full((300, 300, 3), 90, np.uint8)


def run_of(act: Act | None, *, flat: bool = False) -> PhotoRun:
    """A second of rest, then an act done slowly, before surroundings that stay."""
    made = []
    for number in range(30):
        share = max(0.0, min((number - 10) / 8, 1.0))
        motion = trembling(posed(act, share), number / 10)
        made.append(replace(make_analysis(number / 10, motion=motion), tracked=points(motion, flat=flat), drift=STILL))
    return PhotoRun("made", tuple(made))


def test_acts_are_counted_by_run_and_told_apart_by_flatness() -> None:
    """A turn of a head is seen and believed, that of a plane only seen; a run without an act counts for none."""
    counts = count_acts(
        [run_of(Act.TURN_LEFT), run_of(Act.TURN_LEFT, flat=True), run_of(None), run_of(Act.COME_CLOSER)]
    )
    assert (counts.runs, counts.settled) == (4, 4)
    assert dict(counts.seen) == {Act.TURN_LEFT: 2, Act.COME_CLOSER: 1}
    assert dict(counts.believed) == {Act.TURN_LEFT: 1, Act.COME_CLOSER: 1}


def test_a_run_that_never_settles_has_no_act_and_no_sight() -> None:
    """Without a base line there is nothing to hold an act against; that is counted."""
    nobody = PhotoRun("made", tuple(make_analysis(number / 10, faces=()) for number in range(20)))
    counts = count_acts([nobody])
    assert (counts.runs, counts.settled, sum(counts.seen.values())) == (1, 0, 0)
    assert sights_of_run(nobody) == []
    assert len(sights_of_run(run_of(Act.TURN_LEFT))) > 20


def test_each_kind_is_presented_in_turn_with_a_memory_of_its_own() -> None:
    """Five runs are one of each kind; every run brings new surroundings, and the same seed the same pixels."""
    taken: list[tuple[int, int]] = []

    def analyse(frame: Frame, memory: Memory | None = None) -> FrameAnalysis:
        taken.append((id(memory), int(frame.pixels.sum())))
        return make_analysis(frame.at)

    kinds = [run.kind for run in photo_runs(PORTRAIT, analyse, runs=5)]
    assert kinds == list(KINDS)
    first = [total for _, total in taken]
    taken.clear()
    list(photo_runs(PORTRAIT, analyse, runs=5))
    assert [total for _, total in taken] == first


def test_a_portrait_without_a_face_is_refused() -> None:
    """Nothing can be presented of it."""

    def blind(frame: Frame, memory: Memory | None = None) -> FrameAnalysis:
        del memory
        return make_analysis(frame.at, faces=())

    with pytest.raises(EvaluationError, match="a portrait with a face"):
        list(photo_runs(PORTRAIT, blind))
