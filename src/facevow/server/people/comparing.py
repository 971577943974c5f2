"""What counts as the same person, by the server's settings. Pure: templates in, scores out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from facevow.errors import MatchError
from facevow.matching.matcher import Measure
from facevow.matching.opening import Matcher
from facevow.matching.scoring import overall
from facevow.server.settings import Settings
from facevow.types import Template


@dataclass(frozen=True, slots=True)
class Rules:
    """How faces are compared: the measure, and the least score of one person's."""

    measure: Measure
    threshold: float

    @property
    def title(self) -> str:
        """Name and version of the matcher."""
        return self.measure.title

    def score(self, template: Template, others: Iterable[Template]) -> float | None:
        """The score against all templates of one person, None where there are none; raises MatchError as `Measure`."""
        return overall(self.measure.compare(template, other) for other in others)

    def is_same(self, score: float | None) -> bool:
        """Whether a score is one person's."""
        return score is not None and score >= self.threshold

    def expect_one_person(self, templates: Sequence[Template]) -> None:
        """Return if each is like every other.

        Raises:
            MatchError: code `not_one_person`; or as `Measure.compare`.
        """
        for (first, one), (second, other) in combinations(enumerate(templates), 2):
            score = self.measure.compare(one, other)
            if not self.is_same(score):
                raise MatchError(
                    f"expected images of one person; {first} and {second} have a score of {score:.3f}, "
                    f"below {self.threshold:.3f}",
                    code="not_one_person",
                )


def rules_of(settings: Settings, matcher: Matcher) -> Rules:
    """As the settings have it: a threshold of their own, or that of the false-match rate they name."""
    own = settings.match_threshold
    return Rules(matcher.measure, matcher.measure.threshold(settings.match_fmr) if own is None else own)
