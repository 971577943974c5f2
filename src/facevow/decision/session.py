"""One person's check: it gathers what the frames show and says, at any time, what the verdict would be."""

from collections import Counter
from typing import Any, Final

from facevow.challenge.check import ActiveCheck
from facevow.challenge.continuity import Continuity
from facevow.challenge.draw import Choose
from facevow.challenge.events import Event, State
from facevow.challenge.rules import Step
from facevow.decision.acting import ActingFrames
from facevow.decision.frames import Frames
from facevow.decision.likeness import Likeness
from facevow.decision.pacing import Pacing
from facevow.decision.policy import Policy
from facevow.decision.verdict import Decision, Reason, Verdict
from facevow.decision.watching import Watch
from facevow.types import FrameAnalysis

OF_AN_ATTACK: Final = frozenset({Event.LOOPED, Event.FACE_SWAPPED})
"""Ends of a challenge that no live person before a camera brings about; the others may be anybody's misfortune."""


class Session:
    """Fuses the frames of one person under one policy.

    With a challenge in the policy the verdict needs it passed, and the passive score is asked for three times: over the
    policy's window, over all frames of the challenge, and over each act, so that nobody does the acts by one face and
    shows another before, between or after. The lowest one decides.

    Without a challenge, and where the policy is `watched`, what breaks the continuity of the stream counts as
    `watching` says. Otherwise it is evidence only.

    With a `likeness` the frames' templates count, too: another face in their midst is an attack, and where somebody was
    to be compared with, nobody else passes. Then the passive score is asked for once more, over the faces that were
    compared: who is live has to be who matches. Where only the continuity is watched that is evidence: those faces are
    but some of the frames that were judged already, and nothing else rests on them.
    """

    def __init__(
        self,
        policy: Policy,
        choose: Choose | None = None,
        *,
        script: tuple[Step, ...] | None = None,
        likeness: Likeness | None = None,
        passive_every: float = 0.0,
    ) -> None:
        """Begin a check; `choose` draws its challenge, unless `script` says what is to be done.

        `likeness` follows the faces; without it templates are passed over. Where not every frame is scored but one in
        `passive_every` seconds, about, `choose` draws which, and `judges` tells.

        Raises:
            ChallengeImpossible: the policy leaves too few acts to draw from, or the script is empty.
            ValueError: the policy has a challenge, or frames are to be drawn, and nothing to draw with was given.
        """
        self._pacing = Pacing(choose, passive_every)
        self._judgement: tuple[Verdict, tuple[str, ...]] | None = None
        self._recent = Frames(policy.window, policy.poor_weight)
        self._continuity = Continuity()
        self._watch = Watch()
        self._frames = 0
        self._frames_with_face = 0
        self._earlier: Counter[str] = Counter()
        self.likeness = likeness
        self.active_check: ActiveCheck | None = None
        self.switch(policy, choose, script=script)

    def switch(self, policy: Policy, choose: Choose | None = None, *, script: tuple[Step, ...] | None = None) -> None:
        """Go on under another policy: the frames seen still count, and a challenge starts anew; raises as the making.

        A policy that cannot be followed changes nothing.
        """
        check = None
        if policy.challenge is not None:
            if choose is None:
                raise ValueError("expected a chooser to draw the challenge with")
            check = ActiveCheck(policy.challenge, choose, script=script, continuity=self._continuity)
        self._remember_attempt()
        self._recent = self._recent.under(policy.window, policy.poor_weight)
        self.policy = policy
        self.active_check = check
        self._begin_anew()

    @property
    def active(self) -> bool:
        """Whether the verdict needs the challenge."""
        return self.active_check is not None

    @property
    def attempts(self) -> int:
        """How many challenges were begun and left or ended before the present one."""
        return sum(self._earlier.values())

    def reset_active_check(self) -> None:
        """Forget the acts done so far and draw others; the time limit starts again. That it was so is remembered."""
        if self.active_check is not None:
            self._remember_attempt()
            self.active_check.reset()
            self._begin_anew()

    def _begin_anew(self) -> None:
        """Another challenge begins, or there is none any more."""
        self._judgement = None
        self._acting = ActingFrames(self.policy)
        self._forget_faces()

    def prompt_told(self, at: float) -> None:
        """What is asked for now went out to the person at `at` seconds of the stream."""
        if self.active_check is not None:
            self.active_check.told(at)

    def _remember_attempt(self) -> None:
        """Keep how a challenge ended in which something was asked."""
        check = self.active_check
        if check is not None and check.asked:
            self._earlier["passed" if check.passed else check.ended_by or "left"] += 1

    def judges(self, at: float) -> bool:
        """Whether the frame at `at` seconds of the stream is to be scored; it is drawn once a frame, before `observe`.

        One whose face is to be described is.
        """
        faces = self.likeness
        return self._pacing.judges(at, described=(False, 0.0) if faces is None else (faces.due(at), faces.chance))

    def observe(self, analysis: FrameAnalysis) -> None:
        """Take one frame. Times must not run backwards; one that does is counted at the latest time seen."""
        self._judgement = None
        self._frames += 1
        self._frames_with_face += analysis.face is not None
        anew = (
            self.active_check is None and self._watch.heed(self._continuity.observe(analysis)) and self.policy.watched
        )
        if anew or self._comes_back(analysis):
            self._look_anew()
        drawn = self._pacing.drawn(analysis.at)
        self._recent.add(analysis, drawn)
        if self.likeness is not None:
            self.likeness.observe(analysis)
        if self.active_check is not None:
            self.active_check.observe(analysis)
            self._acting.observe(analysis, self.active_check, drawn)
            if self.likeness is not None:
                self.likeness.follow(self.active_check, analysis.at)
        self._pacing.heed(analysis, self.active_check)

    def _comes_back(self, analysis: FrameAnalysis) -> bool:
        """Whether a face can be compared again after too long a time, in a stream in which nothing is asked."""
        likeness = self.likeness
        watched = self.active_check is None and self.policy.watched
        return watched and analysis.template is not None and likeness is not None and likeness.interrupted

    def _look_anew(self) -> None:
        """Where nothing is asked, what counts is who is there from now on; from here nothing is passed over."""
        self._pacing.score_all()
        self._recent = Frames(self.policy.window, self.policy.poor_weight)
        self._forget_faces()

    def _forget_faces(self) -> None:
        """Whatever starts anew starts with a new face, for all we know."""
        self._pacing.begin()
        if self.likeness is not None:
            self.likeness.forget()

    def passive_score(self) -> float | None:
        """The fused passive score over the policy's window, 0..1, or None when no frame could be judged."""
        return self._recent.score()

    def looks_real(self) -> bool:
        """The passive answer for this moment: a face is there, and the fused score reaches the threshold."""
        score = self.passive_score()
        return self._recent.face_now and score is not None and score >= self.policy.threshold

    def verdict(self) -> Verdict:
        """The verdict as of now, without what it rests on."""
        return self._judge()[0]

    @property
    def settled(self) -> bool:
        """Whether more of the same would change nothing: there is a verdict, or it is a stranger all the same."""
        verdict, reasons = self._judge()
        return verdict is not Verdict.NO_RESPONSE or Reason.NOT_MATCHED in reasons

    def decide(self) -> Decision:
        """The verdict as of now. Whatever is missing or uncertain is NO_RESPONSE, never a pass."""
        verdict, reasons = self._judge()
        return Decision(
            verdict=verdict,
            score=self._lowest_score(),
            frames=self._frames,
            frames_with_face=self._frames_with_face,
            frames_judged=len(self._recent.judged),
            reasons=tuple(dict.fromkeys((*reasons, *self._recent.common_issues()))),
            policy=self.policy.title,
            passive_only=not self.active,
            evidence=self._evidence(),
        )

    def _judge(self) -> tuple[Verdict, tuple[str, ...]]:
        """The verdict with its reasons, worked out once a frame."""
        if self._judgement is None:
            self._judgement = self._follow_rules()
        return self._judgement

    def _follow_rules(self) -> tuple[Verdict, tuple[str, ...]]:
        """One rule after another: what is an attack whatever else there is, what is missing, and then the rest."""
        score = self._lowest_score()
        attack = self._attack()
        if attack is not None:
            return Verdict.ATTACK, (attack,)
        if not self._recent.any_face:
            return Verdict.NO_RESPONSE, (Reason.NO_FACE,)
        if score is None or not self._suffices():
            return Verdict.NO_RESPONSE, (Reason.TOO_FEW_FRAMES,)
        if not score >= self.policy.threshold:  # so that what is no number is below it
            return Verdict.ATTACK, (Reason.PASSIVE_LOW,)
        if all(frame.issues & self.policy.blocking for frame in self._recent.judged):
            return Verdict.NO_RESPONSE, (Reason.POOR_FRAMES,)
        return self._judge_active()

    def _suffices(self) -> bool:
        """Whether enough frames, over enough of the stream, could be judged."""
        frames = self._recent
        return len(frames.judged) >= self.policy.min_frames and frames.judged_seconds >= self.policy.min_seconds

    def _judge_active(self) -> tuple[Verdict, tuple[str, ...]]:
        check = self.active_check
        if check is None:
            nobody = self._watch.nobody if self.policy.watched else None
            if nobody is not None:
                return Verdict.NO_RESPONSE, (nobody,)
            return self._judge_person(Reason.PASSIVE_HIGH, Reason.PASSIVE_ONLY)
        if check.state is State.FAILED:
            ended_by = () if check.ended_by is None else (check.ended_by.value,)
            return Verdict.NO_RESPONSE, (Reason.ACTIVE_FAILED, *ended_by)
        if not check.passed:
            return Verdict.NO_RESPONSE, (Reason.ACTIVE_PENDING,)
        if not self._acting.suffices:
            return Verdict.NO_RESPONSE, (Reason.POOR_FRAMES,)
        return self._judge_person(Reason.PASSIVE_HIGH, Reason.ACTIVE_PASSED)

    def _judge_person(self, *live: Reason) -> tuple[Verdict, tuple[str, ...]]:
        """A live person is there; the last question is whether it is the one that it should be."""
        likeness = self.likeness
        if likeness is None or likeness.rules.against is None:
            return Verdict.BONA_FIDE, live
        matched = likeness.matched
        if matched:
            return Verdict.BONA_FIDE, (*live, Reason.MATCHED)
        return Verdict.NO_RESPONSE, (Reason.NOT_COMPARED if matched is None else Reason.NOT_MATCHED, *live)

    def _attack(self) -> str | None:
        """What the challenge, or the stream without one, showed that no live person shows, if anything did."""
        check = self.active_check
        if self.likeness is not None and self.likeness.swapped:
            return Event.FACE_SWAPPED
        if check is None:
            return self._watch.attack if self.policy.watched else None
        if check.ended_by in OF_AN_ATTACK:
            return check.ended_by
        flat = check.transcript.count(Event.FLAT_ACT)
        return Reason.FLAT_FACE if flat >= self.policy.flat_acts else None

    def _lowest_score(self) -> float | None:
        """The fused passive score, the lowest of the window's, the challenge's and the compared faces'."""
        likeness = self.likeness
        compared = None if likeness is None or likeness.rules.against is None else likeness.passive
        scores = [score for score in (self._recent.score(), self._acting.score, compared) if score is not None]
        return min(scores, default=None)

    def _evidence(self) -> dict[str, dict[str, Any]]:
        check = self.active_check
        asked = {} if check is None else check.evidence()
        return {
            "passive": {
                "score": _rounded(self._recent.score()),
                "score_of_challenge": _rounded(self._acting.whole),
                "scores_of_acts": [_rounded(score) for score in self._acting.acts],
                "threshold": self.policy.threshold,
                "frames": len(self._recent.judged),
            },
            "challenge": {**asked, "earlier": dict(sorted(self._earlier.items()))},
            "identity": {name: round(value, 4) for name, value in sorted(self._continuity.evidence().items())},
            "quality": self._recent.quality_evidence(),
            "timing": self._recent.timing_evidence(),
            **({"events": self._watch.evidence()} if check is None else {}),  # with a challenge its transcript has them
            **({} if self.likeness is None else {"likeness": self.likeness.evidence()}),
        }


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 4)


def judge_frame(analysis: FrameAnalysis, policy: Policy) -> Verdict:
    """The verdict on one frame alone, for display: a frame without a face has none."""
    if analysis.passive is None:
        return Verdict.NO_RESPONSE
    return Verdict.BONA_FIDE if analysis.passive.value >= policy.threshold else Verdict.ATTACK
