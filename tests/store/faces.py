"""Templates to enrol in tests."""

import base64
from typing import Any

from facevow.signing.keyring import Keyring
from facevow.store import Gallery, TemplateRecord
from tests.store.records import MOMENT

ALICE = "a11ce" * 12 + "0123"
BOB = "b0b" * 21 + "0"


def face(label: str, subject: str = ALICE, **changed: Any) -> TemplateRecord:  # noqa: ANN401 - any column
    """A template that can be told by its content."""
    given: dict[str, Any] = {
        "id": f"fvt_{label}",
        "subject": subject,
        "name": f"sealed name {label}".encode(),
        "matcher": "one 1",
        "created": MOMENT,
        "source": "image",
        "quality": {"yaw": -3.25, "face": 180},
        "sealed_with": "data-1",
        "content": f"sealed face {label}".encode(),
    }
    return TemplateRecord(**{**given, **changed})


def sealed(keyring: Keyring, label: str, subject: str, content: bytes) -> TemplateRecord:
    """A template of a person, sealed as a server does it."""
    key, closed = keyring.seal(content, f"template {label}")
    _, who = keyring.seal(subject.encode(), f"name {label}")
    return face(label, keyring.subject_hash(subject), name=who, content=closed, sealed_with=key)


def enrol(gallery: Gallery, *rows: TemplateRecord, **options: Any) -> int:  # noqa: ANN401 - as `Gallery.add` takes them
    """Add these, as a test."""
    return gallery.add(rows, actor="test", now=MOMENT, **options)


def ids(rows: list[TemplateRecord]) -> list[str]:
    """What they are called, without the prefix."""
    return [row.id.removeprefix("fvt_") for row in rows]


def opened(template: TemplateRecord) -> str:
    """What an opener of exports makes of a template."""
    return base64.b64encode(b"opened " + template.content).decode()
