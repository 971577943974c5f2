"""Templates by a face embedding: made by the network as described, read back with care, compared by their cosine."""

import contextlib
import math
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from facevow.errors import MatchError, ModelCorrupt, ModelError, ModelMissing, SettingsError
from facevow.matching.aligning import FIVE_POINTS, aligned
from facevow.matching.description import Description, parse_description
from facevow.matching.embedding import EmbeddingDescriber, EmbeddingMeasure, encode, vector_of
from facevow.matching.opening import fetched_description
from facevow.types import Frame, Template
from tests.matching.embeddings import (
    SIDE,
    VALUES,
    fetched_network,
    landmarks_at,
    noise,
    projection,
    text_for,
    write_network,
)
from tests.networks import BONA_FIDE, frame_at, look
from tests.onnx_files import FLOAT, Node, Value, write_onnx

MARKS = landmarks_at(np.array(FIVE_POINTS) + np.array([30, 17]))


@pytest.fixture
def network(tmp_path: Path) -> Path:
    """A network of the test's own."""
    return write_network(tmp_path / "projection.onnx")


def described(network: Path, **changes: str) -> Description:
    """The description of the network; a field of the text is replaced, `batch="2"` for instance."""
    text = text_for(network)
    for field, value in changes.items():
        (line,) = (line for line in text.splitlines() if line.startswith(f"{field} ="))
        text = text.replace(line, f"{field} = {value}")
    return parse_description(text)


def unit(vector: NDArray[Any]) -> NDArray[np.float32]:
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


@pytest.fixture
def plain() -> Description:
    """A description whose network nobody opens."""
    return parse_description(text_for(Path(__file__)))


def random_template(plain: Description, seed: int) -> Template:
    return encode(unit(np.random.default_rng(seed).normal(size=VALUES).astype(np.float32)), plain)


# describing


def test_a_template_is_what_the_network_gives_for_the_aligned_face(network: Path) -> None:
    """The crop goes in as described, and the direction that comes out is the template, in half precision."""
    description = described(network, mean="10.5", scale="[2.0, 3.0, 4.0]")
    template = EmbeddingDescriber(network, description).describe(noise(), MARKS)
    crop = aligned(noise(), MARKS, SIDE, description.points)
    values = ((crop.astype(np.float32) - 10.5) / np.array([2, 3, 4], np.float32)).transpose(2, 0, 1)
    expected = unit(values.reshape(1, -1) @ projection())[0]
    assert template.matcher == description.title
    assert len(template.content) == 2 * VALUES
    assert np.frombuffer(template.content, "<f2") == pytest.approx(expected, abs=1e-3)


def test_channels_and_layout_are_the_networks_own(tmp_path: Path, network: Path) -> None:
    """BGR is RGB from behind; a network that takes the channels last sees the same picture."""
    crop = aligned(noise(), MARKS, SIDE, described(network).points)
    straight = EmbeddingDescriber(network, described(network)).embed(crop)
    turned = EmbeddingDescriber(network, described(network, channels='"bgr"')).embed(crop)
    assert turned == pytest.approx(EmbeddingDescriber(network, described(network)).embed(crop[:, :, ::-1]), abs=1e-6)
    assert float(straight @ turned) < 0.99
    last = projection().reshape(3, SIDE, SIDE, VALUES).transpose(1, 2, 0, 3).reshape(-1, VALUES)
    other = write_network(tmp_path / "last.onnx", layout="nhwc", matrix=np.ascontiguousarray(last))
    again = EmbeddingDescriber(other, described(other, layout='"nhwc"')).embed(crop)
    assert again == pytest.approx(straight, abs=1e-5)


@pytest.mark.parametrize(("batch", "size"), [("1", 1), ("2", 2), ("1", "n"), ("2", "n")])
def test_a_mirrored_pair_is_averaged_by_direction(tmp_path: Path, batch: str, size: int | str) -> None:
    """With `mirror` a face and its mirror image have one template, whatever the network takes at once."""
    network = write_network(tmp_path / "projection.onnx", batch=size)
    describer = EmbeddingDescriber(network, described(network, mirror="true", batch=batch))
    alone = EmbeddingDescriber(network, described(network, batch=batch))
    crop = aligned(noise(), MARKS, SIDE, described(network).points)
    both = alone.embed(crop) + alone.embed(crop[:, ::-1])
    assert describer.embed(crop) == pytest.approx(unit(both), abs=1e-5)
    assert describer.embed(crop[:, ::-1]) == pytest.approx(describer.embed(crop), abs=1e-5)


def test_a_network_is_opened_from_its_content_too(network: Path) -> None:
    """Bytes and file give the same template; another number of threads changes nothing that matters."""
    of_file = EmbeddingDescriber(network, described(network)).describe(noise(), MARKS)
    of_bytes = EmbeddingDescriber(network.read_bytes(), described(network), threads=2).describe(noise(), MARKS)
    assert EmbeddingMeasure(described(network)).compare(of_file, of_bytes) == pytest.approx(1, abs=1e-5)


