"""A replica: one thread with networks of its own, somewhere on the cluster. It knows nothing of Ray."""

import asyncio
import time
from importlib.metadata import version

from facevow import log
from facevow.errors import FacevowError, ModelError
from facevow.server.describing import DescriberFactory
from facevow.server.pool import NO_MODEL, AnalyserFactory, Load, Pool
from facevow.server.remote.travel import Answers, Ask, Identity, Told, pack, unpack_asks
from facevow.types import Frame


class _Timed:
    """Decodes a frame and keeps how long that took."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self.seconds = 0.0

    def __call__(self) -> Frame:
        begun = time.perf_counter()
        frame = self._load()
        self.seconds = time.perf_counter() - begun
        return frame


class Replica:
    """Answers calls with several frames each; a second call waits here while the first is at work.

    Making it opens the networks, so that the first frame finds them warm.

    Raises:
        ModelError: they cannot be opened.
    """

    def __init__(
        self,
        factory: AnalyserFactory,
        describers: DescriberFactory | None,
        plan: str,
        level: log.Level | None = None,
    ) -> None:
        """Open it; with `level` it also sets up the log of its process, which is its own."""
        if level is not None:
            log.configure(level)
        self._plan = plan
        self._pool = Pool(factory, workers=1, describers=describers)
        self._pool.start()
        self.check_health()

    async def __call__(self, asks: bytes) -> bytes:
        """Analyse frames, one after the other: packed asks, packed answers."""
        told = await asyncio.gather(*(self._answer(ask) for ask in unpack_asks(asks)))
        return pack(Answers(self._identity(), tuple(told)))

    async def identity(self) -> Identity:
        """What it analyses with."""
        return self._identity()

    def check_health(self) -> None:
        """Return if it has its networks. Ray Serve asks this, too, and replaces a replica that says no.

        Raises:
            ModelError: it has none.
        """
        if not self._pool.loaded:
            raise ModelError(NO_MODEL)

    def close(self) -> None:
        """End its thread."""
        self._pool.close()

    def _identity(self) -> Identity:
        pool = self._pool
        return Identity(version("facevow"), self._plan, pool.model, pool.model_sha256, pool.matcher)

    async def _answer(self, ask: Ask) -> Told | FacevowError:
        load = _Timed(ask.load)
        try:
            working = self._pool.submit(load, ask.memory, judge=ask.judge, describe=ask.describe)
            return Told(await asyncio.wrap_future(working), ask.memory, load.seconds)
        except FacevowError as error:
            return error
