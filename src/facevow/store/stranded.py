"""Removes templates by their ids, whosever they are: those that no key opens any more belong to nobody by name."""

from collections.abc import Collection
from datetime import datetime

from facevow.store.audit import append, hold
from facevow.store.database import Database
from facevow.store.erasing import Erased, remove_templates
from facevow.store.gallery import CHUNK
from facevow.store.records import TemplateRecord


def erase_templates(database: Database, ids: Collection[str], *, actor: str, now: datetime) -> Erased | None:
    """Remove these templates in one transaction, with one line of the audit log, and nothing else.

    Returns:
        What was removed, None if none of them was there.

    Raises:
        StoreError: the database cannot be written.
    """
    wanted = sorted(ids)
    with database.write() as orm:
        hold(orm)
        count = 0
        for start in range(0, len(wanted), CHUNK):
            count += remove_templates(orm, TemplateRecord.id.in_(wanted[start : start + CHUNK]))
        if not count:
            return None
        details = {"templates": count}
        line = append(orm, at=now, actor=actor, action="templates_erased", target="gallery", details=details)
    database.forget()
    return Erased(0, 0, 0, 0, audit_number=line.number, audit_hash=line.hash, templates=count)
