"""`facevow evaluate`: from a manifest or from scores to files, tables and exit statuses."""

import json
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import cv2
import numpy as np
import PIL
import pytest
import simplejpeg
import typer
from typer.testing import CliRunner, Result

from facevow.cli import evaluate as command
from facevow.cli.scoring import Scoring
from facevow.datasets.alone import alone_in
from facevow.datasets.manifest import read_manifest
from facevow.distributing.spreading import here
from facevow.errors import EvaluationError
from facevow.evaluation.scores import read_scores, write_scores
from tests.evaluation.rows import drawn_rows, rows_of
from tests.networks import BONA_FIDE, bundle
from tests.onnx_files import write_passive

HEADER = "path,split,source,label,pai_species,session,framing,face_x,face_y,face_w,face_h"


def run(*words: str | Path) -> Result:
    """Run the command alone, as a user would."""
    app = typer.Typer()
    app.command()(command.evaluate)
    runner = CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"})
    return runner.invoke(app, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """Two sources of bright bona fide and dark attacks, one of each; a third image of another split and framing."""
    folder = tmp_path / "pad"
    folder.mkdir()
    lines = [HEADER]
    for source in ("one", "two"):
        for label, species, grey in (("bonafide", "", 220), ("attack", "print", 30)):
            name = f"{source}-{label}.png"
            image = np.full((80, 60, 3), grey, np.uint8)
            (folder / name).write_bytes(bytes(cv2.imencode(".png", image)[1]))
            lines.append(f"{name},validation,{source},{label},{species},,frame,20,20,24,30")
    lines.append("elsewhere.png,train,one,bonafide,,,face_crop,20,20,24,30")
    path = folder / "manifest.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def light(tmp_path: Path) -> Path:
    """A network that finds bright faces bona fide."""
    return write_passive(tmp_path / "light.onnx")


def test_from_a_manifest_to_a_report(manifest: Path, light: Path, tmp_path: Path) -> None:
    """Scores, summary and report are written, agree with each other, and the sources stand in the table."""
    out = tmp_path / "deep" / "out"
    outcome = run(manifest, "--split", "validation", "--model", f"my net={light}", "--out", out)
    assert outcome.exit_code == 0, outcome.output
    assert sorted(path.name for path in out.iterdir()) == ["report.html", "scores-my_net.csv", "summary.json"]
    assert [row.bona_fide for row in read_scores(out / "scores-my_net.csv")] == [True, False, True, False]
    summary = json.loads((out / "summary.json").read_text())
    assert summary["models"][0]["name"] == "my net"
    assert summary["models"][0]["pooled"]["eer"]["value"] == 0
    assert "one" in outcome.stdout
    assert "two" in outcome.stdout
    assert "0.0%" in outcome.stdout


def test_several_models_are_compared(manifest: Path, light: Path, tmp_path: Path) -> None:
    """The first is ours: a network that knows nothing is half wrong everywhere, so ours is 50 points better."""
    blind = write_passive(tmp_path / "blind.onnx", score=0.7)
    outcome = run(manifest, "--split", "validation", "--model", light, "--model", f"peer={blind}")
    assert outcome.exit_code == 0, outcome.output
    assert "-50.0" in outcome.stdout
    assert not list(tmp_path.glob("*.html"))


def test_the_shipped_network_is_the_default(manifest: Path) -> None:
    """Without --model the package's own network is measured, by the name of the project."""
    outcome = run(manifest, "--split", "validation", "--json")
    assert outcome.exit_code == 0, outcome.output
    assert [model["name"] for model in json.loads(outcome.stdout)["models"]] == ["facevow"]


def test_framing_and_split_choose_images(manifest: Path, light: Path) -> None:
    """A split without images, and one class only, end with a message."""
    assert "split test" in run(manifest, "--split", "test", "--model", light).stderr
    outcome = run(manifest, "--framing", "face_crop", "--model", light)
    assert outcome.exit_code == 2
    assert "missing" in outcome.stderr
    assert run(manifest, "--framing", "frame", "--model", light).exit_code == 0


def scores(tmp_path: Path, name: str, seed: int, prefix: str = "") -> Path:
    """A scores file of drawn scores; the same images whatever the seed."""
    path = tmp_path / name
    write_scores(path, [replace(row, path=prefix + row.path) for row in drawn_rows(seed)])
    return path


def test_scores_need_no_network(tmp_path: Path) -> None:
    """From scores alone the same figures are made, with the threshold and the development scores given."""
    first, second = scores(tmp_path, "a.csv", 1), scores(tmp_path, "b.csv", 2)
    development = scores(tmp_path, "dev.csv", 3, "dev/")
    outcome = run("--scores", f"ours={first}", "--scores", second, "--development", f"ours={development}",
                  "--threshold", "0.4", "--json")  # fmt: skip
    assert outcome.exit_code == 0, outcome.output
    summary: dict[str, Any] = json.loads(outcome.stdout)
    assert [model["name"] for model in summary["models"]] == ["ours", "b"]
    assert summary["rule"]["threshold"] == 0.4
    assert summary["models"][0]["pooled"]["hter"] is not None
    assert summary["models"][1]["pooled"]["hter"] is None


def test_other_images_need_common(tmp_path: Path) -> None:
    """Files of different images are refused, unless only the common ones are asked for."""
    first = scores(tmp_path, "a.csv", 1)
    write_scores(tmp_path / "b.csv", drawn_rows(2)[:-1])
    refused = run("--scores", first, "--scores", tmp_path / "b.csv")
    assert refused.exit_code == 2
    assert "--common" in refused.stderr
    assert run("--scores", first, "--scores", tmp_path / "b.csv", "--common").exit_code == 0


def test_curves_of_clips(shared: Path, tmp_path: Path) -> None:
    """--clips adds the face-size curve of each video in the folder to the report."""
    bundle()
    (tmp_path / "clips").mkdir()
    (tmp_path / "clips" / "a.webm").symlink_to(shared / "footage" / BONA_FIDE[0])
    network = write_passive(tmp_path / "high.onnx", score=0.9)
    given = scores(tmp_path, "a.csv", 1)
    outcome = run("--scores", f"a={given}", "--model", f"a={network}", "--clips", tmp_path / "clips", "--json")
    assert outcome.exit_code == 0, outcome.output
    (curve,) = json.loads(outcome.stdout[outcome.stdout.index("{") :])["face_size"]
    assert curve["clip"] == "a.webm"
    assert curve["points"][0]["median"] == pytest.approx(0.9, abs=1e-3)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "either a MANIFEST"),
        (["{manifest}", "--scores", "{scores}"], "either a MANIFEST"),
        (["none.csv"], "expected a manifest"),
        (["{manifest}", "--model", "none.onnx"], "none.onnx"),
        (["{manifest}", "--model", "{scores}"], "expected an ONNX model"),
        (["{manifest}", "--model", "a=x", "--model", "a=y"], "each name once"),
        (["{manifest}", "--model", "=x"], "expected [NAME=]FILE"),
        (["{manifest}", "--model", "name="], "expected [NAME=]FILE"),
        (["{manifest}", "--model", "a\x1b[2J=x"], "expected [NAME=]FILE"),
        (["{manifest}", "--model", "n" * 99 + "=x"], "expected [NAME=]FILE"),
        (["{manifest}", "--split", "validation", "--model", "a/=b"], "a/=b"),
        (["--scores", "none.csv"], "expected a scores file"),
        (["--scores", "{manifest}"], "expected the columns"),
        (["--scores", "{scores}", "--split", "test"], "choose images of a MANIFEST"),
        (["--scores", "{scores}", "--clips", "."], "together"),
        (["--scores", "{scores}", "--model", "x.onnx"], "together"),
        (["--scores", "{scores}", "--model", "scores=x.onnx", "--clips", "nowhere"], "expected a folder of clips"),
        (["--scores", "{scores}", "--model", "scores=x.onnx", "--clips", "{folder}"], "expected clips in"),
        (["--scores", "{scores}", "--development", "scores={scores}"], "on other images"),
        (["--scores", "{scores}", "--development", "other={scores}"], "got some of other"),
        (["--scores", "{scores}", "--out", "{scores}"], "cannot be written"),
        (["--scores", "{one_class}"], "both classes"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    manifest: Path, tmp_path: Path, words: list[str], message: str
) -> None:
    """Status 2, a message on standard error, and no traceback."""
    write_scores(tmp_path / "one_class.csv", rows_of([0.9], []))
    places = {"manifest": manifest, "scores": scores(tmp_path, "scores.csv", 1), "folder": tmp_path,
              "one_class": tmp_path / "one_class.csv"}  # fmt: skip
    outcome = run(*(word.format(**places) if "{" in word else word for word in words))
    assert outcome.exit_code == 2
    assert message in outcome.stderr
    assert outcome.stderr.startswith("facevow:")


