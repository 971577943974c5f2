"""Whole inputs through the whole system: pictures, clips, cameras, and files that are neither."""

from dataclasses import replace
from pathlib import Path
from random import Random

import cv2
import numpy as np
import pytest
from structlog.testing import capture_logs

from facevow.challenge.events import Act, State
from facevow.challenge.rules import Step as ActStep
from facevow.challenge.rules import parse_step
from facevow.checking import Checker, Step, packaged_policies
from facevow.decision.policy import PolicyName
from facevow.decision.verdict import Reason, Verdict
from facevow.errors import ChallengeImpossible, ImageError, InputError, ModelError, SettingsError, VideoError
from facevow.types import Pixels
from facevow.vision.manifest import load_manifest, locate
from facevow.vision.passive import PassiveNetwork
from facevow.vision.pipeline import Pipeline
from tests.networks import BONA_FIDE, blazeface, clean_frame, face_mesh, side_by_side
from tests.onnx_files import write_passive

ATTACKS = (
    "attack-1-phone-still.webm",
    "attack-2-screen-replay-of-bonafide-2.mp4",
    "attack-3-small-phone.mp4",
    "attack-4-phone-replay.mp4",
)


def open_checker(passive: Path) -> Checker:
    return Checker(Pipeline(blazeface(), face_mesh(), PassiveNetwork(passive)))


@pytest.fixture
def checker(tmp_path: Path) -> Checker:
    """A checker whose passive score is always 0.9."""
    return open_checker(write_passive(tmp_path / "high.onnx", score=0.9))


def save(path: Path, pixels: Pixels) -> Path:
    assert cv2.imwrite(str(path), cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
    return path


@pytest.mark.parametrize("name", [*BONA_FIDE, *ATTACKS])
def test_real_clips_get_the_right_verdict(shared: Path, name: str) -> None:
    """With the network that is shipped, the beginning of each clip is judged as its name says.

    The third attack is judged whole: at first the phone's owner is the larger face, and it is he who is judged then.
    """
    (model,) = (model for model in load_manifest() if model.name == "passive")
    seconds = None if name == ATTACKS[2] else 0.7
    decision = open_checker(locate(model)).check(shared / "footage" / name, seconds=seconds).decision
    assert decision.verdict is (Verdict.ATTACK if name in ATTACKS else Verdict.BONA_FIDE)
    assert decision.score is not None
    threshold = packaged_policies().choose("balanced").threshold
    assert (decision.score >= threshold) == (decision.verdict is Verdict.BONA_FIDE)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".bmp", ""])
def test_a_picture_is_judged_by_its_one_frame(shared: Path, checker: Checker, tmp_path: Path, suffix: str) -> None:
    """A picture of any format, even without an ending, is one judged frame and a verdict."""
    path = save(tmp_path / f"some{suffix or '.png'}", clean_frame(shared).pixels)
    path = path.rename(tmp_path / f"some{suffix}")
    report = checker.check(str(path))
    assert report.input == str(path)
    assert report.decision.verdict is Verdict.BONA_FIDE
    assert (report.decision.frames, report.decision.frames_with_face, report.decision.frames_judged) == (1, 1, 1)
    assert report.decision.score == pytest.approx(0.9)


@pytest.mark.parametrize("name", list(PolicyName))
def test_the_policy_sets_the_threshold(shared: Path, tmp_path: Path, name: PolicyName) -> None:
    """Just under a policy's threshold is an attack, just over it bona fide, and the report names policy and model."""
    picture, policy = save(tmp_path / "some.png", clean_frame(shared).pixels), packaged_policies().choose(name)
    for step, verdict in ((-0.02, Verdict.ATTACK), (0.02, Verdict.BONA_FIDE)):
        passive = PassiveNetwork(write_passive(tmp_path / "passive.onnx", score=policy.threshold + step))
        pipeline = Pipeline(blazeface(), face_mesh(), passive)
        report = Checker(pipeline, policy).check(picture)
        assert report.decision.verdict is verdict
        assert (report.policy, report.model) == (policy.for_image().passive_only(), pipeline.model)


def test_a_network_that_the_rates_are_not_of_is_warned_of(tmp_path: Path) -> None:
    """Another network under a policy is logged with both names; the policy's own network is not."""
    other = Pipeline(blazeface(), face_mesh(), PassiveNetwork(write_passive(tmp_path / "passive.onnx")))
    policy = packaged_policies().choose("strict")
    with capture_logs() as logged:
        Checker(other, policy)
    assert [(line["log_level"], line["event"]) for line in logged] == [
        ("warning", "policy_not_measured_with_this_model")
    ]
    assert (logged[0]["measured_with"], logged[0]["model"]) == (policy.model, other.model)
    assert policy.model != other.model
    with capture_logs() as logged:
        Checker(other, replace(policy, model=other.model))
    assert logged == []


