"""The words of the claims are those of the rest of the house."""

from facevow.decision.verdict import Verdict
from facevow.signing.claims import VERDICTS


def test_a_verdict_of_the_house_is_a_verdict_of_a_token() -> None:
    """The two lists, in rooms that may not know each other, agree."""
    assert frozenset(Verdict) == VERDICTS
