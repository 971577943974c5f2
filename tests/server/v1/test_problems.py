"""The table of problems, the documents drawn from it, and its page."""

from pathlib import Path

from facevow.server.v1.problems import PLAIN, PROBLEMS, Kind, Place, Problem, kind_of, problem, table

DOCS = Path(__file__).parents[3] / "docs" / "problems.md"


def test_every_row_can_be_told() -> None:
    """Each code makes a document that holds to the model, with a status of a failure and words for people."""
    for code, kind in PROBLEMS.items():
        document = Problem.model_validate(problem(kind, "why"))
        assert (document.code, document.status, document.type) == (code, kind.status, f"/problems/{code}")
        assert 400 <= kind.status <= 503
        assert kind.title
        assert kind.remedy.endswith(".")


def test_places_are_told_where_there_are_any() -> None:
    """`errors` is left out where nobody knows a place."""
    kind = PROBLEMS["bad_body"]
    assert "errors" not in problem(kind, "why")
    assert problem(kind, "why", (Place(pointer="#/a", detail="more"),))["errors"] == [
        {"pointer": "#/a", "detail": "more"}
    ]


def test_a_code_without_a_row_has_the_plain_one_of_its_status() -> None:
    """So a new exception is told as what it is to HTTP, and one that nobody thought of as a failure of ours."""
    assert kind_of("never_heard_of", 409) is PROBLEMS["challenge_impossible"]
    assert kind_of("never_heard_of", 418) is PROBLEMS["error"]
    assert kind_of("locked_out", 500) is PROBLEMS["locked_out"]
    assert all(PROBLEMS[code].status == status for status, code in PLAIN.items())


def test_a_kind_names_its_page() -> None:
    """By a reference that is relative to the server, whatever its address."""
    assert Kind("full", 503, "Full", "Wait.").type == "/problems/full"


def test_the_page_of_problems_is_the_table() -> None:
    """docs/problems.md holds every row as the server has it; otherwise put `problems.table()` there anew."""
    assert table() in DOCS.read_text(encoding="utf-8")
