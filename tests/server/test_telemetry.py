"""Traces: none unless asked for, all of them where somebody takes them, and never in anybody's way."""

import asyncio
import socket
import subprocess
import sys
import time
import tracemalloc

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from facevow.errors import SettingsError
from facevow.server.settings import load_settings
from facevow.server.telemetry import CLOSE_SECONDS, LONGEST, Telemetry, traces_address
from tests.server.receiving import receiving

CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
"""A `traceparent` as the W3C's recommendation shows it."""


def kept(exporter: InMemorySpanExporter, telemetry: Telemetry) -> dict[str, ReadableSpan]:
    """The spans that were made, by name, after the last of them was sent."""
    telemetry.close()
    return {span.name: span for span in exporter.get_finished_spans()}


def test_off_it_is_one_object_and_loads_nothing() -> None:
    """Without an address every span is the same thing that does nothing, and no package of OpenTelemetry is loaded."""
    telemetry = Telemetry(load_settings())
    assert not telemetry.on
    assert telemetry.span("one", session="x") is telemetry.span("two")
    with telemetry.span("three") as span:
        span.set(frames=3)
        span.rename("four")
    telemetry.close()
    program = (
        "import sys; from facevow.server.settings import load_settings; "
        "from facevow.server.telemetry import Telemetry; "
        "t = Telemetry(load_settings()); t.span('a').__enter__().set(b=1); t.close(); "
        "sys.exit(any(name.startswith('opentelemetry') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=60).returncode == 0  # noqa: S603


def test_off_a_thousand_spans_keep_no_memory() -> None:
    """What a span takes while telemetry is off is given back at once."""
    telemetry = Telemetry(load_settings())

    def work() -> None:
        for number in range(1000):
            with telemetry.span("frame", number=number) as span:
                span.set(done=True)

    work()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        work()
        assert tracemalloc.get_traced_memory()[0] - before < 20_000  # a kept span is 50 bytes at the very least
    finally:
        tracemalloc.stop()


def test_spans_lie_within_each_other_across_tasks() -> None:
    """A span begun in a task is below the one that was under way where the task was made."""
    exporter = InMemorySpanExporter()
    telemetry = Telemetry(load_settings(), exporter)

    async def inner() -> None:
        with telemetry.span("inner", frames=3, share=0.5, kept=False, nothing=None):
            await asyncio.sleep(0)

    async def outer() -> None:
        with telemetry.span("outer") as span:
            await asyncio.gather(inner())
            span.set(verdict="ATTACK")
            span.rename("renamed")

    asyncio.run(outer())
    spans = kept(exporter, telemetry)
    below, above = spans["inner"], spans["renamed"]
    assert below.parent is not None
    assert above.context is not None
    assert below.parent.span_id == above.context.span_id
    assert below.attributes == {"facevow.frames": 3, "facevow.share": 0.5, "facevow.kept": False}
    assert above.attributes == {"facevow.verdict": "ATTACK"}


def test_a_callers_trace_is_joined() -> None:
    """`traceparent` names the trace and the span above; one that makes no sense begins a trace of its own."""
    exporter = InMemorySpanExporter()
    telemetry = Telemetry(load_settings(), exporter)
    for name, header in {"joined": CALLER, "own": "00-nonsense", "none": ""}.items():
        with telemetry.span(name, carrier={"traceparent": header}, http_route="/v1/sessions"):
            pass
    spans = kept(exporter, telemetry)
    assert spans["joined"].parent is not None
    assert f"{spans['joined'].parent.trace_id:032x}" == CALLER.split("-")[1]
    assert spans["own"].parent is spans["none"].parent is None
    assert spans["own"].attributes == {"http.route": "/v1/sessions"}


def test_a_failure_is_told_by_its_class_only() -> None:
    """The exception goes on to whoever called; its text, which may hold anything, is not in the span."""
    exporter = InMemorySpanExporter()
    telemetry = Telemetry(load_settings(), exporter)
    with pytest.raises(ZeroDivisionError), telemetry.span("failing"):
        raise ZeroDivisionError("the name of a person")
    span = kept(exporter, telemetry)["failing"]
    assert span.status.status_code is StatusCode.ERROR
    assert span.status.description == "ZeroDivisionError"
    assert "person" not in span.to_json()


def test_secrets_and_long_texts_do_not_get_out() -> None:
    """An attribute has keys and tokens hidden, and an end."""
    exporter = InMemorySpanExporter()
    telemetry = Telemetry(load_settings(), exporter)
    with telemetry.span("one", key="got fvk_0123456789abcdef_" + "ab" * 32, long="x" * 5000):
        pass
    attributes = kept(exporter, telemetry)["one"].attributes
    assert attributes == {"facevow.key": "got [hidden]", "facevow.long": "x" * LONGEST}


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("http://127.0.0.1:4318", "http://127.0.0.1:4318/v1/traces"),
        ("https://collector.example/", "https://collector.example/v1/traces"),
        ("https://collector.example/otlp/v1/traces", "https://collector.example/otlp/v1/traces"),
    ],
)
def test_an_address_without_a_path_gets_the_usual_one(given: str, meant: str) -> None:
    """As the OTLP specification has it."""
    assert traces_address(given) == meant


@pytest.mark.parametrize("given", ["", "collector:4318", "grpc://collector:4317", "http://", "http://host:port"])
def test_what_is_no_address_is_refused_at_the_start(given: str) -> None:
    """The message tells what an address looks like."""
    with pytest.raises(SettingsError, match=r"such as http://127\.0\.0\.1:4318"):
        Telemetry(load_settings(telemetry=given))


def test_a_receiver_gets_what_was_done() -> None:
    """Spans arrive at a real receiver in OTLP over HTTP, the last of them at the latest when the server stops."""
    with receiving() as received:
        telemetry = Telemetry(load_settings(telemetry=received.url))
        for _ in range(3):
            with telemetry.span("session", session="fvs_1"):
                pass
        telemetry.close()
        assert received.names == ["session"] * 3
        assert set(received.paths) == {"/v1/traces"}
        assert received.services == {"facevow"}
        (attribute,) = received.spans[0].attributes
        assert (attribute.key, attribute.value.string_value) == ("facevow.session", "fvs_1")


def test_a_span_after_the_end_does_no_harm() -> None:
    """Whoever is late finds telemetry off."""
    exporter = InMemorySpanExporter()
    telemetry = Telemetry(load_settings(), exporter)
    telemetry.close()
    with telemetry.span("late"):
        pass
    telemetry.close()
    assert exporter.get_finished_spans() == ()


@pytest.mark.parametrize("kind", ["nobody there", "never answers", "answers with errors"])
def test_a_receiver_that_takes_nothing_holds_nobody_up(kind: str) -> None:
    """Ten thousand spans are made while nothing can be sent, none waits, and the end comes within its few seconds."""
    with receiving(answer=503) as failing, socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        if kind == "nobody there":
            silent.close()
        address = failing.url if kind == "answers with errors" else f"http://127.0.0.1:{port}"
        telemetry = Telemetry(load_settings(telemetry=address))
        began = time.perf_counter()
        for _ in range(10_000):
            with telemetry.span("frame"):
                pass
        assert time.perf_counter() - began < 60  # each of its twenty batches would wait for five seconds
        began = time.perf_counter()
        telemetry.close()
        assert time.perf_counter() - began < CLOSE_SECONDS + 10
