"""Structured logging: readable on a terminal, one JSON object a line otherwise. Numbers only, never an image."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from enum import StrEnum
from functools import partial
from typing import Any, Final

import structlog

HIDDEN: Final = "[hidden]"

_SECRETS: Final = re.compile(
    r"fvk_[0-9a-f]{4,}_[0-9a-f]{8,}"  # an API key
    r"|fvt_[A-Za-z0-9_-]{8,}"  # a client's token
    r"|whsec_[A-Za-z0-9+/=_-]{8,}"  # the secret of callbacks
    r"|eyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*"  # a signed text (JWS)
    r"|(?<=://)[^/\s:@]*:[^/\s@]+(?=@)"  # name and password in an address
    r"|(?<=password=)[^&\s]+"  # the same in its query
)
"""Texts of ours that open something, wherever they stand."""

_IMAGE: Final = re.compile(r"(?:data:image/[a-z+.-]+;base64,)?(?:/9j/|iVBORw0KGgo)[A-Za-z0-9+/=]{32,}")
"""A JPEG or PNG file in base64: each begins with the same bytes."""


class Level(StrEnum):
    """From which importance on events are logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def configure(level: Level = Level.INFO, **facts: str | int) -> None:
    """Set up logging to standard error once, at the start of a command; every event has these `facts`.

    Standard output stays free for what the command answers. What libraries say through Python's own logging, from
    warnings on, becomes an event like any other.
    """
    on_terminal = sys.stderr.isatty()
    renderer: structlog.types.Processor = structlog.processors.JSONRenderer()
    if on_terminal:  # its usual tracebacks show the values of variables, and among those are people's pictures
        renderer = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            partial(_with_facts, facts),
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _hide,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    root = logging.getLogger()
    for handler in [each for each in root.handlers if isinstance(each, _Libraries)]:
        root.removeHandler(handler)
    root.addHandler(_Libraries(logging.WARNING))


def get_logger(room: str) -> structlog.typing.FilteringBoundLogger:
    """Return a logger whose events carry the name of the room that speaks."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger(room=room)
    return logger


def without_secrets(text: str) -> str:
    """The text with every API key, token, callback secret, password in an address, and image in base64 hidden."""
    return _IMAGE.sub(HIDDEN, _SECRETS.sub(HIDDEN, text))


def _with_facts(
    facts: Mapping[str, str | int], logger: object, method: str, event: MutableMapping[str, Any]
) -> Mapping[str, Any]:
    """What holds for all events of a process, whatever thread they come from."""
    del logger, method
    return {**event, **facts}


def _hide(logger: object, method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """The last look at an event: whoever logs must leave secrets out, and what slips through ends here."""
    del logger, method
    return {name: _hidden(value) for name, value in event.items()}


def _hidden(value: object) -> object:
    if isinstance(value, str):
        return without_secrets(value)
    if isinstance(value, (bytes, bytearray, memoryview)):
        return f"[{len(value)} bytes]"
    if isinstance(value, Mapping):
        return {str(name): _hidden(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_hidden(each) for each in value]
    return value if value is None or isinstance(value, (bool, int, float)) else without_secrets(str(value))


class _Libraries(logging.Handler):
    """Hands the records of Python's own logging on as events."""

    def emit(self, record: logging.LogRecord) -> None:
        """One event `library_message` of the room that is the logger's name."""
        try:
            say = get_logger(record.name).warning if record.levelno < logging.ERROR else get_logger(record.name).error
            say("library_message", message=record.getMessage(), exc_info=record.exc_info or None)
        except Exception:  # noqa: BLE001 - as every handler: logging never disturbs what is logged
            self.handleError(record)
