"""Draws TRANSITIONS as a Mermaid state diagram, for `docs/challenge.md`."""

from typing import Final

from facevow.challenge.events import Event, State
from facevow.challenge.machine import START
from facevow.challenge.table import TRANSITIONS

BEGIN: Final = "<!-- drawn from challenge/table.py by `facevow challenge diagram`; do not edit -->"
END: Final = "<!-- end of the drawing -->"
"""What the drawing stands between in a document."""


def diagram() -> str:
    """The whole table: one arrow from each state to each other one, with all events that lead there."""
    lines = ["stateDiagram-v2", f"    [*] --> {START}"]
    for state in State:
        for following in State:
            events = [event for event in Event if TRANSITIONS[state].get(event) is following]
            if events:
                lines.append(f"    {state} --> {following}: {'<br/>'.join(events)}")
    lines.append(f"    {State.PASSED} --> [*]")
    return "\n".join(lines)


def drawn_into(document: str) -> str:
    """The same document with the drawing between BEGIN and END made anew.

    Raises:
        ValueError: the document does not have both marks, in this order.
    """
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"expected the marks {BEGIN!r} and {END!r} in the document")
    return f"{before}{BEGIN}\n```mermaid\n{diagram()}\n```\n{END}{after}"
