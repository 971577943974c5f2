"""The tools of `python -m bench`: pictures, searches, results, and a short run of it."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bench.__main__ import PARTS, kept_in, measure
from bench.carrying import largest
from bench.footage import BONA_FIDE, cut, read_reel, reel, write_reel
from bench.loading import Load, Wanted, quantile
from bench.memory import SESSIONS, left
from bench.peers import Measured
from bench.programs import Target
from bench.results import KEYS, PATH, circumstances, find, merge, read, table, write
from bench.seed2 import square
from hypothesis import given
from hypothesis import strategies as st

from bench import peers, stages
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
    assert found["machine"]["processors"] == len(os.sched_getaffinity(0))
    assert re.fullmatch(r"[0-9a-f]{7,40}\+?|unknown", found["commit"])
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


TOLD_TO_LEAVE = """
import sys, signal, tempfile
from pathlib import Path
from bench.programs import Program, leave_when_told
leave_when_told()
with tempfile.TemporaryDirectory(dir=sys.argv[1]) as folder:
    with Program([sys.executable, "-c", "input()"], port=1, log=Path(folder) / "log") as server:
        print(server.target.pid, flush=True)
        signal.pause()
"""


def test_a_bench_that_is_told_to_end_leaves_nothing_behind(tmp_path: Path) -> None:
    """SIGTERM closes what is open: servers stop, and their folders go."""
    command = [sys.executable, "-c", TOLD_TO_LEAVE, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:  # noqa: S603 - ours
        assert process.stdout is not None
        server = int(process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)


def test_what_is_held_after_ten_thousand_is_told_of_no_fewer() -> None:
    """A run cut short has what it held, and not under that name."""
    assert left([(500, 100.0), (SESSIONS, 110.0)])["after_10000_mb"] == 110.0
    few = left([(20, 100.0), (SESSIONS - 1, 110.0)])
    assert "after_10000_mb" not in few
    assert few["after_sessions_mb"] == 110.0
    assert "memory_after_10000_sessions_mb" not in merge({}, {"memory": few})


def test_a_quick_run_takes_nobodys_place() -> None:
    """Its figures are worth nothing, and are kept only where somebody says."""
    assert kept_in(None, quick=True) is None
    assert kept_in(None, quick=False) == PATH
    assert kept_in(Path("x.json"), quick=True) == Path("x.json")


def test_several_processes_stand_beside_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The load on two is no measure of the server as it comes: it has another part, and other keys."""

    def run(*_: object, settings: dict[str, int] | None = None) -> dict[str, Any]:
        return {"balanced": {"10": {"sessions": 2 if settings else 1}}}

    monkeypatch.setitem(PARTS, "load", (run, str))
    out = tmp_path / "results.json"
    measure("load", out, tmp_path, [])
    measure("load", out, tmp_path, [], settings={"processes": 2})
    found = read(out)
    assert (found["sessions_10fps"], found["sessions_10fps_several_processes"]) == (1, 2)
    out.unlink()
    measure("load", None, tmp_path, [])
    assert not out.exists()


def row(**given: Any) -> dict[str, Any]:  # noqa: ANN401 - of a load
    """A row of the peers' table, of two loads with these figures."""
    return {"what": "..."} | Measured(load(), load(**given)).figures()


def test_a_peers_failures_and_faces_are_told() -> None:
    """One that fails, or finds nobody, is quick for a bad reason."""
    rows = {"seed2": row(failures={"closed": 2}, ends={"face": 30, "no face": 10})}
    assert rows["seed2"]["face_share"] == 0.75
    assert rows["seed2"]["failures"] == {"closed": 2}
    assert "{'closed': 2}" in peers.told(rows | {"ratios": {}})


def test_both_loads_failures_are_counted_together() -> None:
    """The same failure of one client and of many is not told once only."""
    failed = load(failures={"closed": 1})
    assert Measured(failed, failed).figures()["failures"] == {"closed": 2}


def test_what_a_scored_frame_takes_stands_beside_a_paced_one() -> None:
    """A peer scores every frame; ours has another row for it, and two processes have none."""
    rows = {name: row() for name in ("facevow", "facevow_two_processes", "seed1")}
    rows["facevow_all_scored"] = row() | {"ms_a_frame_alone": 99.0}
    peers.beside(rows)
    key = "ms_a_frame_alone_all_scored"
    assert [rows[name].get(key) for name in ("facevow", "facevow_all_scored", "seed1")] == [99.0, 99.0, 20.0]
    assert key not in rows["facevow_two_processes"]


def test_ratios_of_scored_frames_have_keys_of_their_own() -> None:
    """Each peer is held against the server that scores every frame as well."""
    others = ("seed1", "seed1_kind", "seed2", "silentface")
    found = merge({}, {"peers": {"ratios": {f"facevow_all_scored/{other}": 2.0 for other in others}}})
    assert {name for name in found if name != "parts"} == {f"ratio_{other}_all_scored" for other in others}


def test_templates_are_among_the_stages_and_their_frames_apart(shared: Path, tmp_path: Path) -> None:
    """A default session is watched for another face: the mean counts that, and the kernels' share leaves it out."""
    write_reel(tmp_path / "a.reel", reel(shared / "footage" / BONA_FIDE[0], 60))
    found = stages.run([tmp_path / "a.reel"], tmp_path, lambda _: None, quick=True)
    scored, alone = found["scored"], found["kernels_ms"]
    assert scored["template"]["median_ms"] > 0
    assert scored[stages.WITH_TEMPLATE]["share"] + scored["all"]["share"] > 0.9
    assert 0 < scored["template_share"] < 1
    whole = scored["all"]["median_ms"] + scored["store"]["median_ms"]
    kernels = sum(alone[name] for name in ("detect", "mesh", "blendshapes", "passive"))
    assert found["kernel_share"] == pytest.approx(kernels / whole, abs=0.01)
    assert alone["template"] > 0


def ran(*given: str) -> subprocess.CompletedProcess[str]:
    """`python -m bench` with these arguments; one that takes too long is told to end, and stops what it started."""
    command = [sys.executable, "-m", "bench", *given]
    with subprocess.Popen(  # noqa: S603 - ours
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            out, err = process.communicate(timeout=150)
        except subprocess.TimeoutExpired:
            process.terminate()
            try:
                process.communicate(timeout=60)
            finally:
                process.kill()
            raise
    return subprocess.CompletedProcess(command, process.returncode, out, err)


@pytest.mark.usefixtures("shared")
def test_a_quick_run_measures_and_writes_down(tmp_path: Path) -> None:
    """`python -m bench --quick` of a part ends well, and its figures are in the file."""
    out = tmp_path / "results.json"
    done = ran("--quick", "--only", "load", "--out", str(out))
    assert done.returncode == 0, done.stderr
    found = json.loads(out.read_text())
    balanced = found["parts"]["load"]["balanced"]
    assert balanced["as_fast_as_it_goes"]["failures"] == {}
    assert balanced["as_fast_as_it_goes"]["answers_a_second"] > 0
    assert balanced["10"]["at_twice"]["users"] == 2 * found["sessions_10fps"]
    assert balanced["10"]["at_twice"]["answers_a_second"] > 0
    assert "| policy |" in done.stdout
