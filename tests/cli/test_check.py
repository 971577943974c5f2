"""`facevow check`: exit statuses, JSON lines, folders, bad inputs beside good ones, annotated copies."""

import os
from itertools import pairwise
from pathlib import Path

import pytest

from facevow.checking import packaged_policies
from tests.cli.conftest import Run, inputs, lines, save
from tests.networks import BONA_FIDE, clean_frame
from tests.onnx_files import write_passive

CLIP = BONA_FIDE[2]
"""15 frames a second, so that few frames make up its first second."""


# exit status


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (["bona fide"], 0),
        (["bona fide", "bona fide"], 0),
        (["attack"], 1),
        (["nobody"], 2),
        (["text"], 2),
        (["bona fide", "attack"], 1),
        (["bona fide", "nobody"], 2),
        (["text", "bona fide"], 2),
        (["nobody", "attack", "text"], 1),
    ],
)
def test_the_exit_status_tells_the_worst(
    run: Run, by_light: Path, pictures: dict[str, Path], given: list[str], status: int
) -> None:
    """0 when all are bona fide; 1 with an attack among them; else 2 with one that could not be judged."""
    for options in ((), ("--json",)):
        outcome = run("check", *(pictures[name] for name in given), "--passive", by_light, *options)
        assert outcome.exit_code == status


def test_the_table_tells_each_input(run: Run, by_light: Path, pictures: dict[str, Path]) -> None:
    """Without --json there is one row an input: verdict, score, frames, and the error of what could not be read."""
    outcome = run("check", *pictures.values(), "--passive", by_light)
    rows = {
        name: [line for line in outcome.stdout.splitlines() if path.name in line] for name, path in pictures.items()
    }
    assert all(len(found) >= 1 for found in rows.values())
    assert "BONA_FIDE" in rows["bona fide"][0]
    assert "ATTACK" in rows["attack"][0]
    assert "NO_RESPONSE" in rows["nobody"][0]
    assert "no_face" in rows["nobody"][0]
    assert "NO_RESPONSE" in rows["text"][0]
    assert "cannot be opened" in " ".join(rows["text"])


# JSON


def test_a_picture_is_a_frame_and_an_input(run: Run, high: Path, pictures: dict[str, Path]) -> None:
    """--json gives one line for the frame and one for the input, with all their fields."""
    frame, last = lines(run("check", pictures["bona fide"], "--json", "--passive", high))
    told = ["kind", "input", "verdict", "score", "frames", "frames_with_face", "reasons"]
    assert list(last) == [*told, "evidence", "policy", "threshold", "model"]
    assert last["kind"] == "input"
    assert last["input"] == str(pictures["bona fide"])
    assert (last["verdict"], last["score"], last["frames"], last["frames_with_face"]) == ("BONA_FIDE", 0.9, 1, 1)
    assert last["reasons"] == ["passive_high", "passive_only"]
    assert last["evidence"]["passive"]["score"] == 0.9
    assert frame["kind"] == "frame"
    assert (frame["input"], frame["index"], frame["at"], frame["faces"]) == (last["input"], 0, 0.0, 1)
    assert (frame["verdict"], frame["score"], frame["quality"]) == ("BONA_FIDE", 0.9, [])
    assert len(frame["bbox"]) == 4
    assert list(frame["pose"]) == ["yaw", "pitch", "roll"]
    assert len(frame["eyes"]) == 2
    assert frame["mouth"] >= 0


def test_a_frame_without_a_face_has_nulls(run: Run, high: Path, pictures: dict[str, Path]) -> None:
    """Where nothing was measured the fields are there and null, and the issue says why."""
    frame, last = lines(run("check", pictures["nobody"], "--json", "--passive", high))
    assert (frame["faces"], frame["verdict"]) == (0, "NO_RESPONSE")
    assert [frame[name] for name in ("bbox", "score", "pose", "eyes", "mouth")] == [None] * 5
    assert frame["quality"] == [{"code": "no_face", "value": 0, "limit": 1}]
    assert (last["verdict"], last["score"], last["frames"], last["frames_with_face"]) == ("NO_RESPONSE", None, 1, 0)
    assert last["reasons"][0] == "no_face"


