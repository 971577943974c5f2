"""MobileNetV2: torchvision's names and numbers, the head that was asked for, and what is normalised inside."""

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="needs torch: pip install 'facevow[train]'")

from facevow.errors import TrainingError  # noqa: E402 - torch first
from facevow.training.networks.base import Options  # noqa: E402
from facevow.training.networks.build import build  # noqa: E402
from facevow.training.networks.mobilenetv2 import MobileNetV2  # noqa: E402
from tests.training.networks.making import by_chance, crops, published  # noqa: E402


def test_the_base_has_torchvisions_parameters() -> None:
    """The published count is 3,504,872, of which the classifier of 1280 x 1000 + 1000 is not ours."""
    network = by_chance("mobilenetv2", 128)
    assert isinstance(network, MobileNetV2)
    assert sum(p.numel() for p in network.features.parameters()) == 3_504_872 - 1_281_000
    shapes = {name: tuple(value.shape) for name, value in network.state_dict().items()}
    assert shapes["features.0.0.weight"] == (32, 3, 3, 3)
    assert shapes["features.1.conv.0.0.weight"] == (32, 1, 3, 3)
    assert shapes["features.1.conv.1.weight"] == (16, 32, 1, 1)
    assert shapes["features.2.conv.0.0.weight"] == (96, 16, 1, 1)
    assert shapes["features.17.conv.2.weight"] == (320, 960, 1, 1)
    assert shapes["features.17.conv.3.running_var"] == (320,)
    assert shapes["features.18.0.weight"] == (1280, 320, 1, 1)


def test_the_head_is_the_one_asked_for() -> None:
    """Pooling, 128 ReLU, dropout 0.5, 64 ReLU, dropout 0.3, one logit."""
    network = by_chance("mobilenetv2", 128)
    assert isinstance(network, MobileNetV2)
    layers = [
        (type(layer).__name__, getattr(layer, "out_features", getattr(layer, "p", None))) for layer in network.head
    ]
    assert layers == [
        ("Linear", 128), ("ReLU", None), ("Dropout", 0.5), ("Linear", 64), ("ReLU", None), ("Dropout", 0.3),
        ("Linear", 1),
    ]  # fmt: skip
    with torch.no_grad():
        assert network.features(crops(1, 128)).shape == (1, 1280, 4, 4)


def test_published_weights_load_by_name_and_their_classifier_is_left_out(tmp_path: Path) -> None:
    """A state dict under torchvision's names fills the base; the head stays as chance made it."""
    theirs = by_chance("mobilenetv2", 64, seed=5)
    assert isinstance(theirs, MobileNetV2)
    classifier = {"classifier.1.weight": torch.zeros(1000, 1280), "classifier.1.bias": torch.zeros(1000)}
    path = published(theirs.features, tmp_path / "mobilenet.pth", prefix="features.", **classifier)
    network = build("mobilenetv2", size=64, start=path)
    assert isinstance(network, MobileNetV2)
    ours = network.features.state_dict()
    assert all(torch.equal(ours[name], value) for name, value in theirs.features.state_dict().items())


def test_other_weights_are_refused(tmp_path: Path) -> None:
    """A missing, an unknown and a misshapen tensor are each named."""
    state = {f"features.{name}": value for name, value in MobileNetV2(64, Options()).features.state_dict().items()}
    for change in ({"features.0.0.weight": None}, {"features.99": torch.ones(1)}, {"features.0.1.bias": torch.ones(3)}):
        broken = {name: value for name, value in {**state, **change}.items() if value is not None}
        torch.save(broken, tmp_path / "broken.pth")
        with pytest.raises(
            TrainingError, match=rf"MobileNetV2 in .*1 (missing|unknown|of another shape).*{next(iter(change))}"
        ):
            build("mobilenetv2", size=64, start=tmp_path / "broken.pth")


def test_pictures_are_normalised_inside() -> None:
    """A picture of ImageNet's mean colour reaches the first convolution as zeros, and one deviation more as ones."""
    network = by_chance("mobilenetv2", 64)
    seen = []
    network.features[0].register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))  # type: ignore[index,union-attr]
    mean = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1) * 255
    deviation = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1) * 255
    with torch.no_grad():
        network(mean.expand(1, 3, 64, 64))
        network((mean + deviation).expand(1, 3, 64, 64))
    assert seen[0].abs().max() < 1e-5
    assert (seen[1] - 1).abs().max() < 1e-5


def test_a_rate_of_dropout_is_refused() -> None:
    """The head's rates are part of the architecture, so another would be silently ignored."""
    with pytest.raises(TrainingError, match="expected no dropout for mobilenetv2"):
        build("mobilenetv2", size=128, start=None, options={"dropout": 0.1})
