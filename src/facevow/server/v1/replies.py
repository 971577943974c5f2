"""What the API tells: the bodies of its good answers."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from facevow.challenge.events import Act
from facevow.decision.policy import PolicyName
from facevow.decision.verdict import Verdict
from facevow.server.v1.models import SESSION_ID, KeepImages, Reveal
from facevow.server.v1.recorded import Against, Match, Timings, TranscriptEntry
from facevow.signing.verdicts import Erasure
from facevow.store.records import SessionState

HEX_64 = "^[0-9a-f]{64}$"

Sha256 = Annotated[str, Field(pattern=HEX_64, description="SHA-256 in hexadecimal.")]
Share = Annotated[float, Field(ge=0, le=1)]
PixelBox = tuple[int, int, int, int]


class Told(BaseModel):
    """A body that the server sends."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ModelUsed(Told):
    """The passive network: its name and the hash of its file."""

    name: str
    sha256: str = Field(description="SHA-256 of the file in hexadecimal; empty where it is not known.")


class KeptImage(Told):
    """An image of a session. `at` is seconds of its stream; `sha256` and `size` are of the JPEG that `url` gives."""

    name: str
    at: float
    sha256: Sha256
    size: int
    url: str


class SessionSummary(Told):
    """One person's check: what was asked for, where it stands, and how it ended.

    `verdict`, `confidence` and `token` are null but in a COMPLETED session; only BONA_FIDE is a pass.
    """

    id: str = Field(pattern=SESSION_ID)
    state: SessionState
    created: datetime
    expires: datetime = Field(
        description="When it ends by itself: until then it must be begun, or, once begun, be over."
    )
    started: datetime | None
    ended: datetime | None
    ended_by: str | None = Field(description="What ended a session that was not completed.")
    policy: str
    policy_title: str = Field(description="Name and version of the policy that judged it; empty until the end.")
    exclude: list[str] = Field(description="Acts and groups of acts that the application asked to leave out.")
    excluded: list[Act] = Field(
        description="All acts that are not asked for: those of `exclude`, and those that the person left out."
    )
    person_may_exclude: bool
    reveal: Reveal
    keep_images: KeepImages
    compare: Against | None = Field(description="Whom the person is compared with; null where none was ordered.")
    subject_given: bool
    metadata: dict[str, Any]
    callback: str | None
    verdict: Verdict | None
    confidence: float | None = Field(description="The fused passive score, 0 to 1, rising towards bona fide.")
    reasons: list[str]
    model: ModelUsed | None
    transcript_sha256: Sha256 | None
    frames_sha256: Sha256 | None
    token: str | None = Field(
        description="The signed verdict: a JWS that anybody can verify with the server's public keys."
    )


class Session(SessionSummary):
    """A session with all that its verdict rests on."""

    evidence: dict[str, Any] = Field(description="The values of every cue, by cue.")
    transcript: list[TranscriptEntry] = Field(description="What happened in the challenge, oldest first.")
    match: Match | None = Field(
        description="What the comparison came to; null where `compare` is, until the end, and if not COMPLETED."
    )
    timings: Timings | None = Field(description="Seconds, milliseconds and counts; null until the stream has ended.")
    images: list[KeptImage]


class CreatedSession(Session):
    """A session with what its browser needs. The client token is shown here only, and works once."""

    client_token: str = Field(description="Hand it to the person's browser: it opens the stream of this session, once.")
    session_token: str = Field(
        description="The same with the session's id before it, `<id>.<client_token>`: all that `<facevow-check>` needs."
    )
    stream_url: str = Field(description="Where the browser opens the WebSocket.")


class SessionPage(Told):
    """Sessions, the newest first; `next` is the cursor of the page after, null on the last one."""

    sessions: list[SessionSummary]
    next: str | None


class Analysis(Told):
    """What one image shows. It says nothing of a live person: whoever needs that asks for a session.

    `score` rises towards bona fide, null without a face; `bbox` is x, y, width and height in pixels of the image.
    """

    face_detected: bool
    verdict: Verdict
    score: Share | None
    threshold: Share
    policy: str
    model: ModelUsed
    bbox: PixelBox | None
    quality: list[str]


