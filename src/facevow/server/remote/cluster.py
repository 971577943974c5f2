"""Reaches a Ray cluster, or begins one, and has Ray Serve keep the replicas there. Only the driver imports this.

A cluster that was there before is left as it is, with the replicas, which other servers may use and the next start
finds warm. One that was begun here ends with this server.
"""

import asyncio
import logging
import shutil
import time
from typing import Any, Final

import ray
from ray import serve
from ray.exceptions import RayError, RayTaskError
from ray.serve.config import ProxyLocation
from ray.serve.exceptions import RayServeException
from ray.serve.handle import DeploymentHandle
from ray.serve.schema import ApplicationStatus

from facevow.errors import ClusterError, ModelError
from facevow.log import get_logger
from facevow.server.remote.guarding import own_folder
from facevow.server.remote.plan import LOCAL, Order
from facevow.server.remote.replica import Replica
from facevow.server.remote.travel import Identity, ReplicaLost

NAME: Final = "facevow-analysis"
"""Application and deployment, as `serve status` shows them."""

NAMESPACE: Final = "facevow"

ONGOING: Final = 2
"""Calls that a replica has at once: one at work, one that waits. The others wait with the servers, for any replica."""

START_SECONDS: Final = 180.0
"""For the cluster to have its replicas ready; a machine may have to fetch model files first."""

OBJECT_STORE: Final = 100 * 1024 * 1024
"""Bytes of shared memory of a cluster of our own: a call of four frames takes half a million at most."""

QUIET: Final = {"log_level": "ERROR", "enable_access_log": False}
"""Of Ray Serve's own logs: a line for each call would be the costliest part of it."""

_SILENT: Final[dict[str, Any]] = {"log_to_driver": False, "configure_logging": False, "logging_level": logging.ERROR}
"""Replicas keep logs of their own on their machines, and what Ray says here is for those who work on Ray."""

_ALIVE: Final = frozenset({ApplicationStatus.RUNNING, ApplicationStatus.DEPLOYING})

_ASK_SECONDS: Final = 10.0
_LOOK_SECONDS: Final = 0.2


