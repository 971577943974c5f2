"""False match and false non-match rates of a matcher (ISO/IEC 19795-1), with intervals over people.

The rates are those of `metrics` under other names: a mated pair stands where a bona fide presentation does and a
non-mated one where an attack does, so APCER is FMR and BPCER is FNMR, at score >= threshold.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from facevow.errors import EvaluationError
from facevow.evaluation import metrics
from facevow.evaluation.groups import Json, figure
from facevow.evaluation.intervals import bootstrap
from facevow.evaluation.likening import Described, Keep, of_kind
from facevow.evaluation.metrics import Scores, Weights
from facevow.evaluation.pairs import Pair
from facevow.matching.matcher import Measure

RATES: Final = ("0.01", "0.001", "0.0001")
"""False-match rates that thresholds are sought at."""

REPEATS: Final = 500
"""Draws of people for an interval: half of `intervals.REPEATS`, as each goes over 100,000 pairs and more."""

_POINTS: Final = 60
"""Points of a curve: about as many as a chart a hand wide can show."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Pairs and what one matcher made of them; a score is NaN where an image could not be described."""

    images: Sequence[Described]
    pairs: Sequence[Pair]
    scores: Scores

    def where(self, *, mated: bool, apart: bool | None = None) -> Mask:
        """Which pairs are of a kind, all sorts of it where `apart` is None."""
        return np.array([pair.mated == mated and apart in (None, pair.apart) for pair in self.pairs], dtype=bool)


def kinds() -> dict[str, Keep]:
    """The sets of images that all figures are made of in turn, by name."""
    return {
        "fit images": lambda image: image.fit,
        "all images": lambda _: True,
        "fit images, labelled whole": lambda image: image.fit and not image.shown.listed,
    }


def figures(of: Compared, keep: Keep, measure: Measure, *, repeats: int = REPEATS) -> Json | None:
    """All rates of one matcher on the images kept, those of pairs within a session and across sessions apart.

    Either is None where a person has no such pair, and all of it where there are no pairs of different people.
    """
    kept = of_kind(of.images, of.pairs, keep) & np.isfinite(of.scores)
    strangers = of.where(mated=False) & kept
    if not strangers.any():
        return None
    found: Json = {"non_mated": int(strangers.sum()), "people": len(_people(of, kept))}
    for name, apart in (("within", False), ("across", True)):
        mated = of.where(mated=True, apart=apart) & kept
        about = {"mated": int(mated.sum()), "people": len(_people(of, mated))}
        found[name] = about | _rates(of, mated, strangers, repeats) if mated.any() else None
    found["thresholds"] = _thresholds(of, strangers, repeats)
    found["shipped"] = {rate: _at(of, kept, measure.threshold(rate)) for rate in RATES}
    return found


def _rates(of: Compared, mated: Mask, strangers: Mask, repeats: int) -> Json:
    which = mated | strangers
    ranked = metrics.rank(of.scores[which], of.where(mated=True)[which])
    names, weigh = _weigher(of, which)

    def statistic(weights: Weights) -> list[float]:
        curve = metrics.curve(ranked, weigh(weights))
        at = [metrics.bpcer_at(curve, float(rate))[0] for rate in RATES[:2]]
        return [metrics.auc(curve), metrics.equal_error(curve)[0], *at]

    values = statistic(np.ones(len(names)))
    ends = bootstrap(statistic, names, repeats=repeats)
    made = [figure(value, end, "person") for value, end in zip(values, ends, strict=True)]
    return {
        "auc": made[0],
        "eer": made[1],
        "fnmr_at": dict(zip(RATES[:2], made[2:], strict=True)),
        "curve": _points(metrics.curve(ranked)),
    }


def _points(of: metrics.Curve) -> list[tuple[float | None, float, float]]:
    """Threshold, FMR and FNMR along the curve; the threshold that nothing reaches is None."""
    return [(at if np.isfinite(at) else None, fmr, fnmr) for at, fmr, fnmr in metrics.det_points(of, _POINTS)]


