"""What processes leave for each other to tell."""

import asyncio
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families
from structlog.testing import capture_logs

from facevow.server import posting
from facevow.server.board import Board, merged
from facevow.server.metrics import Metrics
from facevow.server.posting import post
from facevow.server.services import Services
from facevow.server.threads import Threads, in_thread
from facevow.server.v1.operate_replies import LiveSession, LiveSessions
from facevow.server.v1.recorded import FrameCounts

EMPTY = LiveSessions(capacity=32, inside=0, draining=False, sessions=[])


def test_metrics_of_all_are_one_text_that_a_scraper_reads(tmp_path: Path) -> None:
    """Each family once, each sample as often as there are processes, with a label that tells them apart."""
    ours, theirs = Metrics(), Metrics()
    for several, metrics in ((1, ours), (5, theirs)):
        metrics.frames("v1", "received", several)
        metrics.watch("workers", "Threads.", partial(float, several))
        metrics.stage("mesh", 0.004)
    Board(tmp_path, 1).leave_metrics(theirs.text())
    text = Board(tmp_path, 0).metrics(ours.text()).decode()
    families = {family.name: family for family in text_string_to_metric_families(text)}
    assert len(families) == sum(line.startswith("# TYPE") for line in text.splitlines())
    assert of_each(families["facevow_frames"], "facevow_frames_total") == {"0": 1.0, "1": 5.0}
    assert of_each(families["facevow_workers"], "facevow_workers") == {"0": 1.0, "1": 5.0}
    assert set(families) == {family.name for family in text_string_to_metric_families(ours.text().decode())}


def of_each(family: Metric, name: str) -> dict[str, float]:
    """The samples of a name, by process."""
    return {sample.labels["process"]: sample.value for sample in family.samples if sample.name == name}


def test_what_was_told_does_not_go_back(tmp_path: Path) -> None:
    """Whoever is asked leaves what it tells, so that the next who is asked tells no less of it."""
    metrics = Metrics()
    metrics.frames("v1", "received", 3)
    own = Board(tmp_path, 0)
    own.leave_metrics(metrics.text())
    metrics.frames("v1", "received", 4)
    first = own.metrics(metrics.text())
    second = Board(tmp_path, 1).metrics(b"")
    line = b'facevow_frames_total{process="0",kind="received",source="v1"} 7.0'
    assert line in first.splitlines()
    assert line in second.splitlines()


def test_streams_of_all_are_told_the_oldest_first(tmp_path: Path) -> None:
    """Capacities add up; what is no such file, or broken, is passed over."""
    sessions = [_session(f"fvs_{'ab'[number] * 22}", datetime(2026, 1, 2 - number, tzinfo=UTC)) for number in range(2)]
    parts = [
        LiveSessions(capacity=32, inside=1, draining=number == 1, sessions=[one]) for number, one in enumerate(sessions)
    ]
    Board(tmp_path, 1).leave_live(parts[1])
    (tmp_path / "live.2").write_bytes(b"{")
    (tmp_path / "live.txt").write_bytes(b"nothing of ours")
    told = Board(tmp_path, 0).live(parts[0])
    assert (told.capacity, told.inside, told.draining) == (64, 2, True)
    assert [one.session for one in told.sessions] == [sessions[1].session, sessions[0].session]


def test_who_clears_is_told_of_no_more(tmp_path: Path) -> None:
    """Nor is it an error to clear twice, or to have a folder that is gone."""
    board = Board(tmp_path / "there", 1)
    (tmp_path / "there").mkdir()
    board.leave_live(EMPTY)
    board.clear()
    board.clear()
    assert list((tmp_path / "there").iterdir()) == []
    gone = Board(tmp_path / "gone", 0)
    gone.leave_live(EMPTY)
    assert gone.live(EMPTY) == EMPTY
    assert gone.metrics(b"a 1\n") == merged({0: b"a 1\n"})


@dataclass(frozen=True, slots=True)
class Telling(Board):
    """Notes what is done with the metrics, and whether the one turn for scrapes is taken meanwhile."""

    done: list[str]
    threads: Threads

    def leave_metrics(self, text: bytes) -> None:
        """Note it, then leave it."""
        self.done.append("left in a turn" if self.threads.scrapes.borrowed_tokens else "left out of turn")
        Board.leave_metrics(self, text)


def test_a_text_is_left_before_anybody_makes_a_younger_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that no figure goes back: who asks once it is made waits until it is there."""
    monkeypatch.setattr(posting, "live_sessions", lambda _: EMPTY)
    assert asyncio.run(_posted_beside_a_scrape(tmp_path)) == ["left in a turn", "scraped"]


async def _until(met: Callable[[], bool]) -> None:
    while not met():  # noqa: ASYNC110 - other threads bring it about
        await asyncio.sleep(0)


async def _posted_beside_a_scrape(folder: Path) -> list[str]:
    """What happens in which order where a scrape is asked for while the text to be left is made."""
    loop, done, threads = asyncio.get_running_loop(), list[str](), Threads()
    scrapes: list[asyncio.Task[None]] = []

    async def ask() -> None:
        scrapes.append(asyncio.create_task(in_thread(threads.scrapes, done.append, "scraped")))
        await _until(lambda: threads.scrapes.statistics().tasks_waiting > 0)

    def text() -> bytes:
        asyncio.run_coroutine_threadsafe(ask(), loop).result()
        return b"a 1\n"

    metrics = SimpleNamespace(text=text, prepare=partial(asyncio.sleep, 0))
    services = SimpleNamespace(board=Telling(folder, 0, done, threads), threads=threads, metrics=metrics)
    task = asyncio.create_task(post(cast("Services", services)))
    await _until(lambda: any(scrape.done() for scrape in scrapes))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return done


def test_whatever_fails_is_posted_the_next_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is logged, and does not end it."""
    tries: list[LiveSessions] = []

    def live(_: Services) -> LiveSessions:
        tries.append(EMPTY)
        if len(tries) == 1:
            raise RuntimeError("unforeseen")
        return EMPTY

    monkeypatch.setattr(posting, "live_sessions", live)
    monkeypatch.setattr(posting, "LIVE_SECONDS", 0.0)
    services = SimpleNamespace(board=Board(tmp_path, 0), threads=Threads())

    async def run() -> None:
        task = asyncio.create_task(post(cast("Services", services)))
        while not (tmp_path / "live.0").exists():
            assert not task.done()
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    with capture_logs() as logs:
        asyncio.run(run())
    assert [line["error"] for line in logs if line["event"] == "posting_failed"][:1] == ["unforeseen"]


def test_two_threads_that_leave_at_once_leave_one_whole(tmp_path: Path) -> None:
    """What is read is what one of them wrote, all of it; and each has a file of its own until it is whole."""
    started, go_on = threading.Event(), threading.Event()
    replace = os.replace

    board = Board(tmp_path, 0)

    def held(*args: Path) -> None:
        if threading.current_thread() is thread:
            started.set()
            go_on.wait()
        replace(*args)

    thread = threading.Thread(target=board.leave_metrics, args=(b"first",))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", held)
        thread.start()
        started.wait()
        board.leave_metrics(b"second")
        assert (tmp_path / "metrics.0").read_bytes() == b"second"
        go_on.set()
        thread.join()
    assert (tmp_path / "metrics.0").read_bytes() == b"first"


def _session(name: str, since: datetime) -> LiveSession:
    counts = FrameCounts(received=1, analysed=1, dropped=0, refused=0)
    return LiveSession(
        session=name, policy="balanced", since=since, seconds=1, state=None, act=None, done=0, of=0, frames=counts,
        face=None, guidance=[],
    )  # fmt: skip
