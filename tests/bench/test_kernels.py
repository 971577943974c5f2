"""What the kernels take alone: a short run over real pictures."""

from pathlib import Path

from bench.footage import reel
from bench.kernels import STAGES, kernel_times, served_beside

from tests.networks import BONA_FIDE


def test_every_kernel_is_timed_beside_its_stage(shared: Path) -> None:
    """Each of the four kernels has a time, and each stage that holds some takes no less than half of theirs."""
    pictures = reel(shared / "footage" / BONA_FIDE[0], 6)
    kernels = {name for names in STAGES.values() for name in names}
    times = kernel_times(pictures, rounds=4)
    assert set(times) == kernels
    assert all(milliseconds > 0 for milliseconds in times.values())
    alone, served = served_beside(pictures, rounds=8)
    assert set(alone) == kernels
    assert served["all"] >= served["decode"] + served["mesh"]
    for stage, names in STAGES.items():
        assert served[stage] > sum(alone[name] for name in names) / 2
