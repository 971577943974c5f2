"""What a receipt says: signed, true when it is given, and of no use to whoever guesses."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from facevow.errors import StoreError
from facevow.server.services import Clock
from facevow.signing.digests import receipt_subject
from facevow.signing.verdicts import verify_receipt
from facevow.store import BufferedStore, Patience, SqlStore
from tests.server.analysers import REAL
from tests.server.serving import HandClock, Running, serving, until
from tests.server.v1.asking import make, problem
from tests.server.v1.enrolled import comparing, enrolled, gallery_path, subject_path
from tests.server.v1.streaming import order, streaming

SLOW = Patience(gather=30.0)
"""A writer that gathers for as long as a test lasts, unless it is asked."""


@pytest.fixture
def hand() -> HandClock:
    """The time of the streams."""
    return HandClock()


@pytest.fixture
def lazy(database: Path, hand: HandClock) -> Iterator[Running]:
    """A server whose log is written at its leisure."""
    store = BufferedStore(SqlStore(f"sqlite:///{database}"), SLOW)
    with serving(database, store=store, clock=Clock(monotonic=hand), policy="passive_only") as running:
        yield running


def rows(server: Running) -> int:
    """How many rows the frames' log has once all is written."""
    server.services.store.recent(1)
    return len(SqlStore(server.services.database).recent(1000))


def test_a_subject_in_a_receipt_is_salted(server: Running) -> None:
    """Two receipts about one person do not show as that, no table of hashes finds it, and who knows it can check."""
    first, second = (server.http.delete("/v1/subjects/one").json() for _ in range(2))
    assert first["subject_sha256"] != second["subject_sha256"]
    plain = hashlib.sha256(b"one").hexdigest()
    for receipt in (first, second):
        assert re.fullmatch("[0-9a-f]{32}", receipt["subject_salt"])
        assert receipt["subject_sha256"] == receipt_subject(receipt["subject_salt"], "one") != plain
        keys = server.get("/.well-known/jwks.json").json()
        signed = verify_receipt(receipt["token"], keys, now=server.services.clock.now())
        assert {name: signed[name] for name in ("subject_salt", "subject_sha256")} == {
            name: receipt[name] for name in ("subject_salt", "subject_sha256")
        }
    made = make(server)
    receipt = server.http.delete(f"/v1/sessions/{made['id']}").json()
    assert (receipt["subject_salt"], receipt["subject_sha256"]) == (None, None)


def test_a_receipt_tells_how_much_was_erased(database: Path) -> None:
    """One template, the gallery's entry, the whole subject and a session: in the answer, and signed."""
    with comparing(database) as server:
        ids = [one["id"] for one in enrolled(server, "one", REAL, REAL)["templates"]]
        asked = {
            "template": (gallery_path("one"), {"template": ids[0]}),
            "templates": (gallery_path("one"), {}),
            "subject": (subject_path("one"), {}),
            "session": (f"/v1/sessions/{make(server)['id']}", {}),
        }
        keys = server.get("/.well-known/jwks.json").json()
        for erased, (path, params) in asked.items():
            told = server.http.delete(path, params=params).json()
            signed = verify_receipt(told["token"], keys, now=server.services.clock.now())
            assert (told["erased"], signed["erased"]) == (erased, erased)


def test_the_salted_hash_is_that_of_the_text_described() -> None:
    """Worked by hand, so that anybody can check a receipt with a program of their own."""
    # printf 'facevow-receipt-v1\n00112233445566778899aabbccddeeff\ncustomer-4711' | sha256sum
    expected = "c232901d1851c17c805a9edb21a3763e82e06ae0fe33e98c2543b952723d5742"
    assert receipt_subject("00112233445566778899aabbccddeeff", "customer-4711") == expected


@pytest.mark.parametrize("by_subject", [False, True])
def test_nothing_is_written_after_the_receipt(lazy: Running, hand: HandClock, *, by_subject: bool) -> None:
    """Rows that waited to be written are erased and counted with the others."""
    made = order(lazy, subject="one")
    with streaming(lazy, made, hand=hand) as streamer:
        for _ in range(5):
            streamer.show()
        streamer.ask({"type": "leave"})
    until(lambda: lazy.services.live.inside == 0)
    receipt = lazy.http.delete("/v1/subjects/one" if by_subject else f"/v1/sessions/{made.id}").json()
    assert receipt["counts"] == {"sessions": 1, "images": 0, "callbacks": 0, "log_rows": 5, "templates": 0}
    assert rows(lazy) == 0


@pytest.mark.parametrize("by_subject", [False, True])
def test_erasing_ends_a_stream_before_the_receipt(lazy: Running, hand: HandClock, *, by_subject: bool) -> None:
    """Its frames are judged no more, its rows are counted, and nothing of it comes back."""
    made, other = order(lazy, subject="one"), order(lazy, subject="two")
    with streaming(lazy, made, hand=hand) as streamer, streaming(lazy, other, hand=hand) as stranger:
        for _ in range(3):
            streamer.show()
        receipt = lazy.http.delete("/v1/subjects/one" if by_subject else f"/v1/sessions/{made.id}").json()
        assert lazy.services.live.inside == 1
        assert streamer.close_code()[0] == 4410
        stranger.show()
    assert receipt["counts"]["log_rows"] == 3
    assert rows(lazy) == 1
    problem(lazy.get(f"/v1/sessions/{made.id}"), 404, "session_unknown")


def test_an_export_holds_what_waited_to_be_written(lazy: Running, hand: HandClock) -> None:
    """Each frame that was judged until then is in it."""
    made = order(lazy, subject="one")
    with streaming(lazy, made, hand=hand) as streamer:
        for _ in range(5):
            streamer.show()
        exported = lazy.get("/v1/subjects/one").json()["data"]
    assert len(exported["log"]) == 5


class Stuck(SqlStore):
    """A database that takes no rows of the log."""

    def add(self, records: object) -> None:
        """Fail."""
        del records
        raise StoreError("expected a database that can be written")


def test_while_rows_cannot_be_written_there_is_no_receipt(database: Path) -> None:
    """They would come after it: it is an error, nothing is erased, and it may be tried again."""
    store = BufferedStore(Stuck(f"sqlite:///{database}"), Patience(gather=0.01))
    with serving(database, store=store) as server:
        made = make(server, subject="one")
        with streaming(server, order(server)) as streamer:
            streamer.show()
        for path in (f"/v1/sessions/{made['id']}", "/v1/subjects/one"):
            problem(server.http.delete(path), 503, "store_error")
        assert server.get(f"/v1/sessions/{made['id']}").json()["state"] == "CREATED"
