"""What a face embedding says of itself is read whole or refused."""

import contextlib
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facevow.errors import ModelError
from facevow.matching.aligning import FIVE_POINTS, SIDE
from facevow.matching.description import RATES, TEXT_LIMIT, Description, parse_description, read_description
from facevow.matching.opening import fetched_description
from facevow.vision.manifest import load_manifest
from tests.matching.embeddings import DESCRIPTION

TEXT = DESCRIPTION.format(sha256="ab" * 32)


def test_a_description_is_read() -> None:
    """Every field arrives under its name; one number for mean or scale stands for all three channels."""
    found = parse_description(TEXT.replace("scale = 1.0", "scale = [1, 2.5, 3]"))
    assert found == Description(
        name="projection",
        version="1",
        file="projection.onnx",
        sha256="ab" * 32,
        side=32,
        channels="rgb",
        mean=(0, 0, 0),
        scale=(1, 2.5, 3),
        layout="nchw",
        batch=1,
        mirror=False,
        points=((11, 15), (21, 15), (16, 20.5), (12, 26), (20, 26)),
        values=64,
        thresholds={"0.01": 0.5, "0.001": 0.7, "0.0001": 0.9},
        continuity=0.2,
        measured_with="nothing",
    )


def test_shapes_title_and_runtime_follow_from_the_fields() -> None:
    """What the network takes and gives, its title and what runs it are said by the description alone."""
    found = parse_description(TEXT)
    assert (found.takes, found.gives) == ((1, 3, 32, 32), (1, 64))
    assert (found.title, found.runtime) == ("projection 1 abababab", "onnx")
    other = parse_description(
        TEXT.replace("nchw", "nhwc").replace("batch = 1", "batch = 2").replace("projection.onnx", "x.tflite")
    )
    assert (other.takes, other.gives, other.runtime) == ((2, 32, 32, 3), (2, 64), "tflite")


def test_a_network_has_a_title_of_its_own() -> None:
    """Two networks of one name and version are two matchers, and neither passes for the packaged one."""
    first, second = TEXT, TEXT.replace("ab" * 32, "cd" * 32)
    assert parse_description(first).title != parse_description(second).title
    packaged = fetched_description()
    copied = parse_description(
        first.replace('"projection"', f'"{packaged.name}"').replace('version = "1"', f'version = "{packaged.version}"')
    )
    assert copied.title.startswith(packaged.title)
    assert copied.title != packaged.title == f"{packaged.name} {packaged.version}"


def test_the_fetched_embedding_is_described() -> None:
    """The description in the package is of the file in models.toml, with the usual template and all thresholds."""
    found = fetched_description()
    (model,) = (model for model in load_manifest() if model.name == found.name)
    assert (found.version, found.file, found.sha256) == (model.version, model.file, model.sha256)
    assert (found.side, found.points) == (SIDE, FIVE_POINTS)
    assert tuple(found.thresholds) == RATES
    assert 0 < found.continuity < found.thresholds["0.01"] < found.thresholds["0.001"] < found.thresholds["0.0001"] < 1


def test_the_example_in_the_documentation_is_a_description() -> None:
    """What docs/embeddings.md shows can be copied: it is read as it stands, and shows every field."""
    page = (Path(__file__).parents[2] / "docs" / "embeddings.md").read_text(encoding="utf-8")
    found = parse_description(page.split("<!-- description -->")[1].split("```toml\n")[1].split("```")[0])
    assert (found.title, found.takes, found.gives) == ("my-embedding 1 01234567", (1, 3, 112, 112), (1, 512))
    assert found.points == FIVE_POINTS


@pytest.mark.parametrize("line", [line for line in TEXT.splitlines() if "=" in line])
def test_a_description_that_lacks_a_field_is_refused(line: str) -> None:
    """Without any one of its fields a description is a ModelError: nothing has a default."""
    with pytest.raises(ModelError):
        parse_description(TEXT.replace(line + "\n", ""))


