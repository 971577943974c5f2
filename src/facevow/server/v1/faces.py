"""From the pictures of a request, or the reference image of a session, to looks at faces."""

from collections.abc import Sequence

from facevow.decision.verdict import Verdict
from facevow.errors import KeyringError, MatchError, SessionError, TokenError
from facevow.media.images import decode_base64
from facevow.server.people.looks import NOT_LIVE, Look
from facevow.server.services import Services
from facevow.server.threads import in_thread
from facevow.server.v1.pictures import about
from facevow.server.v1.policies import policy_of
from facevow.store.records import SessionRecord, SessionState

REFERENCE = "reference"
"""The name of the image of a session that shows its person best."""


async def decoded(services: Services, texts: Sequence[str]) -> list[bytes]:
    """Pictures out of base64, still encoded as pictures; raises ImageError `not_base64`."""
    return await in_thread(services.threads.parsers, lambda: [decode_base64(text) for text in texts])


async def look_at(services: Services, pictures: Sequence[bytes], where: Sequence[str]) -> list[Look]:
    """Analyse, describe and judge pictures one after the other; `where` are their JSON Pointers.

    Raises:
        ServerFull: there is no room for a request with a picture, or code `no_matcher`.
        ImageError, ModelError, AnalysisFailed, AnalysisTooLate: as `People.look`.
    """
    policy = policy_of(services, None)
    with services.requests.enter():
        return [
            await services.people.look(picture, policy, place) for picture, place in zip(pictures, where, strict=True)
        ]


async def reference_of(services: Services, session: str, subject: str) -> bytes:
    """The reference image of a session that a live person has passed who is this subject, or who was not named.

    Raises:
        SessionError: `session_unknown`; `image_lost`, nobody can open it any more.
        MatchError: `not_live`; `not_the_subject`; `no_reference_image`.
        StoreError: the database cannot be read.
    """
    record = await services.threads.ask(services.sessions.get, session, now=services.clock.now())
    if record is None:
        raise SessionError(f"expected a session, there is no {session}")
    _expect_passed(record, services.keyring.subject_hash(subject))
    image = await services.threads.ask(services.sessions.image, session, REFERENCE)
    if image is None:
        raise MatchError("expected a session that keeps a reference image", code="no_reference_image")
    try:
        return services.keyring.open(image.sealed_with, image.content, about(session, REFERENCE))
    except (KeyringError, TokenError) as error:
        raise SessionError("expected an image that this server's keyring opens", code="image_lost") from error


def _expect_passed(record: SessionRecord, subject_hash: str) -> None:
    if record.state != SessionState.COMPLETED or record.verdict != Verdict.BONA_FIDE:
        found = record.verdict if record.state == SessionState.COMPLETED else record.state
        raise MatchError(f"expected a session that was passed, it is {found}", code=NOT_LIVE)
    if record.subject not in {None, subject_hash}:
        raise MatchError("expected a session of this subject, it names another", code="not_the_subject")
