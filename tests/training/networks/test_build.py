"""What holds for every architecture: shapes, freezing, options, and the files of our own trained networks."""

from collections.abc import Mapping
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="needs torch: pip install 'facevow[train]'")

from torch import nn  # noqa: E402 - torch first

from facevow.errors import TrainingError  # noqa: E402
from facevow.training.networks.build import ARCHITECTURES, build, load_weights, save_weights  # noqa: E402
from tests.training.networks.making import SIZES, by_chance, crops  # noqa: E402

NORMS = (nn.BatchNorm1d, nn.BatchNorm2d)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_crops_become_one_number_each(architecture: str) -> None:
    """Three crops give three finite log-odds, and the order of the crops is theirs."""
    size = SIZES[architecture]
    network, pictures = by_chance(architecture, size), crops(3, size)
    with torch.no_grad():
        answer = network(pictures)
        assert answer.shape == (3,)
        assert torch.isfinite(answer).all()
        assert torch.allclose(network(pictures[1:2]), answer[1:2], atol=1e-3)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_what_is_saved_comes_back(tmp_path: Path, architecture: str) -> None:
    """Architecture, size, options and every weight survive the file, and the answer is the same to the last bit."""
    network = by_chance(architecture, SIZES[architecture])
    save_weights(network, tmp_path / "new" / "ours.pt")
    again = load_weights(tmp_path / "new" / "ours.pt")
    assert (again.architecture, again.size, again.options) == (architecture, SIZES[architecture], network.options)
    assert not again.training
    pictures = crops(2, again.size)
    with torch.no_grad():
        assert torch.equal(again(pictures), network(pictures))
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["ours.pt"]


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_a_training_may_start_from_our_own_file(tmp_path: Path, architecture: str) -> None:
    """Head and base are both taken over, and a file of another architecture is refused."""
    network, path = by_chance(architecture, SIZES[architecture]), tmp_path / "ours.pt"
    save_weights(network, path)
    again, pictures = build(architecture, size=network.size, start=path).eval(), crops(2, network.size)
    with torch.no_grad():
        assert torch.equal(again(pictures), network(pictures))
    other = "mobilenetv2" if architecture != "mobilenetv2" else "minifasnet-v2"
    with pytest.raises(TrainingError, match=f"expected weights of a {other} in .*, found a {architecture}"):
        build(other, size=SIZES[other], start=path)


def test_a_training_at_another_size_may_start_from_our_own_file(tmp_path: Path) -> None:
    """MiniFASNet of 80 pixels starts one of 96, whose summing kernel is fitted."""
    save_weights(by_chance("minifasnet-v2", 80), tmp_path / "ours.pt")
    with torch.no_grad():
        assert build("minifasnet-v2", size=96, start=tmp_path / "ours.pt").eval()(crops(2, 96)).shape == (2,)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_frozen_statistics_stand_still_and_weights_learn(tmp_path: Path, architecture: str) -> None:
    """With a start, a step of training moves no running mean, moves the weights, and drops values."""
    save_weights(by_chance(architecture, SIZES[architecture]), tmp_path / "ours.pt")
    network = build(architecture, size=SIZES[architecture], start=tmp_path / "ours.pt")
    before = {name: value.clone() for name, value in network.state_dict().items()}
    _step(network)
    for name, value in network.state_dict().items():
        if "running" in name or "tracked" in name:
            assert torch.equal(value, before[name]), name
    assert any(not torch.equal(value, before[name]) for name, value in network.named_parameters())
    assert not any(part.training for part in network.modules() if isinstance(part, NORMS))
    assert all(part.training for part in network.modules() if isinstance(part, nn.Dropout))


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_a_frozen_base_learns_nothing(tmp_path: Path, architecture: str) -> None:
    """After a step every tensor of the base is what it was, and the head is not."""
    save_weights(by_chance(architecture, SIZES[architecture]), tmp_path / "ours.pt")
    options = {"frozen_base": True, "frozen_statistics": False}
    network = build(architecture, size=SIZES[architecture], start=tmp_path / "ours.pt", options=options)
    base = {id(value) for part in network.base() for value in (*part.parameters(), *part.buffers())}
    before = {name: value.clone() for name, value in network.state_dict(keep_vars=True).items()}
    _step(network)
    moved = set()
    for name, value in network.state_dict(keep_vars=True).items():
        if id(value) in base:
            assert torch.equal(value, before[name]), name
        elif not torch.equal(value, before[name]):
            moved.add(name)
    assert moved


