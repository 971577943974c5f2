"""The same frames and the same luck give the same verdict, byte for byte, whoever looks on and however they come in."""

import json
from dataclasses import asdict
from itertools import pairwise
from math import isfinite
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from facevow.checking import packaged_policies
from facevow.decision.policy import PolicyName
from facevow.decision.session import Session
from tests.recordings import ATTACKS, BONA_FIDE, recording

POLICIES = packaged_policies()


def canonical(session: Session) -> str:
    """All that a session has to say: verdict, reasons, evidence, and what happened when."""
    assert session.active_check is not None
    happened = [asdict(entry) for entry in session.active_check.transcript.entries]
    return json.dumps([asdict(session.decide()), happened], sort_keys=True, allow_nan=False)


def test_a_leap_beyond_measure_can_be_told() -> None:
    """A face that comes from outside of its last place goes faster than any number tells; the evidence stays JSON."""
    session = Session(POLICIES.choose(PolicyName.BALANCED), Random(1).randrange)
    for frame in recording("attack-3-small-phone").frames:
        session.observe(frame)
    assert isfinite(session.decide().evidence["identity"]["pace"])
    assert "pace" in canonical(session)


@settings(max_examples=25, deadline=None)
@given(
    name=st.sampled_from([*BONA_FIDE, *ATTACKS]),
    policy=st.sampled_from([PolicyName.STRICT, PolicyName.BALANCED, PolicyName.LENIENT]),
    seed=st.integers(0, 2**32),
    cuts=st.sets(st.integers(0, 400), max_size=40),
)
def test_batches_and_onlookers_change_nothing(name: str, policy: PolicyName, seed: int, cuts: set[int]) -> None:
    """All frames in one go, or in batches after each of which everything is asked that can be asked."""
    frames = recording(name).frames
    whole = Session(POLICIES.choose(policy).for_stream(), Random(seed).randrange)
    for frame in frames:
        whole.observe(frame)

    parted = Session(POLICIES.choose(policy).for_stream(), Random(seed).randrange)
    assert parted.active_check is not None
    bounds = [0, *sorted(cut for cut in cuts if cut < len(frames)), len(frames)]
    for start, end in pairwise(bounds):
        for frame in frames[start:end]:
            parted.observe(frame)
        canonical(parted)
        parted.looks_real()
        parted.verdict()
        _ = (parted.active_check.prompt, parted.active_check.notice, parted.active_check.done)
    assert canonical(parted) == canonical(whole)
    assert canonical(parted) == canonical(whole), "asking once more changes nothing either"
