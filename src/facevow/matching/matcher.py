"""What every matcher can do, whatever it looks at."""

from dataclasses import dataclass
from typing import Protocol

from facevow.types import Frame, Landmarks, Template


class Describer(Protocol):
    """Makes templates. It may hold a network: it is used by one thread only."""

    @property
    def title(self) -> str:
        """Name and version of the matcher, as its templates carry it."""

    def describe(self, frame: Frame, landmarks: Landmarks) -> Template:
        """The template of the face with these landmarks.

        Raises:
            MatchError: code `no_template`; nothing can be made of this face.
            ModelError: the network gave no usable answer.
        """


@dataclass(frozen=True, slots=True)
class Hit:
    """One template that a search came to: its key, and how like it is."""

    key: str
    score: float


@dataclass(frozen=True, slots=True)
class Large:
    """Beyond how many templates a search takes longer than most wish to wait, and the setting that helps then."""

    templates: int
    setting: str


class Index(Protocol):
    """Holds templates by key and finds those most like another. Safe for use by many threads."""

    @property
    def large(self) -> Large | None:
        """What is too much for it, None where there is nothing better; docs/matching.md has the figures."""

    def __len__(self) -> int:
        """How many there are."""

    def add(self, key: str, template: Template) -> None:
        """Take a template; one that was there under this key is replaced.

        Raises:
            MatchError: code `other_matcher` or `bad_template`.
        """

    def remove(self, key: str) -> bool:
        """Forget a template, and overwrite what was kept of it; False where there was none."""

    def search(self, template: Template, most: int) -> list[Hit]:
        """At most `most` templates, the most like first; equal scores in the order of their keys.

        Raises:
            MatchError: code `other_matcher` or `bad_template`.
        """


class Measure(Protocol):
    """Compares templates. It holds nothing that changes: any number of threads may use it."""

    @property
    def title(self) -> str:
        """Name and version of the matcher whose templates it reads."""

    def compare(self, one: Template, other: Template) -> float:
        """How like two faces are, -1..1; the same whichever comes first. It rises towards the same person.

        Raises:
            MatchError: code `other_matcher`, a template of another matcher; `bad_template`, one that cannot be read.
        """

    def threshold(self, fmr: str) -> float:
        """The least score of the same person, at which so many comparisons of different people would pass.

        `fmr` is "0.01", "0.001" or "0.0001" (ISO/IEC 19795-1, false match rate).
        """

    @property
    def continuity(self) -> float:
        """The score below which a frame of one recording shows another face than its beginning; docs/matching.md."""
