"""Measures matchers on images and clips, and puts the figures into rows for a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from facevow.comparing import Analyser
from facevow.datasets.manifest import read_manifest
from facevow.datasets.pictures import require_files
from facevow.errors import EvaluationError
from facevow.evaluation.clips import clip_figures, continuity_of, read_clip
from facevow.evaluation.groups import Json
from facevow.evaluation.likening import Described, compared, described
from facevow.evaluation.matching import RATES, REPEATS, Compared, by_person, figures, kinds
from facevow.evaluation.pairs import OF_SESSION, chosen, pairs_of
from facevow.evaluation.people import People
from facevow.evaluation.run import OnStep
from facevow.matching.matcher import Describer, Measure
from facevow.types import Template

DEFAULT_RATE: Final = "0.001"
"""The false-match rate whose threshold a server uses unless its settings name another."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A matcher to measure."""

    measure: Measure
    describer: Describer


@dataclass(frozen=True, slots=True)
class Instruments:
    """What sees the pictures, and the matchers by name."""

    analyser: Analyser
    contenders: Mapping[str, Contender]


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured: images a session of a person, and draws for the intervals."""

    of_session: int = OF_SESSION
    repeats: int = REPEATS


def measure_images(
    manifest: Path,
    people: People,
    by: Instruments,
    extent: Extent | None = None,
    on_step: OnStep | None = None,
) -> Json:
    """All figures of the images of a manifest.

    Raises:
        DatasetError: the manifest or a picture cannot be read.
        EvaluationError: there are no pairs of the people in it.
        ModelError: a network gave no usable answer.
    """
    extent = extent or Extent()
    known, unknown = people.shown(read_manifest(manifest))
    taken = chosen(known, extent.of_session)
    pairs = pairs_of(taken)
    if all(pair.mated for pair in pairs):
        raise EvaluationError(f"expected images of several known people in {manifest}, found {len(taken)} of too few")
    require_files(shown.entry for shown in taken)
    images = described(taken, by.analyser, {name: one.describer for name, one in by.contenders.items()}, on_step)
    about = {
        "known": len(known),
        "unknown": unknown,
        "people": len({shown.person for shown in taken}),
        "sessions": len({(shown.person, shown.session) for shown in taken}),
        "images": len(taken),
        "fit": sum(image.fit for image in images),
    }
    matchers = {}
    for name, one in by.contenders.items():
        scores, spent = compared(images, pairs, name, one.measure)
        matchers[name] = _matcher(Compared(images, pairs, scores), name, one.measure, extent) | {"compare_ms": spent}
    return about | {"matchers": matchers}


def _matcher(of: Compared, name: str, measure: Measure, extent: Extent) -> Json:
    threshold = measure.threshold(DEFAULT_RATE)
    kept = kinds()
    on = {kind: figures(of, keep, measure, repeats=extent.repeats) for kind, keep in kept.items()}
    return {
        "title": measure.title,
        "on": {kind: found for kind, found in on.items() if found is not None},
        "people": by_person(of, threshold, kept["fit images"]),
        "continuity": {"limit": measure.continuity} | continuity_of(_sessions(of.images, name), measure),
    } | _cost(of.images, name)


def _cost(images: Sequence[Described], name: str) -> Json:
    templates = [image.templates[name] for image in images]
    made = [template for template in templates if template is not None]
    return {
        "failures": {"errors": len(templates) - len(made), "images": len(templates)},
        "describe_ms": median(
            [image.milliseconds[name] for image in images if image.templates[name] is not None] or [0]
        ),
        "bytes": median([len(template.content) for template in made] or [0]),
    }


def _sessions(images: Sequence[Described], name: str) -> dict[tuple[str, str], list[Template]]:
    """The templates of fit images by person and session; sessions whose people were listed say nothing of order."""
    found: dict[tuple[str, str], list[Template]] = {}
    for image in images:
        template = image.templates[name]
        if image.fit and template is not None:
            found.setdefault((image.shown.person, image.shown.session), []).append(template)
    return found


def measure_clips(
    paths: Sequence[Path], analyser: Analyser, contender: Contender, on_step: OnStep | None = None
) -> Json:
    """All figures of clips; raises as `clips.read_clip`."""
    clips = []
    for number, path in enumerate(paths):
        clips.append(read_clip(path, analyser, contender.describer))
        if on_step is not None:
            on_step(number + 1, len(paths))
    return clip_figures(clips, contender.measure, contender.measure.threshold(DEFAULT_RATE))


def separation_rows(found: Json) -> list[Json]:
    """One row for each matcher, set of images and kind of mated pair."""
    return [
        {
            "matcher": of["title"],
            "images": kind,
            "mated pairs": f"{name}: {rates['mated']} of {rates['people']} people",
            "AUC": _figure(rates["auc"], 4, 1),
            "EER %": _figure(rates["eer"], 1, 100),
            "FNMR % at FMR 1e-2": _figure(rates["fnmr_at"]["0.01"], 1, 100),
            "at FMR 1e-3": _figure(rates["fnmr_at"]["0.001"], 1, 100),
        }
        for of in found["matchers"].values()
        for kind, on in of["on"].items()
        for name, rates in (("within a session", on["within"]), ("across sessions", on["across"]))
        if rates is not None
    ]


def threshold_rows(found: Json) -> list[Json]:
    """One row for each matcher, set of images and false-match rate: where its threshold lies, and what ours gives."""
    return [
        {
            "matcher": of["title"],
            "images": kind,
            "FMR": rate,
            "threshold": _figure(on["thresholds"][rate], 3, 1),
            "pairs above": f"{on['thresholds'][rate]['behind']} of {on['non_mated']}",
            "ours": f"{on['shipped'][rate]['threshold']:g}",
        }
        | {
            head: _rate(on["shipped"][rate][key])
            for head, key in (
                ("FMR % across sources", "fmr_across_sources"),
                ("FMR % within a source", "fmr_within_source"),
                ("FNMR % within a session", "fnmr_within"),
                ("FNMR % across", "fnmr_across"),
            )
        }
        for of in found["matchers"].values()
        for kind, on in of["on"].items()
        for rate in RATES
    ]


def cost_rows(found: Json) -> list[Json]:
    """One row for each matcher: failures, time and bytes."""
    return [
        {
            "matcher": of["title"],
            "not described": f"{of['failures']['errors']} of {of['failures']['images']}",
            "ms a template": f"{of['describe_ms']:.1f}",
            "ms a comparison": f"{of['compare_ms']:.3f}",
            "bytes": f"{of['bytes']:g}",
            "sessions ended by the limit": f"{of['continuity']['ended']} of {of['continuity']['sessions']}",
            "swaps seen": f"{of['continuity']['seen']} of {of['continuity']['swaps']}",
        }
        for of in found["matchers"].values()
    ]


def person_rows(found: Json, most: int = 12) -> list[Json]:
    """The people whom each matcher knows again worst, at the threshold of DEFAULT_RATE, on fit images."""
    return [
        {
            "matcher": of["title"],
            "person": row["person"],
            "FNMR %": _percent(row["fnmr"], row["mated"]),
            "FMR % with others": _percent(row["fmr"], row["non_mated"]),
        }
        for of in found["matchers"].values()
        for row in of["people"][:most]
    ]


def splice_rows(found: Json) -> list[Json]:
    """One row for each clip that another is spliced to: how like the new face is to the old one's beginning."""
    return [
        {
            "from": _short(row["from"]),
            "to": _short(row["to"]),
            "median": f"{row['median']:.2f}",
            "highest": f"{row['highest']:.2f}",
            "limit": f"{found['limit']:g}",
            "seen": "yes" if row["seen"] else "no",
        }
        for row in found["splices"]["scores"]
    ]


def clip_rows(found: Json) -> list[Json]:
    """One row a clip: the share of its frames that match each clip's beginning."""
    return [
        {
            "clip": about["name"],
            "compared": f"{about['compared']} of {about['seen']}",
            "lowest of its own": f"{found['lowest_own'][about['name']]:.2f}",
            **{
                _short(at): f"{100 * share:.0f} ({found['highest'][about['name']][at]:.2f})"
                for at, share in found["matches"][about["name"]].items()
            },
        }
        for about in found["clips"]
    ]


def _short(name: str) -> str:
    """`bonafide-1-webcam` as `bonafide-1`: the matrix has a column for each clip."""
    return "-".join(name.split("-")[:2])


def _figure(of: Json, digits: int, times: float) -> str:
    value = f"{times * of['value']:.{digits}f}"
    if of["low"] is None:
        return value
    return f"{value} ({times * of['low']:.{digits}f} to {times * of['high']:.{digits}f})"


def _percent(share: float | None, of: int) -> str:
    return "-" if share is None else f"{100 * share:.2f} of {of}"


def _rate(of: Json) -> str:
    if not of["pairs"]:
        return "-"
    return f"{100 * of['errors'] / of['pairs']:.2f} of {of['pairs']}"
