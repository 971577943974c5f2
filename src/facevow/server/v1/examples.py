"""The examples of the OpenAPI document. A test holds each against its schema."""

from typing import Any, Final

from facevow.signing.digests import transcript_sha256

_ID: Final = "fvs_8fJ2kQ0vX5mN1bR7tY3wZA"
_SHA: Final = "3b1c9a0f5d7e2c4486aa10f3e9d2b7c5581e6f0a4d3c2b1a09f8e7d6c5b4a392"
_TOKEN: Final = "eyJhbGciOiJFZERTQSIsImtpZCI6IjFhMmIiLCJ0eXAiOiJmYWNldm93LXZlcmRpY3Qrand0In0.e30.c2lnbmF0dXJl"  # noqa: S105 - of no key
_STREAM: Final = f"wss://liveness.example.org/v1/sessions/{_ID}/stream"

NEW: Final[dict[str, Any]] = {
    "least": {},
    "usual": {
        "policy": "strict",
        "exclude": ["brows"],
        "subject": "customer-4711",
        "metadata": {"order": 42},
        "callback": "https://shop.example.org/facevow",
        "expires_in": 300,
        "reveal": "verdict",
    },
}

_FRESH: Final[dict[str, Any]] = {
    "id": _ID,
    "state": "CREATED",
    "created": "2026-05-17T12:30:00Z",
    "expires": "2026-05-17T12:35:00Z",
    "started": None,
    "ended": None,
    "ended_by": None,
    "policy": "strict",
    "policy_title": "",
    "exclude": ["brows"],
    "excluded": ["raise_eyebrows"],
    "person_may_exclude": True,
    "reveal": "verdict",
    "keep_images": "none",
    "compare": None,
    "subject_given": True,
    "metadata": {"order": 42},
    "callback": "https://shop.example.org/facevow",
    "verdict": None,
    "confidence": None,
    "reasons": [],
    "model": None,
    "transcript_sha256": None,
    "frames_sha256": None,
    "token": None,
}

_TRANSCRIPT: Final[list[dict[str, Any]]] = [
    {"at": 0.412, "event": "face_found"},
    {"at": 1.08, "event": "settled"},
    {"at": 2.113, "event": "prompted", "step": "turn_left"},
    {"at": 3.327, "event": "act_done", "step": "turn_left", "act": "turn_left", "began": 2.846,
     "signs": {"residual": 0.1313, "distortion": 0.0214}},
    {"at": 4.05, "event": "returned"},
    {"at": 5.214, "event": "prompted", "step": "blink*2"},
    {"at": 6.641, "event": "act_done", "step": "blink*2", "act": "blink", "began": 5.79,
     "signs": {"distortion": 0.0081}},
    {"at": 6.705, "event": "returned"},
    {"at": 7.42, "event": "prompted", "step": "look_up"},
    {"at": 8.016, "event": "wrong_act", "step": "look_up", "act": "turn_right", "began": 7.731},
    {"at": 9.833, "event": "act_done", "step": "look_up", "act": "look_up", "began": 9.402,
     "signs": {"distortion": 0.0517}},
    {"at": 10.671, "event": "returned"},
    {"at": 11.507, "event": "prompted", "step": "turn_right"},
    {"at": 12.614, "event": "act_done", "step": "turn_right", "act": "turn_right", "began": 12.118,
     "signs": {"residual": 0.1274, "distortion": 0.0302}},
    {"at": 13.346, "event": "returned"},
    {"at": 14.718, "event": "prompted", "step": "open_mouth"},
    {"at": 15.902, "event": "last_act_done", "step": "open_mouth", "act": "open_mouth", "began": 15.377,
     "signs": {"distortion": 0.0096}},
]  # fmt: skip
"""A challenge as a session writes it down: the person turned right once when nobody had asked for it."""

_ENDED: Final = _FRESH | {
    "state": "COMPLETED",
    "started": "2026-05-17T12:30:12Z",
    "ended": "2026-05-17T12:30:28Z",
    "policy_title": "strict 3",
    "excluded": ["raise_eyebrows", "smile"],
    "compare": "subject",
    "verdict": "BONA_FIDE",
    "confidence": 0.93,
    "reasons": ["passive_high", "active_passed"],
    "model": {"name": "passive 2", "sha256": _SHA},
    "transcript_sha256": transcript_sha256(_TRANSCRIPT),
    "frames_sha256": _SHA,
    "token": _TOKEN,
}

_NOTHING_YET: Final[dict[str, Any]] = {"evidence": {}, "transcript": [], "match": None, "timings": None, "images": []}

_CLIENT: Final = "fvt_q4Tn0b8sXwYz1c2d3e4f5g6h7i8j9k0l1m2n3o4p5q6"

CREATED: Final = (
    _FRESH | _NOTHING_YET | {"client_token": _CLIENT, "session_token": f"{_ID}.{_CLIENT}", "stream_url": _STREAM}
)

