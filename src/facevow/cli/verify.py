"""`facevow verify`: does a signed verdict hold, and what does it say? Needs no server and no network."""

import hmac
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from facevow.cli.common import fail
from facevow.errors import TokenError
from facevow.signing.digests import subject_claim
from facevow.signing.jws import LONGEST
from facevow.signing.verdicts import Claims
from facevow.signing.verdicts import verify as verify_verdict


def verify(
    token: Annotated[str, typer.Argument(metavar="TOKEN", help="The signed verdict; - reads it from standard input.")],
    *,
    jwks: Annotated[Path, typer.Option(metavar="FILE", help="The public keys, from /.well-known/jwks.json.")],
    session: Annotated[str | None, typer.Option(metavar="ID", help="Which session it has to be about.")] = None,
    issuer: Annotated[str | None, typer.Option(metavar="NAME", help="Who has to have signed it.")] = None,
    subject: Annotated[str | None, typer.Option(metavar="TEXT", help="Whom it has to be about.")] = None,
    at: Annotated[
        datetime | None, typer.Option(metavar="TIME", help="Whether it held then (UTC), instead of now.")
    ] = None,
) -> None:
    """Verify a signed verdict offline and print its claims as JSON.

    Exit status: 0 when it holds and its verdict is BONA_FIDE; 1 when it holds and its verdict is another one; 2 when
    it does not hold, and nothing in it may be believed.

        facevow verify "$TOKEN" --jwks jwks.json --session fvs_5Yy2cXo0Tn9mQpWk3bLrDA
    """
    text = _piped() if token == "-" else token  # noqa: S105 - the sign for it
    now = at.replace(tzinfo=at.tzinfo or UTC) if at else datetime.now(UTC)
    try:
        claims = verify_verdict(text, _keys(jwks), now=now, session=session, issuer=issuer)
        if subject is not None:
            _expect_subject(claims, subject)
    except TokenError as error:
        fail(f"{error.code}: {error}")
    print(json.dumps(claims.payload(), indent=2))  # noqa: T201 - this is the answer
    raise typer.Exit(0 if claims.verdict == "BONA_FIDE" else 1)


def _piped() -> str:
    """What standard input has before a line break, a little more than any token at most; noise makes no token."""
    return sys.stdin.buffer.read(LONGEST + 2).decode("utf-8", "replace").rstrip("\r\n")


def _keys(path: Path) -> dict[str, Any]:
    """The set of keys of a file; nothing of what it may hold instead ends otherwise than with status 2."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        fail(f"expected public keys as JSON in {path}: {error}")
    if not isinstance(found, dict):
        fail(f"expected a set of keys, an object, in {path}")
    return found


def _expect_subject(claims: Claims, subject: str) -> None:
    """What was typed may be no text at all; then it is nobody's claim."""
    try:
        expected = subject_claim(claims.session, subject)
    except ValueError:
        expected = ""
    if not hmac.compare_digest(expected, claims.subject or "-"):
        raise TokenError("the verdict is about another subject, or about none", code="wrong_subject")