def test_a_clip_is_a_line_for_each_frame(run: Run, high: Path, shared: Path) -> None:
    """--seconds ends a clip; its frames are numbered, timed, and counted by the input's line."""
    *frames, last = lines(run("check", shared / "footage" / CLIP, "--json", "--seconds", "0.5", "--passive", high))
    assert [frame["index"] for frame in frames] == list(range(last["frames"]))
    assert last["frames"] == pytest.approx(8, abs=1)
    assert frames[0]["at"] == 0
    assert all(earlier["at"] < later["at"] <= 0.5 for earlier, later in pairwise(frames))
    assert last["frames_with_face"] == sum(frame["faces"] > 0 for frame in frames)


def test_a_bad_input_does_not_stop_the_others(run: Run, high: Path, pictures: dict[str, Path], tmp_path: Path) -> None:
    """Text, broken and missing files each have a line with their error; inputs before and after are judged."""
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff no picture")
    good = pictures["bona fide"]
    outcome = run("check", good, pictures["text"], broken, tmp_path / "none.mp4", good, "--json", "--passive", high)
    first, text, half, missing, last = inputs(outcome)
    assert outcome.exit_code == 2
    assert first == last
    assert first["verdict"] == "BONA_FIDE"
    for line, code in ((text, "not_a_video"), (missing, "no_such_file")):
        assert line["reasons"] == [code]
    for line in (text, half, missing):
        assert (line["verdict"], line["score"], line["frames"], line["frames_with_face"]) == ("NO_RESPONSE", None, 0, 0)
        assert line["error"]


@pytest.mark.parametrize("given", ["97", "99999999999", "http://127.0.0.1:9/x.mp4", "x" * 3000])
def test_what_is_not_there_is_an_error(run: Run, high: Path, given: str) -> None:
    """Cameras, addresses and names that lead to nothing have status 2 and a line that says so."""
    outcome = run("check", given, "--json", "--passive", high)
    (line,) = inputs(outcome)
    assert outcome.exit_code == 2
    assert line["input"] == given
    assert line["error"]


def test_active_asks_for_more(run: Run, high: Path, pictures: dict[str, Path]) -> None:
    """A picture that passes does not pass with --active, for it cannot blink."""
    outcome = run("check", pictures["bona fide"], "--active", "blink,turn-left", "--json", "--passive", high)
    assert outcome.exit_code == 2
    (line,) = inputs(outcome)
    assert "active_pending" in line["reasons"]
    assert line["evidence"]["challenge"]["asked"] == ["blink", "turn_left"]


@pytest.mark.parametrize("acts", ["", "wink", "blink*9", "blink,,turn-left", "turn", "blink,drawn"])
def test_an_act_that_is_none_is_refused_before_anything_is_opened(
    run: Run, pictures: dict[str, Path], acts: str
) -> None:
    """A misspelt act is an error of use that names the acts, not a check without it."""
    outcome = run("check", pictures["bona fide"], "--active", acts)
    assert outcome.exit_code == 2
    assert "turn_left" in outcome.stderr


def test_a_file_cannot_be_asked_for_drawn_acts(run: Run, high: Path, pictures: dict[str, Path]) -> None:
    """Prompts drawn by chance need somebody before a camera; a file is an input that cannot be judged so."""
    outcome = run("check", pictures["bona fide"], "--active", "drawn", "--json", "--passive", high)
    assert outcome.exit_code == 2
    assert inputs(outcome)[0]["reasons"] == ["challenge_impossible"]


# policies


