"""`facevow evaluate-matching`: on a few real images, and what it refuses."""

import csv
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from facevow.cli import evaluate_matching as command
from tests.matching.embeddings import fetched_network

SOURCES = ("alexcamargoweb-liveness-detection", "willy-dev-ava", "yashpatil1805-antispoofing-facerecognition")
"""Three people, of whom one is seen in poor light."""


def run(*words: str | Path) -> Result:
    """Run the command alone, as a user would."""
    app = typer.Typer()
    app.command()(command.evaluate_matching)
    runner = CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"})
    return runner.invoke(app, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def few(shared: Path, tmp_path: Path) -> Path:
    """The development data with seven bona fide images of each of the SOURCES only; no image is copied."""
    fetched_network()
    with (shared / "pad" / "manifest.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["label"] == "bonafide"]
    kept = [row for source in SOURCES for row in [row for row in rows if row["source"] == source][:7]]
    for name in ("images", "wide"):
        (tmp_path / name).symlink_to(shared / "pad" / name)
    with (tmp_path / "manifest.csv").open("w", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(kept)
    return tmp_path


def test_the_embedding_tells_three_people_apart(few: Path) -> None:
    """At the shipped threshold of one in a thousand nobody is taken for another, and ORB stands beside it."""
    result = run(few, "--of-session", "7", "--repeats", "10", "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert (found["people"], found["images"], found["unknown"]) == (3, 21, 0)
    embedding, orb = found["matchers"]["embedding"], found["matchers"]["orb"]
    assert (embedding["title"], embedding["bytes"], orb["title"]) == ("mobilefacenet 1", 384, "orb 1")
    shipped = embedding["on"]["all images"]["shipped"]["0.001"]
    assert shipped["threshold"] > 0.5
    assert shipped["fmr_across_sources"]["errors"] == 0
    assert shipped["fmr_across_sources"]["pairs"] > 120
    assert shipped["fnmr_within"]["errors"] <= 0.2 * shipped["fnmr_within"]["pairs"]
    assert embedding["on"]["all images"]["within"]["auc"]["value"] > orb["on"]["all images"]["within"]["auc"]["value"]


def test_tables_are_for_people(few: Path) -> None:
    """Without --json the figures come in tables."""
    result = run(few, "--of-session", "3", "--repeats", "10")
    assert result.exit_code == 0, result.output
    for word in ("mobilefacenet 1", "orb 1", "FNMR", "ms a template", "swaps seen"):
        assert word in result.stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "expected groups of images"),
        ("[[group]]\nsource = 'a'\n", "expected groups of images"),
    ],
)
def test_people_that_cannot_be_read_are_refused(tmp_path: Path, content: str | None, said: str) -> None:
    """A missing or broken list of people ends with status 2 before any network is opened."""
    people = tmp_path / "people.toml"
    if content is not None:
        people.write_text(content, encoding="utf-8")
    result = run(tmp_path, "--people", people)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_a_folder_without_clips_is_refused(tmp_path: Path) -> None:
    """What --footage names must hold clips: nothing is measured half."""
    assert run(tmp_path, "--footage", tmp_path).exit_code == 2
    assert run(tmp_path, "--footage", tmp_path / "none").exit_code == 2
