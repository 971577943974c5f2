"""Looks a data set over before anyone trains on it: what it holds, which files are bad, and what would flatter figures.

A figure flatters when the network can know the answer from something else than the attack: when a source has one class
only, when frames of one source, person or session are both trained and tested on, when one file is in two splits.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from facevow.datasets.entry import SPLITS, Entry, View
from facevow.datasets.pictures import decode
from facevow.errors import DatasetError

Key = tuple[str, str, str, str]
"""Source, split, label and species ("" when bona fide)."""

OnStep = Callable[[int, int], None]
"""Told how many entries are done, and how many there are."""

_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Survey:
    """What a data set holds.

    `counts` is the number of images by key; `broken` pairs a bad file's path with what is wrong; `warnings` are
    sentences.
    """

    counts: dict[Key, int]
    broken: tuple[tuple[Path, str], ...]
    warnings: tuple[str, ...]


def survey(entries: Iterable[Entry], *, on_step: OnStep = lambda _done, _total: None) -> Survey:
    """Decode every picture and count. Bad files are told, not raised."""
    listed = list(entries)
    counts = Counter((entry.source, entry.split, entry.label, str(entry.species or "")) for entry in listed)
    broken: list[tuple[Path, str]] = []
    contents: defaultdict[bytes, list[Entry]] = defaultdict(list)
    for number, entry in enumerate(listed):
        on_step(number, len(listed))
        for view in entry.views:
            try:
                decode(view)
                digest = _digest(view)
            except DatasetError as error:
                broken.append((view.path, str(error)))
            else:
                contents[digest].append(entry)
    on_step(len(listed), len(listed))
    return Survey(dict(sorted(counts.items())), tuple(broken), (*_warnings(listed), *_twins(contents)))


def _digest(view: View) -> bytes:
    """What is the same for the same bytes.

    Raises:
        DatasetError: the file went away after it was decoded.
    """
    try:
        return sha256(view.path.read_bytes()).digest()
    except OSError as error:
        raise DatasetError(f"{view.path} cannot be read: {error.strerror}") from error


def _warnings(entries: list[Entry]) -> list[str]:
    labels = _by_source(entries, lambda entry: entry.label)
    splits = _by_source(entries, lambda entry: entry.split)
    told = [
        f"source {source} has only {next(iter(found))} images: a network can tell it by its camera"
        for source, found in labels.items()
        if len(found) == 1
    ]
    told += [
        f"source {source} is in the splits {_list(found)}: its figures say nothing about cameras that are new"
        for source, found in splits.items()
        if len(found) > 1
    ]
    for split in SPLITS:
        found = {entry.label for entry in entries if entry.split == split}
        if len(found) == 1:
            told.append(f"the split {split} has only {next(iter(found))} images: no error rate can be made of it")
    told += _in_two_splits("subjects", [(entry.subject, entry) for entry in entries])
    told += _in_two_splits("sessions", [(entry.session, entry) for entry in entries])
    return told


def _in_two_splits(what: str, named: list[tuple[str, Entry]]) -> list[str]:
    """The warning of subjects or sessions, where known, that are not kept together."""
    splits: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for name, entry in named:
        if name:
            splits[entry.source, name].add(entry.split)
    both = sorted(name for (_, name), found in splits.items() if len(found) > 1)
    return [f"{what} in more than one split: {_few(both)}"] if both else []


def _twins(contents: dict[bytes, list[Entry]]) -> list[str]:
    """Files of the same bytes under several names."""
    twins = [same for same in contents.values() if len({entry.name for entry in same}) > 1]
    across = sorted(same[0].name for same in twins if len({entry.split for entry in same}) > 1)
    labels = sorted(same[0].name for same in twins if len({entry.label for entry in same}) > 1)
    told = []
    if twins:
        told.append(f"files that are there more than once: {_few(sorted(same[0].name for same in twins))}")
    if across:
        told.append(f"identical files in more than one split: {_few(across)}")
    if labels:
        told.append(f"identical files that are both bona fide and attack: {_few(labels)}")
    return told


def _by_source(entries: list[Entry], value: Callable[[Entry], str]) -> dict[str, set[str]]:
    """The values that occur in each source, sources in order of appearance."""
    found: dict[str, set[str]] = {}
    for entry in entries:
        found.setdefault(entry.source, set()).add(value(entry))
    return found


def _list(splits: set[str]) -> str:
    return " and ".join(split for split in SPLITS if split in splits)


def _few(names: list[str]) -> str:
    """How many there are, and the first few."""
    return f"{len(names)} ({', '.join(names[:_NAMED])}{', ...' if len(names) > _NAMED else ''})"
