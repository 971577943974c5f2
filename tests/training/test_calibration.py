"""Calibration of log-odds, and the file it is kept in."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.errors import DatasetError, TrainingError
from facevow.training.calibration import Calibration, calibrate, read_calibration, write_calibration

FINITE = st.floats(allow_nan=False, allow_infinity=False)


def test_a_score_is_the_sigmoid_of_the_line() -> None:
    """2 x 0.5 - 1 is 0, so 0.5; far away the score ends at 0 and 1 without a warning."""
    found = Calibration(2.0, -1.0).score(np.array([0.5, 0.5 + np.log(3) / 2, -1e300, 1e300]))
    assert found == pytest.approx([0.5, 0.75, 0, 1])


def test_calibration_puts_the_balance_at_one_half() -> None:
    """Classes around 3 and 1, alike in shape, are parted at 2, however many pictures one source has."""
    rng = np.random.default_rng(7)
    large, small = (
        [rng.normal(3, 0.7, 2000), rng.normal(1, 0.7, 2000)],
        [rng.normal(3, 0.7, 50), rng.normal(1, 0.7, 50)],
    )
    labels = np.repeat([True, False, True, False], [2000, 2000, 50, 50])
    found = calibrate(np.concatenate([*large, *small]), labels, ["large"] * 4000 + ["small"] * 100)
    assert -found.bias / found.slope == pytest.approx(2, abs=0.15)
    assert found.slope > 1


def test_every_source_weighs_the_same() -> None:
    """A picture repeated a hundred times within its source moves nothing."""
    log_odds, labels = np.array([4.0, 1.0, 0.0, -3.0]), np.array([True, True, False, False])
    once = calibrate(log_odds, labels, ["a", "b", "a", "b"])
    times = [100, 1, 7, 1]
    often = calibrate(np.repeat(log_odds, times), np.repeat(labels, times), [*"a" * 100, "b", *"a" * 7, "b"])
    assert often.slope == pytest.approx(once.slope, abs=1e-9)
    assert often.bias == pytest.approx(once.bias, abs=1e-9)


def test_alike_sides_need_no_bias() -> None:
    """Log-odds that mirror each other are parted at 0 already."""
    found = calibrate(np.array([3.0, -1.0, -3.0, 1.0]), np.array([True, True, False, False]), ["a"] * 4)
    assert found.bias == pytest.approx(0, abs=1e-6)
    assert 0 < found.slope < 1.5


@pytest.mark.parametrize("shift", [-15, 15, 30])
def test_calibration_finds_classes_far_from_zero(shift: float) -> None:
    """Log-odds of hardly trained networks may all lie on one side, where the loss is almost flat."""
    rng = np.random.default_rng(7)
    log_odds = np.concatenate([rng.normal(shift + 3, 1, 200), rng.normal(shift - 3, 1, 200)])
    found = calibrate(log_odds, np.repeat([True, False], 200), ["a"] * 400)
    assert -found.bias / found.slope == pytest.approx(shift, abs=0.5)
    assert 0.3 < found.slope < 3


def test_calibration_of_perfect_classes_stays_finite() -> None:
    """Without an error there is no best slope; the prior keeps it modest."""
    found = calibrate(np.array([5.0, 6.0, -5.0, -6.0]), np.array([True, True, False, False]), ["a"] * 4)
    assert 0.3 < found.slope < 3
    assert abs(found.bias) < 0.2


@pytest.mark.parametrize(
    ("log_odds", "labels"),
    [([5.0, np.nan], [True, False]), ([5.0, np.inf], [True, False]), ([1.0, 2.0], [True, True]),
     ([1.0, 2.0], [False, False]), ([], [])],
)  # fmt: skip
def test_what_cannot_be_calibrated_is_refused(log_odds: list[float], labels: list[bool]) -> None:
    """NaN, an infinity, one class alone or nothing at all."""
    with pytest.raises(TrainingError, match="calibrate"):
        calibrate(np.array(log_odds), np.array(labels, dtype=bool), ["a"] * len(labels))


@given(st.floats(1e-6, 1e6), FINITE)
def test_a_calibration_is_read_as_it_was_written(slope: float, bias: float) -> None:
    """The numbers survive to the last digit."""
    import tempfile  # noqa: PLC0415 - hypothesis runs many examples in one tmp_path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "calibration.json"
        write_calibration(path, Calibration(slope, bias))
        assert read_calibration(path) == Calibration(slope, bias)
        assert [found.name for found in Path(folder).iterdir()] == ["calibration.json"]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b"[]", b"3", b"null", b'{"slope": 1}', b'{"slope": null, "bias": 0}',
     b'{"slope": "much", "bias": 0}', b'{"slope": 0, "bias": 0}', b'{"slope": -1, "bias": 0}',
     b'{"slope": NaN, "bias": 0}', b'{"slope": 1, "bias": Infinity}', b"[" * 100_000,
     b'{"slope": 1' + b"0" * 400 + b', "bias": 0}'],
)  # fmt: skip
def test_a_hostile_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """Not JSON, another shape, no number, a slope that would turn the answer round, or numbers without an end."""
    path = tmp_path / "calibration.json"
    path.write_bytes(content)
    with pytest.raises(TrainingError, match="expected a calibration"):
        read_calibration(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A missing file to read, and a missing folder to write to; writing leaves nothing behind."""
    with pytest.raises(TrainingError, match="expected a calibration"):
        read_calibration(tmp_path / "none.json")
    with pytest.raises(DatasetError, match="cannot be written"):
        write_calibration(tmp_path / "none" / "c.json", Calibration(1, 0))
    write_calibration(tmp_path / "c.json", Calibration(1, 0))
    assert json.loads((tmp_path / "c.json").read_text()) == {"slope": 1, "bias": 0}
