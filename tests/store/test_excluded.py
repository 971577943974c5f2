"""The acts that were excluded in effect are kept with the end of a session, beside what the application asked for."""

from dataclasses import replace

import pytest

from facevow.errors import SessionError
from facevow.store.endings import Outcome
from facevow.store.records import SessionState
from facevow.store.sessions import Sessions
from tests.store.orders import OUTCOME, completed
from tests.store.test_sessions import begun, shown

WISH = {"exclude": ["smile"], "reveal": "nothing"}
LEFT_OUT = replace(OUTCOME, excluded=("smile", "turn_left"))


def test_what_was_excluded_is_kept_beside_the_wish(sessions: Sessions) -> None:
    """It is read back by whoever asks, and changes nothing of what was asked for."""
    name = begun(sessions, "a")
    assert sessions.end(name, completed(LEFT_OUT)).wish == WISH | {"excluded": ["smile", "turn_left"]}
    assert shown(sessions, name).wish == WISH | {"excluded": ["smile", "turn_left"]}


@pytest.mark.parametrize("outcome", [OUTCOME, None])
def test_what_nobody_knows_is_not_made_up(sessions: Sessions, outcome: Outcome | None) -> None:
    """An end without it leaves the wish as it was."""
    name = begun(sessions, "a")
    state = SessionState.COMPLETED if outcome else SessionState.ABORTED
    sessions.end(name, replace(completed(), state=state, outcome=outcome))
    assert shown(sessions, name).wish == WISH


def test_the_same_end_is_found_written_and_another_is_not(sessions: Sessions) -> None:
    """An ending whose answer was lost may be tried again; one that says other acts were excluded is another end."""
    name = begun(sessions, "a")
    sessions.end(name, completed(LEFT_OUT))
    assert sessions.end(name, completed(LEFT_OUT)).wish["excluded"] == ["smile", "turn_left"]
    for other in (("smile",), (), ("turn_left", "smile")):
        with pytest.raises(SessionError) as caught:
            sessions.end(name, completed(replace(OUTCOME, excluded=other)))
        assert caught.value.code == "session_ended"
