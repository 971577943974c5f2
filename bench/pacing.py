"""What becomes of verdicts, scores and acts where not every frame is scored: all of them against those drawn.

    python -m bench.pacing [--draws 20] [--every 0.2] [--json pacing.json]

Each clip of ../shared/footage is thinned to 10 and 15 frames a second and brought to 640 pixels. One run scores every
frame; the others draw, each with luck of its own, and follow the face between two frames that are scored. Every frame
that one of them looks at goes through the real pipeline; what was looked at before in the same way is not again.
"""

import argparse
import json
import math
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any, Final

import cv2
import numpy as np
from bench.footage import SHARED

from facevow.challenge.events import Act
from facevow.challenge.rules import Step
from facevow.checking import packaged_policies
from facevow.decision.policy import Policy, PolicyName
from facevow.decision.session import Session
from facevow.evaluation.acts import ClipLabels, packaged_labels, read_labels, recognise
from facevow.media.video import VIDEO_SUFFIXES, VideoReader
from facevow.traces.edits import Beat
from facevow.types import Frame, FrameAnalysis, Pixels
from facevow.vision.memory import Followed, Memory
from facevow.vision.opening import open_pipeline
from facevow.vision.pipeline import Pipeline

SIDE: Final = 640
LEAST, LONGEST = 3.0, 15.0
"""Seconds as in `server.v1.course`: from when, and at when at the latest, a session without acts is decided."""

Key = tuple[bool, int, int]


@dataclass(frozen=True, slots=True)
class Run:
    """One session of one clip.

    `scored` is the share of its frames that were, `work` the time spent on all of them over that of scoring each;
    `seconds` is when it was decided; `done` counts the acts of the script; `seen` those recognised anywhere, and
    `false` those among them that are not labelled.
    """

    verdict: str
    score: float | None
    seconds: float
    scored: float
    work: float
    done: int = 0
    seen: int = 0
    false: int = 0


class Clip:
    """The frames of one clip at one rate, and every way in which one was looked at so far."""

    def __init__(self, path: Path, rate: float, pipeline: Pipeline) -> None:
        self.name = path.stem
        self._pipeline = pipeline
        self._looks: dict[Key, tuple[FrameAnalysis, Followed | None, float]] = {}
        with VideoReader(path) as reader:
            beat = Beat(rate)
            kept = [frame for frame in reader if beat.takes(frame.at)]
        self.frames = [Frame(small(frame.pixels), number, frame.at) for number, frame in enumerate(kept)]

    def shown_to(self, session: Session, *, moving: bool) -> Iterator[tuple[FrameAnalysis, float]]:
        """Show all frames to a session; each analysis after it was observed, and the seconds that it took."""
        memory, searched = Memory(moving=moving), 0
        for number, frame in enumerate(self.frames):
            judge = session.judges(frame.at)
            if judge or memory.followed is None:
                analysis, _, spent = self._look(number, number, memory, judge=judge)
                memory.followed, searched = self._after(number, number, moving=moving), number
            else:
                analysis, after, spent = self._look(number, searched, memory, judge=False)
                memory.followed = after
                searched = searched if analysis.followed else number
            session.observe(analysis)
            yield analysis, spent

    def _after(self, number: int, searched: int, *, moving: bool) -> Followed | None:
        return self._looks[moving, number, searched][1]

    def _look(
        self, number: int, searched: int, memory: Memory, *, judge: bool
    ) -> tuple[FrameAnalysis, Followed | None, float]:
        """The analysis of a frame whose face was searched for in the frame `searched` last; that one is scored."""
        key = (memory.moving, number, searched)
        if key not in self._looks:
            began = time.thread_time()
            analysis = self._pipeline.analyse(self.frames[number], memory, judge=number == searched)
            self._looks[key] = (analysis, memory.followed, time.thread_time() - began)
        analysis, after, spent = self._looks[key]
        if number == searched and not judge:
            return replace(analysis, passive=None), after, spent
        return analysis, after, spent

    def differences(self) -> Iterator[tuple[FrameAnalysis, FrameAnalysis]]:
        """Each followed frame that has landmarks beside the same frame searched."""
        for (moving, number, searched), (analysis, _, _) in self._looks.items():
            whole = self._looks.get((moving, number, number))
            if analysis.followed and number != searched and whole is not None:
                yield analysis, whole[0]


