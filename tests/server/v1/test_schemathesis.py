"""Requests made of the OpenAPI document, good and bad, against a real server: it answers as it says that it does.

Run by schemathesis, with a seed, so that every run makes the same requests. Checked of each answer: its status is one
that the document names, its body and headers hold to their schemas, no request that breaks the document is taken, no
failure is ours but 503, no route is open without its key, and what was erased stays gone.
"""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.server.analysers import colour_matcher, meshing
from tests.server.v1.asking import key_for, locked_server

EXAMPLES = 8
"""Requests of each kind for each operation; by hand more, with other seeds."""

SEED = 5

SETTINGS = """
[checks]
not_a_server_error.expected-statuses = ["2xx", "3xx", "4xx", 503]
positive_data_acceptance.expected-statuses = ["2xx", 400, 404, 409, 422]
"""
"""A request may hold to its schema and still not be taken: NUL in a text, a cursor that is none, a key used before."""


def test_the_server_does_what_its_document_says(tmp_path: Path) -> None:
    """Some 800 requests to all 28 operations: examples, boundaries, random ones, and chains of them; no failure."""
    config = tmp_path / "schemathesis.toml"
    config.write_text(SETTINGS)
    colours: dict[str, Any] = {"analysers": meshing, "matcher": colour_matcher()}
    with locked_server(tmp_path / "facevow.db", keep_images="audit", **colours) as server:
        command = [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run"),
            *(f"{server.url}/v1/openapi.json", "--url", server.url, "--no-color", "--phases"),
            *("examples,coverage,fuzzing,stateful", "--seed", str(SEED), "--max-examples", str(EXAMPLES)),
            *("--header", f"Authorization: {key_for(server)['Authorization']}"),
        ]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=170)  # noqa: S603
    told = done.stdout + done.stderr
    assert done.returncode == 0, told
    assert "Tested: 28" in told, told
    generated = re.search(r"(\d+) generated, (\d+) passed", told)
    assert generated is not None, told
    assert int(generated[1]) == int(generated[2]) > 400
