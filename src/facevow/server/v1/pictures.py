"""Which images of a session are kept, where application and settings say so, and how they are sealed."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from facevow.challenge.events import State
from facevow.decision.session import Session
from facevow.decision.verdict import Verdict
from facevow.server.v1.models import KeepImages
from facevow.signing.keyring import Keyring
from facevow.store.records import ImageRecord
from facevow.types import FrameAnalysis

MOST_AUDITS: Final = 4

STALE: Final = 2.5
"""Seconds after which a reference of a check without acts gives way to any newer one: so long a verdict needs after the
face became another one (`Policy.for_session`), and nothing else ties the face of now to that of then, unless faces are
compared."""

_FIRST_PAUSE: Final = 0.5
"""Seconds between the images that are spread over the stream, doubled each time that there are too many."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One image: a JPEG as it came, `at` seconds of the stream."""

    name: str
    at: float
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class _Shot:
    at: float
    jpeg: bytes
    rank: tuple[float, ...] = ()


class Album:
    """Holds what may be kept at the end: one reference, the moments of four acts, and four images spread over time.

    It never holds more than nine, whatever comes, and none where none is to be kept.
    """

    def __init__(self, keep: KeepImages) -> None:
        self._keep = keep
        self._reference: _Shot | None = None
        self._acts: list[_Shot] = []
        self._spread: list[_Shot] = []
        self._pause = _FIRST_PAUSE
        self._done = self._beginnings = 0

    def look(self, jpeg: bytes, analysis: FrameAnalysis, session: Session) -> None:
        """Take a frame that `session` has just observed."""
        if self._keep == "none":
            return
        self._choose_reference(jpeg, analysis, session)
        if self._keep == "audit":
            self._note_act(jpeg, analysis.at, session)
            self._note_time(jpeg, analysis.at)

    def chosen(self, verdict: Verdict) -> tuple[Kept, ...]:
        """What is kept with that verdict: a reference of a person who passed only, and up to four audit images."""
        kept = []
        if self._reference is not None and verdict is Verdict.BONA_FIDE:
            kept.append(Kept("reference", self._reference.at, self._reference.jpeg))
        moments = {shot.at for shot in self._acts}
        others = [shot for shot in self._spread if shot.at not in moments]
        audits = sorted((*self._acts, *others[: MOST_AUDITS - len(self._acts)]), key=lambda shot: shot.at)
        return (*kept, *(Kept(f"audit-{number}", shot.at, shot.jpeg) for number, shot in enumerate(audits, 1)))

    def _choose_reference(self, jpeg: bytes, analysis: FrameAnalysis, session: Session) -> None:
        """The frame without an issue that looks most straight ahead, and of those the largest face.

        With a challenge it is one of the face that does the acts: before that has settled nobody knows whose it is. It
        is live by its own passive score, and where faces are compared it is one that was, and is the person's: a still
        that somebody puts in is to become nobody's reference.
        """
        check, likeness = session.active_check, session.likeness
        if check is not None and check.state in {State.FACE_DUE, State.SETTLING}:
            self._reference = None
            return
        if likeness is not None and likeness.beginnings != self._beginnings:
            self._reference, self._beginnings = None, likeness.beginnings
        stale = likeness is None and check is None
        if stale and self._reference is not None and analysis.at - self._reference.at > STALE:
            self._reference = None
        if (
            analysis.face is None
            or analysis.motion is None
            or analysis.quality.issues
            or not _vouched(analysis, session)
        ):
            return
        pose = analysis.motion.pose
        turned = round(max(abs(pose.yaw), abs(pose.pitch), abs(pose.roll)))  # in whole degrees: less is noise
        rank = (-float(turned), analysis.face.box.longer_side)
        if self._reference is None or rank > self._reference.rank:
            self._reference = _Shot(analysis.at, jpeg, rank)

    def _note_act(self, jpeg: bytes, at: float, session: Session) -> None:
        """Keep the moment an act was done: the first three and the last one."""
        done = 0 if session.active_check is None else len(session.active_check.done)
        if done < self._done:
            self._acts.clear()  # the challenge started over
        elif done > self._done:
            del self._acts[MOST_AUDITS - 1 :]
            self._acts.append(_Shot(at, jpeg))
        self._done = done

    def _note_time(self, jpeg: bytes, at: float) -> None:
        """Keep images evenly: of one too many every second one goes, and the pause doubles."""
        if self._spread and at - self._spread[-1].at < self._pause:
            return
        self._spread.append(_Shot(at, jpeg))
        if len(self._spread) > MOST_AUDITS:
            del self._spread[1::2]
            self._pause *= 2


def _vouched(analysis: FrameAnalysis, session: Session) -> bool:
    """Whether the face is live by its own passive score, and the person's, as far as that is known."""
    passive, likeness = analysis.passive, session.likeness
    live = passive is not None and passive.value >= session.policy.threshold
    return live and (likeness is None or likeness.vouches(analysis.at))


def seal(images: Iterable[Kept], keyring: Keyring, session: str, now: datetime) -> tuple[ImageRecord, ...]:
    """The images as they are stored, each encrypted by the newest key of the keyring and bound to session and name."""
    return tuple(_sealed(image, keyring, session, now) for image in images)


def about(session: str, name: str) -> str:
    """What an image is sealed with, so that it cannot be passed off as another: to be said again when it is opened."""
    return f"{session}/{name}"


def _sealed(image: Kept, keyring: Keyring, session: str, now: datetime) -> ImageRecord:
    key_id, content = keyring.seal(image.jpeg, about(session, image.name))
    return ImageRecord(
        session=session,
        name=image.name,
        created=now,
        at=round(image.at, 3),
        sha256=hashlib.sha256(image.jpeg).hexdigest(),
        size=len(image.jpeg),
        sealed_with=key_id,
        content=content,
    )