def test_the_packaged_policies_are_of_the_packaged_network() -> None:
    """The model that the rates are stated for is the one that ships."""
    (model,) = (model for model in load_manifest() if model.name == "passive")
    about = PassiveNetwork(locate(model)).description
    assert packaged_policies().model == f"{about.name} {about.version}"


def test_without_a_face_there_is_no_verdict(checker: Checker, tmp_path: Path) -> None:
    """An empty picture is NO_RESPONSE with the reason, and without a score."""
    decision = checker.check(save(tmp_path / "wall.png", np.full((200, 300, 3), 128, np.uint8))).decision
    assert decision.verdict is Verdict.NO_RESPONSE
    assert decision.reasons[0] == Reason.NO_FACE
    assert decision.score is None


@pytest.mark.parametrize("shape", [(1, 1), (1, 3000), (3000, 1)])
def test_strange_shapes_are_no_pass(checker: Checker, tmp_path: Path, shape: tuple[int, int]) -> None:
    """Pictures of one pixel, one row or one column are NO_RESPONSE and no exception."""
    path = save(tmp_path / "strange.png", np.full((*shape, 3), 128, np.uint8))
    assert checker.check(path).decision.verdict is Verdict.NO_RESPONSE


def test_a_face_too_small_to_judge_is_no_pass(shared: Path, checker: Checker, tmp_path: Path) -> None:
    """A high score on a face of a few pixels is NO_RESPONSE, not BONA_FIDE."""
    small = np.asarray(cv2.resize(clean_frame(shared).pixels, None, fx=0.2, fy=0.2), np.uint8)
    decision = checker.check(save(tmp_path / "small.png", small)).decision
    assert decision.verdict is Verdict.NO_RESPONSE
    assert Reason.POOR_FRAMES in decision.reasons


def test_every_frame_is_told(shared: Path, checker: Checker) -> None:
    """`on_step` hears of each frame once, in order, with its analysis and verdict; the decision counts them."""
    steps: list[Step] = []
    clip = shared / "footage" / BONA_FIDE[2]
    decision = checker.check(clip, seconds=1, on_step=steps.append).decision
    assert [step.frame.index for step in steps] == list(range(decision.frames))
    assert all(step.analysis.index == step.frame.index for step in steps)
    assert {step.verdict for step in steps} == {Verdict.BONA_FIDE}
    assert decision.frames_with_face == sum(bool(step.analysis.faces) for step in steps)


@pytest.mark.parametrize(("seconds", "frames"), [(0.2, 4), (0.5, 8), (1, 15)])
def test_seconds_end_the_check(shared: Path, checker: Checker, seconds: float, frames: int) -> None:
    """Of a clip of 15 frames a second only those within the time are judged."""
    decision = checker.check(shared / "footage" / BONA_FIDE[2], seconds=seconds).decision
    assert decision.frames == pytest.approx(frames, abs=1)


def test_a_clip_of_two_frames_is_too_short(shared: Path, checker: Checker) -> None:
    """Fewer judged frames than the policy asks for are no verdict."""
    decision = checker.check(shared / "footage" / BONA_FIDE[3], seconds=0.04).decision
    assert decision.frames == 2
    assert decision.verdict is Verdict.NO_RESPONSE
    assert Reason.TOO_FEW_FRAMES in decision.reasons


def test_a_picture_does_no_acts(shared: Path, checker: Checker, tmp_path: Path) -> None:
    """A still picture cannot blink: with acts asked for it is no pass, without it is."""
    picture = save(tmp_path / "some.png", clean_frame(shared).pixels)
    assert checker.check(picture).decision.verdict is Verdict.BONA_FIDE
    decision = checker.check(picture, acts=(ActStep(Act.BLINK),)).decision
    assert decision.verdict is Verdict.NO_RESPONSE
    assert Reason.ACTIVE_PENDING in decision.reasons


@pytest.mark.parametrize(
    ("names", "verdict"),
    [
        ("turn-left turn-right look-down look-up", Verdict.BONA_FIDE),
        ("turn-right turn-left", Verdict.NO_RESPONSE),
        ("open-mouth", Verdict.NO_RESPONSE),
    ],
)
def test_the_acts_of_a_clip_are_found_in_their_order(
    shared: Path, checker: Checker, names: str, verdict: Verdict
) -> None:
    """What the man in the clip does passes when it is asked for in his order, and not in another one."""
    acts = tuple(parse_step(name) for name in names.split())
    steps: list[Step] = []
    decision = checker.check(shared / "footage" / BONA_FIDE[1], acts=acts, on_step=steps.append).decision
    assert decision.verdict is verdict
    assert not decision.passive_only
    assert {step.prompt.step for step in steps if step.prompt} <= set(acts)
    assert steps[0].challenge is State.SETTLING


