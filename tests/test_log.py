"""Logging: one JSON object a line, on standard error, from a level on."""

import io
import json
from collections.abc import Iterator

import pytest
import structlog

from facevow import log


@pytest.fixture(autouse=True)
def unset() -> Iterator[None]:
    """What a test sets for the whole process goes with it."""
    yield
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def test_events_are_json_lines_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    """Room, level, time in UTC, event and its values; nothing on standard output, which is for answers."""
    log.configure()
    log.get_logger("models").warning("model_replaced", model="net", size=3)
    shown = capsys.readouterr()
    (line,) = shown.err.splitlines()
    event = json.loads(line)
    assert shown.out == ""
    assert event.pop("timestamp").endswith("Z")
    assert event == {"event": "model_replaced", "level": "warning", "room": "models", "model": "net", "size": 3}


@pytest.mark.parametrize(
    ("level", "count"), [(log.Level.DEBUG, 4), (log.Level.INFO, 3), (log.Level.WARNING, 2), (log.Level.ERROR, 1)]
)
def test_the_level_keeps_lesser_events_out(capsys: pytest.CaptureFixture[str], level: log.Level, count: int) -> None:
    """Only events of the level or a graver one are written."""
    log.configure(level)
    logger = log.get_logger("test")
    for kind in ("debug", "info", "warning", "error"):
        getattr(logger, kind)("something")
    assert len(capsys.readouterr().err.splitlines()) == count


def test_an_exception_stays_on_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    """A traceback is a value of the event, not further lines."""
    log.configure()
    try:
        int("two\nlines")
    except ValueError:
        log.get_logger("test").exception("failed")
    (line,) = capsys.readouterr().err.splitlines()
    assert "ValueError: invalid literal" in json.loads(line)["exception"]


def test_ids_that_are_bound_once_are_on_every_line(capsys: pytest.CaptureFixture[str]) -> None:
    """What is bound to the context comes with each event."""
    log.configure()
    structlog.contextvars.bind_contextvars(session="s1")
    log.get_logger("test").info("one")
    log.get_logger("test").info("two")
    assert {json.loads(line)["session"] for line in capsys.readouterr().err.splitlines()} == {"s1"}


def test_a_terminal_gets_lines_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal the event is readable and no JSON."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    log.configure()
    log.get_logger("test").info("something_happened", size=3)
    assert "something_happened" in terminal.getvalue()
    with pytest.raises(json.JSONDecodeError):
        json.loads(terminal.getvalue())
