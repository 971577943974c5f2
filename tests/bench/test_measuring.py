"""The tools of `python -m bench`: pictures, searches, results, and a short run of it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from bench.carrying import largest
from bench.footage import BONA_FIDE, cut, read_reel, reel, write_reel
from bench.loading import Load, Wanted, quantile
from bench.programs import Target
from bench.results import KEYS, circumstances, find, merge, read, table, write
from bench.seed2 import square
from hypothesis import given
from hypothesis import strategies as st

from facevow.media.images import decode
from facevow.types import Box
from facevow.vision.fingerprint import fingerprint

ROOT = Path(__file__).resolve().parents[2]


def load(**given: object) -> Load:
    """Two users who were answered 100 frames of 100 in good time, but for what is given."""
    usual = {
        "wanted": Wanted(2, 10), "seconds": 5.0, "due": 100, "answered": 100, "withheld": 0, "dropped": 0, "p50": 20.0,
        "p95": 40.0, "p99": 50.0, "answered_each": [50, 50], "dropped_each": [0, 0], "sessions": 2, "ends": {},
        "failures": {}, "client_cpu": 0.1, "server_cpu": 5.0, "megabytes": (300.0, 301.0),
    }  # fmt: skip
    return Load(**(usual | given))  # type: ignore[arg-type]


def test_a_reel_holds_no_picture_twice(shared: Path) -> None:
    """Played to and fro, a clip gives different pictures each time round, of the size that is measured."""
    pictures = reel(shared / "footage" / BONA_FIDE[0], 260)
    assert len({fingerprint(decode(picture)) for picture in pictures}) == 260
    assert decode(pictures[-1]).shape == (480, 640, 3)


def test_a_reel_reads_as_it_was_written(tmp_path: Path) -> None:
    """Whatever the pictures' lengths are."""
    pictures = [b"", b"a", bytes(70_000)]
    write_reel(tmp_path / "a.reel", pictures)
    assert read_reel(tmp_path / "a.reel") == pictures


@pytest.mark.parametrize("shape", [(656, 368), (480, 640), (540, 960)])
def test_every_shape_is_cut_to_one(shape: tuple[int, int]) -> None:
    """Upright, wide or right already, and moved as well."""
    for shift in (0, 3):
        assert cut(np.zeros((*shape, 3), np.uint8), shift).shape == (480, 640, 3)


@given(limit=st.integers(0, 200), guess=st.integers(1, 300))
def test_the_largest_number_is_found_from_any_guess(limit: int, guess: int) -> None:
    """Where all up to a limit are carried and none beyond, what is found is carried, and within a twentieth of it."""
    found = largest(lambda users: users <= limit, guess)
    assert found <= limit
    assert limit - found <= max(1, 0.05 * limit)


def test_what_is_not_answered_in_time_or_at_all_is_not_carried() -> None:
    """Each of the conditions counts by itself."""
    assert load().carried
    assert not load(p95=151.0).carried
    assert not load(dropped=1).carried
    assert not load(withheld=1).carried
    assert not load(failures={"closed": 1}).carried
    assert not load(answered=0).carried


def test_fairness_and_dropped_frames_are_told_by_user() -> None:
    """A user who is starved shows."""
    starved = load(answered_each=[90, 10], dropped_each=[0, 80])
    assert starved.fairness == 9
    assert starved.figures()["dropped_of_a_user"] == [0, 40, 80]


def test_a_quantile_of_nothing_is_no_success() -> None:
    """Without answers no time is short enough."""
    assert quantile([], 0.95) == float("inf")
    assert quantile([1.0, 2.0, 3.0], 0.5) == 2.0


def test_parts_are_kept_beside_each_other(tmp_path: Path) -> None:
    """A part measured anew replaces itself alone, and what is asked for first stands in front."""
    path = tmp_path / "results.json"
    write(merge(read(path), {"stages": {"kernel_share": 0.9}, "memory": {"at_start_mb": 300}}), path)
    write(merge(read(path), {"stages": {"kernel_share": 0.8}}), path)
    found = json.loads(path.read_text())
    assert (found["kernel_share"], found["memory_at_start_mb"]) == (0.8, 300)
    assert set(found["parts"]) == {"stages", "memory"}


def test_what_is_no_number_is_null(tmp_path: Path) -> None:
    """A peer that answered nothing in time has no milliseconds, and the file stays JSON."""
    write({"a": [float("inf")], "b": (1.5, "x")}, tmp_path / "r.json")
    assert read(tmp_path / "r.json") == {"a": [None], "b": [1.5, "x"]}


def test_what_was_not_measured_has_no_key() -> None:
    """No figure is made up for a part that is lacking."""
    assert set(merge({}, {"stages": {}})) == {"parts"}
    assert all(find({}, where) is None for where in KEYS.values())


def test_results_say_of_which_machine_and_commit_they_are() -> None:
    """Figures without them are worth nothing."""
    found = circumstances()
    assert found["machine"]["processors"] >= 1
    assert found["commit"]
    assert found["versions"]["onnxruntime"]


def test_a_table_has_a_line_for_each_row() -> None:
    """And shows numbers with as many digits as they are worth."""
    assert table(["a", "b"], [["x", 1.234], ["y", 12.34]]).splitlines()[2:] == ["| x | 1.23 |", "| y | 12.3 |"]


def test_a_target_counts_its_children() -> None:
    """Memory and processor time are of all processes that descend from the one that was started."""
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()'])"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as process:  # noqa: S603 - ours
        target = Target(0, process.pid)
        while len(target.pids()) < 2 and process.poll() is None:
            pass
        assert len(target.pids()) == 2
        assert target.megabytes() > 0
        process.communicate(b"\n")
    assert Target(0, os.getpid()).cpu_seconds() > 0


def test_the_second_seeds_face_is_square_and_black_beyond_the_picture() -> None:
    """As its network was trained: 1.5 times the box, and no pixels made up."""
    face = square(np.full((100, 100, 3), 255, np.uint8), Box(0, 0, 40, 40))
    assert face.shape == (1, 3, 128, 128)
    assert face[0, 0, 0, 0] == 0
    assert face[0, 0, 64, 64] == 1


def test_a_quick_run_measures_and_writes_down(shared: Path, tmp_path: Path) -> None:
    """`python -m bench --quick` of a part ends well, and its figures are in the file."""
    assert shared.is_dir()
    out = tmp_path / "results.json"
    command = [sys.executable, "-m", "bench", "--quick", "--only", "load", "--out", str(out)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=150, check=False)  # noqa: S603
    assert ran.returncode == 0, ran.stderr
    found = json.loads(out.read_text())
    assert found["sessions_10fps"] >= 1
    assert found["parts"]["load"]["balanced"]["10"]["at_twice"]["answers_a_second"] > 0
    assert "| policy |" in ran.stdout
