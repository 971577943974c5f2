"""What a server counts of itself, for Prometheus to fetch from `/metrics`.

A name that was never foreseen (a path, a method, a code) must not make a new time series each: labels are closed sets
where we know the set, and otherwise the first `DIFFERENT` values that look like a code of ours. All else is `other`.
"""

import asyncio
import re
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.gc_collector import GCCollector
from prometheus_client.metrics_core import Metric
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from facevow.log import get_logger

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
"""The text format of Prometheus, which every scraper reads (prometheus.io, exposition formats)."""

OTHER: Final = "other"
NONE: Final = "none"

DIFFERENT: Final = 64
"""Values of one open label that are told apart; more than there are routes, reasons or codes of ours."""

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "WEBSOCKET"})
"""Methods of HTTP that routes of ours know, and the opening of a socket."""

KINDS: Final = frozenset({"received", "analysed", "dropped", "refused"})
"""What becomes of a frame."""

COMPARISONS: Final = frozenset({"enrolment", "verification", "identification"})
"""What is done with a face and the gallery."""

STAGE_SECONDS: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0)
"""Upper ends of the histogram's buckets: stages take from half a millisecond (quality) to the time-out of 15 s."""

REQUEST_SECONDS: Final = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

_CODE: Final = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_ROUTE: Final = re.compile(r"/[A-Za-z0-9_.:{}/-]{0,127}")

Read = Callable[[], float]
"""Reads a gauge at the moment of a scrape; may raise, then the gauge is left out of that answer."""


class Label:
    """Keeps one open label small. Used by several threads."""

    def __init__(self, shape: re.Pattern[str] = _CODE, most: int = DIFFERENT) -> None:
        self._shape = shape
        self._most = most
        self._seen: set[str] = set()
        self._lock = threading.Lock()

    def __call__(self, value: str | None) -> str:
        """The value, `none` for nothing, or `other` for one of no known shape or one too many."""
        if not value:
            return NONE
        if value in self._seen:
            return value
        if not self._shape.fullmatch(value):
            return OTHER
        with self._lock:
            if len(self._seen) >= self._most:
                return OTHER
            self._seen.add(value)
        return value


class _Watched(Collector):
    """The gauges that are read when somebody asks."""

    def __init__(self) -> None:
        self._reads: dict[str, tuple[str, Read]] = {}
        self._log = get_logger("metrics")

    def add(self, name: str, meaning: str, read: Read) -> None:
        self._reads[name] = (meaning, read)

    def describe(self) -> Iterable[Metric]:
        """Nothing: registering must not read any of them."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Each gauge that can be read now; a database that is away costs its own gauges and no others."""
        for name, (meaning, read) in tuple(self._reads.items()):
            try:
                value = float(read())
            except Exception as error:  # noqa: BLE001 - whatever fails: the other figures are wanted all the more
                self._log.warning("gauge_not_read", gauge=name, error=type(error).__name__)
                continue
            yield GaugeMetricFamily(name, meaning, value=value)


