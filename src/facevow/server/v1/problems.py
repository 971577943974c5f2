"""Every problem that the API can answer with: RFC 9457 documents, and the table they are drawn from.

A code has one status and one title, for good: programs go by the code. `type` is a reference to `/problems/<code>` on
the same server, where the row of the table is served.
"""

from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

MEDIA_TYPE: Final = "application/problem+json"
"""RFC 9457, section 3."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the table: `status` of HTTP, `title` in a few words, and what to do about it."""

    code: str
    status: int
    title: str
    remedy: str

    @property
    def type(self) -> str:
        """The reference that stands in a problem document."""
        return f"/problems/{self.code}"


_SEND_ANOTHER: Final = "Send what the message expects."

_ROWS: Final = (
    Kind("not_json", 400, "The body is not JSON", "Send one JSON document in UTF-8, without duplicate names or NaN."),
    Kind("bad_request", 400, "The request cannot be understood", _SEND_ANOTHER),
    Kind("key_missing", 401, "An API key is needed", "Send the header Authorization: Bearer <key>."),
    Kind("key_malformed", 401, "That is no API key", "Send a key as facevow keys create printed it."),
    Kind("key_unknown", 401, "The API key is not known", "Make another with facevow keys create."),
    Kind("key_revoked", 401, "The API key was revoked", "Make another with facevow keys create."),
    Kind("scope_missing", 403, "The API key may not do this", "Make a key with the scope that the message names."),
    Kind("origin_refused", 403, "This page may not use the server", "Add its origin to the setting allowed_origins."),
    Kind("host_refused", 403, "This host name is not served", "Lock the server with API keys before others reach it."),
    Kind("not_found", 404, "There is no such address", "See the list of routes in the OpenAPI document."),
    Kind("session_unknown", 404, "There is no such session", "It never was, was erased, or is older than is kept."),
    Kind("image_unknown", 404, "There is no such image", "The session lists the images that it keeps."),
    Kind("callback_unknown", 404, "There is no such callback", "It never was, was erased, or is older than is kept."),
    Kind("report_unknown", 404, "There is no such report", "GET /v1/reports lists those that there are."),
    Kind("not_enrolled", 404, "Nobody is enrolled under that name", "Enrol the subject first."),
    Kind("template_unknown", 404, "The subject has no such template", "GET /v1/gallery/{subject} lists them."),
    Kind("problem_unknown", 404, "There is no such problem", "See /problems for all of them."),
    Kind("method_not_allowed", 405, "This address takes other methods", "The header Allow names them."),
    Kind("too_slow", 408, "The body did not come to its end", "Send it at once."),
    Kind("challenge_impossible", 409, "Too little is left to ask for", "Exclude less, or name a more lenient policy."),
    Kind("session_ended", 409, "The session is over", "Make another."),
    Kind(
        "not_the_subject", 409, "This is another person", "Enrol with replace where the name is another person's now."
    ),
    Kind("gallery_full", 409, "The subject has as many templates as it may", "Erase some, or enrol with replace."),
    Kind("template_outdated", 409, "The enrolled templates cannot be read", "Enrol the subject anew, with replace."),
    Kind("no_reference_image", 409, "The session keeps no reference image", "Order it with keep_images."),
    Kind("report_unreadable", 409, "The report cannot be shown", "Write it anew with facevow evaluate."),
    Kind("image_lost", 410, "The image can no longer be opened", "Its key is not in the server's keyring any more."),
    Kind("too_large", 413, "That is too large", "The message names the limit."),
    Kind("unsupported_media_type", 415, "This kind of body is not taken", "The message names the kinds that are."),
    Kind("bad_body", 422, "The body is not as expected", "Each entry of errors names a place and what it expects."),
    Kind("bad_parameter", 422, "A parameter is not as expected", "Each entry of errors names one."),
    Kind("bad_cursor", 422, "That is no cursor of this listing", "Send next of the page before, or none."),
    Kind(
        "idempotency_conflict", 422, "This Idempotency-Key was for another request", "Take a new key for a new request."
    ),
    Kind("bad_callback", 422, "The callback cannot be used", "Give an https address that is reachable publicly."),
    Kind("images_not_allowed", 422, "This server does not keep such images", "Change the setting keep_images."),
    Kind("bad_image", 422, "The image cannot be used", _SEND_ANOTHER),
    Kind("not_base64", 422, "The image is not in base64", _SEND_ANOTHER),
    Kind("not_an_image", 422, "That is no image", "Send a JPEG, PNG, WebP, GIF, BMP or TIFF."),
    Kind("truncated", 422, "The image's end is missing", "Send all of it."),
    Kind("corrupt", 422, "The image is broken inside", "Send another."),
    Kind("unsupported", 422, "The image has pixels of a rare kind", "Send 8 or 16 bits a channel, grey or in colours."),
    Kind("not_fit", 422, "The face is not fit to be compared", "Send another; errors names each image and its codes."),
    Kind("not_live", 422, "The face is not taken for a live one", "Send another, or the id of a passed session."),
    Kind("not_one_person", 422, "The images do not show one person", "Send images of one person only."),
    Kind("no_template", 422, "The face cannot be described", "Send a larger, sharper image."),
    Kind("rate_limited", 429, "Too many requests", "Come again after the seconds in Retry-After."),
    Kind("locked_out", 429, "Too many failed checks", "The person has to wait for the seconds in Retry-After."),
    Kind("error", 500, "The server failed", "Its log says why."),
    Kind("analysis_failed", 500, "The analysis failed", "Its log says why. It says nothing about the person."),
    Kind("server_full", 503, "The server has no room", "Come again after the seconds in Retry-After."),
    Kind("draining", 503, "The server is stopping", "Come again after the seconds in Retry-After."),
    Kind("no_model", 503, "The server has no model", "Its log says why; see facevow models pull."),
    Kind("no_matcher", 503, "The server has no matcher", "See the setting matcher, and facevow models pull."),
    Kind("gallery_unreadable", 503, "No enrolled template can be read", "The operator has to put the keys back."),
    Kind("overloaded", 503, "The server has too much to do", "Come again after the seconds in Retry-After."),
    Kind("store_error", 503, "The database cannot be used", "Come again after the seconds in Retry-After."),
)

