"""How well each act is recognised: detections and false detections over labelled analyses, by frame rate.

Pure: analyses and labels in, counts out.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import pairwise
from typing import Any, Final

from facevow.challenge.actions import Recogniser, Seen
from facevow.challenge.baseline import Baseline, Resting, summarise
from facevow.challenge.events import Act
from facevow.errors import EvaluationError
from facevow.types import FrameAnalysis

SETTLE: Final = 0.5
"""Seconds of rest for a base line; a little less than a challenge asks for, because clips begin in movement."""

SLACK_BEFORE, SLACK_AFTER = 0.1, 0.4
"""Seconds around a label within which its detection may come: an act is completed when its movement has passed."""

LONGEST_GAP: Final = 0.5
"""Seconds without a face beyond which the time between two frames is no footage."""


@dataclass(frozen=True, slots=True)
class Label:
    """An act that a viewer sees from `start` to `end` (seconds). A doubtful one is neither missed nor false."""

    act: Act
    start: float
    end: float
    doubtful: bool = False

    def holds(self, at: float) -> bool:
        """Whether a detection at `at` can be of this act."""
        return self.start - SLACK_BEFORE <= at <= self.end + SLACK_AFTER


@dataclass(frozen=True, slots=True)
class ClipLabels:
    """What is in a clip: its `kind`, its labels, and from when to when (seconds) the face rests, None if never."""

    kind: str
    labels: tuple[Label, ...]
    rest: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class LabelledTrace:
    """The analyses of a clip, or an edit of one, with what happens in it.

    `kind` groups them in the table; `rest` is from when to when (seconds) the face rests, None where it is to be found.
    """

    name: str
    kind: str
    analyses: tuple[FrameAnalysis, ...]
    labels: tuple[Label, ...]
    rest: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class ActRates:
    """What became of one act at one frame rate in the traces of one kind.

    `present` labels and how many were `detected`; `false` detections in `minutes` of footage that shows a face;
    `in_doubt` more fell into doubtful spans. `taken_for` counts, by act, what else was seen while this one was done.
    """

    kind: str
    act: Act
    rate: int
    present: int
    detected: int
    false: int
    in_doubt: int
    minutes: float
    taken_for: Mapping[Act, int] = field(default_factory=dict)


def measure_acts(labelled: Sequence[LabelledTrace], rates: Sequence[int]) -> tuple[ActRates, ...]:
    """Count for every kind of trace, act and frame rate; an act neither present nor falsely seen counts 0.

    A trace is thinned to a lower rate in every way there is (beginning with its first frame, its second, ...), and all
    of them count: which moment of a blink a slow camera meets is luck.
    """
    rows: list[ActRates] = []
    for kind in dict.fromkeys(trace.kind for trace in labelled):
        traces = [trace for trace in labelled if trace.kind == kind]
        for rate in rates:
            thinned = [(trace, analyses) for trace in traces for analyses in thinnings(trace.analyses, rate)]
            seen = [(trace, recognise(analyses, trace.rest)) for trace, analyses in thinned]
            minutes = sum(footage(analyses) for _, analyses in thinned) / 60
            rows += [_rates(kind, act, rate, seen, minutes) for act in Act]
    return tuple(rows)


def recognise(analyses: Sequence[FrameAnalysis], rest: tuple[float, float] | None = None) -> tuple[Seen, ...]:
    """All acts in these analyses, measured against the face within `rest`, or else where it first rests.

    The base line serves what came before it too, so that a clip which begins in movement is of use. Without one,
    nothing is seen.
    """
    baseline = _base_line(analyses, rest)
    if baseline is None:
        return ()
    recogniser = Recogniser(baseline)
    return tuple(
        seen
        for analysis in analyses
        if analysis.motion is not None
        for seen in recogniser.observe(analysis.motion, analysis.at)
    )


def _base_line(analyses: Sequence[FrameAnalysis], rest: tuple[float, float] | None) -> Baseline | None:
    if rest is not None:
        start, end = rest
        quiet = tuple(each for each in analyses if each.motion is not None and start <= each.at <= end)
        return summarise(quiet) if quiet else None
    resting = Resting(SETTLE)
    return next((found for found in map(resting.observe, analyses) if found is not None), None)


def thinnings(analyses: Sequence[FrameAnalysis], rate: float) -> tuple[tuple[FrameAnalysis, ...], ...]:
    """All the ways to thin them to `rate` frames a second; one if there are not more."""
    length = analyses[-1].at - analyses[0].at
    own_rate = (len(analyses) - 1) / length if length > 0 else rate
    return tuple(thin(analyses[first:], rate) for first in range(max(1, round(own_rate / rate))))


def thin(analyses: Iterable[FrameAnalysis], rate: float) -> tuple[FrameAnalysis, ...]:
    """Drop frames until at most `rate` a second are left."""
    kept: list[FrameAnalysis] = []
    for analysis in analyses:
        if not kept or analysis.at - kept[-1].at >= 1 / rate - 1e-3:
            kept.append(analysis)
    return tuple(kept)


def footage(analyses: Sequence[FrameAnalysis]) -> float:
    """Seconds of these analyses that show a face."""
    times = [analysis.at for analysis in analyses if analysis.motion is not None]
    steps = (after - before for before, after in pairwise(times))
    return sum(step for step in steps if step <= LONGEST_GAP)


def packaged_labels() -> str:
    """The labels of the project's own test clips, as TOML for `read_labels`."""
    return (files("facevow.evaluation") / "act_labels.toml").read_text(encoding="utf-8")


