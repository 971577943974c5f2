"""The challenge as a whole: frames in, prompts and state out."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facevow.challenge.actions import SPONTANEOUS
from facevow.challenge.check import ActiveCheck, Prompt
from facevow.challenge.continuity import Continuity
from facevow.challenge.events import Act, Event, State
from facevow.challenge.rules import Rules, Step
from facevow.errors import ChallengeImpossible
from tests.challenge.acting import (
    EVERY_STEP,
    RULES,
    TURNS,
    Person,
    act_out,
    after,
    events,
    feed,
    make_check,
    points,
    posed,
    trembling,
    until_prompted,
)
from tests.making import FACE, make_analysis


@pytest.mark.parametrize("fps", [8, 15, 30])
@pytest.mark.parametrize("step", EVERY_STEP, ids=str)
def test_each_act_can_be_asked_for_and_done(step: Step, fps: int) -> None:
    """Somebody who does what is asked passes, at each frame rate, with the reaction time in the evidence."""
    check = make_check(step)
    list(act_out(check, Person(), fps=fps))
    assert check.passed
    assert check.done == (step,)
    assert 0.2 <= check.evidence()["reactions"][0] <= 0.9


@given(st.integers(0, 10_000), st.sampled_from([10, 15, 24, 30]))
@settings(max_examples=40, deadline=None)
def test_whoever_does_what_is_asked_passes_any_sequence(seed: int, fps: int) -> None:
    """Every drawn sequence can be done, and its transcript shows each prompt answered in order."""
    check = make_check(seed=seed)
    list(act_out(check, Person(), fps=fps))
    assert check.passed
    asked = [entry.step for entry in check.transcript.entries if entry.event is Event.PROMPTED]
    assert tuple(asked) == check.steps == check.done
    evidence = check.evidence()
    assert (evidence["faults"], evidence["done"]) == (0, len(asked))
    assert evidence["bits"] >= RULES.bits
    assert evidence["asked"] == [str(step) for step in asked]
    assert set(evidence["asked"]) <= set(evidence["drawn_from"])


@given(st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_whoever_does_something_else_fails(seed: int) -> None:
    """Another act than the one asked for is a fault each time; more than are forgiven end the check."""
    others = [act for act in Act if act not in SPONTANEOUS]
    luck = Random(seed)
    check = make_check(seed=seed)
    list(act_out(check, Person(lambda prompt: luck.choice([act for act in others if act is not prompt.step.act]))))
    assert check.state is State.FAILED
    assert check.ended_by in {Event.TOO_MANY_FAULTS, Event.TOO_MANY_RESTARTS, Event.TIMED_OUT}
    assert Event.WRONG_ACT in events(check)


def test_whoever_does_nothing_fails() -> None:
    """Windows run out, other sequences are drawn, and at last there are no more restarts."""
    check = make_check(rules=replace(RULES, time_limit=None))
    sequences = {check.steps}
    for _ in act_out(check, Person(lambda _: None)):
        sequences.add(check.steps)
    assert check.ended_by is Event.TOO_MANY_RESTARTS
    assert events(check).count(Event.WINDOW_OVER) == RULES.restarts + 1
    assert len(sequences) == RULES.restarts + 1


def test_the_time_limit_ends_an_unfinished_check_only() -> None:
    """Out of time is FAILED and stays it; a pass stays a pass."""
    late, early = make_check(*TURNS, rules=replace(RULES, time_limit=5)), make_check(Step(Act.SMILE))
    list(act_out(late, Person(reaction=3)))
    *_, last = act_out(early, Person())
    assert late.ended_by is Event.TIMED_OUT
    assert feed(early, after(last, 70)) is State.PASSED


def test_an_act_done_too_soon_is_not_an_answer() -> None:
    """A turn that begins with the prompt is hasty: noted, not counted, and asked for again."""
    check = make_check(Step(Act.TURN_LEFT))
    list(act_out(check, Person(reaction=-0.2)))
    assert Event.HASTY_ACT in events(check)
    assert check.ended_by is Event.TOO_MANY_FAULTS


def test_an_act_done_before_it_was_asked_is_a_fault() -> None:
    """A turn during the pause is early; the pause goes on, and a third one ends the check."""
    check = make_check(Step(Act.SMILE), rules=replace(RULES, pause_least=9, pause_most=9))
    motions = [posed(None, 0)] * 15 + ([posed(Act.TURN_LEFT, 1)] * 4 + [posed(None, 0)] * 6) * 3
    trembled = [trembling(motion, number / 15) for number, motion in enumerate(motions)]
    states = [check.observe(make_analysis(number / 15, motion=motion)) for number, motion in enumerate(trembled)]
    assert State.ACT_DUE not in states
    assert events(check).count(Event.EARLY_ACT) == 3
    assert check.ended_by is Event.TOO_MANY_FAULTS


def test_a_flat_face_that_turns_does_not_turn() -> None:
    """A turn whose points move like a plane is noted as flat and does not count; a head's does, with its depth."""
    flat, head = make_check(Step(Act.TURN_LEFT)), make_check(Step(Act.TURN_LEFT))
    list(act_out(flat, Person(flat=True)))
    list(act_out(head, Person()))
    assert Event.FLAT_ACT in events(flat)
    assert not flat.passed
    assert head.passed
    residuals = [[signs["residual"] for signs in check.evidence()["signs"]] for check in (head, flat)]
    assert min(residuals[0]) > max(residuals[1])


