"""Draws how a training went: loss by epoch, and the equal error rate on the validation sources where there are any."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from facevow.datasets.atomic import write_atomically
from facevow.training.jobs import Done

_STYLE: Final[Any] = {  # matplotlib's own type for this names every key there is
    "svg.fonttype": "none",  # letters stay letters: they can be searched and read aloud
    "svg.hashsalt": "facevow",  # the same course gives the same file
}


def draw_curves(networks: Sequence[Done], path: Path) -> None:
    """Write an SVG file: one line a network; the kept epoch is marked."""
    judged = any(epoch.validation for done in networks for epoch in done.epochs)
    with mpl.rc_context(_STYLE):
        content = _drawn(networks, judged=judged)
    write_atomically(path, content)


def _drawn(networks: Sequence[Done], *, judged: bool) -> bytes:
    figure = Figure(figsize=(9.0 if judged else 5.0, 3.6), layout="constrained")
    plots = list(figure.subplots(1, 2 if judged else 1, squeeze=False)[0])
    for done in networks:
        _line(plots[0], done, [epoch.loss for epoch in done.epochs])
        if judged:
            _line(plots[1], done, [100 * epoch.validation.eer for epoch in done.epochs if epoch.validation])
    for plot, title in zip(plots, ("Loss", "EER on validation sources, %"), strict=False):
        plot.set_title(title)
        plot.set_xlabel("epoch")
        plot.set_ylim(bottom=0)
        plot.grid(alpha=0.3)
        plot.legend()
    content = io.BytesIO()
    figure.savefig(content, format="svg", metadata={"Date": None})
    return content.getvalue()


def _line(plot: Axes, done: Done, values: Sequence[float]) -> None:
    epochs = [number + 1 for number in range(len(values))]
    (line,) = plot.plot(epochs, values, marker=".", label=done.job.network.title)
    if 0 <= done.best < len(values):
        plot.plot(done.best + 1, values[done.best], marker="o", color=line.get_color())
