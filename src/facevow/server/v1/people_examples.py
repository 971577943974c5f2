"""The examples of the OpenAPI document that are about enrolled people. A test holds each against its schema."""

from typing import Any, Final

from facevow.server.v1.examples import ANALYSIS_REQUEST, SUBJECT_RECEIPT

_IMAGE: Final = ANALYSIS_REQUEST["image"]["image"]
_MATCHER: Final = "mobilefacenet 1"
_SESSION: Final = "fvs_8fJ2kQ0vX5mN1bR7tY3wZA"

_TEMPLATE: Final[dict[str, Any]] = {
    "id": "tpl_8fJ2kQ0vX5mN1bR7tY3wZA",
    "created": "2026-05-17T12:30:31Z",
    "matcher": _MATCHER,
    "usable": True,
    "source": "image",
    "session": None,
    "quality": {"blurred": 0.0412, "too_small": 212.0, "yaw": -3.2, "pitch": 4.1, "live_score": 0.91},
}

ENROL: Final = {
    "images": {"images": [_IMAGE]},
    "session": {"session": _SESSION, "replace": True},
    "trusted images": {"images": [_IMAGE, _IMAGE], "liveness": "ignored"},
}

ENROLMENT: Final[dict[str, Any]] = {
    "subject": "customer-4711",
    "templates": [_TEMPLATE],
    "enrolled": 1,
    "duplicates": [{"subject": "customer-12", "score": 0.71}],
    "matcher": _MATCHER,
    "threshold": 0.58,
}

VERIFY: Final = {"image": {"image": _IMAGE}}

_SEEN: Final[dict[str, Any]] = {
    "threshold": 0.58,
    "matcher": _MATCHER,
    "verdict": "BONA_FIDE",
    "live_score": 0.91,
    "face_detected": True,
    "bbox": [212, 140, 180, 180],
    "reasons": [],
}

VERIFICATION: Final = _SEEN | {"match": True, "score": 0.79, "templates": 1}

IDENTIFY: Final = {"image": {"image": _IMAGE}, "the best three": {"image": _IMAGE, "most": 3}}

IDENTIFICATION: Final = _SEEN | {"matches": [{"subject": "customer-4711", "score": 0.79}], "searched": 1284}

GALLERY: Final[dict[str, Any]] = {
    "subjects": [
        {
            "subject": "customer-4711",
            "templates": 3,
            "unreadable": 0,
            "matchers": [_MATCHER],
            "first": "2026-05-17T12:30:31Z",
            "last": "2026-05-19T09:02:11Z",
        }
    ],
    "next": None,
    "matcher": _MATCHER,
}

GALLERY_SUBJECT: Final[dict[str, Any]] = {"subject": "customer-4711", "matcher": _MATCHER, "templates": [_TEMPLATE]}

TEMPLATES_RECEIPT: Final = SUBJECT_RECEIPT | {
    "erased": "templates",
    "counts": {"sessions": 0, "images": 0, "callbacks": 0, "log_rows": 0, "templates": 3},
}
