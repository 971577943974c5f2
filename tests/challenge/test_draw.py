"""Drawing sequences: fair, hard enough to foresee, and honest where they cannot be."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise, product
from math import log2
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.challenge.draw import DEPTH_ACTS, GROUPS, acts_named, bits, draw, draw_pause, length_for, sequences
from facevow.challenge.events import Act
from facevow.challenge.rules import Rules, Step, parse_step
from facevow.errors import ChallengeImpossible
from tests.challenge.acting import EVERY_STEP, RULES

STEPS = st.lists(st.sampled_from(EVERY_STEP), unique=True, min_size=1, max_size=6).map(tuple)


def allowed(steps: tuple[Step, ...], sequence: tuple[Step, ...]) -> bool:
    repeats = any(one == other for one, other in pairwise(sequence))
    depth = {step for step in steps if step.act in DEPTH_ACTS}
    return not repeats and (not depth or bool(depth & set(sequence)))


@given(STEPS, st.integers(1, 4))
def test_sequences_are_counted_as_listing_them_counts(steps: tuple[Step, ...], length: int) -> None:
    """The formula gives the number of sequences without repeats in a row and with a turn where there is one."""
    listed = sum(allowed(steps, sequence) for sequence in product(steps, repeat=length))
    assert sequences(steps, length) == listed
    assert bits(steps, length) == (log2(listed) if listed else float("-inf"))


@given(STEPS, st.floats(0, 12), st.integers())
def test_a_draw_is_of_the_alphabet_and_hard_enough_or_refused(
    steps: tuple[Step, ...], wanted: float, seed: int
) -> None:
    """What is drawn comes from the alphabet, keeps its rules and has the bits; else the draw says that it cannot."""
    rules = Rules(steps=steps, bits=wanted)
    try:
        sequence = draw(rules, Random(seed).randrange)
    except ChallengeImpossible:
        assert all(bits(steps, length) < wanted for length in range(1, rules.longest + 1))
        return
    assert set(sequence) <= set(steps)
    assert allowed(steps, sequence)
    assert bits(steps, len(sequence)) >= wanted
    assert len(sequence) == 1 or bits(steps, len(sequence) - 1) < wanted


def test_every_sequence_is_equally_likely() -> None:
    """Of 12,000 draws each of the possible sequences gets its share, within what chance allows (chi-squared, 1e-6)."""
    rules = Rules(steps=(Step(Act.TURN_LEFT), Step(Act.LOOK_UP), Step(Act.BLINK, 2), Step(Act.SMILE)), bits=4)
    luck = Random(7)
    counts = Counter(draw(rules, luck.randrange) for _ in range(12_000))
    possible = sequences(rules.steps, length_for(rules))
    assert len(counts) == possible == 24
    expected = 12_000 / possible
    assert sum((count - expected) ** 2 / expected for count in counts.values()) < 73


def test_excluded_acts_are_never_drawn_and_bits_are_kept() -> None:
    """Without the head's acts a sequence grows longer, and still has the bits that the rules ask for."""
    rest = RULES.without(acts_named(["head", "go-back"]))
    drawn = {step.act for seed in range(200) for step in draw(rest, Random(seed).randrange)}
    assert not drawn & (GROUPS["head"] | {Act.GO_BACK})
    assert length_for(rest) > length_for(RULES)
    assert bits(rest.steps, length_for(rest)) >= RULES.bits


def test_the_reserve_comes_in_for_those_who_cannot_do_an_act() -> None:
    """Excluding an act that may be drawn opens the reserve, less what is excluded; any other changes nothing."""
    rules = replace(
        RULES, steps=(Step(Act.TURN_LEFT), Step(Act.LOOK_UP)), reserve=(Step(Act.SMILE), Step(Act.TURN_RIGHT))
    )
    assert rules.without(frozenset({Act.BLINK})) is rules
    assert rules.without(frozenset({Act.TURN_LEFT, Act.TURN_RIGHT})).steps == (Step(Act.LOOK_UP), Step(Act.SMILE))


@pytest.mark.parametrize("left", [(), (Step(Act.BLINK, 2),)])
def test_too_little_left_is_said(left: tuple[Step, ...]) -> None:
    """With nothing, or a single act, left to draw from, the refusal names the bits asked for."""
    with pytest.raises(ChallengeImpossible, match="8 bits"):
        length_for(replace(RULES, steps=left))


def test_the_longest_sequence_is_kept() -> None:
    """Two acts would need more than six steps for eight bits: that is refused, and how far six lead is said."""
    with pytest.raises(ChallengeImpossible, match="6"):
        length_for(replace(RULES, steps=(Step(Act.TURN_LEFT), Step(Act.TURN_RIGHT))))


@pytest.mark.parametrize("name", ["", "wink", "turn", "blink ", "heads", "BLINK;", "\0", "x" * 999])
def test_an_unknown_act_is_refused_by_name(name: str) -> None:
    """Only acts and groups have a meaning; spaces around and capitals do no harm."""
    if name.strip() == "blink":
        assert acts_named([name]) == {Act.BLINK}
        return
    with pytest.raises(ChallengeImpossible) as refused:
        acts_named([name])
    assert refused.value.code == "unknown_act"
    assert len(str(refused.value)) < 500


@pytest.mark.parametrize("name", ["blink*0", "blink*4", "blink*", "blink*x", "blink*²", "smile*2", "turn", "*2", ""])
def test_a_step_that_nobody_can_do_is_refused(name: str) -> None:
    """Only a blink has a number of times, from 1 to 3."""
    with pytest.raises(ChallengeImpossible, match="blink"):
        parse_step(name)


@given(st.sampled_from(EVERY_STEP))
def test_steps_are_read_as_they_are_written(step: Step) -> None:
    """`str` and `parse_step` are each other's inverse, also with dashes and capitals."""
    assert parse_step(str(step)) == step == parse_step(f" {str(step).replace('_', '-').upper()} ")


@given(st.integers(0, 100))
def test_pauses_stay_within_their_bounds(luck: int) -> None:
    """The shortest and the longest pause are drawn, and nothing beyond them."""
    assert RULES.pause_least <= draw_pause(RULES, lambda _: luck) <= RULES.pause_most
    assert draw_pause(RULES, lambda n: n - 1) == RULES.pause_most
