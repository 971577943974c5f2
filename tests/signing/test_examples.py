"""The two examples of docs/tokens.md, run as their readers run them."""

import hashlib
import hmac
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from facevow.signing.digests import subject_claim
from facevow.signing.keys import SigningKey
from facevow.signing.verdicts import sign, sign_receipt
from tests.conftest import lacking
from tests.signing.making import CLAIMS, HEADER, JWKS, KEY, NOW, OTHER_SEED, forged, packed, part, with_claims

EXAMPLES = Path(__file__).parents[2] / "examples"

OLD_NODE = 18
"""The examples need no younger Node.js than this."""

REAL_NOW = datetime.now(UTC)
"""The examples read the clock."""

HOUR = timedelta(hours=1)
LIVE = with_claims(at=REAL_NOW, expires=REAL_NOW + 24 * HOUR, subject=subject_claim(CLAIMS.session, "zoë"))
GOOD = sign(LIVE, KEY)
OTHER = SigningKey.of_seed(OTHER_SEED, NOW)
HEAD, BODY, SIGNATURE = GOOD.split(".")
PAYLOAD = LIVE.payload()

Verify = Callable[..., "subprocess.CompletedProcess[str]"]


def hs256() -> str:
    """Signed by HMAC with the public key."""
    text = f"{part(HEADER | {'alg': 'HS256'})}.{BODY}"
    return f"{text}.{packed(hmac.digest(KEY.public, text.encode(), hashlib.sha256))}"


BAD = {
    "attack": sign(with_claims(at=REAL_NOW, expires=REAL_NOW + HOUR, verdict="ATTACK"), KEY),
    "no response": sign(with_claims(at=REAL_NOW, expires=REAL_NOW + HOUR, verdict="NO_RESPONSE"), KEY),
    "expired": sign(with_claims(at=REAL_NOW - 2 * HOUR, expires=REAL_NOW - HOUR), KEY),
    "not yet": sign(with_claims(at=REAL_NOW + 24 * HOUR, expires=REAL_NOW + 48 * HOUR), KEY),
    "another session": sign(with_claims(at=REAL_NOW, expires=REAL_NOW + HOUR, session="fvs_other"), KEY),
    "receipt": sign_receipt({"session": CLAIMS.session, "verdict": "BONA_FIDE"}, KEY, issuer="s", at=REAL_NOW),
    "forged": forged(HEADER, PAYLOAD, OTHER_SEED),
    "unknown key": forged(HEADER | {"kid": OTHER.kid}, PAYLOAD, OTHER_SEED),
    "embedded key": forged(HEADER | {"kid": OTHER.kid, "jwk": OTHER.jwk()}, PAYLOAD, OTHER_SEED),
    "critical header": forged(HEADER | {"crit": ["exp"]}, PAYLOAD),
    "none": f"{part(HEADER | {'alg': 'none'})}.{BODY}.",
    "none with our signature": forged(HEADER | {"alg": "none"}, PAYLOAD),
    "HS256": hs256(),
    "no kid": forged({"alg": "EdDSA", "typ": HEADER["typ"]}, PAYLOAD),
    "wrong type": forged(HEADER | {"typ": "JWT"}, PAYLOAD),
    "tampered": f"{HEAD}.{part(PAYLOAD | {'excluded': []})}.{SIGNATURE}",
    "no times": forged(HEADER, {name: value for name, value in PAYLOAD.items() if name not in {"iat", "exp"}}),
    "times as text": forged(HEADER, PAYLOAD | {"exp": "never"}),
    "truncated": GOOD[:-5],
    "no signature": f"{HEAD}.{BODY}.",
    "two parts": f"{HEAD}.{BODY}",
    "four parts": f"{GOOD}.{SIGNATURE}",
    "header is no object": forged("EdDSA", PAYLOAD),
    "payload is no object": forged(HEADER, "BONA_FIDE"),
    "oversized": "A" * 100_000,
    "nothing": "",
    "noise": "\x01\x7fé.€.\U0001f600",
}


def node() -> str:
    """Where Node.js is, in a version that Facevow's users are likely to have."""
    found = shutil.which("node") or lacking("node", "needs Node.js")
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603 - ours
    major = re.match(r"v(\d+)", version)
    return (
        found if major and int(major[1]) >= OLD_NODE else lacking("node", f"needs Node.js {OLD_NODE}, found {version}")
    )


@pytest.fixture(params=["verify.py", "verify.mjs"])
def verify(request: pytest.FixtureRequest, tmp_path: Path) -> Verify:
    """Runs one of the examples with a token, the public keys and a session."""
    program = sys.executable if request.param.endswith(".py") else node()
    (tmp_path / "jwks.json").write_text(json.dumps({"keys": [OTHER.jwk() | {"kid": "another"}, *JWKS["keys"]]}))

    def run(token: str, session: str = CLAIMS.session) -> "subprocess.CompletedProcess[str]":
        words = [program, str(EXAMPLES / request.param), token, str(tmp_path / "jwks.json"), session]
        return subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 - ours

    return run


def test_a_token_that_holds_is_taken(verify: Verify) -> None:
    """Status 0 and the claims on standard output."""
    done = verify(GOOD)
    assert (done.returncode, json.loads(done.stdout)) == (0, PAYLOAD), done.stderr


def test_everything_else_is_refused(verify: Verify) -> None:
    """Status 1 and nothing on standard output, for every token above, and for the good one under another session."""
    for name, token in BAD.items():
        done = verify(token)
        assert (done.returncode, done.stdout) == (1, ""), name
    assert verify(GOOD, "fvs_other").returncode == 1


@pytest.mark.parametrize("name", ["verify.py", "verify.mjs"])
def test_an_example_is_about_twenty_lines(name: str) -> None:
    """What does the verifying, without imports, blank lines and the command line around it, fits one look."""
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    ours = [
        line
        for line in text.splitlines()
        if line.strip() and not line.lstrip().startswith(("#", "//", "import", "from"))
    ]
    assert len(ours) <= 28
