"""`facevow gallery`: enrolled people in the server's database; made-up faces, and real ones at the end."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from facevow.checking import packaged_policies
from facevow.cli import gallery as commands
from facevow.cli.looking import Looker
from facevow.matching.opening import Matcher
from facevow.media.images import DEFAULT_LIMITS
from facevow.server.settings import Settings
from facevow.signing.keyring import parse_keyring
from facevow.store import Audit, Database
from facevow.store.gallery import Gallery
from tests.cli.conftest import Outcome, Run, lines
from tests.likenesses import (
    ADA,
    ATTACK,
    BEN,
    BLURRED,
    CLEO,
    FEATURELESS,
    NOBODY,
    THRESHOLD,
    Analyser,
    Measure,
    matcher,
    save,
    shown,
)
from tests.matching.embeddings import fetched_network
from tests.networks import BOTH_SIDES, HEAD_TURNS, bundle, clean_frame, frame_at


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The settings' database, still empty; its keyring is not made yet."""
    url = f"sqlite:///{tmp_path / 'facevow.db'}"
    monkeypatch.setenv("FACEVOW_KEYRING", str(tmp_path / "keyring.json"))
    monkeypatch.setenv("FACEVOW_DATABASE", url)
    opened = Database(url)
    yield opened
    opened.close()


def use(monkeypatch: pytest.MonkeyPatch, made_up: Matcher) -> None:
    """Have the commands use made-up faces in place of the networks."""

    def opened(_: Settings, chosen: Matcher) -> Looker:
        policy = packaged_policies().choose("balanced")
        return Looker(Analyser(), chosen.open_describer(), policy, DEFAULT_LIMITS)

    monkeypatch.setattr(Looker, "open", opened)
    monkeypatch.setattr(commands, "required_matcher", lambda _: made_up)


