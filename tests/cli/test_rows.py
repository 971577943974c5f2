"""Tables for people: nothing that has to be copied is cut."""

import json
import sys

import pytest

from facevow.cli.rows import Row, print_rows

ROWS: list[Row] = [
    {
        "callback": f"evt_{number}" + "A1b2C3d4E5f6G7h8I9j0K"[:21],
        "hash": f"{number}" * 64,
        "url": "https://shop.example.com/" + "a-path/" * 9,
        "state": "waiting",
    }
    for number in range(3)
]


def columns(printed: str) -> list[list[str]]:
    """What stands in each column of a table, the lines of one row put together again; the head comes first."""
    rows: list[list[str]] = []
    for line in printed.splitlines():
        if line[0] not in "│┃|":
            rows.append([""] * len(ROWS[0]))
            continue
        cells = [cell.strip() for cell in line[1:-1].replace("┃", "│").replace("|", "│").split("│")]
        if not rows or (cells[-1] and rows[-1][-1]):
            rows.append([""] * len(cells))
        rows[-1] = [begun + cell for begun, cell in zip(rows[-1], cells, strict=True)]
    return [row for row in rows if any(row)]


def test_a_terminal_of_80_columns_folds(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """No line is longer, and every value stands there whole over several lines."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("COLUMNS", "80")
    print_rows(ROWS, as_json=False)
    printed = capsys.readouterr().out
    assert max(map(len, printed.splitlines())) <= 80
    assert "…" not in printed
    assert columns(printed)[1:] == [list(row.values()) for row in ROWS]


def test_a_pipe_has_one_line_a_row(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever COLUMNS says of a terminal that is not there: `grep` and `awk` find whole values."""
    monkeypatch.setenv("COLUMNS", "80")
    print_rows(ROWS, as_json=False)
    printed = capsys.readouterr().out
    for row in ROWS:
        (line,) = (line for line in printed.splitlines() if row["callback"] in line)
        assert all(value in line for value in row.values())


def test_json_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    """The rows as they came."""
    print_rows(ROWS, as_json=True)
    assert json.loads(capsys.readouterr().out) == ROWS
