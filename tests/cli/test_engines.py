"""`--engine ray` on a real cluster: the files are those of a local run, byte for byte."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from facevow.cli.engines import Engine, spread_of
from facevow.datasets.items import Listing
from facevow.datasets.prepare import About, prepare
from facevow.datasets.sampling import Sampling
from facevow.distributing import spreading
from facevow.distributing.spreading import OnRay, here
from facevow.errors import DatasetError
from tests.cli.conftest import Run
from tests.clusters import PATIENCE
from tests.datasets.making import FACE, RedSquares, film, moving, picture, save
from tests.distributing.cluster import TOKEN, Cluster, cluster
from tests.onnx_files import write_passive

pytestmark = pytest.mark.timeout(PATIENCE)

HEADER = "path,split,source,label,pai_species,session,framing,face_x,face_y,face_w,face_h"


@pytest.fixture(scope="module")
def shared_cluster() -> Iterator[Cluster]:
    """One cluster for both commands."""
    pytest.importorskip("ray.data", reason="needs the extra ray")
    with cluster() as made:
        yield made


@pytest.fixture
def at(shared_cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where the cluster is, whose token is known."""
    for name, value in TOKEN.items():
        monkeypatch.setenv(name, value)
    return shared_cluster.address


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its name."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_evaluate_gives_the_same_files(at: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scores, summary and report; a broken picture is a non-response there as here; paths may be relative."""
    lines = [HEADER]
    for number in range(40):
        save(tmp_path / f"{number}.png", picture(FACE, light=40 + 5 * number))
        label = "bonafide," if number % 2 else "attack,print"
        lines.append(f"{number}.png,test,one,{label},,frame,110,70,60,60")
    (tmp_path / "7.png").write_bytes(b"no picture")
    (tmp_path / "manifest.csv").write_text("\n".join(lines) + "\n")
    model = write_passive(tmp_path / "light.onnx")
    monkeypatch.chdir(tmp_path)
    words = ("evaluate", "manifest.csv", "--model", model)
    for out, more in (("here", ()), ("there", ("--engine", "ray", "--ray-address", at))):
        outcome = run(*words, "--out", out, *more)
        assert outcome.exit_code == 0, outcome.output
    found = contents(tmp_path / "here")
    assert sorted(found) == ["report.html", "scores-light.csv", "summary.json"]
    assert contents(tmp_path / "there") == found


def test_prepare_gives_the_same_files(at: str, tmp_path: Path) -> None:
    """Pictures, manifest, list of what was skipped and record, whatever order the workers were ready in."""
    folder = tmp_path / "in"
    film(folder / "real/clip.avi", moving(12) + [moving(12)[0]] * 6)
    for number in range(12):
        save(folder / f"spoof/{number}.png", picture(*[FACE] * (number % 4 > 0), light=60 + 9 * number))
    (folder / "spoof/broken.png").write_bytes(b"no picture")
    from facevow.datasets import folders  # noqa: PLC0415

    listing = folders.read(folder)
    for out, spread in (("here", here), ("there", OnRay(at))):
        prepare(listing, tmp_path / out, RedSquares, about=About("mine"), sampling=Sampling(frames=1),
                on_step=lambda *_: None, spread=spread)  # fmt: skip
    found = contents(tmp_path / "here")
    assert {"manifest.csv", "prepare.jsonl", "skipped.csv"} < set(found)
    assert len(found) > 20
    assert contents(tmp_path / "there") == found


def test_a_file_that_only_a_worker_misses_ends_a_preparation(tmp_path: Path) -> None:
    """It would be listed as missing, though it is there."""
    from facevow.datasets.items import Item  # noqa: PLC0415

    path = save(tmp_path / "a.png", picture(FACE))
    item = Item("a.png", path, True, None, "train")

    def elsewhere(make, items):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
        path.rename(tmp_path / "away")
        results = list(here(make, items))
        (tmp_path / "away").rename(path)
        yield from results

    with pytest.raises(DatasetError, match="same file on every machine"):
        prepare(Listing((item,)), tmp_path / "out", RedSquares, about=About("mine"), sampling=Sampling(),
                on_step=lambda *_: None, spread=elsewhere)  # fmt: skip


def test_local_is_here() -> None:
    """Without the option nothing of Ray is asked for."""
    assert spread_of(Engine.LOCAL) is here
    assert find_spec("ray") is None or isinstance(spread_of(Engine.RAY, "local"), OnRay)


def test_commands_without_ray_name_the_extra(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Status 2 and one line, before anything is made."""
    monkeypatch.setattr(spreading, "find_spec", lambda _name: None)
    (tmp_path / "in").mkdir()
    for words in (("evaluate", "m.csv"), ("dataset", "prepare", tmp_path / "in", tmp_path / "out")):
        outcome = run(*words, "--engine", "ray")
        assert (outcome.exit_code, "pip install 'facevow[ray]'" in outcome.stderr) == (2, True)
    assert not (tmp_path / "out").exists()
