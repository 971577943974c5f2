"""The same pictures through Facevow and through the peers, each served over real sockets to the same clients.

One client at a time gives milliseconds a frame; eight at once, each sending on the answer before, frames a second. All
run on the same two processors, one after the other; clients are in a process of their own and take next to nothing.
A peer scores every frame that has a face; ours as it comes does not, so it is measured scoring every frame as well.
"""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

from bench.footage import SHARED
from bench.loading import Load, Wanted, measure, measure_peer
from bench.programs import Program, served
from bench.results import Lacking, Tell, table
from bench.served import ROOT, free_port

from facevow.server.posting import LIVE_SECONDS, METRICS_EVERY
from facevow.vision.manifest import ensure

CACHE: Final = ROOT / ".cache" / "bench"
VENV: Final = ROOT / ".cache" / "venv-peers"
REQUIREMENTS: Final = ROOT / "bench" / "requirements-peers.txt"
SILENTFACE: Final = ROOT / "src" / "facevow" / "training" / "configs" / "peers" / "silentface.toml"

MANY: Final = 8
"""Clients at once."""

Start = Callable[[Path], Program]
"""Starts a server, which keeps what it writes in that folder."""


@dataclass(frozen=True)
class Measured:
    """One row: a client alone, and many at once. `scored` are the shares of frames scored for each of the two."""

    alone: Load
    many: Load
    scored: tuple[float, float] | None = None

    def figures(self) -> dict[str, Any]:
        """For the results; a share of our own frames is the server's figure, from before the warm-up on."""
        face, ends = self.many.ends.get("face", 0), Counter(self.many.ends)
        shares: dict[str, Any] = {"ends": dict(ends)}
        if self.scored is not None:
            shares |= {"scored_share_alone": round(self.scored[0], 3), "scored_share": round(self.scored[1], 3)}
        elif ends:
            shares = {"face_share": round(face / ends.total(), 3)}
        return shares | {
            "frames_a_second": round(self.many.fps, 1), "frames_a_second_alone": round(self.alone.fps, 1),
            "frames_a_second_a_stream": round(self.many.fps / self.many.wanted.users, 1),
            "ms_a_frame_alone": round(self.alone.p50, 2), "p95_ms_alone": round(self.alone.p95, 2),
            "ms_a_frame_many": round(self.many.p50, 1), "p95_ms_many": round(self.many.p95, 1),
            "server_cores": round(self.many.server_cpu / self.many.seconds, 2),
            "client_cores": round(self.many.client_cpu / self.many.seconds, 2),
            "server_megabytes": round(self.many.megabytes[1], 1),
            "failures": dict(Counter(self.many.failures) + Counter(self.alone.failures)),
        }  # fmt: skip


@dataclass(frozen=True)
class Peer:
    """`speaks` is one of `askers.MESSAGES`; `start` raises Lacking where something is not there."""

    name: str
    about: str
    speaks: str
    start: Start


OURS: Final[dict[str, tuple[str, dict[str, Any], str]]] = {
    "facevow": ("as it comes: acts asked for and not done, passive network paced", {}, "balanced"),
    "facevow_two_processes": ("the same on two processes, a thread each", {"processes": 2, "workers": 1}, "balanced"),
    "facevow_passive_only": ("no acts asked for, passive network paced", {}, "passive_only"),
    "facevow_all_scored": ("acts asked for and not done, every frame scored", {"passive_every": 0}, "balanced"),
    "facevow_passive_only_all_scored": ("no acts, every frame scored", {"passive_every": 0}, "passive_only"),
}  # fmt: skip
"""What it is, settings, and the policy of its sessions. Nobody in the footage does the acts that are asked for."""

ALL_SCORED: Final = {"facevow": "facevow_all_scored", "facevow_passive_only": "facevow_passive_only_all_scored"}
"""Which row of ours scores every frame where the other is paced."""

LEGEND: Final = f"""\
Each client sends on the answer to its frame before: {MANY} clients for frames/s, one alone for milliseconds.
ratio_* is frames/s of "facevow_passive_only" by those of the peer: both judge the surface, nobody is asked for acts;
ratio_*_balanced is the server as it comes ("facevow"), which follows the acts as well, and ratio_*_all_scored is
"facevow_all_scored", which scores every frame as the peers do. The paced rows answer the more frames, the more come of
each stream: how many that were stands beside them. At fewer, more of them have to be scored, down to a few a
second, of which every one is. balanced: acts are asked for, which nobody in the footage does; sessions end NO_RESPONSE.
"ms alone, all scored": of the row of ours that scores every frame; a peer scores every one with a face."""


