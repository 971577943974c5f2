"""The desk on a running server: pictures go through its engine, questions to the database through its threads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from facevow.decision.policy import Policy
from facevow.log import get_logger
from facevow.media.images import ImageLimits
from facevow.server.describing import NO_MATCHER
from facevow.server.engine import Engine
from facevow.server.gates import ServerFull
from facevow.server.metrics import Metrics
from facevow.server.people.desk import Compared, Desk, Found
from facevow.server.people.enrolling import Enrolment
from facevow.server.people.looks import Look, look
from facevow.server.people.references import expect_reference
from facevow.server.people.sealing import Origin
from facevow.server.threads import Threads
from facevow.server.work import Encoded
from facevow.store.gallery import Gallery
from facevow.store.records import SessionRecord
from facevow.types import Template


@dataclass(frozen=True, slots=True)
class People:
    """Enrolled people, for routes. Without a matcher they are listed and erased, and nobody is compared.

    Used by the event loop's thread. `given` is the desk, None where there is no matcher.
    """

    gallery: Gallery
    given: Desk | None
    engine: Engine
    threads: Threads
    metrics: Metrics
    limits: ImageLimits

    @property
    def matcher(self) -> str | None:
        """Name and version of the matcher that compares, None while there is none that can be used."""
        return self.given.rules.title if self.given is not None and self.engine.describes else None

    @property
    def desk(self) -> Desk:
        """What knows the rules.

        Raises:
            ServerFull: code `no_matcher`.
        """
        if self.given is None:
            raise ServerFull(NO_MATCHER, code="no_matcher")
        return self.given

    def expect_ready(self) -> None:
        """Return if faces can be analysed and described.

        Raises:
            ServerFull: code `no_model` or `no_matcher`.
        """
        self.engine.expect_loaded()
        self.engine.expect_describes()

    async def let_go(self) -> None:
        """Have memory follow what was erased from the database a moment ago.

        Whatever goes wrong is logged, not raised: it is erased, and whoever asked is told so. Housekeeping tries again.
        """
        if self.given is None:
            return
        try:
            await self.threads.search(self.given.roster.refresh)
        except Exception as error:  # noqa: BLE001 - see above
            get_logger("people").error("gallery_not_refreshed", error=str(error))

    async def look(self, picture: bytes, policy: Policy, where: str = "#/image") -> Look:
        """Decode, analyse, describe and judge a picture; `where` is its JSON Pointer in the request.

        Raises:
            ServerFull: code `no_model` or `no_matcher`.
            ImageError, ModelError, AnalysisFailed, AnalysisTooLate: as `Engine.analyse`.
        """
        self.expect_ready()
        analysis = await self.engine.analyse(Encoded(picture, self.limits), describe="always")
        return look(analysis, policy, where)

    async def reference_in(self, picture: bytes, policy: Policy) -> Template:
        """The template of the one face in a picture, fit to be compared with, whether live or not.

        Raises:
            Unfit: code `not_fit` or `no_template`; `errors` points at the field `reference`.
            ServerFull, ImageError, ModelError, AnalysisFailed, AnalysisTooLate: as `look`.
        """
        seen = await self.look(picture, policy, "#/reference")
        expect_reference(seen)
        assert seen.analysis.template is not None  # noqa: S101 - or it would not be fit
        return seen.analysis.template

    async def references_of(self, record: SessionRecord) -> dict[str, Template]:
        """As `Desk.references_of`.

        Raises:
            MatchError: code `not_enrolled` or `template_outdated`.
            SessionError: code `reference_lost`.
            ServerFull: code `no_matcher`.
            StoreError: the database cannot be read.
        """
        if record.compare is None:
            return {}
        self.expect_ready()
        return await self.threads.ask(self.desk.references_of, record)

    async def expect_enrolled(self, subject_hash: str) -> None:
        """Return if a subject can be compared with; raises as `Desk.references`, and ServerFull `no_matcher`."""
        await self.threads.ask(self.desk.references, subject_hash)

    async def enrol(  # noqa: PLR0913 - as `Desk.enrol`
        self,
        subject: str,
        looks: Sequence[Look],
        *,
        replace: bool,
        live: bool,
        actor: str,
        now: datetime,
        origin: Origin | None = None,
    ) -> Enrolment:
        """As `Desk.enrol`."""
        enrolment = await self.threads.search(
            self.desk.enrol, subject, looks, replace=replace, live=live, actor=actor, now=now, origin=origin
        )
        self.metrics.match("enrolment", "duplicate" if enrolment.duplicates else "enrolled")
        return enrolment

    async def verify(self, subject: str, seen: Look, *, live: bool, actor: str, now: datetime) -> Compared:
        """As `Desk.verify`."""
        found = await self.threads.ask(self.desk.verify, subject, seen, live=live, actor=actor, now=now)
        self.metrics.match("verification", _result(match=found.match, reasons=found.reasons))
        return found

    async def identify(self, seen: Look, most: int, *, live: bool, actor: str, now: datetime) -> Found:
        """As `Desk.identify`."""
        found = await self.threads.search(self.desk.identify, seen, most, live=live, actor=actor, now=now)
        self.metrics.match("identification", _result(match=bool(found.people), reasons=found.reasons))
        return found


def _result(*, match: bool, reasons: Sequence[str]) -> str:
    """What came of a comparison, in a word: `matched`, or the first reason why not."""
    return "matched" if match else next(iter(reasons), "not_matched")
