"""The counters: their text is Prometheus', and no client can make them many."""

import string
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from facevow.server.metrics import DIFFERENT, Label, Metrics


def read(metrics: Metrics) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Every sample of ours by name and labels, as Prometheus' own parser reads it."""
    families = text_string_to_metric_families(metrics.text().decode())
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
        if sample.name.startswith("facevow_")
    }


def value(metrics: Metrics, name: str, **labels: str) -> float:
    """One sample."""
    return read(metrics)[(f"facevow_{name}", tuple(sorted(labels.items())))]


def test_everything_that_is_counted_is_told() -> None:
    """Each method moves its own series by as much as it should."""
    metrics = Metrics()
    metrics.frames("v1", "analysed")
    metrics.frames("v1", "dropped", 3)
    metrics.stage("detect", 0.02)
    metrics.verdict("v1", "ATTACK", ("passive_low", "poor_frames", "passive_low"))
    metrics.session("ABORTED", "left")
    metrics.session("COMPLETED")
    metrics.refused("rate_limited")
    metrics.request("/v1/sessions/{id}", "GET", 200, 0.02)
    metrics.request(None, "GET", None, 0.02)
    metrics.request("/ws", "WEBSOCKET", 101, None)
    metrics.callback("delivered")
    assert value(metrics, "frames_total", source="v1", kind="analysed") == 1
    assert value(metrics, "frames_total", source="v1", kind="dropped") == 3
    assert value(metrics, "stage_seconds_count", stage="detect") == 1
    assert value(metrics, "stage_seconds_bucket", stage="detect", le="0.01") == 0
    assert value(metrics, "stage_seconds_bucket", stage="detect", le="0.025") == 1
    assert value(metrics, "verdicts_total", source="v1", verdict="ATTACK") == 1
    assert value(metrics, "verdict_reasons_total", verdict="ATTACK", reason="passive_low") == 1
    assert value(metrics, "sessions_total", state="ABORTED", ended_by="left") == 1
    assert value(metrics, "sessions_total", state="COMPLETED", ended_by="none") == 1
    assert value(metrics, "refused_total", what="rate_limited") == 1
    assert value(metrics, "requests_total", route="/v1/sessions/{id}", method="GET", status="200") == 1
    assert value(metrics, "requests_total", route="none", method="GET", status="none") == 1
    assert value(metrics, "request_seconds_count", route="/v1/sessions/{id}", method="GET") == 1
    assert ("facevow_request_seconds_count", (("method", "WEBSOCKET"), ("route", "/ws"))) not in read(metrics)
    assert value(metrics, "callbacks_total", outcome="delivered") == 1


def test_a_flood_of_hostile_names_makes_a_bounded_number_of_series() -> None:
    """Ten thousand paths, methods, statuses and codes leave fewer series than the labels allow, and those of ours."""
    metrics = Metrics()
    metrics.refused("rate_limited")
    for number in range(10_000):
        metrics.request(f"/{number}", f"M{number}", number, 0.1)
        metrics.refused(f"code_{number}")
        metrics.frames("v1", f"kind_{number}")
        metrics.session("ABORTED", f"because_{number}")
    counted: dict[str, int] = {}
    for name, _ in read(metrics):
        counted[name] = counted.get(name, 0) + 1
    assert counted["facevow_refused_total"] == DIFFERENT + 1
    assert counted["facevow_frames_total"] == 1
    assert counted["facevow_sessions_total"] == DIFFERENT + 1
    assert counted["facevow_requests_total"] <= (DIFFERENT + 1) * 501
    metrics.refused("rate_limited")
    assert value(metrics, "refused_total", what="rate_limited") == 2


@given(st.text(max_size=200), st.text(max_size=20), st.integers(), st.floats(), st.lists(st.text(max_size=80)))
def test_no_text_and_no_number_breaks_the_answer(
    name: str, method: str, status: int, seconds: float, reasons: list[str]
) -> None:
    """Whatever is counted, nothing is raised, and the whole answer can still be parsed."""
    metrics = Metrics()
    metrics.request(name, method, status, seconds)
    metrics.stage(name, seconds)
    metrics.frames(name, method, status)
    metrics.verdict(name, method, reasons)
    metrics.session(name, method)
    metrics.refused(name)
    metrics.callback(name)
    assert value(metrics, "refused_total", what=Label()(name)) == 1


@given(st.text(alphabet=string.printable, max_size=100))
def test_a_label_is_a_code_or_a_word_of_ours(text: str) -> None:
    """What a label shows is the text itself, none or other; never anything that does not look like a code."""
    shown = Label()(text)
    assert shown in {text, "none", "other"}
    assert set(shown) <= set(string.ascii_letters + string.digits + "_.:-")


def test_a_gauge_that_cannot_be_read_costs_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    """With its database away a gauge is missing from the answer; the rest is there, and so it is again afterwards."""
    metrics = Metrics()
    away = True

    def waiting() -> float:
        if away:
            raise ConnectionError("postgresql://somebody:something@somewhere is away")
        return 7

    metrics.watch("outbox_waiting", "Callbacks.", waiting)
    metrics.watch("sockets", "Sockets.", lambda: 3)
    assert value(metrics, "sockets") == 3
    assert ("facevow_outbox_waiting", ()) not in read(metrics)
    shown = capsys.readouterr()
    assert "gauge_not_read" in shown.out + shown.err
    assert "something" not in shown.out + shown.err
    away = False
    assert value(metrics, "outbox_waiting") == 7


def test_facts_stand_as_labels() -> None:
    """What does not change is told once, as Prometheus' habit is."""
    metrics = Metrics()
    metrics.tell("Which server.", version="1.2", policy="strict 3")
    assert value(metrics, "build_info", version="1.2", policy="strict 3") == 1


def test_two_servers_of_a_process_do_not_share_counters() -> None:
    """Each has a registry of its own."""
    one, other = Metrics(), Metrics()
    one.refused("rate_limited")
    other.refused("rate_limited")
    assert value(one, "refused_total", what="rate_limited") == value(other, "refused_total", what="rate_limited") == 1


def test_threads_lose_no_count() -> None:
    """Eight threads that count at once end at the sum, and no label gets more values than it may."""
    metrics = Metrics()

    def count(thread: int) -> None:
        for number in range(500):
            metrics.frames("v1", "analysed")
            metrics.refused(f"code_{thread}_{number}")

    threads = [threading.Thread(target=count, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    samples = read(metrics)
    assert value(metrics, "frames_total", source="v1", kind="analysed") == 4000
    refused = [number for (name, _), number in samples.items() if name == "facevow_refused_total"]
    assert sum(refused) == 4000
    assert len(refused) == DIFFERENT + 1