class Metrics:
    """The counters of one server, in a registry of its own: two servers in a process do not share them.

    Every method may be called from any thread, raises nothing for any text, and takes some microseconds.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry(auto_describe=False)
        self._labels: Mapping[str, Label] = {
            name: Label()
            for name in ("source", "reason", "verdict", "state", "ended_by", "what", "stage", "outcome", "result")
        }
        self._route = Label(_ROUTE)
        self._before: list[Callable[[], Awaitable[object]]] = []
        self._timed: dict[str, Histogram] = {}
        self._count()
        self._time()
        self._watched = _Watched()
        self.registry.register(self._watched)
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)

    def _count(self) -> None:
        def counter(name: str, meaning: str, *labels: str) -> Counter:
            return Counter(f"facevow_{name}", meaning, labels, registry=self.registry)

        self._frames = counter("frames", "Frames, by what became of them.", "source", "kind")
        self._verdicts = counter("verdicts", "Verdicts.", "source", "verdict")
        self._reasons = counter("verdict_reasons", "Reasons that stand with verdicts.", "verdict", "reason")
        self._sessions = counter("sessions", "Sessions that changed to a state.", "state", "ended_by")
        self._refused = counter("refused", "What was turned away, by the code that it was told.", "what")
        self._requests = counter("requests", "Requests answered.", "route", "method", "status")
        self._matches = counter("matches", "Faces compared or enrolled, by what came of it.", "kind", "result")
        self._callbacks = counter("callbacks", "Attempts to deliver callbacks.", "outcome")

    def _time(self) -> None:
        self._stages = Histogram(
            "facevow_stage_seconds",
            "Seconds that a frame spends in each stage of its analysis.",
            ("stage",),
            buckets=STAGE_SECONDS,
            registry=self.registry,
        )
        self._seconds = Histogram(
            "facevow_request_seconds",
            "Seconds from a request to the end of its answer.",
            ("route", "method"),
            buckets=REQUEST_SECONDS,
            registry=self.registry,
        )

    def stage(self, name: str, seconds: float) -> None:
        """One frame went through a stage (wait, decode, detect, mesh, surroundings, passive, quality)."""
        found = self._timed.get(name)
        if found is None:  # the label bounds how many there are of them
            label = self._labels["stage"](name)
            found = self._stages.labels(label)
            if label == name:
                self._timed[name] = found
        found.observe(max(seconds, 0.0))

    def frames(self, source: str, kind: str, count: int = 1) -> None:
        """So many frames of a source (ws, v1, ...) were received, analysed, dropped or refused."""
        self._frames.labels(self._labels["source"](source), kind if kind in KINDS else OTHER).inc(max(count, 0))

    def verdict(self, source: str, verdict: str, reasons: Iterable[str] = ()) -> None:
        """A verdict was given, with its reasons."""
        named = self._labels["verdict"](verdict)
        self._verdicts.labels(self._labels["source"](source), named).inc()
        for reason in dict.fromkeys(reasons):
            self._reasons.labels(named, self._labels["reason"](reason)).inc()

    def session(self, state: str, ended_by: str | None = None) -> None:
        """A session is in a new state; `ended_by` says why one ended without a verdict."""
        self._sessions.labels(self._labels["state"](state), self._labels["ended_by"](ended_by)).inc()

    def refused(self, what: str) -> None:
        """Something was turned away with this code (`rate_limited`, `key_unknown`, `server_full`, ...)."""
        self._refused.labels(self._labels["what"](what)).inc()

    def request(self, route: str | None, method: str, status: int | None, seconds: float | None) -> None:
        """A request was answered.

        `route` is the template of the route, never the path; None where there is none. `status` is None where the
        caller went away before an answer, `seconds` None for a socket, which has no end of its answer.
        """
        where, how = self._route(route), method if method in METHODS else OTHER
        known = NONE if status is None else str(status) if 100 <= status <= 599 else OTHER
        self._requests.labels(where, how, known).inc()
        if seconds is not None:
            self._seconds.labels(where, how).observe(max(seconds, 0.0))

    def callback(self, outcome: str) -> None:
        """A callback was tried: delivered, failed, refused, given_up."""
        self._callbacks.labels(self._labels["outcome"](outcome)).inc()

    def match(self, kind: str, result: str) -> None:
        """A face was compared (`verification`, `identification`) or enrolled (`enrolment`), with that result."""
        self._matches.labels(kind if kind in COMPARISONS else OTHER, self._labels["result"](result)).inc()

    def watch(self, name: str, meaning: str, read: Read) -> None:
        """Show `facevow_<name>` as `read` tells it at each scrape, which is done in a thread beside the event loop."""
        self._watched.add(f"facevow_{name}", meaning, read)

    def before(self, ask: Callable[[], Awaitable[object]]) -> None:
        """Have something asked before each scrape, for a gauge that takes long to read; failures are passed over."""
        self._before.append(ask)

    async def prepare(self) -> None:
        """Ask it all. To be awaited before `text` by whoever has an event loop."""
        await asyncio.gather(*(ask() for ask in self._before), return_exceptions=True)

    def tell(self, meaning: str, **facts: str) -> None:
        """Show `facevow_build_info`, a 1 whose labels are facts that hold as long as the server runs."""
        Gauge("facevow_build_info", meaning, tuple(facts), registry=self.registry).labels(*facts.values()).set(1)

    def text(self) -> bytes:
        """All of it in Prometheus' text format (`CONTENT_TYPE`)."""
        return generate_latest(self.registry)
