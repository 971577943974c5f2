"""`facevow export`: which options go together, and the files that it writes."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from tests.onnx_files import write_passive

pytest.importorskip("torch", reason="needs torch: pip install 'facevow[train]'")

from facevow.cli.export import export
from facevow.vision.passive import PassiveNetwork


def run(*words: str | Path) -> Result:
    """Run the command alone."""
    app = typer.Typer()
    app.command()(export)
    runner = CliRunner(env={"COLUMNS": "250", "NO_COLOR": "1", "TERM": "dumb"})
    return runner.invoke(app, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A whole network that judges brightness."""
    return write_passive(tmp_path / "model.onnx")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["MODEL"], "exactly one"),
        (["MODEL", "--half", "--int8"], "exactly one"),
        (["MODEL", "--half", "--foreign", "x.toml"], "exactly one"),
        (["--half"], "expected a MODEL"),
        (["MODEL", "--foreign", "x.toml"], "expected a MODEL"),
        (["MODEL", "--half", "--weights", "x"], "--weights belongs"),
        (["MODEL", "--input-size", "224", "--data", "x"], "--data belongs"),
        (["MODEL", "--int8"], "--int8 needs --data"),
        (["MODEL", "--int8", "--data", "none.csv"], "none.csv"),
        (["MODEL", "--input-size", "3"], "16 to 1024"),
        (["none.onnx", "--half"], "none.onnx"),
        (["--foreign", "none.toml"], "none.toml"),
    ],
)
def test_what_does_not_go_together_is_told(words: list[str], message: str, model: Path, tmp_path: Path) -> None:
    """Each mistake ends with status 2 and one line on standard error; no file appears."""
    outcome = run(*(model if word == "MODEL" else word for word in words), "--out", tmp_path / "out.onnx")
    assert outcome.exit_code == 2
    assert message in outcome.stderr
    assert len(outcome.stderr.splitlines()) == 1
    assert not (tmp_path / "out.onnx").exists()


def test_a_model_is_given_one_picture_as_input(model: Path, tmp_path: Path) -> None:
    """--input-size 224 writes a file that serving can open as well."""
    outcome = run(model, "--input-size", "224", "--out", tmp_path / "out.onnx")
    assert outcome.exit_code == 0, outcome.output
    assert f"{(tmp_path / 'out.onnx').stat().st_size:,} bytes" in outcome.stdout
    assert PassiveNetwork(tmp_path / "out.onnx").description.crops[0].size == 224


def test_a_model_is_halved(model: Path, tmp_path: Path) -> None:
    """--half alone needs no data and shows no table."""
    outcome = run(model, "--half", "--out", tmp_path / "out.onnx")
    assert outcome.exit_code == 0, outcome.output
    assert "EER" not in outcome.stdout
    assert PassiveNetwork(tmp_path / "out.onnx").description.card["precision"] == "float16 weights"


def test_the_cost_is_shown_where_there_is_data(model: Path, shared: Path, tmp_path: Path) -> None:
    """--int8 with a manifest measures both files on its validation split."""
    outcome = run(model, "--int8", "--data", shared / "pad/manifest.csv", "--out", tmp_path / "out.onnx")
    assert outcome.exit_code == 0, outcome.output
    rows = [line for line in outcome.stdout.splitlines() if ".onnx" in line and "│" in line]
    assert len(rows) == 2
    assert all("%" in row for row in rows)


def test_a_foreign_network_is_described(shared: Path, tmp_path: Path) -> None:
    """--foreign with --weights writes a file that serving can open."""
    description = Path(__file__).parents[2] / "src/facevow/training/configs/peers/hairymax.toml"
    outcome = run("--foreign", description, "--weights", shared / "peers", "--out", tmp_path / "out.onnx")
    assert outcome.exit_code == 0, outcome.output
    assert PassiveNetwork(tmp_path / "out.onnx").description.name == "hairymax"
