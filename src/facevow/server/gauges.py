"""The figures that are read off the running server whenever somebody fetches the metrics."""

from importlib.metadata import version
from typing import TypeVar

from facevow.errors import StoreError
from facevow.server.questions import Question
from facevow.server.services import Services

Answer = TypeVar("Answer")


def watch(services: Services) -> None:
    """Have `services.metrics` show how full this server is and what waits in it. To be called once, at the start."""
    metrics, engine, store = services.metrics, services.engine, services.store
    metrics.tell("Which server this is.", version=version("facevow"), policy=services.policy.title)
    metrics.watch("model_loaded", "Whether every worker has its networks.", lambda: engine.loaded)
    metrics.watch("workers", "Threads that analyse, or replicas on a Ray cluster.", lambda: _analysers(services))
    metrics.watch("queue", "Frames that are being analysed or wait for it.", lambda: engine.waiting)
    metrics.watch("sockets", "Sockets of /ws.", lambda: services.connections.inside)
    metrics.watch("sockets_capacity", "Such sockets that there is room for.", lambda: services.connections.capacity)
    metrics.watch("sessions_streaming", "Sessions that are streamed now.", lambda: services.live.inside)
    metrics.watch("sessions_capacity", "Sessions that may be streamed at once.", lambda: services.settings.max_sessions)
    metrics.watch("draining", "Whether this server is about to stop.", lambda: services.live.draining)
    metrics.watch("store_pending", "Rows of the log that wait to be written.", lambda: store.health().pending)
    metrics.watch("store_lost", "Rows of the log that were lost since the start.", lambda: store.health().lost)
    waiting: Question[int] = Question()
    metrics.before(lambda: waiting.ask(lambda: services.outbox.counts()["waiting"]))
    metrics.watch("outbox_waiting", "Callbacks that are to be delivered.", lambda: _known(waiting))
    enrolled: Question[dict[str, int]] = Question()
    metrics.before(lambda: enrolled.ask(services.people.gallery.matchers))
    metrics.watch("templates", "Faces that are enrolled.", lambda: sum(_known(enrolled).values()))
    metrics.watch("templates_outdated", "Those of other matchers.", lambda: _outdated(services, _known(enrolled)))


def _analysers(services: Services) -> int:
    settings = services.settings
    return settings.replicas if settings.engine == "ray" else settings.workers


def _outdated(services: Services, by_matcher: dict[str, int]) -> int:
    return sum(count for matcher, count in by_matcher.items() if matcher != services.people.matcher)


def _known(question: Question[Answer]) -> Answer:
    if question.last is None:
        raise StoreError("expected the database to answer")
    return question.last
