"""What the browser is told of a challenge, and what it is not: it need not know which cue has caught it."""

from dataclasses import dataclass, field, replace

from facevow.challenge.events import Event
from facevow.server.v1.telling import transcript
from facevow.server.v1.wire import ProgressMessage, to_text
from facevow.server.words import NOTICES
from facevow.types import Frame, FrameAnalysis
from facevow.vision.memory import Memory
from tests.challenge.acting import points, trembling
from tests.server.analysers import REAL, Colour, ColourAnalyser
from tests.server.v1.coursing import Coursing


@dataclass
class SheetAnalyser(ColourAnalyser):
    """Sees a sheet of paper do what a head would do."""

    def analyse(self, frame: Frame, memory: Memory | None = None, *, judge: bool = True) -> FrameAnalysis:
        """The same, with all points of the face in one plane."""
        seen = super().analyse(frame, memory, judge=judge)
        if seen.motion is None:
            return seen
        return replace(seen, tracked=points(trembling(seen.motion, frame.at), flat=True))


@dataclass
class Listening(Coursing):
    """Keeps every answer to a frame."""

    heard: list[ProgressMessage] = field(default_factory=list)

    def show(self, colour: Colour = REAL) -> ProgressMessage | None:
        """As before."""
        answer = super().show(colour)
        self.heard += [] if answer is None else [answer]
        return answer


def flattened() -> Listening:
    """A course in which every act is done by a sheet, at its end."""
    made = Coursing.of()
    sheet = Listening(made.course, analyser=SheetAnalyser())
    sheet.perform()
    return sheet


def test_the_browser_is_not_told_that_it_was_seen_through() -> None:
    """A flat act is told as a wrong one, in codes and in words; no message of the stream says anything else."""
    sheet = flattened()
    assert "flat" not in "".join(map(to_text, sheet.heard)).lower()
    told = {answer.message for answer in sheet.heard if answer.active_check.notice is Event.WRONG_ACT}
    assert told == {NOTICES[Event.WRONG_ACT]}
    assert NOTICES[Event.FLAT_ACT] not in {answer.message for answer in sheet.heard}


def test_the_application_is_told_the_truth() -> None:
    """Transcript, reasons and evidence of the same course name the flat acts."""
    sheet = flattened()
    decision = sheet.course.decision
    assert decision is not None
    assert "flat_face" in decision.reasons
    counts = decision.evidence["challenge"]["counts"]
    entries = [entry["event"] for entry in transcript(sheet.course.session.active_check)]
    assert counts["flat_act"] == entries.count("flat_act") >= 2
    assert "wrong_act" not in counts


def test_nothing_is_told_that_cannot_happen() -> None:
    """A challenge that has failed ends the stream, so no answer to a frame has a word on why."""
    sheet = flattened()
    assert sheet.heard
    assert all("failed_by" not in to_text(answer) for answer in sheet.heard)
