"""Structured logging: readable on a terminal, one JSON object a line otherwise. Numbers only, never an image."""

import logging
import sys
from enum import StrEnum

import structlog


class Level(StrEnum):
    """From which importance on events are logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def configure(level: Level = Level.INFO) -> None:
    """Set up logging to standard error once, at the start of a command.

    Standard output stays free for what the command answers.
    """
    on_terminal = sys.stderr.isatty()
    renderer: structlog.types.Processor = (
        structlog.dev.ConsoleRenderer() if on_terminal else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def get_logger(room: str) -> structlog.typing.FilteringBoundLogger:
    """Return a logger whose events carry the name of the room that speaks."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger(room=room)
    return logger
