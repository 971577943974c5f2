"""ORB templates: what they hold, how they compare, and what is refused."""

from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.errors import MatchError, SettingsError
from facevow.matching import correspondence
from facevow.matching.orb import LEAST_POINTS, MOST_POINTS, SIDE, OrbDescriber, OrbMeasure, points_of
from facevow.types import Frame, Landmarks, Pixels, Template
from tests.networks import BONA_FIDE, footage, look

EYES_TO_MOUTH = {
    33: (-20, -18),
    133: (-10, -18),
    362: (10, -18),
    263: (20, -18),
    1: (0, 2),
    61: (-12, 22),
    291: (12, 22),
}
MEASURE = OrbMeasure()


def texture(seed: int, side: int = 240) -> Pixels:
    """A picture of blots of one kind, others for each seed."""
    noise = np.random.default_rng(seed).integers(0, 256, (side // 6, side // 6, 3), dtype=np.uint8)
    return np.asarray(cv2.resize(noise, (side, side), interpolation=cv2.INTER_CUBIC), np.uint8)


def landmarks(x: float = 120, y: float = 120, turn: float = 0, size: float = 1.8) -> Landmarks:
    """A mesh whose five points stand as in a face, around a place, turned by degrees."""
    points = np.zeros((478, 3), np.float32)
    angle = np.deg2rad(turn)
    spin = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    for which, place in EYES_TO_MOUTH.items():
        points[which, :2] = spin @ np.array(place) * size + (x, y)
    return Landmarks(points, 1.0, {})


@cache
def drawn(seed: int) -> Template:
    """The template of a texture."""
    return OrbDescriber().describe(Frame(texture(seed)), landmarks())


def refusal(content: bytes, matcher: str = "orb 1") -> str:
    """The code that a comparison with this content is refused with."""
    with pytest.raises(MatchError) as raised:
        MEASURE.compare(drawn(1), Template(matcher, content))
    return raised.value.code


def test_a_picture_is_like_itself_and_unlike_another() -> None:
    """The same texture scores 1, another one next to nothing."""
    assert MEASURE.compare(drawn(1), drawn(1)) == pytest.approx(1, abs=0.05)
    assert MEASURE.compare(drawn(1), drawn(2)) < 0.1


def test_the_same_face_turned_moved_and_enlarged_still_matches() -> None:
    """The alignment takes turn, place and size away before ORB looks."""
    pixels = texture(1)
    turned = cv2.warpAffine(pixels, cv2.getRotationMatrix2D((120.0, 120.0), -20, 1.2), (240, 240))
    moved = OrbDescriber().describe(Frame(np.asarray(turned, np.uint8)), landmarks(turn=20, size=1.8 * 1.2))
    assert MEASURE.compare(drawn(1), moved) > 0.4


def test_a_score_is_the_same_whichever_comes_first_and_each_time() -> None:
    """Neither order nor repetition moves it, also where pairs of many matches have to be drawn."""
    blurred = OrbDescriber().describe(
        Frame(np.asarray(cv2.GaussianBlur(texture(1), (0, 0), 1.5), np.uint8)), landmarks()
    )
    for one, other in ((drawn(1), blurred), (drawn(1), drawn(2)), (blurred, drawn(2))):
        assert len({MEASURE.compare(one, other), MEASURE.compare(other, one), MEASURE.compare(one, other)}) == 1


def test_the_encoding_is_the_documented_one() -> None:
    """A count, the places and the descriptors, as the module's text says; places lie within the face."""
    content = drawn(1).content
    count = int.from_bytes(content[:2], "little")
    assert LEAST_POINTS <= count <= MOST_POINTS
    assert len(content) == 2 + 36 * count
    read = points_of(drawn(1))
    assert read.places[0].real == int.from_bytes(content[2:4], "little") / 256
    assert read.places[0].imag == int.from_bytes(content[2 + 2 * count : 4 + 2 * count], "little") / 256
    assert read.words.tobytes() == content[2 + 4 * count :]
    assert 0 <= read.places.real.min() <= read.places.real.max() < SIDE


@given(
    st.one_of(st.binary(max_size=1200), st.integers(0, 300).map(lambda n: n.to_bytes(2, "little") + b"\x10" * 36 * n))
)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    """Whatever stands in a row, it is a bad template, or points within the limits that can be compared."""
    count = int.from_bytes(content[:2], "little")
    placed = np.frombuffer(content[2 : 2 + 4 * count].ljust(4 * count, b"\0"), "<u2")
    if not 30 <= count <= 250 or len(content) != 2 + 36 * count or placed.max() >= SIDE * 256:
        assert refusal(content) == "bad_template"
        return
    read = points_of(Template("orb 1", content))
    assert LEAST_POINTS <= len(read.places) == len(read.words) <= MOST_POINTS
    assert 0 <= MEASURE.compare(Template("orb 1", content), drawn(1)) <= 1


def test_another_matcher_and_damaged_rows_are_refused() -> None:
    """A template of another matcher, of another length or count, or with a place outside the face is refused."""
    content = drawn(1).content
    assert refusal(content, "mobilefacenet 1") == "other_matcher"
    for bad in (
        b"",
        content[:-1],
        content + b"\x00",
        b"\xff\xff" + content[2:],
        content[:2] + b"\xff\xff" + content[4:],
        (LEAST_POINTS - 1).to_bytes(2, "little") + content[2 : 2 + 36 * (LEAST_POINTS - 1)],
    ):
        assert refusal(bad) == "bad_template"


def test_a_face_without_texture_has_no_template() -> None:
    """A flat face, and one of a smooth shade, are refused rather than described by nothing."""
    shade = np.linspace(60, 180, 240, dtype=np.uint8)
    for pixels in (np.full((240, 240, 3), 90, np.uint8), np.repeat(np.tile(shade, (240, 1))[..., None], 3, axis=2)):
        with pytest.raises(MatchError) as raised:
            OrbDescriber().describe(Frame(pixels), landmarks())
        assert raised.value.code == "no_template"


def test_few_points_that_agree_by_chance_are_no_match() -> None:
    """Of two templates of LEAST_POINTS, three agreeing points, which strangers have too, reach no threshold."""
    luck = np.random.default_rng(5)
    count = LEAST_POINTS.to_bytes(2, "little")
    fixed = luck.integers(0, SIDE * 256, (2, LEAST_POINTS), np.uint16).astype("<u2").tobytes()
    one, other = luck.integers(0, 256, (2, LEAST_POINTS, 32), np.uint8)
    other[:3] = one[:3]
    score = MEASURE.compare(
        Template("orb 1", count + fixed + one.tobytes()), Template("orb 1", count + fixed + other.tobytes())
    )
    assert 0 < score < MEASURE.threshold("0.01")


def test_thresholds_rise_as_false_matches_become_rarer() -> None:
    """Each rate has its threshold within 0..1; another rate is refused."""
    assert 0 < MEASURE.threshold("0.01") <= MEASURE.threshold("0.001") <= MEASURE.threshold("0.0001") <= 1
    assert MEASURE.continuity < MEASURE.threshold("0.01")
    with pytest.raises(SettingsError):
        MEASURE.threshold("0.5")


def test_frames_of_one_clip_are_more_alike_than_those_of_two(shared: Path) -> None:
    """Of real faces, a frame is more like the next of its clip than like any other person's."""
    describer = OrbDescriber()
    described = [
        [describer.describe(frame, look(frame.pixels)[1]) for frame in footage(shared, name, every=6)[:2]]
        for name in BONA_FIDE[:3]
    ]
    for which, (first, second) in enumerate(described):
        own = MEASURE.compare(first, second)
        others = [MEASURE.compare(first, pair[0]) for at, pair in enumerate(described) if at != which]
        assert own > max(others)


def places(*points: complex) -> correspondence.Places:
    """Points of the plane."""
    return np.array(points, np.complex64)


def test_points_that_lie_in_one_shape_agree_and_strays_do_not_count() -> None:
    """Ten points that are shrunk, turned and moved together agree, whatever three others do."""
    luck = np.random.default_rng(3)
    ours = (luck.uniform(0, 150, 13) + 1j * luck.uniform(0, 150, 13)).astype(np.complex64)
    theirs = (ours * 0.9 * np.exp(0.1j) + (5 - 3j)).astype(np.complex64)
    theirs[10:] += places(40, 60j, -50 - 50j)
    assert correspondence.agreeing(ours, theirs) == 10
    assert correspondence.agreeing(np.tile(ours, 4), np.tile(theirs, 4)) == 40


def test_a_shape_that_no_alignment_leaves_is_no_agreement() -> None:
    """Points that are mirrored, upside down or twice as large do not agree, nor do two, nor many in one place."""
    square = places(0, 60, 60 + 60j, 60j, 30 + 10j)
    for other in (square.conj(), -square, 2 * square):
        assert correspondence.agreeing(square, other) == 0
    assert correspondence.agreeing(square[:2], square[:2]) == 0
    assert correspondence.agreeing(places(*[5 + 5j] * 40), places(*[5 + 5j] * 40)) == 0


def test_only_clear_and_mutual_neighbours_match() -> None:
    """Of three points one has its like, one has two that are equally like, one has its like too far away."""
    like, twice, far, other = (
        np.zeros(4, "<u8"),
        np.full(4, 2**64 - 1, "<u8"),
        np.full(4, 0x0F0F << 16, "<u8"),
        ~np.uint64(0),
    )
    ours = places(10 + 10j, 30 + 10j, 10 + 90j)
    theirs = places(12 + 10j, 30 + 12j, 31 + 12j, 150 + 90j)
    rows = np.stack([like, twice, far]).astype(np.uint64)
    columns = np.stack([like, twice, twice & other, far]).astype(np.uint64)
    one, two = correspondence.nearest_both_ways(ours, rows, theirs, columns)
    assert (one.tolist(), two.tolist()) == ([0], [0])
