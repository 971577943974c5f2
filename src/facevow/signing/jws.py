"""Signs and verifies compact JWS (RFC 7515) in one way only: Ed25519, the header's three members, a trusted key."""

import json
from collections.abc import Mapping
from typing import Any, Final

from joserfc.errors import JoseError
from joserfc.jwa import EdDSAAlgorithm, JWSAlgModel
from joserfc.jwk import OKPKey
from joserfc.jws import JWSRegistry, deserialize_compact, serialize_compact

from facevow.errors import TokenError
from facevow.signing import base64url
from facevow.signing.keys import ALGORITHM, KEY_BYTES, SigningKey

LONGEST: Final = 16 * 1024
"""Characters of a token at most. A verdict has about 1,200; what is longer is refused before any work."""

_HEADER: Final = frozenset({"alg", "kid", "typ"})


class _OneAlgorithm(JWSRegistry):
    """Knows EdDSA and nothing else.

    joserfc warns of the name EdDSA since RFC 9864 would rather say Ed25519; most verifiers know the older name only.
    Which curve it is, the key says here: no other than Ed25519 is let through.
    """

    def get_alg(self, name: str) -> JWSAlgModel:
        if name != ALGORITHM:
            raise TokenError(f"expected the algorithm {ALGORITHM}, got {name!r:.60}", code="algorithm_refused")
        return EdDSAAlgorithm()


def sign(payload: bytes, key: SigningKey, typ: str) -> str:
    """Make a token of a payload.

    Args:
        payload: the JSON text to sign.
        key: signs it; the header names it.
        typ: the kind of the token, for the header.

    Raises:
        TokenError: the token would be longer than `verify` takes (`malformed`).
    """
    header = {"alg": ALGORITHM, "kid": key.kid, "typ": typ}
    token = serialize_compact(header, payload, OKPKey.import_key(key.private), registry=_OneAlgorithm())
    if len(token) > LONGEST:
        raise TokenError(
            f"expected claims for a token of {LONGEST} characters at most, got {len(token)}", code="malformed"
        )
    return token


def verify(token: str, jwks: Mapping[str, Any], typ: str) -> dict[str, Any]:
    """Read the payload of a token that one of these keys has signed.

    Raises:
        TokenError: `malformed`, `algorithm_refused`, `wrong_type`, `key_unknown` or `signature_wrong`.
    """
    parts = _parts(token)
    header = _json_object(parts[0], "header")
    _check_header(header, typ)
    key = _trusted_key(jwks, header["kid"])
    try:
        found = deserialize_compact(token, key, registry=_OneAlgorithm())
    except JoseError as error:
        raise TokenError("the signature is not that of this key over these claims", code="signature_wrong") from error
    return _json_object(found.payload, "payload")


def _parts(token: str) -> tuple[bytes, bytes, bytes]:
    if len(token) > LONGEST:
        raise TokenError(f"expected {LONGEST} characters at most, got {len(token)}", code="malformed")
    parts = token.split(".")
    if len(parts) != 3:
        raise TokenError(f"expected three parts with dots between them, got {len(parts)}", code="malformed")
    try:
        header, payload, signature = (base64url.decode(part) for part in parts)
    except ValueError as error:
        raise TokenError(f"the token is cut or changed: {error}", code="malformed") from error
    return header, payload, signature


def _json_object(text: bytes, what: str) -> dict[str, Any]:
    """Read a JSON object. A name that comes twice is refused: another reader might take the other value."""
    try:
        value = json.loads(text.decode("utf-8"), object_pairs_hook=_each_once, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise TokenError(f"expected the {what} to be a JSON object in UTF-8: {error}", code="malformed") from error
    if not isinstance(value, dict):
        raise TokenError(f"expected the {what} to be a JSON object", code="malformed")
    return value


def _each_once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(members)
    if len(found) != len(members):
        raise ValueError("a name comes twice")
    return found


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _check_header(header: Mapping[str, Any], typ: str) -> None:
    """Refuse what asks for another way of verifying: alg, and jwk, jku, x5c, crit, b64 and whatever comes later."""
    if header.get("alg") != ALGORITHM:
        raise TokenError(f"expected the algorithm {ALGORITHM}, got {header.get('alg')!r:.60}", code="algorithm_refused")
    if others := set(header) - _HEADER:
        raise TokenError(
            f"expected no header but alg, kid and typ, got {sorted(others)!r:.100}", code="algorithm_refused"
        )
    if header.get("typ") != typ:
        raise TokenError(f"expected a token of the type {typ}, got {header.get('typ')!r:.60}", code="wrong_type")
    if not isinstance(header.get("kid"), str):
        raise TokenError("expected the header to name its key", code="malformed")


def _trusted_key(jwks: Mapping[str, Any], kid: str) -> OKPKey:
    keys = jwks.get("keys")
    if not isinstance(keys, list):
        raise TokenError('expected a set of keys, an object with a list "keys"', code="key_unknown")
    found = [key for key in keys if isinstance(key, Mapping) and key.get("kid") == kid]
    if len(found) != 1:
        raise TokenError(f"expected one trusted key named {kid!r:.60}, found {len(found)}", code="key_unknown")
    public = _public(found[0])
    if public is None:
        raise TokenError(
            f"expected the trusted key {kid!r:.60} to be an Ed25519 key for signatures", code="key_unknown"
        )
    return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": public})


def _public(key: Mapping[str, Any]) -> str | None:
    """The public half of a JSON Web Key, None unless it is of Ed25519 and may be used for EdDSA signatures."""
    x = key.get("x")
    if (key.get("kty"), key.get("crv")) != ("OKP", "Ed25519") or not isinstance(x, str):
        return None
    if key.get("use", "sig") != "sig" or key.get("alg", ALGORITHM) not in {ALGORITHM, "Ed25519"}:
        return None
    try:
        return x if len(base64url.decode(x)) == KEY_BYTES else None
    except ValueError:
        return None
