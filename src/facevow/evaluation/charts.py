"""The report's charts as SVG text to be set into the page: no script, no picture file, no outside font.

Charts are drawn in stand-in colours that become CSS variables, so that the page chooses them for light and dark.
They are narrow, so that a phone shows them without shrinking the letters.
"""

import io
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from statistics import NormalDist
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from facevow.evaluation.groups import Json

_INK, _GRID = "#010101", "#020202"
_SERIES = tuple(f"#0300{number:02x}" for number in range(6))
_VARIABLES = {_INK: "var(--ink)", _GRID: "var(--grid)"} | {
    colour: f"var(--series-{number})" for number, colour in enumerate(_SERIES)
}
_BONA_FIDE, _ATTACK = _SERIES[0], _SERIES[1]
_MARKERS, _DASHES = ("o", "s", "^", "D", "v", "P"), ("-", "--", "-.", ":", (0, (5, 1)), (0, (1, 1)))

_STYLE: Any = {  # matplotlib's own type for this names every key there is
    "svg.fonttype": "none",  # letters stay letters: they can be searched, read aloud and take the page's font
    "svg.hashsalt": "facevow",  # the same figures give the same page
    "text.parse_math": False,  # a dollar in a name is a dollar
    "font.size": 10,
    "text.color": _INK,
    "axes.labelcolor": _INK,
    "axes.edgecolor": _GRID,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "grid.color": _GRID,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.frameon": False,
    "legend.fontsize": 9,
}

_WIDTH = 4.6
"""Inches: about 440 CSS pixels."""

_DET_TICKS = (0.001, 0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9)


def det(name: str, models: Sequence[Json], which: str) -> str:
    """DET curves on axes of normal deviates (Martin et al. 1997); `which` is `all` or `worst`."""

    def draw(axes: Axes) -> None:
        for number, model in enumerate(models):
            points = model["det"][which]
            x, y = ([_deviate(point[rate]) for point in points] for rate in ("apcer", "bpcer"))
            axes.plot(x, y, label=short(model["name"]), **_line(number))
        ticks, labels = [_deviate(tick) for tick in _DET_TICKS], [f"{tick:.3g}".rstrip() for tick in _DET_TICKS]
        percents = [f"{float(label) * 100:g}" for label in labels]
        axes.set_xticks(ticks, percents)
        axes.set_yticks(ticks, percents)
        axes.set_xlim(_deviate(0), _deviate(0.95))
        axes.set_ylim(_deviate(0), _deviate(0.95))
        axes.set_xlabel("APCER of the worst species, %" if which == "worst" else "APCER over all attacks, %")
        axes.set_ylabel("BPCER, %")
        _legend(axes, len(models))

    return _svg(name, draw, 4.0)


def histogram(name: str, model: Json, threshold: float) -> str:
    """Scores of both classes as shares of the class."""

    def draw(axes: Axes) -> None:
        edges = model["histogram"]["edges"]
        for key, label, colour in (("bona_fide", "bona fide", _BONA_FIDE), ("attack", "attack", _ATTACK)):
            counts = np.array(model["histogram"][key], float)
            axes.stairs(100 * counts / max(counts.sum(), 1), edges, color=colour, lw=1.8, label=label)
            axes.stairs(100 * counts / max(counts.sum(), 1), edges, fill=True, color=colour, alpha=0.22)
        axes.axvline(threshold, color=_INK, lw=1, ls=":", label="threshold")
        axes.set_yscale("symlog", linthresh=1)
        axes.set_yticks([0, 1, 10, 100], ["0", "1", "10", "100"])
        axes.set_ylim(0, 160)
        axes.set_xlim(0, 1)
        axes.set_xlabel("score")
        axes.set_ylabel("share of the class, %")
        _legend(axes, 3)

    return _svg(name, draw, 3.1)


