"""Which images a session keeps, where it keeps any, and that nobody reads them without the keyring."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.decision.likeness import Against, Rules
from facevow.decision.session import Session
from facevow.decision.verdict import Verdict
from facevow.errors import TokenError
from facevow.server.services import Clock
from facevow.server.v1.pictures import Album, Kept, about, seal
from facevow.server.v1.terms import LikenessOrder
from facevow.signing.keyring import new_keyring
from facevow.types import Frame, FrameAnalysis, PadScore, Template
from tests.server.analysers import (
    ANOTHER_FACE,
    FAKE,
    HEIGHT,
    NOBODY,
    REAL,
    TURNED,
    WIDTH,
    Colour,
    ColourAnalyser,
    ColourMeasure,
)
from tests.server.serving import HandClock, serving
from tests.server.v1.coursing import PASSIVE, Coursing
from tests.server.v1.streaming import is_ended, order, stored, streaming

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def analysis(at: float, colour: Colour = REAL) -> FrameAnalysis:
    """What a frame of that colour shows at that time."""
    return ColourAnalyser().analyse(Frame(np.full((HEIGHT, WIDTH, 3), colour, np.uint8), at=at))


def look(album: Album, session: Session, at: float, colour: Colour = REAL) -> bytes:
    """Show a frame whose JPEG is its time."""
    jpeg, seen = str(at).encode(), analysis(at, colour)
    session.observe(seen)
    album.look(jpeg, seen, session)
    return jpeg


def names(kept: tuple[Kept, ...]) -> list[str]:
    """How they are called."""
    return [image.name for image in kept]


def test_nothing_is_kept_unless_asked_for() -> None:
    """The usual album never holds an image."""
    album, session = Album("none"), Session(PASSIVE)
    for number in range(50):
        look(album, session, number / 10)
    assert album.chosen(Verdict.BONA_FIDE) == ()
    assert vars(album)["_reference"] is None
    assert not vars(album)["_spread"]


def test_the_reference_looks_straight_ahead() -> None:
    """Of frames without an issue the one least turned away; none without a face."""
    album, session = Album("reference"), Session(PASSIVE)
    for at, colour in ((0.0, TURNED), (0.1, NOBODY), (0.2, REAL), (0.3, TURNED), (0.4, REAL)):
        look(album, session, at, colour)
    assert album.chosen(Verdict.BONA_FIDE) == (Kept("reference", 0.2, b"0.2"),)


@pytest.mark.parametrize("verdict", [Verdict.ATTACK, Verdict.NO_RESPONSE])
def test_whoever_does_not_pass_leaves_no_reference(verdict: Verdict) -> None:
    """A reference is for comparing with later, and an attack's face is nobody's; audit images are kept all the same."""
    album, session = Album("audit"), Session(PASSIVE)
    for number in range(30):
        look(album, session, number / 10, FAKE)
    assert names(album.chosen(verdict)) == ["audit-1", "audit-2", "audit-3"]


def test_an_old_reference_gives_way() -> None:
    """Without a challenge a face of more than three seconds ago may be another one than that which is judged."""
    album, session = Album("reference"), Session(PASSIVE)
    look(album, session, 0.0, REAL)
    for number in range(1, 40):
        look(album, session, number / 10, TURNED)
    (reference,) = album.chosen(Verdict.BONA_FIDE)
    assert reference.at > 0


def compared(
    album: Album, session: Session, at: float, colour: Colour, who: int | None, *, score: float = 0.95
) -> None:
    """Show a frame whose face was described as somebody's, or was not."""
    template = None if who is None else Template("blue 1", bytes([who]))
    seen = replace(analysis(at, colour), template=template, passive=PadScore(score, "test"))
    session.observe(seen)
    album.look(str(at).encode(), seen, session)


@pytest.mark.parametrize("against", ["subject", None])
def test_the_reference_is_the_person_by_what_was_compared(against: Against | None) -> None:
    """No still of somebody else, none that is not live by itself, and none that nobody compared."""
    rules, measure = Rules(0.5, 0.2, "blue 1", against), ColourMeasure()
    references = (Template("blue 1", bytes([1])),) if against else ()
    follow = LikenessOrder(rules, measure.compare, references).begin()
    album, session = Album("reference"), Session(PASSIVE, likeness=follow)
    for number in range(5):
        compared(album, session, number * 0.25, TURNED, 1)
    compared(album, session, 1.5, REAL, 2)
    compared(album, session, 1.6, REAL, 1, score=0.01)
    compared(album, session, 1.7, REAL, None)
    (kept,) = album.chosen(Verdict.BONA_FIDE)
    assert kept.at <= 1
    compared(album, session, 1.8, REAL, 1)
    (kept,) = album.chosen(Verdict.BONA_FIDE)
    assert kept.at == 1.8
    follow.forget()
    compared(album, session, 1.9, REAL, None)
    assert album.chosen(Verdict.BONA_FIDE) == ()


