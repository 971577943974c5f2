"""What the active check says to the person: one line at a time, and what to do next."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from facevow.challenge.check import ActiveCheck
from facevow.challenge.events import Act, Event, State
from facevow.challenge.rules import Step

OFF: Final = "Active check is off"

ACTS: Final = {
    Act.BLINK: "Blink",
    Act.TURN_LEFT: "Turn your head to your left",
    Act.TURN_RIGHT: "Turn your head to your right",
    Act.LOOK_UP: "Raise your chin and look up",
    Act.LOOK_DOWN: "Lower your chin and look down",
    Act.TILT_LEFT: "Tilt your head towards your left shoulder",
    Act.TILT_RIGHT: "Tilt your head towards your right shoulder",
    Act.OPEN_MOUTH: "Open your mouth wide",
    Act.SMILE: "Smile broadly",
    Act.RAISE_EYEBROWS: "Raise your eyebrows",
    Act.COME_CLOSER: "Come closer to the camera",
    Act.GO_BACK: "Move back from the camera",
}

TIMES: Final = {1: "", 2: " twice", 3: " three times"}

STATES: Final = {
    State.FACE_DUE: "Show your face to the camera",
    State.SETTLING: "Look straight ahead and hold still",
    State.RESTING: "Keep looking straight ahead",
    State.RETURNING: "Good. Look straight ahead again",
    State.PASSED: "Active check passed",
}
"""In the two other states the prompt speaks, or what the check was ended by."""

NOTICES: Final = {
    Event.EARLY_ACT: "That was too early. Look straight ahead and wait until you are asked",
    Event.HASTY_ACT: "That was too fast. Look straight ahead and wait until you are asked again",
    Event.WRONG_ACT: "That was something else. Look straight ahead",
    Event.FLAT_ACT: "That movement could not be seen well. Look straight ahead; you will be asked again",
    Event.WINDOW_OVER: "That took too long. Look straight ahead to start again",
    Event.FACE_LOST: "Your face was out of view. Look straight ahead to start again",
    Event.FACE_JOINED: "Only one person may be in view. Look straight ahead to start again",
    Event.CLOCK_JUMPED: "The picture was interrupted. Look straight ahead to start again",
}

ENDS: Final = {
    Event.TOO_MANY_FAULTS: "There were too many wrong movements. Start again and do only what is asked",
    Event.TOO_MANY_RESTARTS: "The check was interrupted too often. Start again and keep your face in view",
    Event.FACE_SWAPPED: "Another face came into view. Start again, alone before the camera",
    Event.FROZEN: "The picture stood still. Look after your camera and start again",
    Event.LOOPED: "The same pictures came again. Start again with a live camera",
    Event.CLOCK_WENT_BACK: "The pictures came out of order. Look after your camera and start again",
    Event.TIMED_OUT: "Time is up. Start again when you are ready",
    Event.BROKEN: "Something went wrong on our side. Start again",
}


_AS_THEY_ARE: Final[Mapping[Event, Event]] = MappingProxyType({})


def asked(step: Step) -> str:
    """The words of a prompt."""
    return ACTS[step.act] + TIMES[step.times]


def sentence(check: ActiveCheck | None, told_as: Mapping[Event, Event] = _AS_THEY_ARE) -> str:
    """What the person is told now; `check` is None with the active check off.

    `told_as` are notices in whose place others are told.
    """
    if check is None:
        return OFF
    notice = None if check.notice is None else told_as.get(check.notice, check.notice)
    if check.prompt is not None:
        again = "That was something else. " if notice is Event.WRONG_ACT else ""
        return again + asked(check.prompt.step)
    if check.state is State.FAILED:
        return ENDS.get(check.ended_by or Event.BROKEN, ENDS[Event.BROKEN])
    if notice is not None and check.state is not State.PASSED:
        return NOTICES.get(notice, STATES[check.state])
    return STATES[check.state]
