"""The door of the routes, knocked at over HTTP."""

import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import httpx
import pytest

from facevow.server.door.keys import new_key
from tests.server.door.conftest import INITIAL, Lock, bearer, make_key
from tests.server.serving import PATIENCE, Running, until

OPERATE = "/logs"
"""An address that needs the scope `operate`."""


def raw(running: Running, *headers: str) -> tuple[int, str]:
    """Status and whole answer to a request with these lines in its head."""
    with socket.create_connection(("127.0.0.1", running.port), timeout=PATIENCE) as connection:
        head = [f"GET {OPERATE} HTTP/1.1", f"Host: localhost:{running.port}", "Connection: close", *headers]
        connection.sendall("\r\n".join([*head, "", ""]).encode("latin-1"))
        answer = b""
        while part := connection.recv(65536):
            answer += part
    return int(answer.split()[1]), answer.decode()


def code(answer: httpx.Response) -> str:
    """The code of an error of the first routes."""
    found: str = answer.json()["error"]["code"]
    return found


def test_with_the_right_key_one_comes_in(locked: Running) -> None:
    """And is told what is left: of both allowances at first, of its own only once it has proved good."""
    key = bearer(make_key(locked, "operate"))
    answer = locked.get(OPERATE, headers=key)
    assert answer.status_code == 200
    assert answer.headers["RateLimit-Policy"] == '"address";q=300;w=60, "key";q=600;w=60'
    assert answer.headers["RateLimit"].startswith('"address";r=299;t=')
    assert '"key";r=599;t=' in answer.headers["RateLimit"]
    assert answer.headers["Cache-Control"] == "no-store"
    again = locked.get(OPERATE, headers=key)
    assert again.headers["RateLimit-Policy"] == '"key";q=600;w=60'
    assert again.headers["RateLimit"].startswith('"key";r=598;t=')


def test_a_server_with_one_key_has_all_of_the_key_s_allowance(lock: Lock) -> None:
    """Its address is counted until the key has proved good, so that the smaller allowance is not the one that holds."""
    with lock(limit_address="3/hour", limit_key="10/hour") as running:
        statuses = [running.get(OPERATE, headers=bearer(INITIAL)).status_code for _ in range(11)]
        assert statuses == [200] * 10 + [429]
        assert [running.get(OPERATE).status_code for _ in range(3)] == [401, 401, 429]
        other = bearer(make_key(running, "operate"))
        assert running.get(OPERATE, headers=other).status_code == 429  # nobody has seen it yet, and a query is dear


def test_a_key_without_the_scope_counts_too(lock: Lock) -> None:
    """Else asking for what it may not would cost nothing."""
    with lock(limit_key="3/hour") as running:
        key = bearer(make_key(running, "seed"))
        assert [running.get(OPERATE, headers=key).status_code for _ in range(4)] == [403, 403, 403, 429]


