"""Looks at pictures for the commands of the gallery, by the networks that the settings name."""

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from facevow.checking import packaged_policies, warn_if_unmeasured
from facevow.cli.common import open_with_progress
from facevow.comparing import Analyser
from facevow.decision.policy import Policy
from facevow.errors import ImageError, MatchError, SettingsError
from facevow.matching.matcher import Describer
from facevow.matching.opening import Matcher
from facevow.media.files import read_bytes
from facevow.media.images import ImageLimits, decode
from facevow.server.people.looks import Look, look
from facevow.server.people.opening import matcher_of
from facevow.server.settings import Settings
from facevow.types import Frame


def required_matcher(settings: Settings) -> Matcher:
    """The matcher of the settings.

    Raises:
        SettingsError: there is none, or not as the settings ask.
    """
    matcher = matcher_of(settings)
    if matcher is None:
        raise SettingsError("expected a matcher, the settings say none: nobody can be compared")
    return matcher


@dataclass(frozen=True, slots=True)
class Looker:
    """Sees of a picture what the server would see of it."""

    pipeline: Analyser
    describer: Describer
    policy: Policy
    limits: ImageLimits

    @classmethod
    def open(cls, settings: Settings, matcher: Matcher) -> "Looker":
        """Open the networks; a failure of the pipeline's ends the command with status 2.

        Raises:
            ModelError: the matcher's network cannot be fetched or used.
            SettingsError: there is no such policy.
        """
        pipeline = open_with_progress(settings.detector, settings.weights, settings.passive)
        policy = packaged_policies().choose(settings.policy)
        warn_if_unmeasured(policy, pipeline.model)
        return cls(pipeline, matcher.open_describer(), policy, settings.image_limits)

    def look(self, path: Path) -> Look:
        """What a picture shows, under its path as its name.

        Raises:
            ImageError: it cannot be read, or is no picture within the server's limits; the message names the path.
            ModelError: a network gave no usable answer.
        """
        try:
            frame = Frame(decode(read_bytes(path), limits=self.limits))
        except ImageError as error:
            raise ImageError(f"{path}: {error}", code=error.code) from error
        analysis = self.pipeline.analyse(frame)
        if analysis.landmarks is not None:
            with suppress(MatchError):  # nothing can be made of this face: the look says so
                analysis = replace(analysis, template=self.describer.describe(frame, analysis.landmarks))
        return look(analysis, self.policy, str(path))
