"""EfficientNet-Lite0: the published names, shapes and counts, TensorFlow's padding, and what is normalised inside."""

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="needs torch: pip install 'facevow[train]'")

from facevow.errors import TrainingError  # noqa: E402 - torch first
from facevow.training.networks.build import build  # noqa: E402
from facevow.training.networks.efficientnet import EfficientNetLite0, padding  # noqa: E402
from tests.training.networks.making import by_chance, crops, published  # noqa: E402


def lite(size: int = 64, seed: int = 0) -> EfficientNetLite0:
    """One by chance."""
    network = by_chance("efficientnet-lite0", size, seed)
    assert isinstance(network, EfficientNetLite0)
    return network


def test_the_base_has_the_published_parameters() -> None:
    """The reference has 4,652,008 parameters in 296 tensors, less the last layer of 1280 x 1000 + 1000."""
    features = lite().features
    assert sum(p.numel() for p in features.parameters()) == 4_652_008 - 1_281_000
    shapes = {name: tuple(value.shape) for name, value in features.state_dict().items()}
    assert len(shapes) == 296 - 2
    assert shapes["_conv_stem.weight"] == (32, 3, 3, 3)
    assert "_blocks.0._expand_conv.weight" not in shapes
    assert shapes["_blocks.3._depthwise_conv.weight"] == (144, 1, 5, 5)
    assert shapes["_blocks.11._project_conv.weight"] == (192, 672, 1, 1)
    assert shapes["_blocks.15._bn2.running_mean"] == (320,)
    assert shapes["_conv_head.weight"] == (1280, 320, 1, 1)


def test_the_picture_shrinks_32_times() -> None:
    """128 pixels leave 4 x 4 of 1280 channels, none above 6."""
    with torch.no_grad():
        found = lite().features((crops(1, 128) - 127) / 128)
    assert found.shape == (1, 1280, 4, 4)
    assert found.max() <= 6


@pytest.mark.parametrize(("kernel", "first", "last"), [(3, 0, 1), (5, 1, 2)])
def test_the_odd_pixel_of_the_padding_comes_last(kernel: int, first: int, last: int) -> None:
    """TensorFlow's "same" at stride 2 on an even side: kernel 3 pads 0 and 1, kernel 5 pads 1 and 2."""
    padded = padding(kernel)(torch.ones(1, 1, 4, 4))[0, 0]
    assert padded.shape == (4 + first + last, 4 + first + last)
    assert torch.equal(padded[first : first + 4, first : first + 4], torch.ones(4, 4))
    assert padded.sum() == 16


def test_published_weights_load_without_counters_and_last_layer(tmp_path: Path) -> None:
    """Counters of batches may be absent, and a layer of 1000 classes too many; the base is filled all the same."""
    theirs = lite(seed=5).features
    state = {name: value for name, value in theirs.state_dict().items() if not name.endswith("num_batches_tracked")}
    path = tmp_path / "lite0.pth"
    torch.save({**state, "_fc.weight": torch.zeros(1000, 1280), "_fc.bias": torch.zeros(1000)}, path)
    network = build("efficientnet-lite0", size=128, start=path)
    assert isinstance(network, EfficientNetLite0)
    ours = network.features.state_dict()
    assert all(torch.equal(ours[name], value) for name, value in state.items())


def test_other_weights_are_refused(tmp_path: Path) -> None:
    """Those of another architecture stop the run and are named."""
    other = by_chance("mobilenetv2", 64)
    path = published(other, tmp_path / "other.pth")
    with pytest.raises(TrainingError, match=r"EfficientNet-Lite0 in .*missing \(such as _blocks"):
        build("efficientnet-lite0", size=64, start=path)


def test_pictures_are_normalised_inside() -> None:
    """127 reaches the stem as 0, 255 as 1: (x - 127) / 128."""
    network, seen = lite(), []
    network.features.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    with torch.no_grad():
        network(torch.full((1, 3, 64, 64), 127.0))
        network(torch.full((1, 3, 64, 64), 255.0))
    assert seen[0].abs().max() == 0
    assert (seen[1] - 1).abs().max() == 0


def test_dropout_is_as_told() -> None:
    """The option reaches the layer; without it the rate is 0.2."""
    told = build("efficientnet-lite0", size=64, start=None, options={"dropout": 0.35})
    assert isinstance(told, EfficientNetLite0)
    assert (told.drop.p, lite().drop.p) == (0.35, 0.2)
