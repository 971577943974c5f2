"""The `facevow` command as a whole."""

import subprocess
import sys
from importlib.metadata import version

import pytest

from tests.cli.conftest import Run


def test_the_version_is_told(run: Run) -> None:
    """--version prints the version of the installed package and stops."""
    outcome = run("--version")
    assert outcome.exit_code == 0
    assert outcome.stdout == f"facevow {version('facevow')}\n"


@pytest.mark.parametrize("words", [[], ["--help"]])
def test_help_names_every_command(run: Run, words: list[str]) -> None:
    """Without words, or asked for help, the command says what it is for and what it can do."""
    outcome = run(*words)
    for command in ("check", "serve", "train", "models", "live person"):
        assert command in outcome.output


@pytest.mark.parametrize("command", ["check", "serve", "train", "models"])
def test_every_command_has_help(run: Run, command: str) -> None:
    """Each command explains itself with status 0."""
    outcome = run(command, "--help")
    assert outcome.exit_code == 0
    assert command in outcome.stdout


def test_an_unknown_command_is_refused(run: Run) -> None:
    """A word that is no command has status 2 and is repeated."""
    outcome = run("chekc")
    assert outcome.exit_code == 2
    assert "chekc" in outcome.stderr


@pytest.mark.parametrize("level", ["debug", "info", "WARNING", "error"])
def test_every_log_level_is_taken(run: Run, level: str) -> None:
    """The levels that the help names are accepted in either case."""
    assert run("--log-level", level, "models").exit_code == 0


def test_an_unknown_log_level_is_refused(run: Run) -> None:
    """A level that there is not has status 2, for status 1 would mean an attack."""
    outcome = run("--log-level", "loud", "models")
    assert outcome.exit_code == 2
    assert "loud" in outcome.stderr


def test_the_command_runs_as_a_program() -> None:
    """The entry point that is installed starts and answers."""
    code = "from facevow.cli.main import run; run()"
    words = [sys.executable, "-c", code, "--version"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    assert done.stdout.startswith("facevow ")