def eer_by_source(name: str, models: Sequence[Json]) -> str:
    """The EER of each model on each source that has both classes, worst for the first model on top."""
    first = models[0]["by_source"]
    known = [at for at, group in enumerate(first) if any(model["by_source"][at]["eer"] for model in models)]
    order = sorted(known, key=lambda at: (_eer(first[at]) or 0.0, first[at]["name"]))

    def draw(axes: Axes) -> None:
        for number, model in enumerate(models):
            values = [_eer(model["by_source"][at]) for at in order]
            places = [place for place, value in enumerate(values) if value is not None]
            x = [100 * value for value in values if value is not None]
            axes.plot(x, places, ls="", marker=_MARKERS[number % 6], ms=6, color=_SERIES[number % 6],
                      alpha=0.85, label=short(model["name"]))  # fmt: skip
        axes.set_yticks(range(len(order)), [short(first[at]["name"], 26) for at in order])
        axes.set_ylim(-0.6, len(order) - 0.4)
        axes.set_xlim(left=-1)
        axes.set_xlabel("EER, %")
        _legend(axes, len(models))

    return _svg(name, draw, 1.3 + 0.24 * len(order))


def apcer_by_species(name: str, models: Sequence[Json]) -> str:
    """APCER of each species with its exact interval."""
    names = [rate["species"] for rate in models[0]["pooled"]["apcer"]["by_species"]]
    names += sorted({r["species"] for m in models for r in m["pooled"]["apcer"]["by_species"]} - set(names))

    def draw(axes: Axes) -> None:
        for number, model in enumerate(models):
            rates = model["pooled"]["apcer"]["by_species"]
            y = [names.index(rate["species"]) + (number - (len(models) - 1) / 2) * 0.7 / len(models) for rate in rates]
            x = [100 * rate["value"] for rate in rates]
            ends = [[100 * max(rate["value"] - rate["low"], 0) for rate in rates],
                    [100 * max(rate["high"] - rate["value"], 0) for rate in rates]]  # fmt: skip
            axes.errorbar(x, y, xerr=ends, fmt=_MARKERS[number % 6], ms=5, lw=1.5, color=_SERIES[number % 6],
                          label=short(model["name"]))  # fmt: skip
        axes.set_yticks(range(len(names)), names)
        axes.set_ylim(len(names) - 0.4, -0.6)
        axes.set_xlim(left=0)
        axes.set_xlabel("APCER, %")
        _legend(axes, len(models))

    return _svg(name, draw, 1.3 + 0.3 * len(names) * max(1, len(models) / 2))


def reliability(name: str, models: Sequence[Json]) -> str:
    """The share of bona fide against the score; a calibrated model lies on the diagonal."""

    def draw(axes: Axes) -> None:
        axes.plot([0, 1], [0, 1], color=_INK, lw=1, ls=":", label="calibrated")
        for number, model in enumerate(models):
            bins = [held for held in model["reliability"]["bins"] if held["images"]]
            axes.plot([held["score"] for held in bins], [held["bona_fide"] for held in bins],
                      marker=_MARKERS[number % 6], ms=5, label=short(model["name"]), **_line(number))  # fmt: skip
        axes.set_xlim(0, 1)
        axes.set_ylim(-0.02, 1.02)
        axes.set_xlabel("mean score of the bin")
        axes.set_ylabel("share of bona fide")
        _legend(axes, len(models) + 1)

    return _svg(name, draw, 3.6)


def face_width(name: str, model: Json, threshold: float) -> str:
    """Median score and quartiles of both classes against the width of the face."""
    bins = model["face_width"]

    def draw(axes: Axes) -> None:
        for key, label, colour, shift in (
            ("bona_fide", "bona fide", _BONA_FIDE, -0.12),
            ("attack", "attack", _ATTACK, 0.12),
        ):
            held = [(place + shift, of[key]) for place, of in enumerate(bins) if of[key]]
            x, y = [place for place, _ in held], [of["median"] for _, of in held]
            ends = [[of["median"] - of["lower"] for _, of in held], [of["upper"] - of["median"] for _, of in held]]
            axes.errorbar(x, y, yerr=ends, fmt="o" if shift < 0 else "s", ms=5, lw=1.6, color=colour, label=label)
        axes.axhline(threshold, color=_INK, lw=1, ls=":", label="threshold")
        names = [f"{of['from']}-{of['to']}" if of["to"] else f"{of['from']}+" for of in bins]
        axes.set_xticks(range(len(bins)), names, rotation=40, ha="right", rotation_mode="anchor")
        axes.set_ylim(-0.03, 1.03)
        axes.set_xlabel("face width, px")
        axes.set_ylabel("score")
        _legend(axes, 3)

    return _svg(name, draw, 3.4)


