"""Using the token when the database fails at it, and what a used token counts for."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from facevow.errors import StoreError
from facevow.store.sessions import Sessions
from tests.server.serving import Running, serving
from tests.server.v1.streaming import order, refused, stored, streaming


class Away(Sessions):
    """A database that does not answer."""

    def get(self, *_: Any, **__: Any) -> Any:  # noqa: ANN401 - as inherited
        """Fail."""
        raise StoreError("expected a database")


class Lost(Sessions):
    """A database whose answer to the beginning is lost, after it was written."""

    def begin(self, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - as inherited
        """Fail late."""
        super().begin(*given, **named)
        raise StoreError("expected an answer to the commit")


def test_a_database_that_is_away_is_told(server: Running) -> None:
    """The answer is 4503, and the session can be begun when the database is back."""
    made, services = order(server), server.services
    server.app.state.services = replace(services, sessions=Away(services.database, lambda *_: None))
    assert refused(server, made.id, made.token) == (4503, "store_error")
    server.app.state.services = services
    with streaming(server, made):
        pass


def test_a_beginning_that_nobody_knows_of_is_told_so(server: Running) -> None:
    """4503 again, by another name: the token may be used up, as it is here. The session expires, and is no pass."""
    made, services = order(server), server.services
    server.app.state.services = replace(services, sessions=Lost(services.database, lambda *_: None))
    assert refused(server, made.id, made.token) == (4503, "store_unknown")
    server.app.state.services = services
    assert refused(server, made.id, made.token) == (4409, "token_used")
    assert (stored(server, made.id).state, stored(server, made.id).verdict) == ("IN_PROGRESS", None)


def test_whoever_has_the_right_token_does_not_guess(database: Path) -> None:
    """A token that was used before is no mark against the address, though it comes again and again; a wrong one is."""
    with serving(database, limit_refused="2/minute") as server:
        made, other = order(server), order(server)
        with streaming(server, made):
            for _ in range(4):
                assert refused(server, made.id, made.token) == (4409, "token_used")
        for _ in range(2):
            assert refused(server, made.id, other.token) == (4401, "token_invalid")
        assert refused(server, made.id, other.token) == (4429, "rate_limited")
