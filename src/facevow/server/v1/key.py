"""/v1/key: what may I do?"""

from fastapi import APIRouter

from facevow.server.deps import ServicesNeeded
from facevow.server.v1 import operate_examples as examples
from facevow.server.v1.documenting import GUARDED, problems, told
from facevow.server.v1.needs import AnyKey, own_pages_only
from facevow.server.v1.operate_replies import KeyInfo

router = APIRouter(prefix="/v1", tags=["discovery"], dependencies=own_pages_only)

ANY_SCOPE = tuple(code for code in GUARDED if code != "scope_missing")


@router.get(
    "/key",
    operation_id="getKey",
    summary="What the key may do",
    responses=told(200, "The key's public part and its scopes.", examples.KEY) | problems(*ANY_SCOPE),
)
async def get_key(services: ServicesNeeded, key: AnyKey) -> KeyInfo:
    """Whatever it is for. A console shows by it what can be done with the key that somebody has given it."""
    return KeyInfo.model_validate(
        {"key_id": key.key_id or None, "scopes": sorted(map(str, key.scopes)), "locked": services.keys.locked}
    )
