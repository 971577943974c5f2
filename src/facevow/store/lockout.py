"""How often a subject may try, counted in the database: it is the same for every server that shares it.

Amazon's guidance for its own service is the default of the settings: five failures in three minutes. Sessions that are
under way count as failures until they pass, so that trying at once is no way around.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from facevow.errors import LimitError
from facevow.store.records import SessionRecord, SessionState

LOCKED_OUT: Final = "locked_out"
"""The code of the refusal."""


@dataclass(frozen=True, slots=True)
class Lockout:
    """A subject that has failed `failures` times within `seconds` has to wait until the oldest no longer counts."""

    failures: int
    seconds: int

    def expect_attempt(self, orm: Session, subject_hash: str, now: datetime) -> None:
        """Return if a subject may try at `now`. Whoever holds the audit log's head meanwhile cannot be overtaken.

        Raises:
            LimitError: `locked_out`; `retry_after` is when the oldest of its failures no longer counts.
        """
        span = timedelta(seconds=self.seconds)
        count, oldest = failures(orm, subject_hash, now - span)
        if count < self.failures or oldest is None:
            return
        wait = max(1, math.ceil((oldest + span - now).total_seconds()))
        raise LimitError(
            f"{count} checks of this subject within {self.seconds} s have not passed; try again in {wait} s",
            retry_after=wait,
            code=LOCKED_OUT,
        )


def failures(orm: Session, subject_hash: str, since: datetime) -> tuple[int, datetime | None]:
    """How many sessions of a subject begun at `since` or later are not BONA_FIDE, and when the oldest was begun."""
    passed = and_(SessionRecord.state == SessionState.COMPLETED, SessionRecord.verdict == "BONA_FIDE")
    query = select(func.count(), func.min(SessionRecord.started)).where(
        SessionRecord.subject == subject_hash, SessionRecord.started >= since, ~func.coalesce(passed, False)
    )
    count, oldest = orm.execute(query).one()
    return count, oldest