class Cluster:
    """The replicas of one server. Its process belongs to it: Ray may end it."""

    def __init__(self, order: Order) -> None:
        """Nothing is reached yet."""
        self._order = order
        self._connected = False
        self._folder: str | None = None
        self._handle: DeploymentHandle[Any] | None = None
        self._log = get_logger("remote")

    def open(self) -> Identity:
        """Have the replicas ready and say what they analyse with.

        Raises:
            ClusterError: the cluster cannot be reached or has no room.
            ModelError: the replicas cannot open their networks.
        """
        self._connect()
        with _Turn():
            serve.start(proxy_location=ProxyLocation.Disabled, logging_config=QUIET)
            if not self._there():
                self._deploy()
            self._await_running()
        self._handle = serve.get_app_handle(NAME)
        identity: Identity = self._handle.identity.remote().result(timeout_s=START_SECONDS)
        return identity

    async def call(self, asks: bytes) -> bytes:
        """Have some replica answer.

        Raises:
            ReplicaLost: it or the way to it was lost.
            TimeoutError: it was silent for too long.
            Exception: whatever it raised.
        """
        if self._handle is None:
            raise ReplicaLost("expected a cluster that was opened")
        response = self._handle.remote(asks)
        try:
            async with asyncio.timeout(self._order.seconds):
                answers: bytes = await response
        except RayTaskError as error:
            if isinstance(error.cause, RayError):
                raise ReplicaLost(_brief(error)) from error
            raise
        except (RayError, RayServeException) as error:
            raise ReplicaLost(_brief(error)) from error
        except TimeoutError:
            response.cancel()  # type: ignore[no-untyped-call] # it says no types
            raise
        return answers

    def well(self) -> int:
        """How many replicas can work now: none while none can be asked."""
        if self._handle is None:
            return 0
        application = serve.status().applications.get(NAME)
        if application is None:
            return 0
        states = application.deployments[NAME].replica_states if NAME in application.deployments else {}
        return sum(count for state, count in states.items() if str(getattr(state, "value", state)) == "RUNNING")

    def close(self) -> None:
        """Leave the cluster, and end it if it was begun here."""
        if self._connected:
            ray.shutdown()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._connected, self._handle, self._folder = False, None, None

    def _connect(self) -> None:
        """Be a driver of the cluster, see `Order`."""
        for room in ("ray", "ray.serve"):
            logging.getLogger(room).setLevel(logging.ERROR)
        try:
            if self._order.address == LOCAL:
                self._begin()
            else:
                ray.init(self._order.address, namespace=NAMESPACE, **_SILENT)
        except (OSError, RuntimeError, ValueError, RayError) as error:
            where = self._order.address
            raise ClusterError(f"ray_address: expected a Ray cluster at {where}: {_brief(error)}") from error
        self._connected = True

    def _begin(self) -> None:
        """Begin a cluster of our own, on this machine, see `guarding`."""
        self._folder = own_folder()
        ray.init(
            LOCAL,
            _temp_dir=self._folder,
            num_cpus=self._order.replicas,
            include_dashboard=False,
            object_store_memory=OBJECT_STORE,
            namespace=NAMESPACE,
            **_SILENT,
        )
        self._log.info("cluster_begun", replicas=self._order.replicas)

    def _there(self) -> bool:
        """Whether the replicas are there as we want them, or about to be."""
        application = serve.status().applications.get(NAME)
        if application is None or application.status not in _ALIVE:
            return False
        try:
            handle = serve.get_app_handle(NAME)
            known: Identity = handle.identity.remote().result(timeout_s=_ASK_SECONDS)
        except (RayError, RayServeException, TimeoutError):
            return False
        deployment = application.deployments[NAME]
        return known.plan == self._order.plan.name and sum(deployment.replica_states.values()) == self._order.replicas

    def _deploy(self) -> None:
        """Have Serve make the replicas, in the place of those that are there."""
        plan = self._order.plan
        deployment = serve.deployment(
            name=NAME,
            num_replicas=self._order.replicas,
            max_ongoing_requests=ONGOING,
            ray_actor_options={"num_cpus": 1},
            health_check_period_s=5,
            health_check_timeout_s=10,
            graceful_shutdown_timeout_s=10,
            max_constructor_retry_count=3,
            logging_config=QUIET,
        )(Replica)
        bound = deployment.bind(plan.factory, plan.describers, plan.name, plan.level)
        target = serve.RunTarget(bound, name=NAME, route_prefix=None, logging_config=QUIET)
        serve.run_many([target], wait_for_applications_running=False)

    def _await_running(self) -> None:
        """Wait until all replicas have their networks."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            application = serve.status().applications.get(NAME)
            if application is not None and application.status == ApplicationStatus.RUNNING:
                return
            if application is not None and application.status == ApplicationStatus.DEPLOY_FAILED:
                why = "".join(each.message for each in application.deployments.values()).strip().split("\n")[-1]
                raise ModelError(f"expected replicas that open their networks: {why}")
            time.sleep(_LOOK_SECONDS)
        raise ClusterError(
            f"replicas: expected a free core for each of {self._order.replicas} replicas on the Ray cluster; not all "
            f"were ready within {START_SECONDS:.0f} s"
        )


class _Turn:
    """Servers that start at once look for the replicas one after the other: or each would replace the other's.

    The turn is a named actor, of which a cluster can have one only, and which ends with the process that made it.
    """

    def __enter__(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        one = ray.remote(num_cpus=0)(_Nothing).options(name=f"{NAME}-turn", namespace=NAMESPACE)
        while True:
            try:
                self._held: Any = one.remote()
            except ValueError as error:  # somebody has it
                if time.monotonic() > deadline:
                    raise ClusterError("ray_address: expected the other servers to be done with the cluster") from error
                time.sleep(_LOOK_SECONDS)
            else:
                return

    def __exit__(self, *_: object) -> None:
        ray.kill(self._held)


class _Nothing:
    """Is there."""


def _brief(error: BaseException) -> str:
    """Its kind and first line: the rest is the trace of another machine."""
    return f"{type(error).__name__}: {(str(error).strip().splitlines() or [''])[0]}"[:300]
