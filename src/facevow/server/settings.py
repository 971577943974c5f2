"""Every setting of the server in one class, read from the environment once, at the start."""

import re
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from platformdirs import user_data_path
from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from facevow.decision.policy import PolicyName
from facevow.errors import SettingsError
from facevow.log import Level
from facevow.media.images import ImageLimits

MEBIBYTE: Final = 1024 * 1024

_ORIGIN: Final = re.compile(r"https?://[^/\s*?#@]+")


def default_database() -> str:
    """A SQLite file in the user's own data folder."""
    return f"sqlite:///{user_data_path('facevow', appauthor=False) / 'facevow.db'}"


class Settings(BaseSettings):
    """Each setting comes from `FACEVOW_` and its name in capitals, or from the command line.

    host, port: where to listen; only this machine can connect unless told otherwise. Port 0 takes a free one.
    database: SQLAlchemy URL of the log.
    detector, weights, passive: the networks, as `facevow check` takes them.
    policy: which of the package's thresholds decides, see `decision/policies.toml`.
    require_model: without a model `facevow serve` refuses to start; False lets it start, degraded.
    active_check: whether connections begin with the active check on, until somebody stores another default.
    workers: threads that analyse, each with networks of its own (about 30 MB at rest).
    max_connections: sockets served at once.
    max_message_bytes: the longest message or request body.
    max_image_side, max_image_pixels: the largest picture.
    allowed_origins: pages of other servers that may use this one; its own page always may.
    idle_timeout: seconds of silence after which a socket is closed.
    send_timeout: seconds that a client may take to read an answer.
    receive_timeout: seconds that a client may take to send a request body.
    analysis_timeout: seconds from the receipt of a frame to its analysis, after which the client is told.
    """

    model_config = SettingsConfigDict(env_prefix="FACEVOW_", frozen=True, extra="forbid", validate_default=True)

    host: str = Field("127.0.0.1", min_length=1)
    port: int = Field(8000, ge=0, le=65535)
    database: str = Field(default_factory=default_database)
    detector: Literal["blazeface", "yolov5-face"] = "blazeface"
    weights: Path | None = None
    passive: Path | None = None
    policy: PolicyName = PolicyName.BALANCED
    require_model: bool = True
    active_check: bool = False
    workers: int = Field(2, ge=1, le=64)
    max_connections: int = Field(32, ge=1, le=10_000)
    max_message_bytes: int = Field(8 * MEBIBYTE, ge=64 * 1024, le=64 * MEBIBYTE)
    max_image_side: int = Field(8192, ge=64, le=16_384)
    max_image_pixels: int = Field(36_000_000, ge=64 * 64, le=100_000_000)
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = ("http://localhost:3000", "http://localhost:5173")
    idle_timeout: float = Field(300.0, gt=0, le=86_400)
    send_timeout: float = Field(10.0, gt=0, le=300)
    receive_timeout: float = Field(15.0, gt=0, le=300)
    analysis_timeout: float = Field(15.0, gt=0, le=300)
    log_level: Level = Level.INFO

    @property
    def image_limits(self) -> ImageLimits:
        """What the decoder is told."""
        return ImageLimits(self.max_message_bytes, self.max_image_side, self.max_image_pixels)

    @field_validator("allowed_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """In the environment origins stand side by side, with commas between them."""
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("allowed_origins")
    @classmethod
    def _name_each_origin(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            if not _ORIGIN.fullmatch(origin):
                raise ValueError(
                    f"expected origins such as https://example.org, without path or wildcard, got {origin!r}"
                )
        return origins

    @field_validator("database")
    @classmethod
    def _keep_the_log(cls, url: str) -> str:
        try:
            parsed = make_url(url)
        except ArgumentError as error:
            raise ValueError("expected the URL of a database, such as sqlite:////var/lib/facevow/facevow.db") from error
        if parsed.get_backend_name() == "sqlite" and parsed.database in {None, "", ":memory:"}:
            raise ValueError("expected a database in a file: one in memory would lose the log at every restart")
        return url

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.detector == "yolov5-face" and self.weights is None:
            raise ValueError("expected weights for the detector yolov5-face: it brings no file of its own")
        if self.active_check and self.policy is PolicyName.PASSIVE_ONLY:
            raise ValueError("expected active_check off with the policy passive_only: it asks for no acts")
        return self


def load_settings(**given: Any) -> Settings:  # noqa: ANN401 - each is checked by its field
    """Settings from the environment; what is given here, and is not None, comes first.

    Raises:
        SettingsError: a value that cannot be honoured; the message names each.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        found = (f"{'.'.join(map(str, one['loc'])) or 'settings'}: {one['msg']}" for one in error.errors())
        raise SettingsError("; ".join(found)) from error