def small(pixels: Pixels) -> Pixels:
    """The picture with its longer side at SIDE pixels."""
    scale = SIDE / max(pixels.shape[:2])
    size = (round(pixels.shape[1] * scale), round(pixels.shape[0] * scale))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def passive(clip: Clip, every: float, seed: int) -> Run:
    """A session of the API that asks for nothing, decided as one."""
    policy = packaged_policies().choose(PolicyName.PASSIVE_ONLY).for_session()
    session = Session(policy, Random(seed).randrange, passive_every=every)  # noqa: S311 - to come out the same again
    scored = frames = 0
    spent, at = 0.0, 0.0
    for analysis, seconds in clip.shown_to(session, moving=False):
        at = analysis.at - clip.frames[0].at
        scored, frames, spent = scored + (analysis.passive is not None), frames + 1, spent + seconds
        if (at >= LEAST and session.settled) or at >= LONGEST:
            break
    decision = session.decide()
    return Run(decision.verdict.value, decision.score, at, scored / frames, spent / frames)


def active(clip: Clip, script: tuple[Step, ...], labels: ClipLabels, every: float, seed: int) -> Run:
    """A session that asks for what is done in the clip anyway, in that order; and what is recognised without asking."""
    policy = scripted()
    session = Session(policy, Random(seed).randrange, script=script, passive_every=every)  # noqa: S311 - likewise
    shown = list(clip.shown_to(session, moving=True))
    analyses = tuple(analysis for analysis, _ in shown)
    decision, check = session.decide(), session.active_check
    seen = recognise(analyses, labels.rest)
    known = [any(label.act is each.act and label.holds(each.at) for label in labels.labels) for each in seen]
    scored = sum(analysis.passive is not None for analysis in analyses)
    return Run(
        decision.verdict.value,
        decision.score,
        analyses[-1].at,
        scored / len(analyses),
        sum(seconds for _, seconds in shown) / len(shown),
        0 if check is None else len(check.done),
        sum(known),
        len(known) - sum(known),
    )


def scripted() -> Policy:
    """The balanced policy for a clip."""
    return packaged_policies().choose(PolicyName.BALANCED).for_recording()


def script_of(labels: ClipLabels) -> tuple[Step, ...]:
    """The acts of a clip in the order in which they are done, each once; blinks, which anybody does, are left out."""
    clear = sorted((each for each in labels.labels if not each.doubtful), key=lambda label: label.end)
    return tuple(Step(act) for act in dict.fromkeys(label.act for label in clear) if act is not Act.BLINK)


def compared(kind: str, clip: str, rate: int, whole: Run, drawn: Sequence[Run]) -> dict[str, Any]:
    """One line: the run that scored all beside those that drew."""
    scores = [run.score for run in drawn if run.score is not None]
    apart = [abs(score - whole.score) for score in scores if whole.score is not None]
    return {
        "kind": kind,
        "clip": clip,
        "rate": rate,
        "verdict": whole.verdict,
        "same_verdict": sum(run.verdict == whole.verdict for run in drawn),
        "draws": len(drawn),
        "others": sorted({run.verdict for run in drawn} - {whole.verdict}),
        "score": whole.score,
        "score_lowest": min(scores, default=None),
        "score_highest": max(scores, default=None),
        "score_apart": statistics.median(apart) if apart else None,
        "seconds": whole.seconds,
        "seconds_drawn": statistics.median(run.seconds for run in drawn),
        "scored": statistics.mean(run.scored for run in drawn),
        "work": statistics.mean(run.work for run in drawn) / whole.work,
        "done": whole.done,
        "done_least": min(run.done for run in drawn),
        "done_most": max(run.done for run in drawn),
        "seen": whole.seen,
        "seen_drawn": statistics.mean(run.seen for run in drawn),
        "false": whole.false,
        "false_drawn": statistics.mean(run.false for run in drawn),
    }


