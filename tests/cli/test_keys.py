"""`facevow keys`: keys made, listed and revoked."""

import asyncio
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner, Result

from facevow.cli.keys import app
from facevow.cli.main import app as main
from facevow.server.door.keys import Keys, Scope, hash_secret
from facevow.server.door.start import expect_safe
from facevow.server.settings import load_settings
from facevow.signing.keyring import load_keyring
from facevow.store.audit import Audit
from facevow.store.database import Database
from facevow.store.keys import ApiKeys

MADE = re.compile(r"API key: +(fvk_[0-9a-f]{16}_[0-9a-f]{64})\nCallback secret: (whsec_\S+)\n")


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database and a keyring of the test, where the settings say."""
    monkeypatch.setenv("FACEVOW_DATABASE", f"sqlite:///{tmp_path / 'facevow.db'}")
    monkeypatch.setenv("FACEVOW_KEYRING", str(tmp_path / "keyring.json"))
    yield
    structlog.reset_defaults()  # the command's log wrote to a stream that is gone


def run(*words: str) -> Result:
    """`facevow keys` with these words."""
    runner = CliRunner(env={"COLUMNS": "250", "NO_COLOR": "1", "TERM": "dumb"})
    return runner.invoke(app, list(words), catch_exceptions=False)


def made(*words: str) -> tuple[str, str]:
    """A key and its callback secret, as printed."""
    result = run("create", *words)
    assert result.exit_code == 0, result.output
    found = MADE.fullmatch(result.stdout)
    assert found is not None, result.stdout
    return found[1], found[2]


def opened(tmp_path: Path) -> Database:
    """The database that the commands worked with."""
    return Database(f"sqlite:///{tmp_path / 'facevow.db'}")


def test_a_key_that_was_made_opens_the_server(tmp_path: Path) -> None:
    """With the scopes asked for; only the hash of its secret is in the database, and the audit log knows of it."""
    text, secret = made("shop", "--scope", "sessions", "--scope", "erase")
    database = opened(tmp_path)
    keys = ApiKeys(database)
    principal = asyncio.run(Keys(keys, locked=True).authenticate(text))
    assert principal.scopes == {"sessions", "erase"}
    (record,) = keys.all()
    assert (record.name, record.secret_sha256) == ("shop", hash_secret(text[21:]))
    (line,) = Audit(database).lines(1, 10)
    assert (line.actor, line.action, line.target) == ("cli", "key_created", principal.key_id)
    assert secret == load_keyring(tmp_path / "keyring.json").callback_secret(principal.key_id)
    database.close()
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.name.startswith("facevow.db"))
    assert text[21:].encode() not in stored


def test_without_scopes_it_is_for_sessions(tmp_path: Path) -> None:
    """What the server of an application needs, and nothing that erases or operates."""
    made("shop")
    database = opened(tmp_path)
    assert [record.scopes for record in ApiKeys(database).all()] == [["sessions"]]
    database.close()


def test_each_key_has_a_callback_secret_of_its_own() -> None:
    """One receiver cannot forge another's callbacks."""
    assert made("one")[1] != made("other")[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["shop", "--scope", "everything"], "everything"),
        (["", "--scope", "seed"], "name"),
        (["x" * 101], "name"),
        (["shop", "--database", "nonsense"], "database"),
    ],
)
def test_what_cannot_be_made_is_told(words: list[str], said: str) -> None:
    """With status 2, and nothing printed that looks like a key."""
    result = run("create", *words)
    assert result.exit_code == 2
    assert said in result.output
    assert "fvk_" not in result.stdout


def test_without_a_keyring_no_key_is_made(tmp_path: Path) -> None:
    """There would be a key in the database that nobody was shown."""
    (tmp_path / "keyring.json").write_text("nonsense")
    result = run("create", "shop")
    assert result.exit_code == 2
    database = opened(tmp_path)
    assert ApiKeys(database).all() == []
    database.close()


