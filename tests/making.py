"""Makes analyses by hand for tests of what comes after vision."""

from collections.abc import Iterable

from facevow.types import (
    Box,
    Face,
    FaceMotion,
    FrameAnalysis,
    HeadPose,
    PadScore,
    Quality,
    QualityCode,
    QualityIssue,
)

FACE = Face(Box(200, 150, 160, 160), 0.95, ((240, 200), (320, 200), (280, 240), (280, 280), (205, 210), (355, 210)))


def make_motion(
    *,
    yaw: float = 0,
    pitch: float = 0,
    roll: float = 0,
    eyes: float = 0.30,
    blink: float = 0.05,
    mouth: float = 0.0,
    jaw: float = 0.0,
    smile: float = 0.0,
    brows: float = 0.1,
    size: float = 60,
) -> FaceMotion:
    """A face that looks straight ahead at rest unless told otherwise; angles in degrees."""
    return FaceMotion(HeadPose(yaw, pitch, roll), eyes, eyes, blink, blink, mouth, jaw, smile, brows, size)


def make_analysis(
    at: float = 0,
    *,
    score: float | None = 0.9,
    faces: tuple[Face, ...] = (FACE,),
    motion: FaceMotion | None = None,
    issues: Iterable[QualityCode] = (),
    index: int = 0,
) -> FrameAnalysis:
    """A frame of 640 x 480 at `at` seconds; without faces it has neither motion nor score."""
    codes = tuple(issues) if faces else (QualityCode.NO_FACE,)
    return FrameAnalysis(
        index=index,
        at=at,
        width=640,
        height=480,
        faces=faces,
        quality=Quality(tuple(QualityIssue(code, 1, 0) for code in codes), {}),
        motion=(motion or make_motion()) if faces else None,
        passive=PadScore(score, "test") if faces and score is not None else None,
    )
