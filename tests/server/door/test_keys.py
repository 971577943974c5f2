"""API keys: how they read, and whether one is good."""

import asyncio
import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facevow.errors import AccessError, StoreError
from facevow.server.door.keys import (
    ANYONE,
    CACHE_SECONDS,
    SCOPES,
    TOUCH_SECONDS,
    Keys,
    Principal,
    Scope,
    key_record,
    new_key,
    parse_key,
)
from facevow.store.database import Database
from facevow.store.keys import ApiKeys
from facevow.store.records import ApiKeyRecord
from tests.server.serving import HandClock

NOW = datetime(2026, 5, 17, 12, tzinfo=UTC)
GOOD = f"fvk_{'0123456789abcdef'}_{'ab' * 32}"


def refusal(keys: Keys, text: str | None) -> str:
    """The code with which a key is refused."""
    with pytest.raises(AccessError) as caught:
        asyncio.run(keys.authenticate(text))
    return caught.value.code


@pytest.fixture
def keys(api_keys: ApiKeys, hand: HandClock) -> Keys:
    """The door of a locked server, at a time set by hand."""
    return Keys(api_keys, locked=True, monotonic=hand, now=lambda: NOW)


def test_a_key_is_random_and_only_the_hash_of_its_secret_is_kept() -> None:
    """Two keys share nothing, each reads back, and the row holds no part of the secret."""
    (one, row), (other, _) = new_key("shop", ["sessions"], NOW), new_key("shop", ["sessions"], NOW)
    key_id, secret = parse_key(one)
    assert one != other
    assert not {key_id, secret} & set(parse_key(other))
    assert (row.id, row.secret_sha256) == (key_id, hashlib.sha256(secret.encode()).hexdigest())
    assert secret[:16] not in repr(row)
    assert (row.name, row.scopes, row.created, row.revoked) == ("shop", ["sessions"], NOW, None)


@pytest.mark.parametrize("scopes", [[], ["everything"], ["sessions", "SEED"], [""]])
def test_a_key_needs_scopes_that_there_are(scopes: list[str]) -> None:
    """A misspelt scope would make a key that opens nothing, or not what was meant."""
    with pytest.raises(AccessError) as caught:
        new_key("shop", scopes, NOW)
    assert caught.value.code == "bad_scope"


@pytest.mark.parametrize("name", ["", "x" * 101, "two\nlines", "bell\a"])
def test_a_name_fits_the_list_of_keys(name: str) -> None:
    """It is shown on a terminal, so it has no control characters."""
    with pytest.raises(AccessError) as caught:
        new_key(name, ["seed"], NOW)
    assert caught.value.code == "bad_name"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "fvk_",
        GOOD[:-1],
        GOOD + "0",
        GOOD + "\n",
        " " + GOOD,
        GOOD.upper(),
        GOOD.replace("ab", "AB"),
        GOOD.replace("fvk", "fvt"),
        GOOD.replace("a", "\N{CYRILLIC SMALL LETTER A}"),
        GOOD.replace("0", "\N{ARABIC-INDIC DIGIT ZERO}"),
        GOOD.replace("_", "-"),
        GOOD[:21] + "\0" + GOOD[22:],
        "fvk_" + "a" * 1_000_000,
        f"{GOOD},{GOOD}",
        "' OR 1=1 --",
    ],
)
def test_what_is_no_key_is_malformed_and_never_repeated(text: str) -> None:
    """Other case, other digits, halves, doubles and very long texts are refused, without echo."""
    with pytest.raises(AccessError) as caught:
        parse_key(text)
    assert caught.value.code == "key_malformed"
    assert len(str(caught.value)) < 200


@settings(deadline=None)
@given(st.text(max_size=100))
def test_any_text_is_a_key_or_refused(text: str) -> None:
    """No text raises anything else, and what reads as a key is put together from its parts."""
    try:
        key_id, secret = parse_key(text)
    except AccessError:
        return
    assert f"fvk_{key_id}_{secret}" == text


def test_a_key_that_somebody_else_drew_has_every_scope() -> None:
    """A host with no shell brings its only key by the settings."""
    assert set(key_record(GOOD, "initial", NOW).scopes) == SCOPES


def test_a_principal_without_the_scope_is_refused() -> None:
    """What a key is not for, it cannot do."""
    Principal("x", frozenset({"seed"})).expect("seed")
    with pytest.raises(AccessError, match="sessions") as caught:
        Principal("x", frozenset({"seed"})).expect(Scope.SESSIONS)
    assert caught.value.code == "scope_missing"


def test_an_open_server_takes_everybody(api_keys: ApiKeys) -> None:
    """No key, a good one and nonsense are the same there, so that a program need not know."""
    keys = Keys(api_keys, locked=False)
    for text in (None, GOOD, "nonsense"):
        assert asyncio.run(keys.authenticate(text)) == ANYONE