def environment(tell: Tell) -> Path:
    """The Python of the peers' own environment, made the first time and whenever its requirements change.

    Raises:
        Lacking: it cannot be made, say without a network.
    """
    python, stamp, wanted = VENV / "bin" / "python", VENV / ".installed", REQUIREMENTS.read_text()
    if stamp.is_file() and stamp.read_text() == wanted:
        return python
    tell("making the peers' environment, once: some minutes")
    try:
        ran([sys.executable, "-m", "venv", str(VENV)])
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        ran([*install, "-r", str(REQUIREMENTS)])
    except (OSError, subprocess.SubprocessError) as error:
        raise Lacking(f"the peers' environment could not be made: {error}") from error
    stamp.write_text(wanted)
    return python


def ran(command: Sequence[str]) -> None:
    """Run a command; CalledProcessError says how it failed, and its output goes to standard error."""
    subprocess.run(command, check=True, cwd=ROOT, stdout=sys.stderr, stderr=subprocess.STDOUT)  # noqa: S603 - ours


def seed1(tell: Tell, *kind: str) -> Start:
    """The first seed; with `--kind` without what costs most of it."""

    def start(folder: Path) -> Program:
        python, port = environment(tell), free_port()
        CACHE.mkdir(parents=True, exist_ok=True)
        if not (CACHE / "liveness_model.onnx").is_file():
            with ZipFile(ensure("face_landmarker")) as bundle:
                (CACHE / "face_detector.tflite").write_bytes(bundle.read("face_detector.tflite"))
            try:
                ran([str(python), "bench/seed1.py", "prepare", str(CACHE)])
            except subprocess.SubprocessError as error:
                raise Lacking(f"the first seed's network could not be made: {error}") from error
        command = [str(python), "bench/seed1.py", "serve", str(CACHE), str(folder), str(port), *kind]
        return Program(command, port=port, log=folder / "server.log")

    return start


def seed2(folder: Path) -> Program:
    """The second seed."""
    expect(SHARED / "weights" / "yolov5n-0.5-face.onnx", SHARED / "peers" / "hairymax-minifasnet-bin-1.5-128.onnx")
    port = free_port()
    command = [sys.executable, "-m", "bench.seed2", str(port), str(SHARED)]
    return Program(command, port=port, log=folder / "server.log")


def silentface(folder: Path) -> Program:
    """Silent-Face's two networks, put into one file the first time, which takes torch."""
    networks, port = CACHE / "silentface.onnx", free_port()
    if not networks.is_file():
        expect(SHARED / "peers" / "silentface-2.7_80x80_MiniFASNetV2.pth")
        CACHE.mkdir(parents=True, exist_ok=True)
        export = [sys.executable, "-c", "from facevow.cli.main import run; run()", "export"]
        try:
            ran([*export, "--foreign", str(SILENTFACE), "--weights", str(SHARED / "peers"), "--out", str(networks)])
        except subprocess.SubprocessError as error:
            raise Lacking(
                f"Silent-Face's networks could not be read (make train-extra brings torch): {error}"
            ) from error
    command = [sys.executable, "-m", "bench.silentface", str(port), str(networks)]
    return Program(command, port=port, log=folder / "server.log")


def expect(*paths: Path) -> None:
    """Raise Lacking unless all are there."""
    for path in paths:
        if not path.is_file():
            raise Lacking(f"needs {path}, which is not distributed with the project")


def peers(tell: Tell) -> list[Peer]:
    """All of them."""
    keras = "FastAPI, base64 JSON, MediaPipe, MobileNetV2 by Keras' predict, a SQLite row a frame, in the event loop"
    kind = "the same, with the network in ONNX Runtime and rows that do not wait for the disk"
    return [
        Peer("seed1", keras, "seed1", seed1(tell)),
        Peer("seed1_kind", kind, "seed1", seed1(tell, "--kind")),
        Peer("seed2", "Flask, a request a frame, YOLOv5n-face at 640, hairymax at 128", "seed2", seed2),
        Peer(
            "silentface",
            "our detector, Silent-Face's two networks, two threads, nothing else",
            "silentface",
            silentface,
        ),
    ]


