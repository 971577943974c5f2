"""Several processes behind one port: starts them, replaces one that dies or hangs, and stops them with grace.

The socket is opened once and inherited by each, which takes connections from it as `accepting` says. They share no
memory but the census; what they have in common is in the database, and in Redis. Each is a fresh program, no fork:
threads and networks of a parent would be in no known state.
"""

import os
import pickle
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from facevow.errors import SettingsError
from facevow.log import get_logger
from facevow.server.board import Board
from facevow.server.census import Census
from facevow.server.door.start import expect_safe
from facevow.server.member import CANNOT_START, Build, Order, build
from facevow.server.opening import open_secrets
from facevow.server.services import Clock
from facevow.server.settings import Settings
from facevow.store.database import Database
from facevow.store.keys import ApiKeys

MOST_DEATHS: Final = 5
"""Processes that may die within DEATHS_SECONDS and are replaced; at one more all are stopped."""

DEATHS_SECONDS: Final = 60.0

HANGS_SECONDS: Final = 60.0
"""Seconds without a word after which a process that served is taken to hang, and killed. It says one each second."""

STARTS_SECONDS: Final = 420.0
"""Seconds that a process has to start. More than `remote.cluster` waits for a Ray cluster, which is 180 s, twice."""

LAST_SECONDS: Final = 30.0
"""Seconds beyond those of the settings that the processes have to stop; then they are killed."""

LOOK_SECONDS: Final = 1.0
"""How often it is looked whether one hangs. Deaths and signals are seen at once."""

AWAY_SECONDS: Final = 3 * LOOK_SECONDS
"""Seconds between two looks after which it was the supervisor that stood still: stopped, or frozen with all others."""

FAILED: Final = 1
"""The exit status where processes died again and again, or had to be killed."""

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
_PROGRAM: Final = ("-P", "-m", "facevow.server.member")  # -P: nothing is imported from where the operator stands


def prepare(settings: Settings) -> None:
    """Do once what each process would else do at the same moment: upgrade the database, make the keyring, judge both.

    Raises:
        SettingsError: it would not be safe, see `door.start`; or this system cannot hand a socket to processes.
        KeyringError, StoreError: see `open_services`.
    """
    if sys.platform == "win32":
        raise SettingsError("processes: expected 1 on Windows, where processes cannot share a socket that is inherited")
    open_secrets(settings, Clock())
    database = Database(settings.database)
    try:
        expect_safe(settings, ApiKeys(database))
    finally:
        database.close()


@dataclass(slots=True)
class _Process:
    """One that runs. `due` is when it has to have said something, on the steady clock; None once it was killed."""

    number: int
    popen: "subprocess.Popen[bytes]"
    said: int
    due: float | None
    serves: bool = False


