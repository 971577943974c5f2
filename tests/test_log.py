"""Logging: one JSON object a line, on standard error, from a level on."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from facevow import log


class Terminal(io.StringIO):
    """A terminal that remembers."""

    def isatty(self) -> bool:
        """It is one."""
        return True


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
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    log.configure()
    log.get_logger("test").info("something_happened", size=3)
    assert "something_happened" in terminal.getvalue()
    with pytest.raises(json.JSONDecodeError):
        json.loads(terminal.getvalue())


def test_a_trace_on_a_terminal_shows_no_values_of_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables hold people's pictures and names: the trace has the lines of code and no more."""
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    log.configure()
    picture = "someone's " + "face"
    try:
        int(f"{len(picture)} pixels")
    except ValueError:
        log.get_logger("test").exception("failed")
    assert "ValueError: invalid literal" in terminal.getvalue()
    assert "someone's face" not in terminal.getvalue()


JPEG = "/9j/" + "4AAQSkZJRgABAQAAAQABAAD" * 4
SECRETS = (
    "fvk_0123456789abcdef_" + "ab" * 32,
    "fvt_" + "Ab-_" * 10,
    "whsec_" + "Ab+/" * 10 + "=",
    "eyJhbGciOiJFZERTQSJ9.eyJzZXNzaW9uIjoiZnZzIn0.c2lnbmF0dXJl",
    "data:image/jpeg;base64," + JPEG,
    JPEG,
    "iVBORw0KGgo" + "AAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ",
)


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_that_slips_into_an_event_is_hidden(capsys: pytest.CaptureFixture[str], secret: str) -> None:
    """In a value, in a list, in an object, in a message and in a traceback: nothing of it is written."""
    log.configure()
    logger = log.get_logger("test")
    logger.info("one", value=f"before {secret}, after", many=[secret, {"deep": (secret,)}], thing=ValueError(secret))
    try:
        int(f"got {secret}")
    except ValueError:
        logger.exception("two")
    shown = capsys.readouterr().err
    assert secret not in shown
    assert secret[-12:] not in shown
    assert shown.count(log.HIDDEN) == 5
    assert "before" in shown
    assert "after" in shown


def test_a_password_in_an_address_is_hidden(capsys: pytest.CaptureFixture[str]) -> None:
    """Who and where may be seen to be there; name and password are not written."""
    log.configure()
    log.get_logger("test").info("one", url="postgresql://ada:hunter2@db.example:5432/facevow")
    assert json.loads(capsys.readouterr().err)["url"] == "postgresql://[hidden]@db.example:5432/facevow"


def test_bytes_are_told_by_their_number(capsys: pytest.CaptureFixture[str]) -> None:
    """An image in an event is its size and nothing else."""
    log.configure()
    log.get_logger("test").info("one", image=b"\xff\xd8\xff" * 10)
    assert json.loads(capsys.readouterr().err)["image"] == "[30 bytes]"


def test_what_is_no_secret_stays(capsys: pytest.CaptureFixture[str]) -> None:
    """Ids, hashes, addresses and numbers are written as they are."""
    log.configure()
    values = {
        "session": "fvs_0123456789abcdefghijkl",
        "sha256": "ab" * 32,
        "url": "http://host:80/x",
        "n": 1.5,
        "b": None,
    }
    log.get_logger("test").info("one", **values)
    event = json.loads(capsys.readouterr().err)
    assert {name: event[name] for name in values} == values


def test_what_libraries_say_is_an_event(capsys: pytest.CaptureFixture[str]) -> None:
    """A warning of Python's own logging is a JSON line once, however often logging was set up; lesser ones are not."""
    log.configure()
    log.configure()
    library = logging.getLogger("some.library")
    library.warning("could not send to http://ada:hunter2@host after %d attempts", 3)
    library.info("nothing of interest")
    (line,) = capsys.readouterr().err.splitlines()
    event = json.loads(line)
    assert (event["event"], event["room"], event["level"]) == ("library_message", "some.library", "warning")
    assert event["message"] == "could not send to http://[hidden]@host after 3 attempts"
