"""Whose callbacks are under way: so that no receiver and no key keeps those of all others waiting."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, and_, func, not_, true

from facevow.store.records import OutboxRecord


@dataclass(frozen=True, slots=True)
class Shares:
    """How many callbacks one host and one key may have under way, and how many they have.

    A host is what stands in the URL between `//` and the path, port included, in small letters. Whoever names one
    receiver in many ways has the share of a key all the same.
    """

    of_host: int
    of_key: int
    hosts: Counter[str] = field(default_factory=Counter)
    keys: Counter[str] = field(default_factory=Counter)

    @classmethod
    def left_by(cls, under_way: Iterable[OutboxRecord], *, of_host: int, of_key: int) -> "Shares":
        """What callbacks that are under way have left."""
        shares = cls(of_host, of_key)
        for entry in under_way:
            shares.hosts[_host(entry)] += 1
            shares.keys[entry.key_id] += 1
        return shares

    def take(self, entry: OutboxRecord) -> bool:
        """Count one more callback, if there is room for it; else False."""
        if self.hosts[_host(entry)] >= self.of_host or self.keys[entry.key_id] >= self.of_key:
            return False
        self.hosts[_host(entry)] += 1
        self.keys[entry.key_id] += 1
        return True

    def have_room(self) -> ColumnElement[bool]:
        """The same as a condition of SQL: callbacks that `take` would count, were each the only one."""
        full_keys = [key for key, count in self.keys.items() if count >= self.of_key]
        full_hosts = [host for host, count in self.hosts.items() if count >= self.of_host]
        url = func.lower(OutboxRecord.url)
        full = [
            condition
            for host in full_hosts
            for start in (f"https://{host}", f"http://{host}")
            for condition in (
                url == start,
                url.startswith(f"{start}/", autoescape=True),
                url.startswith(f"{start}?", autoescape=True),
            )
        ]
        return and_(true(), OutboxRecord.key_id.not_in(full_keys), *(not_(each) for each in full))


def _host(entry: OutboxRecord) -> str:
    return urlsplit(entry.url).netloc.lower()
