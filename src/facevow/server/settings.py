"""Every setting of the server in one class, read from the environment and a file once, at the start."""

import ipaddress
import os
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from platformdirs import user_data_path
from pydantic import AfterValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from facevow.decision.policy import PolicyName
from facevow.errors import SettingsError
from facevow.log import Level
from facevow.media.images import ImageLimits
from facevow.server import sound

MEBIBYTE: Final = 1024 * 1024

FILE: Final = "FACEVOW_SETTINGS"
"""The environment's name for the path of the settings file (TOML; the names of the settings in small letters)."""

SEED_PAGES: Final = ("http://localhost:3000", "http://localhost:5173")
"""Where a page under development is served from; it may use a server that is open to this machine only."""


def user_file(name: str) -> Path:
    """A file in the user's own data folder."""
    return user_data_path("facevow", appauthor=False) / name


def is_this_machine(host: str) -> bool:
    """Whether only programs of this machine can reach an address; a name other than localhost is taken for public."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


Days = Annotated[int, Field(ge=1, le=36_500)]
Seconds = Annotated[float, Field(gt=0, le=300)]
Rate = Annotated[str, AfterValidator(sound.rate)]
Origins = Annotated[tuple[str, ...], NoDecode, AfterValidator(sound.origins)]


class Settings(BaseSettings):
    """Each comes from the command line, from `FACEVOW_` and its name in capitals, or from the settings file."""

    model_config = SettingsConfigDict(
        env_prefix="FACEVOW_",
        env_ignore_empty=True,
        frozen=True,
        extra="forbid",
        validate_default=True,
        hide_input_in_errors=True,
    )

    host: str = Field(
        "127.0.0.1", min_length=1, description="Where to listen: only this machine unless told otherwise."
    )
    port: int = Field(8000, ge=0, le=65535, description="The port; 0 takes a free one.")
    public_url: Annotated[str, AfterValidator(sound.public_address)] | None = Field(
        None,
        description="Where browsers find the server, such as https://check.example.org: needed behind a proxy.",
    )
    trusted_proxies: Annotated[str, AfterValidator(sound.proxies)] = Field(
        "127.0.0.1,::1",
        description="Addresses and networks of proxies, whose X-Forwarded-For is believed, with commas; "
        "`*`: everybody's is.",
    )
    access: Literal["auto", "locked", "open"] = Field(
        "auto", description="locked: every route needs an API key; open: none does. auto: open on this machine only."
    )
    initial_key: Annotated[SecretStr, AfterValidator(sound.key)] | None = Field(
        None, description="An API key to store at the start, with every scope, for hosts with no shell."
    )
    keyring: Path = Field(
        default_factory=lambda: user_file("keyring.json"),
        description="The file with the server's secrets; made if absent.",
    )
    keyring_text: Annotated[SecretStr, AfterValidator(sound.keyring)] | None = Field(
        None, description="What that file would hold, for hosts with no disk."
    )
    issuer: str = Field("facevow", min_length=1, max_length=200, description="Who signs verdicts, as they name it.")

    database: Annotated[str, AfterValidator(sound.database)] = Field(
        default_factory=lambda: f"sqlite:///{user_file('facevow.db')}", description="SQLAlchemy URL of the database."
    )
    keep_logs_days: Days = Field(30, description="Days that the frames' log and the seed routes' verdicts are kept.")
    keep_sessions_days: Days = Field(90, description="Days that sessions are kept after their end.")
    keep_images_days: Days = Field(7, description="Days that images are kept, where any are.")
    keep_callbacks_days: Days = Field(30, description="Days that delivered or given-up callbacks are kept.")
    keep_audit_days: Days = Field(730, description="Days that lines of the audit log are kept.")
    keep_images: Literal["none", "reference", "audit"] = Field(
        "none", description="The most a session may keep: no image, a reference image, or four audit images with it."
    )

    detector: Literal["blazeface", "yolov5-face"] = Field("blazeface", description="What finds faces.")
    weights: Path | None = Field(None, description="The weights of yolov5-face.")
    passive: Path | None = Field(None, description="Another passive network than the package's own.")
    policy: PolicyName = Field(PolicyName.BALANCED, description="Which thresholds decide where a session names none.")
    require_model: bool = Field(default=True, description="Whether a server without a model refuses to start.")
    workers: int = Field(
        2, ge=1, le=64, description="Threads that analyse, in each process, each with networks of its own."
    )
    passive_every: float = Field(
        0.2, ge=0, le=0.3, description="Seconds of a stream between two frames that are scored, about; 0 scores each."
    )
    processes: int = Field(1, ge=1, le=64, description="Processes that serve behind the one port.")
    engine: Literal["local", "ray"] = Field("local", description="What analyses: this machine, or a Ray cluster.")
    ray_address: str = Field(
        "local", min_length=1, max_length=200, description="The Ray cluster, host:port; local: a new one."
    )
    replicas: int = Field(2, ge=1, le=10_000, description="Ray replicas that analyse.")

    matcher: Literal["embedding", "orb", "none"] = Field(
        "embedding", description="What compares faces: a face embedding, ORB key points, or nothing."
    )
    matcher_file: Path | None = Field(
        None, description="Another embedding than the one that is fetched: a description in TOML beside its network."
    )
    match_fmr: Literal["0.01", "0.001", "0.0001"] = Field(
        "0.001", description="The false-match rate that the threshold of comparisons is set at, see docs/matching.md."
    )
    match_threshold: float | None = Field(
        None, ge=-1, le=1, description="A threshold of your own in its place: the least score of the same person."
    )
    gallery_index: Literal["exact", "hnsw"] = Field(
        "exact", description="How the gallery is searched: every template, or a graph for more than 100,000 of them."
    )

    console: bool = Field(default=True, description="Whether the operator's console is there, at /console.")
    seed_routes: bool = Field(default=True, description="Whether the page, /ws, /predict and the like are there.")
    seed_open: bool = Field(default=False, description="Whether those need no API key even where others do.")
    active_check: bool = Field(default=False, description="Whether sockets of /ws begin with the active check on.")

    session_seconds: int = Field(180, ge=10, le=3600, description="Seconds until a session not begun expires.")
    max_sessions: int = Field(32, ge=1, le=10_000, description="Sessions streamed at once.")
    max_connections: int = Field(32, ge=1, le=10_000, description="Sockets of /ws served at once.")
    max_per_address: int = Field(
        16,
        ge=1,
        le=10_000,
        description="Sessions streamed at once by one address, and sockets of /ws; people of one office may share one.",
    )
    max_message_bytes: int = Field(
        8 * MEBIBYTE, ge=64 * 1024, le=64 * MEBIBYTE, description="The longest message or request body."
    )
    max_image_side: int = Field(8192, ge=64, le=16_384, description="The longest side of a picture, in pixels.")
    max_image_pixels: int = Field(36_000_000, ge=64 * 64, le=100_000_000, description="The largest picture, in pixels.")
    allowed_origins: Origins = Field((), description="Pages of other servers that may use this one, with commas.")

    limit_key: Rate = Field("600/minute", description="Requests of one API key.")
    limit_address: Rate = Field("300/minute", description="Requests of one address, sockets among them.")
    limit_refused: Rate = Field("20/minute", description="Refused API keys and tokens of one address.")
    limit_storage: Annotated[str, AfterValidator(sound.storage)] = Field(
        "memory://", description="Where these are counted: memory:// or redis://host:port."
    )
    lockout_failures: int = Field(5, ge=1, le=1000, description="Failed checks after which a subject has to wait.")
    lockout_seconds: int = Field(180, ge=1, le=86_400, description="In how many seconds, and for how long.")

    callback_private: bool = Field(
        default=False, description="Whether callbacks may go to private addresses and to http."
    )
    callback_seconds: Seconds = Field(10.0, description="Seconds that a receiver may take to answer a callback.")
    callback_hours: int = Field(24, ge=1, le=720, description="Hours after which a callback is given up.")

    heartbeat: Seconds = Field(15.0, description="Seconds of silence after which a session's stream is closed.")
    idle_timeout: float = Field(300.0, gt=0, le=86_400, description="The same for sockets of /ws and /v1/tryout.")
    send_timeout: Seconds = Field(10.0, description="Seconds that a client may take to read an answer.")
    receive_timeout: Seconds = Field(15.0, description="Seconds that a client may take to send a request.")
    analysis_timeout: Seconds = Field(15.0, description="Seconds from the receipt of a frame to its analysis.")
    stop_seconds: float = Field(20.0, ge=0, le=600, description="Seconds that sessions have to finish at a stop.")

    reports: Path | None = Field(None, description="A folder of reports of `facevow evaluate`, for the console.")
    metrics: bool = Field(default=True, description="Whether /metrics is there.")
    telemetry: Annotated[str, AfterValidator(sound.receiver)] | None = Field(
        None, description="Where to send OpenTelemetry traces: an OTLP address over HTTP."
    )
    log_level: Level = Field(Level.INFO, description="From which importance on events are logged.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given comes first, then the environment, then the settings file if there is one."""
        del dotenv_settings, file_secret_settings
        path = os.environ.get(FILE)
        if path is None:
            return init_settings, env_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, Path(path))

    @property
    def image_limits(self) -> ImageLimits:
        """What the decoder is told."""
        return ImageLimits(self.max_message_bytes, self.max_image_side, self.max_image_pixels)

    @property
    def locked(self) -> bool:
        """Whether API keys are asked for."""
        return self.access == "locked" or (self.access == "auto" and not is_this_machine(self.host))

    @property
    def _counts(self) -> bool:
        """Whether requests are counted: an open server counts where its settings give a rate themselves."""
        return self.locked or not self.model_fields_set.isdisjoint({"limit_key", "limit_address", "limit_refused"})

    @property
    def most_of_one(self) -> int:
        """Sessions of one address at once, and sockets of /ws.

        An open server has one address only, that of its own machine; there the limit holds where somebody has set it.
        """
        if self.locked or "max_per_address" in self.model_fields_set:
            return self.max_per_address
        return max(self.max_sessions, self.max_connections, self.max_per_address)

    @property
    def origins(self) -> tuple[str, ...]:
        """The pages of other servers that may use this one: none on a locked server that names none."""
        return self.allowed_origins or (() if self.locked else SEED_PAGES)

    @field_validator("allowed_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """In the environment origins stand side by side, with commas between them."""
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.detector == "yolov5-face" and self.weights is None:
            raise ValueError("expected weights for the detector yolov5-face: it brings no file of its own")
        if self.active_check and self.policy is PolicyName.PASSIVE_ONLY:
            raise ValueError("expected active_check off with the policy passive_only: it asks for no acts")
        if self.processes > 1 and self._counts and self.limit_storage.startswith("memory:"):
            raise ValueError(
                "expected a Redis in limit_storage with several processes: in memory each would count for itself, and "
                "grant everybody as many times what limit_key, limit_address and limit_refused say"
            )
        if self.access == "open" and not is_this_machine(self.host):
            raise ValueError(
                f"expected access locked on {self.host}, which others can reach: without API keys anybody could read "
                "and order verdicts"
            )
        return self


def load_settings(**given: Any) -> Settings:  # noqa: ANN401 - each is checked by its field
    """Settings from the environment and the settings file; what is given here, and is not None, comes first.

    Raises:
        SettingsError: a value that cannot be honoured, or a settings file that cannot be read; the message names each.
    """
    path = os.environ.get(FILE)
    if path is not None and not Path(path).is_file():
        raise SettingsError(f"expected a settings file at {path}, which {FILE} names; there is none")
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        found = (f"{'.'.join(map(str, one['loc'])) or 'settings'}: {one['msg']}" for one in error.errors())
        raise SettingsError("; ".join(found)) from error
    except (OSError, ValueError) as error:  # the file is not TOML, or not UTF-8
        raise SettingsError(f"expected a settings file in TOML at {path}: {error}") from error
