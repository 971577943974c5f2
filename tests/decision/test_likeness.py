"""Whether it is one face, and whose, by templates that say so."""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.decision.likeness import EVERY, LATEST, LEAST_FRAMES, Likeness, Rules
from facevow.errors import MatchError
from facevow.types import Template
from tests.decision.likening import RULES, UNREADABLE, between, face, frame, likeness, seen

ADA, BEN = face("ada"), face("ben")


def test_the_right_person_matches_and_a_stranger_does_not() -> None:
    """By the median of the scores against the references; what was measured stands in the evidence."""
    right, wrong = seen([ADA] * 12), seen([BEN] * 12)
    assert (right.matched, right.score, right.swapped) == (True, 0.9, False)
    assert (wrong.matched, wrong.score, wrong.swapped) == (False, 0.05, False)
    assert right.evidence() == {
        "matcher": "names 1", "against": "subject", "matched": True, "score": 0.9, "threshold": 0.5,
        "scores_of_acts": [], "frames": 12, "swapped": False, "least_like_beginning": 0.9, "continuity": 0.2,
        "share_below": 0.0, "share_strange": 0.0, "passive": 0.95, "covered": 1.0, "longest_gap": 0.0,
    }  # fmt: skip


def test_where_nobody_is_named_only_the_continuity_is_told() -> None:
    """There is no score and no answer, and a swap is seen all the same."""
    alone = seen([ADA] * 12, to=None)
    assert (alone.matched, alone.score, alone.swapped, alone.frames) == (None, None, False, 12)
    assert seen([ADA] * 6 + [BEN] * 3, to=None).swapped


@pytest.mark.parametrize(("frames", "every"), [(0, 1.0), (1, 1.0), (LEAST_FRAMES - 1, 1.0), (7, 0.25), (100, 0.01)])
def test_too_little_is_no_answer(frames: int, every: float) -> None:
    """Neither too few faces nor many at once say who somebody is, however like they are."""
    assert seen([ADA] * frames, every=every).matched is None


def test_the_least_that_suffices() -> None:
    """Five faces over two seconds."""
    assert seen([ADA] * LEAST_FRAMES, every=0.5).matched is True


def test_faces_that_cannot_be_described_count_for_nothing() -> None:
    """Neither for nor against anybody, nor as one of three in a row."""
    faces: Sequence[Template | None] = [None, ADA] * 6
    assert (seen(faces).frames, seen(faces).matched) == (6, True)
    assert seen([ADA, ADA, ADA, ADA, ADA, BEN, None, BEN, None, BEN]).swapped
    assert seen([None] * 50).matched is None


def test_a_bad_moment_harms_nobody() -> None:
    """Two faces in a row that are like nobody's are forgiven; so are three within less than half a second."""
    blurred = face("nobody")
    assert seen([ADA] * 6 + [blurred] * 2 + [ADA] * 6).matched is True
    passing = seen([ADA] * 20)
    for number in range(4):
        passing.observe(frame(5 + number * 0.15, blurred))
        passing.observe(frame(5.05 + number * 0.15, None))
        assert not passing.swapped
    assert passing.matched is True
    passing.observe(frame(5.5, blurred))
    assert passing.swapped


def test_faces_that_are_like_neither_the_references_nor_the_beginning_are_no_match() -> None:
    """At most every fifth may be so, however low the limit of another face lies: two people who take turns."""
    loose = Rules(0.5, 0.0, "names 1", "subject")
    for pattern, matched in (([ADA, BEN], False), ([ADA, ADA, BEN], False), ([ADA] * 4 + [BEN], True)):
        found = likeness(rules=loose)
        for number in range(40):
            found.observe(frame(number * 0.25, ADA if number < 5 else pattern[number % len(pattern)]))
        assert (found.swapped, found.matched) == (False, matched)
    assert seen([ADA] * 6 + [face("ada", 0.3)] * 5).matched is False


def test_three_in_a_row_are_another_face() -> None:
    """From then on nobody matches, not even when the first face comes back or all is forgotten."""
    swapped = seen([ADA] * 8 + [BEN] * 3 + [ADA] * 90)
    assert (swapped.swapped, swapped.matched) == (True, False)
    swapped.forget()
    for number in range(12):
        swapped.observe(frame(100 + number, ADA))
    assert (swapped.swapped, swapped.matched) == (True, False)


