"""Who is let in to a stream although others at the same address are not."""

from pathlib import Path

import pytest

from tests.server.serving import serving
from tests.server.v1.streaming import order, refused, streaming

NOBODY = f"fvs_{'A' * 22}"
MADE_UP = f"fvt_{'A' * 43}"


def test_a_strangers_guesses_shut_out_nobody_with_the_right_token(database: Path) -> None:
    """Behind one address, such as that of a proxy which nobody named, a token of ours passes before refusals count."""
    with serving(database, limit_refused="3/minute") as server:
        made, other = order(server), order(server)
        for _ in range(3):
            assert refused(server, NOBODY, MADE_UP) == (4404, "session_unknown")
        assert refused(server, NOBODY, MADE_UP) == (4429, "rate_limited")
        with streaming(server, made):
            pass
        assert refused(server, other.id, made.token) == (4429, "rate_limited")
        assert refused(server, other.id, None) == (4429, "rate_limited")


def test_the_right_token_is_no_way_around_the_allowance_of_the_address(database: Path) -> None:
    """It exempts from refusals only: one token that is shown again and again is counted as any request is."""
    with serving(database, limit_address="3/minute") as server:
        made = order(server)
        with streaming(server, made):
            pass
        assert [refused(server, made.id, made.token)[0] for _ in range(3)] == [4409, 4409, 4429]


@pytest.mark.parametrize("session", ["x", "fvs_", NOBODY + "A", "%ff"])
def test_the_token_of_a_name_that_is_none_opens_nothing(database: Path, session: str) -> None:
    """After too many refusals such names are refused at once, whatever token stands beside them."""
    with serving(database, limit_refused="1/minute") as server:
        made = order(server)
        assert refused(server, NOBODY, MADE_UP) == (4404, "session_unknown")
        assert refused(server, session, made.token) == (4429, "rate_limited")
        assert refused(server, NOBODY, made.token) == (4429, "rate_limited")
