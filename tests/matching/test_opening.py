"""The matcher that settings name: chosen without opening or fetching anything, then opened by whoever needs it."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from facevow.errors import MatchError, ModelCorrupt, ModelError, ModelMissing, SettingsError
from facevow.matching.aligning import FIVE_POINTS
from facevow.matching.graph import GraphIndex
from facevow.matching.matcher import Large
from facevow.matching.opening import choose_matcher, fetched_description
from facevow.types import Template
from tests.matching.embeddings import fetched_network, landmarks_at, noise, write_embedding

MARKS = landmarks_at(np.array(FIVE_POINTS) + np.array([30, 17]))


def test_choosing_fetches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The default has title and thresholds before its network is there; opening it then says what is lacking."""
    monkeypatch.setenv("FACEVOW_MODELS", str(tmp_path / "none"))
    monkeypatch.setattr(
        "facevow.vision.download.fetch", lambda *_, **__: (_ for _ in ()).throw(ModelError("nothing to be reached"))
    )
    matcher = choose_matcher("embedding")
    assert matcher.title == matcher.measure.title == fetched_description().title
    assert 0 < matcher.measure.threshold("0.001") < 1
    assert not (tmp_path / "none").exists()
    with pytest.raises(ModelMissing, match="nothing to be reached"):
        matcher.open_describer()


def test_the_default_is_opened_once_it_is_here() -> None:
    """With its network on this machine the describer opens, and its templates are its measure's."""
    fetched_network()
    matcher = choose_matcher("embedding")
    describer = matcher.open_describer()
    template = describer.describe(noise(), MARKS)
    assert describer.title == template.matcher == matcher.title
    assert matcher.measure.compare(template, template) == pytest.approx(1, abs=1e-5)


def test_an_embedding_of_the_users_own_is_used_as_described(tmp_path: Path) -> None:
    """A description names its network, beside it; each call of open_describer opens it anew."""
    matcher = choose_matcher("embedding", write_embedding(tmp_path))
    one, other = matcher.open_describer(), matcher.open_describer()
    assert one is not other
    mark = hashlib.sha256((tmp_path / "projection.onnx").read_bytes()).hexdigest()[:8]
    assert one.title == matcher.title == f"projection 1 {mark}"
    template = one.describe(noise(), MARKS)
    assert template == other.describe(noise(), MARKS)
    index = matcher.open_index("exact")
    index.add("a", template)
    index.add("b", one.describe(noise(seed=2), MARKS))
    first, second = index.search(template, 5)
    assert (first.key, second.key) == ("a", "b")
    assert first.score == pytest.approx(1, abs=1e-5)
    with pytest.raises(MatchError):
        choose_matcher("embedding").measure.compare(template, template)


def test_what_lies_beside_a_description_is_checked(tmp_path: Path) -> None:
    """No network there is told when it is chosen; one with another hash when it is opened."""
    description = write_embedding(tmp_path)
    network = tmp_path / "projection.onnx"
    content = network.read_bytes()
    network.unlink()
    with pytest.raises(ModelMissing, match=r"projection\.onnx"):
        choose_matcher("embedding", description)
    network.write_bytes(content + b"x")
    matcher = choose_matcher("embedding", description)
    with pytest.raises(ModelCorrupt, match=hashlib.sha256(content).hexdigest()[:12]):
        matcher.open_describer()


def test_a_description_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """No such file, or one that is no description, is a ModelError that names it or what was expected."""
    with pytest.raises(ModelError, match=r"none\.toml"):
        choose_matcher("embedding", tmp_path / "none.toml")
    (tmp_path / "own.toml").write_text("name = 3")
    with pytest.raises(ModelError, match="expected the description"):
        choose_matcher("embedding", tmp_path / "own.toml")


@pytest.mark.parametrize("kind", ["", "none", "arcface", "Embedding"])
def test_a_matcher_that_there_is_not_is_refused(kind: str) -> None:
    """Another word is a SettingsError that names those there are."""
    with pytest.raises(SettingsError, match="embedding or orb"):
        choose_matcher(kind)


def test_orb_needs_no_file(tmp_path: Path) -> None:
    """ORB opens without any network; a file for it is a mistake that is told."""
    matcher = choose_matcher("orb")
    describer = matcher.open_describer()
    template = describer.describe(noise(), MARKS)
    assert template.matcher == describer.title == matcher.title == "orb 1"
    index = matcher.open_index("exact")
    index.add("a", template)
    assert [hit.key for hit in index.search(template, 1)] == ["a"]
    with pytest.raises(SettingsError, match="no matcher file"):
        choose_matcher("orb", write_embedding(tmp_path))


@pytest.mark.parametrize(("matcher", "kind"), [("embedding", "fast"), ("embedding", ""), ("orb", "hnsw"), ("orb", "")])
def test_an_index_that_there_is_not_is_refused(matcher: str, kind: str) -> None:
    """A kind of index that a matcher has not is a SettingsError that names those there are."""
    with pytest.raises(SettingsError, match="exact, or hnsw for an embedding"):
        choose_matcher(matcher).open_index(kind)


def test_an_index_says_how_many_are_too_many_for_it_and_what_helps() -> None:
    """ORB has no other index, so that another matcher is what helps; a graph has no better."""
    embedding, orb = (choose_matcher(kind).open_index("exact").large for kind in ("embedding", "orb"))
    assert embedding == Large(100_000, "gallery_index=hnsw")
    assert orb == Large(1000, "matcher=embedding")
    assert GraphIndex.large is None


@pytest.mark.parametrize("kind", ["embedding", "orb"])
def test_the_matchers_do_not_read_each_others_templates(kind: str) -> None:
    """A template of another matcher is refused by measure and index alike, whatever its content."""
    matcher, stranger = choose_matcher(kind), Template("another 1", bytes(384))
    with pytest.raises(MatchError) as caught:
        matcher.measure.compare(stranger, stranger)
    assert caught.value.code == "other_matcher"
    with pytest.raises(MatchError):
        matcher.open_index("exact").add("a", stranger)
