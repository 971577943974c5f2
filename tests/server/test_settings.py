"""What the server can be told, and what it refuses to be told."""

from pathlib import Path

import pytest

from facevow.errors import SettingsError
from facevow.server.settings import load_settings


def test_the_defaults_are_safe() -> None:
    """Only this machine is served, the log lies in a file, and only the known development pages may call."""
    settings = load_settings()
    assert settings.host == "127.0.0.1"
    assert settings.port == 8000
    assert settings.database.startswith("sqlite:///")
    assert settings.allowed_origins == ("http://localhost:3000", "http://localhost:5173")
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


@pytest.mark.parametrize(
    "given",
    [
        {"port": 70_000},
        {"port": -1},
        {"host": ""},
        {"workers": 0},
        {"workers": 1000},
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
    ],
)
def test_what_is_unsafe_or_absurd_is_refused(given: dict[str, object]) -> None:
    """The message names the setting at fault."""
    with pytest.raises(SettingsError) as caught:
        load_settings(**given)
    name = next(iter(given))
    assert name in str(caught.value) or "yolov5-face" in str(caught.value)


def test_the_second_detector_takes_weights() -> None:
    """With a file of weights yolov5-face is accepted."""
    assert load_settings(detector="yolov5-face", weights=Path("some.onnx")).weights == Path("some.onnx")
