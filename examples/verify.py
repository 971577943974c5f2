"""Verify a Facevow verdict in a few lines: python verify.py TOKEN jwks.json SESSION. Needs `cryptography` only."""
# ruff: noqa: INP001, T201 - a script for readers to take parts of

import base64
import json
import sys
import time
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def verify(token: str, jwks: dict, session: str) -> dict:
    """Return the claims of a token that holds, is about this session, and passes the person; raise otherwise."""
    head, body, signature = token.split(".")
    header = json.loads(unpacked(head))
    if header.keys() != {"alg", "kid", "typ"} or (header["alg"], header["typ"]) != ("EdDSA", "facevow-verdict+jwt"):
        raise ValueError("another kind of token")
    (key,) = (key for key in jwks["keys"] if (key["kid"], key["crv"]) == (header["kid"], "Ed25519"))
    Ed25519PublicKey.from_public_bytes(unpacked(key["x"])).verify(unpacked(signature), f"{head}.{body}".encode())
    claims = json.loads(unpacked(body))
    if not claims["iat"] - 60 <= time.time() < claims["exp"] + 60:
        raise ValueError("not yet, or no longer")
    if claims["session"] != session or claims["verdict"] != "BONA_FIDE":
        raise ValueError("another session, or no pass")
    return claims


def unpacked(text: str) -> bytes:
    """Bytes of base64url without padding."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


if __name__ == "__main__":
    print(json.dumps(verify(sys.argv[1], json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")), sys.argv[3])))
