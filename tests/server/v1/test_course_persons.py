"""Courses that compare faces: which frames are described, and how the course ends when it is somebody else."""

from dataclasses import replace

import pytest

from facevow.decision.likeness import Against, Rules
from facevow.decision.verdict import Verdict
from facevow.errors import MatchError
from facevow.server.v1.ends import End
from facevow.server.v1.telling import claimed, match_of
from facevow.server.v1.terms import LikenessOrder
from facevow.types import Template
from tests.server.analysers import FAKE, NOBODY, OTHER, REAL, ColourMeasure
from tests.server.performing import STEP
from tests.server.v1.coursing import ACTIVE, PASSIVE, Coursing

MEASURE = ColourMeasure()
ADA = Template(MEASURE.title, bytes([1]))
"""The face of REAL."""


def comparing(against: Against | None = "subject", *references: Template) -> LikenessOrder:
    """With the face of REAL, unless others are given; or with nobody."""
    named = (references or (ADA,)) if against else ()
    return LikenessOrder(Rules(0.5, 0.2, MEASURE.title, against), MEASURE.compare, named)


def reasons(coursing: Coursing) -> tuple[str, ...]:
    """Why the course was decided as it was."""
    assert coursing.course.end is End.DECIDED
    assert coursing.course.decision is not None
    return coursing.course.decision.reasons


def verdict(coursing: Coursing) -> Verdict:
    """How it was decided."""
    assert coursing.course.decision is not None
    return coursing.course.decision.verdict


def test_frames_are_described_now_and_then_where_faces_are_compared() -> None:
    """What fails at it counts where a person is compared with; without a comparison no frame is described."""
    wanted: dict[str, list[str]] = {}
    for name, likeness in (("none", None), ("continuity", comparing(None)), ("person", comparing())):
        coursing = Coursing.of(PASSIVE, likeness=likeness)
        for _ in range(20):
            coursing.wait(STEP)
            coursing.take(coursing.frame())
            arrival = coursing.course.next()
            assert arrival is not None
            wanted.setdefault(name, []).append(coursing.course.describe(arrival))
            coursing.course.observe(arrival, coursing.analysis(arrival), coursing.now)
    assert set(wanted["none"]) == {"never"}
    assert set(wanted["continuity"]) == {"never", "try"}
    assert set(wanted["person"]) == {"never", "fit"}
    assert 5 <= wanted["person"].count("fit") <= 14


def test_the_right_person_passes() -> None:
    """Live, the acts done, and the face that it should be: enough of it was compared."""
    coursing = Coursing.of(ACTIVE, likeness=comparing())
    coursing.perform()
    assert (verdict(coursing), reasons(coursing)[-1]) == (Verdict.BONA_FIDE, "matched")


def test_whoever_is_enrolled_by_several_faces_is_like_one_of_them() -> None:
    """The best score counts, not the last one."""
    other = Template(MEASURE.title, bytes([7]))
    coursing = Coursing.of(ACTIVE, likeness=comparing("reference", ADA, other))
    coursing.perform()
    assert verdict(coursing) is Verdict.BONA_FIDE


def test_a_live_stranger_does_not_pass() -> None:
    """Whatever else is right about the stream."""
    coursing = Coursing.of(ACTIVE, likeness=comparing())
    coursing.face = OTHER
    coursing.perform()
    assert (verdict(coursing), reasons(coursing)) == (
        Verdict.NO_RESPONSE,
        ("not_matched", "passive_high", "active_passed"),
    )


@pytest.mark.parametrize("against", [None, "subject"])
def test_another_face_in_the_midst_ends_the_course_at_once(against: Against | None) -> None:
    """No further act is asked for; it is an attack, comparison or not."""
    coursing = Coursing.of(ACTIVE, likeness=comparing(against))
    while coursing.course.session.active_check is None or not coursing.course.session.active_check.prompt:
        assert coursing.show() is not None
    for _ in range(15):
        assert coursing.show() is not None
    shown = 0
    while coursing.course.end is None:
        coursing.show(OTHER)
        shown += 1
    assert (verdict(coursing), reasons(coursing)) == (Verdict.ATTACK, ("face_swapped",))
    assert shown * STEP <= 2


def test_without_acts_a_stranger_is_not_looked_at_until_one_look_matches() -> None:
    """The answer comes after three seconds, as that of the right person does."""
    for face, expected in ((REAL, Verdict.BONA_FIDE), (OTHER, Verdict.NO_RESPONSE)):
        coursing = Coursing.of(PASSIVE, likeness=comparing())
        shown = 0
        while coursing.course.end is None:
            coursing.show(face)
            shown += 1
        assert verdict(coursing) is expected
        assert 3 <= shown * STEP <= 3.5


