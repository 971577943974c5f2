"""What the API tells of enrolled people: the bodies of its good answers."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from facevow.decision.verdict import Verdict
from facevow.server.v1.models import SESSION_ID, TEMPLATE_ID
from facevow.server.v1.replies import PixelBox, Share, Told

Source = Literal["image", "session"]


class EnrolledTemplate(Told):
    """One enrolled face. The template itself is shown to nobody; an export has it."""

    id: str = Field(pattern=TEMPLATE_ID)
    created: datetime
    matcher: str = Field(description="Name and version of the matcher that made it, and alone can read it.")
    usable: bool = Field(description="Whether it can be compared: it is of the present matcher, and can be opened.")
    source: Source
    session: str | None = Field(pattern=SESSION_ID, description="The session that it was enrolled from, if any.")
    quality: dict[str, Any] = Field(description="What was measured of the face then.")


class Likeness(Told):
    """A subject, and how like it a face is."""

    subject: str
    score: float = Field(
        ge=-1, le=1, description="The score against all of the subject's templates; it rises with likeness."
    )


class Enrolment(Told):
    """What was enrolled. `duplicates` are other subjects who look the same: they are told of, not refused."""

    subject: str
    templates: list[EnrolledTemplate] = Field(description="Those that were made now.")
    enrolled: int = Field(ge=1, description="How many templates the subject has in all.")
    duplicates: list[Likeness]
    matcher: str
    threshold: float


class Seen(Told):
    """What an image showed that was compared, and by what.

    `reasons` say why there is no match, and are empty where there is one: `no_face`, `several_faces`, `no_template`,
    `not_live`, `not_matched`, and then what the image lacks (`blurred`, `turned_away`, ...).
    """

    threshold: float = Field(description="The least score of a match.")
    matcher: str
    verdict: Verdict = Field(description="The passive verdict of this image by itself.")
    live_score: Share | None = Field(description="The passive score, rising towards bona fide; null without a face.")
    face_detected: bool
    bbox: PixelBox | None = Field(description="x, y, width and height of the face in pixels of the image.")
    reasons: list[str]


class Verification(Seen):
    """Whether an image shows the subject: `match` is true of a face that is like, and live unless that is ignored."""

    match: bool
    score: float | None = Field(
        ge=-1, le=1, description="The score against all of them; null where nothing could be compared."
    )
    templates: int = Field(description="How many enrolled templates the face is compared with.")


class Identification(Seen):
    """Who of those enrolled an image may show: the most like first, none below the threshold."""

    matches: list[Likeness]
    searched: int = Field(description="How many templates were searched.")


class GallerySubject(Told):
    """A subject and the faces that are enrolled of it."""

    subject: str
    matcher: str | None = Field(description="The server's matcher at present; null where it has none.")
    templates: list[EnrolledTemplate]


class GalleryEntry(Told):
    """A subject as a listing tells it."""

    subject: str | None = Field(description="null where the name cannot be opened any more.")
    templates: int = Field(ge=1)
    unreadable: int = Field(ge=0, description="How many of them somebody has broken in the database.")
    matchers: list[str] = Field(description="The matchers that made them.")
    first: datetime | None = Field(description="When the oldest of them was enrolled.")
    last: datetime | None = Field(description="When the newest of them was enrolled.")


class GalleryPage(Told):
    """Enrolled subjects in an order that stays; `next` is the cursor of the page after, null on the last one."""

    subjects: list[GalleryEntry]
    next: str | None
    matcher: str | None = Field(description="The server's matcher at present; null where it has none.")
