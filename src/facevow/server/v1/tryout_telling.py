"""From what a frame shows to what WS /v1/tryout tells of it. Pure: values in, values out."""

import math
from typing import Final

import numpy as np

from facevow.decision.session import Session
from facevow.server.answers import sides
from facevow.server.v1.tryout_wire import LANDMARK_UNIT, AnalysisMessage, Motion, Pose, QualityTold
from facevow.types import FaceMotion, FrameAnalysis, Landmarks, Quality

FAR: Final = 2**20
"""Quarters of a pixel: a landmark further from the frame than this is told to be there. No frame has as many."""


def told(session: Session, analysis: FrameAnalysis, *, sequence: int, dropped: int, took: float) -> AnalysisMessage:
    """The answer to a frame that `session` has just observed; `took` in milliseconds."""
    passive, fused = analysis.passive, session.passive_score()
    return AnalysisMessage(
        sequence=sequence,
        dropped=dropped,
        width=analysis.width,
        height=analysis.height,
        took=round(took, 1),
        milliseconds={stage: round(spent, 2) for stage, spent in analysis.milliseconds.items()},
        face=sides(analysis),
        faces=len(analysis.faces),
        landmarks=None if analysis.landmarks is None else _landmarks(analysis.landmarks),
        presence=None if analysis.landmarks is None else _plain(analysis.landmarks.presence),
        pose=None if analysis.motion is None else _pose(analysis.motion),
        motion=None if analysis.motion is None else _motion(analysis.motion),
        quality=_quality(analysis.quality),
        passive=None if passive is None else _plain(passive.value),
        fused=None if fused is None else _plain(fused),
        threshold=session.policy.threshold,
        verdict=session.verdict(),
    )


def _landmarks(landmarks: Landmarks) -> list[int] | None:
    """Each point's x and y, in LANDMARK_UNIT; nothing where one of them is no number."""
    points = landmarks.points[:, :2] / LANDMARK_UNIT
    if not np.isfinite(points).all():
        return None
    whole: list[int] = np.rint(np.clip(points, -FAR, FAR)).astype(int).ravel().tolist()
    return whole


def _pose(motion: FaceMotion) -> Pose:
    pose = motion.pose
    return Pose(yaw=_plain(pose.yaw, 2), pitch=_plain(pose.pitch, 2), roll=_plain(pose.roll, 2))


def _motion(motion: FaceMotion) -> Motion:
    return Motion(**{name: _plain(getattr(motion, name)) for name in Motion.model_fields})


def _quality(quality: Quality) -> QualityTold:
    return QualityTold(
        codes=list(quality.codes), measures={code: _plain(value) for code, value in quality.measures.items()}
    )


def _plain(value: float, digits: int = 4) -> float | None:
    """The value as it is told; null is what is no number."""
    return round(float(value), digits) if math.isfinite(value) else None
