"""What one picture shows of a face that is to be compared, and whether it is fit for that. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from facevow.decision.policy import Policy
from facevow.decision.session import Session
from facevow.decision.verdict import Decision, Verdict
from facevow.errors import MatchError
from facevow.server.v1.problems import Place
from facevow.types import FrameAnalysis, QualityCode

GREATEST_YAW: Final = 15.0
GREATEST_PITCH: Final = 20.0
"""Degrees that a face which is enrolled may be turned: what shows less of it makes a poor template. More of pitch, as
cameras stand above and below people who look at them: of the bona fide images of the evaluation that are within 15
degrees of yaw, nine in ten are between 23 degrees down and 13 up."""

NO_TEMPLATE: Final = "no_template"
NOT_LIVE: Final = "not_live"


class Unfit(MatchError):
    """Faces that are not enrolled; `errors` names each picture and, in codes, what it lacks."""

    def __init__(self, message: str, errors: tuple[Place, ...], *, code: str) -> None:
        super().__init__(message, code=code)
        self.errors = errors


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A picture that was analysed and described, and what the passive network makes of it.

    `where` is its JSON Pointer in the request.
    """

    analysis: FrameAnalysis
    decision: Decision
    where: str = "#/image"

    @property
    def live(self) -> bool:
        """Whether the face is taken for bona fide."""
        return self.decision.verdict is Verdict.BONA_FIDE

    @property
    def doubtful(self) -> tuple[str, ...]:
        """Why the face cannot be compared at all, in codes: there is none, there are several, or it has no template."""
        if self.analysis.face is None:
            return (str(QualityCode.NO_FACE),)
        if self._several:
            return (str(QualityCode.SEVERAL_FACES),)
        return () if self.analysis.template is not None else (NO_TEMPLATE,)

    @property
    def _several(self) -> bool:
        """Whether there is a second face, however small: whose template this is would be a guess."""
        return len(self.analysis.faces) > 1 or QualityCode.SEVERAL_FACES in self.analysis.quality.codes

    @property
    def lacking(self) -> tuple[str, ...]:
        """Why the face is not fit to be enrolled, in codes: any issue at all, a second face, a turn, no template."""
        analysis = self.analysis
        found = [str(code) for code in analysis.quality.codes]
        if self._several:
            found.append(str(QualityCode.SEVERAL_FACES))
        pose = None if analysis.motion is None else analysis.motion.pose
        if analysis.face is not None and (
            pose is None or abs(pose.yaw) > GREATEST_YAW or abs(pose.pitch) > GREATEST_PITCH
        ):
            found.append(str(QualityCode.TURNED_AWAY))
        if analysis.face is not None and analysis.template is None:
            found.append(NO_TEMPLATE)
        return tuple(dict.fromkeys(found))

    @property
    def measures(self) -> dict[str, Any]:
        """What is kept beside a template: the measures of the face's quality, its turn, and the passive score."""
        analysis = self.analysis
        pose = None if analysis.motion is None else analysis.motion.pose
        kept: dict[str, Any] = {str(code): round(value, 4) for code, value in analysis.quality.measures.items()}
        turn = {} if pose is None else {"yaw": round(pose.yaw, 1), "pitch": round(pose.pitch, 1)}
        score = self.decision.score
        return kept | turn | {"live_score": None if score is None else round(score, 4)}


def look(analysis: FrameAnalysis, policy: Policy, where: str = "#/image") -> Look:
    """Judge a picture that was analysed: by itself, whatever else the policy asks for."""
    session = Session(policy.for_image().passive_only())
    session.observe(analysis)
    return Look(analysis, session.decide(), where)


def expect_fit(looks: Sequence[Look], *, live: bool) -> None:
    """Return if all faces may be enrolled.

    Raises:
        Unfit: code `not_fit`, `no_template` (nothing else stands against them), or, with `live`, `not_live`.
    """
    poor = [one for one in looks if one.lacking]
    if poor:
        codes = tuple(dict.fromkeys(code for one in poor for code in one.lacking))
        code = NO_TEMPLATE if codes == (NO_TEMPLATE,) else "not_fit"
        raise Unfit(f"expected a face fit to be enrolled: {', '.join(codes)}", _places(poor, "lacking"), code=code)
    attacks = [one for one in looks if live and not one.live]
    if attacks:
        places = tuple(_place(one, one.decision.reasons) for one in attacks)
        raise Unfit(f"expected bona fide faces, got {attacks[0].decision.verdict}", places, code=NOT_LIVE)


def _places(looks: Iterable[Look], which: str) -> tuple[Place, ...]:
    return tuple(_place(one, getattr(one, which)) for one in looks)


def _place(one: Look, codes: tuple[str, ...]) -> Place:
    return Place(pointer=one.where, detail=", ".join(codes), codes=list(codes))