def face_size(name: str, curves: Sequence[Json], models: Sequence[str], threshold: float) -> str:
    """One clip: the median score of each model against the face's width, with quartiles; hollow where enlarged."""

    def draw(axes: Axes) -> None:
        for curve in curves:
            number = models.index(curve["model"])
            points = [point for point in curve["points"] if point["median"] is not None]
            x, y = [point["width"] for point in points], [point["median"] for point in points]
            lower, upper = ([point[end] for point in points] for end in ("lower", "upper"))
            axes.fill_between(x, lower, upper, color=_SERIES[number % 6], alpha=0.16, lw=0)
            axes.plot(x, y, label=short(curve["model"]), **_line(number))
            for enlarged, fill in ((False, _SERIES[number % 6]), (True, "none")):
                of = [point for point in points if (point["enlarged"] > 1) == enlarged]
                axes.plot([point["width"] for point in of], [point["median"] for point in of], ls="", ms=5,
                          marker=_MARKERS[number % 6], color=_SERIES[number % 6], mfc=fill)  # fmt: skip
        axes.axhline(threshold, color=_INK, lw=1, ls=":", label="threshold")
        axes.set_ylim(-0.03, 1.03)
        widths = [point["width"] for point in curves[0]["points"]]
        axes.set_xlim(min(widths) * 0.93, max(widths) * 1.03)
        axes.set_xlabel("face width, px")
        axes.set_ylabel("score")
        _legend(axes, len(curves) + 1)

    return _svg(name, draw, 3.0)


def short(text: str, most: int = 22) -> str:
    """A name that fits into a chart; signs that cannot be printed become question marks."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in text)
    shown = f" {shown}" if shown.startswith("_") else shown  # matplotlib hides what begins with a line
    return shown if len(shown) <= most else f"{shown[: most - 1]}\N{HORIZONTAL ELLIPSIS}"


def _eer(group: Mapping[str, Json | None]) -> float | None:
    figure = group["eer"]
    return None if figure is None else float(figure["value"])


def _line(number: int) -> Json:
    return {"color": _SERIES[number % 6], "ls": _DASHES[number % 6], "lw": 1.8}


def _legend(axes: Axes, entries: int) -> None:
    """Above the axes, where it hides nothing."""
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=min(entries, 2 if entries != 3 else 3), borderpad=0.2,
                handlelength=2.2, columnspacing=1.2)  # fmt: skip


def _deviate(rate: float) -> float:
    """The normal deviate of a rate; 0 and 1, which have none, are set at the edge of the chart."""
    return NormalDist().inv_cdf(min(max(rate, 0.0005), 0.9995))


def _svg(name: str, draw: Callable[[Axes], None], height: float) -> str:
    """Draw one chart, `height` inches high; `name` makes its ids its own within a page."""
    out = io.StringIO()
    with mpl.rc_context(_STYLE), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a letter that this machine's font lacks is drawn by the browser
        figure = Figure(figsize=(_WIDTH, height), layout="constrained")
        draw(figure.add_subplot())
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    text = out.getvalue()
    text = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>", "", text[text.index("<svg") :], flags=re.DOTALL)
    return re.sub(r"<[^>]+>", lambda tag: _tag(tag[0], name), text)


def _tag(tag: str, name: str) -> str:
    """Fit one tag into the page: colours from variables, no size of its own, ids that no other chart has."""
    for colour, variable in _VARIABLES.items():
        tag = tag.replace(colour, variable)
    if tag.startswith("<svg"):
        tag = re.sub(r' (width|height)="[^"]*"', "", tag)
    return re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", tag)
