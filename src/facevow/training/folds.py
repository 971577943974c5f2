"""Parts sources into folds, so that each source is judged once by networks that never saw it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from facevow.datasets.entry import Entry
from facevow.errors import TrainingError


def assign(entries: Sequence[Entry], folds: int) -> dict[str, int]:
    """The fold of each source, 0 .. folds - 1: sources go, largest first, to the fold that holds fewest images.

    Whole frames and tight crops are dealt separately, so that every fold has its share of both. The same entries give
    the same folds, whatever their order.

    Raises:
        TrainingError: fewer than two folds, or fewer sources than folds.
    """
    sizes = Counter((entry.framing, entry.source) for entry in entries)
    sources = {source for _, source in sizes}
    if not 2 <= folds <= len(sources):
        raise TrainingError(f"expected 2 to {len(sources)} folds for {len(sources)} sources, found {folds}")
    dealt = _deal(sizes, folds, fill=False)
    # few sources of each framing all land in the first folds; only then does it matter where the others were dealt
    return dealt if len(set(dealt.values())) == folds else _deal(sizes, folds, fill=True)


def _deal(sizes: Mapping[tuple[str, str], int], folds: int, *, fill: bool) -> dict[str, int]:
    """Deal by framing; with `fill`, what is equal in a framing goes where fewest images of all framings are."""
    fold_of: dict[str, int] = {}
    whole = [0] * folds
    for framing in sorted({framing for framing, _ in sizes}):
        held = [0] * folds
        for source in sorted((s for f, s in sizes if f == framing), key=lambda s: (-sizes[framing, s], s)):
            fewest = min(range(folds), key=lambda fold: (held[fold], whole[fold] if fill else 0, fold))
            fold = fold_of.setdefault(source, fewest)
            held[fold] += sizes[framing, source]
            whole[fold] += sizes[framing, source]
    return fold_of
