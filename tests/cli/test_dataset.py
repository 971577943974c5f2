"""`facevow dataset` as a user runs it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from facevow.cli.dataset import app
from facevow.datasets.manifest import read_manifest
from tests.datasets.making import FACE, picture, row, save, write_rows
from tests.networks import bundle

Dataset = Callable[..., Result]


@pytest.fixture
def dataset() -> Dataset:
    """Runs `facevow dataset` with some words."""
    runner = CliRunner(env={"COLUMNS": "250", "NO_COLOR": "1", "TERM": "dumb"})
    return lambda *words: runner.invoke(app, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def clips(shared: Path, tmp_path: Path) -> Path:
    """Two real clips in the layout of folders."""
    bundle()
    for name, label in (("bonafide-4-dim-room.mp4", "real"), ("attack-4-phone-replay.mp4", "spoof")):
        (tmp_path / "in" / label).mkdir(parents=True)
        (tmp_path / "in" / label / name).symlink_to(shared / "footage" / name)
    return tmp_path / "in"


def test_clips_become_a_data_set_that_check_accepts(dataset: Dataset, clips: Path, tmp_path: Path) -> None:
    """Prepare writes a manifest and says what it did; a second run resumes; check counts the same images."""
    words = ("prepare", clips, tmp_path / "out", "--name", "desk", "--licence", "mine", "--every", "12f")
    first = dataset(*words)
    assert first.exit_code == 0, first.output
    entries = read_manifest(tmp_path / "out" / "manifest.csv")
    assert {(entry.source, entry.label) for entry in entries} == {("desk", "bonafide"), ("desk", "attack")}
    assert f"{len(entries)} images: " in first.output
    assert "are called print_or_photo" in first.output
    again = dataset(*words)
    assert (again.exit_code, "2 pictures and videos had been prepared before" in again.output) == (0, True)
    checked = dataset("check", tmp_path / "out" / "manifest.csv")
    assert checked.exit_code == 0
    assert f"{len(entries)} images, 0 broken files" in checked.output


def test_species_are_given(dataset: Dataset, clips: Path, tmp_path: Path) -> None:
    """An option tells what the attacks are, and then nothing is guessed."""
    outcome = dataset("prepare", clips, tmp_path / "out", "--species", "screen_phone", "--limit", "2")
    assert outcome.exit_code == 0
    assert "are called" not in outcome.output
    entries = read_manifest(tmp_path / "out" / "manifest.csv")
    assert {entry.species for entry in entries} == {None, "screen_phone"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("none", "out"), "expected a folder"),
        ((".", "out", "--layout", "casia-fasd"), "train_release"),
        ((".", "out", "--every", "often"), "like 0.5s or 12f"),
        ((".", "./out"), "outside of SOURCE"),
    ],
)
def test_prepare_refuses(
    dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    """What cannot be prepared ends with status 2 and a sentence, and makes no folder."""
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path / "in")
    out = tmp_path / "out" if words[1] == "out" else Path(words[1])
    outcome = dataset("prepare", words[0], out, *words[2:])
    assert (outcome.exit_code, said in outcome.stderr) == (2, True)
    assert not out.exists()


def test_check_prints_counts_and_warnings(dataset: Dataset, tmp_path: Path) -> None:
    """Brackets in a source's name are shown, warnings do not fail the check."""
    save(tmp_path / "a.png", picture(FACE))
    outcome = dataset("check", write_rows(tmp_path, row("a.png", source="[red]one[/]")))
    assert outcome.exit_code == 0
    assert "[red]one[/]" in outcome.output
    assert "warning: source [red]one[/] has only bonafide images" in outcome.output


def test_check_fails_over_bad_files(dataset: Dataset, tmp_path: Path) -> None:
    """A manifest that cannot be read, or whose pictures are not all sound, ends with status 2."""
    missing = dataset("check", write_rows(tmp_path, *(row(f"{number}.png") for number in range(25))))
    assert missing.exit_code == 2
    assert "25 broken files" in missing.output
    assert "broken: 5 more" in missing.output
    broken = dataset("check", write_rows(tmp_path, row(label="real")))
    assert (broken.exit_code, "line 2" in broken.stderr) == (2, True)
