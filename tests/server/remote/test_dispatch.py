"""How frames are sent to replicas."""

import asyncio
from concurrent.futures import Future

import pytest
from structlog.testing import capture_logs

from facevow.errors import FacevowError
from facevow.server.pool import AnalysisFailed
from facevow.server.remote import dispatch
from facevow.server.remote.dispatch import LOSSES, Dispatcher, Job
from facevow.server.remote.travel import Answers, Ask, Identity, ReplicaLost, Told
from facevow.server.work import Encoded
from facevow.types import FrameAnalysis, Quality
from tests.server.serving import PATIENCE

SOMEBODY = Identity("1", "a plan", "a model", "0" * 64, "")


def job(index: int) -> Job:
    return Job(Ask(Encoded(b"", index=index), None, judge=True, describe="never"), Future())


def answered(ask: Ask) -> Told:
    assert isinstance(ask.load, Encoded)
    return Told(FrameAnalysis(ask.load.index, 0.0, 1, 1, (), Quality((), {})), None, 0.0)


def settle(one: Job, by: Identity, answer: Told | FacevowError) -> None:
    assert by is SOMEBODY
    assert isinstance(answer, Told)
    one.answer.set_result(answer.analysis)


class Line:
    """Calls that wait until the test lets them through; `sent` are the frames of each."""

    def __init__(self) -> None:
        self.sent: list[list[int]] = []
        self.gate = asyncio.Event()

    async def __call__(self, asks: tuple[Ask, ...]) -> Answers:
        """As of `Call`."""
        self.sent.append([ask.load.index for ask in asks if isinstance(ask.load, Encoded)])
        await self.gate.wait()
        return Answers(SOMEBODY, tuple(map(answered, asks)))


def test_a_frame_waits_for_no_company() -> None:
    """While slots are free each frame goes at once; those that come later share the slots that become free."""

    async def run() -> list[list[int]]:
        line = Line()
        sending = Dispatcher(line, settle, slots=2, most=4, seconds=PATIENCE)
        jobs = [job(number) for number in range(12)]
        for each in jobs:
            sending.put(each)
            await asyncio.sleep(0)
        assert line.sent == [[0], [1]]
        line.gate.set()
        for number, each in enumerate(jobs):
            assert (await asyncio.wrap_future(each.answer)).index == number
        await sending.close()
        return line.sent

    sent = asyncio.run(run())
    assert [number for numbers in sent for number in numbers] == list(range(12))
    assert max(map(len, sent)) == 4


def test_what_nobody_waits_for_is_not_sent() -> None:
    """A frame whose asker gave up while it waited here costs no replica any work."""

    async def run() -> list[list[int]]:
        line = Line()
        sending = Dispatcher(line, settle, slots=1, most=4, seconds=PATIENCE)
        jobs = [job(number) for number in range(4)]
        for each in jobs:
            sending.put(each)
        await asyncio.sleep(0)
        jobs[2].answer.cancel()
        line.gate.set()
        await asyncio.wrap_future(jobs[3].answer)
        await sending.close()
        return line.sent

    assert asyncio.run(run()) == [[0], [1, 3]]


def test_a_silent_replica_is_given_up() -> None:
    """A call without an answer ends after its seconds, and its frame is sent again, LOSSES times in all, then fails."""

    async def run() -> int:
        line = Line()
        sending = Dispatcher(line, settle, slots=1, most=4, seconds=0.02)
        one = job(0)
        sending.put(one)
        error = await asyncio.to_thread(one.answer.exception, PATIENCE)
        assert isinstance(error, AnalysisFailed)
        await sending.close()
        return len(line.sent)

    with capture_logs():
        assert asyncio.run(run()) == LOSSES


def test_closing_settles_what_was_to_be_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A frame that waits for its third replica when all is closed is cancelled: nobody waits for it for ever."""
    monkeypatch.setattr(dispatch, "PAUSE", PATIENCE)
    calls: list[int] = []

    async def lose(asks: tuple[Ask, ...]) -> Answers:
        calls.append(len(asks))
        raise ReplicaLost("killed")

    async def run() -> bool:
        sending = Dispatcher(lose, settle, slots=1, most=4, seconds=PATIENCE)
        one = job(0)
        sending.put(one)
        for _ in range(100):  # no call takes any time
            await asyncio.sleep(0)
        await sending.close()
        return one.answer.cancelled()

    with capture_logs():
        assert asyncio.run(run())
    assert len(calls) == LOSSES - 1


def test_an_answer_that_lacks_a_frame_fails_them_all() -> None:
    """No frame is given the answer to another one."""

    async def short(asks: tuple[Ask, ...]) -> Answers:
        return Answers(SOMEBODY, tuple(map(answered, asks[1:])))

    async def run() -> BaseException | None:
        sending = Dispatcher(short, settle, slots=1, most=4, seconds=PATIENCE)
        one = job(0)
        sending.put(one)
        error = await asyncio.to_thread(one.answer.exception, PATIENCE)
        await sending.close()
        return error

    with capture_logs():
        assert isinstance(asyncio.run(run()), AnalysisFailed)


def test_an_asker_who_gives_up_disturbs_nobody() -> None:
    """A frame that was cancelled while a replica had it, and lost it, is not sent again; its neighbour is."""
    lost: list[int] = []

    async def run() -> list[list[int]]:
        line = Line()

        async def call(asks: tuple[Ask, ...]) -> Answers:
            answers = await line(asks)
            if len(asks) == 2 and not lost:
                lost.append(1)
                jobs[1].answer.cancel()
                raise ReplicaLost("killed")
            return answers

        sending = Dispatcher(call, settle, slots=1, most=4, seconds=PATIENCE)
        jobs = [job(number) for number in range(3)]
        for each in jobs:
            sending.put(each)
        await asyncio.sleep(0)
        line.gate.set()
        assert (await asyncio.wrap_future(jobs[2].answer)).index == 2
        await sending.close()
        return line.sent

    with capture_logs():
        assert asyncio.run(run()) == [[0], [1, 2], [2]]
