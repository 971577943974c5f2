"""The threads in which routes wait, in groups of their own: where one group is stuck, the others go on.

What is not listed here (the ends of sessions, callbacks, housekeeping) has the threads that anyio shares out by itself.
All groups that ask the database together are fewer than its connections (`store.engines.POOL`), so that however much is
asked, a session that ends finds one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final, ParamSpec, TypeVar

from anyio import CapacityLimiter
from anyio.to_thread import run_sync

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

DATABASE: Final = 12
"""Questions of routes to the database at once; further ones wait their turn."""

FIGURES: Final = 1
"""Questions to the database that look at every session: each takes seconds where there are many, and a core."""

SEARCHES: Final = 4
"""Of the gallery: who searches first may load it, and all who search meanwhile wait for that (docs/operations.md)."""

FILES: Final = 4
REPORTS: Final = 1
"""Reports of evaluations: they are long, and nobody's session waits for one."""

PARSERS: Final = 2
"""Long bodies are parsed by few: the interpreter runs one at a time anyway, and who waits here is in a gate."""

SCRAPES: Final = 1


@dataclass(frozen=True, slots=True)
class Threads:
    """How many threads there are for each kind of waiting. Used by the event loop's thread only."""

    database: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(DATABASE))
    searches: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(SEARCHES))
    figures: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(FIGURES))
    files: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(FILES))
    reports: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(REPORTS))
    parsers: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(PARSERS))
    scrapes: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(SCRAPES))

    async def ask(self, work: Callable[Asked, Answer], *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        """Have a route's question to the database asked; raises what `work` raises."""
        return await in_thread(self.database, work, *args, **kwargs)

    async def search(self, work: Callable[Asked, Answer], *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        """Have done what searches the gallery; raises what `work` raises."""
        return await in_thread(self.searches, work, *args, **kwargs)

    async def count(self, work: Callable[Asked, Answer], *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        """Have a question to the database asked that looks at every session; raises what `work` raises."""
        return await in_thread(self.figures, work, *args, **kwargs)


async def in_thread(
    limiter: CapacityLimiter | None, work: Callable[Asked, Answer], *args: Asked.args, **kwargs: Asked.kwargs
) -> Answer:
    """Have `work` done in a thread of this group, or of the shared ones; raises what it raises."""
    return await run_sync(partial(work, *args, **kwargs), limiter=limiter)
