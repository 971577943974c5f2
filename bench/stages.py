"""One frame of 640 x 480 on one thread, from its message to its row: median and 99th percentile of each stage.

Frames go through what a server does with a session's, without socket and event loop: once with every frame scored, and
once as a server paces them. Every stage stands beside the whole of the same run. What the kernels take alone, on
tensors made beforehand, is measured in between; their share of a scored frame is how near the machine's limit it is.
"""

import os
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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
from facevow.decision.policy import PolicyName
from facevow.server.answers import Origin, inference_record, says_something
from facevow.server.v1.course import Course
from facevow.server.v1.terms import Order, Terms
from facevow.server.v1.wire import frame_message, to_text
from facevow.server.work import Encoded
from facevow.store import SqlStore
from facevow.store.database import Database
from facevow.store.records import InferenceRecord
from facevow.types import FrameAnalysis
from facevow.vision.opening import open_pipeline
from facevow.vision.pipeline import Pipeline

WARM_UP: Final = 30
RATE: Final = 10
"""Frames a second, by the session's clock."""

BATCH: Final = 30
"""Rows of one transaction: what two sessions give in the tenth of a second in which a server gathers them, and less."""


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


class Lane:
    """One stream after the other on one thread; `every` is the setting `passive_every`."""

    def __init__(self, pipeline: Pipeline, rows: Rows, every: float) -> None:
        self.spent: dict[str, list[float]] = defaultdict(list)
        self.judged = 0
        self._pipeline = pipeline
        self._rows = rows
        self._every = every
        self._names = count()
        self._luck = Random(1).randrange  # noqa: S311 - the same acts in every run
        self._begin()

    def _begin(self) -> None:
        policy = packaged_policies().choose(PolicyName.BALANCED)
        name = f"fvs_{next(self._names):022}"
        self._course = Course(Order(name, policy), Terms(60, passive_every=self._every), self._luck)
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
        judge = self._course.judges(arrival)
        analysis = self._pipeline.analyse(frame, self._course.memory, judge=judge)
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

    def _note(self, marks: Sequence[float], analysis: FrameAnalysis) -> None:
        receive, decode, analyse, decision, encode, *row = (
            (later - sooner) * 1000 for sooner, later in pairwise(marks)
        )
        inside = dict(analysis.milliseconds)
        stages = {"receive": receive, "decode": decode, **inside, "rest": max(analyse - sum(inside.values()), 0.0)}
        stages |= {"decision": decision, "encode": encode} | ({"row": row[0]} if row else {})
        for name, milliseconds in stages.items():
            self.spent[name].append(milliseconds)
        self.spent["all"].append(sum(stages.values()))
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
    rounds, pictures = 90 if quick else 900, [read_reel(reel) for reel in reels]
    rows = Rows(SqlStore(Database(f"sqlite:///{folder / 'stages.db'}")))
    pipeline = open_pipeline()
    lanes = {"scored": Lane(pipeline, rows, 0.0), "paced": Lane(pipeline, rows, 0.2)}
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
    tell(f"{rounds} frames each; {lanes['paced'].judged} of the paced ones were scored")
    return {"frames": rounds, "threads": 1, "processors": os.cpu_count()} | figures(lanes, rows, alone)


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
        frames = len(lane.spent["all"])
        means = {stage: usual_mean(values) * len(values) / frames for stage, values in lane.spent.items()}
        means["store"] = usual_mean(rows.milliseconds) * len(lane.spent["row"]) / frames
        whole = sum(mean for stage, mean in means.items() if stage != "all")
        found[name] = {
            stage: {
                "median_ms": round(statistics.median(values), 3),
                "p99_ms": round(float(np.percentile(values, 99)), 3),
                "share": round(means[stage] / whole, 4),
            }
            for stage, values in {**lane.spent, "store": rows.milliseconds}.items()
        }
        found[name]["frame_mean_ms"] = round(whole, 3)
        found[name]["scored_share"] = round(lane.judged / frames, 3)
    frame = found["scored"]["all"]["median_ms"] + found["scored"]["store"]["median_ms"]
    floor = {name: statistics.median(values) for name, values in kernels.items()}
    return found | {
        "kernels_ms": {name: round(value, 3) for name, value in floor.items()},
        "kernel_share": round(sum(floor.values()) / frame, 4),
    }


def usual_mean(values: Sequence[float]) -> float:
    """The mean without the slowest hundredth, in which the system was elsewhere."""
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
    return f"{table(heads, rows)}\n\nkernel share of a scored frame: {found['kernel_share']:.1%}"
