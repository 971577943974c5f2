"""A server at work, watched from outside: its metrics, its traces, its log."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from prometheus_client.parser import text_string_to_metric_families

from facevow import log
from facevow.server.metrics import CONTENT_TYPE, DIFFERENT
from facevow.server.services import Clock
from tests.server.analysers import FAILING, FAKE, REAL, picture
from tests.server.receiving import receiving
from tests.server.serving import HandClock, Running, serving, until
from tests.server.v1.streaming import ended, order_over_http, refused, streaming

KEY = "fvk_0123456789abcdef_" + "ab" * 32
SHOWN = {"Authorization": f"Bearer {KEY}"}

STAGES = {"wait", "decode"}
"""Those that every analyser has; the others are the pipeline's own."""


def scrape(server: Running, **options: Any) -> dict[tuple[str, ...], float]:  # noqa: ANN401
    """Every sample by its name and the values of its labels, in the order of the labels' names."""
    answer = server.get("/metrics", **options)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == CONTENT_TYPE
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def work(server: Running, hand: HandClock) -> str:
    """A session that completes, one that is left, frames of /ws, a picture: each once; the id of the first."""
    ordered = order_over_http(server, policy="passive_only", subject="ada.lovelace@example.org", metadata={"n": "Ada"})
    with streaming(server, ordered, hand=hand) as streamer:
        streamer.show_until(lambda answer: answer["type"] == "ended")
    assert ended(server, ordered.id).state == "COMPLETED"
    left = order_over_http(server, policy="passive_only")
    with streaming(server, left, hand=hand) as streamer:
        streamer.show()
        streamer.ask({"type": "leave"})
    assert ended(server, left.id).state == "ABORTED"
    assert refused(server, left.id, left.token)[0] >= 4400
    with server.socket() as socket:
        for data in (picture(REAL), picture(FAKE), b"nothing", picture(FAILING)):
            socket.ask(data)
    assert server.post("/predict", json={"image": "nothing"}).status_code == 400
    return ordered.id


@pytest.fixture
def worked(database: Path, hand: HandClock) -> Iterator[Running]:
    """A server after some work."""
    with serving(database, clock=Clock(monotonic=hand)) as server:
        work(server, hand)
        opened = ("facevow_requests_total", "WEBSOCKET")
        until(lambda: sum(value for labels, value in scrape(server).items() if labels[:2] == opened) == 4)
        yield server


def test_every_metric_is_there_after_a_real_run(worked: Running) -> None:
    """Frames, drops, latency by stage, verdicts by reason, sessions, queue, refusals, requests: as they were."""
    samples = scrape(worked)
    names = {name for name, *_ in samples}
    assert samples["facevow_sessions_total", "none", "COMPLETED"] == 1
    assert samples["facevow_sessions_total", "left", "ABORTED"] == 1
    assert samples["facevow_verdicts_total", "v1", "BONA_FIDE"] == 1
    assert samples["facevow_verdict_reasons_total", "passive_only", "BONA_FIDE"] == 1
    analysed = samples["facevow_frames_total", "analysed", "v1"]
    assert analysed >= 8
    assert samples["facevow_frames_total", "dropped", "v1"] == 0
    assert samples["facevow_frames_total", "received", "ws"] == 4
    assert samples["facevow_frames_total", "analysed", "ws"] == 2
    assert samples["facevow_frames_total", "refused", "ws"] == 1
    assert [value for (name, *labels), value in samples.items() if name == "facevow_verdicts_total" and "ws" in labels]
    for stage in STAGES:
        assert samples["facevow_stage_seconds_count", stage] >= analysed
        assert samples["facevow_stage_seconds_sum", stage] >= 0
    assert samples["facevow_requests_total", "POST", "/v1/sessions", "201"] == 2
    assert samples["facevow_requests_total", "POST", "/predict", "400"] == 1
    assert samples["facevow_requests_total", "WEBSOCKET", "/v1/sessions/{session}/stream", "101"] >= 2
    assert samples["facevow_request_seconds_count", "POST", "/v1/sessions"] == 2
    assert [value for (name, *_), value in samples.items() if name == "facevow_refused_total"]
    for gauge in ("queue", "sockets", "sessions_streaming", "store_lost", "outbox_waiting", "draining"):
        assert samples[f"facevow_{gauge}",] == 0
    assert samples["facevow_store_pending",] >= 0
    assert samples["facevow_model_loaded",] == 1
    assert samples["facevow_workers",] == worked.services.settings.workers
    assert {"facevow_build_info", "process_resident_memory_bytes", "python_info"} <= names


