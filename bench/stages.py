"""One frame of 640 x 480 on one thread, from its message to its row: median and 99th percentile of each stage.

Frames go through what a server does with a session's, without socket and event loop: once with every frame scored, and
once as a server paces them; both are watched for another face, as every session is, by templates of some frames. Those
are told apart, and the mean counts them. Every stage stands beside the whole of the same run. What the kernels take
alone, on tensors made beforehand, is measured in between; their share of a scored frame without a template is how near
the machine's limit it is.
"""

import os
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count, pairwise
from pathlib import Path
from random import Random
from typing import Any, Final

import cv2
import numpy as np
from bench.footage import read_reel
from bench.kernels import Kernels
from bench.results import Lacking, Tell, table

from facevow.checking import packaged_policies
from facevow.decision.likeness import Rules
from facevow.decision.policy import PolicyName
from facevow.matching.aligning import aligned
from facevow.matching.opening import Matcher, choose_matcher, fetched_description
from facevow.server.answers import Origin, inference_record, says_something
from facevow.server.describing import Describe, Describing
from facevow.server.v1.course import Course
from facevow.server.v1.terms import LikenessOrder, Order, Terms
from facevow.server.v1.wire import frame_message, to_text
from facevow.server.work import Encoded
from facevow.store import SqlStore
from facevow.store.database import Database
from facevow.store.records import InferenceRecord
from facevow.types import Frame, FrameAnalysis
from facevow.vision.manifest import ensure
from facevow.vision.opening import open_pipeline
from facevow.vision.pipeline import Pipeline
from facevow.vision.runtime import open_tflite

WARM_UP: Final = 30
RATE: Final = 10
"""Frames a second, by the session's clock."""

BATCH: Final = 30
"""Rows of one transaction: what two sessions give in the tenth of a second in which a server gathers them, and less."""

WITH_TEMPLATE: Final = "all, with a template"
"""Frames of which a template was made; "all" are the others."""


@dataclass
class Rows:
    """Frames' rows, written a batch at a time."""

    store: SqlStore
    waiting: list[InferenceRecord] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)

    def add(self, row: InferenceRecord) -> None:
        """Take one; of a full batch each took as long."""
        self.waiting.append(row)
        if len(self.waiting) == BATCH:
            began = time.perf_counter()
            self.store.add(self.waiting)
            self.milliseconds.append((time.perf_counter() - began) * 1000 / BATCH)
            self.waiting = []