def apart(clips: Sequence[Clip]) -> dict[str, dict[str, float]]:
    """How far followed frames differ from the same frames searched: median, 95th and 99th percentile, most."""
    found: dict[str, list[float]] = {name: [] for name in ("yaw", "pitch", "roll", "eyes", "blink", "points", "box")}
    for clip in clips:
        for followed, searched in clip.differences():
            one, other = followed.motion, searched.motion
            if one is None or other is None or followed.face is None or searched.face is None:
                continue
            for name in ("yaw", "pitch", "roll"):
                found[name].append(abs(getattr(one.pose, name) - getattr(other.pose, name)))
            found["eyes"].append(abs(one.right_eye + one.left_eye - other.right_eye - other.left_eye) / 2)
            found["blink"].append(abs(one.right_blink + one.left_blink - other.right_blink - other.left_blink) / 2)
            width = searched.face.box.width
            if followed.landmarks is not None and searched.landmarks is not None:
                steps = followed.landmarks.points[:, :2] - searched.landmarks.points[:, :2]
                found["points"].append(float(np.hypot(*steps.T).mean()) / width)
            found["box"].append(math.dist(followed.face.box.centre, searched.face.box.centre) / width)
    return {
        name: {
            "frames": len(values),
            **{f"p{share}": float(np.percentile(values, share)) for share in (50, 95, 99, 100)},
        }
        for name, values in found.items()
        if values
    }


def measure(every: float, draws: int, rates: Sequence[int], names: Sequence[str]) -> dict[str, Any]:
    """All lines, and the differences."""
    pipeline, labels = open_pipeline(), read_labels(packaged_labels())
    paths = [path for path in sorted((SHARED / "footage").iterdir()) if path.suffix in VIDEO_SUFFIXES]
    lines, clips = [], []
    for rate in rates:
        for path in paths:
            if names and not any(name in path.name for name in names):
                continue
            clip = Clip(path, rate, pipeline)
            clips.append(clip)
            runs = [passive(clip, 0.0 if seed < 0 else every, seed) for seed in range(-1, draws)]
            lines.append(compared("passive_only", clip.name, rate, runs[0], runs[1:]))
            print(line_of(lines[-1]), flush=True)
            known = labels.get(clip.name)
            if known is not None and script_of(known):
                script = script_of(known)
                runs = [active(clip, script, known, 0.0 if seed < 0 else every, seed) for seed in range(-1, draws)]
                lines.append(compared("acts", clip.name, rate, runs[0], runs[1:]) | {"of": len(script)})
                print(line_of(lines[-1]), flush=True)
            clip.frames.clear()
    return {"every": every, "draws": draws, "lines": lines, "apart": apart(clips)}


def line_of(line: dict[str, Any]) -> str:
    """One line of the table in Markdown."""
    number = "{:.3f}".format
    scores = [line["score"], line["score_lowest"], line["score_highest"]]
    cells = [
        line["kind"], f"{line['clip']}, {line['rate']}/s", line["verdict"],
        f"{line['same_verdict']}/{line['draws']}", *("" if score is None else number(score) for score in scores),
        f"{line['seconds']:.1f} / {line['seconds_drawn']:.1f}", f"{line['scored']:.2f}", f"{line['work']:.2f}",
        *((f"{line['done']} / {line['done_least']}-{line['done_most']} of {line['of']}",
           f"{line['seen']} / {line['seen_drawn']:.1f}", f"{line['false']} / {line['false_drawn']:.1f}")
          if "of" in line else ("", "", "")),
    ]  # fmt: skip
    return "| " + " | ".join(cells) + " |"


HEAD: Final = (
    "| session | clip | verdict | same | score | lowest drawn | highest | seconds | scored | work "
    "| acts done | seen | false |\n| --- " + 12 * "| --- " + "|"
)


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=20)
    parser.add_argument("--every", type=float, default=0.2)
    parser.add_argument("--rates", type=int, nargs="*", default=[10, 15])
    parser.add_argument("--clips", nargs="*", default=[], help="parts of names; all clips without")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    if not (SHARED / "footage").is_dir():
        print("no footage: ../shared/footage is not there")
        return
    print(HEAD)
    found = measure(chosen.every, chosen.draws, chosen.rates, chosen.clips)
    print(
        "\n| followed against searched | frames | median | 95 % | 99 % | most |\n| --- | --- | --- | --- | --- | --- |"
    )
    for name, row in found["apart"].items():
        print(
            f"| {name} | {row['frames']} | "
            + " | ".join(f"{row[f'p{share}']:.3f}" for share in (50, 95, 99, 100))
            + " |"
        )
    if chosen.json is not None:
        chosen.json.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
