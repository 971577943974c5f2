"""How often a connection may try again."""

from typing import Any

import pytest

from facevow.server.checks import MOST_ATTEMPTS
from facevow.server.stream import MOST_ERRORS
from tests.server.analysers import ANOTHER_FACE, FAILING, REAL, picture
from tests.server.performing import OFF, ON, RESET, Performer, begin, is_no_pass, state
from tests.server.serving import Client, HandClock, Running


def use_up(client: Client, performer: Performer, *, left: int = 0) -> None:
    """Begin all challenges but `left`, and reset each of them but the last."""
    for number in range(MOST_ATTEMPTS - left):
        if number:
            assert client.ask(RESET)["type"] == "active_check_reset"
            performer.forget()
        performer.follow(state("act_due"))


def refused(answer: dict[str, Any]) -> bool:
    """Whether it is the error for too many attempts."""
    return (answer["type"], answer.get("code")) == ("error", "too_many_attempts")


@pytest.mark.parametrize("again", [RESET, ON, ON | {"exclude": ["mouth"]}], ids=["reset", "same", "other"])
def test_a_challenge_that_failed_last_stays_failed(timed: Running, hand: HandClock, again: dict[str, Any]) -> None:
    """After the last one nothing brings another: neither a reset nor another choice; the same choice is none."""
    with timed.socket() as client:
        performer = begin(client, hand)
        use_up(client, performer)
        for _ in range(6):
            failed = performer.show(ANOTHER_FACE)
        assert failed["active_check"]["state"] == "failed"
        assert refused(client.ask(again)) is (again is not ON)
        after = [performer.show() for _ in range(10)]
        assert all(answer["active_check"]["state"] == "failed" and is_no_pass(answer) for answer in after)


def test_the_last_challenge_can_be_passed(timed: Running, hand: HandClock) -> None:
    """A refused reset leaves it where it was, in the middle of an act."""
    with timed.socket() as client:
        performer = begin(client, hand)
        use_up(client, performer)
        assert refused(client.ask(RESET))
        assert performer.follow(state("passed"))[-1]["verdict"] == "BONA_FIDE"


def test_switching_off_and_on_is_another_attempt(timed: Running, hand: HandClock) -> None:
    """Off may be chosen at any time; on again is refused, and the check stays off."""
    with timed.socket() as client:
        performer = begin(client, hand)
        use_up(client, performer, left=1)
        client.ask(OFF)
        assert client.ask(RESET)["type"] == "active_check_reset"
        assert client.ask(ON)["type"] == "active_check"
        performer.forget()
        performer.follow(state("act_due"))
        assert client.ask(OFF)["type"] == "active_check"
        assert refused(client.ask(ON))
        assert performer.show()["active_check"]["enabled"] is False


def test_a_failure_of_ours_does_not_bring_new_attempts(timed: Running, hand: HandClock) -> None:
    """It forgets the evidence, not how many challenges there were."""
    with timed.socket() as client:
        performer = begin(client, hand)
        use_up(client, performer)
        assert performer.show(FAILING)["code"] == "analysis_failed"
        performer.show()
        assert refused(client.ask(RESET))


def test_resets_before_anything_was_asked_are_free(timed: Running, hand: HandClock) -> None:
    """Nothing was learnt from them."""
    with timed.socket() as client:
        performer = begin(client, hand)
        for _ in range(2 * MOST_ATTEMPTS):
            performer.show()
            assert client.ask(RESET)["type"] == "active_check_reset"


def test_each_connection_has_its_own_attempts(timed: Running, hand: HandClock) -> None:
    """A new one may try again, and whoever does not stop asking is let go."""
    with timed.socket() as client:
        performer = begin(client, hand)
        use_up(client, performer)
        with timed.socket() as other:
            begin(other, hand)
            other.ask(picture(REAL))
            assert other.ask(RESET)["type"] == "active_check_reset"
        for _ in range(MOST_ERRORS):
            assert refused(client.ask(RESET))
        client.send(RESET)
        assert refused(client.receive())
        with pytest.raises(Exception, match="1008"):
            client.receive()
