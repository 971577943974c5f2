"""`facevow settings`: what a server would be told, by whom, and in a form that can be loaded again."""

import os
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facevow.server.settings import FILE, Settings, load_settings
from facevow.signing.keyring import new_keyring
from tests.cli.conftest import Run

KEY = "fvk_0123456789abcdef_" + "ab" * 32
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "operations.md"


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of whoever runs the tests."""
    for name in [name for name in os.environ if name.upper().startswith("FACEVOW_")]:
        monkeypatch.delenv(name)


def lines(run: Run, *words: str) -> dict[str, list[str]]:
    """The table, a row by the name of its setting: value, origin and default as they begin."""
    answer = run("settings", *words)
    assert answer.exit_code == 0, answer.output
    return {row.split()[0]: row.split() for row in answer.stdout.splitlines() if row.strip()}


def test_every_setting_is_there_with_its_meaning(run: Run) -> None:
    """Name and meaning of each, and the value of each is its default where nothing is told."""
    answer = run("settings")
    rows = lines(run)
    for name, field in Settings.model_fields.items():
        assert field.description, f"{name} says nothing of itself"
        assert field.description in answer.stdout
        assert rows[name][2] == "default", rows[name]


def test_the_command_line_beats_the_environment_beats_the_file_beats_the_default(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each setting says which of the four it came from, and has the value of that one."""
    file = tmp_path / "facevow.toml"
    file.write_text('port = 7001\nworkers = 7\nissuer = "file"\n')
    monkeypatch.setenv(FILE, str(file))
    monkeypatch.setenv("FACEVOW_PORT", "7002")
    monkeypatch.setenv("FACEVOW_WORKERS", "8")
    rows = lines(run, "port=7003")
    assert rows["port"][1:5] == ["7003", "command", "line", "8000"]
    assert rows["workers"][1:4] == ["8", "environment", "2"]
    assert rows["issuer"][1:4] == ["file", "file", "facevow"]
    assert rows["max_sessions"][1:4] == ["32", "default", "32"]


