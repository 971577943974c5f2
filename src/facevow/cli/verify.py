"""`facevow verify`: does a signed verdict or receipt hold, and what does it say? Needs no server and no network."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from facevow.cli.common import fail
from facevow.cli.rows import say
from facevow.errors import TokenError
from facevow.signing.digests import receipt_subject, subject_claim
from facevow.signing.jws import LONGEST
from facevow.signing.verdicts import Erasure, verify_receipt
from facevow.signing.verdicts import verify as verify_verdict

_MEANING: Final[dict[Erasure | None, str]] = {
    "session": "this receipt is for one session",
    "subject": "this receipt is for all that was kept of a subject",
    "templates": "this receipt is for the templates of a subject only; sessions may be left",
    "template": "this receipt is for one template of a subject only; others, and sessions, may be left",
}
_UNTOLD: Final = "this receipt is of an earlier server, and does not say whether anything was left"


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token has to be besides rightly signed: about this session, of this issuer, about this subject, then.

    A receipt besides: for that much, where `erased` is set.
    """

    keys: dict[str, Any]
    now: datetime
    session: str | None
    issuer: str | None
    subject: str | None
    erased: Erasure | None


def verify(
    token: Annotated[str, typer.Argument(metavar="TOKEN", help="The signed text; - reads it from standard input.")],
    *,
    jwks: Annotated[Path, typer.Option(metavar="FILE", help="The public keys, from /.well-known/jwks.json.")],
    receipt: Annotated[bool, typer.Option("--receipt", help="It is the receipt of an erasure, not a verdict.")] = False,
    session: Annotated[str | None, typer.Option(metavar="ID", help="Which session it has to be about.")] = None,
    issuer: Annotated[str | None, typer.Option(metavar="NAME", help="Who has to have signed it.")] = None,
    subject: Annotated[str | None, typer.Option(metavar="TEXT", help="Whom it has to be about.")] = None,
    erased: Annotated[
        Erasure | None,
        typer.Option(help="How much a receipt has to be for.  [default with --subject: all of the subject]"),
    ] = None,
    at: Annotated[
        datetime | None, typer.Option(metavar="TIME", help="Whether it held then (UTC), instead of now.")
    ] = None,
) -> None:
    """Verify a signed verdict, or the receipt of an erasure, offline and print what it says as JSON.

    Exit status: 0 when it holds and its verdict is BONA_FIDE, or it is a receipt that holds; 1 when it holds and its
    verdict is another one; 2 when it does not hold or is not what was asked for, and nothing is printed of it. What a
    receipt is for is said on standard error, too; with --subject one for templates alone is refused unless --erased
    asks for just that.

        facevow verify "$TOKEN" --jwks jwks.json --session fvs_5Yy2cXo0Tn9mQpWk3bLrDA
        facevow verify "$RECEIPT" --jwks jwks.json --receipt
    """
    if erased is not None and not receipt:
        fail("expected --receipt with --erased: a verdict is for no erasure")
    text = _piped() if token == "-" else token  # noqa: S105 - the sign for it
    now = at.replace(tzinfo=at.tzinfo or UTC) if at else datetime.now(UTC)
    expected = Expected(_keys(jwks), now, session, issuer, subject, erased)
    try:
        payload = _receipt(text, expected) if receipt else _verdict(text, expected)
    except TokenError as error:
        fail(f"{error.code}: {error}")
    print(json.dumps(payload, indent=2))  # noqa: T201 - this is the answer
    raise typer.Exit(0 if receipt or payload["verdict"] == "BONA_FIDE" else 1)


def _verdict(text: str, expected: Expected) -> dict[str, Any]:
    claims = verify_verdict(text, expected.keys, now=expected.now, session=expected.session, issuer=expected.issuer)
    _expect_subject(expected.subject, claims.subject, lambda subject: subject_claim(claims.session, subject))
    return claims.payload()


def _receipt(text: str, expected: Expected) -> dict[str, Any]:
    payload = verify_receipt(text, expected.keys, now=expected.now, issuer=expected.issuer)
    session = payload.get("session")
    if expected.session is not None and session != expected.session:
        raise TokenError(f"expected a receipt on {expected.session!r}, got one on {session!r}", code="wrong_session")
    salt = str(payload.get("subject_salt"))
    _expect_subject(expected.subject, payload.get("subject_sha256"), lambda subject: receipt_subject(salt, subject))
    _expect_erasure(payload.get("erased"), expected)
    say(_MEANING.get(payload.get("erased"), _UNTOLD), err=True)
    return payload


def _expect_erasure(found: Erasure | None, expected: Expected) -> None:
    """Receipts of earlier servers do not tell; they are refused only where something was asked for by name."""
    wanted = expected.erased or (None if expected.subject is None or found is None else "subject")
    if wanted is not None and found != wanted:
        meaning = _MEANING.get(found, _UNTOLD)
        raise TokenError(f"expected the receipt of an erasure of kind {wanted}: {meaning}", code="wrong_erasure")


def _expect_subject(subject: str | None, found: object, hashed: Callable[[str], str]) -> None:
    """What was typed may be no text at all; then it is nobody's."""
    if subject is None:
        return
    try:
        expected = hashed(subject)
    except ValueError:
        expected = ""
    if not expected or expected != found:
        raise TokenError("it is about another subject, or about none", code="wrong_subject")


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
