"""Traces for OpenTelemetry, where the settings name a place to send them to; nothing at all otherwise.

A trace is of use to us and never needed: what cannot be sent is thrown away, in a thread of its own, and nobody waits
for it. No span holds a path, a query, a picture or the name of a person: spans are named after routes' templates.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib.metadata import version
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import urlsplit

from facevow.errors import SettingsError
from facevow.log import without_secrets
from facevow.server.settings import Settings
from facevow.server.sound import is_http

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Span, Tracer

TRACES: Final = "/v1/traces"
"""Where an OTLP receiver takes traces unless its address says otherwise (OTLP specification, "OTLP/HTTP Request")."""

LONGEST: Final = 200
"""Characters of a span's attribute."""

QUEUE: Final = 2048
"""Spans that wait to be sent; more are thrown away, the oldest first."""

EXPORT_SECONDS: Final = 5.0
"""Seconds that a receiver may take for a batch, attempts to try again included."""

CLOSE_SECONDS: Final = 3.0
"""Seconds that a stopping server waits for its last spans to be sent."""

CONVENTIONAL: Final = {
    "http_request_method": "http.request.method",
    "http_response_status_code": "http.response.status_code",
    "http_route": "http.route",
}
"""Attributes with a name that all tools know (OpenTelemetry semantic conventions for HTTP); others are `facevow.`."""

Attribute = str | bool | int | float


class Noted(Protocol):
    """A span that is under way."""

    def set(self, **attributes: Attribute | None) -> None:
        """Add facts to the span; None is left out."""

    def rename(self, name: str) -> None:
        """Name the span anew, where it is known only later what it is."""


class _Nothing:
    """A span while telemetry is off."""

    __slots__ = ()

    def set(self, **attributes: Attribute | None) -> None:
        """Forget them."""

    def rename(self, name: str) -> None:
        """Forget it."""


class _Noted:
    """A span of OpenTelemetry."""

    __slots__ = ("_span",)

    def __init__(self, span: "Span") -> None:
        self._span = span

    def set(self, **attributes: Attribute | None) -> None:
        for name, value in attributes.items():
            if value is not None:
                self._span.set_attribute(_dotted(name), _harmless(value))

    def rename(self, name: str) -> None:
        self._span.update_name(name)


class Telemetry:
    """Makes spans. Without `settings.telemetry` each costs a call and nothing else, and no package is loaded.

    `exporter` takes the place of the one that sends to that address; tests bring one that keeps what it gets.

    Raises:
        SettingsError: the address is none, or the packages of the extra `telemetry` are not installed.
    """

    def __init__(self, settings: Settings, exporter: "SpanExporter | None" = None) -> None:
        self._exporter: SpanExporter | None = None
        self._provider: TracerProvider | None = None
        self._tracer: Tracer | None = None
        self._off: AbstractContextManager[Noted] = nullcontext(_Nothing())
        if exporter is not None or settings.telemetry is not None:
            self._open(settings, exporter)

    @property
    def on(self) -> bool:
        """Whether spans go anywhere."""
        return self._tracer is not None

    def span(
        self, name: str, *, carrier: Mapping[str, str] | None = None, **attributes: Attribute | None
    ) -> AbstractContextManager[Noted]:
        """A span for the length of a block, below the one that is under way in the same task or thread.

        An exception that leaves the block marks the span as failed, by its class only. `carrier` are the headers of a
        request, of which `traceparent` (W3C Trace Context) names the caller's own trace. Attributes are named as in
        CONVENTIONAL, or get `facevow.` before their name; secrets in them are hidden.
        """
        return self._off if self._tracer is None else self._span(self._tracer, name, carrier, attributes)

    @contextmanager
    def _span(
        self, tracer: "Tracer", name: str, carrier: Mapping[str, str] | None, attributes: Mapping[str, Attribute | None]
    ) -> Iterator[Noted]:
        from opentelemetry.trace import Status, StatusCode  # noqa: PLC0415 - there only where it is installed

        caller = None if carrier is None else _caller(carrier)
        with tracer.start_as_current_span(
            name, context=caller, record_exception=False, set_status_on_exception=False
        ) as span:
            noted = _Noted(span)
            noted.set(**attributes)
            try:
                yield noted
            except BaseException as error:
                span.set_status(Status(StatusCode.ERROR, type(error).__name__))
                raise

    def close(self) -> None:
        """Send what is left, if that is done within some seconds."""
        if self._provider is None or self._exporter is None:
            return
        last = threading.Thread(target=self._provider.shutdown, name="facevow-telemetry", daemon=True)
        last.start()
        last.join(CLOSE_SECONDS)
        if last.is_alive():  # nobody takes them; this ends its attempts
            self._exporter.shutdown()
        self._tracer = None

    def _open(self, settings: Settings, exporter: "SpanExporter | None") -> None:
        try:
            from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - loaded only where it is wanted
            from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
            from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
        except ImportError as error:
            raise SettingsError(
                "expected the packages for telemetry, which the settings ask for: pip install 'facevow[telemetry]'"
            ) from error
        self._exporter = exporter or _sender(settings.telemetry or "")
        about = Resource.create({"service.name": "facevow", "service.version": version("facevow")})
        self._provider = TracerProvider(resource=about, shutdown_on_exit=False)
        self._provider.add_span_processor(
            BatchSpanProcessor(self._exporter, max_queue_size=QUEUE, schedule_delay_millis=1000)
        )
        self._tracer = self._provider.get_tracer("facevow", version("facevow"))


def traces_address(given: str) -> str:
    """Where traces are posted: an address without a path is that of a receiver as a whole.

    Raises:
        SettingsError: this is no address of HTTP.
    """
    if not is_http(given):
        raise SettingsError("telemetry: expected an address such as http://127.0.0.1:4318, got something else")
    parts = urlsplit(given)
    return given if parts.path.strip("/") else parts._replace(path=TRACES).geturl()


def _sender(address: str) -> "SpanExporter":
    where = traces_address(address)
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
    except ImportError as error:
        raise SettingsError(
            "expected the packages for telemetry, which the settings ask for: pip install 'facevow[telemetry]'"
        ) from error
    return OTLPSpanExporter(endpoint=where, timeout=EXPORT_SECONDS)


def _caller(carrier: Mapping[str, str]) -> "Context":
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415

    return TraceContextTextMapPropagator().extract(dict(carrier))


def _dotted(name: str) -> str:
    return CONVENTIONAL.get(name, f"facevow.{name}")


def _harmless(value: Attribute) -> Attribute:
    return without_secrets(value)[:LONGEST] if isinstance(value, str) else value
