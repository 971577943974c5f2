"""`facevow export`: another form of a passive network's file, or such a file of a network trained elsewhere."""

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from facevow.cli.common import fail, plain
from facevow.errors import FacevowError

CALIBRATION_FACES, MEASURED_FACES = 300, 1000
"""Images that INT8 ranges are taken from (training split), and that are measured on (validation split), at most."""


def export(
    model: Annotated[Path | None, typer.Argument(metavar="[MODEL]", help="A passive network's ONNX file.")] = None,
    *,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where the ONNX file goes.")],
    int8: Annotated[bool, typer.Option("--int8", help="Arithmetic in INT8; needs --data.")] = False,
    half: Annotated[bool, typer.Option("--half", help="Weights stored as float16: half the size.")] = False,
    data: Annotated[
        Path | None, typer.Option(metavar="MANIFEST", help="Images to set INT8 by (train) and to measure (validation).")
    ] = None,
    input_size: Annotated[
        int | None, typer.Option(metavar="N", help="One picture of 1 x 3 x N x N, RGB 0..1, as input; often 224.")
    ] = None,
    foreign: Annotated[
        Path | None, typer.Option(metavar="TOML", help="Describes a network trained elsewhere; see configs/peers.")
    ] = None,
    weights: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Folder, or single file, of the foreign weights.")
    ] = None,
) -> None:
    """Write a passive network in another form: --int8, --half, --input-size N, or from --foreign TOML."""
    if find_spec("torch") is None or find_spec("onnx") is None:
        fail("exporting needs torch: pip install 'facevow[train]'")
    if sum([int8, half, input_size is not None, foreign is not None]) != 1:
        fail("expected exactly one of --int8, --half, --input-size and --foreign")
    if (model is None) is (foreign is None):
        fail("expected a MODEL to change, or --foreign TOML without one")
    if weights is not None and foreign is None:
        fail("--weights belongs to --foreign")
    if data is not None and not (int8 or half):
        fail("--data belongs to --int8 and --half")
    console = Console()
    try:
        if foreign is not None:
            _foreign(foreign, weights, out)
        elif model is not None and input_size is not None:
            _picture(model, out, input_size)
        elif model is not None:
            _smaller(console, model, out, data, int8=int8)
    except FacevowError as error:
        fail(str(error))
    console.print(plain(f"{out}: {out.stat().st_size:,} bytes"), highlight=False, soft_wrap=True)


# torch and onnx are optional and slow to import, so each step imports what it needs
def _foreign(foreign: Path, weights: Path | None, out: Path) -> None:
    from facevow.training.foreign import read_foreign  # noqa: PLC0415
    from facevow.training.foreign_graph import export_foreign  # noqa: PLC0415

    export_foreign(read_foreign(foreign, weights), out)


def _picture(model: Path, out: Path, size: int) -> None:
    from facevow.training.picture_form import export_picture_form  # noqa: PLC0415

    export_picture_form(model, out, size=size)


def _smaller(console: Console, model: Path, out: Path, data: Path | None, *, int8: bool) -> None:
    """Quantise or halve, then show what that cost where there is data to measure with."""
    from facevow.datasets.manifest import read_manifest  # noqa: PLC0415
    from facevow.training.cost import costs, faces  # noqa: PLC0415
    from facevow.training.quantise import halve, quantise  # noqa: PLC0415
    from facevow.vision.passive import PassiveNetwork  # noqa: PLC0415

    network = PassiveNetwork(model)
    entries = [] if data is None else read_manifest(data)
    if int8:
        if data is None:
            fail("--int8 needs --data MANIFEST: faces that the ranges of INT8 are taken from")
        quantise(model, faces(network, entries, "train", CALIBRATION_FACES)[0], out)
    else:
        halve(model, out)
    if data is None:
        return
    table = Table("file", "bytes", "ms", "EER", "moved", title="One thread; errors on the validation split")
    for row in costs([model, out], *faces(network, entries, "validation", MEASURED_FACES)):
        figures = (f"{row.size:,}", f"{row.milliseconds:.2f}", f"{row.eer:.2%}", f"{row.moved:.4f}")
        table.add_row(plain(row.path), *figures)
    console.print(table)
