"""The words of a challenge: the acts, what can happen, and the states it can be in."""

from enum import StrEnum


class Act(StrEnum):
    """Something the person can do on request. Left and right are the person's own."""

    BLINK = "blink"
    TURN_LEFT = "turn_left"
    TURN_RIGHT = "turn_right"
    LOOK_UP = "look_up"
    LOOK_DOWN = "look_down"
    TILT_LEFT = "tilt_left"
    TILT_RIGHT = "tilt_right"
    OPEN_MOUTH = "open_mouth"
    SMILE = "smile"
    RAISE_EYEBROWS = "raise_eyebrows"
    COME_CLOSER = "come_closer"
    GO_BACK = "go_back"


class State(StrEnum):
    """Where a challenge stands. Only PASSED is a pass."""

    FACE_DUE = "face_due"
    SETTLING = "settling"
    RESTING = "resting"
    ACT_DUE = "act_due"
    RETURNING = "returning"
    PASSED = "passed"
    FAILED = "failed"


class Event(StrEnum):
    """What happens to a challenge."""

    FACE_FOUND = "face_found"
    SETTLED = "settled"
    PROMPTED = "prompted"
    ACT_DONE = "act_done"
    RETURNED = "returned"
    LAST_ACT_DONE = "last_act_done"

    EARLY_ACT = "early_act"
    HASTY_ACT = "hasty_act"
    WRONG_ACT = "wrong_act"
    FLAT_ACT = "flat_act"
    UNASKED_ACT = "unasked_act"
    TOO_MANY_FAULTS = "too_many_faults"

    WINDOW_OVER = "window_over"
    FACE_LOST = "face_lost"
    FACE_JOINED = "face_joined"
    CLOCK_JUMPED = "clock_jumped"
    TOO_MANY_RESTARTS = "too_many_restarts"

    FACE_SWAPPED = "face_swapped"
    FROZEN = "frozen"
    LOOPED = "looped"
    CLOCK_WENT_BACK = "clock_went_back"
    TIMED_OUT = "timed_out"
    BROKEN = "broken"

    RESET = "reset"
