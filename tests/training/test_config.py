"""Reading configurations: defaults, mistakes, and what decides a network's weights."""

from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from facevow.errors import TrainingError
from facevow.training.config import CropConfig, DataConfig, LoopConfig, NetworkConfig, TrainingConfig, read_config
from facevow.types import PaiSpecies

SOUND = """
name = "p"
version = "1"
seed = 7
[data]
manifest = "m.csv"
[crop]
lift = 0.25
[loop]
epochs = 3
[[network]]
architecture = "minifasnet-v2"
scale = 2.7
[[network]]
architecture = "minifasnet-v2"
scale = 1.5
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "c.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_packaged_configuration_is_sound() -> None:
    """The file that documents the configuration can be read, and keeps to the rates that do not forget."""
    text = resources.files("facevow.training") / "configs" / "passive-2.toml"
    with resources.as_file(text) as path:
        config = read_config(path)
    assert config.name == "passive"
    assert {about.architecture for about in config.network} <= {"minifasnet-v2", "minifasnet-v1se"}
    assert all(about.start is not None for about in config.network)
    assert all((about.rate or config.loop.rate) <= 1.5e-4 for about in config.network if about.pull)
    assert config.data.boost[PaiSpecies.PRINT] > 1


def test_what_is_not_said_is_as_the_seed_has_it(tmp_path: Path) -> None:
    """10 epochs of batches of 32, both framings, the best epoch kept."""
    config = read_config(written(tmp_path, SOUND.replace("epochs = 3", "")))
    assert (config.loop.epochs, config.loop.batch, config.loop.keep) == (10, 32, "best")
    assert config.data.framings == ("frame", "face_crop")
    assert config.data.manifest == Path("m.csv")
    assert config.network[0].title == "minifasnet-v2-x2.7-80px"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("epochs = 3", "epochs = 0", "loop.epochs"),
        ("epochs = 3", 'epochs = "nine"', "loop.epochs"),
        ("epochs = 3", "epochs = true", "loop.epochs"),
        ("epochs = 3", "epochs = 2.5", "loop.epochs"),
        ("epochs = 3", "magic = 1", "loop.magic"),
        ("epochs = 3", "rate = nan", "loop.rate"),
        ("epochs = 3", "decay = inf", "loop.decay"),
        ("epochs = 3", "average = 1.0", "loop.average"),
        ("epochs = 3", "simulated = -0.1", "loop.simulated"),
        ("epochs = 3", 'keep = "first"', "loop.keep"),
        ("epochs = 3", 'device = "tpu"', "loop.device"),
        ("epochs = 3", "workers = 0", "loop.workers"),
        ("epochs = 3", "batch = 1", "loop.batch"),
        ("lift = 0.25", "lift = nan", "crop.lift"),
        ("lift = 0.25", "stretch = 9", "crop.stretch"),
        ('manifest = "m.csv"', "", "data.manifest"),
        ('manifest = "m.csv"', "manifest = 5", "data.manifest"),
        ("[crop]", "boost = { ghost = 2.0 }\n[crop]", "data.boost.ghost"),
        ("[crop]", "framings = []\n[crop]", "data.framings"),
        ("[crop]", 'framings = ["side"]\n[crop]', "data.framings.0"),
        ("[crop]", "crop_weight = 0\n[crop]", "data.crop_weight"),
        ('name = "p"', 'name = "../up"', "name"),
        ('version = "1"', "", "version"),
        ("seed = 7", "seed = -1", "seed"),
        ("seed = 7", "sed = 7", "sed"),
        ("seed = 7", "seed =", "expected a training configuration"),
        ("scale = 2.7", 'scale = "wide"', "network.0.scale"),
        ("scale = 2.7", "", "network.0.scale"),
        ("scale = 1.5", "scale = 1.5\nsize = 8", "network.1.size"),
        ("scale = 1.5", "scale = 1.5\nweight = 0", "network.1.weight"),
        ("scale = 1.5", "scale = 1.5\npull = 0.1", "network.1: .*start"),
        ("scale = 1.5", 'scale = 1.5\noptions = { dropout = "much" }', "network.1.options.dropout"),
        ("scale = 1.5", "scale = 2.7", "two networks"),
    ],
)
def test_each_mistake_is_refused_with_its_name(tmp_path: Path, old: str, new: str, message: str) -> None:
    """A value that is missing, unknown, of another type or outside its range is told by where it stands."""
    assert old in SOUND
    with pytest.raises(TrainingError, match=message):
        read_config(written(tmp_path, SOUND.replace(old, new, 1)))


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    """Two mistakes need one look at the file, not two runs."""
    text = SOUND.replace("epochs = 3", "epochs = 0").replace("seed = 7", "seed = -1")
    with pytest.raises(TrainingError, match=r"seed.*loop\.epochs"):
        read_config(written(tmp_path, text))


def test_what_is_no_configuration_is_refused(tmp_path: Path) -> None:
    """No file, a folder, bytes that are no text, a path that cannot be one, and a run without networks."""
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "deep.toml").write_text("a = " + "[" * 50_000)
    for path in (*(tmp_path / f"{name}.toml" for name in ("none", "bytes", "deep")), tmp_path, Path("a\0b")):
        with pytest.raises(TrainingError, match="expected a training configuration"):
            read_config(path)
    with pytest.raises(TrainingError, match="network"):
        read_config(written(tmp_path, SOUND[: SOUND.index("[[network]]")]))


BASE: Mapping[str, Any] = {
    "name": "p",
    "version": "1",
    "data": {"manifest": Path("m.csv")},
    "network": ({"architecture": "minifasnet-v2", "scale": 2.7, "start": Path("w.pth")},),
}
DATA = {
    "manifest": Path("n.csv"), "framings": ("frame",), "hold_out": ("a",), "crop_weight": 0.25,
    "boost": {PaiSpecies.PRINT: 2.0},
}  # fmt: skip
LOOP = {
    "epochs": 11, "batch": 31, "samples": 100, "rate": 0.5, "decay": 0.5, "average": 0.5, "simulated": 0.5,
    "keep": "last", "compile": True, "device": "cpu", "threads": 2,
}  # fmt: skip
NETWORK = {
    "architecture": "minifasnet-v1se", "scale": 1.5, "size": 96, "start": Path("v.pth"), "rate": 0.25, "pull": 0.5,
    "options": {"frozen_base": True},
}  # fmt: skip
CROP = {"lift": 0.5, "stretch": 1.0}


def digest(**changes: object) -> str:
    config = TrainingConfig.model_validate({**BASE, **changes})
    return config.digest(config.network[0])


def changed(table: str, name: str, value: object) -> str:
    """The digest with one value of a table changed."""
    if table == "network":
        return digest(network=({**BASE["network"][0], name: value},))
    return digest(**{table: {**BASE.get(table, {}), name: value}})


def test_whatever_decides_the_weights_is_in_the_digest() -> None:
    """Every field changes it but those named here, so a new field cannot be forgotten; no two changes agree."""
    tables: dict[str, tuple[type[BaseModel], Mapping[str, object]]] = {
        "data": (DataConfig, DATA),
        "loop": (LoopConfig, LOOP),
        "crop": (CropConfig, CROP),
        "network": (NetworkConfig, NETWORK),
    }
    left = {"loop": {"workers"}, "network": {"weight"}}
    found = [digest(), digest(seed=8)]
    for table, (model, values) in tables.items():
        assert set(model.model_fields) - set(values) == left.get(table, set())
        found += [changed(table, name, value) for name, value in values.items()]
    assert set(TrainingConfig.model_fields) == {"name", "version", "seed", *tables}
    assert len(set(found)) == len(found)


def test_what_decides_nothing_is_not_in_the_digest() -> None:
    """Name, version, the number of processes, the share in the mean and the other networks may change between runs."""
    other = {"architecture": "mobilenetv2", "scale": 1.0, "size": 128}
    found = {
        digest(), digest(name="q"), digest(version="2"), changed("loop", "workers", 5),
        changed("network", "weight", 3.0), digest(network=(*BASE["network"], other)),
    }  # fmt: skip
    assert len(found) == 1