def test_a_key_is_known_by_its_secret_only(keys: Keys, api_keys: ApiKeys) -> None:
    """The right id with another secret is as unknown as another id; without a key one is told to bring one."""
    text, record = new_key("shop", ["sessions", "erase"], NOW)
    key_id = record.id
    api_keys.add(record, "test")
    principal = asyncio.run(keys.authenticate(text))
    assert principal == Principal(key_id, frozenset({"sessions", "erase"}))
    assert refusal(keys, f"fvk_{key_id}_{'0' * 64}") == "key_unknown"
    assert refusal(keys, f"fvk_{'0' * 16}_{text[-64:]}") == "key_unknown"
    assert refusal(keys, None) == "key_missing"


def test_scopes_that_are_none_of_ours_are_not_granted(keys: Keys, api_keys: ApiKeys) -> None:
    """A row that another version or a person wrote grants only what this version knows."""
    text, record = new_key("shop", ["seed"], NOW)
    record.scopes = ["seed", "root", "*"]
    api_keys.add(record, "test")
    assert asyncio.run(keys.authenticate(text)).scopes == {"seed"}


class CountedKeys(ApiKeys):
    """Counts the questions; can lose its database."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.asked: list[str] = []
        self.touched: list[datetime] = []
        self.lost = False

    def get(self, key_id: str) -> ApiKeyRecord | None:
        """As its parent's."""
        self.asked.append(key_id)
        if self.lost:
            raise StoreError("gone")
        return super().get(key_id)

    def touch(self, key_id: str, now: datetime) -> None:
        """As its parent's."""
        self.touched.append(now)
        if self.lost:
            raise StoreError("gone")
        super().touch(key_id, now)


@pytest.fixture
def counted(api_keys: ApiKeys) -> CountedKeys:
    """Keys that count the questions."""
    return CountedKeys(api_keys._database)


def test_a_key_in_use_costs_no_query_and_a_revocation_is_seen_within_seconds(
    counted: CountedKeys, hand: HandClock
) -> None:
    """Within the cache's time one look suffices; after it the row is read again, and a revoked key is refused."""
    keys = Keys(counted, locked=True, monotonic=hand, now=lambda: NOW)
    text, record = new_key("shop", ["seed"], NOW)
    key_id = record.id
    counted.add(record, "test")
    for _ in range(5):
        asyncio.run(keys.authenticate(text))
    assert counted.asked == [key_id]
    assert counted.revoke(key_id, now=NOW, actor="test")
    hand.seconds += CACHE_SECONDS
    assert refusal(keys, text) == "key_revoked"
    assert refusal(keys, f"fvk_{key_id}_{'0' * 64}") == "key_unknown"  # only who has the key learns that it was revoked
    assert counted.asked == [key_id, key_id]


def test_made_up_keys_fill_no_memory(counted: CountedKeys) -> None:
    """What does not exist is not remembered; each such question is asked anew, which the limits bound."""
    keys = Keys(counted, locked=True)
    for number in range(20):
        assert refusal(keys, f"fvk_{number:016x}_{'0' * 64}") == "key_unknown"
    assert (len(counted.asked), len(keys._known)) == (20, 0)


def test_the_last_use_is_written_once_a_minute(counted: CountedKeys, hand: HandClock) -> None:
    """A key that is used all the time causes no flood of writes."""
    keys = Keys(counted, locked=True, monotonic=hand, now=lambda: NOW)
    text, record = new_key("shop", ["seed"], NOW)
    key_id = record.id
    counted.add(record, "test")
    for second in range(int(TOUCH_SECONDS) + 1):
        hand.seconds = float(second)
        asyncio.run(keys.authenticate(text))
    assert counted.touched == [NOW, NOW]
    stored = counted.get(key_id)
    assert stored is not None
    assert stored.last_used == NOW


def test_without_the_database_nobody_new_comes_in_and_a_write_that_fails_keeps_nobody_out(
    counted: CountedKeys, hand: HandClock
) -> None:
    """A key that was just read still holds, since its use need not be written; one to be read again does not."""
    keys = Keys(counted, locked=True, monotonic=hand, now=lambda: NOW)
    text, record = new_key("shop", ["seed"], NOW)
    counted.add(record, "test")
    asyncio.run(keys._look_up(record.id))
    counted.lost = True
    assert asyncio.run(keys.authenticate(text)).scopes == {"seed"}
    hand.seconds += CACHE_SECONDS
    with pytest.raises(StoreError):
        asyncio.run(keys.authenticate(text))


def test_a_key_is_familiar_only_with_its_secret(keys: Keys, api_keys: ApiKeys) -> None:
    """Familiar keys are looked at even when their address has used up its refusals; an id alone is not enough."""
    text, record = new_key("shop", ["seed"], NOW)
    api_keys.add(record, "test")
    assert not keys.is_familiar(text)
    asyncio.run(keys.authenticate(text))
    assert keys.is_familiar(text)
    assert not any(map(keys.is_familiar, (None, "", text[:-1], text[:-64] + "0" * 64)))
