"""Erases sessions from the whole server: their streams, what is stored of them, and what is on its way into the log."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from facevow.errors import StoreError
from facevow.log import get_logger
from facevow.server.services import Services
from facevow.server.v1.ends import End
from facevow.server.v1.storing import flush, forget
from facevow.store.erasing import Erased

Maybe = TypeVar("Maybe", Erased, Erased | None)
"""What was erased; None where there may have been nothing to erase."""


async def erase(services: Services, sessions: Iterable[str], remove: Callable[[], Maybe]) -> Maybe:
    """End the streams of these sessions, have `remove` erase them from the database, and see that nothing comes after.

    A stream that another server holds ends there when it next stores something, and takes its own rows out again.

    Returns:
        What `remove` did.

    Raises:
        StoreError: rows that wait cannot be written, or nothing can be erased now; it may be tried again.
    """
    await services.live.see_out(sessions, End.ERASED)
    await flush(services)
    erased = await services.threads.ask(remove)
    if erased is None:
        return erased
    await services.live.see_out(erased.ids, End.ERASED)  # one may have begun since we looked
    try:
        await forget(services, *erased.ids)
    except StoreError as error:  # it is erased, and whoever asked has to be told; the next trim takes late rows
        get_logger("sessions").error("late_rows_not_removed", sessions=len(erased.ids), error=str(error))
    return erased
