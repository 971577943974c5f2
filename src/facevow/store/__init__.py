"""Persistent records: what was inferred and what was decided, sessions, API keys, callbacks and the audit log."""

from facevow.store.audit import Audit, AuditReport
from facevow.store.base import Store, StoreHealth
from facevow.store.columns import Record, Table
from facevow.store.database import Database
from facevow.store.endings import Ending, Outcome
from facevow.store.enrolled import Enrolled
from facevow.store.erasing import Erased
from facevow.store.filters import Filter
from facevow.store.gallery import Gallery, State
from facevow.store.keeping import Ages, Keeper
from facevow.store.keys import ApiKeys
from facevow.store.lockout import Lockout
from facevow.store.noting import Announce
from facevow.store.outbox import Outbox
from facevow.store.records import (
    OPEN_STATES,
    ApiKeyRecord,
    AuditRecord,
    ImageRecord,
    InferenceRecord,
    OutboxRecord,
    Preference,
    SessionRecord,
    SessionState,
    TemplateRecord,
    VerdictRecord,
)
from facevow.store.references import ReferenceRecord
from facevow.store.sessions import Sessions
from facevow.store.sql import SqlStore
from facevow.store.writer import BufferedStore, Patience

__all__ = [
    "OPEN_STATES",
    "Ages",
    "Announce",
    "ApiKeyRecord",
    "ApiKeys",
    "Audit",
    "AuditRecord",
    "AuditReport",
    "BufferedStore",
    "Database",
    "Ending",
    "Enrolled",
    "Erased",
    "Filter",
    "Gallery",
    "ImageRecord",
    "InferenceRecord",
    "Keeper",
    "Lockout",
    "Outbox",
    "OutboxRecord",
    "Outcome",
    "Patience",
    "Preference",
    "Record",
    "ReferenceRecord",
    "SessionRecord",
    "SessionState",
    "Sessions",
    "SqlStore",
    "State",
    "Store",
    "StoreHealth",
    "Table",
    "TemplateRecord",
    "VerdictRecord",
]
