"""Opens all that a server works with: database, secrets, limits, counters, threads."""

from dataclasses import dataclass

from facevow.challenge.draw import Choose
from facevow.checking import packaged_policies
from facevow.matching.opening import Matcher
from facevow.server.board import Board
from facevow.server.callbacks.events import announce
from facevow.server.door.keys import Keys
from facevow.server.door.limits import Limits
from facevow.server.engine import AnalyserFactory, Engine, Workers
from facevow.server.gates import Gate, Readers
from facevow.server.metrics import Metrics
from facevow.server.people.opening import matcher_of, open_desk
from facevow.server.people.people import People
from facevow.server.pool import Pool
from facevow.server.remote.opening import open_remote
from facevow.server.services import ActiveCheckDefault, Clock, KeyringSource, Services
from facevow.server.settings import Settings
from facevow.server.shares import SharedGate
from facevow.server.telemetry import Telemetry
from facevow.server.threads import Threads
from facevow.server.v1.live import Live
from facevow.signing.keyring import Keyring, parse_keyring
from facevow.signing.keyring_file import KeyringFile
from facevow.store import BufferedStore, SqlStore, Store
from facevow.store.audit import Audit
from facevow.store.database import Database
from facevow.store.gallery import Gallery
from facevow.store.keeping import Keeper
from facevow.store.keys import ApiKeys
from facevow.store.outbox import Outbox
from facevow.store.sessions import Sessions
from facevow.vision.opening import open_pipeline

REQUESTS_A_WORKER = 4
"""Requests with a picture that may be under way for each worker: one at work, the others on their way out."""


@dataclass(frozen=True, slots=True)
class GivenKeyring:
    """Secrets that came with the settings; they change with a restart only."""

    keyring: Keyring

    def present(self) -> Keyring:
        """Always the same."""
        return self.keyring


def pipeline_factory(settings: Settings) -> AnalyserFactory:
    """What makes the pipeline that the settings ask for."""
    return lambda: open_pipeline(settings.detector, settings.weights, settings.passive)


def open_secrets(settings: Settings, clock: Clock, *, make: bool = True) -> KeyringSource:
    """The keyring of the settings, or of the file that they name, which is made if need be, unless `make` is false.

    Raises:
        KeyringError: it cannot be read, made or understood.
    """
    if settings.keyring_text is not None:
        return GivenKeyring(parse_keyring(settings.keyring_text.get_secret_value()))
    return KeyringFile(settings.keyring, now=clock.now, make=make)


def open_engine(
    settings: Settings, analysers: AnalyserFactory | None, matcher: Matcher | None, metrics: Metrics
) -> Engine:
    """What analyses and describes, here or on a Ray cluster; nothing is opened before it starts.

    Raises:
        SettingsError: Ray is asked for, and is not installed or cannot do it.
    """
    if settings.engine == "ray":
        pool: Workers = open_remote(settings, analysers, matcher, metrics.stage)
    else:
        describers = None if matcher is None else matcher.open_describer
        factory = analysers or pipeline_factory(settings)
        pool = Pool(factory, workers=settings.workers, observe=metrics.stage, describers=describers)
    return Engine(pool, timeout=settings.analysis_timeout)


def open_services(  # noqa: PLR0913 - one for each thing that tests bring
    settings: Settings,
    *,
    clock: Clock,
    choose: Choose,
    analysers: AnalyserFactory | None = None,
    matcher: Matcher | None = None,
    store: Store | None = None,
    board: Board | None = None,
) -> Services:
    """The parts of a server; nothing runs yet but the store's thread. `store` takes the place of the settings' log.

    `board` is what this process has in common with others behind the same port.

    Whoever brings analysers of their own brings the matcher for what they find, or there is none.

    Raises:
        SettingsError: the package's policies cannot be read, or telemetry or a matcher not had as the settings ask.
        KeyringError: the secrets cannot be read or made.
        StoreError: the database cannot be opened or upgraded.
    """
    matcher = matcher or (None if analysers is not None else matcher_of(settings))
    policy, secrets = packaged_policies().choose(settings.policy), open_secrets(settings, clock)
    telemetry, metrics, threads = Telemetry(settings), Metrics(), Threads()
    database = Database(settings.database)
    api_keys = ApiKeys(database)
    engine = open_engine(settings, analysers, matcher, metrics)
    places = REQUESTS_A_WORKER * (settings.replicas if settings.engine == "ray" else settings.workers)
    desk = None if matcher is None else open_desk(settings, database, secrets.present, matcher)
    return Services(
        settings=settings,
        policy=policy,
        engine=engine,
        store=store or BufferedStore(SqlStore(database)),
        database=database,
        sessions=Sessions(database, announce),
        api_keys=api_keys,
        audit=Audit(database),
        outbox=Outbox(database),
        keeper=Keeper(database),
        people=People(Gallery(database), desk, engine, threads, metrics, settings.image_limits),
        secrets=secrets,
        keys=Keys(api_keys, settings.locked, now=clock.now, threads=threads),
        limits=Limits(settings),
        live=Live(settings),
        metrics=metrics,
        telemetry=telemetry,
        active_default=ActiveCheckDefault(settings.active_check),
        connections=SharedGate(settings.max_connections, "connections", settings.most_of_one),
        requests=Gate(places, "requests"),
        seed_requests=Gate(places, "requests"),
        readers=Readers(),
        threads=threads,
        clock=clock,
        choose=choose,
        board=board,
    )
