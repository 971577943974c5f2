"""Edited traces: each edit does what it says to times, numbers and digests, and nothing else."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.traces.edits import (
    Frames,
    cut,
    early,
    freeze,
    fresh_digests,
    interval,
    loop,
    play_backwards,
    reverse_time,
    shift_time,
    splice,
    thin,
    with_second_face,
)
from facevow.types import QualityCode
from tests.making import make_analysis
from tests.recordings import recording

CLIP = recording("bonafide-2-head-turns").frames
"""Head turns, at most 15 frames a second, 20.7 s long."""


def times(frames: Frames) -> list[float]:
    return [round(frame.at, 4) for frame in frames]


def digests(frames: Frames) -> list[str]:
    return [frame.digest for frame in frames]


def assert_in_order(frames: Frames) -> None:
    """Indices count from 0, and every frame is later than the one before."""
    assert [frame.index for frame in frames] == list(range(len(frames)))
    assert all(before.at < after.at for before, after in pairwise(frames))


@given(rate=st.floats(1, 40), count=st.integers(1, 90), source=st.sampled_from([8, 15, 24, 29.97, 30, 60]))
def test_thinned_frames_come_at_the_rate(rate: float, count: int, source: float) -> None:
    """The first frame stays, no more than `rate` come a second, and none is left out at a rate as fast as the clip."""
    clip = tuple(make_analysis(round(index / source, 4)) for index in range(count))
    thinned = thin(clip, rate)
    assert thinned[0].at == clip[0].at
    assert_in_order(thinned)
    assert len(thinned) <= (clip[-1].at - clip[0].at) * rate + 1.05
    assert len(thinned) >= (clip[-1].at - clip[0].at) * min(rate, source) * 0.5
    if rate >= source:
        assert len(thinned) == count


def test_thinning_needs_a_rate() -> None:
    """Zero, negative and no number are refused; no frames are no frames."""
    for rate in (0, -1, math.nan):
        with pytest.raises(ValueError, match="positive rate"):
            thin(CLIP, rate)
    assert thin((), 8) == ()


def test_a_cut_keeps_times_and_digests() -> None:
    """What lies from `start` up to, not at, `end`."""
    part = cut(CLIP, 2.0, 4.0)
    assert part[0].at == pytest.approx(2.0, abs=0.07)
    assert part[0].at >= 2.0
    assert part[-1].at < 4.0
    assert digests(part) == [frame.digest for frame in CLIP if 2.0 <= frame.at < 4.0]
    assert [frame.index for frame in part] == list(range(len(part)))
    assert cut(CLIP, 50, 60) == ()


def test_spliced_pieces_follow_each_other_on_one_clock() -> None:
    """The order is kept, the clock begins at 0 and runs on as if nothing had been cut; or it waits for `gap`."""
    pieces = (cut(CLIP, 10, 12), cut(CLIP, 3, 5))
    joined = splice(*pieces)
    assert digests(joined) == digests(pieces[0]) + digests(pieces[1])
    assert joined[0].at == 0
    assert_in_order(joined)
    seam = len(pieces[0])
    assert joined[seam].at - joined[seam - 1].at == pytest.approx(1 / 15, abs=0.01)
    assert interval(joined) == pytest.approx(1 / 15, abs=0.01)
    waited = splice(*pieces, gap=2.0)
    assert waited[seam].at - waited[seam - 1].at == pytest.approx(2.0)
    assert splice() == splice((), ()) == ()
    assert digests(splice((), pieces[0], ())) == digests(pieces[0])


def test_a_loop_shows_the_same_pictures_again() -> None:
    """Three times the frames, the same digests, one clock."""
    piece = cut(CLIP, 0, 2)
    looped = loop(piece, 3)
    assert digests(looped) == digests(piece) * 3
    assert_in_order(looped)
    assert looped[-1].at == pytest.approx(3 * 2, abs=0.2)


def test_a_frozen_picture_stands_still_while_the_clock_runs() -> None:
    """Times stay, and within the time everything else is what the first frame shows."""
    frozen = freeze(CLIP, 5.0, 1.0)
    assert times(frozen) == times(CLIP)
    within = [frame for frame in frozen if 5.0 <= frame.at < 6.0]
    assert len(within) == 15
    assert {frame.digest for frame in within} == {within[0].digest}
    assert {frame.motion for frame in within} == {within[0].motion}
    for before, after in zip(CLIP, frozen, strict=True):
        assert 5.0 <= after.at < 6.0 or before.digest == after.digest
    assert_in_order(frozen)


def test_the_clock_can_jump_either_way() -> None:
    """From `start` on the times are shifted, and nothing else."""
    for by in (30.0, -1.0):
        shifted = shift_time(CLIP, 5.0, by)
        assert digests(shifted) == digests(CLIP)
        assert times(shifted) == [round(at + by * (at >= 5.0), 4) for at in times(CLIP)]


def test_time_runs_backwards_under_pictures_in_order() -> None:
    """The times are those of the clip from the last to the first."""
    turned = reverse_time(CLIP)
    assert digests(turned) == digests(CLIP)
    assert times(turned) == times(CLIP)[::-1]


def test_a_clip_played_backwards_has_a_sound_clock() -> None:
    """The pictures come from the last to the first; twice backwards is the clip."""
    back = play_backwards(CLIP)
    assert digests(back) == digests(CLIP)[::-1]
    assert_in_order(back)
    assert (back[0].at, back[-1].at) == pytest.approx((CLIP[0].at, CLIP[-1].at))
    assert digests(play_backwards(back)) == digests(CLIP)
    assert times(play_backwards(back)) == times(CLIP)
    assert play_backwards(()) == ()


def test_an_early_act_changes_places_with_the_rest_before_it() -> None:
    """The same pictures, all of them, in another order: the act comes sooner by what is asked for."""
    changed = early(CLIP, 6.0, 8.0, 1.5)
    assert sorted(digests(changed)) == sorted(digests(CLIP))
    act = cut(CLIP, 6.0, 8.0)
    at = digests(changed).index(act[0].digest)
    assert digests(changed)[at : at + len(act)] == digests(act)
    assert changed[at].at == pytest.approx(act[0].at - 1.5, abs=0.15)
    assert_in_order(changed)


def test_a_second_face_stands_beside_the_first() -> None:
    """Between the times there are two faces that do not overlap, the first unchanged; a large one is an issue."""
    clip = cut(CLIP, 0, 5)
    for share, is_issue in ((0.6, True), (0.1, False)):
        joined = with_second_face(clip, 3.0, 4.0, share)
        for before, after in zip(clip, joined, strict=True):
            within = 3.0 <= before.at < 4.0
            assert len(after.faces) == len(before.faces) + within
            assert after.face == before.face
            assert (QualityCode.SEVERAL_FACES in after.quality.codes) == (within and is_issue)
            if within:
                first, second = after.faces[0].box, after.faces[1].box
                assert first.overlap(second) == 0
                assert second.area == pytest.approx(share * first.area)
                middle = np.mean(after.faces[1].points, axis=0)
                assert second.x < middle[0] < second.right
    nobody = (make_analysis(faces=()),)
    assert with_second_face(nobody, 0, 1) == nobody
    for share in (0, 1.1, math.nan):
        with pytest.raises(ValueError, match="share"):
            with_second_face(CLIP, 0, 1, share)


def test_fresh_digests_are_all_different_and_the_same_at_every_run() -> None:
    """As a live camera: no two alike, none of the clip's; the seed decides."""
    fresh = fresh_digests(loop(CLIP, 2), 1)
    assert len(set(digests(fresh))) == 2 * len(CLIP)
    assert not set(digests(fresh)) & set(digests(CLIP))
    assert digests(fresh) == digests(fresh_digests(loop(CLIP, 2), 1))
    assert not set(digests(fresh)) & set(digests(fresh_digests(CLIP, 2)))
    assert {len(name) for name in digests(fresh)} == {16}
