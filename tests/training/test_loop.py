"""One network's training: what it learns, what it keeps, and that it goes on after a stop."""

import copy
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs torch: pip install 'facevow[train]'")

from facevow.datasets.manifest import read_manifest  # noqa: E402 - torch first
from facevow.errors import TrainingError  # noqa: E402
from facevow.evaluation.metrics import Labels, Scores, Separation, separation  # noqa: E402
from facevow.training import checkpoint, loop  # noqa: E402
from facevow.training.batches import Cutter  # noqa: E402
from facevow.training.checkpoint import Progress  # noqa: E402
from facevow.training.config import TrainingConfig  # noqa: E402
from facevow.training.loop import Trained, check, fit, log_odds  # noqa: E402
from facevow.training.networks.build import build, save_weights  # noqa: E402
from facevow.training.samples import Sample, load  # noqa: E402
from facevow.vision.crops import Crop  # noqa: E402
from tests.training.making import TINY, tiny  # noqa: E402

MOBILE: Mapping[str, Any] = {"architecture": "mobilenetv2", "scale": 1.5, "size": 32}
"""The one with dropout in training, so torch's own chance matters."""


class Stopped(Exception):
    """What ends a training in the middle."""


def quiet(done: int, loss: float) -> None:
    """Nobody looks."""


def sides(config: TrainingConfig) -> tuple[list[Sample], list[Sample]]:
    entries, about = read_manifest(config.data.manifest), config.network[0]
    crop = Crop(about.scale, about.size)
    training, judged = ([entry for entry in entries if entry.split == side] for side in ("train", "validation"))
    return load(training, crop, config, shrink=True), load(judged, crop, config, shrink=False)


def fitted(config: TrainingConfig, folder: Path, on_step: loop.OnStep = quiet) -> Trained:
    keep = folder / "checkpoint.pth"
    return fit(config, config.network[0], *sides(config), keep=keep, digest="d", on_step=on_step)


def same(first: Trained, second: Trained) -> bool:
    """To the last bit."""
    one, other = first.network.state_dict(), second.network.state_dict()
    return (
        one.keys() == other.keys()
        and all(torch.equal(one[name], other[name]) for name in one)
        and np.array_equal(first.judged, second.judged)
        and (first.epochs, first.best) == (second.epochs, second.best)
    )


@pytest.fixture
def start(tmp_path: Path) -> Path:
    """Weights to start from."""
    torch.manual_seed(3)
    path = tmp_path / "start.pth"
    save_weights(build("minifasnet-v2", size=32, start=None), path)
    return path


def test_the_same_configuration_gives_the_same_network(manifest: Path, tmp_path: Path) -> None:
    """Twice the same bits; another seed, another rate: others. Every batch is told."""
    told: list[int] = []
    first = fitted(tiny(manifest), tmp_path / "a", lambda done, _: told.append(done))
    assert same(first, fitted(tiny(manifest), tmp_path / "b"))
    assert not same(first, fitted(tiny(manifest, rate=1e-2), tmp_path / "c"))
    assert told == [1, 2, 3, 4]
    assert [epoch.number for epoch in first.epochs] == [0, 1]
    assert all(math.isfinite(epoch.loss) for epoch in first.epochs)


def test_what_it_says_of_the_judged_is_what_the_kept_network_says(manifest: Path, tmp_path: Path) -> None:
    """The log-odds handed back are the kept weights' own, on crops without augmentation; the figures are theirs."""
    config = tiny(manifest)
    found, judged = fitted(config, tmp_path), sides(config)[1]
    crops = Cutter(config, config.network[0]).plain(judged)
    again = log_odds(found.network, crops, torch.device("cpu"), 5)
    assert found.judged == pytest.approx(again, abs=1e-5)
    labels = np.array([sample.entry.bona_fide for sample in judged])
    assert found.epochs[found.best].validation == separation(found.judged, labels)


@pytest.mark.parametrize(("network", "keep"), [(TINY, "best"), (MOBILE, "last")])
def test_a_stopped_training_goes_on_and_ends_the_same(
    manifest: Path, tmp_path: Path, start: Path, network: dict[str, Any], keep: str
) -> None:
    """Stopped in its second epoch and started again: the bits of one that was never stopped."""
    pulled = {"start": start, "pull": 0.1} if network is TINY else {}
    config = tiny(manifest, {**network, **pulled}, keep=keep, epochs=3)

    def stop(done: int, _: float) -> None:
        if done == 4:
            raise Stopped

    whole = fitted(config, tmp_path / "whole")
    with pytest.raises(Stopped):
        fitted(config, tmp_path / "parts", stop)
    torch.manual_seed(99)  # as in a new process
    told: list[int] = []
    again = fitted(config, tmp_path / "parts", lambda done, _: told.append(done))
    assert told == [3, 4, 5, 6]
    assert same(whole, again)


