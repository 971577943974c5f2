"""Receipts: what was erased, said by the audit log and signed."""

import secrets
from datetime import datetime

from facevow.server.services import Services
from facevow.server.v1.replies import AuditPlace, Counts, Receipt
from facevow.signing.digests import receipt_subject
from facevow.signing.verdicts import Erasure, sign_receipt
from facevow.store.erasing import Erased


def receipt(  # noqa: PLR0913 - what was erased, of whom, and when
    services: Services,
    erased: Erased,
    *,
    what: Erasure,
    at: datetime,
    session: str | None = None,
    subject: str | None = None,
) -> Receipt:
    """The receipt of an erasure at the moment `at`: of `what` there was of one session or of a subject."""
    counts = Counts(
        sessions=erased.sessions,
        images=erased.images,
        callbacks=erased.callbacks,
        log_rows=erased.log_rows,
        templates=erased.templates,
    )
    audit = AuditPlace(number=erased.audit_number, hash=erased.audit_hash)
    salt = None if subject is None else secrets.token_hex(16)
    about = None if subject is None or salt is None else receipt_subject(salt, subject)
    payload = {
        "erased": what,
        "session": session,
        "subject_salt": salt,
        "subject_sha256": about,
        "counts": counts.model_dump(),
        "audit": audit.model_dump(),
    }
    token = sign_receipt(payload, services.keyring.current, issuer=services.settings.issuer, at=at)
    return Receipt(
        erased=what,
        session=session,
        subject_salt=salt,
        subject_sha256=about,
        erased_at=at,
        counts=counts,
        audit=audit,
        token=token,
    )