@pytest.mark.parametrize("name", ["strict", "balanced", "lenient"])
def test_a_policy_is_chosen_by_its_name(
    run: Run, pictures: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Between the thresholds of balanced and strict the name decides; it may stand in the environment as well."""
    verdict = "ATTACK" if name == "strict" else "BONA_FIDE"
    table = packaged_policies()
    middle = (table.choose("strict").threshold + table.choose("balanced").threshold) / 2
    passive = write_passive(tmp_path / "middle.onnx", score=middle)
    (line,) = inputs(run("check", pictures["bona fide"], "--json", "--passive", passive, "--policy", name))
    assert (line["verdict"], line["policy"]) == (verdict, f"{name} {table.version}, passive only")
    assert line["threshold"] == table.choose(name).threshold
    assert line["model"] == "brightness 0"
    monkeypatch.setenv("FACEVOW_POLICY", name)
    assert inputs(run("check", pictures["bona fide"], "--json", "--passive", passive)) == [line]


@pytest.mark.parametrize("name", ["paranoid", "", "STRICT", "../strict"])
def test_an_unknown_policy_is_refused(run: Run, pictures: dict[str, Path], name: str) -> None:
    """Status 2, the names that exist on standard error, and no verdict on standard output."""
    outcome = run("check", pictures["bona fide"], "--policy", name)
    assert outcome.exit_code == 2
    assert outcome.stdout == ""
    assert all(known in outcome.stderr for known in ("strict", "balanced", "lenient"))


# folders


def test_a_folder_stands_for_the_pictures_and_videos_in_it(
    run: Run, high: Path, pictures: dict[str, Path], shared: Path, tmp_path: Path
) -> None:
    """Folders are searched to the bottom, in order; other files in them are passed over."""
    deep = save(tmp_path / "in" / "a" / "b" / "deep.JPG", clean_frame(shared).pixels)
    outcome = run("check", tmp_path / "in", "--json", "--passive", high)
    expected = sorted([deep, pictures["bona fide"], pictures["attack"], pictures["nobody"]])
    assert [line["input"] for line in inputs(outcome)] == [str(path) for path in expected]


def test_a_folder_without_pictures_is_an_error(run: Run, high: Path, tmp_path: Path) -> None:
    """A folder in which nothing can be judged is not silently nothing: it has status 2 and an error."""
    (tmp_path / "empty").mkdir()
    outcome = run("check", tmp_path / "empty", "--json", "--passive", high)
    assert outcome.exit_code == 2
    assert [line["input"] for line in inputs(outcome)] == [str(tmp_path / "empty")]
    assert inputs(outcome)[0]["error"]


def test_a_file_named_like_a_camera_is_a_file(
    run: Run, high: Path, pictures: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A number is a camera only where no file has that name."""
    (tmp_path / "0").write_bytes(pictures["bona fide"].read_bytes())
    monkeypatch.chdir(tmp_path)
    assert inputs(run("check", "0", "--json", "--passive", high))[0]["verdict"] == "BONA_FIDE"


@pytest.mark.parametrize(
    "name", ["a[/b].png", "[red]a.png", "[/].png", "\N{GRINNING FACE}.png", os.fsdecode(b"\xff.png")]
)
def test_any_file_name_can_be_shown(run: Run, high: Path, pictures: dict[str, Path], tmp_path: Path, name: str) -> None:
    """Brackets, which rich reads as markup, and bytes that are no text do not end the command."""
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pictures["bona fide"].read_bytes())
    text = path.with_suffix(".txt")
    text.write_text("no picture")
    for options in ((), ("--json",)):
        assert run("check", path, "--passive", high, *options).exit_code == 0
        assert run("check", text, "--passive", high, *options).exit_code == 2
    shown = run("check", path, "--passive", high).stdout
    assert name.encode("utf-8", "replace").decode().split(".")[0].strip("?\ufffd") in shown


# refusals before any input


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--detector", "yolo"], "expected the detector"),
        (["--detector", "yolov5-face"], "--weights FILE"),
        (["--weights", "none.onnx"], "brings its own weights"),
        (["--passive", "none[/].onnx"], "none[/].onnx"),
    ],
)
def test_networks_that_cannot_be_opened_end_the_command(
    run: Run, high: Path, pictures: dict[str, Path], options: list[str], said: str
) -> None:
    """Status 2, the reason on standard error, and nothing on standard output."""
    outcome = run("check", pictures["bona fide"], "--passive", high, *options)
    assert outcome.exit_code == 2
    assert outcome.stdout == ""
    assert said in outcome.stderr


@pytest.mark.parametrize(
    "words", [[], ["x.jpg", "--seconds", "0"], ["x.jpg", "--seconds", "soon"], ["x.jpg", "--what"]]
)
def test_wrong_words_are_refused(run: Run, words: list[str]) -> None:
    """No input, a time that is none, and unknown options have status 2 and say so."""
    outcome = run("check", *words)
    assert outcome.exit_code == 2
    assert outcome.stderr


def test_help_tells_the_exit_status_and_examples(run: Run) -> None:
    """The help names every option, what the exit status means, and commands to copy."""
    outcome = run("check", "--help")
    assert outcome.exit_code == 0
    for word in ("--json", "--annotate", "--active", "--seconds", "--detector", "--weights", "--passive"):
        assert word in outcome.stdout
    assert "Exit status: 0" in outcome.stdout
    assert "facevow check selfie.jpg" in outcome.stdout
