"""Makes a data set out of a collection: finds the faces in its pictures and videos, cuts them out, writes a manifest.

OUT/manifest.csv        what training and evaluation read; written when all is done
OUT/images, OUT/wide    the two regions of each face
OUT/skipped.csv         what gave no image, and why
OUT/prepare.jsonl       the record from which a second run goes on
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Final

from facevow.datasets.atomic import write_atomically
from facevow.datasets.entry import Entry, View
from facevow.datasets.items import Item, Listing
from facevow.datasets.journal import Cut, Done, Journal
from facevow.datasets.manifest import write_manifest
from facevow.datasets.sampling import Sampling
from facevow.datasets.seeing import require_unseen
from facevow.datasets.taking import NO_FILE, Taken, taker
from facevow.distributing.spreading import Spread, here
from facevow.errors import DatasetError
from facevow.vision.detector import Detector

MANIFEST, SKIPPED = "manifest.csv", "skipped.csv"

OnStep = Callable[[int, int], None]
"""Told how many items are done, and how many there are."""

_RECIPE: Final = 1
"""Raised when the same collection would give other pictures."""


@dataclass(frozen=True, slots=True)
class About:
    """What is said of every image: the name of the collection, its licence, and where it comes from."""

    source: str
    licence: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a preparation came to: the images, the skipped items by reason, and how many items were done before."""

    entries: tuple[Entry, ...]
    skipped: dict[str, int]
    thinned: int
    resumed: int


def prepare(  # noqa: PLR0913 - each is another matter
    listing: Listing,
    out: Path,
    opening: Callable[[], Detector],
    *,
    about: About,
    sampling: Sampling,
    on_step: OnStep,
    spread: Spread = here,
) -> Outcome:
    """Prepare every item that was not prepared before, then write the manifest and the list of what was skipped.

    Items whose file was missing are tried again, and so are those whose pictures are gone. Whoever works, and however
    often it was stopped, the same files come out, byte for byte.

    Args:
        listing: what there is.
        out: the folder of the data set.
        opening: opens the detector, once for each worker; it can be pickled where `spread` sends it elsewhere.
        about: what is said of every image.
        sampling: which frames of a video are looked at.
        on_step: told how it goes on.
        spread: who works. Only this process writes.

    Raises:
        DatasetError: `out` holds something else or was begun with another source or sampling, it cannot be written, a
            worker did not see a file that is there, or not one face was found. What was done stays done.
        FacevowError: what `opening` and `spread` raise.
    """
    recipe = {"version": _RECIPE, "source": about.source, **asdict(sampling)}
    with Journal(out, recipe) as journal:
        finished = {name for name, done in journal.done.items() if _is_finished(out, done)}
        wanted = [item for item in listing.items if item.name not in finished]
        resumed = total = len(listing.items)
        resumed -= len(wanted)
        on_step(resumed, total)
        with closing(spread(partial(taker, opening, sampling), wanted)) as results:
            for number, (place, taken) in enumerate(results):
                _keep(wanted[place], taken, out)
                journal.add(taken.done)
                on_step(resumed + number + 1, total)
        journal.arrange(item.name for item in listing.items)
        return _finish(listing, journal.done, out, about, resumed)


def _keep(item: Item, taken: Taken, out: Path) -> None:
    """Write the pictures of an item.

    Raises:
        DatasetError: they cannot be written, or the item's file is there and the worker found none.
    """
    if taken.done.reason == NO_FILE:
        require_unseen(item.path, item.name)
    for name, content in taken.pictures:
        path = out / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatasetError(f"{path.parent} cannot be made: {error.strerror}") from error
        write_atomically(path, content, durable=False)


def _is_finished(out: Path, done: Done) -> bool:
    pictures = (out / name for taken in done.cuts for name in taken.files)
    return done.reason != NO_FILE and all(picture.is_file() and picture.stat().st_size for picture in pictures)


def _finish(listing: Listing, done: dict[str, Done], out: Path, about: About, resumed: int) -> Outcome:
    """Write the manifest and the list of what was skipped."""
    entries = [_entry(out, item, taken, about.source) for item in listing.items for taken in done[item.name].cuts]
    skipped = [(item.name, done[item.name].reason) for item in listing.items if done[item.name].reason]
    skipped += listing.left_out
    write_atomically(out / SKIPPED, _table(skipped))
    reasons = Counter(reason for _, reason in skipped)
    if not entries:
        raise DatasetError(f"not one face was found; skipped: {dict(reasons)}; see {out / SKIPPED}")
    write_manifest(out / MANIFEST, entries, licence=about.licence, origin=about.origin)
    thinned = sum(done[item.name].thinned for item in listing.items)
    return Outcome(tuple(entries), dict(reasons), thinned, resumed)


def _entry(out: Path, item: Item, taken: Cut, source: str) -> Entry:
    views = [View(out / taken.near, taken.box)]
    if taken.wide is not None and taken.wide_box is not None:
        views.append(View(out / taken.wide, taken.wide_box))
    return Entry(
        name=taken.near,
        views=tuple(views),
        split=item.split,
        source=source,
        session=f"{source}:{_text(item.session)}" if item.session else "",
        subject=f"{source}:{_text(item.subject)}" if item.subject else "",
        framing=taken.framing,
        bona_fide=item.bona_fide,
        species=item.species,
    )


def _table(rows: Sequence[tuple[str, str]]) -> bytes:
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(("item", "reason"))
    writer.writerows((_text(name), reason) for name, reason in rows)
    return buffer.getvalue().encode()


def _text(name: str) -> str:
    """A file's name as text: bytes that are none become marks, and so do control characters."""
    return re.sub(r"[\x00-\x1f\x7f]", "\N{REPLACEMENT CHARACTER}", name.encode("utf-8", "replace").decode())
