"""The challenge as one table.

**The way to a pass.** A face is found; the person looks straight ahead until the resting face is known (SETTLING).
Then, for each act of the sequence: a pause of unknown length in which nothing is asked (RESTING), a prompt (ACT_DUE),
the act, and the way back to rest (RETURNING). The last act done is the pass; nobody has to return from it.

**Faults.** An act done before anything was asked (EARLY_ACT), begun so soon after the prompt that it cannot be an
answer to it (HASTY_ACT), another act than the one asked for (WRONG_ACT), or the right one done as a sheet of paper
does it (FLAT_ACT) does not count and is noted. A hasty or flat act has to be done again after a new pause. When more
faults are noted than the rules forgive, the challenge has failed. What people do all the time (a smile, a word, a
burst of blinks) is no fault but is counted by itself (UNASKED_ACT), and too much of it ends the challenge in the same
way.

**Starting over.** A window that ends without its act or without the way back to rest (whoever was not quite at rest
when the base line was taken never comes back to it), a face that is lost or joined by a second one, and a gap in time
prove nothing against the person. The challenge starts over from finding the face, with another sequence, as often as
the rules allow once something was asked; once more, and it has failed. A pass is given up in the same way: what was
shown was shown by somebody who is no longer surely there.

**Ends.** A face that becomes another one, a picture that stands still, pictures that come round again, time that runs
backwards, the end of the time limit, and an error of ours end the challenge at once. Until the face has settled
another one is only a reason to start over. Pictures that come round again and time that runs backwards end it even
after a pass, because no camera does either. The time limit ends nothing after a pass. FAILED is left by RESET alone.

A pair that is not in the table is not allowed; the machine raises.
"""

from facevow.challenge.events import Event, State

TRANSITIONS: dict[State, dict[Event, State]] = {
    State.FACE_DUE: {
        Event.FACE_FOUND: State.SETTLING,
        Event.FACE_LOST: State.FACE_DUE,
        Event.FACE_JOINED: State.FACE_DUE,
        Event.FACE_SWAPPED: State.FACE_DUE,
        Event.CLOCK_JUMPED: State.FACE_DUE,
        Event.FROZEN: State.FAILED,
        Event.LOOPED: State.FAILED,
        Event.CLOCK_WENT_BACK: State.FAILED,
        Event.TIMED_OUT: State.FAILED,
        Event.BROKEN: State.FAILED,
        Event.RESET: State.FACE_DUE,
    },
    State.SETTLING: {
        Event.SETTLED: State.RESTING,
        Event.FACE_LOST: State.FACE_DUE,
        Event.FACE_JOINED: State.FACE_DUE,
        Event.FACE_SWAPPED: State.FACE_DUE,
        Event.CLOCK_JUMPED: State.FACE_DUE,
        Event.FROZEN: State.FAILED,
        Event.LOOPED: State.FAILED,
        Event.CLOCK_WENT_BACK: State.FAILED,
        Event.TIMED_OUT: State.FAILED,
        Event.BROKEN: State.FAILED,
        Event.RESET: State.FACE_DUE,
    },
    State.RESTING: {
        Event.PROMPTED: State.ACT_DUE,
        Event.EARLY_ACT: State.RESTING,
        Event.UNASKED_ACT: State.RESTING,
        Event.TOO_MANY_FAULTS: State.FAILED,
        Event.WINDOW_OVER: State.FACE_DUE,
        Event.FACE_LOST: State.FACE_DUE,
        Event.FACE_JOINED: State.FACE_DUE,
        Event.CLOCK_JUMPED: State.FACE_DUE,
        Event.TOO_MANY_RESTARTS: State.FAILED,
        Event.FACE_SWAPPED: State.FAILED,
        Event.FROZEN: State.FAILED,
        Event.LOOPED: State.FAILED,
        Event.CLOCK_WENT_BACK: State.FAILED,
        Event.TIMED_OUT: State.FAILED,
        Event.BROKEN: State.FAILED,
        Event.RESET: State.FACE_DUE,
    },
    State.ACT_DUE: {
        Event.ACT_DONE: State.RETURNING,
        Event.LAST_ACT_DONE: State.PASSED,
        Event.HASTY_ACT: State.RETURNING,
        Event.WRONG_ACT: State.ACT_DUE,
        Event.FLAT_ACT: State.RETURNING,
        Event.UNASKED_ACT: State.ACT_DUE,
        Event.TOO_MANY_FAULTS: State.FAILED,
        Event.WINDOW_OVER: State.FACE_DUE,
        Event.FACE_LOST: State.FACE_DUE,
        Event.FACE_JOINED: State.FACE_DUE,
        Event.CLOCK_JUMPED: State.FACE_DUE,
        Event.TOO_MANY_RESTARTS: State.FAILED,
        Event.FACE_SWAPPED: State.FAILED,
        Event.FROZEN: State.FAILED,
        Event.LOOPED: State.FAILED,
        Event.CLOCK_WENT_BACK: State.FAILED,
        Event.TIMED_OUT: State.FAILED,
        Event.BROKEN: State.FAILED,
        Event.RESET: State.FACE_DUE,
    },
    State.RETURNING: {
        Event.RETURNED: State.RESTING,
        Event.WINDOW_OVER: State.FACE_DUE,
        Event.FACE_LOST: State.FACE_DUE,
        Event.FACE_JOINED: State.FACE_DUE,
        Event.CLOCK_JUMPED: State.FACE_DUE,
        Event.UNASKED_ACT: State.RETURNING,
        Event.TOO_MANY_FAULTS: State.FAILED,
        Event.TOO_MANY_RESTARTS: State.FAILED,
        Event.FACE_SWAPPED: State.FAILED,
        Event.FROZEN: State.FAILED,
        Event.LOOPED: State.FAILED,
        Event.CLOCK_WENT_BACK: State.FAILED,
        Event.TIMED_OUT: State.FAILED,
        Event.BROKEN: State.FAILED,
        Event.RESET: State.FACE_DUE,
    },
    State.PASSED: {
        Event.FACE_LOST: State.FACE_DUE,
        Event.FACE_JOINED: State.FACE_DUE,
        Event.FACE_SWAPPED: State.FACE_DUE,
        Event.CLOCK_JUMPED: State.FACE_DUE,
        Event.FROZEN: State.FACE_DUE,
        Event.LOOPED: State.FAILED,
        Event.CLOCK_WENT_BACK: State.FAILED,
        Event.BROKEN: State.FAILED,
        Event.RESET: State.FACE_DUE,
    },
    State.FAILED: {
        Event.RESET: State.FACE_DUE,
    },
}
"""For each state, what each event leads to."""