@pytest.fixture
def faces(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Pictures of made-up people, good ones and others."""
    assert Gallery(database).subjects() == 0
    use(monkeypatch, matcher())
    made = {
        "ada": shown(ADA),
        "ben": shown(BEN),
        "cleo": shown(CLEO),
        "blurred ada": shown(ADA, BLURRED),
        "replayed ada": shown(ADA, ATTACK),
        "flat ada": shown(ADA, FEATURELESS),
        "nobody": shown(ADA, NOBODY),
    }
    return {name: save(tmp_path / f"{name}.png", pixels) for name, pixels in made.items()}


def told(outcome: Outcome) -> dict[str, Any]:
    """Standard output: one JSON object."""
    (line,) = lines(outcome)
    return line


def enrolled(run: Run) -> dict[str, int]:
    """Who is enrolled, with how many templates."""
    outcome = run("gallery", "list", "--json")
    return {line["subject"]: line["templates"] for line in lines(outcome)} if outcome.exit_code == 0 else {}


# enrolling


def test_who_is_enrolled_is_listed_verified_and_identified(
    run: Run, faces: dict[str, Path], database: Database, tmp_path: Path
) -> None:
    """The whole way; the keyring is made by the first enrolment, and no name lies open in the file."""
    made = told(run("gallery", "enrol", "customer-ada", faces["ada"], faces["ada"], "--json"))
    assert (made["subject"], made["enrolled"], made["duplicates"]) == ("customer-ada", 2, [])
    assert (made["matcher"], made["threshold"]) == ("colours 1", THRESHOLD)
    assert "enrolled 1 of customer-ben" in run("gallery", "enrol", "customer-ben", faces["ben"]).stdout
    assert enrolled(run) == {"customer-ada": 2, "customer-ben": 1}
    verified = told(run("gallery", "verify", "customer-ada", faces["ada"], "--json"))
    assert verified == {
        "match": True,
        "score": 0.9,
        "threshold": THRESHOLD,
        "matcher": "colours 1",
        "verdict": "BONA_FIDE",
        "live_score": 0.99,
        "reasons": [],
        "templates": 2,
    }
    identified = told(run("gallery", "identify", faces["ben"], "--json"))
    assert identified["matches"] == [{"subject": "customer-ben", "score": 0.9}]
    assert (identified["searched"], identified["reasons"]) == (3, [])
    assert parse_keyring((tmp_path / "keyring.json").read_text(encoding="utf-8")).subject_hash("customer-ada") in {
        row.subject for row in Gallery(database).rows(Gallery(database).ids()).values()
    }
    assert b"customer-" not in b"".join(path.read_bytes() for path in tmp_path.glob("facevow.db*"))


@pytest.mark.parametrize(
    ("given", "word"),
    [
        (["ada", "blurred ada"], "blurred"),
        (["replayed ada"], "ATTACK"),
        (["ada", "nobody"], "no_face"),
        (["flat ada"], "no_template"),
        (["ada", "ben"], "expected images of one person"),
    ],
)
def test_no_template_is_made_of_a_poor_face(run: Run, faces: dict[str, Path], given: list[str], word: str) -> None:
    """Status 2 with the reason and the picture that it is about, and none of the pictures is enrolled."""
    outcome = run("gallery", "enrol", "customer", *(faces[name] for name in given), "--json")
    assert (outcome.exit_code, outcome.stdout) == (2, "")
    assert word in outcome.stderr
    if len(given) == 1:
        assert str(faces[given[0]]) in outcome.stderr
    assert enrolled(run) == {}


def test_liveness_is_ignored_only_on_demand(run: Run, faces: dict[str, Path]) -> None:
    """A face that is no bona fide one is enrolled, verified and identified where that is asked for, and not else."""
    assert run("gallery", "enrol", "customer", faces["replayed ada"]).exit_code == 2
    assert run("gallery", "enrol", "customer", faces["replayed ada"], "--ignore-liveness").exit_code == 0
    for words in (("verify", "customer"), ("identify",)):
        refused = run("gallery", *words, faces["replayed ada"], "--json")
        assert refused.exit_code == 1
        assert "not_live" in told(refused)["reasons"]
        assert run("gallery", *words, faces["replayed ada"], "--ignore-liveness").exit_code == 0


def test_another_person_replaces_nobody_unasked(run: Run, faces: dict[str, Path]) -> None:
    """Under a name that is taken only the same person is enrolled; --replace lets the old templates go."""
    run("gallery", "enrol", "customer", faces["ada"])
    refused = run("gallery", "enrol", "customer", faces["ben"])
    assert refused.exit_code == 2
    assert "expected the person who is enrolled under that name" in refused.stderr
    assert run("gallery", "verify", "customer", faces["ada"]).exit_code == 0
    assert run("gallery", "enrol", "customer", faces["ben"], "--replace").exit_code == 0
    assert run("gallery", "verify", "customer", faces["ada"]).exit_code == 1
    assert enrolled(run) == {"customer": 1}


def test_others_who_look_the_same_are_named(run: Run, faces: dict[str, Path]) -> None:
    """In the JSON, or on standard error; they are enrolled all the same."""
    run("gallery", "enrol", "first", faces["ada"])
    outcome = run("gallery", "enrol", "second", faces["ada"])
    assert outcome.exit_code == 0
    assert "looks the same: first, score 0.900" in outcome.stderr
    again = told(run("gallery", "enrol", "third", faces["ada"], "--json"))
    assert {person["subject"] for person in again["duplicates"]} == {"first", "second"}


@pytest.mark.parametrize("subject", ["", ".", "..", "a\nb", "x" * 257, "\udcff"])
def test_what_is_no_subject_is_refused(run: Run, faces: dict[str, Path], subject: str) -> None:
    """The names that the API would not take, and bytes that are no text."""
    outcome = run("gallery", "enrol", subject, faces["ada"])
    assert outcome.exit_code == 2
    assert "expected a subject" in outcome.stderr


def test_unusable_pictures_are_named(run: Run, faces: dict[str, Path], tmp_path: Path) -> None:
    """A missing file or a text has status 2 and says which."""
    text = tmp_path / "notes.jpg"
    text.write_text("no picture")
    run("gallery", "enrol", "customer", faces["ada"])
    for bad in (text, tmp_path / "none.jpg"):
        for words in (("enrol", "other", faces["ada"]), ("verify", "customer"), ("identify",)):
            outcome = run("gallery", *words, bad)
            assert (outcome.exit_code, outcome.stdout) == (2, "")
            assert str(bad) in outcome.stderr


# comparing


def test_the_exit_status_tells_the_answer(run: Run, faces: dict[str, Path]) -> None:
    """0 a match, 1 none, 2 where nothing could be compared; the words say the same as the status."""
    run("gallery", "enrol", "customer", faces["ada"])
    expected = [
        (("verify", "customer", faces["ada"]), 0, "match: score 0.900"),
        (("verify", "customer", faces["ben"]), 1, "no match: score 0.100"),
        (("verify", "customer", faces["nobody"]), 2, "no match: no score"),
        (("verify", "customer", faces["flat ada"]), 2, "no_template"),
        (("identify", faces["ada"]), 0, "customer: score 0.900"),
        (("identify", faces["ben"]), 1, "nobody of 1 templates"),
        (("identify", faces["nobody"]), 2, "no_face"),
    ]
    for words, status, text in expected:
        outcome = run("gallery", *words)
        assert outcome.exit_code == status, words
        assert text in outcome.stdout
    unknown = run("gallery", "verify", "somebody", faces["ada"])
    assert unknown.exit_code == 2
    assert "nobody is enrolled under that name" in unknown.stderr


def test_an_empty_gallery_knows_nobody(run: Run, faces: dict[str, Path]) -> None:
    """Without secrets nothing can be compared; with them, and nobody enrolled, nobody is found."""
    assert run("gallery", "identify", faces["ada"]).exit_code == 2
    run("gallery", "enrol", "customer", faces["ada"])
    run("gallery", "erase", "customer", "--yes")
    outcome = run("gallery", "identify", faces["ada"], "--json")
    assert (outcome.exit_code, told(outcome)["matches"], told(outcome)["searched"]) == (1, [], 0)
    assert "nobody is enrolled" in run("gallery", "list").stdout
    assert run("gallery", "list", "--json").stdout == ""


def test_templates_of_another_matcher_are_not_compared(
    run: Run, faces: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a change of the matcher a subject has to be enrolled anew; the listing shows whose templates are old."""
    run("gallery", "enrol", "customer", faces["ada"])
    use(monkeypatch, matcher(Measure(title="colours 2")))
    for outcome in (
        run("gallery", "verify", "customer", faces["ada"]),
        run("gallery", "enrol", "customer", faces["ada"]),
    ):
        assert outcome.exit_code == 2
        assert "enrol the subject anew" in outcome.stderr
    assert run("gallery", "identify", faces["ada"]).exit_code == 1
    assert lines(run("gallery", "list", "--json"))[0]["matchers"] == ["colours 1"]
    assert run("gallery", "enrol", "customer", faces["ada"], "--replace").exit_code == 0
    assert run("gallery", "verify", "customer", faces["ada"]).exit_code == 0
    assert "colours 2" in run("gallery", "list").stdout


def test_without_a_matcher_nobody_is_compared(
    run: Run, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Status 2 where the settings name none, or a description that is not there."""
    assert Gallery(database).subjects() == 0
    picture = save(tmp_path / "ada.png", shown(ADA))
    for variable, value in (("FACEVOW_MATCHER", "none"), ("FACEVOW_MATCHER_FILE", "no/such.toml")):
        with monkeypatch.context() as patch:
            patch.setenv(variable, value)
            outcome = run("gallery", "enrol", "customer", picture)
        assert outcome.exit_code == 2
        assert "matcher" in outcome.stderr


# erasing


def test_an_erasure_asks_first(run: Run, faces: dict[str, Path], database: Database) -> None:
    """Without an answer nothing is erased; with a yes, or --yes, all of it is, the counts are printed and noted."""
    run("gallery", "enrol", "customer", faces["ada"], faces["ada"])
    assert CliRunner().invoke(commands.app, ["erase", "customer"], input="n\n").exit_code == 1
    assert enrolled(run) == {"customer": 2}
    erased = told(run("gallery", "erase", "customer", "--yes"))
    assert erased["templates"] == 2
    assert Audit(database).verify((erased["audit_number"], erased["audit_hash"])).sound
    assert enrolled(run) == {}
    assert told(run("gallery", "erase", "customer", "--yes")) == {"templates": 0}
    assert run("gallery", "verify", "customer", faces["ada"]).exit_code == 2


def test_one_template_may_be_erased(run: Run, faces: dict[str, Path]) -> None:
    """By its id, under its own subject only; the others stay."""
    first, second = told(run("gallery", "enrol", "customer", faces["ada"], faces["ada"], "--json"))["templates"]
    assert told(run("gallery", "erase", "another", "--template", first, "--yes")) == {"templates": 0}
    assert told(run("gallery", "erase", "customer", "--template", first, "--yes"))["templates"] == 1
    assert enrolled(run) == {"customer": 1}
    assert told(run("gallery", "erase", "customer", "--template", second, "--yes"))["templates"] == 1


def test_what_no_key_opens_may_be_erased(run: Run, faces: dict[str, Path], database: Database, tmp_path: Path) -> None:
    """After the keyring was lost: only with a yes, only what cannot be opened, those enrolled since stay."""
    run("gallery", "enrol", "customer", faces["ada"], faces["ada"])
    assert told(run("gallery", "erase-unreadable", "--yes")) == {"templates": 0}
    (tmp_path / "keyring.json").unlink()
    assert run("gallery", "erase-unreadable", "--yes").exit_code == 2  # without secrets nothing can be told apart
    run("gallery", "enrol", "another", faces["ben"])
    ids = {row.id for row in Gallery(database).since(0, 10)}
    said = CliRunner().invoke(commands.app, ["erase-unreadable"], input="n\n")
    assert (said.exit_code, "2 of 3 templates" in said.output) == (1, True)
    assert Gallery(database).ids() == ids
    erased = told(run("gallery", "erase-unreadable", "--yes"))
    assert erased["templates"] == 2
    assert Audit(database).verify((erased["audit_number"], erased["audit_hash"])).sound
    assert enrolled(run) == {"another": 1}
    assert run("gallery", "verify", "another", faces["ben"]).exit_code == 0


def test_what_was_done_is_noted_without_names(run: Run, faces: dict[str, Path], database: Database) -> None:
    """The audit log says what the command line did, and to nobody's name."""
    run("gallery", "enrol", "customer", faces["ada"])
    run("gallery", "verify", "customer", faces["ada"])
    run("gallery", "identify", faces["ben"])
    run("gallery", "erase", "customer", "--yes")
    noted = Audit(database).last(4)
    assert {line.actor for line in noted} == {"cli"}
    assert sorted(line.action for line in noted) == [
        "identified",
        "subject_enrolled",
        "subject_verified",
        "templates_erased",
    ]
    assert "customer" not in json.dumps([[line.target, line.details] for line in noted])


def test_an_export_and_an_erasure_of_a_person_hold_the_templates(run: Run, faces: dict[str, Path]) -> None:
    """`facevow data export` opens them, and `facevow data erase` removes them with all the rest."""
    run("gallery", "enrol", "customer", faces["ben"])
    exported = json.loads(run("data", "export", "customer").stdout)
    (template,) = exported["templates"]
    assert (template["matcher"], template["template"], template["source"]) == ("colours 1", "AQ==", "image")
    assert json.loads(run("data", "erase", "customer", "--yes").stdout)["templates"] == 1
    assert enrolled(run) == {}


def test_a_template_that_opens_no_more_is_exported_without_its_content(
    run: Run, faces: dict[str, Path], database: Database
) -> None:
    """It is told of, with null in its place; the listing goes on, and verifying says that nothing can be compared."""
    run("gallery", "enrol", "customer", faces["ben"])
    (row,) = Gallery(database).rows(Gallery(database).ids()).values()
    with database.write() as orm:
        broken = orm.merge(row)
        broken.content = row.content[:-1] + bytes([row.content[-1] ^ 1])
    (template,) = json.loads(run("data", "export", "customer").stdout)["templates"]
    assert (template["id"], template["template"]) == (row.id, None)
    assert enrolled(run) == {"customer": 1}
    assert run("gallery", "verify", "customer", faces["ben"]).exit_code == 2


# real faces


def test_real_people_are_told_apart(run: Run, shared: Path, database: Database, tmp_path: Path) -> None:
    """By the networks of the settings: enrolled from one frame, a person is found in another; somebody else is not."""
    bundle()
    fetched_network()
    assert Gallery(database).subjects() == 0
    first = save(tmp_path / "first.png", clean_frame(shared).pixels)
    later = save(tmp_path / "later.png", frame_at(shared, HEAD_TURNS, 24).pixels)
    other = save(tmp_path / "other.png", frame_at(shared, BOTH_SIDES, 0).pixels)
    assert run("gallery", "enrol", "customer", first).exit_code == 0
    found = told(run("gallery", "identify", later, "--json"))
    assert [person["subject"] for person in found["matches"]] == ["customer"]
    assert run("gallery", "verify", "customer", other).exit_code == 1
