"""Two inputs compared: pictures and clips, real ones through the networks and made-up ones by their colour."""

from dataclasses import replace
from pathlib import Path

import pytest

from facevow.comparing import LEAST_FRAMES, MOST_FRAMES, Comparer, Side, hindrances
from facevow.errors import ImageError, ModelError, SettingsError, VideoError
from facevow.types import Box, QualityCode
from tests.likenesses import (
    ADA,
    BEN,
    BLURRED,
    CLEO,
    FEATURELESS,
    NEAR,
    NOBODY,
    TURNED,
    Measure,
    comparer,
    film,
    save,
    shown,
)
from tests.making import FACE, make_analysis, make_motion
from tests.matching.embeddings import fetched_network
from tests.networks import BOTH_SIDES, HEAD_TURNS, bundle, clean_frame, frame_at, side_by_side

# pictures


def test_a_person_is_like_oneself_and_nobody_else(tmp_path: Path) -> None:
    """Two pictures of one person match, of two do not, in either order; score, threshold and matcher are told."""
    ada, again, ben = (
        save(tmp_path / name, shown(who)) for name, who in (("a.png", ADA), ("b.png", ADA), ("c.png", BEN))
    )
    same, other, turned = (
        comparer().compare(ada, again),
        comparer().compare(str(ada), ben),
        comparer().compare(ben, ada),
    )
    assert (same.matched, same.score, same.threshold, same.matcher) == (True, 0.9, 0.6, "colours 1")
    assert (other.matched, other.score) == (turned.matched, turned.score) == (False, 0.1)
    assert same.a == Side(str(ada), 1, 1)
    assert other.b == Side(str(ben), 1, 1)


@pytest.mark.parametrize(("score", "matched"), [(0.6, True), (0.5999, False), (-1.0, False)])
def test_the_threshold_itself_is_a_match(tmp_path: Path, score: float, matched: bool) -> None:
    """A score at the threshold matches, one below does not."""
    ada = save(tmp_path / "a.png", shown(ADA))
    assert comparer(Measure(answer=score)).compare(ada, ada).matched is matched


@pytest.mark.parametrize(
    ("hindrance", "reason"),
    [(NOBODY, "no_face"), (BLURRED, "blurred"), (TURNED, "turned_away"), (FEATURELESS, "no_template")],
)
def test_an_unfit_picture_is_never_a_match(tmp_path: Path, hindrance: int, reason: str) -> None:
    """Where one side has no usable face there is no score and no match, though it be the same file; it says why."""
    good, bad = save(tmp_path / "a.png", shown(ADA)), save(tmp_path / "b.png", shown(ADA, hindrance))
    for a, b in ((good, bad), (bad, good), (bad, bad)):
        comparison = comparer(threshold=-1).compare(a, b)
        assert (comparison.matched, comparison.score) == (False, None)
        for side, path in ((comparison.a, a), (comparison.b, b)):
            assert side.reasons == ((reason,) if path == bad else ())
            assert side.frames == (0 if path == bad else 1)


def test_a_face_too_near_for_liveness_can_be_compared(tmp_path: Path) -> None:
    """A passport picture is nearly all face: that alone stands against no comparison."""
    near = save(tmp_path / "a.png", shown(ADA, NEAR))
    assert comparer().compare(near, near).matched


@pytest.mark.parametrize(
    ("yaw", "pitch", "reasons"),
    [
        (25, 20, ()),
        (-26, 0, ("turned_away",)),
        (0, 21, ("turned_away",)),
        (0, -21, ("turned_away",)),
    ],
)
def test_how_far_a_face_may_turn(yaw: float, pitch: float, reasons: tuple[str, ...]) -> None:
    """To either side and up or down, up to the limits."""
    assert hindrances(make_analysis(motion=make_motion(yaw=yaw, pitch=pitch))) == reasons


