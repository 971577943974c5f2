"""How a session's stream can end: one literal table, from why to what is recorded and how the socket is closed."""

from enum import StrEnum
from typing import Final, NamedTuple

from facevow.server.v1.wire import Close
from facevow.store.records import SessionState


class End(StrEnum):
    """Why a stream ended."""

    DECIDED = "decided"
    LEFT = "left"
    DISCONNECTED = "disconnected"
    NOT_READING = "not_reading"
    SILENT = "silent"
    BAD_MESSAGES = "bad_messages"
    TOO_MANY_MESSAGES = "too_many_messages"
    SERVER_STOPPED = "server_stopped"
    ERASED = "erased"
    REFERENCE_ERASED = "reference_erased"
    BROKEN = "broken"


class Follows(NamedTuple):
    """What an end makes of the session, and the code that the socket is closed with where it still can be."""

    state: SessionState
    close: Close


# fmt: off
ENDS: Final = {
    #                        the session is           the socket is closed as
    End.DECIDED:           Follows(SessionState.COMPLETED, Close.ENDED),
    End.LEFT:              Follows(SessionState.ABORTED,   Close.ENDED),
    End.DISCONNECTED:      Follows(SessionState.ABORTED,   Close.ENDED),
    End.NOT_READING:       Follows(SessionState.ABORTED,   Close.SILENT),
    End.SILENT:            Follows(SessionState.ABORTED,   Close.SILENT),
    End.BAD_MESSAGES:      Follows(SessionState.ABORTED,   Close.BAD_MESSAGES),
    End.TOO_MANY_MESSAGES: Follows(SessionState.ABORTED,   Close.RATE_LIMITED),
    End.SERVER_STOPPED:    Follows(SessionState.ABORTED,   Close.SERVER_STOPPED),
    End.ERASED:            Follows(SessionState.ABORTED,   Close.SESSION_OVER),
    End.REFERENCE_ERASED:  Follows(SessionState.ABORTED,   Close.SESSION_OVER),
    End.BROKEN:            Follows(SessionState.ABORTED,   Close.BROKEN),
}
# fmt: on
"""Only DECIDED makes a session COMPLETED; whatever else happens is no verdict, and so no pass."""
