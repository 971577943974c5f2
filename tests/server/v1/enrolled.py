"""Servers that compare faces, and people in colours who are enrolled there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from tests.server.analysers import Colour, colour_matcher, in_base64, meshing, picture
from tests.server.serving import Running, serving


@contextmanager
def comparing(database: Path, **given: Any) -> Iterator[Running]:  # noqa: ANN401 - as of `serving`
    """A server whose faces can be described: people differ in blue, see `ColourDescriber`."""
    usual: dict[str, Any] = {"analysers": meshing, "matcher": colour_matcher()}
    with serving(database, **(usual | given)) as running:
        yield running


def image(colour: Colour) -> str:
    """A picture of one colour, exactly so, in base64."""
    return in_base64(picture(colour, "PNG"))


def subject_path(subject: str, action: str = "") -> str:
    """The address of a subject, or of what can be done with it."""
    return f"/v1/subjects/{quote(subject, safe='')}{action}"


def gallery_path(subject: str) -> str:
    """The address of what is enrolled of a subject."""
    return f"/v1/gallery/{quote(subject, safe='')}"


def enrol(server: Running, subject: str, *colours: Colour, **asked: Any) -> httpx.Response:  # noqa: ANN401
    """The answer to an enrolment from pictures of these colours."""
    body = ({"images": [image(colour) for colour in colours]} if colours else {}) | asked
    return server.post(subject_path(subject, "/enrol"), json=body)


def enrolled(server: Running, subject: str, *colours: Colour, **asked: Any) -> dict[str, Any]:  # noqa: ANN401
    """What was told of an enrolment, which has to come about."""
    answer = enrol(server, subject, *colours, **asked)
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def verify(server: Running, subject: str, colour: Colour, **asked: Any) -> httpx.Response:  # noqa: ANN401
    """The answer to a comparison of a picture of this colour with a subject."""
    return server.post(subject_path(subject, "/verify"), json={"image": image(colour)} | asked)


def identify(server: Running, colour: Colour, **asked: Any) -> dict[str, Any]:  # noqa: ANN401
    """What was told of whose face a picture of this colour shows."""
    answer = server.post("/v1/identifications", json={"image": image(colour)} | asked)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def named(told: dict[str, Any]) -> list[str]:
    """The subjects that an identification names."""
    return [one["subject"] for one in told["matches"]]