def _thresholds(of: Compared, strangers: Mask, repeats: int) -> Json:
    """The lowest thresholds that keep each rate, with how many non-mated pairs lie at or above them."""
    scores, (names, weigh) = of.scores[strangers], _weigher(of, strangers)
    order = np.argsort(-scores)

    def statistic(weights: Weights) -> list[float]:
        held = weigh(weights)[order]
        total = float(held.sum())
        if not total > 0:
            raise EvaluationError("expected pairs of different people")
        passed = np.cumsum(held) / total
        return [_above(scores[order], passed, float(rate)) for rate in RATES]

    values = statistic(np.ones(len(names)))
    ends = bootstrap(statistic, names, repeats=repeats)
    return {
        rate: figure(value, end, "person") | {"behind": int((scores >= value).sum())}
        for rate, value, end in zip(RATES, values, ends, strict=True)
    }


def _above(falling: Scores, passed: Scores, rate: float) -> float:
    """The lowest score that at most `rate` of the weight reaches; just above the highest where that is too many."""
    within = np.flatnonzero(passed <= rate + 1e-12)
    last = int(within[-1]) if within.size else -1
    if last + 1 >= falling.size:
        return float(falling[-1])
    # a threshold at a score that others share would let those pass as well
    return float(np.nextafter(falling[last + 1], np.inf))


def _at(of: Compared, kept: Mask, threshold: float) -> Json:
    """The rates at a threshold that was fixed before."""
    found: Json = {"threshold": threshold}
    for name, mated, apart in (
        ("fnmr_within", True, False),
        ("fnmr_across", True, True),
        ("fmr_across_sources", False, True),
        ("fmr_within_source", False, False),
    ):
        scores = of.scores[of.where(mated=mated, apart=apart) & kept]
        wrong = scores < threshold if mated else scores >= threshold
        found[name] = {"errors": int(wrong.sum()), "pairs": int(scores.size)}
    return found


def by_person(of: Compared, threshold: float, keep: Keep) -> list[Json]:
    """Of each person the share of pairs that do not match, and of pairs with others that do, the worst first."""
    kept = of_kind(of.images, of.pairs, keep) & np.isfinite(of.scores)
    mated, missed, strangers, taken = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for at in np.flatnonzero(kept):
        pair, passed = of.pairs[int(at)], bool(of.scores[at] >= threshold)
        for place in {pair.one, pair.other} if not pair.mated else {pair.one}:
            person = of.images[place].shown.person
            (mated if pair.mated else strangers)[person] += 1
            (missed if pair.mated else taken)[person] += passed != pair.mated
    rows = [
        {
            "person": person,
            "mated": mated[person],
            "fnmr": _share(missed[person], mated[person]),
            "non_mated": strangers[person],
            "fmr": _share(taken[person], strangers[person]),
        }
        for person in sorted(set(mated) | set(strangers))
    ]
    return sorted(rows, key=lambda row: -(float(row["fnmr"] or 0)))


def _share(part: int, of: int) -> float | None:
    return part / of if of else None


def _people(of: Compared, which: Mask) -> set[str]:
    at = [of.pairs[int(number)] for number in np.flatnonzero(which)]
    return {of.images[place].shown.person for pair in at for place in (pair.one, pair.other)}


def _weigher(of: Compared, which: Mask) -> tuple[list[str], "_Weigher"]:
    """The people of some pairs, and what makes weights of pairs from weights of people."""
    names = sorted(_people(of, which))
    place: Mapping[str, int] = {name: at for at, name in enumerate(names)}
    pairs = [of.pairs[int(number)] for number in np.flatnonzero(which)]
    one = np.array([place[of.images[pair.one].shown.person] for pair in pairs], dtype=np.intp)
    other = np.array([place[of.images[pair.other].shown.person] for pair in pairs], dtype=np.intp)
    return names, _Weigher(one, other)


@dataclass(frozen=True, slots=True, eq=False)
class _Weigher:
    """A person who is drawn twice counts twice in pairs of their own, and twice with everybody else."""

    one: NDArray[np.intp]
    other: NDArray[np.intp]

    def __call__(self, weights: Weights) -> Weights:
        return np.where(self.one == self.other, weights[self.one], weights[self.one] * weights[self.other])
