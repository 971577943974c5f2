"""What a caller may ask the API for.

Requests refuse unknown fields: a misspelt `exclude` that is passed over would ask a person for what they cannot do.
"""

import json
import re
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal, Self, get_args

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictStr,
    WithJsonSchema,
    model_validator,
)

from facevow.challenge.draw import GROUPS
from facevow.challenge.events import Act
from facevow.decision.policy import PolicyName
from facevow.decision.verdict import Verdict
from facevow.store.outbox import State as CallbackState
from facevow.store.records import SessionState

EXCLUDABLE: Final = (*GROUPS, *(act.value for act in Act))
"""Groups of acts and single acts that a session may do without."""

MOST_METADATA: Final = 4096
"""Bytes of a session's metadata as compact JSON in UTF-8."""

DEEPEST_METADATA: Final = 32
"""Levels of a session's metadata, itself the first."""

_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
"""RFC 3339, section 5.6."""

SUBJECT: Final = r"^(\.{0,2}[^.\x00-\x1f\x7f]|\.{3})[^\x00-\x1f\x7f]*$"
"""No control characters, and neither "." nor "..": a subject has to fit into an address."""

SESSION_ID: Final = "^fvs_[A-Za-z0-9_-]{22}$"

TEMPLATE_ID: Final = "^tpl_[A-Za-z0-9_-]{22}$"

LAST_NUMBER: Final = 2**63 - 1
"""The largest number that a line can have."""

MOST_ENROLLED_AT_ONCE: Final = 5
"""Images of one enrolment: a request takes one place among those with pictures, and has each analysed in turn."""

REPORT_NAME: Final = "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"
"""No dots and no slashes: a name leads nowhere but to a report."""

REASON: Final = "^[a-z][a-z0-9_]{0,63}$"
"""How the reasons of verdicts and of ends are written."""

Step = Literal["minute", "hour", "day"]
Liveness = Literal["required", "ignored"]
Reveal = Literal["nothing", "verdict", "token"]
KeepImages = Literal["none", "reference", "audit"]

IMAGES: Final[tuple[KeepImages, ...]] = get_args(KeepImages)
"""What may be kept, each with all before it."""


def _excludable(name: str) -> str:
    if name not in EXCLUDABLE:
        raise ValueError(f"expected an act or a group of acts: {', '.join(EXCLUDABLE)}")
    return name


def _small(metadata: dict[str, Any]) -> dict[str, Any]:
    size = len(json.dumps(metadata, ensure_ascii=False, separators=(",", ":")).encode())
    if size > MOST_METADATA:
        raise ValueError(f"expected at most {MOST_METADATA} bytes of JSON, got {size}")
    if _depth(metadata) > DEEPEST_METADATA:
        raise ValueError(f"expected at most {DEEPEST_METADATA} levels")
    return metadata


def _depth(value: object) -> int:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inside is None else 1 + max(map(_depth, inside), default=0)


def _whole(value: object) -> object:
    """60.0 is an integer to JSON Schema, so it is one here."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _shaped(value: object) -> object:
    """Pydantic would take a bare number for seconds since 1970."""
    if not isinstance(value, str) or _MOMENT.fullmatch(value) is None:
        raise ValueError("expected a moment such as 2026-05-17T12:30:00Z")
    return value


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("expected a moment from the year 1 to the year 9999") from error


Moment = Annotated[AwareDatetime, BeforeValidator(_shaped), AfterValidator(_in_utc)]
Excludable = Annotated[
    StrictStr, AfterValidator(_excludable), WithJsonSchema({"type": "string", "enum": list(EXCLUDABLE)})
]
Metadata = Annotated[dict[str, Any], AfterValidator(_small)]
Image = Annotated[StrictStr, Field(min_length=1)]
WholeSeconds = Annotated[int, BeforeValidator(_whole), Field(strict=True, ge=10, le=3600)]


class Asked(BaseModel):
    """A body that is sent to the server."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class NewSession(Asked):
    """What a session is to be like. Every field may be left out."""

    policy: PolicyName | None = Field(
        None, description="Which thresholds and which challenge; the server's own if none."
    )
    exclude: tuple[Excludable, ...] = Field(
        (), max_length=20, description="Acts that the person must not be asked for."
    )
    person_may_exclude: bool = Field(
        default=True, strict=True, description="Whether the person may exclude more acts before anything was asked."
    )
    subject: StrictStr | None = Field(
        None,
        min_length=1,
        max_length=256,
        pattern=SUBJECT,
        description="Who the person says to be; best an opaque id of yours, see docs/tokens.md.",
    )
    reference: StrictStr | None = Field(
        None,
        min_length=1,
        description="An image of that person in base64, with one face: who streams is compared with it. Not kept.",
    )
    compare_with_subject: bool = Field(
        default=False, strict=True, description="Whether who streams is compared with what is enrolled of `subject`."
    )
    metadata: Metadata = Field(
        default_factory=dict, description=f"The application's own; at most {MOST_METADATA} bytes of JSON."
    )
    callback: StrictStr | None = Field(
        None, min_length=1, max_length=2048, description="Where to tell the end of the session: an https address."
    )
    expires_in: WholeSeconds | None = Field(
        None, description="Seconds in which the session must be begun; the server's own setting if none."
    )
    reveal: Reveal = Field(
        "nothing", description="What the browser is told at the end: nothing, the verdict, or the token."
    )
    keep_images: KeepImages = Field(
        "none", description="Which images to keep, sealed; at most what the server's settings allow."
    )


