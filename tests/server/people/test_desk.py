"""What has to hold before anything is kept or said of a person."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from structlog.testing import capture_logs

from facevow.checking import packaged_policies
from facevow.errors import FacevowError, MatchError, StoreError
from facevow.server.people.desk import Desk
from facevow.server.people.enrolling import ATTEMPTS
from facevow.server.people.looks import Look, Unfit, look
from facevow.signing.keyring import new_keyring
from facevow.types import Box, Face, QualityCode
from tests.making import FACE, make_analysis, make_motion
from tests.server.people.galleries import MEASURE, NOW, Place, template

ONE, TWO = 1, 2
SMALL = replace(FACE, box=Box(20, 20, 40, 40))
POLICY = packaged_policies().choose("balanced")
AS: dict[str, Any] = {"actor": "test", "now": NOW}


def seen(
    person: int | None = ONE,
    *,
    score: float = 0.9,
    yaw: float = 0.0,
    pitch: float = 0.0,
    issue: QualityCode | None = None,
    faces: tuple[Face, ...] = (FACE,),
) -> Look:
    """A look at a face, or at one that cannot be described."""
    issues = [] if issue is None else [issue]
    analysis = make_analysis(score=score, motion=make_motion(yaw=yaw, pitch=pitch), issues=issues, faces=faces)
    analysis = replace(analysis, template=None if person is None else template(person))
    return look(analysis, POLICY)


def code_of(caught: pytest.ExceptionInfo[FacevowError]) -> str:
    """The code of an error."""
    return caught.value.code


@pytest.mark.parametrize(
    ("wrong", "codes"),
    [
        ({"issue": QualityCode.BLURRED}, ["blurred"]),
        ({"issue": QualityCode.TOO_DARK}, ["too_dark"]),
        ({"issue": QualityCode.COVERED, "yaw": 16.0}, ["covered", "turned_away"]),
        ({"yaw": -15.1}, ["turned_away"]),
        ({"pitch": 20.1}, ["turned_away"]),
        ({"person": None}, ["no_template"]),
    ],
)
def test_an_unfit_face_is_not_enrolled(at: Place, wrong: dict[str, Any], codes: list[str]) -> None:
    """Any issue at all keeps a face out, and a turn that is none for a liveness check; each is named."""
    with pytest.raises(Unfit) as caught:
        at.desk().enrol("ada", [seen(), seen(**wrong)], replace=False, live=False, **AS)
    assert code_of(caught) == ("no_template" if codes == ["no_template"] else "not_fit")
    assert [place.codes for place in caught.value.errors] == [codes]
    assert at.gallery.ids() == set()


def test_a_face_that_looks_ahead_is_enrolled(at: Place) -> None:
    """Up to 15 degrees to a side and 20 up or down; what was measured is kept beside the template."""
    made = at.desk().enrol("ada", [seen(yaw=14.9, pitch=-19.9)], replace=False, live=True, **AS)
    assert made.rows[0].quality["yaw"] == 14.9
    assert made.rows[0].quality["live_score"] == 0.9


def test_an_attack_is_not_enrolled_where_life_is_asked_for(at: Place) -> None:
    """Its reasons are told."""
    with pytest.raises(Unfit, match="bona fide") as caught:
        at.desk().enrol("ada", [seen(score=0.1)], replace=False, live=True, **AS)
    assert (code_of(caught), caught.value.errors[0].codes) == ("not_live", ["passive_low"])
    assert at.desk().enrol("ada", [seen(score=0.1)], replace=False, live=False, **AS).enrolled == 1


def test_a_match_needs_a_like_and_live_face(at: Place) -> None:
    """Neither alone is one, and every reason is named."""
    at.enrol("ada", ONE)
    desk = at.desk()
    told = {
        name: desk.verify("ada", one, live=True, **AS)
        for name, one in {
            "both": seen(), "attack": seen(score=0.1), "stranger": seen(TWO), "neither": seen(TWO, score=0.1),
            "no template": seen(None), "blurred stranger": seen(TWO, issue=QualityCode.BLURRED),
            "two faces": seen(issue=QualityCode.SEVERAL_FACES), "a small second face": seen(faces=(FACE, SMALL)),
        }.items()
    }  # fmt: skip
    assert {name: (one.match, one.score, one.reasons) for name, one in told.items()} == {
        "both": (True, 0.9, ()),
        "attack": (False, 0.9, ("not_live",)),
        "stranger": (False, 0.1, ("not_matched",)),
        "neither": (False, 0.1, ("not_live", "not_matched")),
        "no template": (False, None, ("no_template",)),
        "blurred stranger": (False, 0.1, ("not_matched", "blurred")),
        "two faces": (False, None, ("several_faces",)),
        "a small second face": (False, None, ("several_faces",)),
    }
    assert desk.verify("ada", seen(score=0.1), live=False, **AS).match


def test_whoever_is_not_enrolled_cannot_be_verified(at: Place) -> None:
    """Nor can anybody whose templates another matcher made, or whose key is gone."""
    at.enrol("ben", ONE, matcher="blue 0")
    (lost,) = at.enrol("cleo", ONE)
    at.change(lost, sealed_with="no such key")
    with capture_logs():
        for subject, code in (("ada", "not_enrolled"), ("ben", "template_outdated"), ("cleo", "template_outdated")):
            with pytest.raises(MatchError) as caught:
                at.desk().verify(subject, seen(), live=True, **AS)
            assert code_of(caught) == code


def test_a_broken_template_beside_a_good_one_does_no_harm(at: Place) -> None:
    """The good one is compared with; the log names the other."""
    (broken, _) = at.enrol("ada", ONE, ONE)
    at.change(broken, content=b"")
    with capture_logs() as logged:
        compared = at.desk().verify("ada", seen(), live=True, **AS)
    assert (compared.match, compared.templates) == (True, 1)
    assert [line["template"] for line in logged if line["event"] == "template_not_opened"] == [broken.id]


def test_after_a_change_of_the_matcher_a_subject_is_enrolled_anew(at: Place) -> None:
    """Old templates cannot tell whether it is the same person, so nothing is added to them; they can be replaced."""
    at.enrol("ada", ONE, matcher="blue 0")
    with pytest.raises(MatchError, match="anew") as caught:
        at.desk().enrol("ada", [seen()], replace=False, live=True, **AS)
    assert code_of(caught) == "template_outdated"
    assert at.desk().enrol("ada", [seen()], replace=True, live=True, **AS).enrolled == 1
    assert at.gallery.matchers() == {MEASURE.title: 1}


def test_another_keyring_takes_nobody_for_enrolled(at: Place) -> None:
    """Under other secrets a subject has another hash: it is not enrolled there."""
    at.enrol("ada", ONE)
    with pytest.raises(MatchError) as caught:
        Place(at.database, new_keyring(NOW)).desk().verify("ada", seen(), live=True, **AS)
    assert code_of(caught) == "not_enrolled"


def meanwhile(desk: Desk, *happens: Callable[[], object]) -> None:
    """Have something happen between the look at what is enrolled and each attempt to add to it."""
    add, left = desk.gallery.add, list(happens)

    def late(*rows: object, **given: object) -> int:
        if left:
            left.pop(0)()
        return add(*rows, **given)  # type: ignore[arg-type]

    desk.gallery.add = late  # type: ignore[method-assign]


def test_somebody_else_under_the_same_name_since_we_looked_keeps_us_out(at: Place) -> None:
    """Two enrol at once: the second is compared with the first, and was never in the gallery."""
    desk = at.desk()
    meanwhile(desk, lambda: at.enrol("ada", TWO))
    with pytest.raises(MatchError) as caught:
        desk.enrol("ada", [seen()], replace=False, live=True, **AS)
    assert code_of(caught) == "not_the_subject"
    assert not at.desk().verify("ada", seen(), live=True, **AS).match
    assert at.desk().verify("ada", seen(TWO), live=True, **AS).match
    assert (at.gallery.state().changes, at.gallery.state().removals) == (1, 0)


def test_the_same_person_enrolled_meanwhile_keeps_nobody_out(at: Place) -> None:
    """What is enrolled is read again and compared anew; where it never rests, it is to be tried again later."""
    desk = at.desk()
    meanwhile(desk, *[lambda: at.enrol("ada", ONE)] * 2)
    assert desk.enrol("ada", [seen()], replace=False, live=True, **AS).enrolled == 3
    desk = at.desk()
    meanwhile(desk, *[lambda: at.enrol("ada", ONE)] * ATTEMPTS)
    with pytest.raises(StoreError, match="rest"):
        desk.enrol("ada", [seen()], replace=False, live=True, **AS)
    assert len(at.gallery.ids()) == 3 + ATTEMPTS


def test_one_face_enrolled_under_two_names_at_once_is_noticed(at: Place) -> None:
    """Whoever is added later sees the other, though nobody was there when it began."""
    here, there = at.desk(), at.desk()
    told = []
    meanwhile(here, lambda: told.append(there.enrol("ben", [seen()], replace=False, live=True, **AS).duplicates))
    told.append(here.enrol("ada", [seen()], replace=False, live=True, **AS).duplicates)
    assert [[person.subject for person in found] for found in told] == [[], ["ben"]]


@pytest.mark.parametrize("damage", ["UPDATE templates SET quality = 'none'", "UPDATE templates SET created = 'never'"])
def test_a_subject_whose_rows_are_broken_is_no_new_one(at: Place, damage: str) -> None:
    """A stranger must not be enrolled under that name; nobody is told that it is free."""
    at.enrol("ada", ONE)
    with at.database.write() as orm:
        orm.connection().exec_driver_sql(damage)
    for act in (
        lambda: at.desk().enrol("ada", [seen(TWO)], replace=False, live=True, **AS),
        lambda: at.desk().verify("ada", seen(), live=True, **AS),
    ):
        with capture_logs(), pytest.raises(MatchError) as caught:
            act()
        assert code_of(caught) == "template_outdated"
    with capture_logs():
        assert at.desk().enrol("ada", [seen(TWO)], replace=True, live=True, **AS).enrolled == 1


def test_a_broken_row_beside_a_good_one_keeps_nobody_from_being_added_to(at: Place) -> None:
    """It stands among what was compared with, though it could not be."""
    (broken, _) = at.enrol("ada", ONE, ONE)
    with at.database.write() as orm:
        orm.connection().exec_driver_sql("UPDATE templates SET quality = 'none' WHERE id = ?", (broken.id,))
    with capture_logs():
        assert at.desk().enrol("ada", [seen()], replace=False, live=True, **AS).enrolled == 3


def test_one_lucky_template_of_many_is_no_match(at: Place) -> None:
    """For verifying, identifying and adding alike: a face has to be like most of a subject's templates."""
    at.enrol("ada", ONE, *[TWO] * 3)
    at.enrol("ben", *[ONE] * 3, TWO)
    desk = at.desk()
    assert not desk.verify("ada", seen(), live=True, **AS).match
    assert desk.verify("ben", seen(), live=True, **AS).match
    assert [person.subject for person in desk.identify(seen(), 5, live=True, **AS).people] == ["ben"]
    with pytest.raises(MatchError) as caught:
        desk.enrol("ada", [seen()], replace=False, live=True, **AS)
    assert code_of(caught) == "not_the_subject"
    assert [one.subject for one in desk.enrol("cleo", [seen()], replace=False, live=True, **AS).duplicates] == ["ben"]


def test_whoever_is_like_by_chance_takes_nobodys_place(at: Place) -> None:
    """Subjects who are not confirmed are no answers: with the most of one the right one is told."""
    for number in range(5):
        at.enrol(f"chance {number}", ONE, *[TWO] * 3)
    at.enrol("right", ONE)
    assert [person.subject for person in at.desk().identify(seen(), 1, live=True, **AS).people] == ["right"]


def test_nobody_is_looked_for_who_is_not_live(at: Place) -> None:
    """An attack is searched for by nobody, unless asked to; the size of the gallery is told all the same."""
    at.enrol("ada", ONE)
    desk = at.desk()
    attack = desk.identify(seen(score=0.1), 5, live=True, **AS)
    assert (attack.people, attack.searched, attack.reasons) == ((), 1, ("not_live",))
    found = desk.identify(seen(score=0.1), 5, live=False, **AS)
    assert ([person.subject for person in found.people], found.reasons) == (["ada"], ())
    assert desk.identify(seen(TWO), 5, live=True, **AS).reasons == ("not_matched",)