@pytest.mark.parametrize("code", [code for code in QualityCode if code is not QualityCode.TOO_NEAR])
def test_every_other_issue_hinders(code: QualityCode) -> None:
    """Whatever else stands against a frame is a reason, told once."""
    assert hindrances(make_analysis(motion=make_motion(yaw=40), issues=(code,)))[0] == code
    assert hindrances(make_analysis(motion=make_motion(), issues=(code, QualityCode.TOO_NEAR))) == (code,)
    turned = hindrances(make_analysis(motion=make_motion(yaw=40), issues=(QualityCode.TURNED_AWAY,)))
    assert turned == (QualityCode.TURNED_AWAY,)


def test_a_second_face_however_small_keeps_a_picture_out() -> None:
    """Whose template it would be is a guess; a clip's frames have a person in the background."""
    small = replace(FACE, box=Box(20, 20, 40, 40))
    analysis = make_analysis(faces=(FACE, small))
    assert hindrances(analysis, alone=True) == (QualityCode.SEVERAL_FACES,)
    assert hindrances(analysis) == ()
    told = make_analysis(faces=(FACE, small), issues=(QualityCode.SEVERAL_FACES,))
    assert hindrances(told, alone=True) == (QualityCode.SEVERAL_FACES,)


# clips


def test_a_clip_is_compared_by_the_median(tmp_path: Path) -> None:
    """A frame of somebody else in a clip neither makes a match nor breaks one."""
    clip = film(tmp_path / "clip.avi", [shown(ADA)] * 5 + [shown(BEN)] + [shown(ADA)] * 4)
    ada, ben = save(tmp_path / "a.png", shown(ADA)), save(tmp_path / "b.png", shown(BEN))
    comparison = comparer().compare(clip, ada)
    assert (comparison.matched, comparison.score) == (True, 0.9)
    assert comparison.a == Side(str(clip), 10, 10)
    assert comparer().compare(ben, clip).score == 0.1


@pytest.mark.parametrize("parts", [(2, 8), (8, 2), (5, 5), (2, 3)])
def test_a_clip_of_two_people_is_nobodys(tmp_path: Path, parts: tuple[int, int]) -> None:
    """Somebody who shows another's face for a part of the clip is not compared by the larger part of it."""
    clip = film(tmp_path / "clip.avi", [shown(ADA)] * parts[0] + [shown(BEN)] * parts[1])
    for who in (ADA, BEN):
        comparison = comparer(threshold=-1).compare(clip, save(tmp_path / "a.png", shown(who)))
        assert (comparison.matched, comparison.score) == (False, None)
        assert comparison.a.reasons == ("not_one_person",)


def test_three_people_are_not_one(tmp_path: Path) -> None:
    """Nor is a clip of three people anybody's."""
    clip = film(tmp_path / "clip.avi", [shown(who) for who in (ADA, BEN, CLEO)] * 3)
    assert comparer().compare(clip, clip).a.reasons == ("not_one_person",)


def test_unfit_frames_of_a_clip_are_passed_over(tmp_path: Path) -> None:
    """The fit ones decide; a frame after an unfit one is looked at sooner."""
    clip = film(tmp_path / "clip.avi", [shown(BEN, BLURRED)] * 10 + [shown(ADA)] * 20, rate=15)
    side = comparer().compare(clip, clip).a
    assert side == Side(str(clip), 20, 10)  # all of the unfit ones, then every second one


@pytest.mark.parametrize("fit", [0, 1, LEAST_FRAMES - 1, LEAST_FRAMES])
def test_a_clip_of_few_fit_frames_is_not_compared(tmp_path: Path, fit: int) -> None:
    """Below five there is no score; the reasons name what stood against the others, the most frequent first."""
    pictures = [shown(ADA)] * fit + [shown(ADA, NOBODY)] * 2 + [shown(ADA, BLURRED)] * 3
    side = comparer().compare(film(tmp_path / "clip.avi", pictures), save(tmp_path / "a.png", shown(ADA))).a
    if fit < LEAST_FRAMES:
        assert (side.frames, side.reasons) == (0, ("too_few_frames", "blurred", "no_face"))
    else:
        assert (side.frames, side.reasons) == (LEAST_FRAMES, ())


