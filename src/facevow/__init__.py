"""Facevow: is a live person before the camera? Self-hosted, real time, measured."""

from facevow.checking import Checker, Report, Step
from facevow.comparing import Comparer, Comparison, Side
from facevow.decision.verdict import Decision, Reason, Verdict
from facevow.errors import FacevowError, InputError, ModelError
from facevow.types import Box, Face, FrameAnalysis, HeadPose, QualityCode

__all__ = [
    "Box",
    "Checker",
    "Comparer",
    "Comparison",
    "Decision",
    "Face",
    "FacevowError",
    "FrameAnalysis",
    "HeadPose",
    "InputError",
    "ModelError",
    "QualityCode",
    "Reason",
    "Report",
    "Side",
    "Step",
    "Verdict",
]