class PageQuery(Asked):
    """Which page of a listing to tell."""

    limit: int = Field(20, ge=1, le=100, description="How many to list at most.")
    cursor: str | None = Field(None, max_length=200, description="`next` of the page before.")


class TemplateQuery(Asked):
    """What to erase of a subject; misspelt names are refused, since without its filter it erases all there is."""

    template: str | None = Field(
        None, pattern=TEMPLATE_ID, description="One of the subject's templates; all of them if none."
    )


class SessionQuery(PageQuery):
    """Which sessions to list; misspelt names are refused, since without its filter a listing shows everybody."""

    state: SessionState | None = Field(None, description="Only those in this state.")
    verdict: Verdict | None = Field(None, description="Only those with this verdict.")
    policy: PolicyName | None = Field(None, description="Only those that were ordered with this policy.")
    reason: str | None = Field(None, pattern=REASON, description="Only those that have this among their reasons.")
    ended_by: str | None = Field(None, pattern=REASON, description="Only those that were ended by this.")
    subject: str | None = Field(None, min_length=1, max_length=256, pattern=SUBJECT, description="Only this person's.")
    created_after: Moment | None = Field(None, description="Only those made at this moment or later.")
    created_before: Moment | None = Field(None, description="Only those made before.")


class CallbackQuery(PageQuery):
    """Which callbacks to list; misspelt names are refused, since without its filter a listing shows all of them."""

    state: CallbackState | None = Field(None, description="Only those in this state.")
    session: str | None = Field(None, pattern=SESSION_ID, description="Only this session's.")


class FramesQuery(Asked):
    """Which frames of a session to tell."""

    after: int = Field(0, ge=0, le=LAST_NUMBER, description="`next` of the page before.")
    limit: int = Field(200, ge=1, le=1000, description="How many to list at most.")


class StatisticsQuery(Asked):
    """Which sessions to count, and in what steps."""

    from_: Moment | None = Field(
        None,
        alias="from",
        description="Where to begin; the step that it lies in is counted whole. If none, 60 minutes, 24 hours or 30 "
        "days before the end, by the step.",
    )
    to: Moment | None = Field(None, description="Where to end; now if none.")
    step: Step = Field("hour", description="How long a bucket is; there are at most 400.")
    policy: PolicyName | None = Field(None, description="Only sessions that were ordered with this policy.")


class AnalysisRequest(Asked):
    """One image to judge by itself."""

    image: StrictStr = Field(min_length=1, description="JPEG, PNG, WebP, GIF, BMP or TIFF in base64.")


class EnrolRequest(Asked):
    """Faces to enrol: images, or the reference image of a session that a live person has passed."""

    images: tuple[Image, ...] | None = Field(
        None, min_length=1, max_length=MOST_ENROLLED_AT_ONCE, description="Images of one person in base64."
    )
    session: StrictStr | None = Field(
        None, pattern=SESSION_ID, description="A session in its place: BONA_FIDE, and with a reference image kept."
    )
    replace: bool = Field(
        default=False, strict=True, description="Whether these take the place of all that is enrolled of the subject."
    )
    liveness: Liveness = Field(
        "required", description="Whether each image has to be bona fide by itself; `ignored` is for images you trust."
    )

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.images is None) == (self.session is None):
            raise ValueError("expected either images or session")
        return self


class VerifyRequest(Asked):
    """An image to compare with what is enrolled of one subject."""

    image: Image = Field(description="JPEG, PNG, WebP, GIF, BMP or TIFF in base64, with one face.")
    liveness: Liveness = Field("required", description="Whether a match needs a verdict BONA_FIDE of the image.")


class IdentifyRequest(Asked):
    """An image to find among all who are enrolled."""

    image: Image = Field(description="JPEG, PNG, WebP, GIF, BMP or TIFF in base64, with one face.")
    most: Annotated[int, BeforeValidator(_whole), Field(strict=True, ge=1, le=10)] = Field(
        5, description="How many subjects to name at most."
    )
    liveness: Liveness = Field("required", description="Whether anybody is named without a verdict BONA_FIDE.")
