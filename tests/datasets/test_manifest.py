"""What a manifest may say, what is refused, and that nothing else than a DatasetError ever comes of one."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facevow.datasets.entry import Entry, View
from facevow.datasets.manifest import COLUMNS, MOST_BYTES, REQUIRED, read_manifest, write_manifest
from facevow.errors import DatasetError
from facevow.types import Box, PaiSpecies
from tests.datasets.making import row, write_rows

WIDE = {"wide_path": "w.png", "wide_face_x": "1", "wide_face_y": "2", "wide_face_w": "3", "wide_face_h": "4.5"}


def test_a_row_becomes_an_entry(tmp_path: Path) -> None:
    """Every column arrives in its field, and the closest view is first."""
    told = row("a.png", label="attack", pai_species="mask_paper", session="s1", subject="anna", split="test", **WIDE)
    (entry,) = read_manifest(write_rows(tmp_path, told))
    assert entry == Entry(
        name="a.png",
        views=(View(tmp_path / "a.png", Box(10, 20, 30, 40)), View(tmp_path / "w.png", Box(1, 2, 3, 4.5))),
        split="test",
        source="one",
        session="s1",
        subject="anna",
        framing="frame",
        bona_fide=False,
        species=PaiSpecies.MASK_PAPER,
    )


def test_columns_that_may_be_missing(tmp_path: Path) -> None:
    """The required columns alone are enough; what is not told is empty."""
    path = tmp_path / "manifest.csv"
    sound = row()
    path.write_text(f"{','.join(REQUIRED)}\n{','.join(sound[name] for name in REQUIRED)}\n")
    (entry,) = read_manifest(path)
    assert (entry.session, entry.subject, len(entry.views), entry.species) == ("", "", 1, None)


def test_a_byte_order_mark_is_no_part_of_a_column(tmp_path: Path) -> None:
    """What spreadsheets put before the first column does no harm."""
    path = write_rows(tmp_path, row())
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(read_manifest(path)) == 1


def test_framings_are_chosen(tmp_path: Path) -> None:
    """Only the wanted framings come, in the file's order, and none at all is refused."""
    path = write_rows(tmp_path, row("a.png"), row("b.png", framing="face_crop"), row("c.png"))
    assert [entry.name for entry in read_manifest(path)] == ["a.png", "b.png", "c.png"]
    assert [entry.name for entry in read_manifest(path, framings=("frame",))] == ["a.png", "c.png"]
    with pytest.raises(DatasetError, match="close_up"):
        read_manifest(path, framings=("close_up",))
    with pytest.raises(DatasetError, match="framing face_crop"):
        read_manifest(write_rows(tmp_path, row()), framings=("face_crop",))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"label": "real"}, "label.*'real'"),
        ({"split": "dev"}, "split.*'dev'"),
        ({"framing": "wide"}, "framing.*'wide'"),
        ({"source": ""}, "source"),
        ({"label": "attack"}, "pai_species"),
        ({"label": "attack", "pai_species": "banana"}, "banana"),
        ({"pai_species": "print"}, "bona fide"),
        ({"face_w": "0"}, "area"),
        ({"face_h": "-3"}, "area"),
        ({"face_x": "nan"}, "within"),
        ({"face_y": "inf"}, "within"),
        ({"face_w": "1e300"}, "within"),
        ({"face_x": ""}, "face_x"),
        ({"face_x": "left"}, "left"),
        ({"wide_path": "w.png"}, "wide_face_x"),
        ({"path": ""}, "path below"),
        ({"path": "."}, "path below"),
        ({"path": "/etc/passwd"}, "path below"),
        ({"path": "../a.png"}, "path below"),
        ({"path": "b/../../a.png"}, "path below"),
        ({"path": "..\\a.png"}, "path below"),
        ({"path": "C:\\a.png"}, "path below"),
        ({**WIDE, "wide_path": "../w.png"}, "path below"),
        ({**WIDE, "wide_path": "b.png"}, "every picture once"),
        ({"path": "first.png"}, "stands on line 2"),
        ({"path": "./first.png"}, "stands on line 2"),
    ],
)
def test_a_bad_row_is_refused_by_its_line(tmp_path: Path, changes: dict[str, str], said: str) -> None:
    """Whatever is wrong in the third line, the message tells that line and what is wrong."""
    path = write_rows(tmp_path, row("first.png"), row("b.png") | changes)
    with pytest.raises(DatasetError, match=f"line 3: .*{said}"):
        read_manifest(path)


