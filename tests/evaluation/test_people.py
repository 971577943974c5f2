"""Who is who in the images."""

from pathlib import Path

import pytest

from facevow.datasets.manifest import read_manifest
from facevow.errors import EvaluationError
from facevow.evaluation.people import packaged_people, parse_people
from tests.evaluation.likes import entry

TEXT = """
one_recording = ["eve"]
[[group]]
source = "a"
images = [1, 12]
person = "ada"
[[group]]
source = "a"
sessions = ["dark"]
doubt = "nobody can tell"
[[group]]
source = "a"
person = "ben"
[[group]]
source = "b"
person = "eve"
"""


def test_the_first_group_that_fits_names_the_person() -> None:
    """Listed images come first, a doubtful session is left out, and the rest of the source is the last one's."""
    entries = [
        entry("a", 1),
        entry("a", 2),
        entry("a", 12, "dark"),
        entry("a", 3, "dark"),
        entry("c", 1),
        entry("a", 4, bona_fide=False),
    ]
    found, unknown = parse_people(TEXT).shown(entries)
    assert [(shown.entry.name[-8:-4], shown.person, shown.listed) for shown in found] == [
        ("0001", "ada", True),
        ("0002", "ben", False),
        ("0012", "ada", True),
    ]
    assert unknown == 2


def test_copies_of_one_recording_are_one_session() -> None:
    """Sessions of others stay apart, also where two sources call them the same."""
    both = parse_people(TEXT).shown([entry("b", 1, "x"), entry("b", 2, "y"), entry("a", 1, "x"), entry("a", 2, "y")])[0]
    assert [shown.session for shown in both] == ["eve", "eve", "a x", "a y"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "group = 3",
        "[[group]]\nsource = 'a'",
        "[[group]]\nsource = 'a'\nperson = 'p'\ndoubt = 'd'",
        "[[group]]\nsource = 'a'\nperson = 'p'\nimage = [1]",
        "[[group]]\nsource = 'a'\nperson = 'p'\nimages = ['1']",
        "[[group]]\nsource = 'a'\nperson = 'p'\nimages = [true]",
        "[[group]]\nsource = 'a'\nperson = 'p'\nsessions = 's0'",
        "[[group]]\nsource = 3\nperson = 'p'",
        "[[group]]\nsource = 'a'\nperson = ''",
        "[[group]]\nperson = 'p'",
        "one_recording = ['q']\n[[group]]\nsource = 'a'\nperson = 'p'",
    ],
)
def test_what_says_nothing_of_people_is_refused(text: str) -> None:
    """A word spelt wrong, a group without a source or with two answers would silently mix people."""
    with pytest.raises(EvaluationError, match="expected groups"):
        parse_people(text)


def test_every_packaged_group_is_of_some_image(shared: Path) -> None:
    """No group is hidden by one before it or names what the data does not hold, and no listed image is missing."""
    entries = [one for one in read_manifest(shared / "pad" / "manifest.csv") if one.bona_fide]
    people = packaged_people()
    of_group = dict.fromkeys(people.groups, 0)
    for one in entries:
        group = next((group for group in people.groups if group.fits(one)), None)
        if group is not None:
            of_group[group] += 1
    assert all(of_group.values())
    assert all(group.images is None or of_group[group] == len(group.images) for group in people.groups)
