"""What is refused of a line, and what the refusal says."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.errors import TraceError
from facevow.traces.format import Header, from_line, header_from_line, header_to_line, to_line
from facevow.types import TRACKED_POINTS
from tests.traces.making import full_frame

HEADER = header_to_line(Header("passive 2", "clip.mp4", 30.0, 640, 480))
FRAME = to_line(full_frame())
COORDINATES = 3 * len(TRACKED_POINTS)


def changed(line: str, place: str, value: Any) -> str:  # noqa: ANN401 - any JSON
    """The line with the value at a place of dotted names and numbers replaced."""
    content = json.loads(line)
    *way, last = [int(step) if step.isdecimal() else step for step in place.split(".")]
    inner = content
    for step in way:
        inner = inner[step]
    inner[last] = value
    return json.dumps(content)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("index", -1),
        ("index", 1.5),
        ("index", "1"),
        ("index", True),
        ("index", 10**30),
        ("at", "0.5"),
        ("at", None),
        ("at", True),
        ("at", 1e300),
        ("at", float("nan")),
        ("at", float("inf")),
        ("width", 0),
        ("height", 10**9),
        ("faces", None),
        ("faces", [{}]),
        ("faces.0.box", [1, 2, 3]),
        ("faces.0.box.2", -1),
        ("faces.0.box.0", 1e9),
        ("faces.0.score", 1.01),
        ("faces.0.points", [[1, 2]] * 17),
        ("faces.0.points.0", [1, 2, 3]),
        ("issues.0.code", "too_ugly"),
        ("issues.0.value", float("-inf")),
        ("motion.yaw", 181),
        ("motion.right_eye", -0.1),
        ("motion.smile", 1.5),
        ("motion.pose", 0),
        ("passive.value", -0.1),
        ("passive.value", None),
        ("passive.model", ""),
        ("tracked", []),
        ("tracked", [0] * (COORDINATES - 1)),
        ("tracked", [0] * (COORDINATES + 1)),
        ("tracked", [0.5] * COORDINATES),
        ("tracked", [10**8] * COORDINATES),
        ("digest", "xyz"),
        ("digest", "0" * 65),
        ("drift.scale", -1),
        ("drift.points", 2.5),
        ("extra", 1),
    ],
)
def test_a_frame_with_a_wrong_value_is_refused_and_the_place_is_told(place: str, value: Any) -> None:  # noqa: ANN401
    """Types, ranges, counts, unknown fields: the message begins with where it is."""
    with pytest.raises(TraceError) as refused:
        from_line(changed(FRAME, place, value))
    assert str(refused.value).startswith(place.split(".", maxsplit=1)[0])
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize("field", json.loads(FRAME))
def test_a_frame_without_a_field_is_refused(field: str) -> None:
    """Every field must be there, were it null."""
    content = json.loads(FRAME)
    del content[field]
    with pytest.raises(TraceError, match=f"^{field}: Field required"):
        from_line(json.dumps(content))


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        ("facevow_trace", 2, "facevow_trace: Input should be 1, found 2"),
        ("facevow_trace", "1", "facevow_trace"),
        ("source", "a/b.mp4", "source"),
        ("source", "a\\b.mp4", "source"),
        ("source", "\x1b[31m.mp4", "source"),
        ("source", "x" * 256, "source"),
        ("source", "", "source"),
        ("model", "two\nlines", "model"),
        ("fps", 0, "fps"),
        ("fps", float("nan"), "fps"),
        ("width", -4, "width"),
        ("tracked_points", [1, 2, 3], "another choice of 3"),
        ("tracked_points", [478], "tracked_points"),
        ("path", "/home/somebody", "path"),
    ],
)
def test_a_header_with_a_wrong_value_is_refused(place: str, value: Any, told: str) -> None:  # noqa: ANN401
    """Above all another version, and other tracked points than those of today."""
    with pytest.raises(TraceError, match=told):
        header_from_line(changed(HEADER, place, value))


@pytest.mark.parametrize(
    "line",
    [
        "",
        " ",
        "null",
        "[]",
        "{",
        FRAME[:-1],
        FRAME + FRAME,
        FRAME + "x",
        "[" * 50_000,
        '{"index":' * 5000,
        '{"index":' + "9" * 5000 + "}",
        '{"index":' + "9" * 4000 + "}",
        '{"at":1e999}',
        '{"digest":"\\ud800"}',
        "\x00\x01\x02",
    ],
)
def test_what_is_no_object_of_a_frame_is_refused(line: str) -> None:
    """Not JSON, cut off, doubled, nested without end, numbers without end: never anything but a TraceError."""
    with pytest.raises(TraceError) as refused:
        from_line(line)
    assert len(str(refused.value)) < 300
    with pytest.raises(TraceError):
        header_from_line(line)


@given(junk=st.binary(max_size=300))
def test_junk_is_refused(junk: bytes) -> None:
    """No bytes make anything but a TraceError."""
    with pytest.raises(TraceError):
        from_line(junk)


@given(at=st.integers(0, len(FRAME) - 1), byte=st.integers(0, 255))
def test_a_changed_byte_is_refused_or_harmless(at: int, byte: int) -> None:
    """One wrong byte anywhere gives a TraceError or a frame that can be written again."""
    line = FRAME.encode()
    line = line[:at] + bytes([byte]) + line[at + 1 :]
    try:
        frame = from_line(line)
    except TraceError:
        return
    assert to_line(from_line(to_line(frame))) == to_line(frame)