def test_a_link_may_lead_out_of_the_folder(tmp_path: Path) -> None:
    """Whoever could make the link could write to this disk, so it is followed."""
    folder = tmp_path / "set"
    folder.mkdir()
    (tmp_path / "real.png").write_bytes(b"")
    (folder / "a.png").symlink_to(tmp_path / "real.png")
    (entry,) = read_manifest(write_rows(folder, row("a.png")))
    assert entry.views[0].path == folder / "a.png"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "missing: path"),
        (b"path,split\n", "missing: source"),
        (",".join(COLUMNS).encode() + b"\n", "found none"),
        (",".join((*COLUMNS, "path")).encode() + b"\n", "each column once"),
        (",".join(COLUMNS).encode() + b"\na.png\n", "line 2: expected 19 fields"),
        (",".join(COLUMNS).encode() + b"\n" + b"," * 30, "line 2: expected 19 fields"),
        (",".join(COLUMNS).encode() + b"\n\xff", "line 2: .*UTF-8"),
        (",".join(COLUMNS).encode() + b"\n\n\0", "line 3: .*zero byte"),
        (",".join(COLUMNS).encode() + b'\n"a', "line 2"),
        (",".join(COLUMNS).encode() + b"\n" + b"a" * 200_000, "field larger"),
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    """What is no manifest at all is refused with the reason."""
    path = tmp_path / "manifest.csv"
    path.write_bytes(content)
    with pytest.raises(DatasetError, match=said):
        read_manifest(path)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """No file, a folder, a pipe that would never end, a path with a zero byte: none is opened."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "none.csv", tmp_path, tmp_path / "pipe", Path("a\0b"), tmp_path / ("n" * 300)):
        with pytest.raises(DatasetError, match="expected a manifest"):
            read_manifest(path)


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    """A file over the limit is not read as a whole first; this one is a hole on the disk."""
    path = tmp_path / "manifest.csv"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(DatasetError, match="at most"):
        read_manifest(path)


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_give_entries_or_a_dataset_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """No content, with or without a sound first line, raises anything else."""
    path = tmp_path_factory.mktemp("any") / "manifest.csv"
    for whole in (content, ",".join(COLUMNS).encode() + b"\n" + content):
        path.write_bytes(whole)
        with pytest.raises(DatasetError):  # no such content is a sound manifest
            read_manifest(path)


@given(st.sampled_from(COLUMNS), st.text(max_size=20).filter(lambda text: text.isprintable()))
def test_any_field_gives_an_entry_or_a_dataset_error(
    tmp_path_factory: pytest.TempPathFactory, column: str, text: str
) -> None:
    """Any text in any one field of a sound row is taken or refused, and never leads out of the folder."""
    folder = tmp_path_factory.mktemp("field")
    try:
        (entry,) = read_manifest(write_rows(folder, row(**WIDE) | {column: text}))
    except DatasetError:
        return
    assert all(Path(os.path.normpath(view.path)).is_relative_to(folder) for view in entry.views)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    """Entries survive, with boxes to a tenth of a pixel, and licence and origin stand in every line."""
    entries = read_manifest(write_rows(tmp_path, row("a b.png", session="s"), row("c,d.png", subject="x", **WIDE)))
    out = tmp_path / "again.csv"
    write_manifest(out, entries, licence="mine", origin="here")
    assert read_manifest(out) == entries
    assert out.read_text().count(",mine,here\n") == 2
    assert [path.name for path in tmp_path.glob("again*")] == ["again.csv"]


def test_what_cannot_be_read_back_is_not_written(tmp_path: Path) -> None:
    """Pictures elsewhere and three views are refused, and the old manifest stays."""
    (entry,) = read_manifest(write_rows(tmp_path, row()))
    out = tmp_path / "deep" / "manifest.csv"
    out.parent.mkdir()
    out.write_text("old")
    with pytest.raises(DatasetError, match="below"):
        write_manifest(out, [entry])
    three = Entry("a", entry.views * 3, "train", "one", "", "", "frame", bona_fide=True, species=None)
    with pytest.raises(DatasetError, match="one or two views"):
        write_manifest(out, [three])
    assert out.read_text() == "old"


def test_the_shared_manifest_is_sound(shared: Path) -> None:
    """All 9,357 images of the material beside the repository are read, and 5,046 of them show some context."""
    path = shared / "pad" / "manifest.csv"
    assert len(read_manifest(path)) == 9357
    assert len(read_manifest(path, framings=("frame",))) == 5046
