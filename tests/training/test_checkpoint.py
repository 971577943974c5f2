"""The file that a killed training goes on from."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs torch: pip install 'facevow[train]'")

from facevow.errors import TrainingError  # noqa: E402 - torch first
from facevow.evaluation.metrics import Separation  # noqa: E402
from facevow.training.checkpoint import Epoch, Progress, chance_of, read, save, set_chance  # noqa: E402

EPOCHS = [Epoch(0, 0.7, Separation(0.9, 0.2, 0.4)), Epoch(1, 0.1 + 0.2, None)]


def progress() -> Progress:
    rng = np.random.default_rng(3)
    return Progress(
        student={"w": torch.rand(3)}, average={"w": torch.rand(3)}, optimiser={"state": {0: {"step": torch.tensor(4)}}},
        chance=chance_of(rng), torch_chance=torch.get_rng_state(), epochs=EPOCHS, best=1, kept={"w": torch.rand(3)},
    )  # fmt: skip


def test_progress_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Tensors, chance and figures survive to the last bit; nothing else is left in the folder."""
    made = progress()
    save(tmp_path / "checkpoint.pth", made, "d1")
    found = read(tmp_path / "checkpoint.pth", "d1")
    assert found is not None
    assert found.epochs == EPOCHS
    assert (found.chance, found.best) == (made.chance, 1)
    for name in ("student", "average", "kept"):
        assert torch.equal(getattr(found, name)["w"], getattr(made, name)["w"])
    assert torch.equal(found.torch_chance, made.torch_chance)
    assert found.optimiser == made.optimiser
    assert [path.name for path in tmp_path.iterdir()] == ["checkpoint.pth"]


def test_chance_goes_on_where_it_stood() -> None:
    """A generator put back draws the same numbers again."""
    rng = np.random.default_rng(5)
    rng.normal(size=7)
    told = chance_of(rng)
    first = rng.integers(1 << 62, size=9)
    set_chance(rng, told)
    assert np.array_equal(rng.integers(1 << 62, size=9), first)


def test_there_may_be_none_yet(tmp_path: Path) -> None:
    """A training that begins finds nothing to go on from."""
    assert read(tmp_path / "checkpoint.pth", "d1") is None


def test_another_run_s_checkpoint_is_refused(tmp_path: Path) -> None:
    """It is told what to do, and the file is left alone."""
    path = tmp_path / "checkpoint.pth"
    save(path, progress(), "d1")
    before = path.read_bytes()
    with pytest.raises(TrainingError, match=r"another configuration or other data.*--out"):
        read(path, "d2")
    assert path.read_bytes() == before


@pytest.mark.parametrize("damage", ["cut", "empty", "garbage", "another", "folder"])
def test_what_is_no_checkpoint_is_refused(tmp_path: Path, damage: str) -> None:
    """Cut off, empty, garbage, another file of torch's, or a folder."""
    path = tmp_path / "checkpoint.pth"
    save(path, progress(), "d1")
    whole = path.read_bytes()
    if damage == "another":
        torch.save({"w": torch.zeros(3)}, path)
    elif damage == "folder":
        path.unlink()
        path.mkdir()
    else:
        path.write_bytes({"cut": whole[: len(whole) // 2], "empty": b"", "garbage": b"\x80\x04garbage" * 99}[damage])
    with pytest.raises(TrainingError, match=r"expected the checkpoint of a training.*remove it"):
        read(path, "d1")
    assert path.exists()


def test_code_in_a_checkpoint_is_not_run(tmp_path: Path) -> None:
    """A pickle that would make a file when it is read is refused, and makes none."""
    path, made = tmp_path / "checkpoint.pth", tmp_path / "made"

    class Hostile:
        def __reduce__(self) -> tuple[object, tuple[object]]:
            return Path.touch, (made,)

    torch.save({"digest": "d1", "epochs": "[]", "student": Hostile()}, path)
    with pytest.raises(TrainingError, match="expected the checkpoint"):
        read(path, "d1")
    assert not made.exists()


def test_a_checkpoint_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "file").write_text("")
    with pytest.raises(TrainingError, match="cannot be written"):
        save(tmp_path / "file" / "checkpoint.pth", progress(), "d1")
