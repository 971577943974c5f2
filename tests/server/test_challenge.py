"""The active check over real sockets: a client that does what is asked, resets, excludes and switches."""

import pytest

from facevow.challenge.draw import GROUPS
from facevow.challenge.events import Act
from facevow.server.checks import MOST_ATTEMPTS
from tests.server.analysers import ANOTHER_FACE, NOBODY, REAL, doing, picture
from tests.server.performing import OFF, ON, RESET, Answer, Performer, acted, begin, is_no_pass, state, told
from tests.server.serving import HandClock, Running, until


def test_a_challenge_is_passed_and_recorded(timed: Running, hand: HandClock) -> None:
    """Whoever does what is asked passes at the last act and not before; the record tells policy and evidence."""
    with timed.socket() as client:
        # blinks are back at rest in the frame that completes them: with nothing else drawn, "returning" is never told
        answers = begin(client, hand, exclude=["eyes"]).follow(state("passed"))
    assert told(answers) == ["settling", "resting", "act_due", "returning", "passed"]
    assert all(is_no_pass(answer) for answer in answers[:-1])
    last = answers[-1]
    assert (last["active_check_passed"], last["verdict"]) == (True, "BONA_FIDE")
    assert last["active_check_message"] == "Active check passed"
    progress = last["active_check"]
    assert len(progress["done"]) == progress["of"] >= 3
    assert (progress["prompt"], progress["notice"], progress["failed_by"]) == (None, None, None)
    until(lambda: timed.health()["connections"] == 0)
    outcome = timed.services.store.recent_verdicts(1)[0]
    assert (outcome.verdict, outcome.active_check_passed) == ("BONA_FIDE", True)
    assert outcome.policy == timed.services.policy.title
    assert outcome.evidence["challenge"]["state"] == "passed"
    assert outcome.evidence["challenge"]["done"] == progress["of"]
    assert [row["active_check_passed"] for row in timed.logs(limit=1000)].count(True) == 1


def test_a_prompt_counts_down_and_shows_how_far_the_act_is(timed: Running, hand: HandClock) -> None:
    """Seconds fall frame by frame from the window, and progress rises from 0 while the act is on its way."""
    with timed.socket() as client:
        performer = begin(client, hand, exclude=["eyes"])
        prompt = performer.follow(state("act_due"))[-1]["active_check"]["prompt"]
        assert prompt["seconds_left"] == prompt["window"]
        assert (prompt["number"], prompt["progress"], prompt["times"]) == (1, 0.0, 1)
        waiting = [performer.show() for _ in range(3)]
        lefts = [answer["active_check"]["prompt"]["seconds_left"] for answer in waiting]
        assert lefts == pytest.approx([prompt["window"] - 0.1 * n for n in (1, 2, 3)])
        moving = performer.show(doing(Act(prompt["act"])))["active_check"]["prompt"]
        assert moving["progress"] == 1.0


def test_nothing_is_told_of_what_will_be_asked(timed: Running, hand: HandClock) -> None:
    """An act stands in an answer only once it is asked for: everything told is a beginning of what was drawn."""
    with timed.socket() as client:
        answers = begin(client, hand).follow(state("passed"))
    everything = answers[-1]["active_check"]["done"]
    for answer in answers:
        progress = answer["active_check"]
        asked = [] if progress["prompt"] is None else [progress["prompt"]["act"]]
        assert [*progress["done"], *asked] == everything[: len(progress["done"]) + len(asked)]
        assert set(progress) == {"enabled", "state", "done", "of", "prompt", "notice", "failed_by"}


def test_challenges_differ(timed: Running, hand: HandClock) -> None:
    """Resets draw anew: as many challenges as one connection may have do not begin with the same act."""
    firsts = set()
    with timed.socket() as client:
        performer = begin(client, hand)
        for _ in range(MOST_ATTEMPTS):
            prompt = performer.follow(state("act_due"))[-1]["active_check"]["prompt"]
            firsts.add((prompt["act"], prompt["times"]))
            client.ask(RESET)
            performer.forget()
    assert len(firsts) > 2


def bring_to(performer: Performer, wanted: str) -> Answer:
    """Bring a challenge into a state."""
    if wanted == "face_due":
        return performer.show(NOBODY)
    if wanted != "failed":
        return performer.follow(state(wanted))[-1]
    performer.follow(state("act_due"))
    answer = performer.show(ANOTHER_FACE)
    for _ in range(5):
        answer = performer.show(ANOTHER_FACE)
    return answer


@pytest.mark.parametrize("where", ["face_due", "settling", "resting", "act_due", "returning", "passed", "failed"])
def test_a_reset_in_each_state_begins_anew(timed: Running, hand: HandClock, where: str) -> None:
    """Whatever was done is forgotten; nothing passes before everything was done again, and then it does."""
    with timed.socket() as client:
        performer = begin(client, hand, exclude=["eyes"])
        assert bring_to(performer, where)["active_check"]["state"] == where
        assert client.ask(RESET)["type"] == "active_check_reset"
        performer.forget()
        again = performer.show()
        assert is_no_pass(again)
        assert again["active_check"]["state"] in {"settling", "face_due"}
        assert (again["active_check"]["done"], again["active_check"]["failed_by"]) == ([], None)
        answers = performer.follow(state("passed"))
        assert all(is_no_pass(answer) for answer in answers[:-1])


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_what_is_excluded_is_never_asked_for(timed: Running, hand: HandClock, group: str) -> None:
    """Over several challenges; or else the server says at once that it cannot do without."""
    with timed.socket() as client:
        answer = client.ask(ON | {"exclude": [group]})
        performer = Performer(client, hand)
        if answer["type"] == "error":
            assert answer["code"] == "challenge_impossible"
            assert group == "head"  # what the policy draws from is mostly done with the head
            return
        for _ in range(4):
            last = performer.follow(state("passed"))[-1]
            assert not {Act(act) for act in last["active_check"]["done"]} & GROUPS[group]
            client.ask(RESET)
            performer.forget()


