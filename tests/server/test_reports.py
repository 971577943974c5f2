"""The folder of reports, and what hostile files in it come to."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from facevow.errors import SessionError
from facevow.server.reports import MOST_BYTES, MOST_REPORTS, listed, read

SUMMARY = {"format": 1, "models": [{"name": "passive 2"}]}


def write(path: Path, content: object = SUMMARY, *, at: int = 1_000_000_000) -> Path:
    """A file that was written at a moment."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content))
    os.utime(path, (at, at))
    return path


def refused(folder: Path | None, name: str) -> str:
    """The code that a report is refused with."""
    with pytest.raises(SessionError) as error:
        read(folder, name)
    return error.value.code


def test_files_and_folders_of_an_evaluation_are_listed_newest_first(tmp_path: Path) -> None:
    """A summary by itself and one in the folder that it was written with, each by its name."""
    write(tmp_path / "older.json", at=1_000)
    write(tmp_path / "newer" / "summary.json", at=2_000)
    write(tmp_path / "newer" / "scores.json")
    write(tmp_path / "report.html")
    (tmp_path / "empty").mkdir()
    found = listed(tmp_path)
    assert [(one.name, one.modified) for one in found] == [
        ("newer", datetime.fromtimestamp(2_000, UTC)), ("older", datetime.fromtimestamp(1_000, UTC)),
    ]  # fmt: skip
    assert [read(tmp_path, one.name)[1] for one in found] == [SUMMARY, SUMMARY]


def test_a_file_comes_before_the_folder_of_its_name(tmp_path: Path) -> None:
    """Listed once, and the one that is listed is read."""
    write(tmp_path / "both.json", {"format": 1, "from": "file"})
    write(tmp_path / "both" / "summary.json", {"format": 1, "from": "folder"})
    assert [one.name for one in listed(tmp_path)] == ["both"]
    assert read(tmp_path, "both")[1]["from"] == "file"


def test_the_newest_of_many_are_listed(tmp_path: Path) -> None:
    """No more than anybody looks through."""
    for number in range(MOST_REPORTS + 5):
        write(tmp_path / f"r{number}.json", at=number)
    names = {one.name for one in listed(tmp_path)}
    assert names == {f"r{number}" for number in range(5, MOST_REPORTS + 5)}


def test_without_a_folder_there_are_none(tmp_path: Path) -> None:
    """None set, none there, or a file in its place."""
    file = write(tmp_path / "file.json")
    for folder in (None, tmp_path / "nowhere", file):
        assert listed(folder) == []
        assert refused(folder, "file") == "report_unknown"


@pytest.mark.parametrize("name", ["..", "a/b", "../secret", "a.b", "", "\0", "-a", "x" * 65, "é", "a\n"])
def test_a_name_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    """Only letters, digits, hyphens and underscores are looked for."""
    write(tmp_path / "secret.json")
    folder = tmp_path / "reports"
    folder.mkdir()
    assert refused(folder, name) == "report_unknown"


def test_files_with_other_names_are_not_listed(tmp_path: Path) -> None:
    """They could not be asked for."""
    for name in (".hidden.json", "two words.json", "a.b.json", f"{'x' * 65}.json"):
        write(tmp_path / name)
    assert listed(tmp_path) == []


def test_links_are_not_followed(tmp_path: Path) -> None:
    """Neither to a file nor to a folder: they may lead anywhere."""
    write(tmp_path / "elsewhere" / "summary.json")
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "file.json").symlink_to(tmp_path / "elsewhere" / "summary.json")
    (folder / "folder").symlink_to(tmp_path / "elsewhere")
    (folder / "inside").mkdir()
    (folder / "inside" / "summary.json").symlink_to(tmp_path / "elsewhere" / "summary.json")
    assert listed(folder) == []
    assert {refused(folder, name) for name in ("file", "folder", "inside")} == {"report_unknown"}


def test_what_is_no_plain_file_is_not_opened(tmp_path: Path) -> None:
    """A pipe would never end, a folder is none."""
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "folder.json").mkdir()
    assert listed(tmp_path) == []
    assert {refused(tmp_path, name) for name in ("pipe", "folder")} == {"report_unknown"}


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[1, 2]", b"1", b'{"a": NaN}', b'{"a": Infinity}', b"\xff\xfe", b'{"a": "\xff"}', b"null",
        b'{"a": "\\ud800"}', b"[" * 100_000, b'{"a":' * 1000 + b"1" + b"}" * 1000,
    ],
)  # fmt: skip
def test_what_is_no_summary_cannot_be_read(tmp_path: Path, content: bytes) -> None:
    """It is listed, since nobody has looked into it, and refused when it is asked for."""
    (tmp_path / "bad.json").write_bytes(content)
    assert [one.name for one in listed(tmp_path)] == ["bad"]
    assert refused(tmp_path, "bad") == "report_unreadable"


def test_no_more_is_read_than_a_report_has(tmp_path: Path) -> None:
    """One byte more is too many."""
    frame = len(b'{"a": ""}')
    (tmp_path / "long.json").write_bytes(b'{"a": "' + b"x" * (MOST_BYTES - frame) + b'"}')
    assert len(read(tmp_path, "long")[1]["a"]) == MOST_BYTES - frame
    (tmp_path / "longer.json").write_bytes(b'{"a": "' + b"x" * (MOST_BYTES - frame + 1) + b'"}')
    assert refused(tmp_path, "longer") == "report_unreadable"


def test_a_file_of_no_year_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not every file system keeps such moments, so it is played; the others are told all the same."""
    write(tmp_path / "odd.json")
    write(tmp_path / "good.json")
    plain = Path.lstat

    def odd(path: Path) -> os.stat_result:
        about = plain(path)
        return os.stat_result((*about[:8], 10**15, about[9])) if path.name == "odd.json" else about

    monkeypatch.setattr(Path, "lstat", odd)
    assert [one.name for one in listed(tmp_path)] == ["good"]
    assert refused(tmp_path, "odd") == "report_unknown"


def test_a_folder_that_may_not_be_looked_into_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be listed all the same. Root may look anywhere, so the system's refusal is played."""
    write(tmp_path / "hidden" / "summary.json")

    def refuse(*_: object) -> bool:
        raise PermissionError

    monkeypatch.setattr(Path, "is_symlink", refuse)
    assert listed(tmp_path) == []
    assert refused(tmp_path, "hidden") == "report_unknown"


def test_a_file_that_may_not_be_read_is_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may read all, so the system's refusal is played."""
    write(tmp_path / "locked.json")

    def refuse(*_: object) -> int:
        raise PermissionError

    monkeypatch.setattr(os, "open", refuse)
    assert refused(tmp_path, "locked") == "report_unreadable"
