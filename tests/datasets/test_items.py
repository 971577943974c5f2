"""Which files of a folder are found."""

from pathlib import Path

from facevow.datasets.items import Item, files_below


def test_files_are_found_at_any_depth_in_order(tmp_path: Path) -> None:
    """Suffixes count in any letters; other files and hidden ones do not."""
    for name in ("b.JPG", "a.png", "deep/er/c.jpg", "notes.txt", ".hidden.jpg"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    found = [path.relative_to(tmp_path).as_posix() for path in files_below(tmp_path, {".jpg", ".png"})]
    assert found == ["a.png", "b.JPG", "deep/er/c.jpg"]


def test_links_are_followed_once(tmp_path: Path) -> None:
    """A linked folder is looked into, and one that leads back up does not go round for ever."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.jpg").write_bytes(b"")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link").symlink_to(outside)
    (outside / "round").symlink_to(inside)
    assert [path.name for path in files_below(inside, {".jpg"})] == ["a.jpg"]


def test_a_suffix_tells_a_video() -> None:
    """Videos and pictures are told apart by their names."""
    kinds = [Item(name, Path(name), True, None, "train").is_video for name in ("a.MOV", "a.avi", "a.jpg")]
    assert kinds == [True, True, False]
