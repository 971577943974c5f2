"""Enrolling over the API: what is taken, what is refused, and what is told of it."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.server.analysers import FAKE, NOBODY, OTHER, REAL, THIRD, TURNED, TWO_FACES, Colour
from tests.server.serving import PATIENCE, Running
from tests.server.v1.asking import NOBODY_KNOWS, complete, kept, make, problem
from tests.server.v1.enrolled import (
    comparing,
    enrol,
    enrolled,
    gallery_path,
    identify,
    image,
    named,
    subject_path,
    verify,
)


@pytest.mark.parametrize(
    ("colours", "asked", "code", "codes"),
    [
        ([NOBODY], {}, "not_fit", [["no_face"]]),
        ([TWO_FACES], {}, "not_fit", [["several_faces"]]),
        ([REAL, TURNED, NOBODY], {}, "not_fit", [["turned_away"], ["no_face"]]),
        ([FAKE], {}, "not_live", [["passive_low"]]),
        ([REAL, OTHER], {}, "not_one_person", []),
        ([NOBODY], {"liveness": "ignored"}, "not_fit", [["no_face"]]),
    ],
)
def test_an_unfit_face_is_not_enrolled(
    people: Running, colours: Sequence[Colour], asked: dict[str, str], code: str, codes: list[list[str]]
) -> None:
    """Each picture is named with what it lacks; one that is unfit keeps the others out, too."""
    document = problem(enrol(people, "unfit", *colours, **asked), 422, code)
    assert [place.get("codes") for place in document.get("errors", [])] == codes
    if len(colours) == 3:
        assert [place["pointer"] for place in document["errors"]] == ["#/images/1", "#/images/2"]
    problem(people.get(gallery_path("unfit")), 404, "not_enrolled")


def test_more_of_a_subject_have_to_be_the_same_person(people: Running) -> None:
    """Somebody else under the same name is refused, unless asked to take the place."""
    enrolled(people, "grown", REAL)
    assert enrolled(people, "grown", REAL, REAL)["enrolled"] == 3
    problem(enrol(people, "grown", THIRD), 409, "not_the_subject")
    assert len(people.get(gallery_path("grown")).json()["templates"]) == 3
    assert enrolled(people, "grown", THIRD, replace=True)["enrolled"] == 1
    assert verify(people, "grown", REAL).json()["match"] is False
    assert verify(people, "grown", THIRD).json()["match"] is True


def test_a_subject_has_ten_templates_at_most(people: Running) -> None:
    """An eleventh is refused, and all that came with it."""
    enrolled(people, "full", *[REAL] * 5)
    enrolled(people, "full", *[REAL] * 5)
    problem(enrol(people, "full", REAL), 409, "gallery_full")
    assert len(people.get(gallery_path("full")).json()["templates"]) == 10


def test_others_who_look_the_same_are_named(tmp_path: Path) -> None:
    """Flagged and not refused; identification names both, in the order of their scores and then names."""
    with comparing(tmp_path / "facevow.db") as server:
        enrolled(server, "first", REAL)
        enrolled(server, "third", OTHER)
        told = enrolled(server, "second", REAL)
        assert told["duplicates"] == [{"subject": "first", "score": 0.9}]
        assert enrolled(server, "second", REAL)["duplicates"] == [{"subject": "first", "score": 0.9}]
        assert sorted(named(identify(server, REAL))) == ["first", "second"]
        assert len(named(identify(server, REAL, most=1))) == 1
        assert named(identify(server, OTHER)) == ["third"]


def test_a_session_enrols_its_person(tmp_path: Path) -> None:
    """By the reference image of one that was passed; the images and the sessions of others do not do."""
    with comparing(tmp_path / "facevow.db", keep_images="audit") as server:
        passed, failed, bare, hers = (make(server, subject=name) for name in ("one", "one", "one", "two"))
        complete(server, passed["id"], image=True)
        complete(server, failed["id"], verdict="ATTACK", image=True)
        complete(server, bare["id"])
        complete(server, hers["id"], image=True)
        fresh = make(server, subject="one")
        for session, status, code in (
            (failed, 422, "not_live"), (fresh, 422, "not_live"), (bare, 409, "no_reference_image"),
            (hers, 409, "not_the_subject"), ({"id": NOBODY_KNOWS}, 404, "session_unknown"),
        ):  # fmt: skip
            problem(enrol(server, "one", session=session["id"]), status, code)
        told = enrolled(server, "one", session=passed["id"])
        assert [(one["source"], one["session"]) for one in told["templates"]] == [("session", passed["id"])]
        assert verify(server, "one", REAL).json()["match"] is True
        server.http.delete(f"/v1/sessions/{passed['id']}")
        (template,) = server.get(gallery_path("one")).json()["templates"]
        assert (template["source"], template["session"]) == ("session", None)


def test_an_image_whose_key_is_lost_enrols_nobody(tmp_path: Path) -> None:
    """410, as for whoever wants to see it."""
    with comparing(tmp_path / "facevow.db", keep_images="audit") as server:
        made = make(server, subject="one")
        complete(server, made["id"])
        lost = kept(server, made["id"])
        lost.sealed_with = "no such key"
        with server.services.database.write() as orm:
            orm.add(lost)
        problem(enrol(server, "one", session=made["id"]), 410, "image_lost")


def test_two_people_who_enrol_under_one_name_at_once_are_not_both_in(tmp_path: Path) -> None:
    """Whoever comes second is refused, and nobody else: the templates of a subject are always one person's."""
    with comparing(tmp_path / "facevow.db", workers=2) as server:
        for number in range(5):
            together, subject = threading.Barrier(2), f"contested {number}"

            def ask(colour: Colour, together: threading.Barrier = together, subject: str = subject) -> int:
                with httpx.Client(base_url=server.url, timeout=PATIENCE) as http:
                    together.wait(PATIENCE)
                    body = {"images": [image(colour)]}
                    return http.post(subject_path(subject, "/enrol"), json=body).status_code

            with ThreadPoolExecutor(2) as pool:
                statuses = sorted(pool.map(ask, (REAL, OTHER)))
            assert statuses == [201, 409]
            matches = [verify(server, subject, colour) for colour in (REAL, OTHER)]
            assert sum(answer.json().get("match", False) for answer in matches) == 1
