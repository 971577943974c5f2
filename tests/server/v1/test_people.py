"""Verifying and identifying over the API, and what is told and kept of it."""

from dataclasses import replace
from pathlib import Path

import pytest

from facevow.signing.verdicts import verify_receipt
from facevow.types import Frame, FrameAnalysis, Quality, QualityCode, QualityIssue
from facevow.vision.memory import Memory
from tests.server.analysers import NOBODY, OTHER, REAL, TWO_FACES, ColourAnalyser, in_base64
from tests.server.serving import Running
from tests.server.v1.asking import make, problem
from tests.server.v1.enrolled import comparing, enrolled, gallery_path, identify, image, named, subject_path, verify

FIGURES = {"matcher": "blue 1", "threshold": 0.5}


def test_an_enrolled_face_is_known(tmp_path: Path) -> None:
    """Enrolled, verified and identified; another face is neither, and told why."""
    with comparing(tmp_path / "facevow.db") as server:
        told = enrolled(server, "one", REAL, REAL)
        assert (told["subject"], told["enrolled"], told["duplicates"]) == ("one", 2, [])
        assert {name: told[name] for name in FIGURES} == FIGURES
        assert [(one["source"], one["session"], one["usable"]) for one in told["templates"]] == [
            ("image", None, True)
        ] * 2
        assert told["templates"][0]["quality"]["live_score"] == pytest.approx(230 / 255, abs=0.01)
        same, other = verify(server, "one", REAL).json(), verify(server, "one", OTHER).json()
        assert same == FIGURES | {
            "match": True, "score": 0.9, "templates": 2, "verdict": "BONA_FIDE", "face_detected": True, "reasons": [],
            "live_score": same["live_score"], "bbox": [40, 30, 61, 71],
        }  # fmt: skip
        assert (other["match"], other["score"], other["reasons"]) == (False, 0.1, ["not_matched"])
        found = identify(server, REAL)
        assert (found["matches"], found["searched"]) == ([{"subject": "one", "score": 0.9}], 2)
        assert identify(server, OTHER)["matches"] == []


def test_no_name_stands_in_the_audit_log(tmp_path: Path) -> None:
    """Every enrolment and comparison has its line, and none says of whom."""
    with comparing(tmp_path / "facevow.db") as server:
        enrolled(server, "somebody in particular", REAL)
        verify(server, "somebody in particular", REAL)
        identify(server, REAL)
        lines = server.get("/v1/audit").json()["lines"]
        assert [(line["action"], line["target"]) for line in lines] == [
            ("subject_enrolled", "subject"), ("subject_verified", "subject"), ("identified", "gallery"),
        ]  # fmt: skip
        assert "particular" not in str(lines)
        assert server.services.keyring.subject_hash("somebody in particular") not in str(lines)


@pytest.mark.parametrize("subject", ["a/b", "a/enrol", "enrol", "%2F", "%41", "ä ö?x=1&y#z", "a//b/", "😀" * 64])
def test_a_subject_of_any_letters_is_somebody_else(people: Running, subject: str) -> None:
    """Slashes, percent signs and the routes' own words are letters like others."""
    colour = (20, 230, 36 if len(subject) % 2 else 4)
    assert enrolled(people, subject, colour)["subject"] == subject
    assert verify(people, subject, colour).json()["match"] is True
    assert people.get(gallery_path(subject)).json()["subject"] == subject
    assert people.http.delete(gallery_path(subject)).json()["counts"]["templates"] == 1
    problem(verify(people, subject, colour), 404, "not_enrolled")


def test_liveness_may_be_ignored(people: Running) -> None:
    """For images that the application trusts; a verification then has to say so as well."""
    enrolled(people, "paper", (20, 40, 4), liveness="ignored")
    asked = verify(people, "paper", (20, 40, 4)).json()
    assert (asked["match"], asked["score"], asked["verdict"], asked["reasons"]) == (False, 0.9, "ATTACK", ["not_live"])
    assert verify(people, "paper", (20, 40, 4), liveness="ignored").json()["match"] is True
    assert identify(people, (20, 40, 4))["reasons"] == ["not_live"]
    assert "paper" in named(identify(people, (20, 40, 4), liveness="ignored", most=10))


