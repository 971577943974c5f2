"""The examples of the OpenAPI document that an operator's routes have. A test holds each against its schema."""

from typing import Any, Final

KEY: Final[dict[str, Any]] = {"key_id": "5d2f0b7c9a1e4f63", "scopes": ["operate", "sessions"], "locked": True}

LIVE: Final[dict[str, Any]] = {
    "capacity": 32,
    "inside": 1,
    "draining": False,
    "sessions": [
        {
            "session": "fvs_8fJ2kQ0vX5mN1bR7tY3wZA",
            "policy": "strict",
            "since": "2026-05-17T12:30:12Z",
            "seconds": 6.2,
            "state": "act_due",
            "act": "look_up",
            "done": 2,
            "of": 5,
            "frames": {"received": 121, "analysed": 116, "dropped": 4, "refused": 0},
            "face": True,
            "guidance": [],
        }
    ],
}

_TIMES: Final = {"milliseconds": {"p50": 41.3, "p95": 92.7}, "seconds": {"p50": 12.4, "p95": 31.0}}

_COUNTS: Final = {
    "sessions": 3,
    "states": {"ABORTED": 1, "COMPLETED": 2},
    "verdicts": {"ATTACK": 1, "BONA_FIDE": 1},
    "reasons": {"active_passed": 1, "passive_high": 1, "passive_low": 1},
}

STATISTICS: Final[dict[str, Any]] = {
    "from": "2026-05-17T12:00:00Z",
    "to": "2026-05-17T13:00:00Z",
    "step": "hour",
    "policy": None,
    "totals": _COUNTS | {"ended_by": {"disconnected": 1}, "policies": {"strict": 3}} | _TIMES,
    "buckets": [{"at": "2026-05-17T12:00:00Z"} | _COUNTS | _TIMES],
}

_REPORT: Final = {"name": "passive-2", "modified": "2026-05-16T09:00:00Z", "size": 182_044}

REPORTS: Final[dict[str, Any]] = {"configured": True, "reports": [_REPORT]}

REPORT: Final[dict[str, Any]] = _REPORT | {"summary": {"format": 1, "models": [{"name": "passive 2"}]}}
