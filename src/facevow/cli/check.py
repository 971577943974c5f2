"""`facevow check`: judge pictures, folders, videos and cameras."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Column, Table

from facevow.checking import Checker, Report, Step, packaged_policies
from facevow.cli.acts import Acts, Prompter, read_acts
from facevow.cli.annotating import Outputs
from facevow.cli.common import DetectorOption, PassiveOption, WeightsOption, frame_bar, open_with_progress, plain
from facevow.decision.policy import PolicyName
from facevow.decision.verdict import Decision, Verdict
from facevow.errors import FacevowError
from facevow.media.files import IMAGE_SUFFIXES
from facevow.media.video import VIDEO_SUFFIXES

PolicyOption = Annotated[
    PolicyName, typer.Option(envvar="FACEVOW_POLICY", help="How sure a face must be: the threshold, by name.")
]

ActiveOption = Annotated[
    str | None,
    typer.Option(
        metavar="ACTS",
        help="Acts that must be done as well, in this order: blink, blink*2, turn-left, look-up, tilt-left, ..., "
        'parted by commas; or "drawn", to be told them by chance before a camera.',
    ),
]

EXIT_STATUS = {Verdict.BONA_FIDE: 0, Verdict.ATTACK: 1, Verdict.NO_RESPONSE: 2}


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one input came to; `error` is set where it could not be judged."""

    report: Report
    error: str | None = None


def check(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Pictures, folders, videos, or a camera index.")
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, a frame or an input each.")] = False,
    annotate: Annotated[
        Path | None, typer.Option(metavar="OUT", help="Write the input with box, score and verdict drawn on it here.")
    ] = None,
    active: ActiveOption = None,
    seconds: Annotated[
        float | None, typer.Option(min=0.1, help="Stop after so many seconds; a camera needs it or Ctrl-C.")
    ] = None,
    detector: DetectorOption = "blazeface",
    weights: WeightsOption = None,
    passive: PassiveOption = None,
    policy: PolicyOption = PolicyName.BALANCED,
) -> None:
    """Judge whether a live person is before the camera.

    Exit status: 0 all bona fide, 1 an attack among them, 2 no attack, but an input without a face or unusable.

        facevow check selfie.jpg
        facevow check clips/ --json > results.jsonl
        facevow check clip.mp4 --active blink,turn-left
        facevow check 0 --active drawn
        facevow check clip.mp4 --annotate judged.mp4
    """
    inputs = list(_inputs(paths))
    acts = read_acts(active)
    chosen = packaged_policies().choose(policy)
    checker = Checker(open_with_progress(detector, weights, passive), chosen)
    outputs = Outputs(annotate, inputs)
    answers = []
    for given in inputs:
        answer = _check_one(checker, given, as_json, outputs, acts, seconds)
        answers.append(answer)
        if as_json:
            _print_json(_input_line(answer))
    if not as_json:
        _print_table(answers, f"policy {checker.policy.title}, threshold {chosen.threshold}, model {checker.model}")
    raise typer.Exit(_exit_status([answer.report.decision.verdict for answer in answers]))


def _inputs(paths: list[str]) -> Iterator[str | int]:
    """Folders become the pictures and videos in them; a bare number that is no file is a camera.

    A folder without any stays as it is, so that it is reported as an input that cannot be judged.
    """
    for given in paths:
        path = Path(given)
        if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises over a name that is too long
            yield from _found_in(path) or [given]
        elif given.isdecimal() and not os.path.exists(path):  # noqa: PTH110 - likewise
            yield int(given)
        else:
            yield given


def _found_in(folder: Path) -> list[str]:
    suffixes = IMAGE_SUFFIXES | VIDEO_SUFFIXES
    return [str(path) for path in sorted(folder.rglob("*")) if path.suffix.lower() in suffixes]


