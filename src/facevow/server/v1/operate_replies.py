"""What the API tells an operator: who streams now, figures over time, reports, and what a key may do."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from facevow.challenge.events import Act, State
from facevow.decision.policy import PolicyName
from facevow.server.v1.models import REPORT_NAME, SESSION_ID, Step
from facevow.server.v1.recorded import FrameCounts
from facevow.server.v1.replies import Told
from facevow.types import QualityCode

Tally = dict[str, int]
"""How many there were of each, by name; what there was none of is left out."""


class KeyInfo(Told):
    """What the key that was shown may do. On a server that is not `locked` nobody needs one: it is told all scopes."""

    key_id: str | None = Field(description="The public part of the key; null on a server that is not locked.")
    scopes: list[Literal["analyses", "erase", "gallery", "operate", "seed", "sessions"]] = Field(
        description="What the key may be used for, in order."
    )
    locked: bool = Field(description="Whether this server asks for keys.")


class LiveSession(Told):
    """A session that is being streamed: what the person is at, and nothing of whether it will pass."""

    session: str = Field(pattern=SESSION_ID)
    policy: str
    since: datetime = Field(description="When its stream began.")
    seconds: float = Field(ge=0, description="For how long it has been streamed.")
    state: State | None = Field(description="Where the challenge stands; null where none is asked for.")
    act: Act | None = Field(description="What the person is asked to do now; null while nothing is.")
    done: int = Field(ge=0, description="How many acts are done.")
    of: int = Field(ge=0, description="How many there are in all; 0 where none is asked for.")
    frames: FrameCounts
    face: bool | None = Field(description="Whether the last frame had a face; null before the first answer.")
    guidance: list[QualityCode] = Field(description="What the person could do better, by the last frame.")


class LiveSessions(Told):
    """The sessions that this server streams now, the oldest first. Others that share its database are not asked."""

    capacity: int = Field(description="How many it takes at once.")
    inside: int = Field(ge=0, description="How many it has.")
    draining: bool = Field(description="Whether it is being stopped, and takes no more.")
    sessions: list[LiveSession]


class Percentiles(Told):
    """The median and the 95th percentile, by nearest rank, of one figure of each session."""

    p50: float = Field(ge=0)
    p95: float = Field(ge=0)


class Bucket(Told):
    """The sessions that were made from `at` on, for the length of a step.

    `milliseconds`: each session has a median and a 95th percentile of the times from a frame's arrival to its answer;
    `p50` is the median of those medians, `p95` the 95th percentile of those 95th percentiles. `seconds` is of how long
    sessions were streamed. Both are null where no session was.
    """

    at: datetime
    sessions: int = Field(ge=0)
    states: Tally
    verdicts: Tally
    reasons: Tally = Field(description="A session may have several.")
    milliseconds: Percentiles | None
    seconds: Percentiles | None


class Totals(Told):
    """The sessions of all buckets; figures as in a bucket."""

    sessions: int = Field(ge=0)
    states: Tally
    verdicts: Tally
    reasons: Tally
    ended_by: Tally = Field(description="What ended sessions that were not completed.")
    policies: Tally
    milliseconds: Percentiles | None
    seconds: Percentiles | None


class Statistics(Told):
    """Sessions counted by the moment they were made, in steps that begin at whole minutes, hours or days of UTC."""

    from_: datetime = Field(alias="from", description="Where the first bucket begins.")
    to: datetime = Field(description="The end; what was made then is not counted.")
    step: Step
    policy: PolicyName | None = Field(description="Whose sessions these are; null: all.")
    totals: Totals
    buckets: list[Bucket] = Field(description="Every step, the earliest first, also those without a session.")


class ReportInfo(Told):
    """A report that can be read."""

    name: str = Field(pattern=REPORT_NAME)
    modified: datetime
    size: int = Field(ge=0, description="Bytes of its file.")


class ReportList(Told):
    """The reports in the folder of the setting `reports`, the newest first."""

    configured: bool = Field(description="Whether the server has such a folder.")
    reports: list[ReportInfo]


class Report(ReportInfo):
    """A report: the summary that `facevow evaluate` wrote, as docs/evaluation.md has it."""

    summary: dict[str, Any]
