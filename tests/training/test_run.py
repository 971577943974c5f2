"""A whole run on made-up pictures: configuration, training, export, command line."""

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs torch: pip install 'facevow[train]'")

import onnx  # noqa: E402 - torch first
import typer  # noqa: E402
from typer.testing import CliRunner  # noqa: E402

from facevow.cli import train as command  # noqa: E402
from facevow.errors import TrainingError  # noqa: E402
from facevow.training.config import TrainingConfig, read_config  # noqa: E402
from facevow.training.dataset import read_manifest  # noqa: E402
from facevow.training.export import Calibration, Ensemble, calibrate, export  # noqa: E402
from facevow.training.network import MiniFASNet  # noqa: E402
from facevow.training.run import split, train_and_export  # noqa: E402
from facevow.vision.passive import PassiveDescription, PassiveNetwork  # noqa: E402

FIRST = Path(command.__file__).parents[1] / "training/configs/first.toml"
ABOUT = PassiveDescription("tiny", "3", scales=(2.7, 3.2), size=80, lift=0.25, stretch=1.3)


def quiet(network: str, number: int, total: int, loss: float) -> None:
    """Nobody looks at the bar."""


def untrained(variant: str, seed: int) -> MiniFASNet:
    """Random weights and batch-norm statistics, so that folding them wrongly would show."""
    torch.manual_seed(seed)
    network = MiniFASNet(variant)
    for name, values in network.named_buffers():
        if name.endswith("running_mean"):
            values.normal_(0, 0.1)
        elif name.endswith("running_var"):
            values.uniform_(0.5, 2)
    return network.eval()


@pytest.fixture
def config(manifest: Path, tmp_path: Path) -> TrainingConfig:
    """The packaged configuration, cut down to seconds."""
    networks = []
    for seed, about in enumerate(read_config(FIRST).networks):
        start = tmp_path / f"{about.variant}.pth"
        torch.save({f"module.{k}": v for k, v in untrained(about.variant, seed).state_dict().items()}, start)
        networks.append(replace(about, start=start))
    return replace(
        read_config(FIRST), manifest=manifest, hold_out=(), epochs=2, samples=16, batch=8, networks=tuple(networks)
    )


def test_the_packaged_configuration_is_sound() -> None:
    """The file that documents the configuration can be read, and keeps the rate that does not forget."""
    config = read_config(FIRST)
    assert [about.variant for about in config.networks] == ["v2", "v1se"]
    assert config.rate <= 1.5e-4


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("epochs = 9", "epochs = 0", "expected epochs within"),
        ("epochs = 9", 'epochs = "nine"', "expected epochs within"),
        ("epochs = 9", "", "missing.*epochs"),
        ("epochs = 9", "epochs = 9\nmagic = 1", "unknown.*magic"),
        ("[[network]]", "[[nothing]]", "expected"),
        ("seed = 7", "seed =", "expected a training configuration"),
        ("scale = 2.7", 'scale = "wide"', "cannot be read"),
    ],
)
def test_a_broken_configuration_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    """Each mistake is told before any data is touched."""
    text = FIRST.read_text()
    assert old in text
    path = tmp_path / "c.toml"
    path.write_text(text.replace(old, new))
    with pytest.raises(TrainingError, match=message):
        read_config(path)
    with pytest.raises(TrainingError, match="expected a training configuration"):
        read_config(tmp_path / "none.toml")


def test_a_run_trains_and_exports(config: TrainingConfig, tmp_path: Path) -> None:
    """From a manifest to a file that the inference class opens; the figures are of the validation source."""
    told: list[tuple[str, int, int]] = []
    outcome = train_and_export(
        config, tmp_path / "out" / "p.onnx", lambda name, number, total, _: told.append((name, number, total))
    )
    assert PassiveNetwork(outcome.path).description.scales == (2.7, 3.2)
    assert told == [(name, number, 4) for name in ("v2 x2.7", "v1se x3.2") for number in range(4)]
    assert [row.source for row in outcome.rows] == ["all", "three"]
    assert outcome.rows[0].images == 12
    assert [len(trained.epochs) for _, trained in outcome.networks] == [2, 2]
    assert [path.name for path in outcome.path.parent.iterdir()] == ["p.onnx"]


def test_training_moves_the_weights_and_repeats(config: TrainingConfig, tmp_path: Path) -> None:
    """The same configuration gives the same file; another rate gives another."""
    config = replace(config, networks=config.networks[:1])
    first, second, other = (
        train_and_export(made, tmp_path / f"{i}.onnx", quiet).path.read_bytes()
        for i, made in enumerate((config, config, replace(config, rate=1e-2)))
    )
    assert first == second
    assert first != other


def test_held_out_sources_are_judged_by_a_rehearsal(config: TrainingConfig, tmp_path: Path) -> None:
    """A source that the last training knows is judged by the networks that did not."""
    names: list[str] = []
    config = replace(config, hold_out=("two",), epochs=1, networks=config.networks[:1])
    outcome = train_and_export(config, tmp_path / "p.onnx", lambda name, *_: names.append(name))
    assert [row.source for row in outcome.rows] == ["all", "three", "two"]
    assert names == ["rehearsal v2 x2.7"] * 2 + ["v2 x2.7"] * 2