@pytest.mark.parametrize("threshold", ["-0.1", "1.1", "nan", "high"])
def test_a_threshold_outside_0_to_1(tmp_path: Path, threshold: str) -> None:
    """Is refused, also where it is no number."""
    assert run("--scores", scores(tmp_path, "a.csv", 1), f"--threshold={threshold}").exit_code == 2


def test_names_that_make_one_file_name(manifest: Path, light: Path) -> None:
    """Two models must not write into one file."""
    outcome = run(manifest, "--split", "validation", "--model", f"a b={light}", "--model", f"a_b={light}")
    assert outcome.exit_code == 2
    assert "differ in letters" in outcome.stderr


@pytest.mark.parametrize("name", ["scipy", "matplotlib", "jinja2"])
def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Without the extra the command says how to get it."""
    monkeypatch.setattr(command, "find_spec", lambda wanted: None if wanted == name else find_spec(wanted))
    outcome = run("none.csv")
    assert outcome.exit_code == 2
    assert f"evaluation needs {name}: pip install 'facevow[evaluate]'" in outcome.stderr


def test_another_run_in_the_folder_is_not_disturbed(manifest: Path, light: Path, tmp_path: Path) -> None:
    """Another network of the same name would begin the first one's record anew: the second run ends with status 2."""
    out = tmp_path / "out"
    out.mkdir()
    record = out / "scores-light.csv.jsonl"
    record.write_bytes(b'{"made_with": {}}\n')
    with alone_in(out, EvaluationError):
        outcome = run(manifest, "--model", light, "--out", out)
    assert outcome.exit_code == 2
    assert "another run is at work in this folder" in outcome.stderr
    assert [path.name for path in out.iterdir()] == [record.name]
    assert record.read_bytes() == b'{"made_with": {}}\n'


@pytest.mark.parametrize("module", [cv2, PIL, simplejpeg])
def test_other_pixels_are_scored_again(
    manifest: Path, light: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], module: ModuleType
) -> None:
    """What was kept of a stopped run counts until a library has changed that decodes or resamples pictures."""
    entries = read_manifest(manifest, framings=["frame"])
    scoring = Scoring({"light": light}, entries, here, light.parent)  # it does not forget by itself
    told = []
    for run_with in (module.__version__, module.__version__, "0.0"):
        monkeypatch.setattr(module, "__version__", run_with)
        scoring.score()
        told.append("4 of 4 images had been scored before" in capsys.readouterr().err)
    assert told == [False, True, False]