PROBLEMS: Final[dict[str, Kind]] = {kind.code: kind for kind in _ROWS}
"""The table, by code."""

PLAIN: Final[dict[int, str]] = {
    400: "bad_request", 401: "key_missing", 403: "scope_missing", 404: "not_found", 405: "method_not_allowed",
    408: "too_slow", 409: "challenge_impossible", 413: "too_large", 415: "unsupported_media_type", 422: "bad_body",
    429: "rate_limited", 503: "overloaded",
}  # fmt: skip
"""For each status the code of a failure that has none in the table."""


class Place(BaseModel):
    """Where a request is not as expected, and what was expected there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pointer: str = Field(description="JSON Pointer into the body (#/exclude/0), or the name of a parameter.")
    detail: str = Field(description="What was expected.")
    codes: list[str] | None = Field(
        default=None, description="Why, in codes, where there are any: what an image lacks."
    )


class Problem(BaseModel):
    """What went wrong (RFC 9457). Programs go by `code`, people read `title` and `detail`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str = Field(description="Where this kind of problem is explained, on this server.")
    title: str = Field(description="The kind of problem in a few words.")
    status: int = Field(ge=400, le=599, description="The status of HTTP.")
    detail: str = Field(description="What was expected and what came.")
    code: str = Field(description="The kind of problem, for programs.")
    errors: list[Place] | None = Field(None, description="Each place that is not as expected, where places are known.")


def kind_of(code: str, status: int = 500) -> Kind:
    """The row for a code, or for a code that has none the plain one of its status."""
    return PROBLEMS.get(code) or PROBLEMS[PLAIN.get(status, "error")]


def problem(kind: Kind, detail: str, errors: tuple[Place, ...] = ()) -> dict[str, Any]:
    """A problem document."""
    told = Problem(
        type=kind.type,
        title=kind.title,
        status=kind.status,
        detail=detail,
        code=kind.code,
        errors=list(errors) or None,
    )
    return told.model_dump(exclude_none=True)


def table() -> str:
    """All problems as a table in Markdown, for the documentation."""
    rows = "\n".join(f"| `{kind.code}` | {kind.status} | {kind.title} | {kind.remedy} |" for kind in _ROWS)
    return f"| code | status | title | what to do |\n| --- | --- | --- | --- |\n{rows}\n"
