"""Drawing results: the right colour in the right place, on a copy."""

import numpy as np
import pytest

from facevow.decision.verdict import Verdict
from facevow.media.annotate import COLOURS, draw
from facevow.types import Box, Face, Pixels, QualityCode
from tests.making import make_analysis

BASE = 90


def picture(width: int = 640, height: int = 480) -> Pixels:
    return np.full((height, width, 3), BASE, np.uint8)


def face(x: float, y: float, width: float, height: float) -> Face:
    return Face(Box(x, y, width, height), 0.9, ((x, y), (x, y)))


def is_colour(pixels: Pixels, colour: tuple[int, int, int]) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    found: np.ndarray[tuple[int, int], np.dtype[np.bool_]] = (pixels == colour).all(axis=2)
    return found


@pytest.mark.parametrize("verdict", list(Verdict))
def test_the_judged_face_is_boxed_in_the_verdicts_colour(verdict: Verdict) -> None:
    """All four edges of the box have the colour, its inside is untouched, and the label stands on a bar over it."""
    drawn = draw(picture(), make_analysis(faces=(face(200, 150, 160, 180),)), verdict, 0.87)
    found = is_colour(drawn, COLOURS[verdict])
    for row, column in ((240, 200), (240, 360), (330, 280), (150, 280)):
        assert found[row - 1 : row + 2, column - 1 : column + 2].any()
    assert (drawn[160:320, 210:350] == BASE).all()
    assert found[100:148].sum() > 500


def test_every_verdict_has_a_colour_of_its_own() -> None:
    """No verdict is without a colour, and no two look alike."""
    assert set(COLOURS) == {verdict.value for verdict in Verdict}
    assert len(set(COLOURS.values())) == len(Verdict)


def test_the_input_is_left_unchanged() -> None:
    """The drawing is on a copy; also a picture that must not be written to is taken."""
    pixels = picture()
    pixels.flags.writeable = False
    drawn = draw(pixels, make_analysis(), Verdict.ATTACK, 0.1)
    assert (pixels == BASE).all()
    assert drawn.shape == pixels.shape
    assert drawn.dtype == np.uint8
    assert (drawn != pixels).any()


def test_other_faces_are_outlined_in_grey() -> None:
    """Only the first face has the verdict's colour around it; others have a thin grey line."""
    drawn = draw(picture(), make_analysis(faces=(face(50, 150, 160, 160), face(400, 200, 90, 90))), "BONA_FIDE", None)
    around = drawn[195:295, 395:495]
    assert (around[4:7, 50] > BASE + 20).all(axis=1).any()
    assert (around[:, :, 0] == around[:, :, 2]).all()
    assert not is_colour(around, COLOURS["BONA_FIDE"]).any()


def test_the_score_and_the_issues_are_written() -> None:
    """A score makes the label longer; an issue adds a line at the bottom, where there was none."""
    plain = draw(picture(), make_analysis(), "BONA_FIDE", None)
    scored = draw(picture(), make_analysis(), "BONA_FIDE", 0.5)
    colour = COLOURS["BONA_FIDE"]
    assert is_colour(scored, colour).sum() > is_colour(plain, colour).sum()
    assert (plain[440:] == BASE).all()
    poor = draw(picture(), make_analysis(issues=[QualityCode.TOO_DARK]), "BONA_FIDE", None)
    assert (poor[440:] != BASE).any()


def test_without_a_face_only_words_are_drawn() -> None:
    """The verdict stands in the upper left corner and the rest of the picture is untouched."""
    drawn = draw(picture(), make_analysis(faces=()), "NO_RESPONSE", None)
    assert is_colour(drawn, COLOURS["NO_RESPONSE"])[:40, :300].any()
    assert (drawn[60:430] == BASE).all()


@pytest.mark.parametrize("size", [(1, 1), (5, 700), (700, 5), (3000, 2000)])
@pytest.mark.parametrize("box", [(-50, -40, 4000, 4000), (0.2, 0.3, 0.4, 0.4), (-1e6, -1e6, 3e6, 3e6)])
def test_any_size_and_any_box_can_be_drawn(size: tuple[int, int], box: tuple[float, float, float, float]) -> None:
    """Tiny, narrow and large pictures, and boxes that reach far outside, come back in their size."""
    drawn = draw(picture(*size), make_analysis(faces=(face(*box),), issues=list(QualityCode)), "ATTACK", 0.123)
    assert drawn.shape == (size[1], size[0], 3)
