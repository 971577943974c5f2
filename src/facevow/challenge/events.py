"""What can happen during an active check, and the states it can be in."""

from enum import StrEnum


class Act(StrEnum):
    """Something the person can do on request."""

    BLINK = "blink"
    TURN_HEAD = "turn_head"


class Event(StrEnum):
    """What the recognisers tell the machine, and what the caller can ask of it."""

    BLINKED = "blinked"
    TURNED = "turned"
    FACE_LOST = "face_lost"
    FACE_SWAPPED = "face_swapped"
    FACE_JOINED = "face_joined"
    TIMED_OUT = "timed_out"
    RESET = "reset"


class State(StrEnum):
    """What is still due. Only PASSED is a pass."""

    BLINK_AND_TURN_DUE = "blink_and_turn_due"
    TURN_DUE = "turn_due"
    BLINK_DUE = "blink_due"
    PASSED = "passed"
    FAILED = "failed"
