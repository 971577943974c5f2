"""The figures as tables of a terminal, narrow enough for 80 columns."""

from rich.table import Column, Table
from rich.text import Text

from facevow.evaluation.groups import BPCER_AT, Json


def tables(summary: Json) -> tuple[Table, Table]:
    """All images, model by model; and by source: one model with its rates, or several by EER."""
    by_source = _sources(summary["models"][0]) if summary["comparison"] is None else _compared(summary["comparison"])
    return _pooled(summary), by_source


def _pooled(summary: Json) -> Table:
    """One row a figure, one column a model."""
    groups = {model["name"]: model["pooled"] for model in summary["models"]}
    images = next(iter(groups.values()))["images"]
    table = Table("figure", title=f"{images} images, threshold {summary['rule']['threshold']:g}")
    for name in groups:
        table.add_column(Text(name), overflow="fold")
    for name, write in (
        ("EER", lambda of: _rate(of["eer"])),
        ("  interval", lambda of: _interval(of["eer"])),
        ("AUC", lambda of: f"{of['auc']['value']:.4f}"),
        ("APCER, worst species", lambda of: _rate(of["apcer"]["worst"])),
        ("  which", lambda of: of["apcer"]["worst"]["species"]),
        ("APCER, all attacks", lambda of: _rate(of["apcer"]["all"])),
        ("BPCER", lambda of: _rate(of["bpcer"])),
        ("  interval", lambda of: _interval(of["bpcer"])),
        *((key.upper(), lambda of, key=key: _rate(of["bpcer_at"][key]["worst"])) for key in BPCER_AT),
        ("ACER", lambda of: _percent(of["acer"])),
        ("HTER", lambda of: _percent(of["hter"])),
        ("images without a score", lambda of: str(_silent(of))),
    ):
        table.add_row(name, *map(write, groups.values()))
    return table


def _sources(model: Json) -> Table:
    """One row a source."""
    table = Table(Column("source", overflow="fold"), "images", title="By source")
    for name in ("EER", "APCER", "BPCER", "BPCER20", "no score"):
        table.add_column(name, no_wrap=True)
    for of in model["by_source"]:
        at = of["bpcer_at"]["bpcer20"]["worst"] if of["bpcer_at"] else None
        rates = map(_rate, (of["eer"], of["apcer"]["worst"], of["bpcer"], at))
        table.add_row(Text(of["name"]), str(of["images"]), *rates, str(_silent(of)))
    return table


def _compared(comparison: Json) -> Table:
    """One row a source, one column a model."""
    names = [comparison["model"], *comparison["peers"]]
    table = Table(Column("source", overflow="fold"), "images", title="EER by source, and ours less the best other's")
    for name in (*names, "points"):
        table.add_column(Text(name), overflow="fold")
    for line in comparison["lines"]:
        difference = "" if line["difference"] is None else f"{100 * line['difference']:+.1f}"
        rates = [_percent(line["eer"][name]) for name in names]
        table.add_row(Text(line["name"]), str(line["images"]), *rates, difference)
    return table


def _silent(group: Json) -> int:
    return sum(rate["errors"] for key in ("apnrr", "bpnrr") if (rate := group["non_response"][key]))


def _percent(rate: float | None) -> str:
    return "" if rate is None else f"{rate:.1%}"


def _rate(figure: Json | None) -> str:
    return "" if figure is None else _percent(figure["value"])


def _interval(figure: Json) -> str:
    return "" if figure["low"] is None else f"{_percent(figure['low'])} to {_percent(figure['high'])}"
