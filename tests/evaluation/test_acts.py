"""Counting what was recognised against what a viewer labelled."""

from collections.abc import Callable

import pytest

from facevow.challenge.events import Act
from facevow.errors import EvaluationError
from facevow.evaluation.acts import (
    ActRates,
    Label,
    LabelledTrace,
    acts_table,
    footage,
    measure_acts,
    packaged_labels,
    read_labels,
    recognise,
    thin,
    thinnings,
)
from facevow.types import FaceMotion, FrameAnalysis
from tests.making import make_analysis, make_motion


def trace(
    motion_at: Callable[[float], FaceMotion],
    *labels: Label,
    kind: str = "bona fide",
    seconds: float = 6,
    rate: int = 30,
) -> LabelledTrace:
    analyses = (make_analysis(n / rate, index=n, motion=motion_at(n / rate)) for n in range(int(seconds * rate)))
    return LabelledTrace("made", kind, tuple(analyses), labels)


def turning(at: float) -> FaceMotion:
    """A turn to the left from 2 to 3 seconds."""
    return make_motion(yaw=35 if 2 <= at <= 3 else 0)


def counts(labelled: LabelledTrace, act: Act, rate: int = 30) -> ActRates:
    return next(row for row in measure_acts([labelled], [rate]) if row.act is act)


TURN = Label(Act.TURN_LEFT, 2.0, 3.0)


def test_a_labelled_act_that_is_seen_is_detected() -> None:
    """And nothing is false."""
    row = counts(trace(turning, TURN), Act.TURN_LEFT)
    assert (row.present, row.detected, row.false, row.in_doubt) == (1, 1, 0, 0)
    assert row.minutes == pytest.approx(6 / 60, abs=0.01)


def test_an_act_that_nobody_labelled_is_false() -> None:
    """Also where the same act is labelled at another time."""
    late = Label(Act.TURN_LEFT, 4.0, 5.0)
    row = counts(trace(turning, late), Act.TURN_LEFT)
    assert (row.present, row.detected, row.false) == (1, 0, 1)


def test_two_detections_of_one_act_are_one_too_many() -> None:
    """A label is met by one detection; the second is false."""
    twice = trace(lambda at: make_motion(yaw=35 if 2 <= at < 2.3 or 2.6 <= at < 2.9 else 0), TURN)
    row = counts(twice, Act.TURN_LEFT)
    assert (row.detected, row.false) == (1, 1)


def test_a_doubtful_label_is_neither_missed_nor_false() -> None:
    """It is counted apart."""
    row = counts(trace(turning, Label(Act.TURN_LEFT, 2.0, 3.0, doubtful=True)), Act.TURN_LEFT)
    assert (row.present, row.detected, row.false, row.in_doubt) == (0, 0, 0, 1)
    row = counts(trace(lambda _: make_motion(), Label(Act.TURN_LEFT, 2.0, 3.0, doubtful=True)), Act.TURN_LEFT)
    assert (row.present, row.in_doubt) == (0, 0)


def test_what_an_act_is_taken_for_is_told() -> None:
    """A look up that is seen as a turn stands beside the look up and is a false turn."""
    mistaken = trace(turning, Label(Act.LOOK_UP, 2.0, 3.0))
    row = counts(mistaken, Act.LOOK_UP)
    assert (row.present, row.detected) == (1, 0)
    assert row.taken_for == {Act.TURN_LEFT: 1}
    assert counts(mistaken, Act.TURN_LEFT).false == 1


def test_a_lower_rate_is_measured_in_every_way_to_thin() -> None:
    """Thirty frames a second hold two series of fifteen, and each counts."""
    row = counts(trace(turning, TURN), Act.TURN_LEFT, rate=15)
    assert (row.present, row.detected, row.false) == (2, 2, 0)
    frames = trace(turning).analyses
    first, second = thinnings(frames, 15)
    assert {each.index for each in first} & {each.index for each in second} == set()
    assert thinnings(frames, 60) == (frames,)
    assert len(thin(frames, 8)) == pytest.approx(6 * 8, abs=3)


def test_kinds_are_counted_apart() -> None:
    """A detection in a clip of an attack is none of the bona fide ones."""
    rows = measure_acts([trace(turning, TURN), trace(turning, kind="attack")], [30])
    turns = {row.kind: (row.present, row.detected, row.false) for row in rows if row.act is Act.TURN_LEFT}
    assert turns == {"bona fide": (1, 1, 0), "attack": (0, 0, 1)}


def test_without_a_base_line_nothing_is_seen() -> None:
    """A face that never rests gives no acts, and its labels are missed."""
    restless = trace(lambda at: make_motion(yaw=35 if int(at * 3) % 2 else -35), TURN)
    assert recognise(restless.analyses) == ()
    assert counts(restless, Act.TURN_LEFT).detected == 0


def test_a_given_rest_makes_the_base_line() -> None:
    """Measured against the face between 2 and 3 seconds it is the way back that is a turn."""
    (seen,) = recognise(trace(turning).analyses, rest=(2.1, 2.9))[-1:]
    assert seen.act is Act.TURN_RIGHT


def test_time_without_a_face_is_no_footage() -> None:
    """Two seconds of face, two without, two with: four."""
    frames: list[FrameAnalysis] = []
    for number in range(60):
        at = number / 10
        frames.append(make_analysis(at, faces=()) if 2 <= at < 4 else make_analysis(at))
    assert footage(frames) == pytest.approx(4, abs=0.3)


def test_the_table_has_a_line_an_act() -> None:
    """With the counts of each rate side by side, and nothing where the act is not there."""
    lines = acts_table(measure_acts([trace(turning, TURN)], [30, 15])).splitlines()
    assert len(lines) == 2 + len(Act)
    assert "| turn_left | 1/1, 2/2 | 0 | 0 |" in lines
    assert "| smile |  | 0 | 0 |" in lines


def test_the_packaged_labels_can_be_read() -> None:
    """Every clip has its kind, every span lies in time, and six people rest somewhere."""
    clips = read_labels(packaged_labels())
    assert {clip.kind for clip in clips.values()} == {"bona fide", "attack"}
    assert sum(clip.rest is not None for clip in clips.values()) == 6
    assert any(label.doubtful for clip in clips.values() for label in clip.labels)


@pytest.mark.parametrize(
    "text",
    [
        "no toml",
        "[clip]\nturn_left = [[1, 2]]",
        '[clip]\nkind = "attack"\nsneeze = [[1, 2]]',
        '[clip]\nkind = "attack"\nblink = [[2, 1]]',
        '[clip]\nkind = "attack"\nblink = [1, 2]',
        '[clip]\nkind = "attack"\nblink = [[1]]',
        '[clip]\nkind = "attack"\nrest = ["now", 2]',
        '[clip]\nkind = "attack"\ndoubtful = 3',
        "clip = 3",
    ],
)
def test_labels_that_are_none_are_refused(text: str) -> None:
    """With an error of ours that says what was expected."""
    with pytest.raises(EvaluationError, match="expected labels of acts"):
        read_labels(text)
