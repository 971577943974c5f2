"""Every picture of a camera is a new one."""

from collections.abc import Iterable
from dataclasses import replace
from random import Random

import pytest

from facevow.challenge.events import Event
from facevow.challenge.pictures import AMONG, LONGEST_STANDSTILL, REMEMBERED, Pictures
from facevow.types import FrameAnalysis
from tests.challenge.facing import frame, nobody


def said(frames: Iterable[FrameAnalysis]) -> list[Event]:
    """What is said of these frames, without the silence between."""
    pictures = Pictures()
    return [event for event in map(pictures.observe, frames) if event is not None]


def shown(digests: Iterable[object], rate: float = 20) -> list[FrameAnalysis]:
    """Frames with these digests."""
    return [frame(step / rate, digest=str(digest)) for step, digest in enumerate(digests)]


def test_new_pictures_say_nothing() -> None:
    """A camera's pictures are all different."""
    assert said(shown(range(500))) == []


@pytest.mark.parametrize("order", ["again", "backwards", "shuffled", "every other"])
def test_pictures_that_come_round_are_a_loop(order: str) -> None:
    """Played again, backwards, in any order or with frames left out, a loop is a loop."""
    first = list(range(60))
    second = {
        "again": first,
        "backwards": first[::-1],
        "shuffled": Random(1).sample(first, 60),
        "every other": first[::2],
    }[order]
    assert Event.LOOPED in said(shown([*first, *second]))


def test_a_loop_among_new_pictures_is_a_loop() -> None:
    """A recording that is shown again with a fresh picture after each old one does not escape."""
    mixed = [digest for number in range(20) for digest in (number, f"new {number}")]
    assert Event.LOOPED in said(shown([*range(20), *mixed]))


def test_two_returns_are_forgiven_and_forgotten() -> None:
    """Two old pictures are a driver's stumble; a third one long after them is none of the same."""
    assert said(shown([*range(10), 3, 4])) == []
    assert said(shown([*range(10), 3, 4, *range(20, 20 + AMONG), 5])) == []


def test_a_picture_that_lasts_is_frozen_and_told_again() -> None:
    """A second of one picture is a standstill; a tenth, as of a slow camera, is none."""
    assert said(shown(["same"] * 20)) == []
    assert said(shown(["same"] * 45)) == [Event.FROZEN] * 2
    assert said(shown([step // 3 for step in range(100)], 30)) == []


def test_a_mesh_that_lasts_is_frozen_whatever_the_digest() -> None:
    """A still picture with a changing corner is still: the mesh lies on exactly the same spots."""
    still = frame(0).tracked
    frames = [replace(analysis, tracked=still) for analysis in shown(range(30))]
    assert said(frames) == [Event.FROZEN]


def test_frames_without_a_face_prove_nothing() -> None:
    """A black picture may last and return, and it ends a standstill."""
    dark = [replace(nobody(step / 20), digest="black") for step in range(200)]
    assert said(dark) == []
    half = [*shown(["same"] * 12), replace(nobody(0.65), digest="black")]
    assert said([*half, *[frame(0.7 + step / 20, digest="same") for step in range(12)]]) == []


def test_unknown_digests_are_not_equal() -> None:
    """Where nobody asked for digests nothing repeats and nothing lasts."""
    pictures = Pictures()
    assert not any(pictures.observe(frame(step / 20, digest="")) for step in range(100))
    assert pictures.repeated_share == 0


def test_memory_is_bounded() -> None:
    """Only so many pictures are remembered: the oldest are forgotten."""
    pictures = Pictures()
    for analysis in shown(range(REMEMBERED + 50), 1000):
        pictures.observe(analysis)
    assert len(pictures._seen) == REMEMBERED
    assert not any(pictures.observe(frame(10 + step / 20, digest=str(step))) for step in range(10))


def test_figures() -> None:
    """The longest standstill and the share of repeats are those that were shown."""
    pictures = Pictures()
    for analysis in shown(["a", "b", "b", "b", "c", "a"]):
        pictures.observe(analysis)
    assert pictures.longest_standstill == pytest.approx(0.1)
    assert pictures.longest_standstill < LONGEST_STANDSTILL
    assert pictures.repeated_share == pytest.approx(0.5)
