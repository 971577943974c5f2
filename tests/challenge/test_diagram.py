"""The drawing of the table."""

from pathlib import Path

import pytest

from facevow.challenge.diagram import BEGIN, END, diagram, drawn_into
from facevow.challenge.events import Event
from facevow.challenge.table import TRANSITIONS

DOCUMENT = Path(__file__).parents[2] / "docs" / "challenge.md"


def test_every_step_of_the_table_is_an_arrow() -> None:
    """Each state, event and following state stands in the drawing, and no other arrow does."""
    drawn = set()
    for line in diagram().splitlines():
        if "-->" in line and "[*]" not in line:
            states, events = line.split(": ")
            state, following = states.split(" --> ")
            drawn |= {(state.strip(), event, following.strip()) for event in events.split("<br/>")}
    assert drawn == {(s.value, e.value, t.value) for s, row in TRANSITIONS.items() for e, t in row.items()}
    assert {event for _, event, _ in drawn} == {event.value for event in Event}


def test_the_document_shows_the_table_as_it_is() -> None:
    """docs/challenge.md holds the present drawing: `facevow challenge diagram --write docs/challenge.md` renews it."""
    text = DOCUMENT.read_text(encoding="utf-8")
    assert drawn_into(text) == text


def test_drawing_changes_nothing_but_what_is_between_the_marks() -> None:
    """Text before and after stays; a document without the marks, or with them in disorder, is refused."""
    assert drawn_into(f"a\n{BEGIN}old{END}\nb") == f"a\n{BEGIN}\n```mermaid\n{diagram()}\n```\n{END}\nb"
    for broken in ("", BEGIN, END, f"{END}{BEGIN}"):
        with pytest.raises(ValueError, match="marks"):
            drawn_into(broken)