def run(reels: Sequence[Path], folder: Path, tell: Tell, *, quick: bool = False) -> dict[str, Any]:
    """Measure all; a peer that cannot be had says why in its place.

    Raises:
        Lacking: there are no clips.
    """
    if not reels:
        raise Lacking("the clips of ../shared/footage")
    seconds = 1.5 if quick else 6.0
    found: dict[str, Any] = {}

    def note(name: str, about: str, row: Callable[[], Measured]) -> None:
        """Add a row, or for lack of what there is none."""
        try:
            measured = row()
        except (Lacking, RuntimeError) as error:
            found[name] = {"what": about, "lacking": str(error)}
            tell(f"{name}: lacking: {error}")
        else:
            found[name] = {"what": about} | measured.figures()
            alone = measured.alone.failures
            tell(f"{name}: {measured.many.told()}" + (f", FAILURES alone {alone}" if alone else ""))

    for name, (about, settings, policy) in list(OURS.items())[: 1 if quick else None]:
        note(name, about, partial(our_row, reels, folder / name, settings, policy, seconds))
    for peer in peers(tell)[2 if quick else 0 :]:
        note(peer.name, peer.about, partial(peer_row, reels, folder / peer.name, peer, seconds))
    beside(found)
    return found | {"ratios": ratios(found)}


def beside(found: dict[str, Any]) -> None:
    """Add to each row what a frame takes alone that is scored: ours from the row that scores all, peers score all."""
    for name, row in found.items():
        scoring = row if name not in OURS or name in ALL_SCORED.values() else found.get(ALL_SCORED.get(name, ""), {})
        if "ms_a_frame_alone" in row and "ms_a_frame_alone" in scoring:
            row["ms_a_frame_alone_all_scored"] = scoring["ms_a_frame_alone"]


def our_row(reels: Sequence[Path], folder: Path, settings: dict[str, Any], policy: str, seconds: float) -> Measured:
    """Facevow, alone and with many; raises Lacking or RuntimeError."""
    with served(folder, **settings) as server:
        late = METRICS_EVERY * LIVE_SECONDS + 1 if "processes" in settings else 0.0  # how old others' counts may be
        time.sleep(late)
        counts, loads = [server.stages()], []
        for users in (1, MANY):
            loads.append(measure(Wanted(users, 0, policy, seconds, 1.5), reels, server))
            time.sleep(late)
            counts.append(server.stages())
    return Measured(loads[0], loads[1], (share_scored(*counts[:2]), share_scored(*counts[1:])))


def share_scored(before: Counter[str], after: Counter[str]) -> float:
    """Of the frames that came between two looks at a server's counts, those that went through the passive network."""
    went = after - before
    return went["passive"] / max(went["decode"], 1)


def peer_row(reels: Sequence[Path], folder: Path, peer: Peer, seconds: float) -> Measured:
    """A peer, likewise."""
    folder.mkdir()
    with peer.start(folder) as server:
        target = server.wait().target
        wanted = [Wanted(users, 0, peer.name, seconds, 1.5) for users in (1, MANY)]
        loads = [measure_peer(peer.speaks, one, reels, target) for one in wanted]
    return Measured(loads[0], loads[1])


def ratios(found: dict[str, Any]) -> dict[str, float]:
    """Frames a second of each way that we run, by those of each peer."""
    fps = {name: row.get("frames_a_second", 0.0) for name, row in found.items()}
    ours, others = [name for name in fps if name in OURS], [name for name in fps if name not in OURS]
    return {f"{one}/{other}": round(fps[one] / fps[other], 2) for one in ours for other in others if fps[other]}


def told(found: dict[str, Any]) -> str:
    """The table."""
    keys = (
        "frames_a_second", "frames_a_second_a_stream", "scored_share", "face_share", "ms_a_frame_alone",
        "ms_a_frame_alone_all_scored", "p95_ms_alone",
    )  # fmt: skip
    rows = [
        [name, row["what"], *(row.get(key, "") for key in keys), row["failures"] or ""]
        for name, row in found.items()
        if "frames_a_second" in row
    ]
    heads = [
        "server", "what it is", f"frames/s, {MANY} clients", "of each stream", "scored", "with a face", "ms alone",
        "ms alone, all scored", "p95 ms alone", "failures",
    ]  # fmt: skip
    lines = [table(heads, rows), "", LEGEND, ""]
    lines += [f"{name}: lacking: {row['lacking']}" for name, row in found.items() if "lacking" in row]
    lines += [f"{name}: {value:g}" for name, value in found["ratios"].items()]
    return "\n".join(lines)
