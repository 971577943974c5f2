"""Servers as programs of their own: started, waited for, weighed, stopped."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import httpx
from bench.results import Lacking
from bench.served import NO_LIMITS, PATIENCE, ROOT, free_port
from prometheus_client.parser import text_string_to_metric_families

STOPPING: Final = 20.0
"""Seconds that a program has to stop by itself."""

NO_END: Final[dict[str, Any]] = {
    **NO_LIMITS, "limit_address": "100000000/minute", "max_sessions": 5000, "max_connections": 5000,
    "stop_seconds": 0, "log_level": "error",
}  # fmt: skip
"""Settings with which a server refuses nobody for coming too often: what is measured is what it can carry."""

STAGE_COUNT: Final = "facevow_stage_seconds_count"

_TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Target:
    """A server that is measured: where it listens, and the first of its processes."""

    port: int
    pid: int

    def pids(self) -> list[int]:
        """It, and all that descend from it."""
        parents = dict(filter(None, map(_parent, _processes())))
        found = [self.pid]
        for pid in found:  # grows while it is walked
            found.extend(child for child, parent in parents.items() if parent == pid)
        return found

    def cpu_seconds(self) -> float:
        """Seconds of processor time until now, of those that run."""
        return sum(map(_cpu, self.pids()))

    def stages(self) -> Counter[str]:
        """How many frames went through each stage of one of our servers until now, by its metrics."""
        found: Counter[str] = Counter()
        text = httpx.get(f"http://127.0.0.1:{self.port}/metrics", timeout=30).raise_for_status().text
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                if sample.name == STAGE_COUNT:
                    found[sample.labels["stage"]] += int(sample.value)
        return found

    def megabytes(self) -> float:
        """Memory of all of them, a page that several share counted once (PSS); where that is not told, RSS."""
        return sum(map(_memory, self.pids())) / 1024


class Program:
    """A server in a process of its own, with all that it starts.

    command: with its arguments.  port: where it listens.  log: where what it says goes.  more: of the environment.
    """

    def __init__(self, command: Sequence[str], *, port: int, log: Path, more: Mapping[str, str] | None = None) -> None:
        self.log = log
        with log.open("ab") as told:
            self._process = subprocess.Popen(  # noqa: S603 - our own commands
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=told,
                stderr=told,
                cwd=ROOT,
                env={**os.environ, **(more or {})},
                start_new_session=True,
            )
        self.target = Target(port, self._process.pid)

    def wait(self, patience: float = PATIENCE) -> Self:
        """Wait until it answers a request of HTTP, whatever it says.

        Raises:
            RuntimeError: it ended, or does not answer in time; the message holds the end of its log.
        """
        deadline = time.monotonic() + patience
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                said = self.log.read_text(errors="replace")[-1500:]
                raise RuntimeError(f"expected a server on port {self.target.port}; it said:\n{said}")
            time.sleep(0.05)
        return self

    def _answers(self) -> bool:
        request = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        try:
            with socket.create_connection(("127.0.0.1", self.target.port), timeout=5) as connection:
                connection.sendall(request)
                return bool(connection.recv(1))
        except OSError:
            return False

    def stop(self) -> None:
        """End it as an operator does, or else by force; nothing of it stays behind."""
        everybody = self.target.pids()
        self._process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(STOPPING)
        left = everybody if self._process.poll() is None else everybody[1:]
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def serve(folder: Path, **given: Any) -> Program:  # noqa: ANN401 - settings
    """Our own server as an operator starts it, with its database and secrets in `folder`; `given` are settings.

    It may not answer yet.
    """
    port = free_port()
    own = {"port": port, "database": f"sqlite:///{folder / 'facevow.db'}", "keyring": folder / "keyring.json"}
    wanted = {f"FACEVOW_{name.upper()}": str(value) for name, value in (own | NO_END | given).items()}
    command = [sys.executable, "-c", "from facevow.cli.main import run; run()", "serve"]
    return Program(command, port=port, log=folder / "server.log", more=wanted)


@contextmanager
def served(folder: Path, **given: Any) -> Iterator[Target]:  # noqa: ANN401 - settings
    """Our own server, which answers; where it has several processes, with a Redis for them to count in.

    Raises:
        Lacking: there is no Redis on this machine, and one is needed.
    """
    folder.mkdir(exist_ok=True)
    with ExitStack() as stack:
        if int(given.get("processes", 1)) > 1 and "limit_storage" not in given:
            given["limit_storage"] = f"redis://127.0.0.1:{stack.enter_context(redis(folder)).target.port}"
        yield stack.enter_context(serve(folder, **given)).wait().target


def redis(folder: Path) -> Program:
    """A Redis that keeps nothing; see `served`. Its answer to HTTP is an error, and an answer."""
    program, port = shutil.which("redis-server"), free_port()
    if program is None:
        raise Lacking("redis-server, which several processes count their limits in")
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    return Program(command, port=port, log=folder / "redis.log")


def leave_when_told() -> None:
    """Have SIGTERM end this process as `sys.exit` does, so that servers are stopped and folders removed."""

    def leave(number: int, _: object) -> None:
        signal.signal(number, signal.SIG_IGN)  # a second one would cut short what the first began
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, leave)


def keep_to(cores: int) -> int:
    """Have this process, and all that it starts from now on, keep to so many processors; how many there are of them."""
    some = sorted(os.sched_getaffinity(0))[:cores]
    os.sched_setaffinity(0, some)
    return len(some)


def _processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _parent(pid: int) -> tuple[int, int] | None:
    fields = _stat(pid)
    return (pid, int(fields[1])) if fields else None


def _cpu(pid: int) -> float:
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / _TICKS if fields else 0.0


def _stat(pid: int) -> list[str]:
    """The fields of proc(5) `stat` from the state on; none of a process that is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _memory(pid: int) -> int:
    """KiB."""
    for name, field in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        try:
            lines = Path(f"/proc/{pid}/{name}").read_text().splitlines()
        except OSError:
            continue
        for line in lines:
            if line.startswith(field):
                return int(line.split()[1])
    return 0