CHANGES = [
    ('name = "projection"', 'name = "two words"'),
    ('name = "projection"', 'name = ""'),
    ('name = "projection"', 'name = "' + "n" * 41 + '"'),
    ('name = "projection"', "name = 3"),
    ('name = "projection"', 'name = "orb"'),
    ('version = "1"', 'version = "1\\n"'),
    ('version = "1"', "version = 1"),
    ('"projection.onnx"', '"../projection.onnx"'),
    ('"projection.onnx"', '"/etc/projection.onnx"'),
    ('"projection.onnx"', '"a\\\\b.onnx"'),
    ('"projection.onnx"', '".onnx"'),
    ('"projection.onnx"', '"projection.pickle"'),
    ('"projection.onnx"', '["projection.onnx"]'),
    ("ab" * 32, "AB" * 32),
    ("ab" * 32, "ab" * 31),
    ("continuity = 0.2", "continuity = nan"),
    ("continuity = 0.2", "continuity = inf"),
    ("continuity = 0.2", "continuity = true"),
    ("continuity = 0.2", 'continuity = "low"'),
    ('measured_with = "nothing"', 'measured_with = "' + "n" * 2001 + '"'),
    ("side = 32", "side = 31"),
    ("side = 32", "side = 513"),
    ("side = 32", "side = 32.0"),
    ("side = 32", "side = true"),
    ("side = 32", "side = 99999999999999999999999999"),
    ('channels = "rgb"', 'channels = "grb"'),
    ('channels = "rgb"', "channels = ['r', 'g', 'b']"),
    ("mean = 0", "mean = [0, 0]"),
    ("mean = 0", "mean = [0, 0, 'x']"),
    ("mean = 0", "mean = -inf"),
    ("scale = 1.0", "scale = 0"),
    ("scale = 1.0", "scale = -1"),
    ("scale = 1.0", "scale = [[1, 1, 1]]"),
    ('layout = "nchw"', 'layout = "chwn"'),
    ("batch = 1", "batch = 0"),
    ("batch = 1", "batch = 3"),
    ("mirror = false", "mirror = 0"),
    ("mirror = false", 'mirror = "no"'),
    ("[11, 15], ", ""),
    ("[11, 15]", "[11, 15, 2]"),
    ("[11, 15]", "11"),
    ("[11, 15]", "[11, nan]"),
    ("[11, 15]", "[11, 33]"),
    ("[11, 15]", "[21, 15]"),
    ("values = 64", "values = 4097"),
    ("values = 64", "values = 15"),
    ('"0.01" = 0.5', '"0.01" = 0.8'),
    ('"0.01" = 0.5', '"0.01" = -1.1'),
    ('"0.01" = 0.5', '"0.01" = nan'),
    ('"0.01" = 0.5', '"0.01" = 0.5\n"0.1" = 0.3'),
    ("[output]", "[outputs]"),
    ("[output]", "[[output]]"),
    ("[output]", "[output]\ncolour = 'red'"),
    ("[thresholds]", "thresholds = 3\n[other]"),
    ("[input]", "[input"),
    ("[input]", "licence = 'x'\n[input]"),
]


@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_a_description_with_a_wrong_field_is_refused(old: str, new: str) -> None:
    """A value of another type, outside its limits, unknown, or a path out of the folder is a ModelError."""
    assert old in TEXT
    with pytest.raises(ModelError, match="expected"):
        parse_description(TEXT.replace(old, new, 1))


@pytest.mark.parametrize("text", ["", "\0", "[[", "x = " + "[" * 30000, "# " + "x" * TEXT_LIMIT, "name = 1\n" * 2])
def test_what_is_no_description_is_refused(text: str) -> None:
    """No TOML, endless nesting or endless text is a ModelError, and not an error of the parser."""
    with pytest.raises(ModelError):
        parse_description(text)


@settings(deadline=None)
@given(text=st.text())
def test_any_text_is_a_description_or_refused(text: str) -> None:
    """Whatever the text, the answer is a description or a ModelError."""
    with contextlib.suppress(ModelError):
        assert isinstance(parse_description(text), Description)


WORDS = [word for word in re.split(r"(\s+)", TEXT) if word.strip() and word != "="]


@settings(deadline=None)
@given(place=st.integers(0, len(WORDS) - 1), other=st.text(max_size=12))
def test_a_changed_word_is_a_description_or_refused(place: int, other: str) -> None:
    """Whatever stands in a word's place, what is read keeps to its limits or is refused."""
    with contextlib.suppress(ModelError):
        found = parse_description(TEXT.replace(WORDS[place], other, 1))
        assert len(found.title) <= 90  # a column of the database has 100
        assert "/" not in found.file
        assert all(-1 <= found.thresholds[rate] <= 1 for rate in RATES)


def test_a_description_is_read_from_its_file(tmp_path: Path) -> None:
    """A file is read as its text is; none, a folder, other bytes than text, or endless ones are a ModelError."""
    path = tmp_path / "own.toml"
    path.write_text(TEXT)
    assert read_description(path) == parse_description(TEXT)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ModelError, match=r"own\.toml"):
        read_description(path)
    for filler in ("#", "#\u00e4"):  # the second is too long in bytes and not in characters
        path.write_bytes(TEXT.encode() + (filler * (TEXT_LIMIT // len(filler.encode()))).encode())
        with pytest.raises(ModelError, match="at most"):
            read_description(path)
    for place in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(ModelError, match=place.name):
            read_description(place)
