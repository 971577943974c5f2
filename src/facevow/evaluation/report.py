"""The report: one HTML page with every table and chart in it and the figures themselves beside them, as JSON.

It needs no network, runs no script and holds no picture of a face. Each figure in a table carries, as `data-path`,
the place of its value in the JSON (a JSON pointer, RFC 6901), so that anybody can hold the two against each other.
"""

import json
from collections.abc import Callable
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from facevow.evaluation import charts
from facevow.evaluation.groups import BPCER_AT, Json
from facevow.evaluation.scores import write_text

Place = tuple[str | int, ...]
"""The parts of a JSON pointer."""

_NONE = "\N{EN DASH}"
"""Stands for a figure that cannot be had."""


def write_report(path: Path, summary: Json, *, title: str = "Presentation attack detection") -> None:
    """Write the page, all of it or nothing.

    Raises:
        EvaluationError: the file cannot be written.
    """
    write_text(path, render(summary, title=title))


def render(summary: Json, *, title: str = "Presentation attack detection") -> str:
    """The page as text; `summary` is what `summarise` makes."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(files("facevow.evaluation").joinpath("report.html.j2").read_text("utf-8"))
    cells = Cells(summary)
    return template.render(
        summary=summary,
        title=title,
        cell=cells,
        chart=_charts(),
        clips=_clips(summary["face_size"]),
        bpcer_at=tuple(BPCER_AT),
        embedded=Markup(embedded(summary)),  # noqa: S704 - `embedded` leaves nothing that could end a script element
        style=Markup(files("facevow.evaluation").joinpath("report.css").read_text("utf-8")),  # noqa: S704 - our own file
    )


def embedded(summary: Json) -> str:
    """The JSON as it may stand in a script element: no sign in it can begin or end a tag."""
    text = json.dumps(summary, allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


class Cells:
    """Writes figures of a summary as text that knows where it came from.

    Each method takes a place (the parts of a JSON pointer), what follows in it, and gives a span with the rounded
    figure, or a dash for None.
    """

    def __init__(self, summary: Json) -> None:
        self._summary = summary

    def percent(self, at: Place | str, *more: str | int) -> Markup:
        """A share, 0..1, in per cent with one decimal."""
        return self._span(at, more, lambda value: f"{100 * value:.1f} %")

    def bare(self, at: Place | str, *more: str | int) -> Markup:
        """A share, 0..1, in per cent with one decimal, the sign of which stands before it."""
        return self._span(at, more, lambda value: f"{100 * value:.1f}")

    def points(self, at: Place | str, *more: str | int) -> Markup:
        """A difference of shares in percentage points, with its sign."""
        return self._span(at, more, lambda value: f"{100 * value:+.1f}")

    def number(self, at: Place | str, *more: str | int) -> Markup:
        """A number with three decimals."""
        return self._span(at, more, lambda value: f"{value:.3f}")

    def whole(self, at: Place | str, *more: str | int) -> Markup:
        """A count, or a length in whole pixels."""
        return self._span(at, more, lambda value: f"{value:.0f}")

    def text(self, at: Place | str, *more: str | int) -> Markup:
        """Text as it is."""
        return self._span(at, more, str)

    def interval(self, at: Place | str, *more: str | int, number: bool = False) -> Markup:
        """A figure with its interval: `value`, and below it `low` and `high`."""
        place = _place(at, more)
        if self._value(place) is None:
            return self.text(place)
        value = self.number(place, "value") if number else self.percent(place, "value")
        if self._value((*place, "low")) is None:
            return value
        low, high = (self.number(place, end) if number else self.bare(place, end) for end in ("low", "high"))
        return Markup('{}<span class="ci">{} to {}</span>').format(value, low, high)

    def rate(self, at: Place | str, *more: str | int) -> Markup:
        """A rate with its interval and what it was counted of."""
        place = _place(at, more)
        if self._value(place) is None:
            return self.text(place)
        errors, of = self.whole(place, "errors"), self.whole(place, "of")
        return Markup('{}<span class="ci">{} of {}</span>').format(self.interval(place), errors, of)

    def _value(self, place: Place) -> Any:  # noqa: ANN401 - any JSON value
        found: Any = self._summary
        for part in place:
            found = found[part]
        return found

    def _span(self, at: Place | str, more: Place, write: Callable[[Any], str]) -> Markup:
        place = _place(at, more)
        value = self._value(place)
        pointer = "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in place)
        return Markup('<span data-path="{}">{}</span>').format(pointer, _NONE if value is None else write(value))


def _place(at: Place | str, more: Place) -> Place:
    return (at, *more) if isinstance(at, str) else (*at, *more)


def _charts() -> Callable[..., Markup]:
    """What the template calls to draw: the name of a chart, what it says to those who cannot see it, its arguments."""
    number = count()

    def chart(kind: str, label: str, *arguments: object) -> Markup:
        svg = getattr(charts, kind)(f"c{next(number)}", *arguments)
        named = svg.replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1)
        return Markup("<figure>{}<figcaption>{}</figcaption></figure>").format(Markup(named), label)  # noqa: S704 - escaped

    return chart


def _clips(curves: list[Json]) -> dict[str, list[Json]]:
    """The curves by clip."""
    found: dict[str, list[Json]] = {}
    for curve in curves:
        found.setdefault(curve["clip"], []).append(curve)
    return found
