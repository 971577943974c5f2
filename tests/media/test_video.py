"""Reading real clips and writing new ones; refusing what is no video, without touching the network."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from facevow.errors import VideoError
from facevow.media.video import VideoReader, VideoWriter
from facevow.types import Frame, Pixels
from facevow.vision.motion import head_pose
from tests.networks import look

CLIPS = {
    "bonafide-1-webcam.webm": (640, 480, 214),
    "bonafide-3-head-turns-and-hand.mov": (960, 540, 199),
    "bonafide-4-dim-room.mp4": (1080, 720, 112),
    "bonafide-6-turn-left-right.mp4": (352, 640, 266),
}
"""Width, height and frames, as the footage's own list gives them."""


def read(path: Path) -> list[Frame]:
    with VideoReader(path) as reader:
        return list(reader)


@pytest.mark.parametrize("name", CLIPS)
def test_real_clips_are_read_to_the_end(shared: Path, name: str) -> None:
    """All frames come, of the size that is listed, numbered from 0, with times that start at 0 and never run back."""
    width, height, count = CLIPS[name]
    with VideoReader(shared / "footage" / name) as reader:
        assert (reader.width, reader.height) == (width, height)
        seen = [(frame.index, frame.at, frame.pixels.shape, frame.pixels.dtype) for frame in reader]
    times = [at for _, at, _, _ in seen]
    assert [index for index, *_ in seen] == list(range(count))
    assert {shape for *_, shape, _ in seen} == {(height, width, 3)}
    assert {kind for *_, kind in seen} == {np.dtype(np.uint8)}
    assert times[0] == 0
    assert all(later > earlier for earlier, later in pairwise(times))
    assert count / 31 < times[-1] < count / 14


def test_frames_are_rgb_and_upright(shared: Path) -> None:
    """Skin has more red than blue, and the head stands upright in landscape and portrait clips."""
    for name in CLIPS:
        with VideoReader(shared / "footage" / name) as reader:
            frame = next(iter(reader))
        face, landmarks = look(frame.pixels)
        box = face.box
        skin = frame.pixels[int(box.y) : int(box.bottom), int(box.x) : int(box.right)]
        red, _, blue = skin.reshape(-1, 3).mean(axis=0)
        assert red > blue
        assert abs(head_pose(landmarks.points).roll) < 20


def test_reading_can_be_broken_off(shared: Path) -> None:
    """A caller that stops early leaves nothing open that a second reader would miss."""
    path = shared / "footage" / "bonafide-4-dim-room.mp4"
    for _ in range(2):
        with VideoReader(path) as reader:
            assert next(iter(reader)).index == 0


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """No file at the path, or a folder there, is a VideoError that names it."""
    for path in (tmp_path / "none.mp4", tmp_path):
        with pytest.raises(VideoError, match=path.name) as caught:
            VideoReader(path)
        assert caught.value.code == "no_such_file"


def png() -> bytes:
    encoded = cv2.imencode(".png", np.zeros((40, 50, 3), np.uint8))[1]
    return bytes(encoded)


NO_VIDEOS = {
    "empty.mp4": b"",
    "text.mp4": b"This is no video.\n" * 200,
    "text.txt": b"Some notes, which a player would show as moving letters.\n" * 200,
    "art.nfo": b"letters\n" * 200,
    "picture.mp4": png(),
    "zeros.avi": bytes(10_000),
    "sound.wav": b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x44\xac\0\0\x88\x58\1\0\2\0\x10\0data" + bytes(100),
    "page.html": b"<html><video src='clip.mp4'></html>",
}


@pytest.mark.parametrize("name", NO_VIDEOS)
def test_a_file_that_is_no_video_is_refused(tmp_path: Path, name: str) -> None:
    """Text, pictures, sound and zeros are no videos, whatever their name says."""
    path = tmp_path / name
    path.write_bytes(NO_VIDEOS[name])
    with pytest.raises(VideoError) as caught:
        read(path)
    assert caught.value.code == "not_a_video"


