"""Our MiniFASNet: shapes, names, sizes, and what is refused."""

import hashlib
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="needs torch: pip install 'facevow[train]'")

from facevow.errors import TrainingError  # noqa: E402 - torch first
from facevow.training.networks.build import build  # noqa: E402
from facevow.training.networks.minifasnet import (  # noqa: E402
    SUMMING,
    VARIANTS,
    MiniFASNet,
    PassiveMiniFASNet,
    bona_fide_logit,
    load_public,
    resized_kernel,
)
from tests.training.networks.making import by_chance, crops, published  # noqa: E402

PUBLIC = {
    "v2": "silentface-2.7_80x80_MiniFASNetV2.pth",
    "v1se": "silentface-4_0_0_80x80_MiniFASNetV1SE.pth",
}


@pytest.mark.parametrize("variant", sorted(VARIANTS))
@pytest.mark.parametrize("size", [80, 128])
def test_pictures_become_three_logits(variant: str, size: int) -> None:
    """Two pictures of a side give two rows of three finite numbers."""
    torch.manual_seed(0)
    answer = MiniFASNet(variant, size=size).eval()(crops(2, size))
    assert answer.shape == (2, 3)
    assert torch.isfinite(answer).all()


@pytest.mark.parametrize("variant", sorted(VARIANTS))
def test_the_public_weights_load_by_name(shared: Path, variant: str) -> None:
    """Every tensor of the public state dict has its place, and none of ours stays empty."""
    path = shared / "peers" / PUBLIC[variant]
    sums = (shared / "peers" / "SHA256SUMS").read_text()
    assert hashlib.sha256(path.read_bytes()).hexdigest() in sums
    network = load_public(variant, path)
    state = torch.load(path, map_location="cpu", weights_only=True)
    ours = network.state_dict()
    assert {name.removeprefix("module.") for name in state} == set(ours)
    assert torch.equal(ours["prob.weight"], state["module.prob.weight"])


def test_the_public_weights_still_see_the_same_face_at_another_size(shared: Path) -> None:
    """Of a picture drawn out from 80 to 128 pixels, the network at 128 gives an answer on the same side."""
    import cv2  # noqa: PLC0415 - only here

    path = shared / "peers" / PUBLIC["v2"]
    face = torch.from_numpy(cv2.GaussianBlur(crops(1, 80)[0].permute(1, 2, 0).numpy(), (0, 0), 6)).permute(2, 0, 1)[
        None
    ]
    larger = torch.nn.functional.interpolate(face, (128, 128), mode="bilinear")
    with torch.no_grad():
        before = build("minifasnet-v2", size=80, start=path).eval()(face)
        after = build("minifasnet-v2", size=128, start=path).eval()(larger)
    assert before.sign() == after.sign()


@pytest.mark.parametrize("side", [2, 5, 8, 14])
def test_a_kernel_keeps_its_sums_at_every_size(side: int) -> None:
    """Each channel's weights add up to what they added up to; the same size changes nothing."""
    torch.manual_seed(3)
    kernel = torch.randn(7, 1, 5, 5)
    spread = resized_kernel(kernel, side)
    assert spread.shape == (7, 1, side, side)
    assert torch.allclose(spread.sum((1, 2, 3)), kernel.sum((1, 2, 3)), atol=1e-5)
    if side == 5:
        assert torch.allclose(spread, kernel, atol=1e-6)


def test_a_kernel_twice_as_large_splits_each_weight_in_four() -> None:
    """Worked by hand: 2 x 2 of 4, 8, 12, 16 becomes 4 x 4 with four times 1, 2, 3 and 4."""
    kernel = torch.tensor([[[[4.0, 8.0], [12.0, 16.0]]]])
    by_hand = [[1.0, 1, 2, 2], [1, 1, 2, 2], [3, 3, 4, 4], [3, 3, 4, 4]]
    assert torch.allclose(resized_kernel(kernel, 4), torch.tensor([[by_hand]]))


def test_weights_of_another_variant_are_refused(tmp_path: Path) -> None:
    """A file that fits not, is no state dict, or is not there stops the run before it starts."""
    path = tmp_path / "w.pth"
    torch.save(MiniFASNet("v2").state_dict(), path)
    with pytest.raises(TrainingError, match="expected weights of a v1se"):
        load_public("v1se", path)
    with pytest.raises(TrainingError, match="found none at"):
        load_public("v1se", tmp_path / "none.pth")
    path.write_bytes(b"no weights")
    with pytest.raises(TrainingError, match="expected pickled tensors"):
        load_public("v2", path)
    with pytest.raises(TrainingError, match="expected a network of"):
        MiniFASNet("v9")


def test_the_bona_fide_logit_is_the_log_odds_of_the_softmax() -> None:
    """Of logits 1, 2, 0.5 the second has p = e^2 / (e + e^2 + e^0.5), and ln(p / (1 - p)) comes out."""
    logits = torch.tensor([[1.0, 2.0, 0.5]])
    p = torch.softmax(logits, 1)[0, 1]
    assert bona_fide_logit(logits)[0].item() == pytest.approx(torch.log(p / (1 - p)).item(), abs=1e-5)


@pytest.mark.parametrize("variant", sorted(VARIANTS))
def test_rgb_crops_reach_the_weights_as_bgr(variant: str) -> None:
    """The first convolution sees the channels in reverse and undivided; the answer is the log-odds of the logits."""
    network, pictures, seen = by_chance(f"minifasnet-{variant}", 80), crops(3, 80), []
    assert isinstance(network, PassiveMiniFASNet)
    network.network.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    with torch.no_grad():
        answer = network(pictures)
        assert torch.equal(answer, bona_fide_logit(network.network(pictures[:, [2, 1, 0]])))
    assert torch.equal(seen[0], pictures[:, [2, 1, 0]])


def test_a_kernel_of_another_size_is_fitted_when_loading(tmp_path: Path) -> None:
    """Weights of 80 pixels start a network of 128; only the summing kernel differs, and its sums do not."""
    small = MiniFASNet("v2").eval()
    network = build("minifasnet-v2", size=128, start=published(small, tmp_path / "public.pth"))
    assert isinstance(network, PassiveMiniFASNet)
    theirs, ours = small.state_dict(), network.network.state_dict()
    assert [name for name in ours if ours[name].shape != theirs[name].shape] == [SUMMING]
    assert torch.allclose(ours[SUMMING].sum((1, 2, 3)), theirs[SUMMING].sum((1, 2, 3)), atol=1e-5)
    assert all(torch.equal(ours[name], theirs[name]) for name in ours if name != SUMMING)
