"""The examples of docs/callbacks.md do what they say."""

import base64
import json
import re
import shutil
import subprocess
import textwrap
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from facevow.signing.callbacks import sign
from tests.conftest import lacking

PAGE = Path(__file__).resolve().parents[3] / "docs" / "callbacks.md"
SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
BODY = b'{"type":"session.completed"}'


def example(begins: str) -> str:
    """The indented block of the page that begins like this."""
    found = re.search(rf"^    {re.escape(begins)}.*?(?=^\S)", PAGE.read_text(), re.DOTALL | re.MULTILINE)
    assert found is not None
    return textwrap.dedent(found.group())


def cases() -> list[tuple[bool, dict[str, Any]]]:
    """Whether it holds, and a callback."""
    now = datetime.fromtimestamp(time.time(), UTC)
    good = sign(SECRET, "evt_1", BODY, now)
    rotated = good | {"webhook-signature": "v1,AAAA v2,x " + good["webhook-signature"]}
    old = sign(SECRET, "evt_1", BODY, now - timedelta(seconds=400))
    other = sign("whsec_" + base64.b64encode(b"other").decode(), "evt_1", BODY, now)
    shown = [
        (True, good, BODY),
        (True, rotated, BODY),
        (False, good, BODY + b" "),
        (False, good | {"webhook-id": "evt_2"}, BODY),
        (False, good | {"webhook-signature": "v1,"}, BODY),
        (False, old, BODY),
        (False, other, BODY),
    ]
    return [(holds, {"secret": SECRET, "headers": headers, "body": body.decode()}) for holds, headers, body in shown]


def test_the_python_example_tells_true_from_false() -> None:
    """What it says of a good callback, one signed twice over, and five bad ones."""
    names: dict[str, Any] = {}
    exec(compile(example("import base64"), str(PAGE), "exec"), names)  # noqa: S102 - our own page
    for holds, case in cases():
        assert names["holds"](case["secret"], case["headers"], case["body"].encode()) is holds


def test_the_javascript_example_tells_true_from_false(tmp_path: Path) -> None:
    """The same in Node.js."""
    node = shutil.which("node") or lacking("node", "needs Node.js")
    program = tmp_path / "holds.mjs"
    ask = 'import { readFileSync } from "node:fs";\nconst cases = JSON.parse(readFileSync(0));\n'
    say = "console.log(JSON.stringify(cases.map((one) => holds(one.secret, one.headers, Buffer.from(one.body)))));\n"
    program.write_text(example("import { createHmac") + ask + say)
    given = json.dumps([case for _, case in cases()])
    found = subprocess.run([node, program], input=given, capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert json.loads(found.stdout) == [holds for holds, _ in cases()]


@pytest.mark.parametrize("name", ["callback_seconds", "callback_hours", "callback_private", "keep_callbacks_days"])
def test_the_page_names_the_settings(name: str) -> None:
    """Every setting of the callbacks stands on the page."""
    assert f"FACEVOW_{name.upper()}" in PAGE.read_text()