def test_acts_are_drawn_before_a_camera_only(shared: Path, checker: Checker) -> None:
    """A file cannot answer, and a policy without a challenge asks for nothing: both are refused, not passed over."""
    clip = shared / "footage" / BONA_FIDE[3]
    with pytest.raises(ChallengeImpossible, match="a file cannot answer"):
        checker.check(clip, choose=Random(1).randrange)
    checker.policy = packaged_policies().choose("passive_only")
    with pytest.raises(ChallengeImpossible, match="passive_only"):
        checker.check(clip, acts=(ActStep(Act.BLINK),))


def test_checks_do_not_disturb_each_other(shared: Path, checker: Checker, tmp_path: Path) -> None:
    """A check after another, or after one that failed, comes to the same decision as alone."""
    picture = save(tmp_path / "some.png", clean_frame(shared).pixels)
    alone = checker.check(picture)
    checker.check(shared / "footage" / BONA_FIDE[3], seconds=0.2)
    with pytest.raises(VideoError):
        checker.check(tmp_path / "none.mp4")
    assert checker.check(picture) == alone


def test_several_people_are_told(shared: Path, checker: Checker, tmp_path: Path) -> None:
    """Two people in a picture are named among the reasons."""
    pixels = clean_frame(shared).pixels
    decision = checker.check(save(tmp_path / "two.png", side_by_side(pixels, pixels))).decision
    assert "several_faces" in decision.reasons


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("README.md", b"# A heading\n\nSome text.\n" * 20, VideoError),
        ("notes.txt", b"Some text.\n" * 20, VideoError),
        ("text.jpg", b"no picture", ImageError),
        ("text.mp4", b"no video", VideoError),
        ("empty.png", b"", ImageError),
        ("empty", b"", VideoError),
        ("data", bytes(range(256)) * 9, VideoError),
    ],
)
def test_files_that_are_neither_are_refused(
    checker: Checker, tmp_path: Path, name: str, content: bytes, kind: type[InputError]
) -> None:
    """Text or data under any name is an InputError."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(kind):
        checker.check(tmp_path / name)


@pytest.mark.parametrize("name", ["none.jpg", "none.mp4", "none", "http://127.0.0.1:9/clip.mp4", "x" * 4000])
def test_missing_files_are_named(checker: Checker, name: str) -> None:
    """What is not there is an InputError of the code for that, and an address is nothing else."""
    with pytest.raises(InputError) as caught:
        checker.check(name)
    assert caught.value.code == "no_such_file"


def test_a_folder_is_no_input(checker: Checker, tmp_path: Path) -> None:
    """A folder, even one named like a picture, is an InputError."""
    (tmp_path / "folder.jpg").mkdir()
    for path in (tmp_path, tmp_path / "folder.jpg"):
        with pytest.raises(InputError):
            checker.check(path)


def test_a_camera_that_is_not_there_is_refused(checker: Checker) -> None:
    """An index without a camera is a VideoError."""
    with pytest.raises(VideoError, match="camera 97"):
        checker.check(97)


def test_a_network_without_an_answer_is_no_verdict(shared: Path, tmp_path: Path) -> None:
    """A score that is no number ends the check with an error; nobody gets a verdict from it."""
    picture = save(tmp_path / "some.png", clean_frame(shared).pixels)
    with pytest.raises(ModelError):
        open_checker(write_passive(tmp_path / "passive.onnx", score=float("nan"))).check(picture)


def test_a_checker_is_opened_with_the_arguments_of_the_pipeline(shared: Path, tmp_path: Path) -> None:
    """`Checker.open` takes another passive network, and refuses what `open_pipeline` refuses."""
    blazeface()  # skips where MediaPipe's networks were never fetched
    passive = write_passive(tmp_path / "passive.onnx", score=0.2)
    picture = save(tmp_path / "some.png", clean_frame(shared).pixels)
    assert Checker.open(passive=passive).check(picture).decision.verdict is Verdict.ATTACK
    with pytest.raises(ModelError):
        Checker.open("no detector", passive=passive)
    with pytest.raises(ModelError):
        Checker.open(passive=tmp_path / "none.onnx")
    assert Checker.open(passive=passive, policy="lenient").policy.name is PolicyName.LENIENT
    with pytest.raises(SettingsError, match="expected a policy of"):
        Checker.open(passive=passive, policy="paranoid")
