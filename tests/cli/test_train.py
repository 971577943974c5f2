"""`facevow train` and `facevow crossvalidate` on made-up pictures."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from facevow.cli import train as command
from tests.cli.conftest import Run
from tests.training.making import Source, make_data

TEXT = """
name = "tiny"
version = "3"
[data]
manifest = "{manifest}"
[loop]
epochs = 2
samples = 8
batch = 4
average = 0.5
keep = "{keep}"
[[network]]
architecture = "minifasnet-v2"
scale = 2.7
size = 32
[[network]]
architecture = "minifasnet-v1se"
scale = 1.5
size = 32
"""


def written(folder: Path, keep: str = "best") -> Path:
    """A configuration beside its made-up data."""
    pytest.importorskip("torch", reason="needs torch: pip install 'facevow[train]'")
    sources = [Source("one"), Source("two", "train", "face_crop"), Source("three", "validation")]
    manifest = make_data(folder / "data", sources, 2)
    path = folder / "tiny.toml"
    path.write_text(TEXT.format(manifest=manifest.as_posix(), keep=keep), encoding="utf-8")
    return path


def test_train_goes_from_a_file_to_a_file(run: Run, tmp_path: Path) -> None:
    """Status 0; network, curves, scores and calibration are written; the tables name epochs and sources."""
    from facevow.vision.passive import PassiveNetwork  # noqa: PLC0415 - slow, and only here

    out = tmp_path / "out"
    found = run("train", written(tmp_path), "--out", out)
    assert found.exit_code == 0, found.output
    assert PassiveNetwork(out / "tiny-3.onnx").description.name == "tiny"
    assert {"tiny-3.onnx", "curves.svg", "scores.csv", "calibration.json"} <= {path.name for path in out.iterdir()}
    for text in ("minifasnet-v2-x2.7-32px", "minifasnet-v1se-x1.5-32px", "AUC", "three", "tiny-3.onnx", "*"):
        assert text in found.stdout
    assert "face_crop" not in found.stdout  # learnt from, not judged
    again = run("train", tmp_path / "tiny.toml", "--out", out)
    assert again.exit_code == 0


def test_crossvalidate_and_a_last_training_on_everything(run: Run, tmp_path: Path) -> None:
    """The two commands of the packaged recipe: what the first found is calibrated with in the second."""
    config, folds, out = written(tmp_path, "last"), tmp_path / "folds", tmp_path / "out"
    found = run("crossvalidate", config, "--folds", "2", "--out", folds)
    assert found.exit_code == 0, found.output
    for text in ("ensemble", "minifasnet-v1se-x1.5-32px", "one", "two", "three", "all, face_crop", "12 scores"):
        assert text in found.stdout
    # a slope of chance may be negative on so few pictures, and is refused then
    (folds / "calibration.json").write_text('{"slope": 0.9, "bias": 0.1}')
    found = run("train", config, "--everything", "--calibration", folds / "calibration.json", "--out", out)
    assert found.exit_code == 0, found.output
    assert (out / "calibration.json").read_text().split() == ["{", '"slope":', "0.9,", '"bias":', "0.1", "}"]
    assert not (out / "scores.csv").exists()


@pytest.mark.parametrize("words", [("train",), ("crossvalidate", "--folds", "2")])
def test_what_is_wrong_is_said_in_one_line(run: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    """No configuration, a broken one and a missing manifest end with status 2 and a message, not with a traceback."""
    config = written(tmp_path)
    found = run(*words, tmp_path / "none.toml")
    assert found.exit_code == 2
    assert "expected a training configuration" in found.stderr
    text = config.read_text(encoding="utf-8")
    for changed, message in (
        (text.replace("epochs = 2", "epochs = 0"), "loop.epochs"),
        (text.replace("manifest.csv", "none.csv"), "expected a manifest"),
        (text.replace("minifasnet-v2", "resnet"), "resnet"),
    ):
        config.write_text(changed, encoding="utf-8")
        found = run(*words, config, "--out", tmp_path / "out")
        assert found.exit_code == 2
        assert message in found.stderr
        assert len(found.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_options_that_do_not_fit_are_refused(run: Run, tmp_path: Path) -> None:
    """Everything without a calibration, a calibration that is none, more folds than sources, one fold."""
    config = written(tmp_path, "last")
    for words, message in (
        (("train", config, "--everything"), "expected keep"),
        (("train", config, "--calibration", config), "expected a calibration"),
        (("crossvalidate", config, "--folds", "3"), "2 to 2 folds"),
        (("crossvalidate", config, "--folds", "1"), "--folds"),
    ):
        found = run(*words, "--out", tmp_path / "out")
        assert found.exit_code == 2
        assert message in found.stderr


@pytest.mark.parametrize("name", ["train", "crossvalidate"])
@pytest.mark.parametrize("lacking", ["torch", "onnx", "matplotlib"])
def test_without_torch_it_says_how_to_get_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, lacking: str
) -> None:
    """Whatever of the extra is missing: one line with the command, before anything is read."""
    monkeypatch.setattr(command, "find_spec", lambda wanted: None if wanted == lacking else find_spec(wanted))
    found = run(name, tmp_path / "none.toml")
    assert found.exit_code == 2
    assert "pip install 'facevow[train]'" in found.stderr