def test_the_best_epoch_is_kept(manifest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of AUCs .5, .9, .9, .7 the first .9 is kept, with its weights; "last" keeps the last and judges none."""
    averages: list[dict[str, Any]] = []
    aucs = iter([0.5, 0.9, 0.9, 0.7])
    save = checkpoint.save

    def spy(path: Path, progress: Progress, digest: str) -> None:
        averages.append(copy.deepcopy(progress.average))
        save(path, progress, digest)

    def told(scores: Scores, labels: Labels) -> Separation:
        assert scores.shape == labels.shape == (12,)
        return Separation(next(aucs), 0.1, 0.0)

    monkeypatch.setattr(checkpoint, "save", spy)
    monkeypatch.setattr(loop, "separation", told)
    best = fitted(tiny(manifest, epochs=4, rate=1e-2), tmp_path / "best")
    last = fitted(tiny(manifest, epochs=4, rate=1e-2, keep="last"), tmp_path / "last")
    assert (best.best, last.best) == (1, 3)
    assert [epoch.validation for epoch in last.epochs] == [None] * 4
    for found, kept in ((best, averages[1]), (last, averages[7])):
        assert all(torch.equal(value, kept[name]) for name, value in found.network.state_dict().items())
    assert any(not torch.equal(averages[1][name], averages[2][name]) for name in averages[1])


def test_a_loss_that_is_no_number_stops_at_once(manifest: Path, tmp_path: Path, start: Path) -> None:
    """Start weights that overflow end in a clear error before a checkpoint is written."""
    record = torch.load(start, weights_only=True)
    for name, value in record["state"].items():
        if name.endswith("prob.weight"):
            value.fill_(3e38)
    torch.save(record, start)
    with pytest.raises(TrainingError, match=r"expected a finite loss, found (nan|inf) in batch 0"):
        fitted(tiny(manifest, {**TINY, "start": start, "options": {"frozen_statistics": False}}), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_pull_holds_what_the_start_knows(manifest: Path, tmp_path: Path, start: Path) -> None:
    """With it the answers stay nearer to the start's than without."""
    about = {**TINY, "start": start, "options": {"frozen_statistics": True}}
    free, held = (
        fitted(tiny(manifest, {**about, "pull": pull}, rate=3e-3, keep="last"), tmp_path / str(pull))
        for pull in (0, 50)
    )
    crops = Cutter(tiny(manifest), tiny(manifest).network[0]).plain(sides(tiny(manifest))[0])
    known = build("minifasnet-v2", size=32, start=start).eval()
    before, freely, firmly = (log_odds(n, crops, torch.device("cpu"), 8) for n in (known, free.network, held.network))
    assert np.abs(firmly - before).mean() < 0.7 * np.abs(freely - before).mean()


def test_nothing_to_judge_is_fine_where_nothing_chooses(manifest: Path, tmp_path: Path) -> None:
    """The last training has no judged pictures."""
    config = tiny(manifest, epochs=1, keep="last")
    found = fit(config, config.network[0], sides(config)[0], [], keep=tmp_path / "c", digest="d", on_step=quiet)
    assert found.judged.shape == (0,)


def test_the_rate_warms_up_and_falls_to_a_twentieth(manifest: Path) -> None:
    """Over 100 steps: a thirtieth at first, all of it once warm, half a cosine down to a twentieth."""
    config = tiny(manifest, epochs=10, samples=80)
    run = loop._Run(config, config.network[0], sides(config)[0])
    shares = [run._share_of_rate(step) for step in range(100)]
    assert shares[0] == pytest.approx(1 / 30)
    assert shares[50] == pytest.approx(0.05 + 0.95 / 2)
    assert shares[99] == pytest.approx(0.05, abs=0.001)
    assert shares[:29] == sorted(shares[:29])
    assert shares[30:] == sorted(shares[30:], reverse=True)


def test_log_odds_do_not_depend_on_the_batch(manifest: Path) -> None:
    """The last batch is filled up for a compiled network; what fills it is not handed on."""
    config = tiny(manifest)
    crops = Cutter(config, config.network[0]).plain(sides(config)[0][:7])
    torch.manual_seed(0)
    network = build("minifasnet-v2", size=32, start=None).eval()
    one, other = (log_odds(network, crops, torch.device("cpu"), batch) for batch in (3, 7))
    assert one.shape == (7,)
    assert one == pytest.approx(other, abs=1e-5)


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a CUDA device here")
def test_a_device_that_is_not_there_is_refused(manifest: Path) -> None:
    """Asked for by name it is an error; "auto" takes the processor."""
    config = tiny(manifest, device="cuda")
    with pytest.raises(TrainingError, match="expected a CUDA device"):
        check(config, config.network[0])
    auto = tiny(manifest, device="auto")
    check(auto, auto.network[0])


@pytest.mark.parametrize(
    ("network", "message"),
    [
        ({"architecture": "resnet"}, "resnet"),
        ({"size": 40}, "multiple of 16"),
        ({"options": {"magic": True}}, "magic"),
        ({"start": Path("none.pth")}, "none.pth"),
    ],
)
def test_a_network_that_cannot_be_is_refused_at_once(manifest: Path, network: dict[str, Any], message: str) -> None:
    """An unknown architecture, a size or option it has not, or missing start weights: before a picture is read."""
    config = tiny(manifest, {**TINY, **network})
    with pytest.raises(TrainingError, match=message):
        check(config, config.network[0])