def test_a_key_in_use_over_its_allowance_costs_no_query(lock: Lock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when what is known of it is to be read again."""
    with lock(limit_key="2/hour") as running:
        for _ in range(2):
            assert running.get(OPERATE, headers=bearer(INITIAL)).status_code == 200
        monkeypatch.setattr(running.services.keys, "monotonic", lambda: float("inf"))
        monkeypatch.setattr(type(running.services.api_keys), "get", lambda *_: pytest.fail("the database was asked"))
        assert running.get(OPERATE, headers=bearer(INITIAL)).status_code == 429


def test_without_a_key_one_is_told_to_bring_one(locked: Running) -> None:
    """401, with the scheme in WWW-Authenticate (RFC 6750), and no error where nothing was tried."""
    answer = locked.get(OPERATE)
    assert (answer.status_code, code(answer)) == (401, "key_missing")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="facevow"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (INITIAL[:-1], "key_malformed"),
        (INITIAL.upper(), "key_malformed"),
        (INITIAL.replace("fvk", "fvt"), "key_malformed"),
        ("x" * 9000, "key_malformed"),
        (INITIAL[:-1] + "e", "key_unknown"),
        ("fvk_" + "0" * 16 + INITIAL[20:], "key_unknown"),
    ],
)
def test_a_key_that_is_not_ours_is_refused(locked: Running, text: str, expected: str) -> None:
    """Halves, other case, other kinds, long texts, a wrong secret, a wrong id; none is repeated in the answer."""
    answer = locked.get(OPERATE, headers=bearer(text))
    assert (answer.status_code, code(answer)) == (401, expected)
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
    assert text[20:60] not in answer.text


def test_the_header_says_bearer_and_stands_there_once(locked: Running) -> None:
    """Two keys, of which one layer may check the first and another the second, are refused; so are other schemes."""
    good = f"Authorization: Bearer {INITIAL}"
    assert raw(locked, good)[0] == 200
    assert raw(locked, good.replace("Bearer", "bearer"))[0] == 200  # schemes are the same in any case (RFC 9110, 11.1)
    refused = [
        [good, good],
        [good, "Authorization: Bearer nonsense"],
        ["Authorization: Bearer nonsense", good],
        [f"Authorization: Basic {INITIAL}"],
        [f"Authorization: {INITIAL}"],
        ["Authorization: Bearer"],
        ["Authorization: Bearer "],
        ["Authorization:"],
        [f"Authorization: Bearer  {INITIAL}"],
        [f"Authorization: Bearer {INITIAL}, Bearer {INITIAL}"],
        [f"Authorization: Bearer\t{INITIAL}"],
        [f"Authorization: Bearer {INITIAL.replace('a', 'ä')}"],
    ]
    for headers in refused:
        status, answer = raw(locked, *headers)
        assert (status, "key_malformed" in answer) == (401, True), headers


def test_a_key_in_the_address_opens_nothing(locked: Running) -> None:
    """Addresses are logged by proxies, so a key has no place there."""
    answer = locked.get(f"{OPERATE}?key={INITIAL}&authorization=Bearer%20{INITIAL}&access_token={INITIAL}")
    assert (answer.status_code, code(answer)) == (401, "key_missing")


def test_a_key_does_only_what_it_is_for(locked: Running) -> None:
    """403, with the scope that is missing in words, where the key is good."""
    answer = locked.get(OPERATE, headers=bearer(make_key(locked, "sessions", "seed", "analyses", "erase")))
    assert (answer.status_code, code(answer)) == (403, "scope_missing")
    assert "operate" in answer.json()["error"]["message"]
    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]


def test_a_revoked_key_is_refused(lock: Lock) -> None:
    """Within the seconds that a running server believes what it read."""
    with lock(limit_address="100000/minute") as running:
        text = make_key(running, "operate")
        assert running.get(OPERATE, headers=bearer(text)).status_code == 200
        running.services.api_keys.revoke(text[4:20], now=datetime.now(UTC), actor="test")
        until(lambda: running.get(OPERATE, headers=bearer(text)).status_code == 401)
        assert code(running.get(OPERATE, headers=bearer(text))) == "key_revoked"


def test_a_key_that_was_just_made_works(locked: Running) -> None:
    """There is nothing to wait for."""
    text, record = new_key("new", ["operate"], datetime.now(UTC))
    assert locked.get(OPERATE, headers=bearer(text)).status_code == 401
    locked.services.api_keys.add(record, "test")
    assert locked.get(OPERATE, headers=bearer(text)).status_code == 200


def test_an_address_that_asks_too_much_is_told_when_to_come_again(lock: Lock) -> None:
    """429 with Retry-After, before anybody looks at its key; what needs no key is served on."""
    with lock(limit_address="3/hour") as running:
        answers = [running.get(OPERATE) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
        last = answers[-1]
        assert code(last) == "rate_limited"
        assert 0 < int(last.headers["Retry-After"]) <= 3600
        assert last.headers["RateLimit"].startswith('"address";r=0;t=')
        assert running.get(OPERATE, headers=bearer(INITIAL)).status_code == 429  # not known to be good yet
        assert running.get("/health").status_code == 200


def test_a_key_that_asks_too_much_is_told_so(lock: Lock) -> None:
    """Each key has its own allowance, from whatever address."""
    with lock(limit_key="2/hour") as running:
        other = make_key(running, "operate")
        statuses = [running.get(OPERATE, headers=bearer(INITIAL)).status_code for _ in range(3)]
        assert statuses == [200, 200, 429]
        assert running.get(OPERATE, headers=bearer(other)).status_code == 200


def test_guessing_keys_ends_soon_and_shuts_out_nobody_who_has_one(lock: Lock) -> None:
    """After so many refusals keys of that address are not looked up any more, but those in use are served on."""
    with lock(limit_refused="3/hour") as running:
        assert running.get(OPERATE, headers=bearer(INITIAL)).status_code == 200
        wrong = bearer(INITIAL[:-1] + "e")
        assert [running.get(OPERATE, headers=wrong).status_code for _ in range(5)] == [401, 401, 401, 429, 429]
        assert running.get(OPERATE).status_code == 429
        assert running.get(OPERATE, headers=bearer(INITIAL)).status_code == 200


def test_a_forged_forwarding_header_is_another_address_only_from_a_trusted_proxy(lock: Lock) -> None:
    """Who is no proxy of ours stays in its own count, whatever it claims."""
    with lock(limit_address="2/hour", trusted_proxies="192.0.2.1") as running:
        statuses = [
            running.get(OPERATE, headers={"X-Forwarded-For": f"203.0.113.{number}"}).status_code for number in range(4)
        ]
        assert statuses == [401, 401, 429, 429]


def test_behind_a_trusted_proxy_each_client_is_counted_and_cannot_add_to_the_list(lock: Lock) -> None:
    """The last address that is no proxy counts, so what a client itself put before it changes nothing."""
    with lock(limit_address="2/hour", trusted_proxies="127.0.0.1, 10.0.0.0/8") as running:

        def status(forwarded: str) -> int:
            return running.get(OPERATE, headers={"X-Forwarded-For": forwarded}).status_code

        claimed = ["203.0.113.9", "198.51.100.1, 203.0.113.9", "10.0.0.1, 203.0.113.9, 10.0.0.2", "x, 203.0.113.9"]
        assert [status(one) for one in claimed] == [401, 401, 429, 429]
        assert status("203.0.113.10") == 401
        assert [status(f"2001:db8:1:2::{number}") for number in range(3)] == [401, 401, 429]
        assert status("2001:db8:1:3::1") == 401


def test_many_at_once_get_no_more_than_the_allowance(lock: Lock) -> None:
    """Requests that race are each counted, those of an address and those of a key."""
    with lock(limit_address="20/hour", limit_key="20/hour", limit_refused="100000/hour") as running:
        assert running.get(OPERATE, headers=bearer(INITIAL)).status_code == 200
        for headers, good in ((bearer(INITIAL), 200), ({}, 401)):
            with ThreadPoolExecutor(8) as pool:
                asked = [pool.submit(running.get, OPERATE, headers=headers) for _ in range(60)]
            statuses = [one.result().status_code for one in asked]
            assert (statuses.count(good), statuses.count(429)) == (19, 41)


def test_an_open_server_asks_for_nothing(server: Running) -> None:
    """Without keys, and whatever is shown; there is no limit to tell of."""
    for headers in ({}, bearer("nonsense")):
        answer = server.get(OPERATE, headers=headers)
        assert answer.status_code == 200
        assert "RateLimit" not in answer.headers


def test_the_document_tells_of_the_key(locked: Running) -> None:
    """Whoever reads the OpenAPI document, at either of its addresses, sees which routes need one."""
    document = locked.get("/openapi.json").json()
    assert document == locked.get("/v1/openapi.json").json()
    assert document["components"]["securitySchemes"]["apiKey"]["scheme"] == "bearer"
    assert document["paths"]["/v1/sessions"]["get"]["security"] == [{"apiKey": []}]
    assert "security" not in document["paths"]["/v1/policies"]["get"]


def test_what_was_refused_is_counted(locked: Running) -> None:
    """For whoever watches the server."""
    locked.get(OPERATE)
    text = locked.get("/metrics", headers=bearer(INITIAL)).text
    assert any("key_missing" in line and line.endswith(" 1.0") for line in text.splitlines())