class AuditPlace(Told):
    """Where in the audit log something stands."""

    number: int
    hash: Sha256


class Counts(Told):
    """How many rows of each kind were erased."""

    sessions: int
    images: int
    callbacks: int
    log_rows: int
    templates: int


class Receipt(Told):
    """What was erased, when, and where the audit log says so; `token` is the same, signed by the server."""

    erased: Erasure = Field(
        description="A session; all there was of a subject; its templates and nothing else; or one template only."
    )
    session: str | None = Field(description="The session that was erased; null for a subject.")
    subject_salt: Annotated[str, Field(pattern="^[0-9a-f]{32}$")] | None = Field(
        description="Drawn anew for each receipt of a subject; null for a session."
    )
    subject_sha256: Sha256 | None = Field(
        description="SHA-256 of three lines: facevow-receipt-v1, the salt, the subject; null for a session."
    )
    erased_at: datetime
    counts: Counts
    audit: AuditPlace
    token: str


class Rate(Told):
    """A measured share and the ends of its 95 % interval."""

    rate: Share
    low: Share
    high: Share


class ChallengeInfo(Told):
    """What a policy asks of the person; times are seconds. `replayed`: recordings of live people that passed it."""

    steps: list[str]
    reserve: list[str]
    bits: float
    longest: int
    window: float
    time_limit: float | None
    faults: int
    unasked: int
    restarts: int
    replayed: Rate | None
    replayed_on: str | None


class PolicyInfo(Told):
    """A policy and its error rates, as they were measured: ISO/IEC 30107-3, of single pictures."""

    name: PolicyName
    title: str
    threshold: Share
    apcer: Rate = Field(description="Attacks taken for bona fide, the worst species.")
    bpcer: Rate = Field(description="Bona fide taken for attacks.")
    on: str = Field(description="What the rates were measured on.")
    challenge: ChallengeInfo | None


class Policies(Told):
    """Every policy, the strictest first. The rates hold for `model` only; `running` is the network of this server."""

    default: PolicyName
    version: str
    model: str
    running: str | None
    policies: list[PolicyInfo]


class ProblemInfo(Told):
    """A kind of problem: its code and status never change, `remedy` is what to do about it."""

    type: str
    code: str
    status: int
    title: str
    remedy: str


class ProblemTable(Told):
    """Every kind of problem."""

    problems: list[ProblemInfo]


class CallbackInfo(Told):
    """A callback and what became of it. `due` is when it is tried (again), unless it was delivered or given up."""

    id: str
    session: str
    url: str
    event: str
    created: datetime
    due: datetime
    attempts: int
    last_status: int | None
    last_error: str | None
    delivered: datetime | None
    given_up: datetime | None


class CallbackPage(Told):
    """Callbacks, the newest first; `next` is the cursor of the page after, null on the last one."""

    callbacks: list[CallbackInfo]
    next: str | None


class AuditLine(Told):
    """A line of the audit log; `hash` covers the others and `previous`, the hash of the line before."""

    number: int
    at: datetime
    actor: str
    action: str
    target: str
    details: dict[str, Any]
    previous: str
    hash: Sha256


class AuditPage(Told):
    """Lines of the audit log in order; `next` is the number to go on from, null at the end."""

    lines: list[AuditLine]
    next: int | None


class SubjectExport(Told):
    """All that is kept of a subject: rows as they stand in the database, images opened and in base64."""

    subject_sha256: Sha256 = Field(description="SHA-256 of the subject that was asked for.")
    exported_at: datetime
    data: dict[str, Any]


class PublicKey(Told):
    """A public key that verifies what this server has signed (RFC 7517, RFC 8037)."""

    kty: Literal["OKP"]
    crv: Literal["Ed25519"]
    x: str
    kid: str
    use: Literal["sig"]
    alg: Literal["EdDSA"]


class PublicKeys(Told):
    """A JSON Web Key Set: the key that signs now, and those before it whose signatures still hold."""

    keys: list[PublicKey]
