"""How replicas are made."""

import pickle
from pathlib import Path
from typing import Any

import pytest

from facevow.errors import SettingsError
from facevow.server.people.opening import matcher_of
from facevow.server.remote import plan
from facevow.server.remote.plan import Order, order_of
from facevow.server.settings import load_settings
from tests.server.analysers import ColourAnalyser, colour_matcher


def ordered(**given: Any) -> Order:  # noqa: ANN401 - settings
    settings = load_settings(**{"engine": "ray", "matcher": "orb"} | given)
    return order_of(settings, None, matcher_of(settings))


def test_an_order_travels_without_secrets(tmp_path: Path) -> None:
    """It can be pickled with the project's own networks, and holds neither database nor keyring of the settings."""
    sent = pickle.dumps(
        ordered(database="postgresql://facevow:hush@db/facevow", keyring=tmp_path / "secret.json", replicas=3)
    )
    assert b"hush" not in sent
    assert b"secret.json" not in sent
    back = pickle.loads(sent)  # noqa: S301 - our own
    assert (back.replicas, back.address) == (3, "local")
    assert back.plan.describers().title == matcher_of(load_settings(matcher="orb")).title  # type: ignore[union-attr]


def test_equal_settings_have_one_plan() -> None:
    """Replicas of one server may serve another whose networks are the same, whatever else its settings say."""
    assert ordered(port=1).plan.name == ordered(port=2, replicas=7).plan.name
    assert ordered(passive=Path("other.onnx")).plan.name != ordered().plan.name
    assert ordered(matcher="none").plan.name != ordered().plan.name
    settings = load_settings(engine="ray")
    colours = order_of(settings, ColourAnalyser, colour_matcher()).plan
    assert colours.name != ordered().plan.name
    assert (colours.factory, colours.describers) == (ColourAnalyser, colour_matcher().open_describer)


def test_files_are_named_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A replica works in a folder of its own, so that a path that is relative here would mean nothing there."""
    monkeypatch.chdir(tmp_path)
    relative = ordered(passive=Path("other.onnx")).plan
    assert relative.name == ordered(passive=tmp_path / "other.onnx").plan.name
    assert pickle.loads(pickle.dumps(relative)).factory.args[2] == tmp_path / "other.onnx"  # noqa: S301 - our own


def test_another_network_under_the_same_path_is_another_plan(tmp_path: Path) -> None:
    """Replicas of a file that was replaced since do not serve the next start."""
    file = tmp_path / "other.onnx"
    file.write_bytes(b"one")
    first = ordered(passive=file).plan.name
    assert ordered(passive=file).plan.name == first
    file.write_bytes(b"two")
    assert ordered(passive=file).plan.name != first


def test_ray_has_to_be_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it the server refuses to start, and says which extra it needs."""
    monkeypatch.setattr(plan, "find_spec", lambda _: None)
    with pytest.raises(SettingsError, match=r"facevow\[ray\]"):
        ordered()


@pytest.mark.parametrize("given", [{"ray_address": "ray://head:10001"}, {"ray_address": "auto"}, {"processes": 2}])
def test_what_ray_cannot_do_is_refused(given: dict[str, Any]) -> None:
    """An address of Ray Client, whatever cluster is there, and several processes of which each would begin one."""
    with pytest.raises(SettingsError, match="ray_address"):
        ordered(**given)
