"""Makes templates of the faces that the analysers find, in the same threads: each has a describer of its own."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final, Literal

from facevow.decision.fitness import is_fit
from facevow.errors import MatchError, ModelCorrupt, ModelError
from facevow.log import get_logger
from facevow.matching.matcher import Describer
from facevow.types import Frame, FrameAnalysis, Template

NO_MATCHER: Final = "this server has no matcher that it can use; its log says why"

Describe = Literal["never", "try", "fit", "always"]
"""Whether a template of the face is wanted: "never"; "try" and "fit" where the face is fit to be compared, "always" of
any face that has landmarks. What fails at it is a failure of the whole frame, but with "try", where it goes without."""

DescriberFactory = Callable[[], Describer]
"""Makes a describer for the thread that calls it, or raises ModelError; it may fetch a file."""


class _Thread(threading.local):
    """What belongs to one thread."""

    describer: Describer | None = None


class Describing:
    """The describers of a pool; used by all its threads.

    They are opened with the analysers, since the first frame of a session could not wait until a file is fetched.
    Where one cannot be opened there is none at all: frames go to whatever thread is free.
    """

    def __init__(self, factory: DescriberFactory | None) -> None:
        self._factory = factory
        self._thread = _Thread()
        self._title = ""
        self._failed = self._told = False
        self._naming = threading.Lock()
        self._log = get_logger("engine")

    @property
    def matcher(self) -> str:
        """Name and version of the matcher, "" while there is none."""
        return "" if self._failed else self._title

    def open(self) -> None:
        """Have a describer for this thread, where there is to be one. It raises nothing: a failure is kept."""
        if self._factory is None:
            return
        try:
            describer = self._factory()
            self._name(describer.title)
            self._thread.describer = describer
        except Exception:  # noqa: BLE001 - whatever it is: liveness can do without, and nobody is compared
            self._failed = True
            self._log.exception("matcher_not_loaded")

    def _name(self, title: str) -> None:
        """Learn the matcher's name. All threads must have the same one: templates are compared with each other."""
        with self._naming:
            if self._title not in {"", title}:
                raise ModelCorrupt(f"expected the same matcher in every worker, found {self._title} and {title}")
            self._title = title

    def add(self, frame: Frame, analysis: FrameAnalysis, describe: Describe) -> FrameAnalysis:
        """The analysis, with a template where one is wanted and can be made; its time is the stage "describe".

        Raises:
            ModelError: it is wanted, unless by "try", and there is no describer, or it gave no usable answer.
            Exception: whatever else a describer raises, unless by "try".
        """
        if describe == "never":
            return analysis
        begun = time.perf_counter()
        try:
            template = self._template(frame, analysis, describe)
        except Exception as error:
            if describe != "try":
                raise
            self._tell(error)
            return analysis
        if template is None:
            return analysis
        spent = (time.perf_counter() - begun) * 1000
        return replace(analysis, template=template, milliseconds={**analysis.milliseconds, "describe": spent})

    def _tell(self, error: Exception) -> None:
        """Log a failure that is passed over: the first one whole, for others follow within a quarter of a second."""
        if self._told:
            self._log.warning("face_not_described", error=f"{type(error).__name__}: {error}")
        else:
            self._told = True
            self._log.error("face_not_described", exc_info=error)

    def _template(self, frame: Frame, analysis: FrameAnalysis, describe: Describe) -> Template | None:
        describer = self._thread.describer
        if describer is None or self._failed:
            if describe == "try":
                return None
            raise ModelError(NO_MATCHER, code="no_matcher")
        if analysis.landmarks is None or not (describe == "always" or is_fit(analysis)):
            return None
        try:
            return describer.describe(frame, analysis.landmarks)
        except MatchError:  # nothing can be made of this face: that is no failure
            return None