@pytest.mark.parametrize(
    ("exclude", "code"),
    [
        (["head", "mouth"], "challenge_impossible"),
        (["head", "eyes", "mouth", "brows", "distance"], "challenge_impossible"),
        (["head", "dance"], "unknown_act"),
        ([""], "unknown_act"),
        (["turn_left", "\x00"], "unknown_act"),
    ],
)
@pytest.mark.parametrize("where", ["act_due", "passed"])
def test_what_cannot_be_drawn_is_an_error_and_changes_nothing(
    timed: Running, hand: HandClock, where: str, exclude: list[str], code: str
) -> None:
    """The challenge under way goes on where it was, and a connection without one has none."""
    with timed.socket() as client, timed.socket() as other:
        performer = begin(client, hand)
        before = performer.follow(state(where))[-1]["active_check"]
        answer = client.ask(ON | {"exclude": exclude})
        assert (answer["type"], answer["code"]) == ("error", code)
        after = performer.show()["active_check"]
        assert [after[name] for name in ("state", "done", "of")] == [before[name] for name in ("state", "done", "of")]
        assert other.ask(ON | {"exclude": exclude})["code"] == code
        assert other.ask(picture(REAL))["active_check"]["enabled"] is False


@pytest.mark.parametrize("exclude", [["x"] * 21, ["x" * 41], "head", [7], None, {"head": 1}])
def test_an_exclusion_that_makes_no_sense_changes_nothing(timed: Running, hand: HandClock, exclude: object) -> None:
    """It is a bad message, and the check stays off."""
    del hand
    with timed.socket() as client:
        answer = client.ask(ON | {"exclude": exclude})
        assert (answer["type"], answer["code"]) == ("error", "bad_message")
        assert len(answer["message"]) < 400
        assert client.ask(picture(REAL))["active_check"]["enabled"] is False


def test_switching_during_a_challenge(timed: Running, hand: HandClock) -> None:
    """Off, the passive score decides; on again, or with other exclusions, all begins anew; the same choice is none."""
    with timed.socket() as client:
        performer = begin(client, hand)
        performer.follow(lambda answer: len(answer["active_check"]["done"]) == 1)
        client.ask(ON)
        assert len(performer.show()["active_check"]["done"]) == 1
        assert client.ask(OFF) == {"type": "active_check", "enabled": False}
        off = performer.show()
        assert (off["active_check"]["enabled"], off["active_check"]["of"]) == (False, 0)
        assert (off["active_check_passed"], off["verdict"]) == (False, "BONA_FIDE")
        client.ask(ON)
        performer.forget()
        on = performer.show()
        assert is_no_pass(on)
        assert (on["active_check"]["enabled"], on["active_check"]["done"]) == (True, [])
        performer.follow(state("passed"))
        client.ask(ON | {"exclude": ["eyes"]})
        performer.forget()
        other = performer.show()
        assert is_no_pass(other)
        assert other["active_check"]["done"] == []
        performer.follow(state("passed"))


def test_acts_do_not_count_while_the_check_is_off(timed: Running, hand: HandClock) -> None:
    """Nobody has passed what was not asked for."""
    with timed.socket() as client:
        performer = Performer(client, hand)
        answers = [performer.show(colour) for act in Act for colour in acted(act, 2)]
    assert not any(answer["active_check_passed"] for answer in answers)
    assert {answer["active_check_message"] for answer in answers} == {"Active check is off"}


def test_two_clients_never_touch_each_others_check(timed: Running, hand: HandClock) -> None:
    """While one client does what it is asked, another shows a still face: only the first passes."""
    timed.post("/toggle-active-check", json={"enabled": True})
    with timed.socket() as lively, timed.socket() as still:
        performer, resting = Performer(lively, hand), []

        def both(answer: Answer) -> bool:
            resting.append(still.ask(picture(REAL)))
            return bool(answer["active_check_passed"])

        performer.follow(both)
        assert all(is_no_pass(answer) for answer in resting)
        assert all(answer["active_check"]["done"] == [] for answer in resting)
        still.ask(RESET)
        still.ask(OFF)
        assert performer.show()["active_check_passed"] is True


def test_the_default_switched_on_is_asked_of_whoever_follows_it(timed: Running, hand: HandClock) -> None:
    """In the middle of a connection, and also when no frame comes any more: what was not shown is no pass."""
    with timed.socket() as client, timed.socket() as silent:
        performer = Performer(client, hand)
        for _ in range(4):
            before = performer.show()
            quiet = silent.ask(picture(REAL))
        assert (before["verdict"], quiet["verdict"]) == ("BONA_FIDE", "BONA_FIDE")
        timed.post("/toggle-active-check", json={"enabled": True})
        after = performer.show()
        assert is_no_pass(after)
        assert after["active_check"]["enabled"] is True
        performer.follow(state("passed"))
    until(lambda: timed.health()["connections"] == 0)
    outcomes = {outcome.frames: outcome for outcome in timed.services.store.recent_verdicts(2)}
    assert outcomes.pop(4).verdict == "NO_RESPONSE"
    assert [outcome.verdict for outcome in outcomes.values()] == ["BONA_FIDE"]
