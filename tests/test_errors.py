"""The exception tree: what its docstring draws is what there is."""

import re
from typing import Any

import pytest

from facevow import errors
from facevow.errors import FacevowError, ImageError, InputError, LimitError

CLASSES = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, FacevowError)]


def test_the_docstring_draws_the_tree() -> None:
    """Every class stands in the drawing under its parent, and nothing else does."""
    parents: list[str] = []
    drawn = {}
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"    ([│├└─ ]*)([A-Z]\w+)( |$)", line)
        if found:
            depth = len(found[1]) // 4
            parents[depth:] = [found[2]]
            drawn[found[2]] = parents[depth - 1] if depth else "Exception"
    assert drawn == {kind.__name__: kind.__bases__[0].__name__ for kind in CLASSES}


def test_every_exception_has_a_code_of_its_own() -> None:
    """Machines tell the kinds apart by their codes."""
    codes = [kind.code for kind in CLASSES]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch("[a-z_]+", code) for code in codes)


@pytest.mark.parametrize("kind", CLASSES)
def test_message_and_code_can_be_given(kind: type[FacevowError]) -> None:
    """A message is what people read; a code of its own belongs to that one exception, not to its class."""
    more: dict[str, Any] = {"retry_after": 1} if issubclass(kind, LimitError) else {}
    usual, special = kind("expected a, got b", **more), kind("no", code="special", **more)
    assert str(usual) == "expected a, got b"
    assert (usual.code, special.code, kind("again", **more).code) == (kind.code, "special", kind.code)


def test_a_caller_can_catch_by_kind() -> None:
    """A bad picture is a bad input, and everything is a FacevowError."""
    assert issubclass(ImageError, InputError)
    assert all(issubclass(kind, FacevowError) for kind in CLASSES)
