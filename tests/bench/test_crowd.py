"""Honest people among abusive sockets: a short run of `python -m bench.crowd`."""

from pathlib import Path

from bench.abusing import KINDS
from bench.crowd import run, told

PEOPLE = 3


def test_honest_people_get_through_and_nothing_stays_behind(tmp_path: Path) -> None:
    """With three abusers of every kind, all who show a live face pass; afterwards no socket or task is left."""
    outcome = run(tmp_path, people=PEOPLE, rounds=1, kinds=dict.fromkeys(KINDS, 3), speed=4.0)
    for honest in outcome.honest.values():
        assert (honest.verdicts, honest.failures) == (["BONA_FIDE"] * PEOPLE, []), told(outcome)
    assert all(outcome.got[kind]["came"] > 0 for kind in KINDS)
    before, behind = outcome.held["before"], outcome.held["after the second crowd"]
    assert behind.sockets <= before.sockets, told(outcome)
    assert behind.tasks <= before.tasks, told(outcome)
