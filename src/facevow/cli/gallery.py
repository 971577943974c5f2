"""`facevow gallery`: enrolled people in the server's database. It may run beside the server, and follows its rules."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from facevow.cli.common import fail, plain
from facevow.cli.looking import Looker, required_matcher
from facevow.cli.rows import print_rows, say
from facevow.cli.stored import ACTOR, DatabaseOption, opened, present_keyring
from facevow.server.opening import open_secrets
from facevow.server.people.desk import Desk
from facevow.server.people.enrolling import Enrolment
from facevow.server.people.looks import Look, Unfit
from facevow.server.people.opening import open_desk
from facevow.server.people.reading import unreadable_in
from facevow.server.people.roster import Person
from facevow.server.people.sealing import name_of
from facevow.server.services import Clock
from facevow.server.v1.models import SUBJECT
from facevow.signing.keyring import Keyring
from facevow.store.erasing import Erased
from facevow.store.gallery import Gallery
from facevow.store.stranded import erase_templates

app = typer.Typer(no_args_is_help=True, help="Enrolled people: enrol, list, verify, identify and erase them.")

LONGEST_SUBJECT = 256
"""Characters, as in the API."""

PAGE = 500
"""Subjects read at once."""

MATCH, NO_MATCH, NOT_COMPARABLE = 0, 1, 2
"""Exit statuses."""

SubjectArgument = Annotated[str, typer.Argument(help="The person as the application names them.")]
ImageArgument = Annotated[Path, typer.Argument(metavar="IMAGE", help="A picture of one face.")]
LivenessOption = Annotated[
    bool, typer.Option("--ignore-liveness", help="Take faces that are not found bona fide as well.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object.")]


@dataclass(frozen=True, slots=True)
class _Counter:
    """The desk, and eyes for the pictures that are brought to it."""

    desk: Desk
    looker: Looker


@contextmanager
def _counter(url: str | None, *, make: bool = False) -> Iterator[_Counter]:
    """All that is needed to compare faces with a gallery; `make` has secrets made where there are none yet."""
    with opened(url) as (settings, database):
        matcher = required_matcher(settings)
        secrets = open_secrets(settings, Clock(), make=make)
        secrets.present()  # raises before networks are opened for nothing
        desk = open_desk(settings, database, secrets.present, matcher)
        yield _Counter(desk, Looker.open(settings, matcher))


@app.command("list")
def list_(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a subject, a line each.")] = False,
    database: DatabaseOption = None,
) -> None:
    """List everybody who is enrolled: how many templates, of which matchers, since when.

    Exit status: 0; 2 when database or keyring cannot be used.
    """
    with opened(database) as (settings, found):
        rows = list(_listed(Gallery(found), present_keyring(settings)))
    if as_json:
        for row in rows:
            _print_json(row)
    elif rows:
        print_rows([row | {"matchers": ", ".join(row["matchers"])} for row in rows], as_json=False)
    else:
        say("nobody is enrolled")


@app.command()
def enrol(
    subject: SubjectArgument,
    images: Annotated[list[Path], typer.Argument(metavar="IMAGE...", help="Pictures of one face each, at most 10.")],
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Let these take the place of what is enrolled of the subject.")
    ] = False,
    ignore_liveness: LivenessOption = False,
    as_json: JsonOption = False,
    database: DatabaseOption = None,
) -> None:
    """Enrol a person from pictures: all of them, or none where one is unfit, an attack, or shows somebody else.

    Templates are kept, encrypted, and no picture. Others who look the same are named, not refused.

    Exit status: 0 enrolled, 2 not.

        facevow gallery enrol customer-7 front.jpg other.jpg
    """
    if len(subject) > LONGEST_SUBJECT or not re.fullmatch(SUBJECT, subject) or not _is_text(subject):
        fail("expected a subject of 1 to 256 characters, no control characters, neither . nor ..")
    with _counter(database, make=True) as counter:
        looks = [counter.looker.look(path) for path in images]
        try:
            enrolment = counter.desk.enrol(
                subject, looks, replace=replace, live=not ignore_liveness, actor=ACTOR, now=datetime.now(UTC)
            )
        except Unfit as error:
            fail("\n".join([str(error), *(f"{place.pointer}: {place.detail}" for place in error.errors)]))
        rules = counter.desk.rules
        told = _enrolled(subject, enrolment) | {"matcher": rules.title, "threshold": rules.threshold}
    if as_json:
        _print_json(told)
        return
    say(f"enrolled {len(enrolment.rows)} of {subject}, {enrolment.enrolled} in all")
    for person in enrolment.duplicates:
        say(f"looks the same: {person.subject}, score {person.score:.3f}", err=True)


@app.command()
def verify(
    subject: SubjectArgument,
    image: ImageArgument,
    *,
    ignore_liveness: LivenessOption = False,
    as_json: JsonOption = False,
    database: DatabaseOption = None,
) -> None:
    """Tell whether a picture shows the subject, live.

    Exit status: 0 match, 1 no match, 2 not comparable: nobody enrolled, no face or several, or unusable input.

        facevow gallery verify customer-7 selfie.jpg
    """
    with _counter(database) as counter:
        seen = counter.looker.look(image)
        found = counter.desk.verify(subject, seen, live=not ignore_liveness, actor=ACTOR, now=datetime.now(UTC))
        told = {
            "match": found.match,
            "score": None if found.score is None else round(found.score, 4),
            **_seen(counter.desk, seen, found.reasons),
            "templates": found.templates,
        }
    if as_json:
        _print_json(told)
    else:
        say(f"{'match' if found.match else 'no match'}: {_in_words(found.score, told)}")
    raise typer.Exit(MATCH if found.match else NO_MATCH if found.score is not None else NOT_COMPARABLE)


@app.command()
def identify(
    image: ImageArgument,
    *,
    most: Annotated[int, typer.Option(min=1, max=10, help="How many subjects to name at most.")] = 5,
    ignore_liveness: LivenessOption = False,
    as_json: JsonOption = False,
    database: DatabaseOption = None,
) -> None:
    """Tell who of those enrolled a picture may show, live: the most like first, none below the threshold.

    Exit status: 0 somebody, 1 nobody, 2 not comparable: no face or several, or unusable input.

        facevow gallery identify selfie.jpg --json
    """
    with _counter(database) as counter:
        seen = counter.looker.look(image)
        found = counter.desk.identify(seen, most, live=not ignore_liveness, actor=ACTOR, now=datetime.now(UTC))
        told = {
            "matches": [_likeness(person) for person in found.people],
            **_seen(counter.desk, seen, found.reasons),
            "searched": found.searched,
        }
    if as_json:
        _print_json(told)
    else:
        for person in found.people:
            say(f"{person.subject}: {_in_words(person.score, told)}")
        if not found.people:
            say(f"nobody of {found.searched} templates: {_in_words(None, told)}")
    raise typer.Exit(MATCH if found.people else NOT_COMPARABLE if seen.doubtful else NO_MATCH)


@app.command()
def erase(
    subject: SubjectArgument,
    *,
    template: Annotated[str | None, typer.Option(metavar="ID", help="Only this one of the templates.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    database: DatabaseOption = None,
) -> None:
    """Erase what is enrolled of a subject, and print what was erased as JSON. Sessions stay: see `facevow data erase`.

    Exit status: 0, also where nothing was enrolled; 1 when you say no; 2 when database or keyring cannot be used.
    """
    if not yes:
        Console(stderr=True).print("This erases what is enrolled of", plain(subject), soft_wrap=True)
        typer.confirm("Go on?", abort=True, err=True)
    with opened(database) as (settings, found):
        hashed = present_keyring(settings).subject_hash(subject)
        erased = Gallery(found).erase(hashed, actor=ACTOR, now=datetime.now(UTC), template=template)
    _print_erased(erased)


@app.command("erase-unreadable")
def erase_unreadable(
    *, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False, database: DatabaseOption = None
) -> None:
    """Erase every template that the keyring does not open, and print what was erased as JSON.

    Nobody can be compared with these, or be found among them by name, while their keys are lost. Put the keys back, if
    you have them, in place of this. Templates of another matcher stay.

    Exit status: 0, also where there was none; 1 when you say no; 2 when database or keyring cannot be used.
    """
    with opened(database) as (settings, found):
        unreadable, count = unreadable_in(Gallery(found), present_keyring(settings))
        if not yes:
            said = f"This erases {len(unreadable)} of {count} templates, which this keyring does not open."
            Console(stderr=True).print(said, soft_wrap=True)
            typer.confirm("Go on?", abort=True, err=True)
        erased = erase_templates(found, unreadable, actor=ACTOR, now=datetime.now(UTC))
    _print_erased(erased)


def _is_text(given: str) -> bool:
    """Whether an argument was UTF-8; Python keeps other bytes as halves of pairs, which cannot be written."""
    return not any("\ud800" <= letter <= "\udfff" for letter in given)


def _listed(gallery: Gallery, keyring: Keyring) -> Iterator[dict[str, Any]]:
    after: str | None = None
    while True:
        page, after = gallery.page(PAGE, after)
        for one in page:
            yield {
                "subject": name_of(keyring, one),
                "templates": one.count,
                "unreadable": one.unreadable,
                "matchers": list(one.matchers),
                "first": one.first and one.first.isoformat(timespec="seconds"),
                "last": one.last and one.last.isoformat(timespec="seconds"),
            }
        if after is None:
            return


def _enrolled(subject: str, enrolment: Enrolment) -> dict[str, Any]:
    return {
        "subject": subject,
        "templates": [row.id for row in enrolment.rows],
        "enrolled": enrolment.enrolled,
        "duplicates": [_likeness(person) for person in enrolment.duplicates],
    }


def _likeness(person: Person) -> dict[str, Any]:
    return {"subject": person.subject, "score": round(person.score, 4)}


def _seen(desk: Desk, seen: Look, reasons: Sequence[str]) -> dict[str, Any]:
    """What is told of a picture that was compared, and by what."""
    score = seen.decision.score
    return {
        "threshold": desk.rules.threshold,
        "matcher": desk.rules.title,
        "verdict": seen.decision.verdict,
        "live_score": None if score is None else round(score, 4),
        "reasons": list(reasons),
    }


def _in_words(score: float | None, told: Mapping[str, Any]) -> str:
    """A score beside what it is held against, the verdict, and what stands against a match."""
    scored = "no score" if score is None else f"score {score:.3f}"
    words = [scored, f"threshold {told['threshold']:.3f}", f"matcher {told['matcher']}", str(told["verdict"])]
    return ", ".join([*words, *told["reasons"]])


def _print_erased(erased: Erased | None) -> None:
    told = ("templates", "audit_number", "audit_hash")
    _print_json({"templates": 0} if erased is None else {name: asdict(erased)[name] for name in told})


def _print_json(line: Mapping[str, Any]) -> None:
    print(json.dumps(line, allow_nan=False))  # noqa: T201 - this is the answer
