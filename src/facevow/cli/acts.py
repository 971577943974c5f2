"""Acts on the command line: reading them from an option, and telling a person before a camera what is asked."""

import secrets
from dataclasses import dataclass

import typer

from facevow.challenge.draw import Choose
from facevow.challenge.events import State
from facevow.challenge.rules import Step, parse_step
from facevow.checking import Step as CheckStep
from facevow.errors import ChallengeImpossible

DRAWN = "drawn"
"""Instead of acts: let chance decide."""


@dataclass(frozen=True, slots=True)
class Acts:
    """What is asked for: a script, or a chooser to draw with, or neither."""

    script: tuple[Step, ...] | None = None
    choose: Choose | None = None


def read_acts(option: str | None) -> Acts:
    """The acts named by an option, parted by commas.

    Raises:
        typer.BadParameter: a name is no act, or there is none.
    """
    if option is None:
        return Acts()
    if option.strip().lower() == DRAWN:
        return Acts(choose=secrets.randbelow)
    try:
        return Acts(script=tuple(parse_step(name) for name in option.split(",")))
    except ChallengeImpossible as error:
        raise typer.BadParameter(str(error)) from error


class Prompter:
    """Prints what a person is asked for whenever that changes."""

    def __init__(self) -> None:
        self._told = ""

    def tell(self, step: CheckStep) -> None:
        """Print to standard error what is due after this frame, unless it was the last thing told."""
        words = _words(step)
        if words and words != self._told:
            typer.echo(words, err=True)
        self._told = words


def _words(step: CheckStep) -> str:
    if step.prompt is not None:
        return f"{step.prompt.number} of {step.prompt.of}: {str(step.prompt.step).replace('_', ' ')}"
    words = {
        State.FACE_DUE: "look into the camera",
        State.SETTLING: "look straight ahead and hold still",
        State.RETURNING: "good, look straight ahead again",
        State.PASSED: "all done",
        State.FAILED: "the challenge has failed",
    }
    return words.get(step.challenge, "") if step.challenge is not None else ""
