"""Files that grow by a line of JSON at a time, so that a kill loses at most the line that was being written."""

import json
import os
from pathlib import Path
from typing import Any


def json_line(content: dict[str, Any]) -> bytes:
    """One line; every number is told with all its digits, and all letters are ASCII."""
    return json.dumps(content).encode() + b"\n"


def whole_lines(path: Path) -> list[bytes]:
    """The lines of a file. What follows the last line's end is cut off the file: new lines must not stick to it.

    Raises:
        OSError: the file cannot be read or cut.
    """
    content = path.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    if len(whole) < len(content):  # the last line was being written when the end came
        os.truncate(path, len(whole))
    return whole.splitlines()