def test_statistics_are_learnt_without_a_start() -> None:
    """A network by chance has no statistics worth keeping."""
    network = build("minifasnet-v2", size=80, start=None)
    before = {name: value.clone() for name, value in network.named_buffers() if "running_mean" in name}
    _step(network)
    assert all(not torch.equal(value, before[n]) for n, value in network.named_buffers() if n in before)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"droput": 0.1}, "expected options of .*found .'droput'"),
        ({"dropout": 1.0}, "expected dropout"),
        ({"dropout": "much"}, "expected dropout"),
        ({"dropout": True}, "expected dropout"),
        ({"dropout": float("nan")}, "expected dropout"),
        ({"frozen_statistics": 1}, "expected true or false for frozen_statistics"),
        ({"frozen_base": "yes"}, "expected true or false for frozen_base"),
        ({"frozen_base": True}, "expected start weights where frozen_base"),
    ],
)
def test_options_that_mean_nothing_are_refused(options: Mapping[str, object], message: str) -> None:
    """An unknown name, a value of the wrong kind or range, and a frozen base of chance."""
    with pytest.raises(TrainingError, match=message):
        build("minifasnet-v2", size=80, start=None, options=options)


@pytest.mark.parametrize(
    ("architecture", "size"),
    [("minifasnet-v2", 81), ("minifasnet-v1se", 16), ("mobilenetv2", 80), ("efficientnet-lite0", 2048)],
)
def test_sizes_that_the_convolutions_cannot_halve_are_refused(architecture: str, size: int) -> None:
    """A multiple of 16 or 32 from 32 to 1024 pixels is asked for."""
    with pytest.raises(TrainingError, match=f"multiple of (16|32) from 32 to 1024 .*{architecture}, found {size}"):
        build(architecture, size=size, start=None)


def test_an_unknown_architecture_is_refused() -> None:
    """The message names those that exist."""
    with pytest.raises(TrainingError, match=r"expected an architecture of .*mobilenetv2.*found 'resnet50'"):
        build("resnet50", size=128, start=None)


def test_broken_weights_are_not_kept(tmp_path: Path) -> None:
    """A NaN is refused before anything is written, and a file that stood there stays."""
    network, path = by_chance("minifasnet-v2", 80), tmp_path / "ours.pt"
    path.write_text("as it was")
    with torch.no_grad():
        next(network.parameters())[0, 0, 0, 0] = float("nan")
    with pytest.raises(TrainingError, match=r"expected finite weights to keep, .*conv1"):
        save_weights(network, path)
    assert path.read_text() == "as it was"


def test_a_file_of_others_is_no_file_of_ours(tmp_path: Path) -> None:
    """A bare state dict says not which network it is of."""
    torch.save(by_chance("minifasnet-v2", 80).state_dict(), tmp_path / "bare.pth")
    with pytest.raises(TrainingError, match="expected a file of our trained weights"):
        load_weights(tmp_path / "bare.pth")


@pytest.mark.parametrize(
    "change",
    [{"architecture": "v9"}, {"architecture": 3}, {"size": 96}, {"size": "80"}, {"options": {"x": 1}}, {"state": {}}],
)
def test_a_file_of_ours_that_contradicts_itself_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    """Each field that is wrong is an error, none a network half filled."""
    path = tmp_path / "ours.pt"
    save_weights(by_chance("minifasnet-v2", 80), path)
    torch.save({**torch.load(path, weights_only=True), **change}, path)
    with pytest.raises(TrainingError, match="expected"):
        load_weights(path)


def _step(network: nn.Module) -> None:
    """One step of training on two crops, towards one and zero."""
    network.train()
    size = network.size
    assert isinstance(size, int)
    optimiser = torch.optim.SGD([p for p in network.parameters() if p.requires_grad], lr=0.1)
    target = torch.tensor([1.0, 0.0])
    nn.functional.binary_cross_entropy_with_logits(network(crops(2, size)), target).backward()  # type: ignore[no-untyped-call]
    optimiser.step()
