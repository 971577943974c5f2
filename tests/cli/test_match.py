"""`facevow match`: exit statuses, the JSON object, the table, bad inputs; made-up faces, and real ones at the end."""

import json
from pathlib import Path
from typing import Any

import pytest

from facevow.comparing import Comparer
from facevow.errors import ModelMissing
from tests.cli.conftest import Outcome, Run
from tests.likenesses import ADA, BEN, BLURRED, NOBODY, THRESHOLD, Measure, comparer, film, save, shown


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Made-up faces in place of the networks; holds what `Comparer.open` was called with."""
    calls: list[dict[str, Any]] = []

    def fake(matcher: str, file: Path | None, **options: Any) -> Comparer:  # noqa: ANN401
        calls.append({"matcher": matcher, "file": file} | {name: options[name] for name in ("fmr", "threshold")})
        return comparer(threshold=THRESHOLD if options["threshold"] is None else options["threshold"])

    monkeypatch.setattr(Comparer, "open", fake)
    return calls


@pytest.fixture
def faces(tmp_path: Path) -> dict[str, Path]:
    """Pictures and a clip of made-up people, and files that are neither."""
    text, broken = tmp_path / "notes.txt", tmp_path / "broken.jpg"
    text.write_text("Some text.\n" * 9)
    broken.write_bytes(b"\xff\xd8\xff no picture")
    return {
        "ada": save(tmp_path / "ada.png", shown(ADA)),
        "ada's clip": film(tmp_path / "ada.avi", [shown(ADA)] * 8),
        "ben": save(tmp_path / "ben.png", shown(BEN)),
        "nobody": save(tmp_path / "nobody.png", shown(ADA, NOBODY)),
        "blurred clip": film(tmp_path / "blurred.avi", [shown(ADA, BLURRED)] * 4),
        "text": text,
        "broken": broken,
        "missing": tmp_path / "none.jpg",
    }


def told(outcome: Outcome) -> dict[str, Any]:
    """Standard output: one JSON object."""
    answer: dict[str, Any] = json.loads(outcome.stdout)
    return answer


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    ("a", "b", "status"),
    [
        ("ada", "ada", 0),
        ("ada", "ada's clip", 0),
        ("ada's clip", "ben", 1),
        ("ben", "ada", 1),
        ("ada", "nobody", 2),
        ("blurred clip", "ada", 2),
        ("text", "ada", 2),
        ("ada", "broken", 2),
        ("missing", "missing", 2),
    ],
)
def test_the_exit_status_tells_the_answer(run: Run, faces: dict[str, Path], a: str, b: str, status: int) -> None:
    """0 for a match, 1 for none, 2 where either cannot be compared; the JSON's `match` is true for 0 only."""
    assert run("match", faces[a], faces[b]).exit_code == status
    outcome = run("match", faces[a], faces[b], "--json")
    assert outcome.exit_code == status
    answer = told(outcome)
    assert answer["match"] is (status == 0)
    assert (answer["score"] is None) == (status == 2)


@pytest.mark.usefixtures("opened")
def test_the_json_holds_all_of_it(run: Run, faces: dict[str, Path]) -> None:
    """Answer, score, threshold, matcher, and what was compared of each input."""
    assert told(run("match", faces["ada"], faces["ada's clip"], "--json")) == {
        "match": True,
        "score": 0.9,
        "threshold": THRESHOLD,
        "matcher": "colours 1",
        "frames": [1, 8],
        "a": {"input": str(faces["ada"]), "seen": 1, "frames": 1, "reasons": []},
        "b": {"input": str(faces["ada's clip"]), "seen": 8, "frames": 8, "reasons": []},
    }


@pytest.mark.usefixtures("opened")
def test_what_cannot_be_compared_says_why(run: Run, faces: dict[str, Path]) -> None:
    """The side at fault has codes, and the error of its file; the other has none."""
    answer = told(run("match", faces["blurred clip"], faces["broken"], "--json"))
    assert (answer["match"], answer["score"], answer["frames"]) == (False, None, [0, 0])
    assert answer["a"]["reasons"] == ["too_few_frames", "blurred"]
    assert "error" not in answer["a"]
    assert answer["b"]["reasons"] == ["not_an_image"]
    assert answer["b"]["error"]
    answer = told(run("match", faces["ada"], faces["missing"], "--json"))
    assert (answer["a"]["reasons"], answer["b"]["reasons"]) == ([], ["no_such_file"])


