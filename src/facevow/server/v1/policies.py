"""Which policy a session is judged under."""

from functools import cache

from facevow.checking import packaged_policies
from facevow.decision.policy import Policy, PolicyTable
from facevow.server.services import Services


@cache
def policy_table() -> PolicyTable:
    """The package's policies: a file that does not change while the server runs, read once."""
    return packaged_policies()


def policy_of(services: Services, name: str | None) -> Policy:
    """The policy of that name, or the server's own where none is named.

    Raises:
        SettingsError: there is no such policy.
    """
    own = services.policy
    return own if name is None or name == own.name else policy_table().choose(name)
