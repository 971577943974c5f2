"""A connection to PostgreSQL that does not wait without end for a server which keeps the line open and says nothing.

`statement_timeout` is the server's own promise, and the system's keepalive is answered by the system: neither helps
when the server is stopped, swapped out, or behind a proxy that forgot it.
"""

from typing import Any

import psycopg
from psycopg.pq import TransactionStatus


class BoundedConnection(psycopg.Connection[Any]):
    """Gives up on an answer after `answer_seconds`, and closes itself then: what was asked may still be done."""

    answer_seconds: float = 20.0

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:  # noqa: ANN401 - as inherited
        """Wait for the answer to one request, as inherited, but with an end.

        Raises:
            psycopg.OperationalError: no answer in time, and the connection is closed; or as inherited.
        """
        try:
            return super().wait(gen, interval, self.answer_seconds if timeout is None else timeout)
        except psycopg.OperationalError as error:
            if self.pgconn.transaction_status != TransactionStatus.ACTIVE:
                raise
            self.pgconn.finish()  # half of an answer may be under way: nothing more can be said on this line
            raise psycopg.OperationalError(f"no answer within {self.answer_seconds:g} s") from error