@pytest.mark.parametrize("frames", [16, 17, 33, 150, 400])
def test_however_long_a_clip_is_its_frames_are_few_and_spread(tmp_path: Path, frames: int) -> None:
    """Between half as many as the most and the most are compared, from its beginning to its end."""
    clip = film(tmp_path / "clip.avi", [shown(ADA)] * (frames - frames // 4) + [shown(BEN)] * (frames // 4))
    described = comparer(Measure(continuity=-1)).describe(clip)
    assert MOST_FRAMES / 2 <= described.side.frames <= MOST_FRAMES
    last = sum(template.content == bytes([BEN]) for template in described.templates)
    assert last / described.side.frames == pytest.approx(0.25, abs=0.08)


# what goes wrong


def test_files_that_are_neither_are_refused(tmp_path: Path) -> None:
    """Text, broken and missing files, and a folder, are the errors that `Checker` raises, on either side."""
    good, text = save(tmp_path / "a.png", shown(ADA)), tmp_path / "notes.txt"
    text.write_text("no picture " * 20)
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff no picture")
    for bad, kind in ((text, VideoError), (tmp_path / "broken.jpg", ImageError), (tmp_path / "none", VideoError)):
        for a, b in ((good, bad), (bad, good)):
            with pytest.raises(kind):
                comparer().compare(a, b)
    with pytest.raises(VideoError):
        comparer().compare(tmp_path, good)


@pytest.mark.parametrize("answer", [float("nan"), float("inf")])
def test_a_score_that_is_none_is_an_error(tmp_path: Path, answer: float) -> None:
    """A matcher that answers with no number never makes a match."""
    ada = save(tmp_path / "a.png", shown(ADA))
    with pytest.raises(ModelError):
        comparer(Measure(answer=answer)).compare(ada, ada)


@pytest.mark.parametrize("threshold", [float("nan"), 1.01, -1.01, float("inf")])
def test_a_threshold_that_is_none_is_refused(threshold: float) -> None:
    """Nobody compares under a threshold that no score can be held against."""
    with pytest.raises(SettingsError, match="threshold"):
        comparer(threshold=threshold)


def test_an_unknown_matcher_is_refused() -> None:
    """There are two; before any network is opened."""
    with pytest.raises(SettingsError):
        Comparer.open("eigenfaces")


# real faces


@pytest.fixture
def real() -> Comparer:
    """A comparer with the embedding that is fetched; skips where it, or MediaPipe's networks, never were."""
    bundle()
    fetched_network()
    return Comparer.open()


def test_real_people_are_told_apart(shared: Path, real: Comparer, tmp_path: Path) -> None:
    """A man matches himself a second later; another man matches neither him nor a clip of a third one.

    A picture of two people is not compared: nobody can say who is meant.
    """
    person, other = clean_frame(shared).pixels, frame_at(shared, BOTH_SIDES, 0).pixels
    first = real.describe(save(tmp_path / "first.png", person))
    later = real.describe(save(tmp_path / "later.png", frame_at(shared, HEAD_TURNS, 24).pixels))
    replayed = real.describe(shared / "footage" / "attack-4-phone-replay.mp4")
    another = real.describe(save(tmp_path / "other.png", other))
    both = real.describe(save(tmp_path / "both.png", side_by_side(person, other)))
    assert real.between(first, later).matched
    assert not real.between(first, another).matched
    assert not real.between(another, replayed).matched
    assert replayed.side.frames >= LEAST_FRAMES
    assert both.side.reasons[0] == "several_faces"
    assert real.between(both, first).score is None


def test_orb_compares_a_picture_with_itself(shared: Path, tmp_path: Path) -> None:
    """The seed's matcher is behind the same words: the same picture matches, another person's does not."""
    bundle()
    orb = Comparer.open("orb", fmr="0.01")
    first = orb.describe(save(tmp_path / "first.png", clean_frame(shared).pixels))
    other = orb.describe(save(tmp_path / "other.png", frame_at(shared, BOTH_SIDES, 0).pixels))
    assert orb.between(first, first).matched
    assert not orb.between(first, other).matched
