"""Prints figures as a table for people, or as JSON for programs."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from facevow.cli.common import plain

Row = Mapping[str, Any]


def print_rows(rows: Sequence[Row], *, as_json: bool) -> None:
    """Print rows, at least one, that all have the names of the first; as JSON, a list of objects."""
    if as_json:
        print(json.dumps(rows, allow_nan=False))  # noqa: T201 - this is the answer
        return
    table = Table(*(name.replace("_", " ") for name in rows[0]))
    for row in rows:
        table.add_row(*(plain(_words(value)) for value in row.values()))
    Console().print(table)


def say(line: str, *, err: bool = False) -> None:
    """Print one line, with `err` to standard error."""
    Console(stderr=err).print(plain(line), highlight=False, soft_wrap=True)


def _words(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_words(each)}" for name, each in value.items())
    return f"{value:g}" if isinstance(value, float) else str(value)
