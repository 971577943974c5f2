"""Prints figures as a table for people, or as JSON for programs."""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from facevow.cli.common import plain

Row = Mapping[str, Any]

WIDE: Final = 400
"""Columns where no terminal says how many there are: a file or a pipe, whose lines belong together."""


def print_rows(rows: Sequence[Row], *, as_json: bool) -> None:
    """Print rows, at least one, that all have the names of the first; as JSON, a list of objects."""
    if as_json:
        print(json.dumps(rows, allow_nan=False))  # noqa: T201 - this is the answer
        return
    table = new_table(*(name.replace("_", " ") for name in rows[0]))
    for row in rows:
        table.add_row(*(plain(_words(value)) for value in row.values()))
    print_table(table)


def new_table(*heads: str, framed: bool = True) -> Table:
    """A table with these heads that breaks what is too long for its column and cuts nothing: ids are to be copied."""
    table = Table() if framed else Table(box=None, pad_edge=False)
    for head in heads:
        table.add_column(head, overflow="fold")
    return table


def print_table(table: Table) -> None:
    """Print a table as wide as the terminal, or as it needs to be where there is none."""
    Console(width=None if sys.stdout.isatty() else WIDE).print(table)


def say(line: str, *, err: bool = False) -> None:
    """Print one line, with `err` to standard error."""
    Console(stderr=err).print(plain(line), highlight=False, soft_wrap=True)


def _words(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_words(each)}" for name, each in value.items())
    return f"{value:g}" if isinstance(value, float) else str(value)
