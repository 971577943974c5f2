"""Sessions, endings, images and keys to write in tests, and what is done with many at once."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import inspect, text

from facevow.store import (
    ApiKeyRecord,
    Database,
    Ending,
    ImageRecord,
    OutboxRecord,
    Outcome,
    SessionRecord,
    SessionState,
)
from tests.store.records import MOMENT

TOKEN = "7" * 64
"""The SHA-256 of every test session's token."""

LATER = MOMENT + timedelta(seconds=20)
"""When test sessions end."""

Answer = TypeVar("Answer")


def order(name: str, **changed: Any) -> SessionRecord:  # noqa: ANN401 - any column
    """A session that can be told by its name."""
    given: dict[str, Any] = {
        "id": f"fvs_{name}",
        "key_id": "0123456789abcdef",
        "request_sha256": "1" * 64,
        "created": MOMENT,
        "expires": MOMENT + timedelta(minutes=3),
        "token_sha256": TOKEN,
        "policy": "balanced",
        "wish": {"exclude": ["smile"], "reveal": "nothing"},
        "metadata_": {"order": name, "größe": [1, 2.5, None, True]},
        "callback": "https://shop.example/done",
    }
    return SessionRecord(**{**given, **changed})


def announce(record: SessionRecord, at: datetime) -> OutboxRecord | None:
    """A callback to whoever gave an address."""
    if record.callback is None:
        return None
    return OutboxRecord(
        id=f"evt_{record.id}",
        session=record.id,
        key_id=record.key_id,
        url=record.callback,
        event=f"session.{record.state.lower()}",
        body=f'{{"session":"{record.id}","verdict":"{record.verdict}"}}',
        created=at,
        due=at,
    )


OUTCOME = Outcome(
    verdict="BONA_FIDE",
    confidence=0.987654321012345,
    reasons=("challenge_done",),
    evidence={"passive": {"score": 0.75, "frames": 12}, "challenge": {"asked": ("blinkx2", "turn_left")}},
    transcript=({"at": 1.25, "event": "asked", "act": "blinkx2"}, {"at": 3.5, "event": "done"}),
    timings={"frames": 12, "p50": 31.25},
    policy_title="balanced 3",
    model="test",
    model_sha256="2" * 64,
    transcript_sha256="3" * 64,
    frames_sha256="4" * 64,
    token="eyJ.e30.sig",  # noqa: S106 - signed by nobody
)


def completed(outcome: Outcome = OUTCOME, at: datetime = LATER, images: tuple[ImageRecord, ...] = ()) -> Ending:
    """A session that came to a verdict."""
    return Ending(SessionState.COMPLETED, at, outcome=outcome, images=images)


def aborted(by: str = "left") -> Ending:
    """A session that came to none."""
    return Ending(SessionState.ABORTED, LATER, ended_by=by)


def image(session: str, name: str = "reference") -> ImageRecord:
    """An image that can be told by its content."""
    sealed = f"sealed {session} {name}".encode()
    return ImageRecord(
        session=session,
        name=name,
        created=LATER,
        at=2.5,
        sha256="5" * 64,
        size=1234,
        sealed_with="data-1",
        content=sealed,
    )


def api_key(key_id: str, **changed: Any) -> ApiKeyRecord:  # noqa: ANN401 - any column
    """An API key that can be told by its id."""
    given: dict[str, Any] = {
        "id": key_id,
        "name": f"the key {key_id}",
        "secret_sha256": "6" * 64,
        "scopes": ["sessions"],
        "created": MOMENT,
    }
    return ApiKeyRecord(**{**given, **changed})


def at_once(works: Sequence[Callable[[], Answer]]) -> list[Answer | Exception]:
    """Do all of these in threads that start together; what each answered or raised, in order."""
    ready = threading.Barrier(len(works))
    answers: list[Answer | Exception] = [RuntimeError("never ran")] * len(works)

    def run(number: int) -> None:
        ready.wait(30)
        try:
            answers[number] = works[number]()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            answers[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def everything(database: Database, *, without: Sequence[str] = ()) -> str:
    """All rows of all tables as one text, images' bytes among them."""
    parts: list[str] = []
    with database.read() as orm:
        for table in inspect(orm.connection()).get_table_names():
            if table not in without:
                parts.extend(str(tuple(row)) for row in orm.execute(text(f'SELECT * FROM "{table}"')))  # noqa: S608
    return "\n".join(parts)


def set_raw(database: Database, statement: str, **values: Any) -> None:  # noqa: ANN401 - any value
    """Change a database behind Facevow's back."""
    with database.engine.begin() as connection:
        connection.execute(text(statement), values)