def test_sources_are_never_on_both_sides(manifest: Path) -> None:
    """An unknown source, no validation at all, or a source in both splits is refused."""
    entries = read_manifest(manifest)
    with pytest.raises(TrainingError, match="nowhere"):
        split(entries, ("nowhere",))
    with pytest.raises(TrainingError, match="both sides"):
        split([entry for entry in entries if entry.split == "train"], ())
    with pytest.raises(TrainingError, match="in both"):
        split([*entries, replace(entries[0], split="validation")], ())


def test_a_loss_that_is_no_number_leaves_nothing_behind(config: TrainingConfig, tmp_path: Path) -> None:
    """Broken start weights end in a clear error, and no file is written."""
    start = config.networks[0].start
    state = torch.load(start, weights_only=True)
    state["module.prob.weight"].fill_(float("nan"))
    torch.save(state, start)
    with pytest.raises(TrainingError, match="finite"):
        train_and_export(config, tmp_path / "out" / "p.onnx", quiet)
    assert not (tmp_path / "out").exists()


def test_the_file_answers_as_torch_does(tmp_path: Path) -> None:
    """Twenty pairs of crops, each answer within 1e-3 of torch's, though batch norm was folded away."""
    ensemble = Ensemble([untrained("v2", 1), untrained("v1se", 2)], Calibration(0.9, 0.3)).eval()
    export(ensemble, ABOUT, tmp_path / "p.onnx")
    network, rng = PassiveNetwork(tmp_path / "p.onnx"), np.random.default_rng(6)
    for _ in range(20):
        crops = (rng.integers(0, 256, (1, 2, 80, 80, 3)) * rng.uniform(0.1, 1)).astype(np.uint8)
        with torch.no_grad():
            expected = ensemble(torch.from_numpy(crops)).item()
        assert network.run(crops)[0] == pytest.approx(expected, abs=1e-3)
    assert not any(node.op_type == "BatchNormalization" for node in onnx.load(str(tmp_path / "p.onnx")).graph.node[:99])


def test_a_failed_export_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk while writing leaves the file of before, whole, and no draft beside it."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "p.onnx"
    path.write_bytes(b"before")
    monkeypatch.setattr(onnx, "save", full)
    with pytest.raises(TrainingError, match="No space left"):
        export(Ensemble([untrained("v2", 1)], Calibration(1, 0)), replace(ABOUT, scales=(2.7,)), path)
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_calibration_puts_the_balance_at_one_half() -> None:
    """Classes around 3 and 1, alike in shape, are parted at 2, however many pictures one source has."""
    rng = np.random.default_rng(7)
    log_odds = np.concatenate([rng.normal(3, 0.7, 2000), rng.normal(1, 0.7, 2000), rng.normal(3, 0.7, 50),
                               rng.normal(1, 0.7, 50)])  # fmt: skip
    labels = np.repeat([True, False, True, False], [2000, 2000, 50, 50])
    found = calibrate(log_odds, labels, ["large"] * 4000 + ["small"] * 100)
    assert -found.bias / found.slope == pytest.approx(2, abs=0.15)
    assert found.slope > 1


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
    with pytest.raises(TrainingError, match="calibrate"):
        calibrate(np.array([5.0, np.nan]), np.array([True, False]), ["a"] * 2)


def app() -> typer.Typer:
    made = typer.Typer()
    made.command()(command.train)
    return made


def test_the_command_says_what_is_wrong_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bad configuration and a missing torch end with status 2 and a message, not with a traceback."""
    result = CliRunner().invoke(app(), [str(tmp_path / "none.toml")])
    assert result.exit_code == 2
    assert "expected a training configuration" in result.stderr
    monkeypatch.setattr(command, "find_spec", lambda name: None if name == "torch" else find_spec(name))
    result = CliRunner().invoke(app(), [str(FIRST)])
    assert result.exit_code == 2
    assert "facevow[train]" in result.stderr


def test_the_command_trains(config: TrainingConfig, tmp_path: Path) -> None:
    """From a TOML file to an ONNX file, with a table at the end."""
    text = FIRST.read_text().replace('"../shared/pad/manifest.csv"', f'"{config.manifest}"')
    text = (
        text.replace("epochs = 9", "epochs = 1")
        .replace("samples = 3200", "samples = 8")
        .replace("batch = 64", "batch = 4")
    )
    text = text[: text.index("# Left out")] + "hold_out = []\n" + text[text.index("[crop]") :]
    for about, packaged in zip(config.networks, read_config(FIRST).networks, strict=True):
        text = text.replace(str(packaged.start), str(about.start))
    path = tmp_path / "c.toml"
    path.write_text(text)
    result = CliRunner().invoke(app(), [str(path), "--out", str(tmp_path / "p.onnx")])
    assert result.exit_code == 0, result.output
    assert "three" in result.stdout
    assert PassiveNetwork(tmp_path / "p.onnx").description.name == "passive"
