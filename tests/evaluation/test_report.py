"""The report: its figures are those of the JSON, nothing in it comes from elsewhere, and names stay names."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from facevow.errors import EvaluationError
from facevow.evaluation.face_size import SizeCurve, SizePoint
from facevow.evaluation.groups import Json, Options
from facevow.evaluation.report import render, write_report
from facevow.evaluation.summary import summarise
from facevow.evaluation.tables import tables
from tests.evaluation.rows import drawn_rows, row

HOSTILE = '</script><script>alert("$x_1^{")</script>--!> _ & \'"'
"""Would end an element, begin a script, open a comment and be read as a formula, where one lets it."""


class Page(HTMLParser):
    """Collects the page's figures by their JSON pointer, its tags, its ids, and the JSON itself."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.figures: list[tuple[str, str]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.embedded = ""
        self.shown = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag, and where a figure begins."""
        found = dict(attrs)
        self.tags.append((tag, found))
        if "data-path" in found:
            self.figures.append((found["data-path"] or "", ""))
        self._open.append("a figure" if "data-path" in found else tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave the innermost element of that kind."""
        del tag
        if self._open:
            self._open.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element of SVG that closes itself holds nothing."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Text belongs to the figure or the script that is open."""
        inside = self._open[-1] if self._open else ""
        if inside == "a figure":
            path, text = self.figures[-1]
            self.figures[-1] = (path, text + data)
        elif inside == "script":
            self.embedded += data
        self.shown += data


def read(text: str) -> Page:
    """Read a page; elements without an end tag are closed for the reader."""
    return Page(re.sub(r"<(meta|br)\b([^>]*)>", r"<\1\2/>", text))


def at(summary: Any, pointer: str) -> Any:  # noqa: ANN401 - any JSON value
    """The value that a JSON pointer names."""
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        summary = summary[int(key)] if isinstance(summary, list) else summary[key]
    return summary


def agrees(value: Any, text: str) -> bool:  # noqa: ANN401 - any JSON value
    """Whether a figure's text is its value rounded."""
    if value is None:
        return text == "\N{EN DASH}"
    if isinstance(value, str):
        return bool(text == value)
    digits = text.removesuffix(" %")
    decimals = len(digits.partition(".")[2])
    expected = 100 * value if decimals == 1 else value  # shares, and nothing else, have one decimal
    return bool(abs(float(digits) - float(expected)) <= 0.5 * 10**-decimals + 1e-9)


@pytest.fixture(scope="module")
def summary() -> Json:
    """Two models, one of them of a hostile name, non-responses, a hostile source, and clips."""
    first = [replace(of, score=None if i % 19 == 0 else of.score) for i, of in enumerate(drawn_rows(1))]
    first += [row(f"bad {HOSTILE}", 0.1, source=HOSTILE), row("alone", 0.3, source="one class only", face_width=None)]
    second = [replace(of, score=of.score if of.score is None or i % 5 else 1 - of.score) for i, of in enumerate(first)]
    points = (SizePoint(60, 3, 0.6, 3, 0.5, 0.4, 0.6), SizePoint(145, 2, 1.2, 2, 0.7, 0.6, 0.8),
              SizePoint(300, 0, 2.9, 0, None, None, None))  # fmt: skip
    clips = [SizeCurve("clip.mp4", 101.5, points), SizeCurve(HOSTILE, 80.0, points)]
    development = [replace(of, path=f"dev/{of.path}") for of in drawn_rows(2)]
    options = Options(repeats=60)
    return summarise(
        {"ours": first, HOSTILE: second}, options, development={"ours": development}, face_size={"ours": clips}
    )


@pytest.fixture(scope="module")
def text(summary: Json) -> str:
    """The page, rendered once."""
    return render(summary)


@pytest.fixture(scope="module")
def found(text: str) -> Page:
    """The page, read once."""
    return read(text)


def test_every_figure_is_that_of_the_json(summary: Json, found: Page) -> None:
    """Each figure in the page, found by its own pointer, is the JSON's value rounded."""
    wrong = [(path, text, at(summary, path)) for path, text in found.figures if not agrees(at(summary, path), text)]
    assert wrong == []
    assert len(found.figures) > 500


def test_a_changed_figure_is_noticed(summary: Json, found: Page) -> None:
    """The comparison above can fail: against a JSON whose EER is another, it does."""
    other = json.loads(json.dumps(summary))
    other["models"][0]["pooled"]["eer"]["value"] += 0.01
    figures = found.figures
    assert any(not agrees(at(other, path), text) for path, text in figures)


