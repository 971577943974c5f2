"""Clusters of our own, and who else may use them."""

import stat
from pathlib import Path

import pytest

from facevow.server.remote.guarding import LONGEST, guard, own_folder


def test_a_token_is_asked_for_whatever_the_environment_says() -> None:
    """An environment that switches tokens off is overruled; a token that is given is used, or else one is drawn."""
    environment = {"RAY_AUTH_MODE": "disabled"}
    guard(environment)
    assert environment["RAY_AUTH_MODE"] == "token"
    assert len(environment["RAY_AUTH_TOKEN"]) == 64
    given = {"RAY_AUTH_TOKEN": "of the operator"}
    guard(given)
    assert given["RAY_AUTH_TOKEN"] == "of the operator"  # noqa: S105 - no secret


def test_the_folder_is_ours_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is new, where it was asked for, nobody else can look into it, and its path is short enough for sockets."""
    monkeypatch.setenv("RAY_TMPDIR", "/tmp")  # noqa: S108 - to see who can look into it
    first, second = Path(own_folder()), Path(own_folder())
    try:
        assert first != second
        assert first.parent == Path("/tmp")  # noqa: S108
        assert stat.S_IMODE(first.stat().st_mode) == 0o700
    finally:
        first.rmdir()
        second.rmdir()


def test_a_long_path_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the folder for temporary files lies too deep for sockets, another one is taken."""
    deep = tmp_path / ("d" * LONGEST)
    deep.mkdir()
    monkeypatch.setenv("RAY_TMPDIR", str(deep))
    folder = Path(own_folder())
    folder.rmdir()
    assert len(str(folder)) <= LONGEST