def test_a_truncated_video_gives_its_first_frames(shared: Path, tmp_path: Path) -> None:
    """The first half of a file's bytes gives about half of its frames, in both kinds of container."""
    for name, count in (("bonafide-1-webcam.webm", 214), ("bonafide-4-dim-room.mp4", 112)):
        whole = (shared / "footage" / name).read_bytes()
        half = tmp_path / name
        half.write_bytes(whole[: len(whole) // 2])
        assert 0.3 * count < len(read(half)) < 0.7 * count


@pytest.mark.parametrize("kept", [40, 400, 4000])
def test_the_very_beginning_of_a_video_is_refused(shared: Path, tmp_path: Path, kept: int) -> None:
    """A file that ends before its first frame is a VideoError, not an empty clip."""
    for name in ("bonafide-1-webcam.webm", "bonafide-4-dim-room.mp4"):
        path = tmp_path / name
        path.write_bytes((shared / "footage" / name).read_bytes()[:kept])
        with pytest.raises(VideoError):
            read(path)


class Counting(BaseHTTPRequestHandler):
    """Counts who asks; nobody should."""

    asked = 0

    def do_GET(self) -> None:
        """Count, and give nothing."""
        Counting.asked += 1
        self.send_error(404)


def test_an_address_is_refused_without_asking_anybody(tmp_path: Path) -> None:
    """Neither an address as a path nor a file that names addresses makes a request."""
    server = HTTPServer(("127.0.0.1", 0), Counting)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    address = f"http://127.0.0.1:{server.server_address[1]}/clip.ts"
    playlist = f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{address}\n#EXT-X-ENDLIST\n"
    try:
        (tmp_path / "list.mp4").write_text(playlist)
        (tmp_path / "list.m3u8").write_text(playlist)
        (tmp_path / "list.sdp").write_text("v=0\nc=IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n")
        for given in (Path(address), Path("rtsp://127.0.0.1/x"), *sorted(tmp_path.iterdir())):
            with pytest.raises(VideoError):
                read(given)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert Counting.asked == 0


@pytest.mark.parametrize(
    ("suffix", "codec"),
    [(".ts", "mp4v"), (".mpg", "mpg1"), (".m2v", "mpg2"), (".mjpeg", "MJPG"), (".wmv", "WMV2"), (".flv", "FLV1")],
)
def test_other_containers_are_read(tmp_path: Path, suffix: str, codec: str) -> None:
    """Transport streams, MPEG, Motion JPEG and what older cameras and players write are videos too."""
    path = tmp_path / f"clip{suffix}"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), 25, (64, 48))
    assert writer.isOpened()
    for _ in range(6):
        writer.write(np.full((48, 64, 3), 120, np.uint8))
    writer.release()
    assert len(read(path)) == 6


def test_a_list_of_other_files_is_refused(tmp_path: Path) -> None:
    """A file that only names other files of this machine is no video: those files were not handed in."""
    with_writer(tmp_path / "other.mp4", [np.zeros((48, 64, 3), np.uint8)] * 3)
    for name, text in {
        "list.mp4": "ffconcat version 1.0\nfile 'other.mp4'\n",
        "list.m3u8": "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nother.mp4\n#EXT-X-ENDLIST\n",
    }.items():
        (tmp_path / name).write_text(text)
        with pytest.raises(VideoError):
            read(tmp_path / name)


@pytest.mark.parametrize("index", [97, -5, 10**15])
def test_a_camera_that_is_not_there_is_an_error(index: int) -> None:
    """An index without a camera is a VideoError that names it, also one that no camera can have."""
    with pytest.raises(VideoError, match=f"camera {index}"):
        VideoReader(index)


def test_a_path_that_no_file_can_have_is_an_error() -> None:
    """A name longer than the file system allows is a VideoError as any missing file."""
    with pytest.raises(VideoError) as caught:
        VideoReader(Path("x" * 5000))
    assert caught.value.code == "no_such_file"


