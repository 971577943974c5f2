"""Every kind of bad input over real sockets: a clear error to that client, and a second client who notices nothing."""

import json
import os
import socket
import struct
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from structlog.testing import capture_logs
from websockets.exceptions import ConnectionClosed

from facevow.errors import ModelCorrupt
from facevow.server.running import listen
from facevow.server.settings import Settings
from facevow.store import BufferedStore, SqlStore
from tests.server.analysers import HEIGHT, NOBODY, REAL, WIDTH, ColourAnalyser, in_base64, picture
from tests.server.serving import PATIENCE, QUICK, Client, Running, serving, until


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def huge_png() -> bytes:
    """A PNG of 20,000 x 20,000 grey pixels, all zero, in some 400 kB."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    packer = zlib.compressobj(1)
    rows = b"".join(packer.compress(bytes(20_001)) for _ in range(20_000)) + packer.flush()
    header = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@contextmanager
def bystander(server: Running) -> Iterator[Client]:
    """A second client, who has to get an answer before, during (when the test asks) and after."""
    with server.socket() as client:
        assert client.ask(picture(REAL))["is_real"] is True
        yield client
        assert client.ask(picture(REAL))["is_real"] is True


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("not base64", "not_base64"),
        ("not an image", "not_an_image"),
        ("nothing", "not_base64"),
        ("truncated jpeg", "truncated"),
        ("huge png", "too_large"),
        ("unknown type", "unknown_type"),
        ("nested json", "not_json"),
        ("nested arrays", "not_json"),
        ("no json", "not_json"),
        ("a list", "bad_message"),
        ("no data", "bad_message"),
        ("empty binary", "not_an_image"),
    ],
)
def test_a_bad_message_is_an_error_and_the_connection_lives(server: Running, name: str, code: str) -> None:
    """Each has a code and words; the next good frame of the same client is answered."""
    noisy = encoded(Image.effect_noise((640, 480), 90).convert("RGB"), "JPEG")
    messages: dict[str, object] = {
        "not base64": {"type": "frame", "data": "%%% not base64 %%%"},
        "not an image": {"type": "frame", "data": in_base64(b"hello, I am a text")},
        "nothing": {"type": "frame", "data": ""},
        "truncated jpeg": noisy[: len(noisy) // 2],
        "huge png": huge_png(),
        "unknown type": {"type": "dance"},
        "nested json": '{"a":' * 10_000 + "1" + "}" * 10_000,
        "nested arrays": "[" * 10_000 + "]" * 10_000,
        "no json": "hello",
        "a list": "[1, 2]",
        "no data": {"type": "frame"},
        "empty binary": b"",
    }
    with bystander(server) as other, server.socket() as client:
        answer = client.ask(messages[name])
        assert (answer["type"], answer["code"]) == ("error", code)
        assert answer["message"]
        assert other.ask(picture(REAL))["is_real"] is True
        assert client.ask(picture(REAL))["is_real"] is True


def strange_pictures() -> dict[str, tuple[bytes, tuple[int, int]]]:
    """Pictures that are unusual and good, with their upright size."""
    plain = Image.new("RGB", (WIDTH, HEIGHT), REAL)
    exif = Image.Exif()
    exif[0x0112] = 6
    deep = np.full((HEIGHT, WIDTH), 30_000, np.uint16)
    frames = [Image.new("RGB", (WIDTH, HEIGHT), NOBODY), plain]
    upright = (WIDTH, HEIGHT)
    return {
        "animated gif": (encoded(plain, "GIF", save_all=True, append_images=frames), upright),
        "cmyk jpeg": (encoded(plain.convert("CMYK"), "JPEG"), upright),
        "16-bit png": (encoded(Image.fromarray(deep), "PNG"), upright),
        "grey jpeg": (encoded(plain.convert("L"), "JPEG"), upright),
        "alpha png": (encoded(plain.convert("RGBA"), "PNG"), upright),
        "webp": (encoded(plain, "WEBP"), upright),
        "rotated photo": (encoded(plain, "JPEG", exif=exif), (HEIGHT, WIDTH)),
        "one pixel": (encoded(Image.new("RGB", (1, 1), NOBODY), "PNG"), (1, 1)),
    }


@pytest.mark.parametrize("name", sorted(strange_pictures()))
def test_unusual_pictures_are_answered(server: Running, name: str) -> None:
    """What can be shown can be judged, in upright pixels."""
    data, (width, height) = strange_pictures()[name]
    with server.socket() as client:
        answer = client.ask(data)
    assert (answer["type"], answer["width"], answer["height"]) == ("result", width, height)
    assert answer["face_detected"] is (name != "one pixel")


def test_a_text_frame_of_50_mb_is_refused_with_1009(server: Running) -> None:
    """The client gets close code 1009, the server keeps none of it, and the bystander notices nothing."""
    before = resident()
    with bystander(server) as other, server.socket() as client:
        with pytest.raises(ConnectionClosed) as caught:
            client.ask("x" * 50_000_000)
        assert caught.value.rcvd is not None
        assert caught.value.rcvd.code == 1009
        assert other.ask(picture(REAL))["is_real"] is True
    until(lambda: server.health()["connections"] == 0)
    # the client's own copies, masked and not, live in this process too
    assert resident() - before < 300e6


def resident() -> int:
    """Bytes of memory that this process, server and clients together, holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def test_a_flood_of_frames_is_dropped_not_queued(database: Path) -> None:
    """Frames as fast as the socket takes them: few are answered, most are dropped, memory and bystander stay well."""
    big = encoded(Image.effect_noise((640, 480), 60).convert("RGB"), "JPEG")
    message = json.dumps({"type": "frame", "data": in_base64(big)})
    count = 2000
    with serving(database, analysers=lambda: ColourAnalyser(delay=0.02), workers=1) as server:
        with bystander(server) as other, server.socket() as flood:
            flood.ask(picture(REAL))
            before = resident()
            answers: list[dict[str, Any]] = []
            for number in range(count):
                flood.send(message)
                if number % 250 == 0:
                    assert other.ask(picture(REAL))["is_real"] is True
                    assert server.services.engine.waiting <= 2
            growth = resident() - before
            flood.send(picture(REAL))
            while not answers or answers[-1]["frame"] < count + 2:
                answers.append(flood.receive())
        assert count * len(message) > 200e6  # so much was sent ...
        assert growth < 60e6  # ... and hardly any of it kept
        assert answers[-1]["dropped"] == count + 1 - len(answers)
        assert answers[-1]["dropped"] > count / 2


