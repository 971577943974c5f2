"""The digests, held against values worked out by hand, RFC 8785 and what JavaScript writes."""

import hashlib
import json
import shutil
import struct
import subprocess
from collections import OrderedDict
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facevow.signing.digests import FrameChain, canonical_json, subject_claim, transcript_sha256
from tests.conftest import lacking

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)

NUMBERS = {  # RFC 8785, appendix B: the bits of a float and how it is written
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}


@pytest.mark.parametrize(("bits", "text"), NUMBERS.items())
def test_numbers_are_written_as_rfc_8785_lists_them(bits: str, text: str) -> None:
    """Every finite example of the appendix comes out to the letter."""
    assert canonical_json(struct.unpack(">d", bytes.fromhex(bits))[0]) == text.encode()


def test_the_example_of_rfc_8785_comes_out_to_the_letter() -> None:
    """Section 3.2.2 to 3.2.4: literals, strings, numbers and the order of names in one."""
    value = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "€$\u000f\nA'\u0042\u0022\u005c\\\"/",
        "literals": [None, True, False],
    }
    expected = (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )
    assert canonical_json(value) == expected.encode()


def test_names_stand_in_the_order_of_their_utf_16_units() -> None:
    """Section 3.2.3: an astral character comes before U+FB33, though its code point is the higher one."""
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    written = list(json.loads(canonical_json(dict.fromkeys(names))))
    assert written == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


class Word(StrEnum):
    """A text that is also a member of an enumeration."""

    ONE = "one"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 2.0, "a": (1, -0.0)}, '{"a":[1,0],"b":2}'),
        (OrderedDict([("ß", Word.ONE), ("a", True)]), '{"a":true,"ß":"one"}'),
        (10**30, "1" + "0" * 30),
        ("\x7f\u2028", '"\x7f\u2028"'),
        ([], "[]"),
    ],
)
def test_values_of_python_have_one_text(value: object, text: str) -> None:
    """Tuples are lists, whole floats are whole, enumerations are their values, and long integers are whole, too."""
    assert canonical_json(value) == text.encode()


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), -float("inf"), "\ud800", {"\ud800": 1}, {1: 2}, b"x", {1, 2}, object()]
)
def test_what_json_cannot_hold_is_refused(value: object) -> None:
    """Numbers that are none, half of a pair of surrogates, names that are no text, and other things."""
    with pytest.raises(ValueError, match=r"expected|surrogates"):
        canonical_json([value])


def test_endless_nesting_is_refused() -> None:
    """A list in itself ends with the same error, not with an overflow."""
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(ValueError, match="nested"):
        canonical_json(endless)


@settings(deadline=None)
@given(JSON)
def test_the_canonical_text_means_the_same_and_is_stable(value: object) -> None:
    """It reads back as an equal value, and that value has the same text."""
    text = canonical_json(value)
    assert json.loads(text, parse_int=float) == value
    assert canonical_json(json.loads(text)) == text


@settings(deadline=None)
@given(st.dictionaries(st.text(), JSON, min_size=2, max_size=5))
def test_the_order_of_members_does_not_matter(value: dict[str, Any]) -> None:
    """An object and the same one turned round have one text."""
    assert canonical_json(dict(reversed(value.items()))) == canonical_json(value)


def test_javascript_writes_the_same_numbers_and_strings() -> None:
    """A thousand floats of all sizes and some odd strings come out as JSON.stringify has them."""
    node = shutil.which("node") or lacking("node", "needs Node.js")
    floats = [
        one
        for one in (struct.unpack(">d", hashlib.sha256(b"%d" % n).digest()[:8])[0] for n in range(1000))
        if one - one == 0
    ]
    values = [*floats, *(n / 1000 for n in range(200)), '\x00\x1f\x7f\u2028é\U0001f600\\/"', 1e21, 123456.0]
    program = "process.stdout.write(JSON.stringify(JSON.parse(require('fs').readFileSync(0, 'utf8'))))"
    written = subprocess.run([node, "-e", program], input=json.dumps(values).encode(), capture_output=True, check=True)  # noqa: S603 - ours
    assert canonical_json(values) == written.stdout


def test_a_transcript_is_hashed_as_its_canonical_text() -> None:
    """Worked by hand: the text is written down here, its SHA-256 comes from another program (sha256sum)."""
    transcript = [{"event": "prompted", "at": 1.5, "act": "turn_left"}, {"event": "act_done", "at": 2.0}]
    assert (
        canonical_json(transcript) == b'[{"act":"turn_left","at":1.5,"event":"prompted"},{"at":2,"event":"act_done"}]'
    )
    assert transcript_sha256(transcript) == "a47c8edbbdb894d0902c2f0f6a6eab671a34d65288195fee9f164d7f4222cb50"
    assert transcript_sha256([]) == "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"


def test_a_subject_is_claimed_by_a_text_that_anybody_can_write() -> None:
    """Worked by hand: SHA-256 of three lines, taken with another program (sha256sum)."""
    assert (
        subject_claim("fvs_1", "zoë@example.org") == "42540b669f8c4b747f1b8377698c80fef1ed55c774b487a3d22a0980c084f16b"
    )


@given(
    st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"])),
    st.text(st.characters(exclude_categories=["Cs"])),
)
def test_claims_of_other_sessions_and_subjects_differ(session: str, subject: str) -> None:
    """Nothing can be moved from the one field into the other, and no two sessions can be linked."""
    claim = subject_claim(session, subject)
    assert claim != subject_claim(session + "x", subject)
    assert claim != subject_claim(session, subject + "x")
    assert subject_claim("a", "b\nc") != subject_claim("a", "c")
    with pytest.raises(ValueError, match="line break"):
        subject_claim(session + "\n", subject)


def test_a_frame_chain_can_be_worked_out_by_hand() -> None:
    r"""The values come from `printf 'facevow-frames-v1\nfvs_1' | sha256sum` and on from there, link by link."""
    chain = FrameChain("fvs_1")
    assert (chain.count, chain.sha256) == (0, "01726ff4838d07a32f85f18cadc1328ef779fc69559d909cc77bef7e0133551b")
    chain.add(b"first")
    assert (chain.count, chain.sha256) == (1, "c739d1630ad1e0bb72029f9022f84ae62a8f71d629be414b0ed958fd201ef170")
    chain.add(b"second")
    assert (chain.count, chain.sha256) == (2, "2bdbd0860ed7f24f8ca4faefc1d7ed5d6783fa5bde46e59edb40d3b73ad677b2")


@settings(deadline=None)
@given(st.lists(st.binary(max_size=8), max_size=6), st.lists(st.binary(max_size=8), max_size=6))
def test_only_the_same_frames_in_the_same_order_make_the_same_chain(one: list[bytes], other: list[bytes]) -> None:
    """Frames left out, added, moved or cut elsewhere show, and so does another session."""

    def chained(session: str, messages: list[bytes]) -> str:
        chain = FrameChain(session)
        for message in messages:
            chain.add(message)
        assert chain.count == len(messages)
        return chain.sha256

    assert (chained("s", one) == chained("s", other)) == (one == other)
    assert chained("s", one) != chained("t", one)
    assert chained("s", one) != chained("s", [*one, b""])