def read_labels(text: str) -> dict[str, ClipLabels]:
    """By clip (file name without its ending): what is in it.

    A table for each clip holds `kind`, for each act a list of [start, end] in seconds, and the same under `doubtful`;
    `rest` may give one [start, end].

    Raises:
        EvaluationError: no TOML, an act that is not known, or a span that is none.
    """
    try:
        return {clip: _clip(table) for clip, table in tomllib.loads(text).items()}
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise EvaluationError(f"expected labels of acts: kind, and lists of [start, end] by act; {error}") from error


def _clip(table: Mapping[str, Any]) -> ClipLabels:
    labels = tuple(
        Label(Act(name), *_span(times), doubtful)
        for doubtful, spans in ((False, table), (True, table.get("doubtful", {})))
        for name, all_times in spans.items()
        if name not in ("kind", "rest", "doubtful")
        for times in all_times
    )
    return ClipLabels(str(table["kind"]), labels, _span(table["rest"]) if "rest" in table else None)


def _span(times: Sequence[float]) -> tuple[float, float]:
    start, end = map(float, times)
    if not 0 <= start < end:
        raise ValueError(f"a span from {start} to {end}")
    return start, end


def acts_table(rows: Sequence[ActRates]) -> str:
    """The counts in Markdown: one line an act; for each kind what was seen of what is there, and what else was.

    The frame rates stand side by side in the order of `rows`. Nothing is written where an act is not there.
    """
    kinds, rates = dict.fromkeys(row.kind for row in rows), dict.fromkeys(row.rate for row in rows)
    by = {(row.kind, row.act, row.rate): row for row in rows}
    heads = [head for kind in kinds for head in (f"{kind}: seen", "false", "in doubt")]
    lines = ["| act | " + " | ".join(heads) + " |", "| --- |" + " --- |" * len(heads)]
    for act in dict.fromkeys(row.act for row in rows):
        cells = []
        for kind in kinds:
            of = [by[kind, act, rate] for rate in rates]
            seen = [f"{row.detected}/{row.present}" for row in of] if of[0].present else [""]
            cells += [
                ", ".join(seen),
                *(_together([getattr(row, name) for row in of]) for name in ("false", "in_doubt")),
            ]
        lines.append(f"| {act} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _together(counts: Sequence[int]) -> str:
    """Counts at each rate; one where all are equal."""
    return str(counts[0]) if len(set(counts)) == 1 else ", ".join(map(str, counts))


def _rates(
    kind: str, act: Act, rate: int, traces: Sequence[tuple[LabelledTrace, tuple[Seen, ...]]], minutes: float
) -> ActRates:
    present = detected = false = in_doubt = 0
    taken_for: Counter[Act] = Counter()
    for trace, seen in traces:
        mine = [label for label in trace.labels if label.act is act]
        clear = [label for label in mine if not label.doubtful]
        hits = [each for each in seen if each.act is act]
        found, strays = _match(clear, hits)
        doubtful = sum(any(label.holds(each.at) for label in mine if label.doubtful) for each in strays)
        present += len(clear)
        detected += found
        false += len(strays) - doubtful
        in_doubt += doubtful
        for each in seen:
            known = any(label.act is each.act and label.holds(each.at) for label in trace.labels)
            if not known and any(label.holds(each.at) for label in clear):
                taken_for[each.act] += 1
    return ActRates(kind, act, rate, present, detected, false, in_doubt, minutes, dict(taken_for))


def _match(labels: Sequence[Label], hits: Sequence[Seen]) -> tuple[int, list[Seen]]:
    """How many labels have a detection of their own, and the detections that are left over."""
    missing, strays = sorted(labels, key=lambda label: label.end), []
    for hit in hits:
        label = next((label for label in missing if label.holds(hit.at)), None)
        if label is None:
            strays.append(hit)
        else:
            missing.remove(label)
    return len(labels) - len(missing), strays
