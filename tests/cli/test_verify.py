"""`facevow verify`: the exit status is the answer."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from facevow.cli.main import app
from facevow.signing.digests import receipt_subject, subject_claim
from facevow.signing.keys import SigningKey
from facevow.signing.verdicts import sign, sign_receipt
from tests.cli.conftest import Run
from tests.server.serving import serving
from tests.signing.making import CLAIMS, JWKS, KEY, NOW, OTHER_SEED, forged, with_claims

REAL_NOW = datetime.now(UTC)
LIVE = with_claims(at=REAL_NOW, expires=REAL_NOW + timedelta(days=1), subject=subject_claim(CLAIMS.session, "zoë"))
GOOD = sign(LIVE, KEY)


@pytest.fixture
def jwks(tmp_path: Path) -> Path:
    """The public keys."""
    path = tmp_path / "jwks.json"
    path.write_text(json.dumps(JWKS))
    return path


def test_a_pass_ends_with_0_and_prints_the_claims(run: Run, jwks: Path) -> None:
    """With nothing, and with everything expected of it."""
    for more in ([], ["--session", CLAIMS.session, "--issuer", "shop", "--subject", "zoë"]):
        done = run("verify", GOOD, "--jwks", jwks, *more)
        assert (done.exit_code, json.loads(done.stdout)) == (0, LIVE.payload())


@pytest.mark.parametrize("verdict", ["ATTACK", "NO_RESPONSE"])
def test_another_verdict_ends_with_1_and_prints_the_claims(run: Run, jwks: Path, verdict: str) -> None:
    """It holds, and it is no pass."""
    done = run("verify", sign(with_claims(at=REAL_NOW, expires=None, verdict=verdict), KEY), "--jwks", jwks)
    assert (done.exit_code, json.loads(done.stdout)["verdict"]) == (1, verdict)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([GOOD, "--session", "fvs_other"], "wrong_session"),
        ([GOOD, "--issuer", "other"], "wrong_issuer"),
        ([GOOD, "--subject", "zoe"], "wrong_subject"),
        ([GOOD, "--subject", "\udcff"], "wrong_subject"),
        ([sign(CLAIMS, KEY), "--at", "2026-11-22T12:30:00", "--subject", ""], "wrong_subject"),
        ([GOOD, "--at", "2001-01-01"], "not_yet"),
        ([GOOD, "--at", "2999-01-01"], "expired"),
        ([forged(seed=OTHER_SEED)], "signature_wrong"),
        ([GOOD[:-1]], "malformed"),
        ([""], "malformed"),
        (["é\x1b[2J"], "malformed"),
    ],
)
def test_what_does_not_hold_ends_with_2_and_prints_no_claim(run: Run, jwks: Path, words: list[str], code: str) -> None:
    """The code stands first on standard error; standard output stays empty."""
    done = run("verify", *words, "--jwks", jwks)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"facevow: {code}: ")


def test_an_old_verdict_can_be_verified_as_of_its_time(run: Run, jwks: Path) -> None:
    """An auditor asks whether it held then."""
    assert run("verify", sign(CLAIMS, KEY), "--jwks", jwks, "--at", "2026-11-22T12:30:00").exit_code == 0
    assert NOW.isoformat().startswith("2026-11-22T12:00")


@pytest.mark.parametrize(
    ("text", "status"),
    [(GOOD + "\n", 0), (GOOD, 0), ("", 2), (b"\xff\xfe", 2), ("A" * 100_000, 2), (GOOD + " " * 99_999 + "x", 2)],
)
def test_a_token_comes_from_standard_input(run: Run, jwks: Path, text: str | bytes, status: int) -> None:
    """With or without a line break after it; noise and endless input are no tokens."""
    del run  # it resets the log afterwards
    runner = CliRunner(env={"NO_COLOR": "1", "TERM": "dumb"})
    done = runner.invoke(app, ["verify", "-", "--jwks", str(jwks)], input=text, catch_exceptions=False)
    assert done.exit_code == status


@pytest.mark.parametrize("content", [None, b"", b"[]", b"\xff", b"[" * 100_000, b"{}", b'{"keys": 1}'])
def test_a_file_without_keys_ends_with_2(run: Run, tmp_path: Path, content: bytes | None) -> None:
    """No file, no JSON, no set of keys: nothing can be verified by it."""
    path = tmp_path / "keys.json"
    if content is not None:
        path.write_bytes(content)
    done = run("verify", GOOD, "--jwks", path)
    assert (done.exit_code, done.stdout) == (2, "")


def test_keys_have_to_be_named(run: Run) -> None:
    """Without trusted keys there is nothing to verify by: a mistake in the command ends with 2 as well."""
    assert run("verify", GOOD).exit_code == 2


ERASED = {
    "erased": "session",
    "session": CLAIMS.session,
    "subject_salt": None,
    "subject_sha256": None,
    "counts": {"sessions": 1, "images": 0, "callbacks": 0, "log_rows": 7},
    "audit": {"number": 12, "hash": "a" * 64},
}
SALT = "5a" * 16
ABOUT_SUBJECT = {"session": None, "subject_salt": SALT, "subject_sha256": receipt_subject(SALT, "zoë")}
OF_SUBJECT = ERASED | ABOUT_SUBJECT | {"erased": "subject"}
OF_TEMPLATES = OF_SUBJECT | {"erased": "templates"}
OF_TEMPLATE = OF_SUBJECT | {"erased": "template"}
OLD = {name: value for name, value in OF_SUBJECT.items() if name != "erased"}
RECEIPT, SUBJECT_RECEIPT, TEMPLATES_RECEIPT, TEMPLATE_RECEIPT, OLD_RECEIPT = (
    sign_receipt(each, KEY, issuer="shop", at=REAL_NOW) for each in (ERASED, OF_SUBJECT, OF_TEMPLATES, OF_TEMPLATE, OLD)
)


@pytest.mark.parametrize(
    ("token", "payload", "more", "words"),
    [
        (RECEIPT, ERASED, [], "for one session"),
        (RECEIPT, ERASED, ["--session", CLAIMS.session, "--issuer", "shop"], "for one session"),
        (RECEIPT, ERASED, ["--at", "2999-01-01"], "for one session"),
        (SUBJECT_RECEIPT, OF_SUBJECT, ["--subject", "zoë"], "for all that was kept of a subject"),
        (TEMPLATES_RECEIPT, OF_TEMPLATES, [], "templates of a subject only"),
        (TEMPLATES_RECEIPT, OF_TEMPLATES, ["--subject", "zoë", "--erased", "templates"], "templates of a subject only"),
        (TEMPLATE_RECEIPT, OF_TEMPLATE, ["--subject", "zoë", "--erased", "template"], "one template of a subject only"),
        (OLD_RECEIPT, OLD, ["--subject", "zoë"], "does not say whether anything was left"),
    ],
)
def test_a_receipt_that_holds_ends_with_0(
    run: Run, jwks: Path, *, token: str, payload: dict[str, object], more: list[str], words: str
) -> None:
    """It says what was erased, of which session or subject, for ever; an older one is said not to tell how much."""
    done = run("verify", token, "--receipt", "--jwks", jwks, *more)
    assert done.exit_code == 0
    assert json.loads(done.stdout) == payload | {"iss": "shop", "iat": int(REAL_NOW.timestamp())}
    assert words in done.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([GOOD, "--receipt"], "wrong_type"),
        ([RECEIPT], "wrong_type"),
        ([RECEIPT, "--receipt", "--session", "fvs_other"], "wrong_session"),
        ([SUBJECT_RECEIPT, "--receipt", "--session", CLAIMS.session], "wrong_session"),
        ([SUBJECT_RECEIPT, "--receipt", "--subject", "zoe"], "wrong_subject"),
        ([SUBJECT_RECEIPT, "--receipt", "--subject", "\udcff"], "wrong_subject"),
        ([RECEIPT, "--receipt", "--subject", "zoë"], "wrong_subject"),
        ([RECEIPT, "--receipt", "--issuer", "other"], "wrong_issuer"),
        ([RECEIPT, "--receipt", "--at", "2001-01-01"], "not_yet"),
        ([RECEIPT[:-1], "--receipt"], "malformed"),
        ([TEMPLATES_RECEIPT, "--receipt", "--subject", "zoë"], "wrong_erasure"),
        ([TEMPLATE_RECEIPT, "--receipt", "--subject", "zoë"], "wrong_erasure"),
        ([TEMPLATE_RECEIPT, "--receipt", "--subject", "zoë", "--erased", "templates"], "wrong_erasure"),
        ([SUBJECT_RECEIPT, "--receipt", "--erased", "session"], "wrong_erasure"),
        ([OLD_RECEIPT, "--receipt", "--subject", "zoë", "--erased", "subject"], "wrong_erasure"),
        ([sign_receipt(ERASED | {"erased": "all"}, KEY, issuer="shop", at=REAL_NOW), "--receipt"], "malformed"),
        ([sign_receipt(ERASED, SigningKey.of_seed(OTHER_SEED, NOW), issuer="shop", at=NOW), "--receipt"],
         "key_unknown"),
    ],
)  # fmt: skip
def test_a_receipt_that_does_not_hold_ends_with_2(run: Run, jwks: Path, words: list[str], code: str) -> None:
    """Nor is a verdict a receipt, or a receipt a verdict; nothing of it is printed."""
    done = run("verify", *words, "--jwks", jwks)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"facevow: {code}: ")


def test_a_verdict_is_for_no_erasure(run: Run, jwks: Path) -> None:
    """What was asked for and cannot be checked is refused, not passed over."""
    assert run("verify", GOOD, "--jwks", jwks, "--erased", "subject").exit_code == 2


def test_the_receipt_of_a_real_erasure_can_be_checked(run: Run, tmp_path: Path) -> None:
    """What DELETE /v1/sessions answers, against the keys that the server publishes."""
    with serving(tmp_path / "facevow.db") as server:
        made = server.post("/v1/sessions", json={}).json()["id"]
        told = server.http.delete(f"/v1/sessions/{made}").json()
        keys = tmp_path / "keys.json"
        keys.write_bytes(server.get("/.well-known/jwks.json").content)
    done = run("verify", told["token"], "--receipt", "--jwks", keys, "--session", made)
    assert done.exit_code == 0, done.stderr
    read = json.loads(done.stdout)
    assert {name: read[name] for name in ERASED} == {name: told[name] for name in ERASED}
