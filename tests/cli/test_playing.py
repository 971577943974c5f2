"""`facevow challenge replays` and `perform`: the figures of sessions that recordings go through."""

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from facevow.cli import playing
from facevow.evaluation.replays import Manner
from tests.cli.conftest import Run
from tests.recordings import path_of

REPLAYED, PERSON, QUIET = (
    path_of("attack-2-screen-replay-of-bonafide-2"),
    path_of("bonafide-6-turn-left-right"),
    path_of("bonafide-4-dim-room"),
)


def test_replays_are_counted(run: Run) -> None:
    """A row for each policy and manner, each with as many draws as asked for and none of them BONA_FIDE."""
    rows = json.loads(run("challenge", "replays", REPLAYED, "--draws", "3", "--json").stdout)
    assert [(row["policy"], row["manner"]) for row in rows] == [
        (policy, manner) for policy in ("strict", "balanced", "lenient") for manner in playing.MANNERS
    ]
    for row in rows:
        assert row["trace"] == "attack-2-screen-replay-of-bonafide-2"
        assert row["draws"] == 3 == sum(row["verdicts"].values())
        assert row["bona_fide"]["count"] == row["passed"]["count"] == 0


def test_the_same_seed_gives_the_same_figures(run: Run) -> None:
    """Over one process or two."""
    words = ("challenge", "replays", QUIET, "--policy", "lenient", "--manner", "looped", "--draws", "4", "--json")
    again = [run(*words, "--workers", workers).stdout for workers in ("1", "2")]
    assert again[0] == again[1] != ""


def test_replays_are_a_table_too(run: Run) -> None:
    """For people: counts with their interval, and what ended the challenges."""
    outcome = run("challenge", "replays", QUIET, "--policy", "strict", "--manner", "as_it_is", "--draws", "2")
    assert outcome.exit_code == 0
    assert "0 of 2 (0.00 to 84.19 %)" in outcome.stdout
    assert "looped 2" in outcome.stdout


def test_people_who_answer_are_counted(run: Run) -> None:
    """The acts of the clip are told; a clip without any is named and left out."""
    outcome = run("challenge", "perform", PERSON, QUIET, "--policy", "balanced", "--draws", "3", "--json")
    assert outcome.exit_code == 0
    (row,) = json.loads(outcome.stdout)
    assert row["acts"] == "turn_left, turn_right"
    assert row["bona_fide"]["count"] == row["draws"] == 3
    assert "bonafide-4-dim-room" in outcome.stderr


def test_nobody_who_can_answer_is_an_error(run: Run) -> None:
    """A quiet clip alone gives no figures."""
    assert run("challenge", "perform", QUIET, "--draws", "1").exit_code == 2


@pytest.mark.parametrize("command", ["replays", "perform"])
def test_what_is_no_trace_is_refused(run: Run, tmp_path: Path, command: str) -> None:
    """Status 2: no file, a text, and a policy without a challenge."""
    text = tmp_path / "text.jsonl"
    text.write_text("hello\n")
    assert run("challenge", command, tmp_path / "none.jsonl").exit_code == 2
    assert run("challenge", command, text).exit_code == 2
    assert run("challenge", command, QUIET, "--policy", "passive_only").exit_code == 2


def test_an_unknown_manner_is_refused(run: Run) -> None:
    """The known ones are told, and they are those of the library."""
    outcome = run("challenge", "replays", QUIET, "--manner", "sideways")
    assert outcome.exit_code == 2
    assert ", ".join(Manner) in outcome.stderr
    assert tuple(Manner) == playing.MANNERS


def test_without_scipy_the_extra_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Intervals need it."""
    monkeypatch.setattr(playing, "find_spec", lambda name: None if name == "scipy" else find_spec(name))
    outcome = run("challenge", "replays", QUIET)
    assert outcome.exit_code == 2
    assert "facevow[evaluate]" in outcome.stderr
