"""What is wrong with a data set is said before anyone trains on it."""

from pathlib import Path

from facevow.datasets.manifest import read_manifest
from facevow.datasets.survey import Survey, survey
from tests.datasets.making import FACE, picture, row, save, write_rows

ATTACK = {"label": "attack", "pai_species": "print"}


def surveyed(folder: Path, *rows: dict[str, str], light: int = 20) -> Survey:
    """A manifest of the rows, with another picture for each that is not there, looked over."""
    for number, told in enumerate(rows):
        if not (folder / told["path"]).exists():
            save(folder / told["path"], picture(FACE, light=light + number))
    return survey(read_manifest(write_rows(folder, *rows)))


def test_images_are_counted(tmp_path: Path) -> None:
    """By source, split, label and species; a sound data set of two sources has nothing against it."""
    rows = [row(f"{split}{n}.png", split=split, source=split) for n in range(3) for split in ("train", "test")]
    attacks = [row(f"{split}.png", split=split, source=split, **ATTACK) for split in ("train", "test")]
    found = surveyed(tmp_path, *rows, *attacks)
    assert found.counts == {
        ("test", "test", "attack", "print"): 1,
        ("test", "test", "bonafide", ""): 3,
        ("train", "train", "attack", "print"): 1,
        ("train", "train", "bonafide", ""): 3,
    }
    assert (found.broken, found.warnings) == ((), ())


def test_what_would_flatter_figures_is_said(tmp_path: Path) -> None:
    """One class only, a source, a subject and a session in two splits: a sentence each."""
    said = "\n".join(
        surveyed(
            tmp_path,
            row("a.png", source="one", subject="anna", session="s1"),
            row("b.png", source="one", split="test", subject="anna", session="s1"),
            row("c.png", source="two", **ATTACK),
        ).warnings
    )
    assert "source one has only bonafide images" in said
    assert "source two has only attack images" in said
    assert "source one is in the splits train and test" in said
    assert "the split test has only bonafide images" in said
    assert "subjects in more than one split: 1 (anna)" in said
    assert "sessions in more than one split: 1 (s1)" in said


def test_the_same_name_in_two_sources_is_no_leak(tmp_path: Path) -> None:
    """Subject 1 of one collection is not subject 1 of another."""
    rows = [row(f"{s}{n}.png", source=s, split=s, subject="1", **(ATTACK if n else {})) for s in ("train", "test")
            for n in range(2)]  # fmt: skip
    assert surveyed(tmp_path, *rows).warnings == ()


def test_identical_files_are_found(tmp_path: Path) -> None:
    """The same bytes twice are said, and worse: in two splits, under both labels."""
    for name in ("a.png", "b.png", "c.png"):
        save(tmp_path / name, picture(FACE))
    twice = surveyed(tmp_path, row("a.png"), row("b.png"), row("z.png", **ATTACK)).warnings
    assert twice == ("files that are there more than once: 1 (a.png)",)
    said = surveyed(tmp_path, row("a.png"), row("b.png", split="test"), row("c.png", split="test", **ATTACK)).warnings
    assert "identical files in more than one split: 1 (a.png)" in said
    assert "identical files that are both bona fide and attack: 1 (a.png)" in said


def test_bad_files_are_told_and_the_rest_is_counted(tmp_path: Path) -> None:
    """A missing and a broken picture are named with the reason; nothing is raised."""
    (tmp_path / "bad.png").write_bytes(b"none")
    path = write_rows(tmp_path, row("gone.png"), row("bad.png"), row(save(tmp_path / "a.png", picture(FACE)).name))
    steps: list[tuple[int, int]] = []
    found = survey(read_manifest(path), on_step=lambda done, total: steps.append((done, total)))
    assert [(broken.name, broken.name in said) for broken, said in found.broken] == [
        ("gone.png", True),
        ("bad.png", True),
    ]
    assert sum(found.counts.values()) == 3
    assert steps == [(0, 3), (1, 3), (2, 3), (3, 3)]
