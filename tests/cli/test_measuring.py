"""`facevow challenge acts` and `depth`: the recogniser's counts and the depth curve on the command line."""

import json
from pathlib import Path

import cv2
import pytest

from facevow.challenge.depth import FLAT_BELOW
from facevow.challenge.events import Act
from facevow.challenge.flatness import DISTORTED_ABOVE
from tests.cli.conftest import Run
from tests.networks import bundle, clean_frame
from tests.recordings import path_of

MARKED, QUIET = path_of("bonafide-2-head-turns"), path_of("bonafide-4-dim-room")


def test_acts_are_counted_by_rate(run: Run) -> None:
    """A row for each act and rate; the turns of the clip are seen at both rates."""
    rows = json.loads(run("challenge", "acts", MARKED, "--rate", "15", "--rate", "8", "--json").stdout)
    assert {row["rate"] for row in rows} == {15, 8}
    turns = [row for row in rows if row["act"] == "turn_left"]
    assert all(row["present"] == row["detected"] > 0 for row in turns)


def test_acts_are_a_table_too(run: Run) -> None:
    """In Markdown, for the documentation."""
    outcome = run("challenge", "acts", MARKED, QUIET)
    assert outcome.exit_code == 0
    assert outcome.stdout.startswith("| act |")
    assert "| turn_left |" in outcome.stdout


def test_videos_are_counted_too_and_acts_that_they_lack_are_made(run: Run, shared: Path, tmp_path: Path) -> None:
    """A clip of two seconds of rest: edits of it show every act, and nearly all of them are seen."""
    bundle()
    labels = tmp_path / "labels.toml"
    labels.write_text('[bonafide-4-dim-room]\nkind = "bona fide"\nrest = [0.0, 1.0]\n')
    clip = shared / "footage" / "bonafide-4-dim-room.mp4"
    outcome = run("challenge", "acts", clip, "--labels", labels, "--rate", "15", "--edits", "--json")
    assert outcome.exit_code == 0, outcome.stderr
    edited = {row["act"]: row for row in json.loads(outcome.stdout) if row["kind"] == "edit"}
    assert set(edited) == set(Act)
    assert all(row["detected"] >= 0.9 * row["present"] > 0 for row in edited.values())


def test_what_no_label_names_is_left_out_with_a_word(run: Run, tmp_path: Path) -> None:
    """And is an error where nothing else is left; so are labels that are none."""
    other = tmp_path / "other.jsonl.gz"
    other.write_bytes(QUIET.read_bytes())
    outcome = run("challenge", "acts", other, MARKED, "--rate", "15")
    assert outcome.exit_code == 0
    assert "other" in outcome.stderr
    assert run("challenge", "acts", other).exit_code == 2
    labels = tmp_path / "labels.toml"
    assert run("challenge", "acts", MARKED, "--labels", labels).exit_code == 2
    labels.write_text("[other]\nkind = 3\nnod = [[0, 1]]\n")
    assert run("challenge", "acts", MARKED, "--labels", labels).exit_code == 2


def test_a_turned_head_is_no_plane(run: Run) -> None:
    """The curves of a clip with turns: where the yaw changed by 20 to 40 degrees, nine in ten frames are not flat."""
    rows = json.loads(run("challenge", "depth", MARKED, "--json").stdout)
    assert rows[0]["yaw"] == "0 to 5"
    turned = [row for row in rows if 20 <= int(row["yaw"].split()[0]) < 40 and row["frames"]]
    assert turned
    assert all(row["residual"]["low"] > FLAT_BELOW for row in turned)
    assert all(row["distortion"]["high"] < DISTORTED_ABOVE for row in turned)
    assert "flat: residual below" in run("challenge", "depth", MARKED).stdout


def test_a_photo_is_measured_by_simulation(run: Run, shared: Path, tmp_path: Path) -> None:
    """Five runs, one of each kind; the rows say what was done to the photo."""
    bundle()
    portrait = tmp_path / "portrait.png"
    cv2.imwrite(str(portrait), cv2.cvtColor(clean_frame(shared).pixels, cv2.COLOR_RGB2BGR))
    outcome = run("challenge", "depth", "--portrait", portrait, "--runs", "5", "--json")
    assert outcome.exit_code == 0, outcome.stderr
    shown = {row["shown"] for row in json.loads(outcome.stdout)}
    assert len(shown) == 5
    assert all(name.startswith("photo: ") for name in shown)


def test_a_moved_photo_does_no_act_that_is_believed(run: Run, shared: Path, tmp_path: Path) -> None:
    """Ten runs, two of each kind: a row for each act, no turn, look, blink or approach is believed."""
    bundle()
    portrait = tmp_path / "portrait.png"
    cv2.imwrite(str(portrait), cv2.cvtColor(clean_frame(shared).pixels, cv2.COLOR_RGB2BGR))
    outcome = run("challenge", "photos", portrait, "--runs", "10", "--json")
    assert outcome.exit_code == 0, outcome.stderr
    rows = {row["act"]: row for row in json.loads(outcome.stdout)}
    assert set(rows) == set(Act)
    assert sum(row["seen"] for row in rows.values()) > 0
    assert not any(row["believed"] for act, row in rows.items() if not act.startswith("tilt"))


@pytest.mark.parametrize("picture", [b"", b"no picture"])
def test_a_portrait_that_is_none_is_refused(run: Run, tmp_path: Path, picture: bytes) -> None:
    """Status 2 for bytes that are no picture, as for a file that is not there."""
    portrait = tmp_path / "portrait.png"
    portrait.write_bytes(picture)
    assert run("challenge", "photos", portrait, "--runs", "1").exit_code == 2
    assert run("challenge", "photos", tmp_path / "none.png").exit_code == 2


@pytest.mark.parametrize("words", [(), ("none.jsonl",), ("--portrait", "none.png")])
def test_nothing_to_measure_is_refused(run: Run, words: tuple[str, ...]) -> None:
    """Status 2."""
    assert run("challenge", "depth", *words).exit_code == 2
