"""What fits into a row: the same on both databases, told clearly, and never a hang."""

import math
from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facevow.errors import StoreError
from facevow.store import Database, SessionRecord, Sessions, SqlStore
from facevow.store.fitting import expect_fit, is_text
from tests.store.orders import order
from tests.store.records import inference, verdict


def nested(levels: int) -> Any:  # noqa: ANN401 - JSON
    """A list in a list in a list."""
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


HOSTILE: list[tuple[str, Any, str]] = [
    ("id", "fvs_" + "x" * 29, "at most 32 characters"),
    ("id", "fvs_\0", "NUL"),
    ("id", "fvs_\ud800", "surrogate"),
    ("id", None, "missing"),
    ("policy", 7, "expected text"),
    ("policy", b"balanced", "expected text"),
    ("callback", "https://x/" + "y" * (1024 * 1024), "at most 1048576"),
    ("created", datetime(2026, 1, 1), "zone"),  # noqa: DTZ001 - that is what is refused
    ("created", "2026-01-01", "zone"),
    ("confidence", math.nan, "finite"),
    ("confidence", math.inf, "finite"),
    ("confidence", "0.5", "finite"),
    ("metadata_", {"a": math.nan}, "JSON"),
    ("metadata_", {"a": -math.inf}, "JSON"),
    ("metadata_", {"a": "\0"}, "NUL"),
    ("metadata_", {"\ud800": 1}, "surrogate"),
    ("metadata_", {"a": object()}, "JSON"),
    ("metadata_", {"a": {1, 2}}, "JSON"),
    ("metadata_", {("a", "b"): 1}, "JSON"),
    ("metadata_", nested(65), "64 levels"),
    ("metadata_", nested(100_000), "64 levels"),
    ("metadata_", {"a": "x" * (1024 * 1024)}, "at most 1048576"),
    ("metadata_", {"a": 10**5000}, "JSON"),
]


@pytest.mark.parametrize(("column", "value", "said"), HOSTILE)
def test_what_does_not_fit_is_named(database: Database, column: str, value: object, said: str) -> None:
    """The table, the column and the reason are in the message; nothing is written, and the database is well."""
    sessions = Sessions(database, lambda *_: None)
    with pytest.raises(StoreError, match=said) as caught:
        sessions.create(order("1", **{column: value}))
    assert f"sessions.{column.removesuffix('_')}" in str(caught.value)
    assert (caught.value.code, database.health().status) == ("bad_record", "ok")
    assert sessions.get("fvs_1") is None
    assert sessions.create(order("1"))[1]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("metadata_", nested(63)),
        ("metadata_", {"a": 2**200, "b": -0.0, "c": 1e-320, "ü\u2028\U0001f600": ["\x01", "\x7f", "\\u0000"]}),
        ("metadata_", {}),
        ("idempotency", "😀" * 255),
        ("callback", ""),
        ("confidence", 1e-308),
        ("confidence", 1),
    ],
)
def test_what_fits_comes_back_as_it_was(sessions: Sessions, column: str, value: object) -> None:
    """The limits themselves are within, on both databases."""
    sessions.create(order("1", **{column: value}))
    found = sessions.get("fvs_1")
    assert found is not None
    assert getattr(found, column) == value


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("score", math.nan),
        ("x", 2**31),
        ("x", 0.5),
        ("quality", ["\0"]),
        ("model", "m" * 101),
        ("is_real", 1),
        ("timestamp", None),
    ],
)
def test_the_log_refuses_the_same(url: str, column: str, value: object) -> None:
    """The frames' log names a bad record and keeps none of its batch."""
    store = SqlStore(url)
    bad = inference(2)
    setattr(bad, column, value)
    with pytest.raises(StoreError) as caught:
        store.add([inference(1), verdict(1), bad])
    assert caught.value.code == "bad_record"
    assert (store.recent(5), store.recent_verdicts(5), store.health().status) == ([], [], "ok")
    store.close()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(metadata=st.dictionaries(st.text(), JSON, max_size=4), policy=st.text(max_size=40))
@settings(max_examples=100, deadline=None)
def test_any_value_fits_or_is_a_bad_record(metadata: dict[str, Any], policy: str) -> None:
    """Nothing but StoreError comes out of the check, and texts without NUL and surrogates pass it."""
    record: SessionRecord = order("1", metadata_=metadata, policy=policy)
    with suppress(StoreError):  # and nothing else
        expect_fit(record)
        assert is_text(policy)
        assert len(policy) <= 32


@pytest.mark.parametrize(
    ("text", "good"), [("", True), ("é", True), ("a\0", False), ("\udfff", False), (b"a", False), (None, False)]
)
def test_text_is_told_from_what_is_none(text: object, good: bool) -> None:
    """NUL and half of a pair are no text for a database."""
    assert is_text(text) is good