@pytest.mark.parametrize(("colour", "reasons"), [(NOBODY, ["no_face", "not_live"])])
def test_nobody_is_nobody(people: Running, colour: tuple[int, int, int], reasons: list[str]) -> None:
    """Without a face there is no score, no box and no match, and nothing is searched."""
    enrolled(people, "nobody", REAL, replace=True)
    told = verify(people, "nobody", colour).json()
    assert (told["match"], told["score"], told["live_score"], told["bbox"]) == (False, None, None, None)
    assert told["reasons"] == reasons
    found = identify(people, colour)
    assert (found["matches"], found["face_detected"], found["reasons"]) == ([], False, reasons)


class Crowded(ColourAnalyser):
    """Sees that a second face is about as large as the first one, as the pipeline does."""

    def analyse(self, frame: Frame, memory: Memory | None = None, *, judge: bool = True) -> FrameAnalysis:
        """As of the protocol."""
        analysis = super().analyse(frame, memory, judge=judge)
        if len(analysis.faces) < 2:
            return analysis
        issue = QualityIssue(QualityCode.SEVERAL_FACES, 0.7, 0.25)
        return replace(analysis, quality=Quality((issue,), {QualityCode.SEVERAL_FACES: 0.7}))


def test_two_faces_are_nobodys(tmp_path: Path) -> None:
    """Nobody can say who is meant: no match, nobody named, and no reference of a session."""
    with comparing(tmp_path / "facevow.db", analysers=lambda: Crowded(meshes=True)) as server:
        enrolled(server, "one", REAL)
        told = verify(server, "one", TWO_FACES).json()
        assert (told["match"], told["score"], told["reasons"]) == (False, None, ["several_faces"])
        assert identify(server, TWO_FACES)["reasons"] == ["several_faces"]
        document = problem(server.post("/v1/sessions", json={"reference": image(TWO_FACES)}), 422, "not_fit")
        assert document["errors"] == [{"pointer": "#/reference", "detail": "several_faces", "codes": ["several_faces"]}]


def test_one_subject_with_many_templates_hides_nobody(tmp_path: Path) -> None:
    """Ten templates of each of three subjects look alike; all three are found."""
    with comparing(tmp_path / "facevow.db") as server:
        for subject in ("one", "two", "three"):
            for _ in range(2):
                enrolled(server, subject, *[REAL] * 5)
        assert sorted(named(identify(server, REAL, most=3))) == ["one", "three", "two"]


def test_an_erased_subject_leaves_nothing(tmp_path: Path) -> None:
    """DELETE /v1/subjects takes sessions and templates; the signed receipt counts both, and nobody is found."""
    with comparing(tmp_path / "facevow.db") as server:
        make(server, subject="one")
        enrolled(server, "one", REAL, REAL)
        assert named(identify(server, REAL)) == ["one"]
        receipt = server.http.delete(subject_path("one")).json()
        keys = server.get("/.well-known/jwks.json").json()
        signed = verify_receipt(receipt["token"], keys, now=server.services.clock.now())
        assert (signed["counts"]["sessions"], signed["counts"]["templates"]) == (1, 2)
        assert identify(server, REAL)["matches"] == []
        assert identify(server, REAL)["searched"] == 0
        assert server.get(subject_path("one")).json()["data"]["templates"] == []


def test_an_export_holds_the_templates(tmp_path: Path) -> None:
    """In base64; one that cannot be opened any more is named without its content."""
    with comparing(tmp_path / "facevow.db") as server:
        enrolled(server, "one", REAL)
        enrolled(server, "one", REAL)
        (row, _) = server.services.people.gallery.of_subject(server.services.keyring.subject_hash("one"))
        with server.services.database.write() as orm:
            orm.get_one(type(row), row.id).sealed_with = "no such key"
        templates = server.get(subject_path("one")).json()["data"]["templates"]
        assert [one["template"] for one in templates] == [None, in_base64(bytes([1]))]


def test_comparisons_are_counted(tmp_path: Path) -> None:
    """By kind and by what came of them."""
    with comparing(tmp_path / "facevow.db") as server:
        enrolled(server, "one", REAL)
        verify(server, "one", REAL)
        verify(server, "one", OTHER)
        identify(server, NOBODY)
        text = server.get("/metrics").text
        for kind, result in (
            ("enrolment", "enrolled"), ("verification", "matched"), ("verification", "not_matched"),
            ("identification", "no_face"),
        ):  # fmt: skip
            assert f'facevow_matches_total{{kind="{kind}",result="{result}"}} 1.0' in text