@pytest.mark.parametrize("faces", [[ADA] * 2 + [BEN] * 10, [BEN] * 2 + [ADA] * 3 + [BEN] * 9, [BEN] * 3 + [ADA] * 9])
def test_a_swap_at_the_beginning_is_seen(faces: Sequence[Template | None]) -> None:
    """The first faces count as all others do: who shows one person for a second and then another does not match."""
    found = seen(faces)
    assert found.swapped or found.matched is False


@pytest.mark.parametrize("pattern", [[ADA, ADA, BEN], [ADA, BEN], [ADA, ADA, ADA, BEN], [BEN, ADA, ADA]])
def test_taking_turns_is_no_match(pattern: list[Template]) -> None:
    """Most faces are the right one's and never three in a row another's: the median would let it pass."""
    faces: Sequence[Template | None] = [pattern[number % len(pattern)] for number in range(40)]
    assert seen(faces).score == 0.9 or pattern == [ADA, BEN]
    assert seen(faces).matched is False


def test_one_face_in_five_may_be_a_bad_one() -> None:
    """Which is what people do who look aside now and then."""
    faces: Sequence[Template | None] = [ADA] * 5 + [face("nobody"), ADA, ADA, ADA, ADA] * 5
    assert seen(faces).matched is True


def test_the_enrolled_face_for_less_than_half_of_the_time_is_no_match() -> None:
    """Every second face within the beginning, none later."""
    assert not seen([ADA] * 4 + [face("ben", 0.9)] * 20).matched


def test_a_face_of_just_the_threshold_matches_and_one_of_less_does_not() -> None:
    """The threshold is the least score of the same person."""
    assert seen([face("ada", 0.5)] * 12).matched is True
    assert seen([face("ada", 0.4999)] * 12).matched is False


@given(st.lists(st.sampled_from([ADA, BEN, None, face("ada", 0.3), face("cleo")]), max_size=40))
def test_nobody_matches_without_a_majority(faces: Sequence[Template | None]) -> None:
    """Whatever comes in whatever order: a match has more faces of the person than of anybody else, and enough."""
    found = seen(faces)
    own = sum(each is not None and each.content.startswith(b"ada 0.9") for each in faces)
    if found.matched:
        assert own >= LEAST_FRAMES // 2 + 1
        assert own >= sum(each in {BEN, face("cleo"), face("ada", 0.3)} for each in faces)
        assert not found.swapped