def test_spontaneous_blinks_are_no_faults_and_no_answers() -> None:
    """Blinks while a turn is due change nothing; a single blink does not answer a prompt for two."""
    check = make_check(Step(Act.TURN_LEFT))
    list(act_out(check, Person(lambda _: Act.BLINK), seconds=5))
    assert check.evidence()["faults"] == 0
    assert not check.passed
    twice = make_check(Step(Act.BLINK, 2), rules=replace(RULES, restarts=0))
    once = Person(lambda _: Act.SMILE)
    list(act_out(twice, once))
    assert not twice.passed


def test_a_window_that_is_over_is_over() -> None:
    """An act completed after its window does not count, though it began within."""
    check = make_check(Step(Act.TURN_LEFT), rules=replace(RULES, restarts=0))
    list(act_out(check, Person(reaction=RULES.window - 0.3)))
    assert not check.passed
    assert check.ended_by is Event.TOO_MANY_RESTARTS


def test_a_slow_way_back_is_given_its_time() -> None:
    """Somebody who stays turned for six seconds is waited for; for ever is too long, and begins another round."""
    for stay, restarts in ((6.0, 0), (12.0, 1)):
        check = make_check(*TURNS, rules=replace(RULES, window=5))
        last = until_prompted(check)
        for number in range(int((stay + 2.5) * 15)):
            at = last.at + 0.4 + number / 15
            since = number / 15
            motion = trembling(posed(Act.TURN_LEFT, min(1.0, since, max(0.0, stay + 1 - since))), at)
            check.observe(replace(make_analysis(at, motion=motion), tracked=points(motion), digest=str(at)))
        assert check.evidence()["restarts"] == restarts
        assert Event.ACT_DONE in events(check)


def test_nobody_answers_a_prompt_before_it_was_sent() -> None:
    """What began between the frame and the answer that carried the prompt is hasty."""
    check = make_check(Step(Act.TURN_LEFT))
    last = until_prompted(check)
    check.told(last.at + 0.8)
    check.told(last.at + 5)
    turn = [trembling(posed(Act.TURN_LEFT, min(1.0, number / 6)), last.at + number / 15) for number in range(1, 12)]
    for number, motion in enumerate(turn, start=1):
        check.observe(
            replace(make_analysis(last.at + number / 15, motion=motion), tracked=points(motion), digest=str(number))
        )
    assert Event.HASTY_ACT in events(check)
    assert not check.passed


def test_an_empty_script_is_refused() -> None:
    """Nothing asked for would be passed at once, or drawn by mistake."""
    with pytest.raises(ChallengeImpossible, match="acts to ask for"):
        ActiveCheck(RULES, Random(1).randrange, script=())


def test_the_prompt_tells_what_is_due_and_how_far_it_is() -> None:
    """Step, number, time left and progress move as the person does the act; between prompts there is none."""
    check, prompts = make_check(*TURNS), list[Prompt | None]()
    for _ in act_out(check, Person()):
        prompts.append(check.prompt)
    shown = [prompt for prompt in prompts if prompt is not None]
    assert {(prompt.step, prompt.number, prompt.of) for prompt in shown} == {(TURNS[0], 1, 2), (TURNS[1], 2, 2)}
    assert all(0 <= prompt.progress <= 1 and 0 <= prompt.seconds_left <= prompt.window for prompt in shown)
    assert max(prompt.progress for prompt in shown) > 0.5 > min(prompt.progress for prompt in shown)
    assert prompts[0] is None
    assert check.prompt is None


def test_a_reset_begins_anew_from_any_state() -> None:
    """Transcript, faults and restarts are forgotten, and a failed check can be passed after it."""
    check = make_check(*TURNS, rules=replace(RULES, faults=0))
    *_, last = act_out(check, Person(lambda _: Act.LOOK_UP))
    assert check.state is State.FAILED
    check.reset()
    assert check.transcript.entries == ()
    list(act_out(check, Person(), start=last.at + 0.1))
    assert check.passed


def test_an_error_inside_is_never_a_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is raised while a frame is looked at leaves the challenge failed and reaches the caller."""
    for passed_before in (False, True):
        check = make_check(Step(Act.SMILE))
        *_, last = act_out(check, Person()) if passed_before else [until_prompted(check)]

        def broken(*_: object) -> None:
            raise ZeroDivisionError

        with monkeypatch.context() as patch:
            patch.setattr(Continuity, "observe", broken)
            with pytest.raises(ZeroDivisionError):
                check.observe(after(last, 1)[0])
        assert check.ended_by is Event.BROKEN
        assert feed(check, after(last, 1)) is State.FAILED


def test_nothing_can_be_drawn_from_too_little() -> None:
    """Rules that leave too few acts are refused when the check is made, not in the middle of it."""
    with pytest.raises(ChallengeImpossible):
        ActiveCheck(Rules(steps=TURNS, bits=20), Random(1).randrange)


@given(
    st.lists(
        st.tuples(st.sampled_from([None, *Act]), st.sampled_from([0.033, 0.1, 0.4, 2.0, 0.0, -0.5]), st.booleans()),
        max_size=80,
    )
)
@settings(deadline=None)
def test_no_jumble_of_frames_breaks_the_check(jumble: list[tuple[Act | None, float, bool]]) -> None:
    """Whatever comes, in any order and at any time, the check stays in its table and never raises."""
    check, at = make_check(), 0.0
    for act, step, seen in jumble:
        at += step
        check.observe(make_analysis(at, motion=posed(act, 1), faces=(FACE,) if seen else ()))
        assert check.state in set(State)
        assert (check.ended_by is not None) == (check.state is State.FAILED)
