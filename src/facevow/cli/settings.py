"""`facevow settings`: every setting, its value, where that came from and what it means."""

import json
import shlex
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Annotated, Final, get_origin

import typer
from rich.console import Console
from rich.table import Table

from facevow.cli.common import fail, plain
from facevow.cli.rows import new_table, print_table
from facevow.errors import SettingsError
from facevow.server.described import Origin, Plain, Told, describe, in_words, on_any_machine, unknown_variables
from facevow.server.settings import FILE, Settings

HEAD: Final = f"A `#` before a name: the default. `{FILE}` names such a file to the server."
ENV_HEAD: Final = "For a shell, systemd or compose's env_file. A `#` before a name: the default."


class Format(StrEnum):
    """How to print them."""

    TABLE = "table"
    TOML = "toml"
    ENV = "env"
    MARKDOWN = "markdown"


FormatOption = Annotated[
    Format,
    typer.Option("--format", help="table, or a file to load again (toml, env), or the table of the documentation."),
]


def settings(
    given: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME=VALUE]...", help="As if given on the command line of `facevow serve`."),
    ] = None,
    *,
    as_format: FormatOption = Format.TABLE,
) -> None:
    """Show every setting with its value and where it came from: command line, environment, file, or default.

    That is also the order in which they are followed. Secrets are not shown. Exit status 2: a server would not start
    with these.

        facevow settings
        facevow settings host=0.0.0.0 access=locked
        facevow settings --format toml > facevow.toml
    """
    try:
        told = describe(**_parsed(given or ()))
    except SettingsError as error:
        fail(str(error))
    for name in unknown_variables():
        Console(stderr=True).print("[yellow]facevow:[/]", plain(f"{name} is no setting"), highlight=False)
    if as_format is Format.TABLE:
        print_table(_table(told))
    else:
        typer.echo("\n".join(LINES[as_format](told)))


def _parsed(given: Iterable[str]) -> dict[str, str]:
    """Settings given by hand.

    Raises:
        typer.BadParameter: not of the form NAME=VALUE, or no setting.
    """
    parsed = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals or name not in Settings.model_fields:
            raise typer.BadParameter(f"expected NAME=VALUE with the name of a setting, got {each.partition('=')[0]!r}")
        parsed[name] = value
    return parsed


def _table(told: Iterable[Told]) -> Table:
    table = new_table("setting", "value", "from", "default", "meaning", framed=False)
    for each in told:
        style = "" if each.origin is Origin.DEFAULT else "bold"
        value, default = (plain(in_words(one)) for one in (each.value, each.default))
        table.add_row(each.name, value, each.origin, default, plain(each.meaning), style=style)
    return table


def _toml_lines(told: Iterable[Told]) -> Iterable[str]:
    yield f"# {HEAD}"
    for each in told:
        yield from ("", _comment(each))
        if not _may_be_written(each):
            yield f"# {each.name} is set and not shown"
        elif each.value is None:
            yield f"# {each.name} ="
        else:
            yield f"{_mark(each)}{each.name} = {_in_toml(each, each.value)}"


def _env_lines(told: Iterable[Told]) -> Iterable[str]:
    yield f"# {ENV_HEAD}"
    for each in told:
        yield from ("", _comment(each))
        if not _may_be_written(each):
            yield f"# {each.variable} is set and not shown"
        elif each.value is None:
            yield f"# {each.variable}="
        else:
            value = in_words(each.value) if isinstance(each.value, bool) else str(each.value)
            yield f"{_mark(each)}{each.variable}={shlex.quote(value)}"


def _markdown_lines(told: Iterable[Told]) -> Iterable[str]:
    """The table in docs/operations.md: defaults only, and no place of this machine."""
    yield "| name | default | meaning |"
    yield "| --- | --- | --- |"
    for each in told:
        values = f" ({each.values})" if each.values and not _says_them(each) else ""
        default = "-" if each.default in {None, ""} else f"`{on_any_machine(each)}`"
        yield f"| `{each.name}` | {default} | {each.meaning.removesuffix('.')}{values} |"


def _says_them(told: Told) -> bool:
    """Whether the meaning or the kind says already what is allowed."""
    return told.values == "true, false" or all(value in told.meaning for value in told.values.split(", "))


def _comment(told: Told) -> str:
    return f"# {told.meaning.removesuffix('.')}{f' ({told.values})' if told.values else ''}"


def _mark(told: Told) -> str:
    """A default stands there as a comment, so that a later version may have a better one."""
    return "# " if told.origin is Origin.DEFAULT else ""


def _may_be_written(told: Told) -> bool:
    """Whether the value is no secret, and text that stays on its line: names of files may hold anything."""
    return not told.hidden and str(told.value).isprintable()


def _in_toml(told: Told, value: Plain) -> str:
    """A value as TOML has it (toml.io, v1.0.0). JSON's strings are TOML's, as far as they can be printed."""
    if isinstance(value, str) and told.name in _LISTS:
        return f"[{', '.join(json.dumps(each, ensure_ascii=False) for each in value.split(',') if each)}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return in_words(value) if isinstance(value, bool) else repr(value)


_LISTS: Final = frozenset(
    name for name, field in Settings.model_fields.items() if get_origin(field.annotation) is tuple
)

LINES: Final[dict[Format, Callable[[Iterable[Told]], Iterable[str]]]] = {
    Format.TOML: _toml_lines,
    Format.ENV: _env_lines,
    Format.MARKDOWN: _markdown_lines,
}