@pytest.mark.parametrize("score", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_like_nobody(score: float) -> None:
    """A matcher gone wrong lets nobody pass."""
    broken = Likeness(RULES, lambda _: score, lambda *_: score)
    for number in range(20):
        broken.observe(frame(number, ADA))
    assert (broken.matched, broken.swapped) == (False, True)
    assert broken.score == -1.0


def test_what_cannot_be_compared_ends_the_answer() -> None:
    """It goes on to whoever asked for the comparison, and nobody matches any more."""
    found = seen([ADA] * 12)
    with pytest.raises(MatchError):
        found.observe(frame(4, UNREADABLE))
    found.observe(frame(5, ADA))
    assert found.matched is None


def test_the_continuity_alone_passes_over_what_cannot_be_compared() -> None:
    """The check goes on without such a face, at the beginning and later, and still sees a swap."""
    faces: Sequence[Template | None] = [UNREADABLE, ADA, UNREADABLE, ADA, ADA, ADA, ADA, UNREADABLE, ADA]
    found = seen(faces, to=None)
    assert not found.swapped
    for number in range(3):
        found.observe(frame(10 + number, BEN))
    assert found.swapped


@pytest.mark.parametrize("against", [None, "subject"])
def test_references_are_there_exactly_where_somebody_is_named(against: str | None) -> None:
    """A comparison that was ordered never becomes none by a mistake of ours."""
    rules = Rules(0.5, 0.2, "names 1", None if against is None else "subject")
    with pytest.raises(ValueError, match="references exactly where"):
        Likeness(rules, None if against else lambda _: 1.0, between)


def test_without_luck_a_face_is_due_every_quarter_of_a_second() -> None:
    """From the first frame on; frames whose face could not be described leave the next one due."""
    made, taken = likeness(), []
    for number in range(61):
        at = number / 30
        due = made.due(at)
        if due:
            taken.append(at)
        made.observe(frame(at, ADA if due and number not in {0, 1} else None))
    assert taken[:3] == [0, 1 / 30, 2 / 30]
    assert all(later - sooner >= EVERY for sooner, later in pairwise(taken[2:]))
    assert len(taken) == 10


@given(st.integers(0, 1000), st.sampled_from([4, 10, 15, 30, 60]))
def test_the_moments_are_drawn(seed: int, fps: int) -> None:
    """No pause is longer than half a second and a frame, however many frames come; asking twice draws once."""
    made = Likeness(RULES, lambda _: 0.9, between, Random(seed).randrange)
    taken = []
    for number in range(10 * fps):
        due = made.due(number / fps)
        assert made.due(number / fps) == due
        if due:
            taken.append(number / fps)
        made.observe(frame(number / fps, ADA if due else None))
    assert taken[0] == 0
    assert max(later - sooner for sooner, later in pairwise(taken)) < LATEST + 1 / fps + 1e-9


def test_no_moment_is_safe() -> None:
    """After a look any frame may be the next one, the very next one too, each as likely as the others; some are few."""
    made, pauses, last = Likeness(RULES, lambda _: 0.9, between, Random(1).randrange), Counter[int](), 0
    for number in range(20_000):
        due = made.due(number / 30)
        if due:
            pauses[number - last] += 1
            last = number
        made.observe(frame(number / 30, None))
        made._moments.seen(number / 30, taken=due)
    looks = sum(pauses.values())
    assert 0.1 < pauses[1] / looks < 0.18
    assert all(pauses[frames] for frames in range(1, 16))
    assert 3.5 < looks / (20_000 / 30) < 5.5


def test_nobody_can_know_the_moments() -> None:
    """Two checks look at different moments, so that no picture can be put in for just those."""
    taken = []
    for seed in range(2):
        made = Likeness(RULES, lambda _: 0.9, between, Random(seed).randrange)
        looks = []
        for number in range(300):
            due = made.due(number / 30)
            if due:
                looks.append(number)
            made.observe(frame(number / 30, ADA if due else None))
        taken.append(looks)
    assert len(set(taken[0]) & set(taken[1])) < len(taken[0]) / 2


def test_no_face_can_be_read_in_what_is_told() -> None:
    """The evidence is written down; templates are not to be."""
    assert "ada" not in str(seen([ADA] * 12).evidence())


def test_what_was_prepared_is_not_compared_again() -> None:
    """So that whoever observes waits for no slow matcher; forgetting in between only makes it compare anew."""
    compared: list[tuple[Template, Template]] = []

    def counted(one: Template, other: Template) -> float:
        compared.append((one, other))
        return between(one, other)

    made = Likeness(RULES, lambda one: counted(one, ADA), counted)
    for number in range(8):
        who = face(f"ada{number}", 0.9)
        made.prepare(who)
        before = len(compared)
        made.observe(frame(number, who))
        assert len(compared) == before
    made.prepare(ADA)
    made.forget()
    made.observe(frame(9, ADA))
    assert made.score == 0.9


def test_preparing_raises_nothing() -> None:
    """What cannot be compared is raised where it is observed, and heeded there."""
    found = seen([ADA] * 12)
    found.prepare(UNREADABLE)
    with pytest.raises(MatchError):
        found.observe(frame(4, UNREADABLE))
    assert found.matched is None


def test_who_vouches_for_a_frame() -> None:
    """Only a face that was just compared, and is the person by its own score: of the check's own where no other is."""
    right = seen([ADA] * 12)
    assert (right.vouches(2.75), right.vouches(2.8), likeness().vouches(0)) == (True, False, False)
    right.observe(frame(3, BEN))
    assert not right.vouches(3)
    alone = seen([ADA] * 4, to=None)
    assert not alone.vouches(0.75)
    for number in range(4, 8):
        alone.observe(frame(number, ADA))
    assert alone.vouches(7)
    turns = seen([ADA] * 6 + [BEN, ADA] * 8)
    assert not turns.vouches(21 * 0.25)
