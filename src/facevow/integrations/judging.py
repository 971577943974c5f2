"""Judges single pictures inside another program: by threads, behind the server's limits and under its policies.

No framework is known here. What is made before a process forks is opened anew in each child, at its first picture.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from facevow.checking import packaged_policies, warn_if_unmeasured
from facevow.decision.policy import Policy
from facevow.decision.session import Session
from facevow.decision.verdict import Decision
from facevow.errors import MessageError, SettingsError
from facevow.matching.opening import Matcher
from facevow.server.describing import NO_MATCHER, Describe
from facevow.server.gates import ServerFull
from facevow.server.opening import REQUESTS_A_WORKER, open_secrets, pipeline_factory
from facevow.server.people.comparing import Rules, rules_of
from facevow.server.people.desk import Desk, Found
from facevow.server.people.looks import Look, look
from facevow.server.people.opening import matcher_of, open_desk
from facevow.server.pool import NO_MODEL, AnalyserFactory, AnalysisTooLate, Pool
from facevow.server.services import Clock
from facevow.server.settings import Settings
from facevow.server.work import Encoded
from facevow.store.database import Database
from facevow.types import FrameAnalysis


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of one picture: the decision, all that the picture shows, the policy, and the network with its file."""

    decision: Decision
    analysis: FrameAnalysis
    policy: Policy
    model: str
    model_sha256: str


@dataclass(frozen=True, slots=True)
class Matched:
    """What came of looking for a face among all who are enrolled."""

    seen: Look
    found: Found
    rules: Rules


class _Process:
    """What belongs to one process: its workers, its places for pictures, and its way to the gallery."""

    def __init__(self, settings: Settings) -> None:
        self.opening = threading.Lock()
        self.pool: Pool | None = None
        self.desk: Desk | None = None
        self.database: Database | None = None
        self.places = threading.BoundedSemaphore(settings.workers * REQUESTS_A_WORKER)


class Judge:
    """Judges one picture at a time for each caller; safe for use by many threads.

    Threads and networks are opened when the first picture comes, once in each process: threads do not survive a fork.
    """

    def __init__(
        self, settings: Settings, analysers: AnalyserFactory | None = None, matcher: Matcher | None = None
    ) -> None:
        """Judge by these settings, and with `analysers` in the place of the pipeline that they ask for.

        Whoever brings those brings the `matcher` for what they find, or nobody is compared.

        Raises:
            SettingsError: the package's policies cannot be read, or there is no such matcher.
        """
        self.settings = settings
        self._policies = packaged_policies()
        self._factory = analysers or pipeline_factory(settings)
        self._matcher = matcher or (None if analysers is not None else matcher_of(settings))
        self._processes: dict[int, _Process] = {}

    def policy(self, name: str | None = None) -> Policy:
        """The policy of that name, or of the settings, as it applies to single pictures: nobody is asked for an act.

        Raises:
            MessageError: code `bad_parameter`; there is none of that name.
        """
        try:
            chosen = self._policies.choose(self.settings.policy if name is None else name)
        except SettingsError as error:
            raise MessageError(str(error)[:300], code="bad_parameter") from error
        return chosen.for_image().passive_only()

    @contextmanager
    def place(self) -> Iterator[None]:
        """Have one of the places for pictures: as many for each worker as on the server.

        Raises:
            ServerFull: there is none.
        """
        places = self._process.places
        if not places.acquire(blocking=False):
            most = self.settings.workers * REQUESTS_A_WORKER
            raise ServerFull(f"this server takes {most} requests at once; try again in a moment")
        try:
            yield
        finally:
            places.release()

    def judge(self, picture: bytes, policy: Policy | None = None) -> Judged:
        """Judge an encoded picture, under the policy of the settings if none is given.

        Raises:
            ImageError: it is none, or is outside the limits of the settings.
            ModelError: there is no network to judge it with.
            AnalysisFailed: the analysis broke down.
            AnalysisTooLate: it took longer than `analysis_timeout`; an answer that comes later is thrown away.
        """
        pool = self._open()
        analysis = self._analysed(pool, picture)
        session = Session(policy or self.policy())
        session.observe(analysis)
        return Judged(session.decide(), analysis, session.policy, pool.model, pool.model_sha256)

    def match(self, picture: bytes, *, actor: str) -> Matched:
        """Look for the one face of a picture, if it is live, among all who are enrolled in the settings' database.

        The audit log notes it in the name of `actor`.

        Raises:
            ServerFull: code `no_model`, `no_matcher` or `gallery_unreadable`.
            ImageError, ModelError, AnalysisFailed, AnalysisTooLate: as `judge`.
            SettingsError: the gallery cannot be searched as the settings ask.
            KeyringError: the secrets that the templates are sealed with are not there, or cannot be read.
            StoreError: the database is not there, or cannot be used.
        """
        pool, matcher = self._open(), self._matcher
        if not pool.loaded:
            raise ServerFull(NO_MODEL, code="no_model")
        if matcher is None or not pool.matcher:
            raise ServerFull(NO_MATCHER, code="no_matcher")
        seen = look(self._analysed(pool, picture, describe="always"), self.policy())
        found = self._desk(matcher).identify(seen, 1, live=True, actor=actor, now=Clock().now())
        return Matched(seen, found, rules_of(self.settings, matcher))

    def close(self) -> None:
        """Let this process's workers finish what they are at. The next picture opens others."""
        process = self._process
        with process.opening:
            pool, database = process.pool, process.database
            process.pool = process.desk = process.database = None
        if pool is not None:
            pool.close()
        if database is not None:
            database.close()

    def _analysed(self, pool: Pool, picture: bytes, describe: Describe = "never") -> FrameAnalysis:
        limits, patience = self.settings.image_limits, self.settings.analysis_timeout
        work = pool.submit(Encoded(picture, limits), describe=describe)
        try:
            return work.result(patience)
        except TimeoutError as error:
            work.cancel()
            raise AnalysisTooLate.after(patience) from error

    def _desk(self, matcher: Matcher) -> Desk:
        """Over what a server has made: a database or secrets made here would know nobody, whoever is enrolled."""
        process = self._process
        with process.opening:
            if process.desk is None:
                process.database = process.database or Database(self.settings.database, make=False)
                secrets = open_secrets(self.settings, Clock(), make=False)
                process.desk = open_desk(self.settings, process.database, secrets.present, matcher)
            return process.desk

    @property
    def _process(self) -> _Process:
        """What belongs to the process that asks. Its locks are its own: a fork may catch the parent's locked."""
        number = os.getpid()
        return self._processes.get(number) or self._processes.setdefault(number, _Process(self.settings))

    def _open(self) -> Pool:
        process = self._process
        with process.opening:
            if process.pool is None:
                describers = None if self._matcher is None else self._matcher.open_describer
                pool = Pool(self._factory, workers=self.settings.workers, describers=describers)
                pool.start()
                if pool.loaded:
                    warn_if_unmeasured(self.policy(), pool.model)
                process.pool = pool
            return process.pool
