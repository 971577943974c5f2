"""Runs commands as a user would, and keeps what they set for the whole process out of the next test."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np
import pytest
import structlog
from typer.testing import CliRunner, Result

from facevow.cli.main import app
from facevow.types import Pixels
from tests.networks import bundle, clean_frame
from tests.onnx_files import write_passive
from tests.vision.conftest import server

__all__ = ["server"]


Outcome = Result
"""What a command came to: exit status, standard output, standard error."""


class Run(Protocol):
    """Runs `facevow` with some words."""

    def __call__(self, *words: str | Path) -> Outcome: ...


@pytest.fixture
def run() -> Iterator[Run]:
    """Runs `facevow`; an exception that is not meant to end a command fails the test."""
    runner = CliRunner(env={"COLUMNS": "250", "NO_COLOR": "1", "TERM": "dumb"})

    def made(*words: str | Path) -> Outcome:
        return runner.invoke(app, [str(word) for word in words], catch_exceptions=False)

    yield made
    structlog.reset_defaults()  # the command's log wrote to a stream that is gone


@pytest.fixture
def high(tmp_path: Path) -> Path:
    """A passive network that finds every face bona fide."""
    bundle()  # skips where MediaPipe's networks were never fetched
    return write_passive(tmp_path / "high.onnx", score=0.9)


@pytest.fixture
def by_light(tmp_path: Path) -> Path:
    """A passive network that finds bright faces bona fide and dark ones an attack."""
    bundle()
    return write_passive(tmp_path / "light.onnx")


def save(path: Path, pixels: Pixels) -> Path:
    """Write a picture and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    encoded = cv2.imencode(path.suffix, cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))[1]
    path.write_bytes(bytes(encoded))
    return path


def darker(pixels: Pixels) -> Pixels:
    """The picture with less than half of its light."""
    return (pixels * 0.45).astype(np.uint8)


WALL: Pixels = np.full((240, 320, 3), 150, np.uint8)
"""A picture with nobody in it."""


@pytest.fixture
def pictures(shared: Path, tmp_path: Path) -> dict[str, Path]:
    """One picture for each verdict under the network that goes by light, and a text."""
    person = clean_frame(shared).pixels
    text = tmp_path / "in" / "README.md"
    found = {
        "bona fide": save(tmp_path / "in" / "bright.png", person),
        "attack": save(tmp_path / "in" / "dark.png", darker(person)),
        "nobody": save(tmp_path / "in" / "wall.png", WALL),
        "text": text,
    }
    text.write_text("# A heading\n\nSome text.\n" * 9)
    return found


def lines(outcome: Outcome) -> list[dict[str, Any]]:
    """Standard output, every line of it a JSON object."""
    parsed = [json.loads(line) for line in outcome.stdout.splitlines()]
    assert all(isinstance(line, dict) for line in parsed)
    return parsed


def inputs(outcome: Outcome) -> list[dict[str, Any]]:
    """The lines that end an input."""
    return [line for line in lines(outcome) if line["kind"] == "input"]
