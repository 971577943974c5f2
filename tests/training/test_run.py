"""A whole run on made-up pictures: training, calibration, export, scores."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs torch: pip install 'facevow[train]'")

import onnx  # noqa: E402 - torch first

from facevow.datasets.entry import Entry  # noqa: E402
from facevow.datasets.manifest import read_manifest  # noqa: E402
from facevow.datasets.pictures import pictures  # noqa: E402
from facevow.errors import DatasetError, TrainingError  # noqa: E402
from facevow.evaluation.scores import read_scores  # noqa: E402
from facevow.training import run as module  # noqa: E402
from facevow.training.calibration import Calibration, read_calibration  # noqa: E402
from facevow.training.config import TrainingConfig  # noqa: E402
from facevow.training.networks.build import build, load_weights, save_weights  # noqa: E402
from facevow.training.run import CALIBRATION, SCORES, Outcome, split, train, whole  # noqa: E402
from facevow.vision.crops import Crop  # noqa: E402
from facevow.vision.passive import PassiveNetwork  # noqa: E402
from tests.training.making import NEAR, TINY, contents, entry, picture, quiet, tiny  # noqa: E402


def on_disk(config: TrainingConfig, folder: Path) -> set[str]:
    """What a finished run leaves."""
    jobs = {f"{about.title}/{name}" for about in config.network for name in ("weights.pth", "result.json")}
    return {path for path in contents(folder) if path not in jobs}


def answers(network: PassiveNetwork, entries: list[Entry]) -> list[float]:
    """The exported file's log-odds of entries, through its own preprocessing."""
    return [float(network.run(network.crops(pictures(entry)))[0]) for entry in entries]


