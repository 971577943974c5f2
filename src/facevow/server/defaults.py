"""The default of the active check: stored, so that it outlives the server."""

from typing import Final

from facevow.errors import StoreError
from facevow.log import get_logger
from facevow.server.services import Services

NAME: Final = "active_check"
"""What the default is called in the store."""


def stored_default(services: Services) -> bool:
    """Whether connections begin with the active check on: as was stored last, or else as the settings say.

    A database that cannot be read does not stop the server: the settings hold then, and the log says so.
    """
    log = get_logger("server")
    try:
        stored = services.store.preference(NAME)
    except StoreError as error:
        log.exception("active_check_default_not_read", error=str(error), used=services.settings.active_check)
        return services.settings.active_check
    if not isinstance(stored, bool):
        if stored is not None:
            log.error("active_check_default_not_understood", stored=repr(stored), used=services.settings.active_check)
        return services.settings.active_check
    if stored and services.policy.challenge is None:
        log.warning("active_check_default_not_possible", policy=services.policy.title)
        return False
    return stored


async def change_default(services: Services, wanted: bool | None) -> bool:
    """Store another default, or the opposite of the present one, and follow it; returns what it is now.

    Raises:
        ChallengeImpossible: code `no_challenge`, it would be on, and the policy asks for no acts.
        StoreError: it cannot be stored. In either case it stays as it was.
    """
    default = services.active_default
    async with default.changing:
        enabled = not await _present(services) if wanted is None else wanted
        if enabled:
            services.policy.require_challenge()
        await services.threads.ask(services.store.set_preference, NAME, enabled)
        default.enabled = enabled
    return enabled


async def follow_default(services: Services) -> None:
    """Take over the default that another process or server has stored.

    Raises:
        StoreError: it cannot be read; what held goes on to hold.
    """
    default = services.active_default
    async with default.changing:
        default.enabled = await _present(services)


async def _present(services: Services) -> bool:
    """What holds now: as was stored last by anybody; where that cannot be done, or nothing was stored, as before."""
    stored = await services.threads.ask(services.store.preference, NAME)
    if isinstance(stored, bool) and not (stored and services.policy.challenge is None):
        return stored
    return services.active_default.enabled
