"""What an operator sees at a glance: the sessions of some time in figures, and those that are streamed now."""

from datetime import UTC, datetime, timedelta
from typing import Final

from fastapi import APIRouter

from facevow.errors import InputError
from facevow.server.deps import ServicesNeeded
from facevow.server.services import Services
from facevow.server.threads import in_thread
from facevow.server.v1 import operate_examples as examples
from facevow.server.v1.documenting import GUARDED, problems, told
from facevow.server.v1.models import StatisticsQuery, Step
from facevow.server.v1.needs import OperateKey, StatisticsAsked, own_pages_only
from facevow.server.v1.operate_replies import Bucket, LiveSessions, Statistics, Totals
from facevow.store.statistics import EPOCH, Counted, Percentiles, Span, Tally, count_sessions

router = APIRouter(prefix="/v1", tags=["operate"], dependencies=own_pages_only)

MOST_BUCKETS: Final = 400
"""Steps of one answer: a year of days, two weeks of hours."""

STEPS: Final[dict[Step, tuple[timedelta, int]]] = {
    "minute": (timedelta(minutes=1), 60),
    "hour": (timedelta(hours=1), 24),
    "day": (timedelta(days=1), 30),
}
"""How long each step is, and how many of them are told where nobody says from when on."""

OF_TOTALS: Final = frozenset(Totals.model_fields)
OF_BUCKET: Final = frozenset(Bucket.model_fields) - {"at"}


@router.get(
    "/statistics",
    operation_id="getStatistics",
    summary="Count sessions over time",
    responses=told(200, "Sessions in steps.", examples.STATISTICS) | problems(*GUARDED, "bad_parameter"),
)
async def get_statistics(services: ServicesNeeded, key: OperateKey, query: StatisticsAsked) -> Statistics:
    """Of all servers that share the database, as it is now: what was erased or is no longer kept is not counted.

    A session counts where it was made, whenever it ended. Who asks for the same within two seconds is told the same.
    """
    del key
    now = services.clock.now()
    begin, end = _ends(query, now)
    step, _ = STEPS[query.step]
    policy = None if query.policy is None else str(query.policy)
    span = Span(begin, end, round(step.total_seconds()), policy)

    async def count() -> Statistics:
        await services.threads.ask(services.sessions.expire, now)
        return _statistics(await services.threads.count(count_sessions, services.database, span), span, query)

    return await services.counted.ask((begin, query.to, query.step, policy), now, count)


@router.get(
    "/live",
    operation_id="listLive",
    summary="List who streams now",
    responses=told(200, "This server's streams.", examples.LIVE) | problems(*GUARDED),
)
async def list_live(services: ServicesNeeded, key: OperateKey) -> LiveSessions:
    """Of this server only, and without scores. It tells nothing that would help somebody to pass.

    Where it has several processes, of all of them: of those that were not asked, as it was a second ago.
    """
    del key
    own, board = live_sessions(services), services.board
    return own if board is None else await in_thread(services.threads.files, board.live, own)


def live_sessions(services: Services) -> LiveSessions:
    """Who streams now, the oldest first."""
    live = services.live
    glances = [glance for place in live.places if (glance := place.glance()) is not None]
    return LiveSessions(
        capacity=live.capacity,
        inside=live.inside,
        draining=live.draining,
        sessions=sorted(glances, key=lambda one: (one.since, one.session)),
    )


def _ends(query: StatisticsQuery, now: datetime) -> tuple[datetime, datetime]:
    """Where the first step begins, and the end.

    Raises:
        InputError: code `bad_parameter`; there is nothing between, or more than can be told.
    """
    step, usual = STEPS[query.step]
    end = query.to or now
    try:
        asked = query.from_ or end - (usual - 1) * step - timedelta(microseconds=1)
        begin = EPOCH + (asked - EPOCH) // step * step
    except OverflowError as error:
        raise InputError("expected moments from the year 1 to the year 9999", code="bad_parameter") from error
    if begin >= end:
        raise InputError(
            f"expected from before to, got {begin.isoformat()} and {end.isoformat()}", code="bad_parameter"
        )
    if (end - begin) / step > MOST_BUCKETS:
        raise InputError(f"expected at most {MOST_BUCKETS} steps between from and to", code="bad_parameter")
    return begin, end


def _statistics(counted: Counted, span: Span, query: StatisticsQuery) -> Statistics:
    step, nothing = timedelta(seconds=span.seconds), Tally()
    several = -((span.begin - span.end) // step)  # rounded up: the last step may be cut short
    moments = [span.begin + number * step for number in range(several)]
    return Statistics.model_validate(
        {
            "from": span.begin,
            "to": span.end.astimezone(UTC),
            "step": query.step,
            "policy": query.policy,
            "totals": _told(counted.totals, OF_TOTALS),
            "buckets": [{"at": at} | _told(counted.steps.get(at, nothing), OF_BUCKET) for at in moments],
        }
    )


def _told(tally: Tally, names: frozenset[str]) -> dict[str, object]:
    """The figures of these names; each count by name, so that two answers can be held against each other."""
    return {name: _plain(getattr(tally, name)) for name in sorted(names)}


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return dict(sorted(value.items()))
    return {"p50": value.p50, "p95": value.p95} if isinstance(value, Percentiles) else value
