"""The one line of the log that tells a session of the API whole, for whoever searches a log and not a database."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from facevow.log import get_logger
from facevow.store.keeping import SESSION_SOURCE
from facevow.store.records import SessionRecord

EVENT: Final = "session_ended"

TOLD: Final = (
    "state",
    "ended_by",
    "verdict",
    "confidence",
    "reasons",
    "policy",
    "policy_title",
    "model",
    "key_id",
)
"""Columns that stand in the line as they are. Subject, metadata, callback, tokens and hashes never do."""


def canonical(record: SessionRecord, *, images: Iterable[str] = (), source: str = SESSION_SOURCE) -> dict[str, Any]:
    """Log one line `session_ended` for a session that is over, at level info, and return its fields.

    `images` are the names of the images kept. Times are seconds; of the record's timings the numbers stand
    in it, flat, as `timing_...`. Nothing in the line names a person or opens anything.
    """
    fields: dict[str, Any] = {"session": record.id, "source": source}
    fields |= {name: getattr(record, name) for name in TOLD}
    fields |= {
        "subject_given": record.subject is not None,
        "callback": record.callback is not None,
        "images": list(images),
        "seconds_waiting": _seconds(record.created, record.started),
        "seconds": _seconds(record.started or record.created, record.ended),
        "acts": len(record.transcript),
    }
    fields |= _flat(record.timings)
    get_logger("sessions").info(EVENT, **fields)
    return fields


def _seconds(begin: datetime, end: datetime | None) -> float | None:
    return None if end is None else round((end - begin).total_seconds(), 3)


def _flat(timings: dict[str, Any]) -> dict[str, Any]:
    """`{"milliseconds": {"p50": 3}}` as `timing_milliseconds_p50`; dates and lists are left out."""
    flat: dict[str, Any] = {}
    for name, value in timings.items():
        if isinstance(value, dict):
            flat |= {f"timing_{name}_{key}": each for key, each in value.items() if _is_plain(each)}
        elif _is_plain(value):
            flat[f"timing_{name}"] = value
    return flat


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, (bool, int, float))
