"""Recognises the acts from what moves in a face, measured against the person's own resting face.

Head acts compete with each other, and so do the mouth's: an excursion from rest gives one act. What the face does is
judged only while the head rests, because a look up raises the brows and a turn pulls at the mouth. Times are seconds
of the stream, so any frame rate from about 8 a second on serves.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from facevow.challenge.baseline import Baseline
from facevow.challenge.blinks import BlinkRecogniser
from facevow.challenge.events import Act
from facevow.challenge.excursions import Excursions
from facevow.challenge.levels import HEAD_ACTS, MOUTH_ACTS, brow_levels, head_levels, mouth_levels
from facevow.types import FaceMotion

SPONTANEOUS: Final = frozenset({Act.BLINK, Act.SMILE, Act.OPEN_MOUTH, Act.RAISE_EYEBROWS})
"""Acts that people do unasked, as they blink, talk, laugh and wonder; seen unasked they are no fault. Three of the six
people in the footage smile, one raises the brows."""

HEAD_HOLD, FACE_HOLD = 0.06, 0.2
"""Seconds for which an act must last. Brows of the footage jump for up to 0.13 s unasked; asked for, they stay."""

HEAD_NEAR_REST: Final = 0.6
"""Level of the head beyond which the face is not judged."""

FACE_PAUSE: Final = 0.3
"""Seconds after the head is back within which brows and mouth still relax, and are not judged."""

FOLLOWED: Final = 0.75
"""Level of the head up to which the base line follows: who comes back from an act seldom sits as before."""

FOLLOW_SECONDS: Final = 2.5
"""How quickly it follows (time constant). A turn that takes a second loses a sixth of its level by that."""

LONGEST_STEP: Final = 0.2
"""Seconds that one frame may stand for in following; after a gap the base line does not leap."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An act that was completed.

    `began`: when the movement left rest, `at`: when it counted as done, seconds of the stream. `times`: for a blink,
    how many there were in the present burst with this one; every blink is reported, each with its own `began`.
    """

    act: Act
    began: float
    at: float
    times: int = 1


class Recogniser:
    """Watches one person, whose resting face is known, frame after frame."""

    def __init__(self, baseline: Baseline) -> None:
        self._base = baseline
        self._blinks = BlinkRecogniser(baseline)
        self._head = Excursions(HEAD_ACTS, HEAD_HOLD)
        self._mouth = Excursions(MOUTH_ACTS, FACE_HOLD)
        self._brows = Excursions((Act.RAISE_EYEBROWS,), FACE_HOLD)
        self._head_away = -math.inf
        self._last: float | None = None
        self._levels: dict[Act, float] = dict.fromkeys(Act, 0.0)

    @property
    def levels(self) -> Mapping[Act, float]:
        """How far each act is on its way in the last frame: 0 at rest, 1 or more where it counts as done."""
        return dict(self._levels)

    def at_rest(self, act: Act) -> bool:
        """Whether nothing is under way that stands against a prompt for `act`.

        That is a movement of the head or a blink, and one of the mouth or the brows where the act is theirs: whoever
        smiles all the time can still be asked to turn. A prompt to blink waits until a burst of blinks is over.
        """
        if act is Act.BLINK and not self._blinks.quiet(self._last or 0.0):
            return False
        about = [part for part in (self._mouth, self._brows) if act in part.acts]
        return self._blinks.at_rest and all(part.at_rest for part in (self._head, *about))

    def observe(self, motion: FaceMotion, at: float) -> tuple[Seen, ...]:
        """Take one frame at `at` seconds; the acts that it completes, mostly none."""
        head = head_levels(motion, self._base)
        mouth, brows = mouth_levels(motion, self._base), brow_levels(motion, self._base)
        if max(head.values()) > HEAD_NEAR_REST:
            self._head_away = at
        found = [self._head.observe(head, at)]
        if at - self._head_away > FACE_PAUSE:
            found += [self._mouth.observe(mouth, at), self._brows.observe(brows, at)]
        else:
            mouth, brows = dict.fromkeys(mouth, 0.0), dict.fromkeys(brows, 0.0)
        blink = self._blinks.observe(motion, at, pause=max(head.values()) > FOLLOWED)
        self._levels = {**head, **mouth, **brows, Act.BLINK: self._blinks.level}
        self._follow(motion, head, at)
        seen = tuple(Seen(each.act, each.began, each.at) for each in found if each is not None)
        return (*seen, Seen(Act.BLINK, blink.began, blink.at, blink.times)) if blink is not None else seen

    def _follow(self, motion: FaceMotion, head: Mapping[Act, float], at: float) -> None:
        """Let the resting pose and size move towards the present ones.

        The pose follows while the whole head is near rest, the size also while the head is turned: a hand that holds
        a phone sinks meanwhile, and nobody who is asked to look straight ahead knows to move it back.
        """
        passed = 0.0 if self._last is None else min(max(at - self._last, 0.0), LONGEST_STEP)
        self._last = at
        share = 1 - math.exp(-passed / FOLLOW_SECONDS)
        base, pose = self._base, motion.pose
        grown = max(head[Act.COME_CLOSER], head[Act.GO_BACK])
        turned = max(level for act, level in head.items() if act not in (Act.COME_CLOSER, Act.GO_BACK))
        if grown <= FOLLOWED or turned > max(FOLLOWED, grown):
            base = replace(base, size=base.size + share * (motion.size - base.size))
        if max(grown, turned) <= FOLLOWED:
            base = replace(
                base,
                yaw=base.yaw + share * (pose.yaw - base.yaw),
                pitch=base.pitch + share * (pose.pitch - base.pitch),
                roll=base.roll + share * (pose.roll - base.roll),
            )
        self._base = base