@pytest.mark.parametrize("form", ["table", "toml", "env", "markdown"])
def test_no_secret_is_shown(run: Run, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    """Keys, the keyring and passwords in addresses are known to be there, in no format more than that."""
    monkeypatch.setenv("FACEVOW_INITIAL_KEY", KEY)
    keyring = new_keyring(datetime.now(UTC)).text()
    drawn = re.findall(r'"([\w-]{43})"', keyring)
    assert drawn
    monkeypatch.setenv("FACEVOW_KEYRING_TEXT", keyring)
    monkeypatch.setenv("FACEVOW_DATABASE", "postgresql://ada:hunter2@db.example/facevow?sslpassword=hunter2")
    monkeypatch.setenv("FACEVOW_LIMIT_STORAGE", "redis://:hunter2@cache.example:6379")
    answer = run("settings", "--format", form)
    assert answer.exit_code == 0
    for secret in (KEY, KEY[-20:], *drawn, "hunter2"):
        assert secret not in answer.output
    if form == "table":
        assert answer.stdout.count("[hidden]") == 5
        assert "db.example" in answer.stdout
    if form in {"toml", "env"}:
        assert answer.stdout.count("is set and not shown") == 4


TOLD = {
    "host": "0.0.0.0",  # noqa: S104 - of a server that is not started
    "port": "8443",
    "access": "locked",
    "public_url": "https://check.example/a%20path/$HOME/'twice'",
    "issuer": "ours = # ''' a path#\"quoted\" 'twice' $HOME `id` \\n é",
    "trusted_proxies": "10.0.0.1,10.0.0.2",
    "passive": "/some where/net.onnx",
    "allowed_origins": "https://a.example,https://b.example:8443",
    "require_model": "false",
    "heartbeat": "2.5",
    "policy": "strict",
    "keep_images": "audit",
    "log_level": "warning",
    "max_sessions": "32",
}


def as_told() -> Settings:
    """The settings that were given."""
    return load_settings(**TOLD)


def test_the_toml_loads_again(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that reads the printed file has the same settings, and the same are printed again."""
    printed = run("settings", "--format", "toml", *(f"{name}={value}" for name, value in TOLD.items())).stdout
    file = tmp_path / "facevow.toml"
    file.write_text(printed, encoding="utf-8")
    monkeypatch.setenv(FILE, str(file))
    assert load_settings() == as_told()
    assert run("settings", "--format", "toml").stdout == printed


def test_the_environment_file_loads_again(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shell that reads the printed file hands on the same settings, and runs nothing that stands in a value."""
    printed = run("settings", "--format", "env", *(f"{name}={value}" for name, value in TOLD.items())).stdout
    file = tmp_path / "facevow.env"
    file.write_text(printed, encoding="utf-8")
    done = subprocess.run(  # noqa: S603 - our own file
        ["/bin/sh", "-c", f"set -a; . {file}; env -0"], capture_output=True, check=True, env={"HOME": "/nowhere"}
    )
    for each in filter(None, done.stdout.decode().split("\0")):
        name, _, value = each.partition("=")
        if name.startswith("FACEVOW_"):
            monkeypatch.setenv(name, value)
    assert load_settings() == as_told()
    assert run("settings", "--format", "env").stdout == printed


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(text=st.text(min_size=1, max_size=60).filter(lambda text: "\0" not in text))
def test_any_text_survives_the_file_or_is_left_out_with_a_word(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """Whatever a value holds, the file is TOML: with that value, or without it and saying so; never with another."""
    with monkeypatch.context() as patched:
        patched.setenv("FACEVOW_ISSUER", text)
        printed = run("settings", "--format", "toml").stdout
    file = tmp_path / "facevow.toml"
    file.write_text(printed, encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setenv(FILE, str(file))
        read = load_settings().issuer
    if "# issuer is set and not shown" in printed:
        assert read == "facevow"
    else:
        assert read == text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("port = ", "TOML"),
        ("colour = 'red'", "colour"),
        ("port = 'many'", "port"),
        ("port = 700000", "port"),
        ("[server]\nport = 1", "server"),
        (b"issuer = '\xff\xfe'", "TOML"),
    ],
)
def test_a_file_that_cannot_be_used_ends_the_command(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | bytes, told: str
) -> None:
    """No TOML, no text, an unknown name, or a value that cannot be: exit status 2, and the message says what."""
    file = tmp_path / "facevow.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    monkeypatch.setenv(FILE, str(file))
    answer = run("settings")
    assert answer.exit_code == 2
    assert told in answer.stderr


@pytest.mark.parametrize("what", ["nothing", "a folder", "unreadable"])
def test_a_file_that_cannot_be_read_ends_the_command(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """A settings file that was named must be there: a server without what it was told is another server."""
    file = tmp_path / "facevow.toml"
    if what == "a folder":
        file.mkdir()
    elif what == "unreadable":
        file = Path("/proc/self/mem")  # nobody can read its beginning, root neither
    monkeypatch.setenv(FILE, str(file))
    answer = run("settings")
    assert answer.exit_code == 2
    assert str(file) in answer.stderr


@pytest.mark.parametrize("word", ["port", "colour=red", "=1", ""])
def test_what_is_no_setting_cannot_be_given(run: Run, word: str) -> None:
    """The command line takes NAME=VALUE with names that there are."""
    answer = run("settings", word)
    assert answer.exit_code == 2
    assert "expected NAME=VALUE" in answer.stderr


def test_a_value_that_cannot_be_ends_the_command(run: Run) -> None:
    """So that a script can ask before it starts a server."""
    answer = run("settings", "host=0.0.0.0", "access=open")
    assert answer.exit_code == 2
    assert "expected access locked" in answer.stderr


@pytest.mark.parametrize(
    "word",
    [
        "limit_storage=foo",
        "telemetry=foo",
        "initial_key=fvk_x",
        "keyring_text=x",
        "database=mysql://h/d",
        "public_url=shop.example.com",
        "trusted_proxies=garbage",
    ],
)
def test_what_a_server_would_refuse_ends_the_command(run: Run, word: str) -> None:
    """A set-up is not called fine here that `facevow serve` then refuses."""
    answer = run("settings", word)
    assert answer.exit_code == 2
    assert word.partition("=")[0] in answer.stderr


def test_a_slip_in_the_environment_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that looks like a setting and is none would otherwise do nothing, silently; the answer stays clean."""
    monkeypatch.setenv("FACEVOW_PROT", "9000")
    monkeypatch.setenv("facevow_port", "9001")
    answer = run("settings", "--format", "toml")
    assert "FACEVOW_PROT is no setting" in answer.stderr
    assert "PROT" not in answer.stdout
    assert "port = 9001" in answer.stdout
    assert len(answer.stderr.splitlines()) == 1


def test_the_documentation_has_the_table(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """docs/operations.md lists every setting as the command prints it, on whatever machine and with whatever told.

    Where this fails: `facevow settings --format markdown`, between the marks of that document.
    """
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("FACEVOW_PORT", "9000")
    table = run("settings", "--format", "markdown").stdout
    assert table.count("\n| `") == len(Settings.model_fields)
    assert str(tmp_path) not in table
    assert f"<!-- settings -->\n\n{table}\n<!-- /settings -->" in DOCUMENT.read_text(encoding="utf-8")
