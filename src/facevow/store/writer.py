"""Writes records in the background, so that nobody waits for a disk, and none is lost while the disk has trouble."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotInTime
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, TypeVar

from facevow.errors import StoreError
from facevow.log import get_logger
from facevow.store.base import Store, StoreHealth
from facevow.store.columns import Record
from facevow.store.records import InferenceRecord, VerdictRecord

LARGEST_BATCH: Final = 500
"""Records in one transaction: a second's worth of a busy server, committed in a few milliseconds."""

Answer = TypeVar("Answer")
Row = TypeVar("Row", bound=Record)


@dataclass(frozen=True, slots=True)
class Patience:
    """How the writer waits.

    capacity: records kept while the database has trouble (about 1 kB each); later ones are dropped and counted.
    gather: seconds in which records are gathered into one transaction.
    first_retry, last_retry: seconds before another attempt, doubled each time from the first to the last.
    read: seconds that a reader waits for the writer.
    close: seconds that closing waits for the writer.
    """

    capacity: int = 10_000
    gather: float = 0.5
    first_retry: float = 0.25
    last_retry: float = 5.0
    read: float = 10.0
    close: float = 10.0


class BufferedStore:
    """A store in front of a store. One thread of its own does all the reading and writing, in order.

    A crash of the process loses at most what was gathered last, `gather` seconds' worth; an orderly end loses nothing.
    """

    def __init__(self, store: Store, patience: Patience | None = None) -> None:
        self._store = store
        self._patience = patience or Patience()
        self._log = get_logger("store")
        self._wake = threading.Condition()
        self._waiting: deque[Record] = deque()
        self._questions: deque[tuple[Callable[[], Any], Future[Any]]] = deque()
        self._lost = 0
        self._pause = self._patience.gather
        self._largest_batch = LARGEST_BATCH
        self._troubled = False
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="facevow-store", daemon=True)
        self._thread.start()

    def add(self, records: Sequence[Record]) -> None:
        """Take these records and return at once; those beyond the capacity are dropped and counted."""
        with self._wake:
            room = 0 if self._closing else self._patience.capacity - len(self._waiting)
            kept = list(records)[: max(room, 0)]
            self._waiting.extend(kept)
            self._lost += len(records) - len(kept)
            self._wake.notify()

    def recent(self, limit: int) -> list[InferenceRecord]:
        """The last `limit` inferences, newest first, those that could not be written yet in front.

        Raises:
            StoreError: the database cannot be read.
        """
        return self._ask(lambda: self._merge(InferenceRecord, self._store.recent, limit))

    def recent_verdicts(self, limit: int) -> list[VerdictRecord]:
        """The last `limit` verdicts, newest first; as `recent`."""
        return self._ask(lambda: self._merge(VerdictRecord, self._store.recent_verdicts, limit))

    def preference(self, name: str) -> Any | None:  # noqa: ANN401 - any JSON value
        """What was chosen under `name`, or None; as `recent`."""
        return self._ask(lambda: self._store.preference(name))

    def set_preference(self, name: str, value: Any) -> None:  # noqa: ANN401 - any JSON value
        """Write a choice and wait until it is written, after all that was added before.

        Raises:
            StoreError: it could not be written. Nothing is tried again later: whoever chose has been told.
        """
        self._ask(lambda: self._store.set_preference(name, value))

    def health(self) -> StoreHealth:
        """Degraded while records cannot be written."""
        with self._wake:
            return StoreHealth("degraded" if self._troubled else "ok", len(self._waiting), self._lost)

    def close(self) -> None:
        """Write what is pending, once more if there is trouble, and close the store behind."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        self._thread.join(self._patience.close)
        if self._thread.is_alive():
            self._log.error("store_not_closed", pending=len(self._waiting))

    def _ask(self, question: Callable[[], Answer]) -> Answer:
        """Have the writer's thread answer a question, and wait for it."""
        answer: Future[Answer] = Future()
        with self._wake:
            if self._closing:
                raise StoreError("expected an open store, but it is closed")
            self._questions.append((question, answer))
            self._wake.notify()
        try:
            return answer.result(self._patience.read)
        except NotInTime as error:
            answer.cancel()  # what was not begun is never done: nobody waits for it any more
            raise StoreError(f"expected an answer of the database within {self._patience.read} s") from error

    def _merge(self, kind: type[Row], read: Callable[[int], list[Row]], limit: int) -> list[Row]:
        stored = read(limit)
        with self._wake:
            unwritten = [record for record in reversed(self._waiting) if isinstance(record, kind)]
        return (unwritten + stored)[:limit]

    def _run(self) -> None:
        """The life of the writer's thread."""
        while self._wait():
            self._serve()
        self._serve()
        with self._wake:
            self._lost += len(self._waiting)
            if self._waiting:
                self._log.error("records_lost", records=len(self._waiting))
            self._waiting.clear()
        self._store.close()

    def _wait(self) -> bool:
        """Sleep until there is something to do; False when the store is being closed."""
        with self._wake:
            self._wake.wait_for(lambda: self._closing or self._questions or self._waiting)
            if not self._questions:
                self._wake.wait_for(lambda: self._closing or self._questions, self._pause)
            return not self._closing

    def _serve(self) -> None:
        """Write what waits, then answer who asked before that: what they had added themselves is written by then."""
        with self._wake:
            asked = list(self._questions)
            self._questions.clear()
        self._write_all()
        for question, answer in asked:
            _answer(question, answer)

    def _write_all(self) -> None:
        """Write batch after batch until nothing waits or the database refuses."""
        while batch := self._next_batch():
            try:
                self._store.add(batch)
            except StoreError as error:
                if error.code == "bad_record" and len(batch) == 1:
                    self._log.error("record_refused", error=str(error))
                    self._leave_out(1, lost=1)
                elif error.code == "bad_record":
                    self._largest_batch = 1  # find the one that is refused
                else:
                    self._report_trouble(str(error))
                    return
            except Exception as error:  # noqa: BLE001 - whatever it is, the thread has to live on
                self._report_trouble(repr(error))
                return
            else:
                self._leave_out(len(batch))
                self._report_success()
        self._largest_batch = LARGEST_BATCH

    def _next_batch(self) -> list[Record]:
        with self._wake:
            return list(islice(self._waiting, self._largest_batch))

    def _leave_out(self, count: int, *, lost: int = 0) -> None:
        """Take the oldest records out of the buffer; only this thread does."""
        with self._wake:
            for _ in range(count):
                self._waiting.popleft()
            self._lost += lost

    def _report_trouble(self, reason: str) -> None:
        with self._wake:
            first, self._troubled = not self._troubled, True
            pending = len(self._waiting)
        doubled = self._patience.first_retry if first else 2 * self._pause
        self._pause = min(doubled, self._patience.last_retry)
        if first:
            self._log.error("store_unavailable", reason=reason, pending=pending)

    def _report_success(self) -> None:
        with self._wake:
            recovered, self._troubled = self._troubled, False
            lost = self._lost
        self._pause = self._patience.gather
        if recovered:
            self._log.info("store_recovered", lost=lost)


def _answer(question: Callable[[], Any], answer: Future[Any]) -> None:
    if not answer.set_running_or_notify_cancel():
        return
    try:
        answer.set_result(question())
    except Exception as error:  # noqa: BLE001 - it is raised where the question was asked
        answer.set_exception(error)
