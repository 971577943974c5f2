"""What the server asks of a store, whatever lies behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from facevow.store.columns import Record
from facevow.store.records import InferenceRecord, VerdictRecord


@dataclass(frozen=True, slots=True)
class StoreHealth:
    """How the log fares: `pending` records wait to be written, `lost` ones had to be dropped since the start."""

    status: Literal["ok", "degraded"]
    pending: int = 0
    lost: int = 0


class Store(Protocol):
    """Keeps records. Every method may be called from any thread."""

    def add(self, records: Sequence[Record]) -> None:
        """Keep these records."""

    def recent(self, limit: int) -> list[InferenceRecord]:
        """The last `limit` inferences, newest first; all that was added before the call is seen.

        Raises:
            StoreError: the database cannot be read.
        """

    def recent_verdicts(self, limit: int) -> list[VerdictRecord]:
        """The last `limit` verdicts, newest first; as `recent`."""

    def preference(self, name: str) -> Any | None:  # noqa: ANN401 - any JSON value
        """What was chosen under `name` (at most 64 characters), or None where nothing was.

        Raises:
            StoreError: the database cannot be read.
        """

    def set_preference(self, name: str, value: Any) -> None:  # noqa: ANN401 - any JSON value
        """Keep a choice in place of the one before; it is written when this returns.

        Raises:
            StoreError: it could not be written, and the one before stands; or nobody knows within the time there is.
        """

    def health(self) -> StoreHealth:
        """How the store fares; answers at once."""

    def close(self) -> None:
        """Write what is pending and let go of the database. Closing twice does no harm."""
