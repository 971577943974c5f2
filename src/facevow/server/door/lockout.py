"""A subject whose checks failed too often has to wait, so that an attacker cannot try one presentation after another.

It is asked here when an application orders a session, and once more in the transaction that begins one.
"""

from facevow.server.services import Services
from facevow.server.settings import Settings
from facevow.store.lockout import Lockout


def lockout_of(settings: Settings) -> Lockout:
    """How often a subject may fail by the settings."""
    return Lockout(settings.lockout_failures, settings.lockout_seconds)


async def expect_not_locked_out(services: Services, subject_hash: str | None) -> None:
    """Go on only with a subject that has not failed too often lately. A session without a subject is never locked out.

    Raises:
        LimitError: `locked_out`; `retry_after` is when the oldest of these failures no longer counts.
        StoreError: the database cannot be asked.
    """
    if subject_hash is None:
        return
    expect, lockout = services.sessions.expect_attempt, lockout_of(services.settings)
    await services.threads.ask(expect, subject_hash, lockout, now=services.clock.now())
