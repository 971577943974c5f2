"""The thresholds that turn scores into a verdict."""

from dataclasses import dataclass, replace

from facevow.types import QualityCode


@dataclass(frozen=True, slots=True)
class Policy:
    """Numbers a decision rests on.

    threshold: fused passive score, 0..1, from which on a face counts as bona fide. The passive network is
        calibrated so that 0.5 balances both errors across sources; its model card gives the rates.
    min_frames: judged frames below which there is no verdict.
    window: seconds of the stream that are looked back on, or None for all of it.
    poor_weight: what a frame with a quality issue weighs against 1 for a clean one.
    blocking: issues that forbid a pass when no judged frame is free of them.
    active_time_limit: seconds for the active check.
    """

    threshold: float = 0.5
    min_frames: int = 3
    window: float | None = None
    poor_weight: float = 0.3
    blocking: frozenset[QualityCode] = frozenset({QualityCode.TOO_DARK, QualityCode.TOO_SMALL, QualityCode.COVERED})
    active_time_limit: float = 60.0


RECORDING = Policy()
"""For a video file: all of it is judged at once."""

IMAGE = replace(RECORDING, min_frames=1)
"""For a single picture, where one frame is all there is."""

STREAM = replace(RECORDING, window=3.0)
"""For a live camera: the last seconds count, so that the answer follows whoever is there now."""
