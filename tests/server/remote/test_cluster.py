"""The whole server with its analyses on a real Ray cluster, which is begun once for all tests here."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from multiprocessing import active_children
from pathlib import Path

import pytest

from facevow.server.services import Clock
from tests.clusters import PATIENCE, a_turn
from tests.conftest import lacking
from tests.server.analysers import (
    FAILING,
    FAKE,
    NOBODY,
    REAL,
    colour_matcher,
    in_base64,
    meshing,
    picture,
)
from tests.server.remote.killing import descendants, kill, replicas
from tests.server.serving import HandClock, Running, serving, until
from tests.server.v1.streaming import is_ended, order, stored, streaming

ROOT = Path(__file__).resolve().parents[3]

HAND = HandClock()

pytestmark = pytest.mark.timeout(PATIENCE)


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server with a cluster of its own and two replicas, whose time is set by hand."""
    if find_spec("ray") is None:
        lacking("ray", "needs Ray: pip install 'facevow[ray]'")
    folder = tempfile.mkdtemp(prefix="ray.", dir="/tmp")  # the paths of Ray's sockets must be short
    known = os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))
    try:
        with a_turn(), pytest.MonkeyPatch.context() as patch:
            patch.setenv("PYTHONPATH", known)  # replicas know the tests' analysers
            patch.setenv("RAY_TMPDIR", folder)
            patch.setenv("RAY_AUTH_TOKEN", secrets.token_hex(32))
            with serving(
                tmp_path_factory.mktemp("grown") / "facevow.db",
                analysers=meshing,
                matcher=colour_matcher(),
                clock=Clock(monotonic=HAND),
                engine="ray",
                ray_address="local",
                replicas=2,
            ) as running:
                yield running
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_sessions_are_decided_as_ever(grown: Running) -> None:
    """Somebody live passes, an attack does not, nobody is no response; the replicas' network and matcher are named."""
    for shown, verdict in ((REAL, "BONA_FIDE"), (FAKE, "ATTACK"), (NOBODY, "NO_RESPONSE")):
        made = order(grown, policy="passive_only")
        with streaming(grown, made, hand=HAND) as streamer:
            streamer.show_until(is_ended, shown)
        assert stored(grown, made.id).verdict == verdict
    health = grown.health()
    assert (health["model_loaded"], health["model"]) == (True, "colours")
    assert grown.services.engine.matcher == "blue 1"


def test_errors_have_their_codes(grown: Running) -> None:
    """What is wrong with a picture, or with its analysis, is told as by a server that analyses itself."""
    assert grown.post("/predict", json={"image": in_base64(b"nonsense")}).status_code == 400
    made = order(grown, policy="passive_only")
    with streaming(grown, made, hand=HAND) as streamer:
        streamer.show(REAL)
        last = streamer.show(FAILING)
    assert is_ended(last)
    record = stored(grown, made.id)
    assert (record.state, record.ended_by, record.verdict) == ("ABORTED", "broken", None)


def test_stages_are_measured(grown: Running) -> None:
    """The metrics tell the stages of frames that were analysed elsewhere."""
    assert grown.post("/predict", json={"image": in_base64(picture(NOBODY))}).status_code == 200
    told = grown.get("/metrics").text
    assert 'facevow_stage_seconds_count{stage="wait"}' in told
    assert 'facevow_stage_seconds_count{stage="decode"}' in told


def test_a_session_outlives_a_replica(grown: Running) -> None:
    """One of the replicas is killed in the middle of a session, with its process: nobody notices."""
    until(lambda: len(replicas(os.getpid())) == 2)
    made = order(grown, policy="passive_only")
    with streaming(grown, made, hand=HAND) as streamer:
        for _ in range(5):
            streamer.show(REAL)
        kill(replicas(os.getpid())[0])
        streamer.show_until(is_ended, REAL)
    assert stored(grown, made.id).verdict == "BONA_FIDE"


def test_a_lost_cluster_is_no_pass_and_is_found_again(grown: Running) -> None:
    """Without the cluster a session ends by name and the server is not ready; it comes back with a new cluster."""
    until(lambda: grown.get("/health/ready").status_code == 200)
    made = order(grown, policy="passive_only")
    with streaming(grown, made, hand=HAND) as streamer:
        streamer.show(REAL)
        (driver,) = (child for child in active_children() if child.name == "facevow-driver")
        assert driver.pid is not None
        for pid in (driver.pid, *descendants(driver.pid)):  # listed before the first is killed
            kill(pid)
        streamer.show_until(is_ended, REAL)
    record = stored(grown, made.id)
    assert (record.state, record.ended_by, record.verdict) == ("ABORTED", "broken", None)
    until(lambda: grown.get("/health/ready").status_code == 503)
    until(lambda: grown.get("/health/ready").status_code == 200)
    made = order(grown, policy="passive_only")
    with streaming(grown, made, hand=HAND) as streamer:
        streamer.show_until(is_ended, REAL)
    assert stored(grown, made.id).verdict == "BONA_FIDE"
