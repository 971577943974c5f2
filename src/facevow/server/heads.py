"""HEAD wherever a router has GET (RFC 9110, section 9.3.2): the same answer, of which the server sends no body."""

from fastapi import APIRouter
from fastapi.routing import APIRoute


def heads_of(router: APIRouter) -> APIRouter:
    """A router that answers HEAD at each GET of `router`, with the same needs; no document shows it.

    For routes that only read: those that note in the audit log who read what are left without.
    """
    heads = APIRouter(include_in_schema=False)
    for route in router.routes:
        if isinstance(route, APIRoute) and "GET" in (route.methods or ()):
            heads.add_api_route(
                route.path,
                route.endpoint,
                methods=["HEAD"],
                status_code=route.status_code,
                response_model=route.response_model,
                response_class=route.response_class,
                dependencies=route.dependencies,
            )
    return heads
