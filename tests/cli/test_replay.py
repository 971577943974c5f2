"""`facevow replay`: exit statuses, the timeline, canonical JSON at any speed, and traces that are none."""

import json
import time
from pathlib import Path

import pytest

from facevow.traces.edits import cut
from facevow.traces.files import write_trace
from tests.cli.conftest import Run
from tests.recordings import path_of, recording

BONA_FIDE = path_of("bonafide-2-head-turns")
ATTACK = path_of("attack-2-screen-replay-of-bonafide-2")


@pytest.mark.parametrize(
    ("trace", "options", "status"),
    [
        (BONA_FIDE, [], 0),
        (BONA_FIDE, ["--acts", "turn-left,turn-right"], 0),
        (BONA_FIDE, ["--acts", "turn_left"], 0),
        (BONA_FIDE, ["--policy", "passive_only"], 0),
        (BONA_FIDE, ["--acts", "smile,turn-left,tilt-left"], 2),
        (BONA_FIDE, ["--seed", "3"], 2),
        (ATTACK, [], 1),
        (ATTACK, ["--acts", "turn-left,turn-right"], 1),
        (ATTACK, ["--seed", "3"], 1),
    ],
)
def test_the_exit_status_tells_the_verdict(run: Run, trace: Path, options: list[str], status: int) -> None:
    """As of `facevow check`: 0 bona fide, 1 attack, 2 neither. A clip does not answer prompts that nobody saw."""
    for output in ([], ["--json"]):
        assert run("replay", trace, *options, *output).exit_code == status


def test_the_timeline_is_told_line_by_line(run: Run) -> None:
    """Time, event, what was asked and seen, the score; at the end the verdict, its reasons and its evidence."""
    lines = run("replay", BONA_FIDE, "--acts", "turn-left,turn-right").stdout.splitlines()
    (done,) = (line for line in lines if " act_done" in line)
    for part in (" s  ", "asked turn_left", "seen turn_left", "begun at", "distortion 0.", "score 0."):
        assert part in done
    verdict = lines[lines.index("") + 1]
    assert verdict.startswith("BONA_FIDE: passive_high, active_passed, score 0.8")
    evidence = lines[lines.index("") + 3 :]
    assert [line.split()[0] for line in evidence] == ["passive", "challenge", "identity", "quality", "timing"]


def test_the_json_is_the_same_at_every_run_and_speed(run: Run, tmp_path: Path) -> None:
    """Byte for byte; sorted, compact, one line; the clock is kept at the speed asked for."""
    path = tmp_path / "short.jsonl"
    write_trace(path, recording("bonafide-2-head-turns").header, cut(recording("bonafide-2-head-turns").frames, 0, 3))
    outputs, took = [], []
    for speed in ("0", "4", "12", "1000", "inf"):
        started = time.monotonic()
        outputs.append(run("replay", path, "--seed", "5", "--speed", speed, "--json").stdout_bytes)
        took.append(time.monotonic() - started)
    assert len(set(outputs)) == 1
    told = json.loads(outputs[0])
    assert outputs[0].decode() == json.dumps(told, sort_keys=True, separators=(",", ":")) + "\n"
    assert took[1] >= 2.9 / 4
    assert took[2] >= 2.9 / 12


def test_a_seed_draws_and_excluded_acts_are_never_drawn(run: Run) -> None:
    """The same seed asks for the same; what is excluded is never among it."""
    asked = {}
    for seed in range(12):
        for exclude in ([], ["--exclude", "turns,blink"]):
            told = json.loads(run("replay", BONA_FIDE, "--seed", str(seed), *exclude, "--json").stdout)
            asked[seed, bool(exclude)] = {
                step.partition("*")[0] for step in told["verdict"]["evidence"]["challenge"]["asked"]
            }
    every = set().union(*(acts for (_, excluded), acts in asked.items() if not excluded))
    left = set().union(*(acts for (_, excluded), acts in asked.items() if excluded))
    assert {"turn_left", "turn_right", "blink"} <= every
    assert left
    assert not left & {"turn_left", "turn_right", "blink"}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--acts", "jump"], "act"),
        (["--acts", ""], "act"),
        (["--acts", "drawn"], "--seed"),
        (["--acts", "blink", "--seed", "1"], "found both"),
        (["--exclude", "head"], "--seed"),
        (["--seed", "1", "--exclude", "ears"], "ears"),
        (["--seed", "1", "--exclude", "head,eyes,mouth,brows,distance"], "unpredictability"),
        (["--seed", "1", "--policy", "passive_only"], "has none"),
        (["--acts", "blink", "--policy", "passive_only"], "has none"),
        (["--speed", "-1"], "speed"),
        (["--policy", "kind"], "policy"),
    ],
)
def test_what_cannot_be_asked_is_told(run: Run, options: list[str], told: str) -> None:
    """Unknown acts, too few left, and options that contradict each other end with 2 and a reason."""
    outcome = run("replay", BONA_FIDE, *options)
    assert outcome.exit_code == 2
    assert told in outcome.stderr
    assert outcome.stdout == ""


@pytest.mark.parametrize("content", [None, b"", b"no trace\n", BONA_FIDE.read_bytes()])
def test_what_is_no_trace_is_told(run: Run, tmp_path: Path, content: bytes | None) -> None:
    """Nothing there, an empty file, a text, a packed trace without its ending: 2, with the name and no trace-back."""
    path = tmp_path / "a.jsonl"
    if content is not None:
        path.write_bytes(content)
    for options in ([], ["--json"]):
        outcome = run("replay", path, *options)
        assert outcome.exit_code == 2
        assert outcome.stdout == ""
        assert "a.jsonl" in outcome.stderr
        assert "Traceback" not in outcome.stderr


def test_a_trace_of_another_network_is_judged_with_a_warning(run: Run, tmp_path: Path) -> None:
    """The threshold was not set with that network's scores; the log says so."""
    trace = recording("bonafide-4-dim-room")
    path = tmp_path / "other.jsonl"
    changed = type(trace.header)("another 7", "clip.mp4", 30.0, 640, 480)
    write_trace(path, changed, trace.frames)
    outcome = run("replay", path)
    assert outcome.exit_code == 0
    assert "policy_not_measured_with_this_model" in outcome.stderr
    assert "policy_not_measured_with_this_model" not in run("replay", BONA_FIDE).stderr