SESSION: Final = _ENDED | {
    "evidence": {
        "passive": {"score": 0.93, "threshold": 0.7, "frames": 30},
        "challenge": {"state": "passed", "ended_by": None, "done": 5, "faults": 1, "restarts": 0},
    },
    "transcript": _TRANSCRIPT,
    "match": {
        "matched": True,
        "score": 0.78,
        "threshold": 0.58,
        "matcher": "mobilefacenet 1",
        "against": "subject",
        "frames": 41,
    },
    "timings": {
        "waited": 12.206,
        "first_frame": 0.331,
        "seconds": 15.957,
        "frames": {"received": 280, "analysed": 268, "dropped": 12, "refused": 0},
        "milliseconds": {"p50": 41.3, "p95": 68.9},
    },
    "images": [
        {"name": "reference", "at": 4.2, "sha256": _SHA, "size": 48213, "url": f"/v1/sessions/{_ID}/images/reference"}
    ],
    "keep_images": "reference",
}

FRAMES: Final[dict[str, Any]] = {
    "frames": [
        {
            "number": 48213,
            "at": "2026-05-17T12:30:12.372Z",
            "seconds": 0.331,
            "score": 0.88,
            "face_detected": True,
            "box": [212, 140, 180, 180],
            "quality": [],
            "milliseconds": 41.3,
        }
    ],
    "next": None,
}

SESSIONS: Final[dict[str, Any]] = {"sessions": [_ENDED], "next": "MjAyNi0wNS0xN1QxMjozMDowMC4wMDAwMDAgZnZz"}

_COUNTS: Final = {"sessions": 1, "images": 1, "callbacks": 1, "log_rows": 269, "templates": 0}

RECEIPT: Final[dict[str, Any]] = {
    "erased": "session",
    "session": _ID,
    "subject_salt": None,
    "subject_sha256": None,
    "erased_at": "2026-05-18T08:00:00Z",
    "counts": _COUNTS,
    "audit": {"number": 1812, "hash": _SHA},
    "token": _TOKEN,
}

SUBJECT_RECEIPT: Final = RECEIPT | {
    "erased": "subject", "session": None, "subject_salt": _SHA[:32], "subject_sha256": _SHA,
}  # fmt: skip

_GREY: Final = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR42mNsYGBiYAAAApIAhOoU7S4AAAAASUVORK5CYII="
"""A PNG of four grey pixels."""

ANALYSIS_REQUEST: Final = {"image": {"image": _GREY}}

ANALYSIS: Final[dict[str, Any]] = {
    "face_detected": True,
    "verdict": "BONA_FIDE",
    "score": 0.88,
    "threshold": 0.5,
    "policy": "balanced 3, passive only",
    "model": {"name": "passive 2", "sha256": _SHA},
    "bbox": [212, 140, 180, 180],
    "quality": [],
}

_RATE: Final = {"rate": 0.0513, "low": 0.0429, "high": 0.0608}

POLICIES: Final[dict[str, Any]] = {
    "default": "balanced",
    "version": "3",
    "model": "passive 2",
    "running": "passive 2",
    "policies": [
        {
            "name": "passive_only",
            "title": "passive_only 3",
            "threshold": 0.5,
            "apcer": {"rate": 0.168, "low": 0.1071, "high": 0.2453},
            "bpcer": _RATE,
            "on": "5046 whole frames of 24 sources",
            "challenge": None,
        }
    ],
}

PROBLEM: Final[dict[str, Any]] = {
    "type": "/problems/locked_out",
    "code": "locked_out",
    "status": 429,
    "title": "Too many failed checks",
    "remedy": "The person has to wait for the seconds in Retry-After.",
}

KEYS: Final = {
    "keys": [
        {
            "kty": "OKP",
            "crv": "Ed25519",
            "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
            "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
            "use": "sig",
            "alg": "EdDSA",
        }
    ]
}

CALLBACK: Final[dict[str, Any]] = {
    "id": "evt_8fJ2kQ0vX5mN1bR7tY3wZA",
    "session": _ID,
    "url": "https://shop.example.org/facevow",
    "event": "session.completed",
    "created": "2026-05-17T12:30:31Z",
    "due": "2026-05-17T12:30:31Z",
    "attempts": 1,
    "last_status": 200,
    "last_error": None,
    "delivered": "2026-05-17T12:30:32Z",
    "given_up": None,
}

CALLBACKS: Final[dict[str, Any]] = {"callbacks": [CALLBACK], "next": None}

AUDIT: Final[dict[str, Any]] = {
    "lines": [
        {
            "number": 1812,
            "at": "2026-05-18T08:00:00Z",
            "actor": "key:5d2f0b7c9a1e4f63",
            "action": "session_erased",
            "target": _ID,
            "details": {"images": 1},
            "previous": _SHA,
            "hash": _SHA,
        }
    ],
    "next": None,
}

EXPORT: Final[dict[str, Any]] = {
    "subject_sha256": _SHA,
    "exported_at": "2026-05-18T08:00:00Z",
    "data": {"sessions": [], "images": [], "callbacks": [], "templates": []},
}