@pytest.mark.usefixtures("opened")
def test_the_table_tells_each_input(run: Run, faces: dict[str, Path]) -> None:
    """Without --json there is a row for each input, then the answer with its score; why, where there is none."""
    outcome = run("match", faces["ada"], faces["ben"])
    assert "ada.png" in outcome.stdout
    assert "ben.png" in outcome.stdout
    assert "not the same person: score 0.100, threshold 0.600, matcher colours 1" in outcome.stdout
    assert "\nthe same person: score 0.900" in run("match", faces["ada"], faces["ada"]).stdout
    outcome = run("match", faces["nobody"], faces["missing"])
    assert "no_face" in outcome.stdout
    assert "cannot be read" in outcome.stdout
    assert "not comparable: no score" in outcome.stdout


@pytest.mark.usefixtures("opened")
def test_names_are_shown_as_they_are(run: Run, tmp_path: Path) -> None:
    """Brackets in a file's name are no markup, and bytes that are no text do no harm."""
    odd = save(tmp_path / "[red]a[bold].png", shown(ADA))
    assert "[red]a[bold].png" in run("match", odd, odd).stdout
    assert run("match", "\udcff.png", "\udcff.png").exit_code == 2
    assert run("match", "\udcff.png", "\udcff.png", "--json").exit_code == 2


def test_options_and_environment_choose_the_matcher(
    run: Run, faces: dict[str, Path], opened: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The options first, then the server's variables, then the defaults."""
    pair = ("match", faces["ada"], faces["ada"])
    assert run(*pair).exit_code == 0
    monkeypatch.setenv("FACEVOW_MATCHER", "orb")
    monkeypatch.setenv("FACEVOW_MATCH_FMR", "0.01")
    monkeypatch.setenv("FACEVOW_MATCH_THRESHOLD", "0.95")
    assert run(*pair).exit_code == 1
    given = ("--matcher", "embedding", "--fmr", "0.0001", "--threshold", "0.3", "--matcher-file", "mine.toml")
    assert run(*pair, *given).exit_code == 0
    assert opened == [
        {"matcher": "embedding", "file": None, "fmr": "0.001", "threshold": None},
        {"matcher": "orb", "file": None, "fmr": "0.01", "threshold": 0.95},
        {"matcher": "embedding", "file": Path("mine.toml"), "fmr": "0.0001", "threshold": 0.3},
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("--matcher", "eigenfaces"),
        ("--fmr", "0.5"),
        ("--threshold", "2"),
        ("--threshold", "nan"),
        ("--matcher-file", "no/such.toml"),
        ("--matcher", "orb", "--matcher-file", "no/such.toml"),
    ],
)
def test_what_there_is_not_is_refused(run: Run, faces: dict[str, Path], words: tuple[str, ...]) -> None:
    """Unknown matchers, rates and files, and thresholds that are none, have status 2 and no answer."""
    outcome = run("match", faces["ada"], faces["ada"], "--json", *words)
    assert outcome.exit_code == 2
    assert outcome.stdout == ""
    assert outcome.stderr


def test_a_network_that_cannot_be_had_is_no_answer(
    run: Run, faces: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Status 2 with the reason, though both are the same file."""

    def missing(*_: object, **__: object) -> Comparer:
        raise ModelMissing("expected a network at nowhere")

    monkeypatch.setattr(Comparer, "open", missing)
    outcome = run("match", faces["ada"], faces["ada"], "--json")
    assert (outcome.exit_code, outcome.stdout) == (2, "")
    assert "nowhere" in outcome.stderr


def test_a_score_that_is_none_is_no_answer(run: Run, faces: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """A matcher gone wrong ends with status 2."""
    monkeypatch.setattr(Comparer, "open", lambda *_, **__: comparer(Measure(answer=float("nan"))))
    outcome = run("match", faces["ada"], faces["ada"], "--json")
    assert (outcome.exit_code, outcome.stdout) == (2, "")
