"""What anybody may read, with no key at all."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from facevow.checking import packaged_policies
from facevow.server.v1.problems import PROBLEMS
from facevow.server.v1.wire import schema
from tests.server.serving import Running
from tests.server.v1.asking import locked_server, problem

PATHS = [
    "/.well-known/jwks.json",
    "/v1/policies",
    "/v1/schemas/stream.json",
    "/v1/openapi.json",
    "/problems",
    "/problems/error",
]


@pytest.mark.parametrize("path", PATHS)
def test_it_needs_no_key(database: Path, path: str) -> None:
    """Also on a locked server: whoever verifies a verdict need not be a customer of it."""
    with locked_server(database) as server:
        assert server.get(path).status_code == 200


def test_addresses_have_an_allowance_here_too(database: Path) -> None:
    """429 after it, by address."""
    with locked_server(database, limit_address="2/hour") as server:
        assert [server.get("/v1/policies").status_code for _ in range(2)] == [200, 200]
        answer = server.get("/v1/policies")
        problem(answer, 429, "rate_limited")
        assert int(answer.headers["Retry-After"]) > 0


def test_the_public_keys_are_all_that_is_told_of_the_keyring(standing: Running) -> None:
    """An Ed25519 key and its name, with the media type of RFC 7517; no secret half."""
    answer = standing.get("/.well-known/jwks.json")
    assert answer.headers["content-type"] == "application/jwk-set+json"
    (key,) = answer.json()["keys"]
    assert set(key) == {"kty", "crv", "x", "kid", "use", "alg"}
    assert key["kid"] == standing.services.keyring.current.kid


def test_no_old_copy_of_the_keys_is_used(standing: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Caches ask each time, which costs no body while nothing changed; after a rotation they have the new key."""
    first = standing.get("/.well-known/jwks.json")
    assert (first.headers["Cache-Control"], first.status_code) == ("no-cache", 200)
    tag = first.headers["ETag"]
    for asked in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = standing.get("/.well-known/jwks.json", headers={"If-None-Match": asked})
        assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", tag)
    assert standing.get("/.well-known/jwks.json", headers={"If-None-Match": '"other"'}).status_code == 200
    rotated = standing.services.keyring.rotated(datetime.now(UTC))
    monkeypatch.setattr(type(standing.services.secrets), "present", lambda _: rotated)
    answer = standing.get("/.well-known/jwks.json", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")
    assert answer.headers["ETag"] != tag
    assert answer.json()["keys"][0]["kid"] == rotated.current.kid


def test_policies_are_told_with_the_rates_they_were_measured_at(standing: Running) -> None:
    """Threshold, APCER and BPCER of each, as the package's table has them, and which network they hold for."""
    answer = standing.get("/v1/policies")
    assert "max-age" in answer.headers["Cache-Control"]
    told, table = answer.json(), packaged_policies()
    assert (told["default"], told["model"], told["running"]) == ("balanced", table.model, "colours")
    assert len(told["policies"]) == len(table.policies)
    for one, measured in zip(told["policies"], table.policies, strict=True):
        assert (one["name"], one["threshold"]) == (measured.policy.name, measured.policy.threshold)
        assert one["apcer"]["rate"] == measured.apcer.rate
        assert [one["bpcer"]["low"], one["bpcer"]["high"]] == [measured.bpcer.low, measured.bpcer.high]
        rules = measured.policy.challenge
        assert (one["challenge"] is None) == (rules is None)
        assert rules is None or one["challenge"]["bits"] == rules.bits


def test_the_schema_of_the_stream_is_the_streams_own(standing: Running) -> None:
    """What is published is drawn from the messages themselves."""
    answer = standing.get("/v1/schemas/stream.json")
    assert answer.headers["content-type"] == "application/schema+json"
    assert answer.json() == schema()


def test_every_problem_has_its_page(standing: Running) -> None:
    """The `type` of a problem document leads to its row, and /problems to all of them."""
    rows = standing.get("/problems").json()["problems"]
    assert {row["code"] for row in rows} == set(PROBLEMS)
    for row in rows:
        assert standing.get(row["type"]).json() == row
    problem(standing.get("/problems/nothing_like_it"), 404, "problem_unknown")
    problem(standing.get("/problems/X"), 422, "bad_parameter")
