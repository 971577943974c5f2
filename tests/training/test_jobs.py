"""Several networks, some at a time: done once, gone on with after a kill, never mixed up."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs torch: pip install 'facevow[train]'")

from facevow.datasets.manifest import read_manifest  # noqa: E402 - torch first
from facevow.errors import DatasetError, TrainingError  # noqa: E402
from facevow.training import jobs as module  # noqa: E402
from facevow.training.config import TrainingConfig  # noqa: E402
from facevow.training.jobs import CHECKPOINT, RESULT, WEIGHTS, Done, Job, run_jobs  # noqa: E402
from facevow.training.networks.build import load_weights  # noqa: E402
from tests.training.making import NEAR, TINY, contents, quiet, tiny  # noqa: E402

KILLED = """
import sys, time
from pathlib import Path
from facevow.datasets.manifest import read_manifest
from facevow.training.config import TrainingConfig
from facevow.training.jobs import Job, run_jobs
config = TrainingConfig.model_validate_json(Path(sys.argv[1]).read_text())
entries = read_manifest(config.data.manifest)
parts = (tuple(e for e in entries if e.split == side) for side in ("train", "validation"))
job = Job("n", config, config.network[0], *parts, Path(sys.argv[2]))
run_jobs([job], 1, lambda network, done, total, loss: time.sleep(60 * (done == 3)))
"""
"""Trains until the middle of the second epoch, and there waits for what comes."""


def made(config: TrainingConfig, folder: Path) -> list[Job]:
    entries = read_manifest(config.data.manifest)
    training, judged = (tuple(e for e in entries if e.split == side) for side in ("train", "validation"))
    return [Job(about.title, config, about, training, judged, folder / about.title) for about in config.network]


def never(*_: object) -> None:
    pytest.fail("expected nothing to be trained")


def same(first: Sequence[Done], second: Sequence[Done]) -> bool:
    """Weights, epochs and judged log-odds, to the last bit."""
    for one, other in zip(first, second, strict=True):
        states = [load_weights(done.weights).state_dict() for done in (one, other)]
        weights = all(torch.equal(states[0][name], states[1][name]) for name in states[0])
        if not (weights and one.epochs == other.epochs and one.best == other.best):
            return False
    return all(np.array_equal(one.judged, other.judged) for one, other in zip(first, second, strict=True))


@pytest.fixture
def finished(manifest: Path, tmp_path: Path) -> Job:
    """A job that is done."""
    (job,) = made(tiny(manifest, epochs=1), tmp_path / "out")
    run_jobs([job], 1, quiet)
    return job


def test_a_finished_job_is_not_done_again(finished: Job) -> None:
    """Its folder holds weights and result alone; the second time both are read and left as they are."""
    assert set(contents(finished.folder)) == {WEIGHTS, RESULT}
    before = contents(finished.folder)
    (again,) = run_jobs([finished], 1, never)
    assert again.judged.shape == (12,)
    assert len(again.epochs) == 1
    assert again.epochs[0].validation is not None
    assert contents(finished.folder) == before


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_a_killed_training_goes_on_and_ends_the_same(manifest: Path, tmp_path: Path) -> None:
    """A process killed in its second epoch, then another one: the bits of a run that nobody disturbed."""
    config = tiny(manifest)
    (job,) = made(config, tmp_path / "killed")
    path, checkpoint = tmp_path / "config.json", job.folder / CHECKPOINT
    path.write_text(config.model_dump_json())
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(path), str(job.folder)])  # noqa: S603 - ourselves
    try:
        ends = time.monotonic() + 90
        while not checkpoint.exists() and process.poll() is None and time.monotonic() < ends:
            time.sleep(0.05)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == -signal.SIGKILL
    assert set(contents(job.folder)) == {CHECKPOINT}
    told: list[int] = []
    again = run_jobs([job], 1, lambda _, done, __, ___: told.append(done))
    assert told == [3, 4]
    assert same(again, run_jobs(made(config, tmp_path / "whole"), 1, quiet))
    assert set(contents(job.folder)) == {WEIGHTS, RESULT}


def test_two_workers_do_what_one_does(manifest: Path, tmp_path: Path) -> None:
    """Processes of their own change no bit; every batch of both is told, and the order is kept."""
    told: list[tuple[str, int, int]] = []
    config = tiny(manifest, TINY, NEAR, epochs=1)
    one = run_jobs(made(config, tmp_path / "one"), 1, quiet)
    two = run_jobs(made(config, tmp_path / "two"), 2, lambda name, done, total, _: told.append((name, done, total)))
    assert same(one, two)
    titles = [about.title for about in config.network]
    assert [done.job.network.title for done in two] == titles
    assert sorted(told) == sorted((title, done, 2) for title in titles for done in (1, 2))


def test_a_worker_s_failure_is_told(manifest: Path, tmp_path: Path) -> None:
    """What is wrong in a process of its own arrives as the same error, and nothing looks finished."""
    jobs = made(tiny(manifest, TINY, NEAR, epochs=1), tmp_path / "out")
    broken = jobs[1].judged[0].views[0].path
    broken.write_bytes(b"no picture")
    with pytest.raises(DatasetError, match=broken.name):
        run_jobs(jobs, 2, quiet)
    assert contents(tmp_path / "out") == {}


@pytest.mark.parametrize("change", ["configuration", "data", "start"])
def test_a_result_of_something_else_is_refused(finished: Job, change: str, tmp_path: Path) -> None:
    """Another seed, other entries, other start weights: an error that says what to do, and the folder as it was."""
    before = contents(finished.folder)
    start = tmp_path / "start.pth"
    start.write_bytes((finished.folder / WEIGHTS).read_bytes())
    other = {
        "configuration": replace(finished, config=finished.config.model_copy(update={"seed": 8})),
        "data": replace(finished, training=finished.training[1:]),
        "start": replace(finished, network=finished.network.model_copy(update={"start": start})),
    }[change]
    with pytest.raises(TrainingError, match=r"another configuration or other data: choose another --out"):
        run_jobs([other], 1, never)
    assert contents(finished.folder) == before


@pytest.mark.parametrize(
    "content",
    [b"", b"garbage", b"[]", b"{}", b"\xff\xfe", b"[" * 100_000, b'{"digest": 1, "weights_sha256": 2, "epochs": [{}]}',
     b'{"digest": "", "weights_sha256": "", "epochs": [], "best": Infinity, "judged": []}'],
)  # fmt: skip
def test_a_result_that_is_none_is_refused(finished: Job, content: bytes) -> None:
    """Empty, garbage or another shape: told, and left alone."""
    path = finished.folder / RESULT
    path.write_bytes(content)
    with pytest.raises(TrainingError, match=r"expected the result of a training.*remove it"):
        run_jobs([finished], 1, never)
    assert path.read_bytes() == content


@pytest.mark.parametrize("damage", ["gone", "changed", "short"])
def test_a_result_without_its_weights_is_refused(finished: Job, damage: str) -> None:
    """The weights are absent or others than the result speaks of, or it has too few answers."""
    if damage == "short":
        path = finished.folder / RESULT
        result = json.loads(path.read_text())
        path.write_text(json.dumps({**result, "judged": result["judged"][1:]}))
    elif damage == "gone":
        (finished.folder / WEIGHTS).unlink()
    else:
        (finished.folder / WEIGHTS).write_bytes(b"others")
    with pytest.raises(TrainingError, match=r"expected the weights.*remove the folder"):
        run_jobs([finished], 1, never)


def test_a_checkpoint_of_another_run_is_refused(manifest: Path, tmp_path: Path) -> None:
    """A run stopped under one seed is not gone on with under another; its checkpoint stays for the first."""

    class Stopped(Exception):
        pass

    def stop(_: str, done: int, *__: object) -> None:
        if done == 3:
            raise Stopped

    (job,) = made(tiny(manifest), tmp_path / "out")
    with pytest.raises(Stopped):
        run_jobs([job], 1, stop)
    before = contents(job.folder)
    assert set(before) == {CHECKPOINT}
    with pytest.raises(TrainingError, match="another configuration or other data"):
        run_jobs([replace(job, config=job.config.model_copy(update={"seed": 8}))], 1, never)
    assert contents(job.folder) == before
    run_jobs([job], 1, quiet)


def test_nothing_begins_where_one_job_cannot_be_done(
    manifest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second network of a wrong size, or a job of one class, is told before the first is trained."""
    monkeypatch.setattr(module, "fit", lambda *_, **__: pytest.fail("expected nothing to be trained"))
    with pytest.raises(TrainingError, match="multiple of 16"):
        run_jobs(made(tiny(manifest, TINY, {**NEAR, "size": 40}), tmp_path / "out"), 1, quiet)
    (job,) = made(tiny(manifest), tmp_path / "out")
    alone = replace(job, training=tuple(entry for entry in job.training if entry.bona_fide))
    with pytest.raises(TrainingError, match=r"bona fide and attack images to train minifasnet-v2-x2\.7-32px on"):
        run_jobs([alone], 1, quiet)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_made_is_an_error(manifest: Path, tmp_path: Path) -> None:
    """A file stands where the job's folder should be."""
    (tmp_path / "out").write_text("")
    with pytest.raises(TrainingError, match="cannot be made"):
        run_jobs(made(tiny(manifest), tmp_path / "out"), 1, quiet)


def test_a_process_that_dies_is_an_error_of_ours() -> None:
    """What the pool calls broken is said in our words."""
    from concurrent.futures import Future  # noqa: PLC0415 - only here
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

    future: Future[Done] = Future()
    future.set_exception(BrokenProcessPool("gone"))
    with pytest.raises(TrainingError, match="ended without a word"):
        module._result(future)
