"""A wire to a PostgreSQL server that can be cut, and one whose other end falls silent."""

import contextlib
import socket
import threading
from types import TracebackType
from typing import Self

from sqlalchemy.engine import make_url


class Wire:
    """Passes bytes between a port of its own and a server, until it is cut or held."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        assert parsed.host is not None
        assert parsed.port is not None
        self._far = (parsed.host, parsed.port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        port = self._listening.getsockname()[1]
        self.url = parsed.set(host="127.0.0.1", port=port).render_as_string(hide_password=False)
        self._open: list[socket.socket] = []
        self._flowing = threading.Event()
        self._flowing.set()
        self._refusing = False
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def cut(self) -> None:
        """Break every connection, and refuse new ones."""
        self._refusing = True
        self._close_all()

    def mend(self) -> None:
        """Take connections again."""
        self._refusing = False

    def hold(self) -> None:
        """Keep every line open and pass nothing on, as a server does that was stopped."""
        self._flowing.clear()

    def release(self) -> None:
        """Pass on what was held."""
        self._flowing.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._refusing = True
        self._flowing.set()
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._close_all()
        for thread in self._threads:
            thread.join(30)

    def _close_all(self) -> None:
        for each in self._open:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._open.clear()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            if self._refusing:
                near.close()
                continue
            far = socket.create_connection(self._far)
            self._open += [near, far]
            for one, other in ((near, far), (far, near)):
                thread = threading.Thread(target=self._pass, args=(one, other))
                self._threads.append(thread)
                thread.start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65_536):
                self._flowing.wait(60)
                other.sendall(data)
        with contextlib.suppress(OSError):
            other.shutdown(socket.SHUT_WR)