class Camera:
    """Stands for a camera that tells the time since the machine was started, as Video4Linux does."""

    def __init__(self, times: list[float]) -> None:
        self._times = times
        self._at = -1

    def read(self) -> tuple[bool, Pixels | None]:
        """A picture for each time."""
        self._at += 1
        return (True, np.zeros((4, 4, 3), np.uint8)) if self._at < len(self._times) else (False, None)

    def get(self, what: int) -> float:
        """The time of the picture read last."""
        assert what == cv2.CAP_PROP_POS_MSEC
        return self._times[self._at]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([5_000_000.0, 5_000_040.0, 5_000_100.0], [0.0, 0.04, 0.1]),
        ([0.0, 0.0, 0.0], [0.0, 0.04, 0.08]),
        ([0.0, 50.0, 40.0], [0.0, 0.05, 0.05]),
        ([0.0, 50.0, 0.0, 90.0], [0.0, 0.05, 0.08, 0.09]),
    ],
)
def test_times_start_at_0_and_never_run_back(told: list[float], expected: list[float], tmp_path: Path) -> None:
    """A camera's own clock, one that tells nothing, and one that jumps all give times from 0 on."""
    with_writer(tmp_path / "any.mp4", [np.zeros((48, 64, 3), np.uint8)] * 2, rate=25)
    reader = VideoReader(tmp_path / "any.mp4")
    assert reader.rate == pytest.approx(25)
    reader._capture = Camera(told)  # type: ignore[assignment] # the one part of a camera that a test cannot have
    assert [frame.at for frame in reader] == pytest.approx(expected)


def with_writer(path: Path, pictures: list[Pixels], *, rate: float = 20) -> None:
    height, width = pictures[0].shape[:2]
    writer = VideoWriter(path, width, height, rate)
    for pixels in pictures:
        writer.write(pixels)
    writer.close()


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".avi", ".webm", ".mkv", ".m4v", ".MP4"])
def test_what_is_written_can_be_read_again(tmp_path: Path, suffix: str) -> None:
    """Every container gives back the frames: number, size, rate, order and colours."""
    colours = [(200, 40, 40), (40, 180, 40), (40, 40, 200), (200, 200, 200)]
    path = tmp_path / f"clip{suffix}"
    with_writer(path, [np.full((96, 128, 3), colour, np.uint8) for colour in colours])
    with VideoReader(path) as reader:
        frames = list(reader)
        assert reader.rate == pytest.approx(20, rel=0.01)
    assert len(frames) == 4
    assert [frame.at for frame in frames] == pytest.approx([0, 0.05, 0.1, 0.15], abs=0.01)
    for frame, colour in zip(frames, colours, strict=True):
        assert frame.pixels.shape == (96, 128, 3)
        assert np.abs(frame.pixels.mean(axis=(0, 1)) - colour).max() < 12


@pytest.mark.parametrize("name", ["clip", "clip.txt", "clip.gif"])
def test_an_unknown_container_is_refused(tmp_path: Path, name: str) -> None:
    """A name that names no container is refused with those that there are, and no file is made."""
    with pytest.raises(VideoError, match=r"\.mp4"):
        VideoWriter(tmp_path / name, 64, 48, 20)
    assert not (tmp_path / name).exists()


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    """A folder that is not there is a VideoError."""
    with pytest.raises(VideoError, match="cannot be written"):
        VideoWriter(tmp_path / "none" / "clip.mp4", 64, 48, 20)


def test_the_number_of_frames_is_told_where_it_is_known(tmp_path: Path) -> None:
    """A file says how many frames to expect, for the progress bar; a raw stream, which cannot say, gives None."""
    path = tmp_path / "clip.mp4"
    with_writer(path, [np.zeros((48, 64, 3), np.uint8)] * 5)
    with VideoReader(path) as reader:
        assert reader.expected_frames == 5
    stream = tmp_path / "clip.mjpeg"
    stream.write_bytes(cv2.imencode(".jpg", np.zeros((48, 64, 3), np.uint8))[1].tobytes() * 3)
    with VideoReader(stream) as reader:
        assert reader.expected_frames is None
