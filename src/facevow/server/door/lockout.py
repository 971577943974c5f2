"""A subject whose checks failed too often has to wait, so that an attacker cannot try one presentation after another.

Amazon's guidance for its own service is the default: five failures in three minutes. Sessions that are under way count
as failures until they pass, so that trying at once is no way around.
"""

import math
from datetime import timedelta
from typing import Final

from starlette.concurrency import run_in_threadpool

from facevow.errors import LimitError
from facevow.server.services import Services

LOCKED_OUT: Final = "locked_out"


async def expect_not_locked_out(services: Services, subject_hash: str | None) -> None:
    """Go on only with a subject that has not failed too often lately. A session without a subject is never locked out.

    Raises:
        LimitError: `locked_out`; `retry_after` is when the oldest of these failures no longer counts.
        StoreError: the database cannot be asked.
    """
    if subject_hash is None:
        return
    settings, now = services.settings, services.clock.now()
    span = timedelta(seconds=settings.lockout_seconds)
    failures, oldest = await run_in_threadpool(services.sessions.failures, subject_hash, now - span)
    if failures < settings.lockout_failures or oldest is None:
        return
    wait = max(1, math.ceil((oldest + span - now).total_seconds()))
    raise LimitError(
        f"{failures} checks of this subject within {settings.lockout_seconds} s have not passed; try again in {wait} s",
        retry_after=wait,
        code=LOCKED_OUT,
    )
