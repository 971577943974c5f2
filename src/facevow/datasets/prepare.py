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
from dataclasses import asdict, dataclass
from hashlib import sha256
from io import StringIO
from pathlib import Path, PurePosixPath
from typing import Final

from facevow.datasets.atomic import write_atomically
from facevow.datasets.cropping import NEAR, WIDE, cut, find_face, has_context, jpeg
from facevow.datasets.entry import Entry, View
from facevow.datasets.items import Item, Listing
from facevow.datasets.journal import Cut, Done, Journal
from facevow.datasets.manifest import write_manifest
from facevow.datasets.pictures import Picture, read_image
from facevow.datasets.sampling import Sampling, Thinner
from facevow.errors import DatasetError, VideoError
from facevow.media.video import VideoReader
from facevow.types import Box, Pixels
from facevow.vision.detector import Detector

MANIFEST, SKIPPED = "manifest.csv", "skipped.csv"

NO_FACE, NO_FILE = "no_face", "no_such_file"

OnStep = Callable[[int, int], None]
"""Told how many items are done, and how many there are."""

_LONGEST_PART: Final = 120
"""Bytes of one folder's or file's name; systems allow 255, and two suffixes come to it."""

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
    listing: Listing, out: Path, detector: Detector, *, about: About, sampling: Sampling, on_step: OnStep
) -> Outcome:
    """Prepare every item that was not prepared before, then write the manifest and the list of what was skipped.

    Items whose file was missing are tried again, and so are those whose pictures are gone.

    Raises:
        DatasetError: `out` holds something else or was begun with another source or sampling, it cannot be written, or
            not one face was found. What was done stays done.
    """
    recipe = {"version": _RECIPE, "source": about.source, **asdict(sampling)}
    with Journal(out, recipe) as journal:
        finished = {name for name, done in journal.done.items() if _is_finished(out, done)}
        resumed = sum(item.name in finished for item in listing.items)
        for number, item in enumerate(listing.items):
            on_step(number, len(listing.items))
            if item.name not in finished:
                journal.add(_prepare_item(item, out, detector, sampling))
        on_step(len(listing.items), len(listing.items))
        return _finish(listing, journal.done, out, about, resumed)


def _is_finished(out: Path, done: Done) -> bool:
    pictures = (out / name for taken in done.cuts for name in taken.files)
    return done.reason != NO_FILE and all(picture.is_file() and picture.stat().st_size for picture in pictures)


def _prepare_item(item: Item, out: Path, detector: Detector, sampling: Sampling) -> Done:
    """Cut every face of an item. What cannot be read is a reason to skip it; what cannot be written ends the run.

    Raises:
        DatasetError: a picture cannot be written.
    """
    if item.is_video:
        try:
            return _prepare_video(item, out, detector, sampling)
        except VideoError as error:
            return Done(item.name, (), error.code)
    try:
        pixels = read_image(item.path)
    except DatasetError as error:
        return Done(item.name, (), error.code)
    box = find_face(detector, pixels, _known(item, pixels).get(0))
    if box is None:
        return Done(item.name, (), NO_FACE)
    return Done(item.name, (_keep(out, _stem(item.name), pixels, box, context=has_context(pixels, box)),))


def _prepare_video(item: Item, out: Path, detector: Detector, sampling: Sampling) -> Done:
    """Cut the face of the chosen frames.

    Raises:
        VideoError: it cannot be opened or read.
        DatasetError: a picture cannot be written.
    """
    thinner, cuts, thinned = Thinner(), list[Cut](), 0
    with VideoReader(item.path) as video:
        boxes = None
        for frame in sampling.choose(video):
            boxes = _known(item, frame.pixels) if boxes is None else boxes
            box = find_face(detector, frame.pixels, boxes.get(frame.index), still=False)
            if box is None:
                continue
            if not thinner.is_new(cut(frame.pixels, box, NEAR)[0]):
                thinned += 1
                continue
            cuts.append(_keep(out, f"{_stem(item.name)}/{frame.index:06d}", frame.pixels, box))
            if len(cuts) == sampling.limit:
                break
    return Done(item.name, tuple(cuts), "" if cuts else NO_FACE, thinned)


def _known(item: Item, pixels: Pixels) -> dict[int, Box]:
    return dict(item.known(pixels.shape[1], pixels.shape[0])) if item.known else {}


def _keep(out: Path, stem: str, pixels: Pixels, box: Box, *, context: bool = True) -> Cut:
    """Write the pictures of one face. A video is always a camera's whole frame, so it has context.

    Raises:
        DatasetError: they cannot be written.
    """
    near, near_box = _write(out, f"images/{stem}.jpg", cut(pixels, box, NEAR))
    if not context:
        return Cut(near, near_box, None, None, "face_crop")
    wide, wide_box = _write(out, f"wide/{stem}.jpg", cut(pixels, box, WIDE))
    return Cut(near, near_box, wide, wide_box, "frame")


def _write(out: Path, name: str, picture: Picture) -> tuple[str, Box]:
    path = out / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatasetError(f"{path.parent} cannot be made: {error.strerror}") from error
    write_atomically(path, jpeg(picture[0]), durable=False)
    return name, picture[1]


def _stem(name: str) -> str:
    """A name below `images` that every system takes, another one for every item: 'real/a.png' gives 'real/a-png'."""
    path = PurePosixPath(name)
    return "/".join(_plain(part) for part in (*path.parts[:-1], f"{path.stem}-{path.suffix[1:]}"))


def _plain(part: str) -> str:
    plain = re.sub(r"[^\w.-]", "_", part).strip(".")
    if plain == part and len(plain.encode()) <= _LONGEST_PART:
        return plain
    digest = sha256(part.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return f"{plain.encode()[: _LONGEST_PART - 9].decode('utf-8', 'ignore')}-{digest}"


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
