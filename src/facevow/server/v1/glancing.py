"""What an operator sees of a session that is being streamed. Pure: values in, values out."""

from facevow.challenge.events import Act, State
from facevow.server.answers import progress
from facevow.server.v1.course import Course
from facevow.server.v1.operate_replies import LiveSession
from facevow.server.v1.recorded import FrameCounts
from facevow.server.v1.wire import ProgressMessage
from facevow.store.records import SessionRecord


def glance(course: Course, record: SessionRecord, last: ProgressMessage | None, now: float) -> LiveSession:
    """How far the session of `record` is at `now` on the server's clock; `last` is the last answer to a frame."""
    check, counts = progress(course.session), course.counts
    asked = check.prompt
    return LiveSession(
        session=record.id,
        policy=record.policy,
        since=record.started or record.created,
        seconds=round(max(now - course.moments.began, 0.0), 1),
        state=State(check.state) if check.enabled else None,
        act=None if asked is None else Act(asked.act),
        done=len(check.done),
        of=check.of,
        frames=FrameCounts(
            received=counts.received, analysed=counts.analysed, dropped=counts.dropped, refused=counts.refused
        ),
        face=None if last is None else last.face is not None,
        guidance=[] if last is None else last.guidance,
    )
