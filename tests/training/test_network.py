"""Our MiniFASNet: shapes, names, and what is refused."""

import hashlib
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="needs torch: pip install 'facevow[train]'")

from facevow.errors import TrainingError  # noqa: E402 - torch first
from facevow.training.network import VARIANTS, MiniFASNet, bona_fide_logit, load_public  # noqa: E402

PUBLIC = {
    "v2": "silentface-2.7_80x80_MiniFASNetV2.pth",
    "v1se": "silentface-4_0_0_80x80_MiniFASNetV1SE.pth",
}


@pytest.mark.parametrize("variant", sorted(VARIANTS))
def test_pictures_become_three_logits(variant: str) -> None:
    """Two pictures of 80 x 80 give two rows of three finite numbers."""
    torch.manual_seed(0)
    answer = MiniFASNet(variant).eval()(torch.rand(2, 3, 80, 80) * 255)
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


def test_weights_of_another_variant_are_refused(tmp_path: Path) -> None:
    """A file that fits not, is no state dict, or is not there stops the run before it starts."""
    path = tmp_path / "w.pth"
    torch.save(MiniFASNet("v2").state_dict(), path)
    for wrong in (path, tmp_path / "none.pth"):
        with pytest.raises(TrainingError, match="expected weights of a v1se"):
            load_public("v1se", wrong)
    path.write_bytes(b"no weights")
    with pytest.raises(TrainingError, match="expected weights of a v2"):
        load_public("v2", path)
    with pytest.raises(TrainingError, match="expected a network of"):
        MiniFASNet("v9")


def test_the_bona_fide_logit_is_the_log_odds_of_the_softmax() -> None:
    """Of logits 1, 2, 0.5 the second has p = e^2 / (e + e^2 + e^0.5), and ln(p / (1 - p)) comes out."""
    logits = torch.tensor([[1.0, 2.0, 0.5]])
    p = torch.softmax(logits, 1)[0, 1]
    assert bona_fide_logit(logits)[0].item() == pytest.approx(torch.log(p / (1 - p)).item(), abs=1e-5)
