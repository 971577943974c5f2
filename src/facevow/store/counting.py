"""Counts the changes of the gallery, within the transactions that make them, so that every server sees its own are old.

Whoever changes the gallery holds the audit log's head until the change is committed. So the numbers of changes become
visible in their order: who has seen number n will never find a row of a lower number that was not there before.
"""

from secrets import token_hex

from sqlalchemy.orm import Session

from facevow.errors import StoreError
from facevow.store.audit import hold
from facevow.store.records import GalleryHead


def count_change(orm: Session, *, removal: bool) -> int:
    """Count one more change of the gallery, and one more removal if it takes templates away; the change's number.

    Raises:
        StoreError: the head is gone; nothing is changed without it, since nobody would notice.
    """
    hold(orm)
    head = head_of(orm, lock=True)
    head.changes += 1
    head.removals += removal
    head.mark = token_hex(8)
    return head.changes


def head_of(orm: Session, *, lock: bool = False) -> GalleryHead:
    """The counts as this transaction sees them; with `lock` nobody else changes them until it ends.

    Raises:
        StoreError: they are gone.
    """
    head = orm.get(GalleryHead, 1, with_for_update=True if lock else None, populate_existing=True)
    if head is None:
        raise StoreError("expected the head of the gallery; somebody has removed it")
    return head
