"""`facevow callbacks`: what the operator sees and sends again, and what a receiver's developer can verify."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from facevow.server.door.keys import Scope, new_key
from facevow.signing.callbacks import sign
from facevow.signing.keyring import load_keyring, open_keyring
from facevow.store.audit import Audit
from facevow.store.database import Database
from facevow.store.keys import ApiKeys
from facevow.store.outbox import Outbox
from facevow.store.records import OutboxRecord
from tests.cli.conftest import Run

AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
BODY = '{"type":"session.completed"}'


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The settings' database, and their keyring beside it."""
    url = f"sqlite:///{tmp_path / 'facevow.db'}"
    monkeypatch.setenv("FACEVOW_DATABASE", url)
    monkeypatch.setenv("FACEVOW_KEYRING", str(tmp_path / "keyring.json"))
    opened = Database(url)
    yield opened
    opened.close()


def add(database: Database, number: int) -> None:
    """A callback that waits."""
    entry = OutboxRecord(
        id=f"evt_{number}",
        session=f"fvs_{number}",
        key_id="",
        url="https://shop.example/[bold]told",
        event="session.completed",
        body=BODY,
        created=AT + timedelta(seconds=number),
        due=AT,
    )
    with database.write() as orm:
        orm.add(entry)


def test_an_empty_outbox_is_said(run: Run, database: Database) -> None:
    """No callbacks: a sentence for people, an empty list for programs."""
    assert run("callbacks", "list").stdout == "no callbacks\n"
    assert json.loads(run("callbacks", "list", "--json").stdout) == []
    del database


def test_callbacks_are_listed_with_their_state(run: Run, database: Database) -> None:
    """Newest first, with attempts, the last answer, and when the next one is due; --state narrows it down."""
    for number in range(3):
        add(database, number)
    outbox = Outbox(database)
    outbox.report("evt_0", now=AT, status=200, error=None, delivered=True)
    outbox.report("evt_1", now=AT, status=500, error="status 500", given_up=True)
    rows = json.loads(run("callbacks", "list", "--json").stdout)
    assert [(row["callback"], row["state"], row["attempts"], row["last"]) for row in rows] == [
        ("evt_2", "waiting", 0, None),
        ("evt_1", "given_up", 1, "status 500"),
        ("evt_0", "delivered", 1, 200),
    ]
    assert [row["due"] for row in rows] == ["2026-03-01T12:00:00+00:00", None, None]
    (given_up,) = json.loads(run("callbacks", "list", "--json", "--state", "given_up").stdout)
    assert given_up["session"] == "fvs_1"
    shown = run("callbacks", "list", "--limit", "2")
    assert "[bold]told" in shown.stdout
    assert "evt_0" not in shown.stdout
    assert "more than 2" in shown.stderr


def test_a_callback_is_sent_again(run: Run, database: Database) -> None:
    """What was delivered is due once more, and the audit log says that the command line did it."""
    add(database, 1)
    outbox = Outbox(database)
    outbox.report("evt_1", now=AT, status=200, error=None, delivered=True)
    assert run("callbacks", "resend", "evt_1").exit_code == 0
    now = datetime.now(UTC)
    assert [entry.id for entry in outbox.claim(now, now + timedelta(minutes=1), 9)] == ["evt_1"]
    (line,) = Audit(database).lines(first=1, limit=9)
    assert (line.actor, line.action, line.target) == ("cli", "callback_resent", "evt_1")


def test_an_unknown_callback_is_refused(run: Run, database: Database) -> None:
    """Status 2 and a sentence; nothing is made."""
    outcome = run("callbacks", "resend", "evt_9")
    assert outcome.exit_code == 2
    assert "there is no 'evt_9'" in outcome.stderr
    assert Outbox(database).counts() == {"waiting": 0, "delivered": 0, "given_up": 0}


def verified(run: Run, path: Path, headers: dict[str, str], *more: str) -> tuple[int, str]:
    """Exit status and all that was said of a callback."""
    words = [word for name in ("id", "timestamp", "signature") for word in (f"--{name}", headers[f"webhook-{name}"])]
    outcome = run("callbacks", "verify", path, *words, *more)
    return outcome.exit_code, outcome.output


def test_what_arrived_can_be_verified(
    run: Run, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the secret that `callbacks secret` prints; a changed body, a foreign secret and an old time are refused."""
    ApiKeys(database).add(new_key("shop", [Scope.SESSIONS], AT)[1], "test")
    (key,) = ApiKeys(database).all()
    open_keyring(tmp_path / "keyring.json", now=AT)
    secret = run("callbacks", "secret", "--key", key.id).stdout.strip()
    assert secret == load_keyring(tmp_path / "keyring.json").callback_secret(key.id)
    monkeypatch.setenv("FACEVOW_CALLBACK_SECRET", secret)
    headers = sign(secret, "evt_1", BODY.encode(), AT)
    path = tmp_path / "body.json"
    path.write_text(BODY)
    then = ("--at", "2026-03-01T12:01:00")
    assert verified(run, path, headers, *then) == (0, "evt_1 holds\n")
    code, said = verified(run, path, headers)
    assert (code, "expired" in said) == (2, True)
    path.write_text(BODY + " ")
    code, said = verified(run, path, headers, *then)
    assert (code, "signature_wrong" in said) == (2, True)
    path.write_text(BODY)
    monkeypatch.setenv("FACEVOW_CALLBACK_SECRET", run("callbacks", "secret").stdout.strip())
    code, said = verified(run, path, headers, *then)
    assert (code, "signature_wrong" in said) == (2, True)


def test_an_unknown_key_has_no_secret(run: Run, database: Database, tmp_path: Path) -> None:
    """A typing mistake gives no secret that verifies nothing; a whole key is known by its id, and is not repeated."""
    open_keyring(tmp_path / "keyring.json", now=AT)
    text, record = new_key("shop", [Scope.SESSIONS], AT)
    refused = run("callbacks", "secret", "--key", text)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert f"there is no '{record.id}'" in refused.stderr
    assert text[21:] not in refused.stderr
    ApiKeys(database).add(record, "test")
    assert run("callbacks", "secret", "--key", text).stdout == run("callbacks", "secret", "--key", record.id).stdout
    assert run("callbacks", "secret", "--key", record.id[:-1]).exit_code == 2


def test_a_secret_makes_no_keyring(run: Run, database: Database, tmp_path: Path) -> None:
    """Where the server has none yet, or the path is wrong, there is nothing to print: with a key and without."""
    _, record = new_key("shop", [Scope.SESSIONS], AT)
    ApiKeys(database).add(record, "test")
    for words in ((), ("--key", record.id)):
        refused = run("callbacks", "secret", *words)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert "keyring.json; there is no such file" in refused.stderr
    assert not (tmp_path / "keyring.json").exists()


@pytest.mark.parametrize("secret", ["whsec_", "whsec_!!", "no secret at all"])
def test_a_secret_of_another_form_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    """Status 2, not a stack trace; and the same for a file that is not there."""
    monkeypatch.setenv("FACEVOW_CALLBACK_SECRET", secret)
    headers = {"webhook-id": "evt_1", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA"}
    path = tmp_path / "body.json"
    assert verified(run, path, headers)[0] == 2
    path.write_text(BODY)
    assert verified(run, path, headers)[0] == 2
