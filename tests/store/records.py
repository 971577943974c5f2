"""Records to write in tests."""

from datetime import UTC, datetime, timedelta

from facevow.store import InferenceRecord, VerdictRecord

MOMENT = datetime(2026, 5, 17, 12, 30, 15, 250_000, tzinfo=UTC)


def inference(number: int) -> InferenceRecord:
    """An inference that can be told by its number."""
    return InferenceRecord(
        timestamp=MOMENT + timedelta(seconds=number),
        connection=f"connection-{number}",
        source="ws",
        face_detected=True,
        is_real=number % 2 == 0,
        confidence=0.75,
        active_check_passed=False,
        verdict="BONA_FIDE",
        score=0.75,
        x=number,
        y=2,
        width=30,
        height=40,
        quality=["too_dark", "blurred"],
        model="test",
        milliseconds=12.5,
    )


def verdict(number: int) -> VerdictRecord:
    """A verdict that can be told by its number."""
    return VerdictRecord(
        connection=f"connection-{number}",
        source="ws",
        started=MOMENT,
        ended=MOMENT + timedelta(seconds=number),
        verdict="ATTACK",
        score=None,
        frames=number,
        frames_with_face=0,
        reasons=["no_face"],
        active_check_passed=False,
        model="test",
        policy="balanced 3",
        evidence={"passive": {"score": None, "frames": number}, "challenge": {"asked": ["blinkx2", "turn_left"]}},
    )


def numbers(records: list[InferenceRecord]) -> list[int | None]:
    """The numbers that these records were made with."""
    return [record.x for record in records]