def test_another_file_than_the_described_one_is_refused(network: Path) -> None:
    """A network that was exchanged or cut short is ModelCorrupt; none is ModelMissing."""
    description = described(network)
    for content in (network.read_bytes()[:-1], b"", network.read_bytes() + b"x"):
        with pytest.raises(ModelCorrupt, match="SHA-256"):
            EmbeddingDescriber(content, description)
    network.write_bytes(b"another")
    with pytest.raises(ModelCorrupt, match="SHA-256"):
        EmbeddingDescriber(network, description)
    for path in (network.with_name("none.onnx"), network.parent):
        with pytest.raises(ModelMissing):
            EmbeddingDescriber(path, description)


@pytest.mark.parametrize(
    "changes",
    [
        {"side": "40"},
        {"values": "63"},
        {"batch": "2"},
        {"layout": '"nhwc"'},
        {"file": '"projection.tflite"'},
    ],
)
def test_a_network_of_another_shape_or_kind_is_refused(network: Path, changes: dict[str, str]) -> None:
    """What the description says of side, values, batch, layout and runtime must be so in the file."""
    with pytest.raises(ModelCorrupt):
        EmbeddingDescriber(network, described(network, **changes))


def test_a_file_that_is_no_network_is_refused(tmp_path: Path) -> None:
    """Bytes with the right hash that neither runtime can open are ModelCorrupt."""
    for name in ("projection.onnx", "projection.tflite"):
        path = tmp_path / name
        path.write_bytes(b"no network")
        with pytest.raises(ModelCorrupt):
            EmbeddingDescriber(path, described(path, file=f'"{name}"'))


@pytest.mark.parametrize("factor", [0.0, math.nan, math.inf])
def test_an_answer_without_a_direction_is_an_error(tmp_path: Path, factor: float) -> None:
    """A network that gives zeros, NaN or infinity gives no template: ModelError, never a vector like any other."""
    with np.errstate(invalid="ignore"):
        matrix = projection() * np.float32(factor)
    network = write_network(tmp_path / "projection.onnx", matrix=matrix)
    with pytest.raises(ModelError):
        EmbeddingDescriber(network, described(network)).describe(noise(), MARKS)


def test_a_network_that_fails_as_it_runs_is_an_error(tmp_path: Path) -> None:
    """A file that leaves its sizes open and then cannot multiply, or gives another number of values: ModelError."""
    crops = (Value("crops", FLOAT, ("n", 3, SIDE, SIDE)),)
    for matrix in (np.ones((7, VALUES), np.float32), np.ones((3 * SIDE * SIDE, VALUES + 1), np.float32)):
        network = write_onnx(
            tmp_path / "projection.onnx",
            (Node("Reshape", ("crops", "shape"), "flat"), Node("MatMul", ("flat", "matrix"), "vectors")),
            crops,
            (Value("vectors", FLOAT, ("n", "m")),),
            constants={"shape": np.array([1, -1], np.int64), "matrix": matrix},
        )
        with pytest.raises(ModelError, match=r"projection\.onnx"):
            EmbeddingDescriber(network, described(network)).describe(noise(), MARKS)