def test_without_acts_whoever_cannot_be_compared_yet_is_looked_at_for_longer() -> None:
    """Here the describer finds nothing at first: there is time until the longest look is over."""
    coursing = Coursing.of(PASSIVE, likeness=comparing())
    coursing.analyser = replace(coursing.analyser, meshes=False)
    for _ in range(40):
        assert coursing.show() is not None
    coursing.analyser = replace(coursing.analyser, meshes=True)
    while coursing.course.end is None:
        coursing.show()
    assert (verdict(coursing), reasons(coursing)[-1]) == (Verdict.BONA_FIDE, "matched")


def test_whoever_cannot_be_compared_at_all_does_not_pass() -> None:
    """At the end of the longest look it is no answer."""
    coursing = Coursing.of(PASSIVE, likeness=comparing())
    coursing.analyser = replace(coursing.analyser, meshes=False)
    while coursing.course.end is None:
        coursing.show()
    assert (verdict(coursing), reasons(coursing)[0]) == (Verdict.NO_RESPONSE, "not_compared")


def test_exclusions_of_the_person_do_not_end_the_comparison() -> None:
    """The challenge is drawn anew; with whom the person is compared stays as the application has it."""
    coursing = Coursing.of(ACTIVE, likeness=comparing(), person_may_exclude=True)
    coursing.face = OTHER
    answer = coursing.take('{"type": "exclude", "acts": ["blink"]}')
    assert answer is not None
    assert answer.type == "excluded"
    coursing.perform()
    assert (verdict(coursing), reasons(coursing)[0]) == (Verdict.NO_RESPONSE, "not_matched")


def test_a_comparison_that_fails_breaks_the_course() -> None:
    """A reference that cannot be read is no reason to compare with nobody."""
    coursing = Coursing.of(ACTIVE, likeness=comparing("subject", Template(MEASURE.title, b"")))
    coursing.show(NOBODY)
    with pytest.raises(MatchError):
        coursing.perform()
    assert (coursing.course.end, coursing.course.decision) == (End.BROKEN, None)


@pytest.mark.parametrize(("against", "references"), [("subject", ()), (None, (ADA,))])
def test_an_order_that_contradicts_itself_begins_nothing(
    against: Against | None, references: tuple[Template, ...]
) -> None:
    """A comparison without anybody to compare with never becomes none at all."""
    order = LikenessOrder(Rules(0.5, 0.2, MEASURE.title, against), MEASURE.compare, references)
    with pytest.raises(ValueError, match="references exactly where"):
        Coursing.of(ACTIVE, likeness=order)


@pytest.mark.parametrize("against", [None, "subject"])
def test_a_matcher_without_a_limit_of_continuity_does_not_watch_it(against: Against | None) -> None:
    """Its scores never fall below it: that would be work for nothing. With somebody to compare with there is a use."""
    ordered = comparing(against)
    order = replace(ordered, rules=replace(ordered.rules, continuity=0.0))
    coursing = Coursing.of(ACTIVE, likeness=order)
    assert (coursing.course.session.likeness is None) == (against is None)
    coursing.perform()
    assert verdict(coursing) is Verdict.BONA_FIDE


def test_what_is_told_of_a_comparison() -> None:
    """Whom, by what, and over how many faces; a photo of the right person is like it, and no match."""
    expected = {"threshold": 0.5, "matcher": "blue 1", "against": "subject"}
    for face, score, matched in ((REAL, 0.9, True), (OTHER, 0.1, False), (FAKE, 0.9, False)):
        coursing = Coursing.of(PASSIVE, likeness=comparing())
        while coursing.course.end is None:
            coursing.show(face)
        likeness, decision = coursing.course.session.likeness, coursing.course.decision
        assert likeness is not None
        assert decision is not None
        found = match_of(likeness, decision)
        assert found == expected | {"matched": matched, "score": score, "frames": likeness.frames}
        assert claimed(found) == expected | {"matched": matched, "frames": likeness.frames}
        attack = face == FAKE
        assert (decision.verdict is Verdict.ATTACK) == attack
        assert decision.evidence["likeness"]["matched"] is (matched or attack)


def test_without_a_comparison_there_is_nothing_to_tell() -> None:
    """The continuity alone is no comparison with anybody; a face that could never be described has no score."""
    for likeness in (None, comparing(None)):
        coursing = Coursing.of(PASSIVE, likeness=likeness)
        while coursing.course.end is None:
            coursing.show()
        assert coursing.course.decision is not None
        assert match_of(coursing.course.session.likeness, coursing.course.decision) is None
    assert claimed(None) is None
    blank = Coursing.of(PASSIVE, likeness=comparing())
    while blank.course.end is None:
        blank.show(NOBODY)
    assert blank.course.decision is not None
    found = match_of(blank.course.session.likeness, blank.course.decision)
    assert found is not None
    assert (found["matched"], found["score"], found["frames"]) == (False, None, 0)
