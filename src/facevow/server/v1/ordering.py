"""From what an application asks for to a session that is stored: whether it can be, and whether there is room now."""

import hashlib
import secrets
from datetime import timedelta

from facevow.challenge.draw import acts_named, length_for
from facevow.errors import InputError
from facevow.server.callbacks.addresses import check_url
from facevow.server.door.keys import Principal
from facevow.server.door.lockout import expect_not_locked_out
from facevow.server.people.sealing import seal_reference
from facevow.server.services import Services
from facevow.server.threads import in_thread
from facevow.server.v1.bodies import BadBody
from facevow.server.v1.faces import decoded
from facevow.server.v1.models import IMAGES, NewSession
from facevow.server.v1.policies import policy_of
from facevow.server.v1.problems import Place
from facevow.signing.digests import canonical_json, subject_claim
from facevow.store.records import SessionRecord


def expect_possible(services: Services, wanted: NewSession) -> None:
    """Refuse what no session could be.

    Raises:
        ChallengeImpossible: too little is left to ask for.
        InputError: `bad_callback`, the address cannot be called; `images_not_allowed`, the settings keep fewer.
        BadBody: a text that cannot be kept, or a comparison with two people or with nobody.
        ServerFull: `no_matcher`, a comparison is asked for and this server has no matcher.
    """
    settings = services.settings
    expect_one_comparison(wanted)
    if wanted.reference is not None or wanted.compare_with_subject:
        services.people.expect_ready()
    if IMAGES.index(wanted.keep_images) > IMAGES.index(settings.keep_images):
        raise InputError(
            f"expected keep_images to be at most {settings.keep_images!r}, which the settings allow; "
            f"got {wanted.keep_images!r}",
            code="images_not_allowed",
        )
    if wanted.callback is not None:
        check_url(wanted.callback, settings.callback_private)
    rules = policy_of(services, wanted.policy).without_acts(acts_named(wanted.exclude)).challenge
    if rules is not None:
        length_for(rules)


def expect_one_comparison(wanted: NewSession) -> None:
    """Refuse a comparison with the subject that names none, or with a reference as well.

    Raises:
        BadBody: it is so.
    """
    if wanted.compare_with_subject and wanted.subject is None:
        raise BadBody((Place(pointer="#/compare_with_subject", detail="expected a subject to compare with"),))
    if wanted.compare_with_subject and wanted.reference is not None:
        raise BadBody((Place(pointer="#/reference", detail="expected a reference or compare_with_subject, not both"),))


def expect_room(services: Services) -> None:
    """Say so at once when no session could be begun now.

    Raises:
        ServerFull: code `draining`, the server stops; `server_full`, it has no room; `no_model`, it has no networks.
    """
    services.live.expect_place()
    services.engine.expect_loaded()


async def make_session(
    services: Services, principal: Principal, wanted: NewSession, idempotency: str | None
) -> tuple[SessionRecord, bool]:
    """Store what was asked for; also whether it is new: a repeated idempotency key gives the session of the first time.

    Of a request that is repeated only the room is asked again: who was enrolled then, or could be described, may not be
    now. Two that come at once may both get through to the end; there `create` makes one of them.

    Raises:
        FacevowError: as `expect_possible` and `expect_room` do; LimitError `locked_out`; SessionError
            `idempotency_conflict`, the key was for another request; StoreError; and as `compared_with` does.
    """
    expect_room(services)
    if wanted.reference is None:
        record = new_record(services, principal, wanted, idempotency)
    else:  # its hash is of all of the image
        record = await in_thread(services.threads.parsers, new_record, services, principal, wanted, idempotency)
    if idempotency is not None:
        before = await services.threads.ask(services.sessions.repeated, record)
        if before is not None:
            return before, False
    expect_possible(services, wanted)
    if record.subject is not None:
        await expect_not_locked_out(services, record.subject)
    await compared_with(services, wanted, record)
    return await services.threads.ask(services.sessions.create, record)


async def compared_with(services: Services, wanted: NewSession, record: SessionRecord) -> None:
    """Put into a new row whom the person is to be compared with. Of a reference the template is kept, and no image.

    Raises:
        MatchError: `not_enrolled`, `template_outdated`; of a reference `not_fit` or `no_template` (Unfit).
        ServerFull, ImageError, ModelError, AnalysisFailed, AnalysisTooLate: a reference cannot be described.
        StoreError: the gallery cannot be read.
    """
    if wanted.compare_with_subject and record.subject is not None:
        await services.people.expect_enrolled(record.subject)
        record.compare = "subject"
    elif wanted.reference is not None:
        (picture,) = await decoded(services, [wanted.reference])
        with services.requests.enter():
            template = await services.people.reference_in(picture, policy_of(services, wanted.policy))
        record.compare, record.reference = "reference", seal_reference(services.keyring, template, record.id)


def new_record(services: Services, principal: Principal, wanted: NewSession, idempotency: str | None) -> SessionRecord:
    """The row of a new session, with an id that nobody can guess."""
    name, now, keyring = "fvs_" + secrets.token_urlsafe(16), services.clock.now(), services.keyring
    seconds = wanted.expires_in or services.settings.session_seconds
    return SessionRecord(
        id=name,
        key_id=principal.key_id,
        idempotency=idempotency,
        request_sha256=request_sha256(services, wanted),
        created=now,
        expires=now + timedelta(seconds=seconds),
        token_sha256=hashlib.sha256(keyring.client_token(name).encode()).hexdigest(),
        policy=policy_of(services, wanted.policy).name,
        subject=None if wanted.subject is None else keyring.subject_hash(wanted.subject),
        subject_claim=None if wanted.subject is None else subject_claim(name, wanted.subject),
        wish={
            "exclude": list(wanted.exclude),
            "person_may_exclude": wanted.person_may_exclude,
            "reveal": wanted.reveal,
            "keep_images": wanted.keep_images,
        },
        metadata_=wanted.metadata,
        callback=wanted.callback,
    )


def request_sha256(services: Services, wanted: NewSession) -> str:
    """By what a repeated request is known; the subject stands in it as its keyed hash, so that nobody can guess it.

    A field that came with a later version stands in it only where it was used: requests of before stay the same.

    Raises:
        BadBody: there is a number in the metadata that cannot be written.
    """
    asked = wanted.model_dump(mode="json")
    if wanted.subject is not None:
        asked["subject"] = services.keyring.subject_hash(wanted.subject)
    if wanted.reference is not None:
        asked["reference"] = services.keyring.subject_hash(wanted.reference)
    if not wanted.compare_with_subject:
        del asked["compare_with_subject"]
    try:
        return hashlib.sha256(canonical_json(asked)).hexdigest()
    except ValueError as error:
        raise BadBody((Place(pointer="#", detail=str(error)[:300]),)) from error
