"""From rows to what the API tells of them. Pure: values in, values out."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from facevow.challenge.draw import acts_named
from facevow.decision.verdict import Verdict
from facevow.server.v1.recorded import FrameSeen
from facevow.server.v1.replies import CreatedSession, KeptImage, ModelUsed, Session, SessionSummary
from facevow.store.records import ImageRecord, InferenceRecord, SessionRecord, SessionState


def image_path(session: str, name: str) -> str:
    """Where an image of a session is."""
    return f"/v1/sessions/{session}/images/{name}"


def summary(record: SessionRecord) -> SessionSummary:
    """A session as a listing tells it."""
    return SessionSummary.model_validate(_summary(record))


def session(record: SessionRecord, images: Iterable[ImageRecord]) -> Session:
    """A session with all there is to it."""
    return Session.model_validate(_session(record, images))


def created(record: SessionRecord, images: Iterable[ImageRecord], token: str, stream: str) -> CreatedSession:
    """A session as it is told to whoever made it."""
    tokens = {"client_token": token, "session_token": f"{record.id}.{token}"}
    return CreatedSession.model_validate(_session(record, images) | tokens | {"stream_url": stream})


def frame(row: InferenceRecord, began: datetime | None) -> FrameSeen:
    """A line of the frames' log; `began` is when its session did. The log dates frames by their answers."""
    arrived = row.timestamp - timedelta(milliseconds=row.milliseconds)
    corner = (row.x, row.y, row.width, row.height)
    same = ("score", "face_detected", "quality", "milliseconds")
    return FrameSeen.model_validate(
        {name: getattr(row, name) for name in same}
        | {
            "number": row.id,
            "at": row.timestamp,
            "seconds": None if began is None else round((arrived - began).total_seconds(), 3),
            "box": None if None in corner else corner,
        }
    )


def _summary(record: SessionRecord) -> dict[str, object]:
    """Verdict and token are told of a COMPLETED session only, whatever the row holds."""
    completed, wish = record.state == SessionState.COMPLETED, record.wish
    same = ("id", "state", "created", "expires", "started", "ended", "ended_by", "policy", "policy_title", "callback")
    return {name: getattr(record, name) for name in same} | {
        "exclude": wish["exclude"],
        "excluded": wish.get("excluded", sorted(acts_named(wish["exclude"]))),
        "person_may_exclude": wish["person_may_exclude"],
        "reveal": wish["reveal"],
        "keep_images": wish["keep_images"],
        "compare": record.compare,
        "subject_given": record.subject is not None,
        "metadata": record.metadata_,
        "verdict": Verdict(record.verdict) if completed and record.verdict else None,
        "confidence": record.confidence if completed else None,
        "reasons": record.reasons,
        "model": ModelUsed(name=record.model, sha256=record.model_sha256) if record.model else None,
        "transcript_sha256": record.transcript_sha256 or None,
        "frames_sha256": record.frames_sha256 or None,
        "token": record.token if completed else None,
    }


def _session(record: SessionRecord, images: Iterable[ImageRecord]) -> dict[str, object]:
    return _summary(record) | {
        "evidence": record.evidence,
        "transcript": record.transcript,
        "timings": record.timings or None,
        "match": record.match if record.state == SessionState.COMPLETED else None,
        "images": [_image(image) for image in images],
    }


def _image(image: ImageRecord) -> KeptImage:
    return KeptImage(
        name=image.name,
        at=image.at,
        sha256=image.sha256,
        size=image.size,
        url=image_path(image.session, image.name),
    )
