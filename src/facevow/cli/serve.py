"""`facevow serve`: the server with its page."""

import socket
from contextlib import suppress
from typing import Annotated

import typer
from rich.console import Console

from facevow import log
from facevow.cli.common import PassiveOption, WeightsOption, fail, open_with_progress
from facevow.errors import FacevowError
from facevow.server.app import create_app
from facevow.server.running import address_of, listen, make_server
from facevow.server.settings import Settings, load_settings
from facevow.server.supervising import FAILED, Supervisor, prepare

HostOption = Annotated[
    str | None, typer.Option(help="Address to listen on; 0.0.0.0 for every one.  [default: 127.0.0.1]")
]
PortOption = Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.  [default: 8000]")]
DetectorOption = Annotated[str | None, typer.Option(help="blazeface, or yolov5-face together with --weights.")]
DatabaseOption = Annotated[
    str | None, typer.Option(metavar="URL", help="SQLAlchemy URL of the log.  [default: a SQLite file of the user]")
]
PolicyOption = Annotated[
    str | None,
    typer.Option(
        help="strict, balanced or lenient: the threshold of a pass and what is asked for; passive_only asks for "
        "nothing.  [default: balanced]"
    ),
]
WorkersOption = Annotated[int | None, typer.Option(help="Threads that analyse, in each process.  [default: 2]")]
EngineOption = Annotated[
    str | None,
    typer.Option(help="local, or ray: a Ray cluster analyses, and this machine belongs to it.  [default: local]"),
]
RayAddressOption = Annotated[
    str | None,
    typer.Option(metavar="HOST:PORT", help="The Ray cluster; local: a new one of this machine.  [default: local]"),
]
ReplicasOption = Annotated[int | None, typer.Option(help="Ray replicas that analyse, a core each.  [default: 2]")]
ProcessesOption = Annotated[int | None, typer.Option(help="Processes that serve behind the one port.  [default: 1]")]


def serve(
    *,
    host: HostOption = None,
    port: PortOption = None,
    detector: DetectorOption = None,
    weights: WeightsOption = None,
    passive: PassiveOption = None,
    database: DatabaseOption = None,
    workers: WorkersOption = None,
    processes: ProcessesOption = None,
    engine: EngineOption = None,
    ray_address: RayAddressOption = None,
    replicas: ReplicasOption = None,
    policy: PolicyOption = None,
) -> None:
    """Serve the page and the API until Ctrl+C.

    Each option can also come from the environment, as FACEVOW_HOST, FACEVOW_PORT and so on; more settings, such as
    FACEVOW_ALLOWED_ORIGINS and FACEVOW_MAX_CONNECTIONS, only come from there. Exit status 2: it could not start.
    """
    given = {"host": host, "port": port, "detector": detector, "weights": weights, "passive": passive}
    given |= {"database": database, "workers": workers, "processes": processes, "policy": policy}
    given |= {"engine": engine, "ray_address": ray_address, "replicas": replicas}
    try:
        settings = load_settings(**given)
    except FacevowError as error:
        fail(str(error))
    _run(settings)


def _run(settings: Settings) -> None:
    if "log_level" in settings.model_fields_set:
        log.configure(settings.log_level)
    if settings.require_model and settings.engine == "local":
        open_with_progress(settings.detector, settings.weights, settings.passive)
    started = True
    try:
        with listen(settings) as listening, suppress(KeyboardInterrupt):
            started = _run_several(settings, listening) if settings.processes > 1 else _run_one(settings, listening)
    except FacevowError as error:
        fail(str(error))
    if not started:
        fail("the server could not start; the lines above say why")


def _run_one(settings: Settings, listening: socket.socket) -> bool:
    """Serve in this process until it is stopped; whether it could start."""
    server = make_server(create_app(settings), settings)
    _tell_address(listening)
    server.run(sockets=[listening])
    return server.started


def _run_several(settings: Settings, listening: socket.socket) -> bool:
    """Serve in several processes until they are stopped; whether they could start."""
    prepare(settings)
    _tell_address(listening)
    status = Supervisor(settings, listening).run()
    if status == FAILED:
        raise typer.Exit(FAILED)
    return status == 0


def _tell_address(listening: socket.socket) -> None:
    address = address_of(listening)
    Console(stderr=True).print(f"Facevow is at {address} (Ctrl+C stops it)", highlight=False, soft_wrap=True)