def test_an_endless_file_is_not_read(network: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file larger than any network is refused before all of it is in memory."""
    monkeypatch.setattr("facevow.matching.embedding._LARGEST_FILE", 1000)
    with pytest.raises(ModelCorrupt, match="at most 1000 bytes"):
        EmbeddingDescriber(network, described(network))


def test_what_shows_no_face_has_no_template(network: Path) -> None:
    """A dark picture is `no_template`; the network is not asked."""
    with pytest.raises(MatchError) as caught:
        EmbeddingDescriber(network, described(network)).describe(Frame(np.zeros((160, 200, 3), np.uint8)), MARKS)
    assert caught.value.code == "no_template"


# templates


@settings(deadline=None)
@given(values=st.lists(st.floats(-1, 1, width=32), min_size=VALUES, max_size=VALUES))
def test_a_template_holds_its_vector(values: list[float]) -> None:
    """Any unit vector comes back as itself, but for half precision."""
    plain = parse_description(text_for(Path(__file__)))
    vector = np.array(values, np.float32)
    vector[0] += 2
    back = vector_of(encode(unit(vector), plain), plain)
    assert back.dtype == np.float32
    assert back == pytest.approx(unit(vector), abs=1e-3)
    assert float(np.linalg.norm(back)) == pytest.approx(1, abs=1e-5)


def test_a_template_of_another_matcher_is_refused(plain: Description) -> None:
    """Another name, version or hash is `other_matcher`, even if the content would fit."""
    for title in ("projection 2", "projection 1", "other 1", "", f"{plain.title} "):
        with pytest.raises(MatchError) as caught:
            vector_of(Template(title, random_template(plain, 1).content), plain)
        assert caught.value.code == "other_matcher"


def half(values: Sequence[float]) -> bytes:
    return np.array(values, "<f2").tobytes()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"x",
        half([1] + [0] * (VALUES - 2)),
        half([1] + [0] * VALUES),
        half([0] * VALUES),
        half([1] * VALUES),
        half([0.9] + [0] * (VALUES - 1)),
        half([math.nan] + [1] + [0] * (VALUES - 2)),
        half([math.inf] + [0] * (VALUES - 1)),
        half([math.nan] * VALUES),
    ],
)
def test_a_template_that_holds_no_unit_vector_is_refused(plain: Description, content: bytes) -> None:
    """Another length, NaN, infinity, zero, or a vector that is too long or short is `bad_template` on either side."""
    good, bad = random_template(plain, 1), Template(plain.title, content)
    with pytest.raises(MatchError) as caught:
        vector_of(bad, plain)
    assert caught.value.code == "bad_template"
    for pair in ((good, bad), (bad, good)):
        with pytest.raises(MatchError):
            EmbeddingMeasure(plain).compare(*pair)


@settings(deadline=None)
@given(content=st.binary(min_size=2 * VALUES, max_size=2 * VALUES))
def test_any_bytes_are_a_vector_or_refused(content: bytes) -> None:
    """Whatever the bytes, the answer is a unit vector or MatchError."""
    plain = parse_description(text_for(Path(__file__)))
    with contextlib.suppress(MatchError):
        vector = vector_of(Template(plain.title, content), plain)
        assert float(np.linalg.norm(vector)) == pytest.approx(1, abs=1e-5)


# comparing


def test_the_score_is_the_cosine(plain: Description) -> None:
    """A face is 1 to itself, opposite vectors are -1, and the score is the same whichever comes first."""
    measure = EmbeddingMeasure(plain)
    one, other = random_template(plain, 1), random_template(plain, 2)
    opposite = encode(-vector_of(one, plain), plain)
    assert measure.compare(one, one) == pytest.approx(1, abs=1e-6)
    assert measure.compare(one, opposite) == pytest.approx(-1, abs=1e-6)
    assert measure.compare(one, other) == measure.compare(other, one)
    assert measure.compare(one, other) == pytest.approx(
        float(vector_of(one, plain) @ vector_of(other, plain)), abs=1e-6
    )
    assert all(-1 <= measure.compare(random_template(plain, seed), one) <= 1 for seed in range(50))


def test_the_measure_tells_what_its_description_says(plain: Description) -> None:
    """Title, continuity and thresholds are the description's; another rate is a SettingsError that names those."""
    measure = EmbeddingMeasure(plain)
    assert (measure.title, measure.continuity) == (plain.title, 0.2)
    assert [measure.threshold(rate) for rate in ("0.01", "0.001", "0.0001")] == [0.5, 0.7, 0.9]
    for rate in ("0.1", "", "0.010"):
        with pytest.raises(SettingsError, match=r"0\.0001"):
            measure.threshold(rate)


# the real one


@pytest.fixture(scope="module")
def real() -> EmbeddingDescriber:
    """The embedding that is fetched."""
    return EmbeddingDescriber(fetched_network(), fetched_description())


def test_the_fetched_network_is_the_described_one(real: EmbeddingDescriber) -> None:
    """It opens as its description says, and a crop and its mirror image have the same direction."""
    assert real.title == "mobilefacenet 1"
    crop = noise(112, 112).pixels
    vector = real.embed(crop)
    assert vector.shape == (192,)
    assert float(np.linalg.norm(vector)) == pytest.approx(1, abs=1e-5)
    assert real.embed(crop[:, ::-1]) == pytest.approx(vector, abs=1e-4)
    assert sha256(fetched_network().read_bytes()).hexdigest() == fetched_description().sha256


def test_real_people_are_told_apart(real: EmbeddingDescriber, shared: Path) -> None:
    """Two frames of one clip score above the default threshold, frames of different people below it."""
    measure = EmbeddingMeasure(fetched_description())
    threshold = measure.threshold("0.001")
    templates = {}
    for name in BONA_FIDE[:4]:
        frames = [frame_at(shared, name, index) for index in (0, 20)]
        templates[name] = [real.describe(frame, look(frame.pixels)[1]) for frame in frames]
    for name, (one, later) in templates.items():
        assert measure.compare(one, later) >= threshold, name
        for other in templates:
            assert other == name or measure.compare(one, templates[other][1]) < threshold, (name, other)


def test_a_mirrored_or_smaller_picture_is_still_the_person(real: EmbeddingDescriber, shared: Path) -> None:
    """A frame mirrored, at half its size or a third darker is above the threshold against itself."""
    measure = EmbeddingMeasure(fetched_description())
    pixels = frame_at(shared, BONA_FIDE[1], 0).pixels
    own = real.describe(Frame(pixels), look(pixels)[1])
    for other in (pixels[:, ::-1], pixels[::2, ::2], (pixels * 0.66).astype(np.uint8)):
        changed = np.ascontiguousarray(other)
        template = real.describe(Frame(changed), look(changed)[1])
        assert measure.compare(own, template) >= measure.threshold("0.001")
