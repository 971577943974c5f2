"""Has the routes made ready before the first request: else the first caller, and all streams meanwhile, wait for that.

FastAPI looks at what a route needs (its dependencies, its models) when somebody comes by it for the first time, which
takes it a tenth of a second for all of ours. Nothing of a request is run here but the search for a route.
"""

from collections.abc import Sequence
from typing import Final

from starlette.routing import BaseRoute, Match
from starlette.types import Scope

NOWHERE: Final = "/no/such/route"
"""A path that none of ours knows but the page's, which takes every name."""


def warm(routes: Sequence[BaseRoute]) -> int:
    """Ask every route whether it is wanted; how many said that they are, of which nothing is run."""
    scope: Scope = {
        "type": "http",
        "method": "GET",
        "path": NOWHERE,
        "root_path": "",
        "headers": [],
        "query_string": b"",
    }
    return sum(route.matches(dict(scope))[0] is not Match.NONE for route in routes)
