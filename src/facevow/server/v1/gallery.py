"""/v1/gallery: who is enrolled, and the erasure of what is enrolled of a person."""

from fastapi import APIRouter

from facevow.errors import MatchError, SessionError
from facevow.server.deps import ServicesNeeded
from facevow.server.people.reading import readable
from facevow.server.people.sealing import name_of
from facevow.server.v1 import people_examples as examples
from facevow.server.v1 import people_shown as shown
from facevow.server.v1.documenting import GUARDED, linked, problems, told
from facevow.server.v1.ends import End
from facevow.server.v1.needs import GalleryKey, PageAsked, Subject, TemplateAsked, own_pages_only
from facevow.server.v1.people_replies import GalleryPage, GallerySubject
from facevow.server.v1.receipts import receipt
from facevow.server.v1.replies import Receipt
from facevow.signing.verdicts import Erasure
from facevow.store.sessions import actor_of

router = APIRouter(prefix="/v1/gallery", tags=["people"], dependencies=own_pages_only)

LEADS = linked("subject", "getEnrolled", "/subjects/0/subject") | linked(
    "subject", "eraseEnrolled", "/subjects/0/subject"
)


@router.get(
    "",
    operation_id="listEnrolled",
    summary="List who is enrolled",
    responses=told(200, "Enrolled subjects.", examples.GALLERY, links=LEADS)
    | problems(*GUARDED, "bad_parameter", "bad_cursor"),
)
async def list_enrolled(services: ServicesNeeded, key: GalleryKey, query: PageAsked) -> GalleryPage:
    """In an order that stays. Somebody enrolled by a matcher that the server no longer has is listed all the same."""
    del key
    found, following = await services.threads.ask(services.people.gallery.page, query.limit, query.cursor)
    keyring = services.keyring
    subjects = [shown.entry(one, name_of(keyring, one)) for one in found]
    return GalleryPage(subjects=subjects, next=following, matcher=services.people.matcher)


@router.get(
    "/{subject:path}",
    operation_id="getEnrolled",
    summary="Read what is enrolled of a person",
    responses=told(200, "The subject's templates.", examples.GALLERY_SUBJECT)
    | problems(*GUARDED, "bad_parameter", "not_found", "not_enrolled"),
)
async def get_enrolled(services: ServicesNeeded, key: GalleryKey, subject: Subject) -> GallerySubject:
    """When, from what and by which matcher; the templates themselves are in the subject's export only."""
    del key
    keyring, people = services.keyring, services.people
    found = await services.threads.ask(people.gallery.all_of, keyring.subject_hash(subject))
    if not found.ids:
        raise MatchError("expected an enrolled subject; nobody is enrolled under that name", code="not_enrolled")
    usable = {} if people.matcher is None else readable(keyring, found.rows, people.desk.rules.measure)
    templates = [shown.template(row, usable) for row in found.rows]
    return GallerySubject(subject=subject, matcher=people.matcher, templates=templates)


@router.delete(
    "/{subject:path}",
    operation_id="eraseEnrolled",
    summary="Erase what is enrolled of a person",
    responses=told(200, "The receipt.", examples.TEMPLATES_RECEIPT)
    | problems(*GUARDED, "bad_parameter", "not_found", "not_enrolled", "template_unknown"),
)
async def erase_enrolled(services: ServicesNeeded, key: GalleryKey, subject: Subject, query: TemplateAsked) -> Receipt:
    """Erases the subject's templates, or one of them, and nothing else; nobody is found by them from then on.

    Streams that are compared with this subject end; one that another server holds gets no verdict at its end.
    """
    template = query.template
    now, hashed, actor = services.clock.now(), services.keyring.subject_hash(subject), actor_of(key.key_id)
    compared = await services.threads.ask(services.people.gallery.compared_in, hashed)
    erased = await services.threads.ask(services.people.gallery.erase, hashed, actor=actor, now=now, template=template)
    if erased is None and template is not None:
        raise SessionError("expected a template of this subject, it has no such", code="template_unknown")
    if erased is None:
        raise MatchError("expected an enrolled subject; nobody is enrolled under that name", code="not_enrolled")
    await services.people.let_go()
    await services.live.see_out(compared, End.REFERENCE_ERASED)
    what: Erasure = "templates" if template is None else "template"
    return receipt(services, erased, what=what, at=now, subject=subject)
