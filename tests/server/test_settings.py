"""What the server can be told, and what it refuses to be told."""

from pathlib import Path

import pytest

from facevow.errors import SettingsError
from facevow.server.settings import load_settings


def test_the_defaults_are_safe() -> None:
    """Only this machine is served, the log lies in a file, and only pages under development here may call."""
    settings = load_settings()
    assert settings.host == "127.0.0.1"
    assert settings.port == 8000
    assert settings.database.startswith("sqlite:///")
    assert (settings.allowed_origins, settings.origins) == ((), ("http://localhost:3000", "http://localhost:5173"))
    assert (settings.locked, settings.seed_open, settings.callback_private) == (False, False, False)
    assert settings.keep_images == "none"
    assert settings.require_model
    assert settings.policy == "balanced"
    assert not settings.active_check


def test_the_environment_is_read_and_the_command_line_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """FACEVOW_ names are taken, lists with commas; what is given by hand beats them, and None is no value."""
    monkeypatch.setenv("FACEVOW_PORT", "9000")
    monkeypatch.setenv("FACEVOW_WORKERS", "3")
    monkeypatch.setenv("FACEVOW_POLICY", "strict")
    monkeypatch.setenv("FACEVOW_ALLOWED_ORIGINS", "https://a.example, https://b.example:8443")
    settings = load_settings(port=9001, workers=None)
    assert (settings.port, settings.workers, settings.policy) == (9001, 3, "strict")
    assert settings.allowed_origins == ("https://a.example", "https://b.example:8443")


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hosts set variables that nobody has filled in; the default holds then."""
    monkeypatch.setenv("FACEVOW_TELEMETRY", "")
    monkeypatch.setenv("FACEVOW_PORT", "")
    settings = load_settings()
    assert (settings.telemetry, settings.port) == (None, 8000)


@pytest.mark.parametrize(
    "given",
    [
        {"port": 70_000},
        {"port": -1},
        {"host": ""},
        {"workers": 0},
        {"workers": 1000},
        {"passive_every": -0.1},
        {"passive_every": 0.31},
        {"max_connections": 0},
        {"max_message_bytes": 10},
        {"max_message_bytes": 10**10},
        {"max_image_side": 10**6},
        {"max_image_pixels": 10**9},
        {"allowed_origins": ("*",)},
        {"allowed_origins": "https://*.example"},
        {"allowed_origins": ("https://example.org/path",)},
        {"allowed_origins": ("null",)},
        {"database": "sqlite://"},
        {"database": "sqlite:///:memory:"},
        {"database": "nonsense"},
        {"detector": "yolov5-face"},
        {"detector": "guesswork"},
        {"policy": "paranoid"},
        {"policy": ""},
        {"policy": "STRICT"},
        {"active_check": True, "policy": "passive_only"},
        {"active_check": "perhaps"},
        {"log_level": "loud"},
        {"idle_timeout": 0},
        {"send_timeout": -1},
        {"analysis_timeout": float("nan")},
        {"no_such_setting": 1},
        {"access": "open", "host": "0.0.0.0"},  # noqa: S104
        {"access": "ajar"},
        {"limit_key": "lots"},
        {"limit_address": "5 per fortnight"},
        {"limit_refused": ""},
        {"keep_images": "all"},
        {"keep_logs_days": 0},
        {"session_seconds": 5},
        {"lockout_failures": 0},
        {"callback_hours": 0},
        {"stop_seconds": -1},
        {"heartbeat": 0},
        {"public_url": "shop.example.com"},
        {"public_url": "ftp://shop.example.com"},
        {"public_url": "wss://shop.example.com"},
        {"public_url": "https://"},
        {"public_url": "https:///path"},
        {"public_url": "https://shop.example.com?a=b"},
        {"public_url": "https://shop.example.com#a"},
        {"public_url": "https://shop.example.com/a b"},
        {"public_url": "https://shop example.com"},
        {"public_url": "https://shop.example.com:port"},
        {"public_url": "https://shop.example.com:70000"},
        {"public_url": "https://name:word@shop.example.com"},
        {"public_url": "https://shop.example.com/\n"},
        {"public_url": "https://[::1"},
        {"trusted_proxies": "garbage"},
        {"trusted_proxies": "10.9.9.9,garbage"},
        {"trusted_proxies": "10.0.0.1/8"},
        {"trusted_proxies": "*,10.0.0.1"},
        {"limit_storage": "foo"},
        {"limit_storage": "memcached://h"},
        {"limit_storage": "redis://host:port"},
        {"telemetry": "foo"},
        {"telemetry": "grpc://h:4317"},
        {"initial_key": "fvk_x"},
        {"initial_key": ""},
        {"keyring_text": "x"},
        {"keyring_text": "{}"},
        {"database": "mysql://h/d"},
        {"database": "mariadb+pymysql://h/d"},
    ],
)
def test_what_is_unsafe_or_absurd_is_refused(given: dict[str, object]) -> None:
    """The message names the setting at fault."""
    with pytest.raises(SettingsError) as caught:
        load_settings(**given)
    name = next(iter(given))
    assert name in str(caught.value) or "yolov5-face" in str(caught.value)


KEY = f"fvk_{'ab' * 8}_{'cd' * 32}"


@pytest.mark.parametrize(
    "given",
    [
        {"public_url": "https://shop.example.com"},
        {"public_url": "http://192.168.1.20:8000/face/"},
        {"public_url": "https://[2001:db8::1]:8443"},
        {"trusted_proxies": "*"},
        {"trusted_proxies": " 10.0.0.0/8 , 2001:db8::1 "},
        {"trusted_proxies": ""},
        {"limit_storage": "rediss://:word@cache.example:6379/1"},
        {"telemetry": "https://collector.example/otlp/v1/traces"},
        {"initial_key": KEY},
        {"database": "postgres://h/d"},
        {"database": "postgresql+psycopg://h/d"},
    ],
)
def test_what_makes_sense_is_taken(given: dict[str, object]) -> None:
    """Addresses with ports, paths and of IPv6, lists with blanks, every name of PostgreSQL."""
    load_settings(**given)


@pytest.mark.parametrize("text", ["secret", KEY[:-1], KEY.upper(), KEY + " "])
def test_a_secret_that_cannot_be_one_is_refused_without_echo(text: str) -> None:
    """A password somebody made up would be no key; it does not show in the message, nor in what that came from."""
    for name in ("initial_key", "keyring_text"):
        with pytest.raises(SettingsError) as caught:
            load_settings(**{name: text})
        said = f"{caught.value} {caught.value.__cause__!r} {caught.value.__cause__}".lower()
        assert name in said
        assert text.strip().lower()[:60] not in said


def test_proxies_of_this_machine_are_believed_by_default() -> None:
    """Whichever of its two addresses they come from."""
    assert load_settings().trusted_proxies == "127.0.0.1,::1"


def test_the_second_detector_takes_weights() -> None:
    """With a file of weights yolov5-face is accepted."""
    assert load_settings(detector="yolov5-face", weights=Path("some.onnx")).weights == Path("some.onnx")


@pytest.mark.parametrize(
    ("host", "access", "locked"),
    [
        ("127.0.0.1", "auto", False),
        ("::1", "auto", False),
        ("localhost", "auto", False),
        ("127.0.0.1", "locked", True),
        ("127.0.0.1", "open", False),
        ("0.0.0.0", "auto", True),  # noqa: S104
        ("::", "auto", True),
        ("192.168.1.20", "auto", True),
        ("liveness.example", "auto", True),
        ("localhost.example", "auto", True),
    ],
)
def test_a_server_that_others_can_reach_is_locked(host: str, access: str, locked: bool) -> None:
    """Whatever is not surely this machine counts as public, and then pages of development are strangers too."""
    settings = load_settings(host=host, access=access)
    assert settings.locked is locked
    assert bool(settings.origins) is not locked


def test_a_settings_file_stands_behind_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is given beats the environment, which beats the file, which beats the default."""
    path = tmp_path / "facevow.toml"
    path.write_text('port = 1001\nworkers = 3\npolicy = "strict"\nallowed_origins = ["https://shop.example"]\n')
    monkeypatch.setenv("FACEVOW_SETTINGS", str(path))
    monkeypatch.setenv("FACEVOW_WORKERS", "4")
    settings = load_settings(policy="lenient")
    assert (settings.port, settings.workers, settings.policy) == (1001, 4, "lenient")
    assert settings.allowed_origins == ("https://shop.example",)


@pytest.mark.parametrize(
    "content", [b"port = ", b"\xff\xfe", b"no_such_setting = 1", b"port = 'many'", b"[server]\nport = 1", None]
)
def test_a_settings_file_that_cannot_be_used_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    """Malformed, of another encoding, with unknown names or values, or not there at all."""
    path = tmp_path / "facevow.toml"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setenv("FACEVOW_SETTINGS", str(path))
    with pytest.raises(SettingsError):
        load_settings()


@pytest.mark.parametrize("given", [{"access": "locked"}, {"limit_address": "10/minute"}, {"host": "0.0.0.0"}])  # noqa: S104
def test_several_processes_do_not_count_each_for_itself(given: dict[str, str]) -> None:
    """Where requests are counted there must be a Redis, and the message names the setting; else there need not."""
    with pytest.raises(SettingsError, match="limit_storage"):
        load_settings(processes=2, **given)
    assert load_settings(processes=2, limit_storage="redis://127.0.0.1:6379", **given).processes == 2
    assert load_settings(processes=2).limit_storage == "memory://"
    assert load_settings(processes=1, **given).limit_storage == "memory://"
