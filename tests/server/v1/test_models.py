"""What a caller may ask for."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from facevow.challenge.draw import acts_named
from facevow.server.v1.models import EXCLUDABLE, MOST_METADATA, Moment, NewSession

MOMENTS: TypeAdapter[datetime] = TypeAdapter(Moment)


def read(**wanted: Any) -> NewSession:  # noqa: ANN401 - fields
    return NewSession.model_validate_json(json.dumps(wanted))


def test_nothing_need_be_asked_for() -> None:
    """An empty object is a session as the server's settings have it."""
    wanted = read()
    assert (wanted.policy, wanted.exclude, wanted.expires_in, wanted.metadata) == (None, (), None, {})
    assert (wanted.reveal, wanted.keep_images, wanted.person_may_exclude) == ("nothing", "none", True)


def test_all_that_can_be_excluded_is_known_to_the_challenge() -> None:
    """Each name that the API takes stands for acts."""
    assert all(acts_named([name]) for name in EXCLUDABLE)
    assert read(exclude=list(EXCLUDABLE[:20])).exclude == EXCLUDABLE[:20]


def test_a_whole_number_may_be_written_with_a_point() -> None:
    """JSON Schema takes 60.0 for an integer."""
    assert NewSession.model_validate_json('{"expires_in": 60.0}').expires_in == 60


def test_metadata_has_a_size() -> None:
    """Counted in bytes of compact UTF-8: what fits exactly is taken, one more is not."""
    fits = {"a": "ä" * ((MOST_METADATA - 8) // 2)}
    assert len(json.dumps(fits, ensure_ascii=False, separators=(",", ":")).encode()) == MOST_METADATA
    assert read(metadata=fits).metadata == fits
    with pytest.raises(ValidationError, match="4096 bytes"):
        read(metadata={"a": fits["a"] + "x"})


def test_metadata_has_a_depth() -> None:
    """More levels than every database reads are refused before one is asked."""

    def nested(levels: int) -> dict[str, Any]:
        inside: dict[str, Any] = {}
        for _ in range(levels - 1):
            inside = {"a": inside}
        return inside

    assert read(metadata=nested(32)).metadata == nested(32)
    with pytest.raises(ValidationError, match="32 levels"):
        read(metadata=nested(33))


@pytest.mark.parametrize("subject", [".", ".."])
def test_what_no_address_can_name_is_no_subject(subject: str) -> None:
    """Every client takes these for steps in a path: nothing kept under them could be exported or erased."""
    with pytest.raises(ValidationError, match="subject"):
        read(subject=subject)
    for near in (f"{subject}a", f"a{subject}", f"{subject}/{subject}", "...", "....", f" {subject}"):
        assert read(subject=near).subject == near


@pytest.mark.parametrize("text", ["2026-05-17T12:30:00Z", "2026-05-17t14:30:00.000+02:00", "2026-05-17T12:30:00-00:00"])
def test_a_moment_has_its_zone_and_is_told_in_utc(text: str) -> None:
    """As RFC 3339 writes it."""
    assert MOMENTS.validate_python(text) == datetime(2026, 5, 17, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "", "now", "1747485000", "2026-05-17", "2026-05-17T12:30:00", "2026-13-17T12:30:00Z", "2026-05-17T25:30:00Z",
        "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-05-17T12:30:00+99:99", "٢٠٢٦-05-17T12:30:00Z",
    ],
)  # fmt: skip
def test_no_other_text_is_a_moment(text: str) -> None:
    """Neither seconds since 1970 nor moments that are none in UTC."""
    with pytest.raises(ValidationError):
        MOMENTS.validate_python(text)
