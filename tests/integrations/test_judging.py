"""Pictures judged by threads of this process."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from facevow.decision.verdict import Verdict
from facevow.errors import ImageError, MessageError, ModelError
from facevow.integrations.judging import Judge
from facevow.server.gates import ServerFull
from facevow.server.pool import AnalysisTooLate
from facevow.server.settings import load_settings
from facevow.types import Frame, FrameAnalysis
from facevow.vision.memory import Memory
from tests.server.analysers import COLOURS_SHA256, FAKE, NOBODY, REAL, ColourAnalyser, no_model, picture
from tests.server.serving import PATIENCE

FORKING = Path(__file__).with_name("forking.py")


def test_nothing_is_opened_before_the_first_picture() -> None:
    """Networks are opened once, by the first picture, as many as there are workers."""
    made: list[ColourAnalyser] = []

    def factory() -> ColourAnalyser:
        made.append(ColourAnalyser())
        return made[-1]

    judge = Judge(load_settings(workers=2), factory)
    assert made == []
    askers = [threading.Thread(target=judge.judge, args=(picture(REAL),)) for _ in range(8)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join(PATIENCE)
    assert len(made) == 2
    judge.close()
    assert judge.judge(picture(REAL)).decision.verdict is Verdict.BONA_FIDE
    assert len(made) == 4
    judge.close()


def test_pictures_are_judged_under_the_policy_of_the_settings() -> None:
    """The same picture passes under one threshold and not under another; nobody is asked for acts."""
    middling = picture((20, 128, 20))
    verdicts = {}
    for policy in ("strict", "lenient"):
        judge = Judge(load_settings(policy=policy, workers=1), ColourAnalyser)
        verdicts[policy] = judge.judge(middling).decision.verdict
        assert judge.judge(picture(FAKE)).decision.verdict is Verdict.ATTACK
        assert judge.judge(picture(NOBODY)).decision.verdict is Verdict.NO_RESPONSE
        assert judge.policy().challenge is None
        judge.close()
    assert verdicts == {"strict": Verdict.ATTACK, "lenient": Verdict.BONA_FIDE}


def test_a_policy_may_be_named_for_one_picture() -> None:
    """Its threshold decides and its title is told; a name that is none is the asker's mistake."""
    judge = Judge(load_settings(workers=1), ColourAnalyser)
    judged = judge.judge(picture((20, 128, 20)), judge.policy("strict"))
    assert (judged.decision.verdict, judged.policy.title) == (Verdict.ATTACK, judge.policy("strict").title)
    assert (judged.model, judged.model_sha256) == ("colours", COLOURS_SHA256)
    with pytest.raises(MessageError) as caught:
        judge.policy("generous")
    assert caught.value.code == "bad_parameter"
    judge.close()


def test_limits_are_those_of_the_settings() -> None:
    """A picture larger than the settings allow is refused before it is decoded."""
    judge = Judge(load_settings(workers=1, max_image_side=100), ColourAnalyser)
    with pytest.raises(ImageError) as caught:
        judge.judge(picture(REAL))
    assert caught.value.code == "too_large"
    judge.close()


def test_without_a_model_every_picture_is_refused() -> None:
    """The failure is logged once for each worker, and nobody passes."""
    judge = Judge(load_settings(workers=1), no_model)
    with capture_logs() as lines:
        for _ in range(3):
            with pytest.raises(ModelError):
                judge.judge(picture(REAL))
    assert [line["event"] for line in lines] == ["model_not_loaded"]
    judge.close()


def test_a_late_answer_is_thrown_away() -> None:
    """Past the time-out the caller is told, and a picture that waited is never begun."""
    begun, gate = [], threading.Event()

    class Held(ColourAnalyser):
        """Holds every frame until the gate opens."""

        def analyse(self, frame: Frame, memory: Memory | None = None, *, judge: bool = True) -> FrameAnalysis:
            """As of the protocol."""
            begun.append(frame)
            assert gate.wait(PATIENCE)
            return super().analyse(frame, memory, judge=judge)

    judge = Judge(load_settings(workers=1, analysis_timeout=0.2), Held)
    for _ in range(2):
        with pytest.raises(AnalysisTooLate):
            judge.judge(picture(REAL))
    gate.set()
    judge.close()
    assert len(begun) == 1


def test_there_are_so_many_places_and_each_is_given_back() -> None:
    """Four for each worker; the next one is told at once, and an error inside gives the place back."""
    judge = Judge(load_settings(workers=1), ColourAnalyser)
    with judge.place(), judge.place(), judge.place():
        with pytest.raises(ZeroDivisionError), judge.place():
            raise ZeroDivisionError
        with judge.place(), pytest.raises(ServerFull), judge.place():
            pass
        with judge.place():
            pass


def test_children_of_a_fork_have_workers_of_their_own() -> None:
    """A process that has judged a picture forks, as pre-loading servers do: its children judge theirs, and end."""
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-W", "ignore", str(FORKING)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        cwd=FORKING.parents[2],
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("BONA_FIDE") == 4