def test_the_secrets_may_come_from_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a host with no disk the keyring is a setting; no file is made beside it."""
    made("first")
    text = (tmp_path / "keyring.json").read_text()
    keyring = load_keyring(tmp_path / "keyring.json")
    (tmp_path / "keyring.json").unlink()
    monkeypatch.setenv("FACEVOW_KEYRING_TEXT", text)
    key, secret = made("second")
    assert secret == keyring.callback_secret(key[4:20])
    assert not (tmp_path / "keyring.json").exists()


def test_the_list_shows_all_but_the_secrets(tmp_path: Path) -> None:
    """Id, name, scopes, when it was made, used and revoked; a name is no markup."""
    text, _ = made("[red]shop[/red]", "--scope", "seed")
    database = opened(tmp_path)
    ApiKeys(database).touch(text[4:20], datetime(2031, 5, 17, 12, 30, 15, tzinfo=UTC))
    database.close()
    other, _ = made("other")
    assert run("revoke", other[4:20]).exit_code == 0
    head, first, second = run("list").stdout.splitlines()
    assert head.split() == ["id", "name", "scopes", "made", "last", "used", "revoked"]
    assert first.split()[:3] == [text[4:20], "[red]shop[/red]", "seed"]
    assert "2031-05-17 12:30:15Z" in first
    assert first.split()[-1] == "-"
    assert second.split()[0] == other[4:20]
    assert re.search(r"- +2\S+ \S+Z *$", second)
    assert text[21:40] not in first


def test_the_list_of_none_is_a_head() -> None:
    """A new database is made, and empty."""
    result = run("list")
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 1)


def test_a_key_is_revoked_once_and_for_good(tmp_path: Path) -> None:
    """The second time it is only said; another id, and a whole key in place of one, is an error without echo of it."""
    text, _ = made("shop")
    assert "refuse it within 5 s" in run("revoke", text[4:20]).stdout
    assert "revoked before" in run("revoke", text[4:20]).stdout
    database = opened(tmp_path)
    assert ApiKeys(database).count() == 0
    database.close()
    result = run("revoke", "0" * 16)
    assert result.exit_code == 2
    assert "facevow keys list" in result.output


def test_a_whole_key_names_its_id_too() -> None:
    """Whoever finds a key in a log revokes it as it stands there; the secret is not repeated."""
    text, _ = made("shop")
    result = run("revoke", text)
    assert result.exit_code == 0
    assert text[21:] not in result.output
    assert "was revoked before" in run("revoke", text[4:20]).stdout


def test_the_commands_stand_under_one_name() -> None:
    """Help names the three."""
    result = run("--help")
    assert all(name in result.output for name in ("create", "list", "revoke"))


def test_every_scope_is_explained() -> None:
    """Help says what each is for; /match goes with the one that it asks for."""
    words = " ".join(run("create", "--help").output.split())
    assert all(f"{scope.value} (" in words for scope in Scope)
    (gallery,), (seed,) = (re.findall(rf"{scope} \((.*?)\)", words) for scope in ("gallery", "seed"))
    assert ("/match" in gallery, "/match" in seed) == (True, False)


def test_a_public_server_starts_only_after_a_key_was_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the refusal says to type is what helps."""
    monkeypatch.setenv("FACEVOW_REQUIRE_MODEL", "false")
    words = ["serve", "--host", "0.0.0.0", "--port", "0"]  # noqa: S104 - it is refused
    refused = CliRunner().invoke(main, words)
    assert refused.exit_code == 2
    said = " ".join(refused.output.split())
    assert "`facevow keys create NAME --scope sessions`" in said
    assert "FACEVOW_INITIAL_KEY" in said
    assert CliRunner().invoke(main, ["keys", "create", "NAME", "--scope", "sessions"]).exit_code == 0
    structlog.reset_defaults()  # the commands' log wrote to a stream that is gone
    settings = load_settings(host="0.0.0.0", port=0)  # noqa: S104 - not listened on
    database = Database(settings.database)
    expect_safe(settings, ApiKeys(database))
    database.close()
