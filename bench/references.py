"""What a poor reference costs: how much less like the same person's other images a face is, once it is changed.

    python -m bench.references PAD

PAD is a folder with a manifest of images (docs/training.md). Of 24 people whose source or session was labelled whole
(`evaluation/people.toml`) the first image that is fit is the reference and the next four are what it is compared with.
The reference is reduced and blurred; "refused" is what the rules of `server.people.references` say of it.
"""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from statistics import median
from typing import Final

import cv2
import numpy as np

from facevow.datasets.manifest import read_manifest
from facevow.decision.fitness import is_fit
from facevow.errors import MatchError
from facevow.evaluation.pairs import chosen
from facevow.evaluation.people import packaged_people
from facevow.matching.opening import Matcher, choose_matcher
from facevow.media.images import decode
from facevow.server.people.references import lacking
from facevow.types import Frame, FrameAnalysis, Pixels, Template
from facevow.vision.opening import open_pipeline

PEOPLE: Final = 24
OTHERS: Final = 4
SIZES: Final = (24, 32, 40, 48, 64, 80)
BLURS: Final = (0.01, 0.02, 0.03, 0.04)

Analyse = Callable[[Pixels], FrameAnalysis]
Change = Callable[[Pixels, float], Pixels]


@dataclass(frozen=True, slots=True)
class Person:
    """The picture of a reference, the longer side of its face, and templates of the person's other images."""

    pixels: Pixels
    size: float
    others: tuple[Template, ...]


def reduced(side: float) -> Change:
    """Bring the face to `side` pixels, with a border around, so that the picture stays large."""

    def change(pixels: Pixels, size: float) -> Pixels:
        less = cv2.resize(pixels, None, fx=side / size, fy=side / size, interpolation=cv2.INTER_AREA)
        return np.asarray(cv2.copyMakeBorder(less, 40, 40, 40, 40, cv2.BORDER_REPLICATE), np.uint8)

    return change


def blurred(share: float) -> Change:
    """Blur by a Gaussian whose deviation is a share of the face's size."""
    return lambda pixels, size: np.asarray(cv2.GaussianBlur(pixels, (0, 0), share * size), np.uint8)


def small_and_blurred(side: float, share: float) -> Change:
    """Both, one after the other."""
    return lambda pixels, size: blurred(share)(reduced(side)(pixels, size), side)


def changes() -> dict[str, Change]:
    """What is done to a reference, by what the table calls it."""
    found = {f"{side} px": reduced(side) for side in SIZES} | {f"blur {share:.0%}": blurred(share) for share in BLURS}
    both = {f"48 px, blur {share:.0%}": small_and_blurred(48, share) for share in BLURS[1:]}
    return {"none": lambda pixels, _: pixels} | found | both


def people(pad: Path, analyse: Analyse) -> Iterator[Person]:
    """People with enough images that nothing stands against but that they are near."""
    entries, _ = packaged_people().shown(read_manifest(pad / "manifest.csv", framings=("frame",)))
    known = sorted((one for one in chosen(entries) if not one.listed), key=lambda one: one.person)
    found = 0
    for _, images in groupby(known, key=lambda one: one.person):
        fit: list[tuple[Pixels, FrameAnalysis]] = []
        for one in images:
            pixels = decode((pad / one.entry.name).read_bytes())
            analysis = analyse(pixels)
            if is_fit(analysis) and not lacking(analysis):
                fit.append((pixels, analysis))
        if len(fit) <= OTHERS or found == PEOPLE:
            continue
        found += 1
        (pixels, first), *rest = fit[: OTHERS + 1]
        assert first.face is not None
        others = tuple(analysis.template for _, analysis in rest if analysis.template is not None)
        yield Person(pixels, first.face.box.longer_side, others)


def analyser(matcher: Matcher) -> Analyse:
    """Analyses pictures and describes their faces."""
    pipeline, describer = open_pipeline(), matcher.open_describer()

    def analyse(pixels: Pixels) -> FrameAnalysis:
        frame = Frame(pixels)
        analysis = pipeline.analyse(frame)
        if analysis.landmarks is None:
            return analysis
        try:
            return replace(analysis, template=describer.describe(frame, analysis.landmarks))
        except MatchError:
            return analysis

    return analyse


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="What a poor reference costs")
    parser.add_argument("pad", type=Path, help="folder with a manifest of images")
    cv2.setNumThreads(1)
    matcher = choose_matcher("embedding")
    analyse = analyser(matcher)
    everybody = list(people(parser.parse_args().pad, analyse))

    def score(one: Person, template: Template) -> float:
        return median(matcher.measure.compare(template, other) for other in one.others)

    usual: list[float] = []
    print(f"{len(everybody)} people\n\n| change | described | refused | score falls by (median) |\n|---|---|---|---|")
    for name, change in changes().items():
        found = [analyse(change(one.pixels, one.size)) for one in everybody]
        scores = [
            None if each.template is None else score(one, each.template)
            for one, each in zip(everybody, found, strict=True)
        ]
        usual = usual or [each or 0.0 for each in scores]
        falls = [before - after for before, after in zip(usual, scores, strict=True) if after is not None]
        print(f"| {name} | {len(falls)} | {sum(bool(lacking(each)) for each in found)} | {median(falls):.2f} |")


if __name__ == "__main__":
    main()
