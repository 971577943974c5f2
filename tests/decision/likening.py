"""Faces for tests: templates that say whose they are, and how like they are to others of the same person."""

from collections.abc import Sequence
from dataclasses import replace

from facevow.decision.likeness import Against, Likeness, Rules
from facevow.errors import MatchError
from facevow.types import FrameAnalysis, Template
from tests.making import make_analysis

RULES = Rules(threshold=0.5, continuity=0.2, matcher="names 1", against="subject")
"""Half as like as can be is the same person; below a fifth it is another face than the recording began with."""

STRANGE = 0.05
"""How like two people are."""


def face(who: str, like: float = 0.9) -> Template:
    """A face of somebody that is no more than `like` any other of the same person."""
    return Template("names 1", f"{who} {like}".encode())


UNREADABLE = Template("names 1", b"")


def between(one: Template, other: Template) -> float:
    """How like two faces are; a template that holds nothing cannot be compared."""
    if UNREADABLE in (one, other):
        raise MatchError("expected a name", code="bad_template")
    (whose, like), (whom, alike) = (template.content.decode().split() for template in (one, other))
    return min(float(like), float(alike)) if whose == whom else STRANGE


def likeness(to: str | None = "ada", *, rules: Rules = RULES) -> Likeness:
    """What compares with somebody, or watches the continuity alone."""
    against: Against | None = None if to is None else "subject"
    ordered = Rules(rules.threshold, rules.continuity, rules.matcher, against)
    return Likeness(ordered, None if to is None else lambda one: between(one, face(to, 1)), between)


def frame(at: float, template: Template | None, *, score: float = 0.95) -> FrameAnalysis:
    """A face that looks ahead, described or not."""
    return replace(make_analysis(at, score=score), template=template)


def seen(
    faces: Sequence[Template | None], to: str | None = "ada", *, start: float = 0.0, every: float = 0.25
) -> Likeness:
    """What saw these faces, one after the other."""
    made = likeness(to)
    for number, each in enumerate(faces):
        made.observe(frame(start + number * every, each))
    return made
