"""People, images and a matcher made up for tests: a template's score against another is 1 less their distance."""

from collections.abc import Sequence
from pathlib import Path

from facevow.datasets.entry import Entry, View
from facevow.errors import MatchError
from facevow.evaluation.likening import Described
from facevow.evaluation.people import Shown
from facevow.types import Box, Template


class Distance:
    """A measure of templates that hold a number as text."""

    title = "distance 1"
    continuity = 0.5

    def compare(self, one: Template, other: Template) -> float:
        """One less how far the numbers lie apart."""
        if {one.matcher, other.matcher} != {self.title}:
            raise MatchError("expected numbers", code="other_matcher")
        return 1 - abs(float(one.content) - float(other.content))

    def threshold(self, fmr: str) -> float:
        """Some limits."""
        return {"0.01": 0.7, "0.001": 0.8, "0.0001": 0.9}[fmr]


def number(value: float) -> Template:
    """A template."""
    return Template(Distance.title, str(value).encode())


def entry(source: str, image: int, session: str = "", *, bona_fide: bool = True) -> Entry:
    """An image of a source."""
    name = f"images/{source}/bonafide/{image:04d}.jpg"
    views = (View(Path(name), Box(0, 0, 10, 10)),)
    return Entry(name, views, "train", source, session, "", "frame", bona_fide, None)


def shown(person: str, image: int, session: str = "s", source: str = "a", *, listed: bool = False) -> Shown:
    """An image of a known person."""
    return Shown(entry(source, image, session), person, session, listed)


def described(images: Sequence[Shown], values: Sequence[float | None], unfit: Sequence[int] = ()) -> list[Described]:
    """The images with templates of these values, None for what cannot be described; `unfit` are places."""
    return [
        Described(image, at not in unfit, {"it": None if value is None else number(value)}, {"it": 1.0})
        for at, (image, value) in enumerate(zip(images, values, strict=True))
    ]