def test_the_documented_metrics_are_those_that_there_are(worked: Running) -> None:
    """docs/operations.md names each, and none that is not told; some are counted only when there are any."""
    worked.services.metrics.callback("delivered")
    worked.services.metrics.match("verification", "matched")
    told = {name.removesuffix("_bucket").removesuffix("_count").removesuffix("_sum") for name, *_ in scrape(worked)}
    told = {name for name in told if name.startswith("facevow_") and not name.endswith("_created")}
    document = (Path(__file__).resolve().parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
    table = document[document.index("| metric | labels |") : document.index("Whatever clients send")]
    assert {word for word in table.replace("`", " ").replace(",", " ").split() if word.startswith("facevow_")} == told


def test_hostile_requests_do_not_make_many_series(server: Running) -> None:
    """Hundreds of paths, methods and tokens later there are a few series more, and none that bears a client's text."""
    for number in range(100):
        server.get(f"/evil{number}/{number}")
        server.get(f"/v1/evil{number}")
        server.get(f"/v1/sessions/evil{number}")
        server.http.request(f"EVIL{number}", f"/evil{number}")
    text = server.get("/metrics").text
    assert "evil" not in text.lower()
    series = [line for line in text.splitlines() if line.startswith("facevow_requests_total")]
    assert 1 < len(series) < DIFFERENT


def test_metrics_need_a_key_for_operators_on_a_locked_server(database: Path) -> None:
    """Strangers get 401, whoever has the scope the figures."""
    with serving(database, access="locked", initial_key=KEY) as server:
        assert server.get("/metrics").status_code == 401
        assert scrape(server, headers=SHOWN)["facevow_model_loaded",] == 1


def test_metrics_can_be_switched_off(database: Path) -> None:
    """Then the address is not there."""
    with serving(database, metrics=False) as server:
        assert server.get("/metrics").status_code == 404


def test_a_session_is_traced_to_a_real_receiver(database: Path, hand: HandClock) -> None:
    """Requests and the session arrive as spans; none of them holds the subject, a token, or an id out of a path."""
    with receiving() as received:
        with serving(database, clock=Clock(monotonic=hand), telemetry=received.url) as server:
            session = work(server, hand)
        assert {"POST /v1/sessions", "session", "WEBSOCKET /v1/sessions/{session}/stream"} <= set(received.names)
        assert not [name for name in received.names if session in name]
        everything = b"".join(span.SerializeToString() for span in received.spans)
        for secret in (b"lovelace", b"fvt_", b"Ada"):
            assert secret not in everything


def test_a_collector_that_is_away_disturbs_no_check(database: Path, hand: HandClock) -> None:
    """With nobody at its address everything goes its way, and the server ends."""
    with serving(database, clock=Clock(monotonic=hand), telemetry="http://127.0.0.1:9") as server:
        work(server, hand)
        assert server.health()["status"] == "healthy"


def test_the_log_tells_each_session_once_and_holds_no_secret(
    database: Path, hand: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two sessions, two lines `session_ended`; keys, tokens, images, subject and metadata are in no line at all."""
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    log.configure(log.Level.DEBUG)
    try:
        with serving(database, clock=Clock(monotonic=hand)) as server:
            session = work(server, hand)
            server.get("/v1/sessions", headers=SHOWN)
    finally:
        structlog.reset_defaults()
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    told = [line for line in lines if line["event"] == "session_ended"]
    assert {(line["state"], line["ended_by"]) for line in told} == {("COMPLETED", None), ("ABORTED", "left")}
    assert len(told) == 2
    assert [line["verdict"] for line in told if line["session"] == session] == ["BONA_FIDE"]
    for secret in ("lovelace", "Ada", "fvt_", "fvk_", "eyJ", "/9j/", "whsec_", "ab" * 32):
        assert secret not in written.getvalue()