def lively(about: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Start from weights by chance with the statistics of pictures: only so do answers differ from face to face."""
    torch.manual_seed(5)
    network, rng = build(about["architecture"], size=about["size"], start=None), np.random.default_rng(5)
    side = about["size"]
    pixels = np.stack([picture(label, rng)[:side, :side] for label in ("bonafide", "attack") * 8])
    with torch.no_grad():
        for _ in range(50):
            network(torch.from_numpy(pixels).permute(0, 3, 1, 2).float())
    save_weights(network, folder / f"{about['architecture']}.pth")
    return {**about, "start": folder / f"{about['architecture']}.pth"}


def by_torch(outcome: Outcome, entries: list[Entry]) -> list[float]:
    """The ensemble's log-odds worked out anew from the kept weights, on the crops of the inference class."""
    network, found = PassiveNetwork(outcome.path), []
    for made in entries:
        crops = dict(zip(network.description.crops, network.crops(pictures(made)), strict=True))
        total = weights = 0.0
        for done in outcome.networks:
            about = done.job.network
            pixels = torch.from_numpy(crops[Crop(about.scale, about.size)]).permute(0, 3, 1, 2).float()
            with torch.no_grad():
                total += about.weight * load_weights(done.weights)(pixels).item()
            weights += about.weight
        found.append(outcome.calibration.slope * total / weights + outcome.calibration.bias)
    return found


def test_a_run_trains_and_exports(manifest: Path, tmp_path: Path) -> None:
    """From a manifest to a file that answers within 1e-3 of the trained ensemble; the scores are that file's own."""
    told: list[tuple[str, int, int]] = []
    fine = {**TINY, "size": 64}  # so fine that no picture is shrunk before it is judged
    config = tiny(manifest, *(lively(about, tmp_path) for about in (fine, NEAR)))
    outcome = train(config, tmp_path / "out", lambda name, done, total, _: told.append((name, done, total)))
    judged = [entry for entry in read_manifest(manifest) if entry.split == "validation"]
    network = PassiveNetwork(outcome.path)
    found = answers(network, judged)
    assert np.std(found) > 0.1  # there is something to agree on
    assert found == pytest.approx(by_torch(outcome, judged), abs=1e-3)
    assert found == pytest.approx([np.log(row.score / (1 - row.score)) for row in outcome.rows if row.score], abs=1e-3)
    assert [(row.path, row.source, row.bona_fide) for row in outcome.rows] == [
        (made.name, "three", made.bona_fide) for made in judged
    ]
    assert network.description.crops == (Crop(2.7, 64), Crop(1.5, 32))
    assert told == [(about.title, number, 4) for about in config.network for number in (1, 2, 3, 4)]
    assert on_disk(config, tmp_path / "out") == {"tiny-3.onnx", SCORES, CALIBRATION}
    assert read_scores(tmp_path / "out" / SCORES) == list(outcome.rows)
    assert read_calibration(tmp_path / "out" / CALIBRATION) == outcome.calibration


def test_a_run_repeats_and_is_not_done_twice(manifest: Path, tmp_path: Path) -> None:
    """The same configuration gives the same files; a second call in the same folder trains nothing and changes none."""
    config = tiny(manifest, epochs=1)
    train(config, tmp_path / "a", quiet)
    train(config, tmp_path / "b", quiet)
    first = contents(tmp_path / "a")
    weights = f"{config.network[0].title}/weights.pth"
    for name in ("tiny-3.onnx", SCORES, CALIBRATION, weights):
        assert first[name] == contents(tmp_path / "b")[name]
    train(config, tmp_path / "a", lambda *_: pytest.fail("expected nothing to be trained"))
    assert contents(tmp_path / "a") == first


@pytest.mark.parametrize("architecture", ["mobilenetv2", "efficientnet-lite0"])
def test_every_architecture_goes_the_same_way(manifest: Path, tmp_path: Path, architecture: str) -> None:
    """Trained for an epoch from weights by chance, exported, and the same answers in the file as in torch."""
    config = tiny(manifest, {"architecture": architecture, "scale": 1.5, "size": 64}, epochs=1, samples=8)
    outcome = train(config, tmp_path / "out", quiet)
    judged = [entry for entry in read_manifest(manifest) if entry.split == "validation"][::3]
    assert answers(PassiveNetwork(outcome.path), judged) == pytest.approx(by_torch(outcome, judged), abs=1e-3)


def test_the_file_tells_what_it_was_made_from(manifest: Path, tmp_path: Path) -> None:
    """The card counts what was learnt from, names its sources, and says how; no path of the data is in it."""
    outcome = train(tiny(manifest, epochs=1), tmp_path / "out", quiet)
    card: Mapping[str, Any] = PassiveNetwork(outcome.path).description.card
    assert card["trained_on"]["images"] == {"bonafide": 12, "print": 12}
    assert card["trained_on"]["sources"] == ["one", "two"]
    assert card["trained_on"]["manifest_sha256"] == contents(manifest.parent)["manifest.csv"]
    assert card["configuration"]["loop"]["epochs"] == 1
    assert str(tmp_path) not in json.dumps(dict(card))
    assert onnx.load(str(outcome.path)).opset_import[0].version == card["opset"]


def test_everything_needs_what_replaces_validation(manifest: Path, tmp_path: Path) -> None:
    """Without a calibration, or with an epoch to be chosen, nothing is begun."""
    fixed = Calibration(0.8, -0.1)
    for calibration, keep in ((None, "last"), (fixed, "best"), (None, "best")):
        with pytest.raises(TrainingError, match='expected keep = "last" and a calibration'):
            train(tiny(manifest, keep=keep), tmp_path / "out", quiet, calibration=calibration, everything=True)
    assert not (tmp_path / "out").exists()


def test_everything_is_learnt_from(manifest: Path, tmp_path: Path) -> None:
    """Validation sources too; nothing is judged, so there are no scores, and the given calibration is in the file."""
    config, fixed = tiny(manifest, keep="last", epochs=1), Calibration(0.8, -0.1)
    outcome = train(config, tmp_path / "out", quiet, calibration=fixed, everything=True)
    assert {entry.source for entry in outcome.networks[0].job.training} == {"one", "two", "three"}
    assert outcome.rows == ()
    assert on_disk(config, tmp_path / "out") == {"tiny-3.onnx", CALIBRATION}
    some = read_manifest(manifest)[:3]
    assert outcome.calibration == fixed
    assert answers(PassiveNetwork(outcome.path), some) == pytest.approx(by_torch(outcome, some), abs=1e-3)


def test_a_loss_that_is_no_number_leaves_nothing_behind(manifest: Path, tmp_path: Path) -> None:
    """Start weights that overflow end in a clear error; no network, no scores, no weights are written."""
    start, network = tmp_path / "start.pth", build("minifasnet-v2", size=32, start=None)
    with torch.no_grad():
        next(value for name, value in network.named_parameters() if name.endswith("prob.weight")).fill_(3e38)
    save_weights(network, start)
    about = {**TINY, "start": start, "options": {"frozen_statistics": False}}
    with pytest.raises(TrainingError, match="expected a finite loss"):
        train(tiny(manifest, about), tmp_path / "out", quiet)
    assert contents(tmp_path / "out") == {}


def test_an_export_that_fails_leaves_no_scores(manifest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scores of a network that is not there would mislead; the training itself is kept."""

    def broken(*_: object) -> None:
        raise TrainingError("the network cannot be written")

    config = tiny(manifest, epochs=1)
    monkeypatch.setattr(module, "export", broken)
    with pytest.raises(TrainingError, match="cannot be written"):
        train(config, tmp_path / "out", quiet)
    assert on_disk(config, tmp_path / "out") == set()
    monkeypatch.undo()
    train(config, tmp_path / "out", lambda *_: pytest.fail("expected nothing to be trained"))
    assert on_disk(config, tmp_path / "out") == {"tiny-3.onnx", SCORES, CALIBRATION}


def test_pictures_that_are_not_there_or_broken_are_told(manifest: Path, tmp_path: Path) -> None:
    """A missing one before anything begins, a corrupt one by its path; nothing is written."""
    path = read_manifest(manifest)[0].views[0].path
    path.write_bytes(b"no picture")
    with pytest.raises(DatasetError, match=path.name):
        train(tiny(manifest), tmp_path / "out", quiet)
    path.unlink()
    with pytest.raises(DatasetError, match=f"1 pictures are missing: .*{path.name}"):
        train(tiny(manifest), tmp_path / "out", quiet)
    assert contents(tmp_path / "out") == {}


def test_held_out_sources_are_judged_not_learnt_from(manifest: Path) -> None:
    """They join the validation side, whole; the test split is on neither."""
    entries = [*read_manifest(manifest), entry(split="test", source="four")]
    training, judged = split(entries, ("two",))
    assert {made.source for made in training} == {"one"}
    assert {made.source for made in judged} == {"two", "three"}
    everything, nothing = whole(entries)
    assert {made.source for made in everything} == {"one", "two", "three"}
    assert nothing == []


def test_sources_are_never_on_both_sides(manifest: Path) -> None:
    """An unknown source, no validation at all, one class of it alone, or a source in both splits is refused."""
    entries = read_manifest(manifest)
    with pytest.raises(TrainingError, match="nowhere"):
        split(entries, ("nowhere",))
    with pytest.raises(TrainingError, match="to validate with, found none"):
        split([made for made in entries if made.split == "train"], ())
    with pytest.raises(TrainingError, match="to validate with"):
        split([made for made in entries if made.split == "train" or made.bona_fide], ())
    with pytest.raises(TrainingError, match=r"each source on one side.*'one'"):
        split([*entries, replace(entries[0], split="validation")], ())