class Supervisor:
    """Runs the processes of one server. For the main thread of a program, whose signals it takes meanwhile."""

    def __init__(
        self,
        settings: Settings,
        listening: socket.socket,
        *,
        build: Build = build,
        hangs_seconds: float = HANGS_SECONDS,
    ) -> None:
        """Start nothing yet. `settings` have been prepared for; `listening` is closed when it stops."""
        self._settings = settings
        self._listening = listening
        self._build = build
        self._hangs_seconds = hangs_seconds
        self._running: dict[int, _Process] = {}
        self._deaths: deque[float] = deque(maxlen=MOST_DEATHS + 1)
        self._signals: list[int] = []
        self._obeyed = 0
        self._deadline: float | None = None  # once it stops
        self._looked: float | None = None
        self._ready = False
        self._status = 0
        self._log = get_logger("server")

    def run(self, on_ready: Callable[[], None] = lambda: None) -> int:
        """Serve until a signal, or until it cannot go on; the exit status: 0, CANNOT_START or FAILED.

        `on_ready` is called once all processes take connections. At a first SIGINT or SIGTERM each process stops with
        the grace that it has alone; what comes later is passed on. A signal that ended it well is raised again.
        """
        with self._gathered(), self._taking_signals():
            for number in range(self._settings.processes):
                self._start(number)
            while self._running:
                self._look()
                self._obey()
                self._end_what_hangs(time.monotonic())
                if not self._ready and self._all_serve():
                    self._ready = True
                    self._log.info("processes_serve", processes=len(self._running))
                    on_ready()
        if self._status == 0:
            for number in self._signals[:1]:
                signal.raise_signal(number)
        return self._status

    def _all_serve(self) -> bool:
        every = [process.serves for process in self._running.values()]
        return all(every) and self._deadline is None

    @contextmanager
    def _gathered(self) -> Iterator[None]:
        """What the processes have in common: the census, and a folder that nobody else can read."""
        several = self._settings.processes
        with (
            tempfile.TemporaryFile() as file,
            tempfile.TemporaryDirectory(prefix="facevow-") as folder,
            selectors.DefaultSelector() as self._selector,
        ):
            self._census_file, self._folder = file.fileno(), Path(folder)
            self._census = Census.empty(file.fileno(), several)
            try:
                yield
            finally:
                self._census.close()

    @contextmanager
    def _taking_signals(self) -> Iterator[None]:
        """Have signals noted, and `_look` woken by them."""
        woken, wake = os.pipe()
        os.set_blocking(wake, False)
        self._selector.register(woken, selectors.EVENT_READ)
        waker = signal.set_wakeup_fd(wake)
        former = {number: signal.signal(number, self._note) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in former.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(waker)
            os.close(woken)
            os.close(wake)

    def _note(self, number: int, frame: object) -> None:
        """Note a signal, which may come at any moment: a process may be half started."""
        del frame
        self._signals.append(number)

    def _obey(self) -> None:
        """Stop at a first signal; whoever presses Ctrl+C again is in a hurry, and that is passed on."""
        while self._obeyed < len(self._signals):
            if self._deadline is None:
                self._stop()
            else:
                self._tell_all(self._signals[self._obeyed])
            self._obeyed += 1

    def _start(self, number: int) -> None:
        """Start a process, in a group of its own: Ctrl+C on the terminal is for us to pass on."""
        said, tell = os.pipe()
        inherited = (self._listening.fileno(), self._census_file, tell)
        order = Order(self._settings, number, self._settings.processes, *inherited, self._folder, self._build)
        popen = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, *_PROGRAM], stdin=subprocess.PIPE, pass_fds=inherited, process_group=0
        )
        os.close(tell)
        process = _Process(number, popen, said, time.monotonic() + STARTS_SECONDS)
        self._running[number] = process
        self._selector.register(said, selectors.EVENT_READ, process)
        self._log.info("process_started", number=number, pid=popen.pid)
        if popen.stdin is not None:
            with suppress(BrokenPipeError):  # it died: that is seen soon
                popen.stdin.write(pickle.dumps(sys.path) + pickle.dumps(order))
                popen.stdin.flush()

    def _look(self) -> None:
        """Wait for a word, a death or a signal."""
        for key, _ in self._selector.select(LOOK_SECONDS):
            said = os.read(key.fd, 4096)
            if isinstance(process := key.data, _Process):
                if not said:
                    self._bury(process)
                elif process.due is not None:
                    process.serves, process.due = True, time.monotonic() + self._hangs_seconds

    def _bury(self, process: _Process) -> None:
        """A process has closed its end: see why, and start another unless that is of no use."""
        status = _ended(process.popen)
        self._selector.unregister(process.said)
        os.close(process.said)
        del self._running[process.number]
        self._census.leave(process.number)
        Board(self._folder, process.number).clear()
        if self._deadline is not None:
            return
        self._log.error("process_died", number=process.number, pid=process.popen.pid, status=status)
        self._deaths.append(time.monotonic())
        if not self._ready:
            self._give_up("a process could not start", CANNOT_START)
        elif len(self._deaths) > MOST_DEATHS and self._deaths[-1] - self._deaths[0] < DEATHS_SECONDS:
            self._give_up("processes die again and again", FAILED)
        else:
            self._start(process.number)

    def _end_what_hangs(self, now: float) -> None:
        """Kill who says nothing any more or never did, and everybody who does not stop in time."""
        looked, self._looked = self._looked, now
        if looked is not None and now - looked > AWAY_SECONDS:
            self._give_time(now)
            return
        late = self._deadline is not None and now > self._deadline
        for process in self._running.values():
            if process.due is not None and (late or now > process.due):
                what = "process_hangs" if process.serves else "process_start_hangs"
                self._log.error(what, number=process.number, pid=process.popen.pid)
                process.popen.kill()
                process.due = None
                process.serves = False
        if late:
            self._status = FAILED

    def _give_time(self, now: float) -> None:
        """Nothing was heard while nobody listened, and perhaps nobody could speak: all have their time once more."""
        for process in self._running.values():
            if process.due is not None:
                process.due = max(process.due, now + self._hangs_seconds)
        if self._deadline is not None:
            self._deadline = max(self._deadline, now + LAST_SECONDS)

    def _give_up(self, why: str, status: int) -> None:
        self._log.error("processes_given_up", reason=why)
        self._status = status
        self._stop()

    def _stop(self) -> None:
        """Have nobody taken any more, and each process stop."""
        self._deadline = time.monotonic() + self._settings.stop_seconds + LAST_SECONDS
        self._listening.close()
        self._tell_all(signal.SIGTERM)

    def _tell_all(self, number: int) -> None:
        for process in self._running.values():
            process.popen.send_signal(number)


def _ended(popen: "subprocess.Popen[bytes]") -> int:
    """The exit status of a process that has ended, or is about to: below zero the signal's number."""
    if popen.stdin is not None:
        with suppress(BrokenPipeError):
            popen.stdin.close()
    try:
        return popen.wait(LOOK_SECONDS)
    except subprocess.TimeoutExpired:
        popen.kill()
        return popen.wait()