def _check_one(  # noqa: PLR0917 - the options of one input
    checker: Checker,
    given: str | int,
    as_json: bool,
    outputs: Outputs,
    acts: Acts,
    seconds: float | None,
) -> _Answer:
    progress = frame_bar()
    told = Prompter()
    try:
        with progress, outputs.annotator(given) as annotator:
            task = progress.add_task(plain(given).plain, total=None)

            def on_step(step: Step) -> None:
                progress.update(task, advance=1, total=step.expected)
                if isinstance(given, int):
                    told.tell(step)
                if annotator is not None:
                    annotator.add(step)
                if as_json:
                    _print_json(_frame_line(given, step))

            report = checker.check(given, acts=acts.script, choose=acts.choose, seconds=seconds, on_step=on_step)
            return _Answer(report)
    except FacevowError as error:
        return _Answer(Report(str(given), _unusable(error.code), checker.policy, checker.model), str(error))


def _unusable(code: str) -> Decision:
    return Decision(Verdict.NO_RESPONSE, None, 0, 0, 0, (code,))


def _exit_status(verdicts: list[Verdict]) -> int:
    """An attack outweighs an unusable input, which outweighs bona fide; nothing to judge is unusable."""
    for verdict in (Verdict.ATTACK, Verdict.NO_RESPONSE):
        if verdict in verdicts:
            return EXIT_STATUS[verdict]
    return EXIT_STATUS[Verdict.BONA_FIDE if verdicts else Verdict.NO_RESPONSE]


def _frame_line(given: str | int, step: Step) -> dict[str, Any]:
    analysis = step.analysis
    face, motion = analysis.face, analysis.motion
    return {
        "kind": "frame",
        "input": str(given),
        "index": analysis.index,
        "at": round(analysis.at, 3),
        "faces": len(analysis.faces),
        "bbox": None
        if face is None
        else [round(side, 1) for side in (face.box.x, face.box.y, face.box.width, face.box.height)],
        "verdict": step.verdict,
        "score": None if analysis.passive is None else round(analysis.passive.value, 4),
        "quality": [
            {"code": issue.code, "value": round(issue.value, 4), "limit": issue.limit}
            for issue in analysis.quality.issues
        ],
        "pose": None
        if motion is None
        else {axis: round(getattr(motion.pose, axis), 1) for axis in ("yaw", "pitch", "roll")},
        "eyes": None if motion is None else [round(motion.right_eye, 3), round(motion.left_eye, 3)],
        "mouth": None if motion is None else round(motion.mouth, 3),
    }


def _input_line(answer: _Answer) -> dict[str, Any]:
    decision = answer.report.decision
    line = {
        "kind": "input",
        "input": answer.report.input,
        "verdict": decision.verdict,
        "score": None if decision.score is None else round(decision.score, 4),
        "frames": decision.frames,
        "frames_with_face": decision.frames_with_face,
        "reasons": list(decision.reasons),
        "evidence": decision.evidence,
        "policy": answer.report.policy.title,
        "threshold": answer.report.policy.threshold,
        "model": answer.report.model,
    }
    return line if answer.error is None else {**line, "error": answer.error}


def _print_json(line: dict[str, Any]) -> None:
    print(json.dumps(line), flush=True)  # noqa: T201 - this is the answer


def _print_table(answers: list[_Answer], caption: str) -> None:
    colours = {Verdict.BONA_FIDE: "green", Verdict.ATTACK: "red", Verdict.NO_RESPONSE: "yellow"}
    table = Table(
        Column("input", overflow="fold", ratio=3), "verdict", "score", "frames", "with face", caption=plain(caption)
    )
    table.add_column("reasons", ratio=2)
    for answer in answers:
        decision = answer.report.decision
        table.add_row(
            plain(answer.report.input),
            f"[{colours[decision.verdict]}]{decision.verdict}[/]",
            "" if decision.score is None else f"{decision.score:.3f}",
            str(decision.frames),
            str(decision.frames_with_face),
            plain(answer.error or ", ".join(decision.reasons)),
        )
    Console().print(table)
