"""`facevow serve`: the server with its page."""

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
WorkersOption = Annotated[int | None, typer.Option(help="Threads that analyse.  [default: 2]")]


def serve(
    *,
    host: HostOption = None,
    port: PortOption = None,
    detector: DetectorOption = None,
    weights: WeightsOption = None,
    passive: PassiveOption = None,
    database: DatabaseOption = None,
    workers: WorkersOption = None,
    policy: PolicyOption = None,
) -> None:
    """Serve the page and the API until Ctrl+C.

    Each option can also come from the environment, as FACEVOW_HOST, FACEVOW_PORT and so on; more settings, such as
    FACEVOW_ALLOWED_ORIGINS and FACEVOW_MAX_CONNECTIONS, only come from there. Exit status 2: it could not start.
    """
    given = {"host": host, "port": port, "detector": detector, "weights": weights}
    try:
        settings = load_settings(**given, passive=passive, database=database, workers=workers, policy=policy)
    except FacevowError as error:
        fail(str(error))
    _run(settings)


def _run(settings: Settings) -> None:
    if "log_level" in settings.model_fields_set:
        log.configure(settings.log_level)
    if settings.require_model:
        open_with_progress(settings.detector, settings.weights, settings.passive)
    try:
        with listen(settings) as listening:
            server = make_server(create_app(settings), settings)
            address = address_of(listening)
            Console(stderr=True).print(f"Facevow is at {address} (Ctrl+C stops it)", highlight=False, soft_wrap=True)
            with suppress(KeyboardInterrupt):
                server.run(sockets=[listening])
    except FacevowError as error:
        fail(str(error))
    if not server.started:
        fail("the server could not start; the lines above say why")
