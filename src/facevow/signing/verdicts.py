"""A verdict that anybody can verify: claims in a JWS (RFC 7515) signed by Ed25519 (RFC 8037), and receipts likewise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal, get_args

from facevow.errors import TokenError
from facevow.signing import claims as checked
from facevow.signing import jws
from facevow.signing.digests import canonical_json
from facevow.signing.keys import SigningKey

VERDICT_TYPE: Final = "facevow-verdict+jwt"
"""The header's `typ` of a verdict: no other token of the same key can be taken for one (RFC 8725, 3.11)."""

RECEIPT_TYPE: Final = "facevow-receipt+jwt"
"""The header's `typ` of a receipt."""

Erasure = Literal["session", "subject", "templates", "template"]
"""What a receipt is for: a session; all there was of a subject; only its templates; only one of them."""

LIFETIME: Final = timedelta(days=1)
"""How long a verdict holds unless its claims say otherwise: as long as its callback is tried by default."""

LEEWAY_SECONDS: Final = 60
"""By how much the clocks of signer and verifier may differ (RFC 7519, 4.1.4: usually no more than a few minutes)."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a verdict says.

    `session` is the session's id; `verdict` BONA_FIDE, ATTACK or NO_RESPONSE; `at` when it was reached, and `expires`
    from when on it no longer holds (None: LIFETIME after `at`), both aware and told in whole seconds, rounded down;
    `subject` what `digests.subject_claim` says of the subject, None where none was named; `policy` the title of the
    policy, `thresholds` its numbers by name; `model` and `model_sha256` the passive network and its file;
    `transcript_sha256` and `frames_sha256` as in `digests`, the latter over `frames` messages; hashes are 64
    hexadecimal digits, or "" where there is no such thing; `reasons` are codes; `excluded` names the acts that were not
    to be asked for, sorted, each once: those that the application left out and those that the person did; `match` what
    the comparison came to that was ordered, None without one (`claims.match`). No score stands in any of it, since the
    browser may get to see it.
    """

    session: str
    verdict: str
    at: datetime
    subject: str | None
    policy: str
    thresholds: dict[str, float]
    model: str
    model_sha256: str
    transcript_sha256: str
    frames_sha256: str
    frames: int
    reasons: tuple[str, ...]
    excluded: tuple[str, ...]
    issuer: str
    expires: datetime | None = None
    match: Mapping[str, Any] | None = None

    def payload(self) -> dict[str, Any]:
        """The claims by the names that they have in the token."""
        expires = self.expires or self.at + LIFETIME
        return {
            "iss": self.issuer,
            "iat": int(self.at.timestamp() // 1),
            "exp": int(expires.timestamp() // 1),
            "session": self.session,
            "verdict": self.verdict,
            "reasons": list(self.reasons),
            "excluded": list(self.excluded),
            "subject": self.subject,
            "policy": self.policy,
            "thresholds": self.thresholds,
            "model": self.model,
            "model_sha256": self.model_sha256,
            "transcript_sha256": self.transcript_sha256,
            "frames_sha256": self.frames_sha256,
            "frames": self.frames,
            "match": self.match and dict(self.match),
        }


def sign(claims: Claims, key: SigningKey) -> str:
    """Make the token of a verdict: JWS compact serialisation.

    Raises:
        TokenError: `verify` would not take such claims (`malformed`).
    """
    payload = claims.payload()
    _claims(payload)
    return jws.sign(_text(payload), key, VERDICT_TYPE)


def verify(  # noqa: PLR0913 - each is something that has to hold
    token: str,
    jwks: Mapping[str, Any],
    *,
    now: datetime,
    issuer: str | None = None,
    session: str | None = None,
    leeway: float = LEEWAY_SECONDS,
) -> Claims:
    """Read the claims of a verdict that holds. What they say is still to be looked at: it may be ATTACK.

    Args:
        token: JWS compact serialisation, from anywhere.
        jwks: the public keys that are trusted (RFC 7517); none is ever taken from the token.
        now: the present moment, aware.
        issuer: who has to have signed it; None for anybody with one of these keys.
        session: which session it has to be about; None leaves that to the caller.
        leeway: seconds by which the clocks may differ.

    Raises:
        TokenError: it does not hold: `malformed`, `algorithm_refused`, `wrong_type`, `key_unknown`, `signature_wrong`,
            `wrong_issuer`, `not_yet`, `expired` or `wrong_session`.
    """
    claims = _claims(jws.verify(token, jwks, VERDICT_TYPE))
    _expect_issuer(claims.issuer, issuer)
    _expect_begun(claims.at, now, leeway)
    if claims.expires is None or now - claims.expires >= timedelta(seconds=leeway):
        raise TokenError(f"the verdict held until {claims.expires}, now it is {now}", code="expired")
    if session is not None and claims.session != session:
        raise TokenError(f"expected a verdict on {session!r}, got one on {claims.session!r}", code="wrong_session")
    return claims


def sign_receipt(payload: Mapping[str, Any], key: SigningKey, *, issuer: str, at: datetime) -> str:
    """Make a signed receipt of what was done, such as an erasure. It holds for ever.

    Args:
        payload: what was done; JSON values, without `iss`, `iat` and `exp`, which are set here.
        key: signs it.
        issuer: who says so.
        at: when, aware.

    Raises:
        TokenError: a payload that JSON cannot hold, or that brings one of those three (`malformed`).
    """
    if {"iss", "iat", "exp"} & set(payload):
        raise TokenError("expected a payload without iss, iat and exp, which the receipt sets", code="malformed")
    return jws.sign(_text({**payload, "iss": issuer, "iat": int(at.timestamp() // 1)}), key, RECEIPT_TYPE)


def verify_receipt(
    token: str,
    jwks: Mapping[str, Any],
    *,
    now: datetime,
    issuer: str | None = None,
    leeway: float = LEEWAY_SECONDS,
) -> dict[str, Any]:
    """Read a receipt that holds: its payload with `iss` and `iat`. Arguments and errors as those of `verify`.

    What it is for stands in `erased`, an `Erasure`: only "subject" says that nothing of a subject was left. Receipts of
    earlier servers have no such claim, and do not tell.
    """
    payload = jws.verify(token, jwks, RECEIPT_TYPE)
    if payload.get("erased", "session") not in get_args(Erasure):
        raise TokenError(f"expected erased among {', '.join(get_args(Erasure))}", code="malformed")
    _expect_issuer(checked.text(payload, "iss"), issuer)
    _expect_begun(checked.moment(payload, "iat"), now, leeway)
    return payload


def _text(payload: Mapping[str, Any]) -> bytes:
    try:
        return canonical_json(payload)
    except ValueError as error:
        raise TokenError(f"these claims cannot be signed: {error}", code="malformed") from error


def _claims(payload: Mapping[str, Any]) -> Claims:
    return Claims(
        session=checked.text(payload, "session"),
        verdict=checked.verdict(payload, "verdict"),
        at=checked.moment(payload, "iat"),
        subject=checked.digest_or_none(payload, "subject"),
        policy=checked.text(payload, "policy"),
        thresholds=checked.numbers(payload, "thresholds"),
        model=checked.text(payload, "model"),
        model_sha256=checked.digest(payload, "model_sha256"),
        transcript_sha256=checked.digest(payload, "transcript_sha256"),
        frames_sha256=checked.digest(payload, "frames_sha256"),
        frames=checked.count(payload, "frames"),
        reasons=checked.texts(payload, "reasons"),
        excluded=checked.names(payload, "excluded"),
        issuer=checked.text(payload, "iss"),
        expires=checked.moment(payload, "exp"),
        match=checked.match(payload, "match"),
    )


def _expect_issuer(found: str, issuer: str | None) -> None:
    if issuer is not None and found != issuer:
        raise TokenError(f"expected a token of {issuer!r}, got one of {found!r}", code="wrong_issuer")


def _expect_begun(at: datetime, now: datetime, leeway: float) -> None:
    if at - now > timedelta(seconds=leeway):
        raise TokenError(f"the token is of {at}, now it is {now.astimezone(UTC)}", code="not_yet")