class Embedding:
    """The matcher's network alone, opened anew, on faces that were cut out beforehand; one thread."""

    def __init__(self) -> None:
        self._of = description = fetched_description()
        network, gives = ensure("mobilefacenet").read_bytes(), (description.gives,)
        self._network = open_tflite(network, name=description.file, takes=description.takes, gives=gives, threads=1)
        self._input = self._network.get_input_details()[0]["index"]

    def time(self, frame: Frame, analysis: FrameAnalysis) -> float | None:
        """Milliseconds for one face, both pictures of it where the matcher takes a mirrored one; None without one."""
        of = self._of
        if analysis.landmarks is None:
            return None
        crop = aligned(frame, analysis.landmarks, of.side, of.points)
        ordered = crop if of.channels == "rgb" else crop[:, :, ::-1]
        mean, scale = (np.asarray(value, np.float32) for value in (of.mean, of.scale))
        values = (ordered.astype(np.float32) - mean) / scale
        values = values if of.layout == "nhwc" else values.transpose(2, 0, 1)
        self._network.set_tensor(self._input, np.stack([values] * of.batch))
        began = time.perf_counter()
        for _ in range(-(-(2 if of.mirror else 1) // of.batch)):
            self._network.invoke()
        return (time.perf_counter() - began) * 1000


class Lane:
    """One stream after the other on one thread; `every` is the setting `passive_every`."""

    def __init__(self, pipeline: Pipeline, rows: Rows, every: float, matcher: Matcher) -> None:
        self.spent: dict[str, list[float]] = defaultdict(list)
        self.judged = 0
        self._pipeline = pipeline
        self._rows = rows
        self._every = every
        self._names = count()
        self._luck = Random(1).randrange  # noqa: S311 - the same acts in every run
        self._describing = Describing(matcher.open_describer)
        self._describing.open()
        measure = matcher.measure
        rules = Rules(measure.threshold("0.001"), measure.continuity, measure.title)
        self._likeness = LikenessOrder(rules, measure.compare)
        self.last: tuple[Frame, FrameAnalysis] | None = None
        self._begin()

    def _begin(self) -> None:
        policy = packaged_policies().choose(PolicyName.BALANCED)
        name = f"fvs_{next(self._names):022}"
        order = Order(name, policy, likeness=self._likeness)
        self._course = Course(order, Terms(60, passive_every=self._every), self._luck)
        self._origin = Origin(name, "session", self._pipeline.model)
        self._number = 0
        self._course.welcome(0.0)

    def show(self, picture: bytes) -> None:
        """One frame of the present session; what each stage took is noted."""
        self._number += 1
        now = self._number / RATE
        message = frame_message(self._number, now, picture)
        marks = [time.perf_counter()]
        self._course.take(message, now)
        arrival = self._course.next()
        marks.append(time.perf_counter())
        if arrival is None:
            self._begin()
            return
        frame = Encoded(arrival.frame.picture, index=arrival.number, at=arrival.at)()
        marks.append(time.perf_counter())
        describe, judge = self._course.describe(arrival), self._course.judges(arrival)
        analysis = self._pipeline.analyse(frame, self._course.memory, judge=judge)
        marks.append(time.perf_counter())
        analysis = self._described(frame, analysis, describe)
        marks.append(time.perf_counter())
        answer = self._course.observe(arrival, analysis, now)
        marks.append(time.perf_counter())
        if answer is None:
            self._begin()
            return
        self._course.told(now)
        to_text(answer)
        marks.append(time.perf_counter())
        if says_something(analysis):
            spent = (marks[-1] - marks[0]) * 1000
            row = inference_record(
                self._course.session, analysis, self._origin, at=datetime.now(UTC), milliseconds=spent
            )
            marks.append(time.perf_counter())
            self._rows.add(row)
        self._note(marks, analysis)
        self.last = frame, analysis

    def _described(self, frame: Frame, analysis: FrameAnalysis, describe: Describe) -> FrameAnalysis:
        """With the template that was asked for, compared as the server does it."""
        described, likeness = self._describing.add(frame, analysis, describe), self._course.session.likeness
        if likeness is not None and described.template is not None:
            likeness.prepare(described.template)
        return replace(described, milliseconds=analysis.milliseconds)

    def _note(self, marks: Sequence[float], analysis: FrameAnalysis) -> None:
        receive, decode, analyse, describe, decision, encode, *row = (
            (later - sooner) * 1000 for sooner, later in pairwise(marks)
        )
        inside = dict(analysis.milliseconds)
        stages = {"receive": receive, "decode": decode, **inside, "rest": max(analyse - sum(inside.values()), 0.0)}
        stages |= {"decision": decision, "encode": encode} | ({"row": row[0]} if row else {})
        if analysis.template is None:
            stages["rest"] += describe
        else:
            stages["template"] = describe
        for name, milliseconds in stages.items():
            self.spent[name].append(milliseconds)
        self.spent["all" if analysis.template is None else WITH_TEMPLATE].append(sum(stages.values()))
        self.judged += analysis.passive is not None

    def forget(self) -> None:
        """What came until now was for warming up."""
        self.spent.clear()
        self.judged = 0


def run(reels: Sequence[Path], folder: Path, tell: Tell, *, quick: bool = False) -> dict[str, Any]:
    """Measure all.

    Raises:
        Lacking: there are no clips.
    """
    if not reels:
        raise Lacking("the clips of ../shared/footage")
    cv2.setNumThreads(1)
    rounds, pictures = 60 if quick else 900, [read_reel(reel) for reel in reels]
    rows = Rows(SqlStore(Database(f"sqlite:///{folder / 'stages.db'}")))
    pipeline = open_pipeline()
    matcher, embedding = choose_matcher("embedding"), Embedding()
    lanes = {name: Lane(pipeline, rows, every, matcher) for name, every in (("scored", 0.0), ("paced", 0.2))}
    for lane in lanes.values():
        for picture in pictures[0][:WARM_UP]:
            lane.show(picture)
        lane.forget()
        rows.milliseconds.clear()
    kernels, alone = Kernels(), defaultdict[str, list[float]](list)
    for picture in shown(pictures, rounds):  # in turn, so that a disturbance falls on all
        for lane in lanes.values():
            lane.show(picture)
        for name, milliseconds in (kernels.times(picture) or {}).items():
            alone[name].append(milliseconds)
        if (spent := template_kernel(lanes["scored"], embedding)) is not None:
            alone["template"].append(spent)
    tell(f"{rounds} frames each; {lanes['paced'].judged} of the paced ones were scored")
    return {"frames": rounds, "threads": 1, "processors": os.cpu_count()} | figures(lanes, rows, alone)


def template_kernel(lane: Lane, embedding: Embedding) -> float | None:
    """Milliseconds of the embedding alone on the frame that was shown last, where a template was made of it."""
    if lane.last is None or lane.last[1].template is None:
        return None
    return embedding.time(*lane.last)


def shown(pictures: Sequence[Sequence[bytes]], number: int) -> Iterator[bytes]:
    """So many, clip after clip, a few seconds of each."""
    reel, stretch = count(), 100
    for first in range(0, number, stretch):
        clip = pictures[next(reel) % len(pictures)]
        yield from clip[: min(stretch, number - first)]


def figures(lanes: dict[str, Lane], rows: Rows, kernels: dict[str, list[float]]) -> dict[str, Any]:
    """Of each lane its stages; and the kernels' share of a frame that is scored."""
    found: dict[str, Any] = {}
    for name, lane in lanes.items():
        frames = len(lane.spent["all"]) + len(lane.spent[WITH_TEMPLATE])
        means = {stage: usual_mean(values) * len(values) / frames for stage, values in lane.spent.items()}
        means["store"] = usual_mean(rows.milliseconds) * len(lane.spent["row"]) / frames
        whole = sum(mean for stage, mean in means.items() if stage not in {"all", WITH_TEMPLATE})
        found[name] = {
            stage: {
                "median_ms": round(statistics.median(values), 3),
                "p99_ms": round(float(np.percentile(values, 99)), 3),
                "share": round(means[stage] / whole, 4),
            }
            for stage, values in {**lane.spent, "store": rows.milliseconds}.items()
            if values
        }
        found[name]["frame_mean_ms"] = round(whole, 3)
        found[name]["scored_share"] = round(lane.judged / frames, 3)
        found[name]["template_share"] = round(len(lane.spent[WITH_TEMPLATE]) / frames, 3)
    frame = found["scored"]["all"]["median_ms"] + found["scored"]["store"]["median_ms"]
    floor = {name: statistics.median(values) for name, values in kernels.items()}
    return found | {
        "kernels_ms": {name: round(value, 3) for name, value in floor.items()},
        "kernel_share": round(sum(value for name, value in floor.items() if name != "template") / frame, 4),
    }


def usual_mean(values: Sequence[float]) -> float:
    """The mean without the slowest hundredth, in which the system was elsewhere; 0 of nothing."""
    if not values:
        return 0.0
    return statistics.mean(sorted(values)[: max(len(values) * 99 // 100, 1)])


def told(found: dict[str, Any]) -> str:
    """The table."""
    lanes = (found["scored"], found["paced"])
    named = [name for lane in lanes for name, of in lane.items() if isinstance(of, dict)]
    stages = dict.fromkeys([*named, *found["kernels_ms"]])
    rows = []
    for stage in stages:
        cells: list[object] = [stage, found["kernels_ms"].get(stage, "")]
        for lane in lanes:
            of = lane.get(stage)
            cells += ["", "", ""] if of is None else [of["median_ms"], of["p99_ms"], f"{of['share']:.1%}"]
        rows.append(cells)
    heads = ["stage", "kernel alone, ms", "scored: median", "p99", "share", "paced: median", "p99", "share"]
    lines = [table(heads, rows), "", f"kernel share of a scored frame without a template: {found['kernel_share']:.1%}"]
    lines += [
        f"{name}: {lane['frame_mean_ms']:.2f} ms a frame on the mean; "
        f"{lane['scored_share']:.0%} scored, {lane['template_share']:.0%} with a template, at {RATE} frames a second"
        for name, lane in zip(("scored", "paced"), lanes, strict=True)
    ]
    return "\n".join(lines)
