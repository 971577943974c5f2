"""The server killed in the middle of everything: a short run of `python -m bench.kill` on each database."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.kill import Plan, run, told

from tests.conftest import lacking
from tests.store.conftest import made

KILLS = 12


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database, of one kind and of the other."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'facevow.db'}"
        return
    server = os.environ.get("FACEVOW_TEST_POSTGRES")
    if server is None:
        lacking("postgres", "needs a PostgreSQL server: FACEVOW_TEST_POSTGRES=URL, as .ci/postgres.sh prints it")
    with made(server) as found:
        yield found


def test_nothing_is_lost_doubled_or_wrongly_passed(url: str, tmp_path: Path) -> None:
    """Whatever was acknowledged before a kill holds after it, each end is told once, and nobody passes unseen."""
    course, found, received = run(tmp_path, url, Plan(kills=KILLS, customers=4, speed=4.0, patience=1.0))
    assert found.clean, told(course, found, received)
    assert course.kills == KILLS
    assert course.sessions > 0
    assert found.verdicts["BONA_FIDE"] > 0
    assert found.verdicts["ATTACK"] > 0
    assert received.taken
