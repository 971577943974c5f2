"""`facevow challenge`: the drawing, the draw, and how hard it is to foresee."""

import json
from pathlib import Path

import pytest

from facevow.challenge.diagram import BEGIN, END, diagram
from facevow.challenge.events import Act
from tests.cli.conftest import Run

DOCUMENT = Path(__file__).parents[2] / "docs" / "challenge.md"


def test_the_document_shows_the_table(run: Run) -> None:
    """docs/challenge.md holds the present drawing; `facevow challenge diagram --write docs/challenge.md` renews it."""
    outcome = run("challenge", "diagram", "--check", DOCUMENT)
    assert outcome.exit_code == 0, outcome.stdout


def test_the_diagram_alone_is_printed(run: Run) -> None:
    """Without a document."""
    outcome = run("challenge", "diagram")
    assert (outcome.exit_code, outcome.stdout) == (0, diagram() + "\n")


def test_a_document_with_another_drawing_is_told_and_renewed(run: Run, tmp_path: Path) -> None:
    """--check ends with 1 and changes nothing; --write puts it right, and --check is content."""
    document = tmp_path / "old.md"
    document.write_text(f"# Title\n{BEGIN}\nold\n{END}\nrest\n")
    checked = run("challenge", "diagram", "--check", document)
    assert checked.exit_code == 1
    assert "--write" in checked.stdout
    assert "old\n" in document.read_text()
    assert run("challenge", "diagram", "--write", document).exit_code == 0
    assert document.read_text() == f"# Title\n{BEGIN}\n```mermaid\n{diagram()}\n```\n{END}\nrest\n"
    assert run("challenge", "diagram", "--check", document).exit_code == 0


@pytest.mark.parametrize("option", ["--check", "--write"])
def test_a_document_without_marks_or_none_at_all_is_refused(run: Run, tmp_path: Path, option: str) -> None:
    """Status 2, and nothing is written."""
    plain = tmp_path / "plain.md"
    plain.write_text("no marks\n")
    for document in (plain, tmp_path / "none.md", tmp_path):
        assert run("challenge", "diagram", option, document).exit_code == 2
    assert plain.read_text() == "no marks\n"
    assert not (tmp_path / "none.md").exists()


def test_writing_and_checking_at_once_is_refused(run: Run) -> None:
    """One of them."""
    assert run("challenge", "diagram", "--write", DOCUMENT, "--check", DOCUMENT).exit_code == 2


def test_a_draw_tells_its_odds(run: Run) -> None:
    """The sequence, how many there are of it, and the bits; the same seed gives the same."""
    outcome = run("challenge", "draw", "--seed", "3")
    assert outcome.exit_code == 0
    assert outcome.stdout == run("challenge", "draw", "--seed", "3").stdout
    sequence, odds = outcome.stdout.splitlines()
    assert {name.split("*")[0] for name in sequence.split(", ")} <= set(Act)
    assert "bits" in odds


def test_a_draw_without_a_seed_is_left_to_chance(run: Run) -> None:
    """Twenty draws are not all equal."""
    assert len({run("challenge", "draw").stdout for _ in range(20)}) > 1


def test_what_is_excluded_is_never_drawn(run: Run) -> None:
    """A group of acts, and dashes for underscores."""
    for seed in range(10):
        outcome = run("challenge", "draw", "--exclude", "eyes,turn-left", "--seed", str(seed), "--json")
        figures = json.loads(outcome.stdout)
        assert not {"turn_left", "blink*2", "blink*3"} & set(figures["sequence"])
        assert len(figures["sequence"]) == figures["length"]
        assert figures["bits"] >= figures["needed"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--exclude", "head,mouth,eyes"), "bits of unpredictability"),
        (("--exclude", "nose"), "expected an act or a group"),
        (("--policy", "passive_only"), "asks for no act"),
    ],
)
def test_what_cannot_be_drawn_is_told(run: Run, words: tuple[str, ...], said: str) -> None:
    """Status 2 and one line of why."""
    outcome = run("challenge", "draw", *words)
    assert outcome.exit_code == 2
    assert said in outcome.stderr


def test_bits_of_every_policy_and_group(run: Run) -> None:
    """No row has fewer bits than needed, unless it says that nothing can be drawn; some group leaves too little."""
    rows = json.loads(run("challenge", "bits", "--json").stdout)
    assert {row["policy"] for row in rows} == {"strict", "balanced", "lenient"}
    for row in rows:
        assert (row["bits"] is None) == (row["length"] is None) == (row["sequences"] == 0)
        assert row["bits"] is None or row["bits"] >= row["needed"]
    whole = {row["policy"]: row for row in rows if row["without"] == "nothing"}
    assert set(whole) == {"strict", "balanced", "lenient"}
    assert all(row["bits"] is not None for row in whole.values())
    assert [whole[policy]["needed"] for policy in ("strict", "balanced", "lenient")] == sorted(
        (row["needed"] for row in whole.values()), reverse=True
    )


def test_bits_are_a_table_too(run: Run) -> None:
    """For people: a challenge that cannot be drawn shows a dash."""
    outcome = run("challenge", "bits")
    assert outcome.exit_code == 0
    assert "balanced" in outcome.stdout
    assert "needed" in outcome.stdout


def test_the_document_has_the_bits_as_they_are(run: Run) -> None:
    """The table of docs/challenge.md is that of `facevow challenge bits`, cell for cell."""
    rows = json.loads(run("challenge", "bits", "--json").stdout)
    text = DOCUMENT.read_text(encoding="utf-8")
    table = text.partition("<!-- figures: bits -->")[2].partition("<!-- end of the figures -->")[0]
    written = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.strip().splitlines()[2:]]
    assert written
    for name, *cells in written:
        without = name.partition(" ")[0]
        found = {row["policy"]: row for row in rows if row["without"] == without}
        for policy, cell in zip(("strict", "balanced", "lenient"), cells, strict=True):
            row = found[policy]
            told = f"{row['length']} steps, {row['sequences']} sequences, {row['bits']:g}"
            assert cell == ("cannot" if row["bits"] is None else told)