def test_without_a_matcher_the_reference_is_live_by_itself() -> None:
    """A still put in among live frames looks straight ahead and has no issue; its own passive score tells it apart."""
    album, session = Album("reference"), Session(PASSIVE)
    compared(album, session, 0, TURNED, None)
    compared(album, session, 0.1, REAL, None, score=0.01)
    (kept,) = album.chosen(Verdict.BONA_FIDE)
    assert kept.at == 0


def test_the_reference_is_of_the_face_that_did_the_acts() -> None:
    """What was shown before the face had settled is not taken; acts are kept at the moment they were done."""
    coursing = Coursing.of(keep="audit")
    for _ in range(3):
        coursing.show(ANOTHER_FACE)
    coursing.perform()
    assert coursing.course.decision is not None
    assert coursing.course.decision.verdict is Verdict.BONA_FIDE
    kept = coursing.course.album.chosen(Verdict.BONA_FIDE)
    assert names(kept) == ["reference", "audit-1", "audit-2", "audit-3", "audit-4"]
    entries = coursing.course.session.active_check.transcript.entries  # type: ignore[union-attr]
    settled = next(entry.at for entry in reversed(entries) if entry.event.value == "settled")
    done = {round(entry.at, 3) for entry in entries if entry.event.value in {"act_done", "last_act_done"}}
    assert kept[0].at >= settled
    assert done <= {round(image.at, 3) for image in kept[1:]}


@given(st.lists(st.tuples(st.floats(0.01, 30), st.sampled_from([REAL, TURNED, NOBODY])), max_size=60))
def test_an_album_never_holds_more_than_nine(steps: list[tuple[float, Colour]]) -> None:
    """However long the stream is; and what is chosen has five names at most, in order of time."""
    album, session, at = Album("audit"), Session(PASSIVE), 0.0
    for pause, colour in steps:
        at += pause
        look(album, session, at, colour)
    kept = album.chosen(Verdict.BONA_FIDE)
    audits = [image.at for image in kept if image.name != "reference"]
    assert audits == sorted(audits)
    assert len(set(names(kept))) == len(kept) <= 5
    assert len(vars(album)["_spread"]) + len(vars(album)["_acts"]) <= 8


def test_images_are_sealed() -> None:
    """What is stored shows nothing of the image, opens with the keyring and its own name only, and has its hash."""
    keyring, content = new_keyring(NOW), b"\xff\xd8\xff the face of somebody"
    (record,) = seal([Kept("reference", 1.23456, content)], keyring, "fvs_1", NOW)
    assert b"somebody" not in record.content
    assert (record.session, record.name, record.at, record.size) == ("fvs_1", "reference", 1.235, len(content))
    assert record.sha256 == hashlib.sha256(content).hexdigest()
    assert keyring.open(record.sealed_with, record.content, about("fvs_1", "reference")) == content
    for other in (about("fvs_2", "reference"), about("fvs_1", "audit-1")):
        with pytest.raises(TokenError):
            keyring.open(record.sealed_with, record.content, other)


@pytest.mark.parametrize(
    ("allowed", "asked", "kept"),
    [
        ("audit", "audit", ["audit-1", "audit-2", "audit-3", "reference"]),
        ("audit", "reference", ["reference"]),
        ("audit", "none", []),
        ("reference", "audit", ["reference"]),
        ("none", "audit", []),
    ],
)
def test_a_session_keeps_what_was_asked_for_and_allowed(
    database: Path, hand: HandClock, allowed: str, asked: str, kept: list[str]
) -> None:
    """The lesser of what the application wants and what the settings allow at the time of the stream."""
    with serving(database, clock=Clock(monotonic=hand), keep_images=allowed) as server:
        made = order(server, policy="passive_only", keep_images=asked)
        with streaming(server, made, hand=hand) as streamer:
            streamer.show_until(is_ended)
        assert stored(server, made.id).verdict == "BONA_FIDE"
        images = server.services.sessions.images(made.id)
        assert [image.name for image in images] == kept
        for image in images:
            jpeg = server.services.keyring.open(image.sealed_with, image.content, about(made.id, image.name))
            assert hashlib.sha256(jpeg).hexdigest() == image.sha256
            assert jpeg.startswith(b"\xff\xd8\xff")
