"""Persistent records: what was inferred and what was decided. Numbers only, no images."""

from facevow.store.base import Store, StoreHealth
from facevow.store.records import InferenceRecord, Preference, Record, Table, VerdictRecord
from facevow.store.sql import SqlStore
from facevow.store.writer import BufferedStore, Patience

__all__ = [
    "BufferedStore",
    "InferenceRecord",
    "Patience",
    "Preference",
    "Record",
    "SqlStore",
    "Store",
    "StoreHealth",
    "Table",
    "VerdictRecord",
]