def test_a_frame_every_millisecond_gets_answers_in_order(server: Running) -> None:
    """At a thousand frames a second answers keep coming, with rising numbers, for the newest frames."""
    with bystander(server), server.socket() as client:
        for _ in range(300):
            client.send(picture(REAL))
            time.sleep(0.001)
        client.send({"type": "ping"})
        numbers: list[int] = []
        while not numbers or numbers[-1] < 300:
            answer = client.receive()
            if answer["type"] == "result":
                numbers.append(answer["frame"])
    assert numbers == sorted(set(numbers))


def raw_client(server: Running) -> socket.socket:
    """A WebSocket connection by hand, with a small receive buffer."""
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.settimeout(PATIENCE)
    raw.connect(("127.0.0.1", server.port))
    raw.sendall(
        b"GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    assert raw.recv(4096).startswith(b"HTTP/1.1 101")
    return raw


def small_buffers(settings: Settings) -> socket.socket:
    """As `listen`, but the system keeps little for a client that does not read."""
    listening = listen(settings)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)  # the connections inherit it
    return listening


def test_a_client_that_never_reads_is_let_go(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its answers pile up to the socket's own buffers only; then it is closed, and its place is free again."""
    monkeypatch.setattr("tests.server.serving.listen", small_buffers)
    with serving(database, send_timeout=0.5) as server, bystander(server) as other, raw_client(server) as deaf:
        before = resident()
        frame = struct.pack(">BBH4x", 0x82, 0x80 | 126, len(picture(REAL))) + picture(REAL)
        deaf.settimeout(0.5)
        deadline, unsent = time.monotonic() + PATIENCE, b""
        with capture_logs() as lines:
            while server.services.connections.inside > 1:
                assert time.monotonic() < deadline, "the deaf client was never let go"
                unsent = unsent or frame
                try:
                    unsent = unsent[deaf.send(unsent) :]
                except OSError:  # the server has stopped reading, or hung up
                    time.sleep(0.05)
                assert other.ask(picture(REAL))["is_real"] is True
        assert any(line["event"] == "client_does_not_read" for line in lines)
        assert resident() - before < 100e6


@pytest.mark.parametrize("way", ["reset", "half a frame", "closed politely"])
def test_a_client_gone_mid_frame_is_forgotten_quietly(database: Path, way: str) -> None:
    """No error is logged, the place is free again, and the analysis under way harms nobody."""
    with (
        capture_logs() as lines,
        serving(database, analysers=lambda: ColourAnalyser(delay=0.2)) as server,
        bystander(server) as other,
    ):
        if way == "closed politely":
            with server.socket() as client:
                client.send(picture(REAL))
        else:
            raw = raw_client(server)
            whole = struct.pack(">BBH4x", 0x82, 0x80 | 126, len(picture(REAL))) + picture(REAL)
            raw.sendall(whole if way == "reset" else whole + whole[:200])
            time.sleep(0.05)
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # close with a reset
            raw.close()
        until(lambda: server.services.connections.inside == 1)
        assert other.ask(picture(REAL))["is_real"] is True
    assert [line for line in lines if line["log_level"] in {"error", "critical"}] == []


def test_a_corrupt_model_is_a_clear_error(database: Path) -> None:
    """A log line says what is wrong; clients are told that there is no model; nobody passes."""

    def corrupt() -> ColourAnalyser:
        raise ModelCorrupt("expected a passive network in broken.onnx")

    with capture_logs() as lines, serving(database, analysers=corrupt) as server, server.socket() as client:
        assert client.ask(picture(REAL))["code"] == "model_error"
        assert client.ask({"type": "ping"}) == {"type": "pong"}
        assert server.health()["status"] == "degraded"
    assert any(line["event"] == "model_not_loaded" for line in lines)


def test_a_full_disk_harms_no_client(database: Path) -> None:
    """With SQLite out of pages frames are answered, the log says so once, and health tells what waits."""
    store = SqlStore(f"sqlite:///{database}")
    with store._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with capture_logs() as lines, serving(database, store=BufferedStore(store, QUICK)) as server:
        with server.socket() as client:
            for number in range(1, 101):
                assert client.ask(picture(REAL))["frame"] == number
        until(lambda: server.health()["database"]["status"] == "degraded")
        assert server.health()["status"] == "degraded"
        with server.socket() as client:
            assert client.ask(picture(REAL))["is_real"] is True
        with store._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count=100000")
        until(lambda: server.health()["database"] == {"status": "ok", "pending": 0, "lost": 0})
        assert len(server.logs(limit=1000)) == 101
    assert [line["event"] for line in lines].count("store_unavailable") >= 1


def test_a_read_only_database_harms_no_client(database: Path) -> None:
    """What was there can be read, frames are answered, and health says degraded.

    Permissions do not stop root, so SQLite itself is told to open the file for reading only.
    """
    SqlStore(f"sqlite:///{database}").close()
    store = BufferedStore(SqlStore(f"sqlite:///file:{database}?mode=ro&uri=true"), QUICK)
    with serving(database, store=store) as server, server.socket() as client:
        assert client.ask(picture(REAL))["is_real"] is True
        until(lambda: server.health()["database"]["status"] == "degraded")
        assert client.ask(picture(REAL))["is_real"] is True
        assert len(server.logs()) == 2
