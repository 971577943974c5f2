"""Opens the pool whose frames are analysed on a Ray cluster."""

from facevow.matching.opening import Matcher
from facevow.server.pool import AnalyserFactory, Observe
from facevow.server.remote.driver import Driver
from facevow.server.remote.plan import order_of
from facevow.server.remote.pool import RemotePool
from facevow.server.settings import Settings


def open_remote(
    settings: Settings, analysers: AnalyserFactory | None, matcher: Matcher | None, observe: Observe
) -> RemotePool:
    """The pool that settings ask for; nothing is reached before it starts.

    Raises:
        SettingsError: see `order_of`.
    """
    order = order_of(settings, analysers, matcher)
    required = settings.require_model
    driver = Driver(order)
    return RemotePool(driver, replicas=order.replicas, seconds=order.seconds, observe=observe, required=required)