def test_the_main_figures_are_in_tables(summary: Json, found: Page) -> None:
    """Each model's pooled figures, every source's EER and every comparison stand in the page."""
    paths = {path for path, _ in found.figures}
    for number in range(2):
        for figure in ("auc/value", "eer/value", "eer/low", "eer/high", "apcer/worst/value", "apcer/worst/low",
                       "bpcer/value", "bpcer/errors", "acer", "hter", "bpcer_at/bpcer10/worst/value",
                       "bpcer_at/bpcer20/all/value", "bpcer_at/bpcer100/all/high", "non_response/apnrr/value",
                       "non_response/bpnrr/of"):  # fmt: skip
            assert f"/models/{number}/pooled/{figure}" in paths
        assert f"/models/{number}/worst_errors/attacks_passed/0/path" in paths
        assert f"/models/{number}/by_species/1/apcer/worst/value" in paths
        assert f"/models/{number}/reliability/ece" in paths
    for line in range(len(summary["comparison"]["lines"])):
        assert f"/comparison/lines/{line}/difference" in paths
        assert f"/comparison/lines/{line}/eer/ours" in paths
    assert "/face_size/0/points/0/median" in paths


def test_the_json_is_in_the_page(summary: Json, found: Page) -> None:
    """What the script element holds is the summary, whole, whatever the names in it are."""
    assert json.loads(found.embedded) == json.loads(json.dumps(summary))


def test_nothing_comes_from_elsewhere(text: str, found: Page) -> None:
    """No element asks for a file or runs anything, and the page forbids it to itself."""
    assert [attributes for tag, attributes in found.tags if tag == "script"] == [
        {"type": "application/json", "id": "summary"}
    ]
    names = {tag for tag, _ in found.tags}
    assert not names & {"img", "image", "link", "iframe", "object", "embed", "foreignobject", "audio", "video", "base"}
    for _, attributes in found.tags:
        assert not any(name.startswith("on") or name in {"src", "srcset", "action"} for name in attributes)
        for name in ("href", "xlink:href"):
            assert (attributes.get(name) or "#").startswith("#")
    assert "default-src 'none'" in text
    assert "@import" not in text
    assert not re.findall(r"url\((?!#)", text)


def test_names_stay_names(found: Page) -> None:
    """A hostile name is shown as it is, letter by letter, and begins no element."""
    assert HOSTILE in found.shown
    assert sum(tag == "script" for tag, _ in found.tags) == 1


def test_everything_can_be_read_aloud_and_reached(found: Page) -> None:
    """Charts have a role and a label, tables a caption and header cells, ids are unique, links lead somewhere."""
    charts = [attributes for tag, attributes in found.tags if tag == "svg"]
    assert len(charts) >= 10
    assert all(chart.get("role") == "img" and chart.get("aria-label") for chart in charts)
    tags = [tag for tag, _ in found.tags]
    assert tags.count("table") == tags.count("caption") >= 10
    assert all(attributes.get("scope") in {"col", "row"} for tag, attributes in found.tags if tag == "th")
    ids = [attributes["id"] for _, attributes in found.tags if attributes.get("id")]
    assert len(ids) == len(set(ids))
    targets = {
        (attributes.get("href") or attributes.get("xlink:href") or "#summary")[1:] for _, attributes in found.tags
    }
    assert targets <= set(ids)
    labels = [attributes.get("aria-labelledby") for tag, attributes in found.tags if tag == "section"]
    assert labels
    assert set(labels) <= set(ids)


def test_charts_take_the_colours_of_the_page(text: str) -> None:
    """No stand-in colour is left, no black text that a dark page would swallow."""
    body = text[text.index("<main>") : text.index('<script type="application/json"')]
    assert "var(--ink)" in body
    assert "var(--series-1)" in body
    assert not re.findall(r"(?:fill|stroke): #(?:0[123])?0{2,4}\w\w\b", body)


def test_one_model_alone(found: Page) -> None:
    """Without others, clips and face widths those sections are left out, and the rest stands."""
    alone = summarise({"a": [replace(of, face_width=None) for of in drawn_rows(3)]}, Options(repeats=60))
    single = read(render(alone))
    assert [(path, text) for path, text in single.figures if not agrees(at(alone, path), text)] == []
    ids = {attributes.get("id") for _, attributes in single.tags}
    assert not ids & {"comparison", "face-size"}
    assert "model-0" in ids
    assert "comparison" in {attributes.get("id") for _, attributes in found.tags}


def test_the_same_summary_makes_the_same_page(summary: Json, text: str) -> None:
    """No date, no luck: a report can be made again and compared."""
    assert render(summary) == text


def test_a_place_that_cannot_be_written(tmp_path: Path, summary: Json) -> None:
    """A folder in the way is told, and nothing is left behind."""
    (tmp_path / "report.html").mkdir()
    with pytest.raises(EvaluationError, match="cannot be written"):
        write_report(tmp_path / "report.html", summary)
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_tables_of_the_terminal(summary: Json) -> None:
    """They hold the same figures: the pooled EER in the first, each source in the second."""
    pooled, sources = tables(summary)
    columns = {str(column.header): list(column.cells) for column in pooled.columns}
    assert columns["ours"][0] == f"{summary['models'][0]['pooled']['eer']['value']:.1%}"
    assert sources.row_count == len(summary["comparison"]["lines"])
    alone = {**summary, "models": summary["models"][:1], "comparison": None}
    assert tables(alone)[1].row_count == len(summary["models"][0]["by_source"])
