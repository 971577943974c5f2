"""From what was enrolled, compared or found to what the API tells of it. Pure: values in, values out."""

from collections.abc import Container, Iterable

from facevow.server import answers
from facevow.server.people import desk, enrolling
from facevow.server.people.comparing import Rules
from facevow.server.people.looks import Look
from facevow.server.people.roster import Person
from facevow.server.v1.people_replies import (
    EnrolledTemplate,
    Enrolment,
    GalleryEntry,
    Identification,
    Likeness,
    Verification,
)
from facevow.store.enrolled import Enrolled
from facevow.store.records import TemplateRecord


def template(row: TemplateRecord, usable: Container[str]) -> EnrolledTemplate:
    """A row of the gallery; `usable` holds the ids of those that can be compared."""
    same = ("id", "created", "matcher", "source", "session", "quality")
    return EnrolledTemplate(**{name: getattr(row, name) for name in same}, usable=row.id in usable)


def entry(found: Enrolled, subject: str | None) -> GalleryEntry:
    """A subject as a listing tells it."""
    return GalleryEntry(
        subject=subject,
        templates=found.count,
        unreadable=found.unreadable,
        matchers=list(found.matchers),
        first=found.first,
        last=found.last,
    )


def enrolment(subject: str, made: enrolling.Enrolment, rules: Rules) -> Enrolment:
    """What was enrolled."""
    usable = {row.id for row in made.rows}
    return Enrolment(
        subject=subject,
        templates=[template(row, usable) for row in made.rows],
        enrolled=made.enrolled,
        duplicates=_people(made.duplicates),
        matcher=rules.title,
        threshold=rules.threshold,
    )


def verification(seen: Look, compared: desk.Compared, rules: Rules) -> Verification:
    """What the comparison with one subject came to."""
    told = _seen(seen, rules) | {"reasons": list(compared.reasons), "templates": compared.templates}
    return Verification.model_validate(told | {"match": compared.match, "score": _score(compared.score)})


def identification(seen: Look, found: desk.Found, rules: Rules) -> Identification:
    """What the search among all came to."""
    told = _seen(seen, rules) | {"reasons": list(found.reasons), "searched": found.searched}
    return Identification.model_validate(told | {"matches": _people(found.people)})


def _seen(seen: Look, rules: Rules) -> dict[str, object]:
    return {
        "threshold": rules.threshold,
        "matcher": rules.title,
        "verdict": seen.decision.verdict,
        "live_score": seen.decision.score,
        "face_detected": seen.analysis.face is not None,
        "bbox": answers.sides(seen.analysis),
    }


def _people(people: Iterable[Person]) -> list[Likeness]:
    return [Likeness(subject=person.subject, score=round(person.score, 4)) for person in people]


def _score(score: float | None) -> float | None:
    return None if score is None else round(score, 4)
